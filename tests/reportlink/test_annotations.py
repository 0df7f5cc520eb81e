"""Web Annotations: selectors that find the same words, in every form, marked as patient data."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlink.annotations import of_document, of_envelope
from reportlink.cli import main
from reportlink.conversion import convert
from reportlink.formats import fhir
from reportlink.formats.textcontent import text_content
from reportlink.linking import link_envelope
from reportlink.pipeline import link_document

from .conftest import make_index

INDEX = make_index()


def selectors(page: dict[str, Any]) -> list[tuple[int, int, str, str, str]]:
    found = []
    for item in page["items"]:
        position, quotation = item["target"]["selector"]
        assert position["type"] == "TextPositionSelector"
        assert quotation["type"] == "TextQuoteSelector"
        found.append((position["start"], position["end"], quotation["exact"], quotation["prefix"], quotation["suffix"]))
    return found


def test_the_page_of_a_text() -> None:
    page = of_document(link_document("No pneumothorax. 😀 A nodule.", INDEX, lang="en", explain="ar"))
    assert page["type"] == "AnnotationPage"
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert page["patientData"] is True
    assert page["dcterms:accessRights"].startswith("Patient data")
    assert selectors(page) == [
        (3, 15, "pneumothorax", "No ", ". 😀 A nodule."),
        (21, 27, "nodule", "No pneumothorax. 😀 A ", "."),
    ]
    first = page["items"][0]
    assert first["body"] == [
        {
            "id": "https://glossary.example/ar/t/pneumothorax/#absent",
            "type": "Text",
            "format": "text/html",
            "language": "ar",
        },
        {"type": "TextualBody", "purpose": "tagging", "value": "absent"},
    ]
    assert first["target"]["language"] == "en"
    assert len({item["id"] for item in page["items"]}) == 2


def test_mark_up_does_not_count() -> None:
    source = "<style>x</style><p>Small &lt; <b>pleural</b>&nbsp;effusion.<!-- x --></p><p>A nodule"
    page = of_document(link_document(source, INDEX, lang="en", form="html"))
    text = "xSmall < pleural\xa0effusion.A nodule"
    for start, end, exact, prefix, suffix in selectors(page):
        assert text[start:end] == exact
        assert prefix + exact + suffix == text
    assert [exact for _, _, exact, _, _ in selectors(page)] == ["pleural\xa0effusion", "nodule"]


def test_each_value_of_an_envelope_is_a_source_of_its_own() -> None:
    resource = {
        "resourceType": "DiagnosticReport",
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">A <b>nodule</b></div>'},
        "note": [{"text": "No pneumothorax."}],
    }
    page = of_envelope(link_envelope(json.dumps(resource).encode(), INDEX, form="fhir", lang="en", id="r1"))
    first, second = page["items"]
    assert first["target"]["path"] == "DiagnosticReport.text.div"
    assert first["target"]["source"].startswith("ni:///sha-256;")
    assert second["target"]["source"].endswith("#DiagnosticReport.note%5B0%5D.text")
    assert [s[:3] for s in selectors(page)] == [(2, 8, "nodule"), (3, 15, "pneumothorax")]
    assert page["label"] == "r1"


def test_half_a_character_beside_a_mention_is_quoted_as_an_escape() -> None:
    data = b'{"resourceType":"DiagnosticReport","conclusion":"\\ud800 nodule"}'
    page = json.loads(convert(data, INDEX, form="fhir", to="annotations", lang="en").data)
    assert selectors(page) == [(2, 8, "nodule", "\ud800 ", "")]
    page = json.loads(convert(b"\xe4 nodule", INDEX, form="text", to="annotations", lang="en").data)
    assert selectors(page) == [(2, 8, "nodule", "\udce4 ", "")]


@pytest.mark.parametrize(
    ("form", "source"),
    [
        ("markdown", "# Report\n\nA **nodule**, no *pneumothorax*."),
        ("rtf", r"{\rtf1\ansi A {\b nodule}, no pneumo\'74horax.}"),
    ],
)
def test_marks_of_other_forms_do_not_count(form: str, source: str) -> None:
    page = of_document(link_document(source, INDEX, lang="en", form=form))
    found = selectors(page)
    assert [exact for _, _, exact, _, _ in found] == ["nodule", "pneumothorax"]
    assert found[1][3].endswith("A nodule, no ")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


PARTS = [
    "nodule",
    " ",
    "&amp;",
    "&lt;",
    "&#233;",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br/>",
    "<!-- x -->",
    "é",
    "<i/>",
    "\U0001f600",
]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_text_content_is_what_other_parsers_find(source: str) -> None:
    parser = _Text()
    parser.feed(source)
    parser.close()
    assert text_content(source, "html").value == "".join(parser.found)
    try:
        root = ElementTree.fromstring(f"<div>{source}</div>")
    except ElementTree.ParseError:
        return
    found = text_content(f"<div>{source}</div>", "fhir-narrative")
    assert found.value == "".join(root.itertext())
    for offset in range(len(found.value)):
        assert found.offset(found.at(offset)) == offset


@pytest.mark.parametrize(
    ("form", "to"), [("text", "annotations"), ("fhir", "annotations"), ("fhir", "json"), ("fhir", "same")]
)
def test_the_command_line(published: str, tmp_path: Any, capfdbinary: Any, form: str, to: str) -> None:
    data = b"No pneumothorax."
    if form == "fhir":
        text = '{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">No pneumothorax.</div>"}'
        data = f'{{"resourceType":"DiagnosticReport","text":{text},"conclusion":"zebra4711"}}'.encode()
    file = tmp_path / "report"
    file.write_bytes(data)
    assert main(["link", str(file), "--index", published, "--lang", "en", "--from", form, "--to", to]) == 0
    out, err = capfdbinary.readouterr()
    assert b"zebra4711" not in err
    if to == "same":
        assert fhir.unlink(out) == data
    elif to == "json":
        assert json.loads(out)["links"][0]["path"] == "DiagnosticReport.text.div"
    else:
        assert selectors(json.loads(out))[0][2] == "pneumothorax"
    assert (form == "fhir") == (b"DiagnosticReport.conclusion" in err)


def test_a_form_that_an_envelope_lacks_is_refused(published: str, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "report"
    file.write_bytes(b'{"resourceType":"DiagnosticReport","conclusion":"zebra4711"}')
    assert main(["link", str(file), "--index", published, "--lang", "en", "--from", "fhir", "--to", "markdown"]) == 2
    err = capsys.readouterr().err
    assert "fhir cannot be written as markdown; it can be written as same, json, annotations" in err
    assert "zebra4711" not in err
