"""FHIR in JSON and XML: what is linked, what is left alone, and the laws for any resource."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlink.errors import InputError, SignedError
from reportlink.formats import fhir
from reportlink.index import Index
from reportlink.linking import LinkedEnvelope, link_envelope

from .conftest import make_index
from .narrative_rules import XHTML, check_fhir

INDEX = make_index()
NS = "http://www.w3.org/1999/xhtml"
FHIR = "{http://hl7.org/fhir}"


def link(data: bytes, **wishes: Any) -> LinkedEnvelope:
    return link_envelope(data, INDEX, form="fhir", lang="en", **wishes)


def both_ways(data: bytes, **wishes: Any) -> bytes:
    """The output, after the laws were checked on it."""
    out = link(data, **wishes).write()
    assert fhir.unlink(out) == data
    assert link(out, **wishes).write() == out
    return out


def report(**elements: Any) -> dict[str, Any]:
    return {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "X-ray"}, **elements}


def narrative(inner: str, status: str = "generated") -> dict[str, str]:
    return {"status": status, "div": f'<div xmlns="{NS}">{inner}</div>'}


def dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def attached(text: str, type_: str = "text/plain", **more: Any) -> dict[str, Any]:
    return {"contentType": type_, "data": base64.b64encode(text.encode()).decode(), **more}


def test_a_narrative_gets_links_and_its_status_is_raised() -> None:
    data = dump(report(text=narrative("<p>No pneumothorax.</p>")))
    out = json.loads(both_ways(data))
    assert out["text"] == {
        "status": "additional",
        "div": f'<div xmlns="{NS}"><p>No <a class="rl rl-absent rl-was-generated" '
        'href="https://glossary.example/en/t/pneumothorax/#absent" hreflang="en" rel="help noreferrer" '
        'title="pneumothorax">pneumothorax</a>.</p></div>',
    }
    del out["text"]
    assert out == report()


@pytest.mark.parametrize(
    ("before", "after"),
    [("generated", "additional"), ("extensions", "additional"), ("additional", "additional"), ("odd", "odd")],
)
def test_the_status_of_a_narrative_with_links(before: str, after: str) -> None:
    out = both_ways(dump(report(text=narrative("A nodule. Pneumothorax.", before))))
    assert json.loads(out)["text"]["status"] == after
    assert out.count(b"rl-was-") == (before != after)


def test_an_empty_narrative_and_one_without_terms_stay() -> None:
    for text in (narrative("A nodule.", "empty"), narrative("Nothing here.")):
        data = dump(report(text=text))
        assert both_ways(data) == data


def test_everything_outside_stays_byte_for_byte() -> None:
    data = (
        b'\xef\xbb\xbf{ "resourceType" : "DiagnosticReport",\r\n\t"issued":"2008-06-18T09:23:00.120Z", "x": 1.50E+03, '
        b'"huge":123456789012345678901234567890.000, "text":{"div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">\\u0041 '
        b'n\\u006fdule \\/ \\ud83d\\ude00 <b>pleural<\\/b> effusion</div>","status":"generated"}, "s":"\\ud800" } \n'
    )
    out = both_ways(data)
    assert out.startswith(data[: data.index(b"n\\u006fdule")])
    assert b">n\\u006fdule</a> \\/ \\ud83d\\ude00 <a class=" in out
    assert b"<b>pleural<\\/b> effusion</a></div>" in out
    assert out.endswith(b'"s":"\\ud800" } \n')
    assert json.loads(out)["text"]["status"] == "additional"


def test_ascii_stays_ascii() -> None:
    data = json.dumps(report(text=narrative("A nodule.", "generated"))).encode()
    out = link(data, explain="ar").write()
    assert out.isascii()
    assert "شرح" in json.loads(out)["text"]["div"]
    assert fhir.unlink(out) == data


def test_xhtml_keeps_its_own_marks() -> None:
    inner = (
        '<p id="p1" class="x">A <span id="imr1" class="imr">nodule</span>&#160;&lt; five<br/>no&nbsp;<i>pneumo</i>thorax '
        "<!-- nodule --><a href='#x'>kidney</a> <a name=\"here\"/>renal <code>lung</code><![CDATA[liver]]></p>"
    )
    data = dump(report(text=narrative(inner, "additional")))
    out = json.loads(both_ways(data, mentions="all"))["text"]["div"]
    assert '<span id="imr1" class="imr"><a class="rl rl-present"' in out
    assert "&nbsp;<a " in out
    assert "<i>pneumo</i>thorax</a> <!-- nodule --><a href='#x'>kidney</a>" in out
    assert "<code>lung</code><![CDATA[liver]]>" in out
    assert out.count("rl rl-") == 3
    check_fhir(ElementTree.fromstring(out.replace("&nbsp;", "&#160;")))


def test_a_narrative_that_is_no_xhtml_is_read_as_html() -> None:
    data = dump(report(text=narrative("<p>A nodule.<br>No pneumothorax", "additional")))
    linked = link(data)
    assert [(n.path, n.code) for n in linked.notices] == [("DiagnosticReport.text.div", "not-xhtml")]
    assert both_ways(data).count(b"rl rl-") == 2


def test_sections_of_a_composition_are_one_report() -> None:
    composition = {
        "resourceType": "Composition",
        "language": "en-GB",
        "text": narrative("A nodule."),
        "section": [
            {"title": "Clinical history", "text": narrative("Pneumothorax?")},
            {
                "title": "Findings",
                "section": [
                    {"title": "Chest", "text": narrative("<p>No pneumothorax. A nodule. Signal.</p>", "extensions")},
                    {"text": narrative("The nodule.", "empty")},
                ],
            },
        ],
    }
    linked = link(dump(composition), skip_sections=["history"])
    assert [(x["path"], x["concept"]) for x in linked.to_dict()["links"]] == [
        ("Composition.text.div", "nodule"),
        ("Composition.section[1].section[0].text.div", "pneumothorax"),
        ("Composition.section[1].section[0].text.div", "nodule"),
    ]
    assert linked.notices == ()
    both_ways(dump(composition))


def test_any_depth_of_bundles_and_contained_resources() -> None:
    inner = {**report(text=narrative("A nodule.")), "contained": [report(text=narrative("Pneumothorax."))]}
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": {"resourceType": "Patient", "text": narrative("A nodule.")}},
            {"resource": {"resourceType": "Bundle", "entry": [{"resource": inner}]}},
        ],
    }
    both_ways(dump(bundle))
    assert [x["path"] for x in link(dump(bundle)).to_dict()["links"]] == [
        "Bundle.entry[1].resource.entry[0].resource.text.div",
        "Bundle.entry[1].resource.entry[0].resource.contained[0].text.div",
    ]


def test_plain_text_gets_standoff_links_only() -> None:
    data = dump(report(conclusion="No pneumothorax.", note=[{"text": "A nodule."}]))
    linked = link(data)
    result = linked.to_dict()
    assert [(x["path"], x["start"], x["end"]) for x in result["links"]] == [
        ("DiagnosticReport.conclusion", 3, 15),
        ("DiagnosticReport.note[0].text", 2, 8),
    ]
    assert {x["code"] for x in result["notices"]} == {"standoff-only"}
    assert linked.write() == data


def test_the_name_of_the_examination_tells_two_meanings_apart() -> None:
    for code in ({"text": "chest CT"}, {"coding": [{"display": "chest CT"}]}):
        result = link(dump(report(conclusion="PE.") | {"code": code})).to_dict()
        assert [x["concept"] for x in result["links"]] == ["pulmonary-embolism"]
    composition = {"resourceType": "Composition", "title": "chest CT", "section": [{"text": narrative("PE.")}]}
    assert link(dump(composition)).to_dict()["links"][0]["concept"] == "pulmonary-embolism"


def test_a_further_attachment_holds_the_links() -> None:
    plain = attached("No pneumothorax.\n< five", title="Report <1>", language="en-US", size=23)
    html = attached("<p>Grüße: a nodule", "text/html;charset=UTF-8")
    pdf = {"contentType": "application/pdf", "url": "https://x.example/1"}
    out = json.loads(both_ways(dump(report(presentedForm=[plain, pdf, html]))))
    assert out["presentedForm"][:3] == [plain, pdf, html]
    first, second = out["presentedForm"][3:]
    for new in (first, second):
        content = base64.b64decode(new["data"])
        assert new["size"] == len(content)
        assert base64.b64decode(new["hash"]) == hashlib.sha1(content).digest()
    page = base64.b64decode(first["data"]).decode()
    assert (first["contentType"], first["title"], first["language"]) == (
        "text/html; charset=utf-8",
        "Report <1>",
        "en-US",
    )
    assert '<html lang="en-US">' in page
    assert "<title>Report &lt;1&gt;</title>" in page
    assert 'rel="help noreferrer" title="pneumothorax">pneumothorax</a>.\n&lt; five</pre>' in page
    assert list(first) == ["id", "contentType", "language", "data", "size", "hash", "title"]
    assert second["contentType"] == "text/html;charset=UTF-8"
    assert base64.b64decode(second["data"]).decode().startswith("<p>Grüße: a <a ")
    assert first["id"] != second["id"]


def test_the_charset_of_an_attachment_is_heeded() -> None:
    page = '<meta charset="iso-8859-1"><p>Épanchement à droite'.encode("iso-8859-1")
    latin = {"contentType": "text/html", "data": base64.encodebytes(page).decode()}
    named = {
        "contentType": "text/plain; charset=windows-1252",
        "data": base64.b64encode("„nodule“".encode("cp1252")).decode(),
    }
    out = json.loads(both_ways(dump(report(presentedForm=[latin, named])), explain="en"))["presentedForm"]
    assert ">Épanchement</a> à droite" in base64.b64decode(out[2]["data"]).decode("iso-8859-1")
    assert "„<a " in base64.b64decode(out[3]["data"]).decode("utf-8")
    foreign = link(
        dump(report(presentedForm=[{**latin, "data": base64.b64encode(b"<meta charset=latin1><p>nodule").decode()}])),
        explain="ar",
    )
    last = json.loads(foreign.write())["presentedForm"][-1]
    assert b'title="&#1588;' in base64.b64decode(last["data"])


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"contentType": "application/pdf", "data": "JVBERi0="}, "attachment-type"),
        ({"data": "bm9kdWxl"}, "attachment-type"),
        ({"contentType": "text/plain", "url": "https://x.example/"}, "attachment-data"),
        ({"contentType": "text/plain", "data": "*"}, "base64"),
        ({"contentType": "text/plain", "data": "5A=="}, "encoding"),
        ({"contentType": "text/plain; charset=klingon", "data": "bm9kdWxl"}, "encoding"),
        ({"contentType": "text/plain; charset=hex", "data": "bm9kdWxl"}, "encoding"),
    ],
)
def test_an_attachment_that_is_not_read_is_said(form: dict[str, str], code: str) -> None:
    data = dump(report(presentedForm=[form]))
    (notice,) = link(data).notices
    assert notice.code == code
    assert notice.path.startswith("DiagnosticReport.presentedForm[0]")
    assert both_ways(data) == data


def test_size_is_text_where_the_resource_spells_it_so() -> None:
    """JSON of R5 spells whole numbers of 64 bits as text."""
    out = json.loads(both_ways(dump(report(presentedForm=[attached("nodule", size="6")]))))
    assert isinstance(out["presentedForm"][1]["size"], str)


def test_what_could_not_be_put_back_is_left_alone() -> None:
    status = dump(report(text=narrative("A nodule."))).replace(b'"generated"', b'"gener\\u0061ted"')
    single = dump(report(presentedForm=attached("A nodule.")))
    for data, code in ((status, "status-spelling"), (single, "no-list")):
        linked = link(data)
        assert [notice.code for notice in linked.notices] == [code]
        assert len(linked.to_dict()["links"]) == 1
        assert both_ways(data) == data
    mixed = dump(report(presentedForm=[None, attached("A nodule."), None]))
    assert json.loads(both_ways(mixed))["presentedForm"][2]["contentType"] == "text/html; charset=utf-8"


def test_other_options_add_no_second_attachment() -> None:
    once = link(dump(report(presentedForm=[attached("A nodule. The nodule.")]))).write()
    twice = link(once, mentions="all").write()
    assert len(json.loads(twice)["presentedForm"]) == 2


XML = """<?xml version="1.0" encoding="{encoding}"?>\r
<!-- a comment --><f:DiagnosticReport xmlns:f="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml">
  <f:language value = 'en'/>
  <f:text><f:status value="generated"/><h:div><h:p>No pneumothorax, <h:b>pleural</h:b>&#160;effusion.</h:p><x xmlns="u">nodule</x></h:div></f:text>
  <f:issued value="2008-06-18T09:23:00.120Z"/>
  <f:presentedForm><f:contentType value="text/plain"/><f:data value="{data}"/></f:presentedForm><f:conclusion value="A&#10;nodule"/>
</f:DiagnosticReport>
"""


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_xml_with_prefixes_in_any_encoding(encoding: str) -> None:
    text = XML.format(encoding=encoding, data="QSBu\nb2R1\nbGU=")
    data = text.encode(encoding)
    out = both_ways(data)
    root = ElementTree.fromstring(out)
    div = root.find(f".//{XHTML}div")
    assert div is not None
    assert [(a.get("class"), "".join(a.itertext())) for a in div.iter(f"{XHTML}a")] == [
        ("rl rl-absent rl-was-generated", "pneumothorax"),
        ("rl rl-absent", "pleural\xa0effusion"),
    ]
    status = root.find(f"{FHIR}text/{FHIR}status")
    assert status is not None
    assert status.get("value") == "additional"
    old, new = root.findall(f"{FHIR}presentedForm")
    assert new.get("id", "").startswith("reportlink-0-")
    fields = {child.tag.removeprefix(FHIR): child.get("value", "") for child in new}
    assert list(fields) == ["contentType", "language", "data", "size", "hash"]
    content = base64.b64decode(fields["data"])
    assert fields["size"] == str(len(content))
    assert fields["hash"] == base64.b64encode(hashlib.sha1(content).digest()).decode()
    assert len(old) == 2
    result = link(data).to_dict()
    assert ("DiagnosticReport.conclusion", 2, 8) in [(x["path"], x["start"], x["end"]) for x in result["links"]]
    without = fhir.unlink(out).decode(encoding)
    assert without == text


def test_a_title_that_the_encoding_lacks_becomes_references() -> None:
    data = XML.format(encoding="ISO-8859-1", data="").encode("iso-8859-1")
    out = link(data, explain="ar").write()
    div = ElementTree.fromstring(out).find(f".//{XHTML}div")
    assert div is not None
    assert next(div.iter(f"{XHTML}a")).get("title") == "شرح"
    assert fhir.unlink(out) == data


@pytest.mark.parametrize(
    "data",
    [
        dump(report(text=narrative("A nodule.")) | {"signature": {"type": [], "data": "eA=="}}),
        dump(
            {
                "resourceType": "Bundle",
                "signature": {"who": {}},
                "entry": [{"resource": report(conclusion="A nodule.")}],
            }
        ),
        dump(
            {
                "resourceType": "Bundle",
                "entry": [
                    {"resource": report(text=narrative("A nodule."))},
                    {"resource": {"resourceType": "Provenance", "signature": [{"data": "eA=="}]}},
                ],
            }
        ),
        dump(report(text=narrative("A nodule."), extension=[{"url": "u", "valueSignature": {"data": "eA=="}}])),
        b'<Bundle xmlns="http://hl7.org/fhir"><entry><resource><DiagnosticReport><conclusion value="A nodule"/>'
        b'</DiagnosticReport></resource></entry><signature><data value="eA=="/></signature></Bundle>',
        b'<DiagnosticReport xmlns="http://hl7.org/fhir"><conclusion value="A nodule"/>'
        b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></DiagnosticReport>',
    ],
)
def test_what_is_signed_is_never_rewritten(data: bytes) -> None:
    linked = link(data)
    assert len(linked.to_dict()["links"]) == 1
    assert "signed" in {notice.code for notice in linked.notices}
    with pytest.raises(SignedError, match="the signature would no longer hold") as error:
        linked.write()
    assert error.value.place.lower().endswith("signature") or error.value.place.endswith("valueSignature")


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b'{"resourceType":"CarePlan"}', "no-report", "resourceType"),
        (b'{"a":1}', "not-fhir", "byte 0"),
        (b'{"resourceType":"zebra4711"}', "not-fhir", "byte 0"),
        (b'<zebra4711 xmlns="http://hl7.org/fhir"/>', "not-fhir", "character 0"),
        (b'<?xml version="1.0" encoding="zebra4711"?><a/>', "encoding", "XML declaration"),
        (b'{"payload":"zebra4711","signatures":[]}', "not-fhir", "byte 0"),
        (b"[]", "not-fhir", "byte 0"),
        (b'{"resourceType":"DiagnosticReport","status":1,"status":2}', "duplicate-name", "byte 55"),
        (b'{"resourceType":"DiagnosticReport"', "bad-json", "byte 34"),
        (b"\xff\xfe\x00", "encoding", "byte 0"),
        (b"<a xmlns='u'>zebra4711</a>", "not-fhir", "character 0"),
        (b"<a><b>zebra4711</a>", "bad-xml", "character 15"),
        (b"<!DOCTYPE a><a/>", "doctype", "character 0"),
        (b'{"resourceType":"Bundle","entry":' + b'[{"resource":{"contained":' * 200 + b"[]" + b"}}]" * 200 + b"}", "too-deep", "Bundle"),
        (b'{"resourceType":"Composition","section":' + b'[{"section":' * 200 + b"[]" + b"}]" * 200 + b"}", "too-deep", "Composition"),
    ],
)  # fmt: skip
def test_errors_name_the_place_and_never_the_report(data: bytes, code: str, place: str) -> None:
    with pytest.raises(InputError) as error:
        link(data)
    assert (error.value.code, error.value.place) == (code, place)
    assert "zebra4711" not in str(error.value)


def test_notices_do_not_repeat_what_stands_in_a_field() -> None:
    form = {"contentType": "zebra4711/x; charset=zebra4711", "data": "bm9kdWxl"}
    odd = {"zebra4711": {"signature": {"data": "zebra4711"}}, "language": "zebra4711"}
    plain = {**form, "contentType": "text/plain; charset=zebra4711", "language": "zebra4711"}
    linked = link(dump(report(presentedForm=[form, plain], conclusion="nodule zebra4711", **odd)))
    assert {n.code for n in linked.notices} == {
        "attachment-type",
        "encoding",
        "standoff-only",
        "signed",
        "other-language",
    }
    assert "zebra4711" not in str([n.to_dict() for n in linked.notices]) + linked.envelope.signed


def test_a_type_that_is_not_read_may_hold_one_that_is() -> None:
    data = dump({"resourceType": "Zebra", "contained": [report(conclusion="A nodule.")]})
    assert link(data).to_dict()["links"][0]["path"] == "Resource.contained[0].conclusion"


def test_depth_beside_the_report_is_no_matter() -> None:
    depth = 30_000
    data = b'{"resourceType":"DiagnosticReport","x":' + b"[" * depth + b"]" * depth + b',"conclusion":"nodule"}'
    assert len(link(data).to_dict()["links"]) == 1


WORDS = ["pneumothorax", "pleural effusion", "no", "nodule", "PE", "kidney stone", "Crohn's disease"]
HOSTILE = [
    " ", "\n", ". ", "&amp;", "&lt;", "&#160;", "&nbsp;", "<p>", "</p>", "<b>", "</b>", "<br/>", "<br>", "<a href='x'>", "</a>",
    "<i/>", "<!-- nodule -->", "<![CDATA[nodule]]>", "<code>", "</code>", "&", "<", ">", '"', "\\", "/", "\ud800", "\U0001f600",
    '<a class="rl rl-absent" href="https://glossary.example/en/t/nodule/#absent" hreflang="en" rel="help noreferrer" title="x">',
    "\x00", "é", "]]>", "</div>", "<div>", "<table><tr><td>", "</td></tr></table>", '","x":"', "<x:y xmlns:x='u'>", "</x:y>",
]  # fmt: skip
strings = st.lists(st.sampled_from([*WORDS, *HOSTILE]) | st.text(max_size=4), max_size=12).map("".join)


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    text = st.builds(narrative, strings, st.sampled_from(["generated", "extensions", "additional", "empty"]))
    form = st.builds(
        lambda s, t: attached(s.encode("utf-8", "replace").decode(), t),
        strings,
        st.sampled_from(["text/plain", "text/html"]),
    )
    sections = st.recursive(
        st.fixed_dictionaries({}, optional={"title": strings, "text": text}),
        lambda inner: st.fixed_dictionaries(
            {"section": st.lists(inner, max_size=2)}, optional={"title": strings, "text": text}
        ),
        max_leaves=4,
    )
    optional = {"text": text, "conclusion": strings, "other": strings, "presentedForm": st.lists(form, max_size=2)}
    if draw(st.booleans()):
        return draw(st.fixed_dictionaries({"resourceType": st.just("DiagnosticReport")}, optional=optional))
    return draw(
        st.fixed_dictionaries(
            {"resourceType": st.just("Composition"), "section": st.lists(sections, max_size=3)}, optional={"text": text}
        )
    )


@settings(max_examples=400, deadline=None, derandomize=True)
@given(resources(), st.booleans(), st.sampled_from(["first", "all"]))
def test_laws_1_and_3_for_any_resource_in_json(resource: dict[str, Any], ascii_only: bool, mentions: Any) -> None:
    data = json.dumps(resource, ensure_ascii=ascii_only).encode("utf-8", "replace")
    bare = fhir.unlink(data)
    out = link(data, mentions=mentions).write()
    assert fhir.unlink(out) == bare
    assert link(out, mentions=mentions).write() == out
    before, after = json.loads(data), json.loads(out)
    for changed in (before, after):
        _drop(changed)
    assert before == after


def _drop(resource: dict[str, Any]) -> None:
    """Leave what must not change: all but narratives, and the attachments that are added."""
    waiting = [resource]
    while waiting:
        at = waiting.pop()
        at.pop("text", None)
        if "presentedForm" in at:
            at["presentedForm"] = [form for form in at["presentedForm"] if "id" not in form]
        waiting += at.get("section", [])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*WORDS, *HOSTILE]), max_size=14).map("".join), st.sampled_from(["", "h:"]), st.sampled_from(["utf-8", "utf-16", "iso-8859-1"]))  # fmt: skip
def test_laws_1_and_3_for_any_narrative_in_xml(inner: str, prefix: str, codec: str) -> None:
    ns = f'xmlns:h="{NS}"' if prefix else f'xmlns="{NS}"'
    document = (
        f'<?xml version="1.0" encoding="{codec}"?><DiagnosticReport xmlns="http://hl7.org/fhir"><text><status value="generated"/>'
        f"<{prefix}div {ns}>{inner}</{prefix}div></text></DiagnosticReport>"
    )
    data = document.encode(codec, "replace")
    try:
        ElementTree.fromstring(data)
    except ElementTree.ParseError:
        with pytest.raises(InputError):
            link(data)
        return
    out = link(data, mentions="all").write()
    assert fhir.unlink(out) == fhir.unlink(data)
    assert link(out, mentions="all").write() == out
    before, after = ElementTree.fromstring(data), ElementTree.fromstring(out)
    assert "".join(before.itertext()) == "".join(after.itertext())


def test_the_index_is_the_one_of_the_other_tests(index: Index) -> None:
    assert index.build == INDEX.build
