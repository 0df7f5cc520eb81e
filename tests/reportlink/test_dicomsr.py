"""DICOM SR: the content tree's text in every character set, and an HTML rendering; the file is never written."""

from __future__ import annotations

import builtins
import html
import io
import re
from typing import Any

import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from reportlink.errors import InputError
from reportlink.formats import dicomsr
from reportlink.linking import LinkedEnvelope, link_envelope

from .conftest import make_index
from .srtrees import TREE, code, content, measured, report, text

INDEX = make_index()


def link(data: bytes) -> LinkedEnvelope:
    return link_envelope(data, INDEX, form="dicom-sr", lang="en")


def pieces(data: bytes) -> list[tuple[str, str]]:
    return [(p.path, p.value) for p in dicomsr.read(data).bodies[0].pieces if p.path]


@pytest.mark.parametrize(
    "syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]
)
def test_paths_are_those_of_pydicom(syntax: str) -> None:
    data = report(*TREE, syntax=syntax)
    dataset = pydicom.dcmread(io.BytesIO(data))
    found = pieces(data)
    assert [path for path, _ in found] == [
        "ContentSequence[2].ContentSequence[0].TextValue",
        "ContentSequence[2].ContentSequence[1].TextValue",
        "ContentSequence[3].ContentSequence[0].TextValue",
        "ContentSequence[3].ContentSequence[1].TextValue",
    ]
    for path, value in found:
        assert eval("dataset." + path, {"dataset": dataset}) == value


def test_links_are_standoff_and_each_item_is_a_paragraph() -> None:
    result = link(report(*TREE)).to_dict()
    assert [(x["path"][-30:], x["start"], x["concept"], x["status"]) for x in result["links"]] == [
        ("[2].ContentSequence[0].TextValue"[-30:], 3, "pneumothorax", "absent"),
        ("[2].ContentSequence[0].TextValue"[-30:], 20, "nodule", "present"),
        ("[2].ContentSequence[1].TextValue"[-30:], 2, "kidney-stone", "present"),
        ("[3].ContentSequence[1].TextValue"[-30:], 0, "pneumothorax", "present"),
    ]


def test_running_text_goes_on_from_item_to_item() -> None:
    flow = content(
        "CONTAINER",
        "Findings",
        (
            text("In the left lung and at the top of the chest no", "", ContentSequence=[content("CODE", "Side", relation="HAS CONCEPT MOD", ConceptCodeSequence=[code("Left")])]),
            text("nodule is seen, but one of", ""),
            measured("Diameter", "3", "cm"),
            text("lies elsewhere.", ""),
        ),
        ContinuityOfContent="CONTINUOUS",
    )  # fmt: skip
    linked = link(report(flow))
    assert [(x["concept"], x["status"]) for x in linked.to_dict()["links"]] == [
        ("lung", "present"),
        ("nodule", "absent"),
    ]
    assert "but one of 3 cm lies elsewhere.</p>" in linked.write("html").decode()


def test_html_escapes_everything_and_keeps_every_word() -> None:
    data = report(
        *TREE,
        content("CONTAINER", "<b>&", (text("<script>nodule</script>", 'x" onclick="'), measured("Size", "3", "mm"))),
    )
    out = link(data).write("html").decode()
    assert out.startswith(
        "<article>\n<h2>Radiology Report</h2>\n<p>Procedure: Chest CT</p>\n<h3>Findings</h3>\n<h4>Finding</h4>\n<p>No <a "
    )
    assert '#absent" hreflang="en" rel="help noreferrer" title="pneumothorax">pneumothorax</a>.<br>\nA <a' in out
    assert "nodule</a> &lt;1 &amp; more.</p>\n<p>A <a" in out
    assert "<h3>&lt;b&gt;&amp;</h3>" in out
    assert "<script" not in out
    words = html.unescape(re.sub(r"<[^>]*>", "", out)).split()
    assert " ".join(words) == (
        "Radiology Report Procedure: Chest CT Findings Finding No pneumothorax. A nodule <1 & more. A kidney stone. Impression "
        'There is no pneumothorax <b>& x" onclick=" <script>nodule</script> Size: 3 mm'
    )


CHARSETS = [
    ("ISO_IR 192", "épanchement 肺 𝄞", "utf-8"), ("ISO_IR 100", "épanchement", "iso8859-1"), ("ISO_IR 101", "łagodna", "iso8859-2"),
    ("ISO_IR 109", "ħobż", "iso8859-3"), ("ISO_IR 110", "ķērpis", "iso8859-4"), ("ISO_IR 144", "лёгкое", "iso8859-5"),
    ("ISO_IR 127", "رئة", "iso8859-6"), ("ISO_IR 126", "πνεύμονας", "iso8859-7"), ("ISO_IR 138", "ריאה", "iso8859-8"),
    ("ISO_IR 148", "akciğer", "iso8859-9"), ("ISO_IR 166", "ปอด", "iso8859-11"), ("ISO_IR 203", "œdème", "iso8859-15"),
    ("ISO_IR 13", "ﾊｲ", "shift_jis"), ("GB18030", "肺结节", "gb18030"), ("GBK", "肺结节", "gbk"), ("", "plain", "ascii"),
    (["", "ISO 2022 IR 87"], "肺結節", b"\x1b$BGY7k@a\x1b(B"), (["ISO 2022 IR 13", "ISO 2022 IR 87"], "ﾊｲ 肺", b"\xca\xb2 \x1b$BGY\x1b(J"),
    (["ISO 2022 IR 6", "ISO 2022 IR 159"], "丂", b"\x1b$(D0!\x1b(B"), (["", "ISO 2022 IR 149"], "폐결", b"\x1b$)C\xc6\xf3\xb0\xe1"),
    (["", "ISO 2022 IR 58"], "肺结", b"\x1b$)A\xb7\xce\xbd\xe1"), (["ISO 2022 IR 100", "ISO 2022 IR 144"], "é лё", b"\xe9 \x1b-L\xdb\xf1"),
    (["ISO 2022 IR 203", "ISO 2022 IR 126"], "œ π", b"\xbd \x1b-F\xf0"),
]  # fmt: skip


# pydicom does not know 203 and says so when it writes the file.
@pytest.mark.filterwarnings("ignore:Unknown encoding")
@pytest.mark.parametrize(("charset", "word", "encoded"), CHARSETS)
def test_specific_character_sets(charset: Any, word: str, encoded: str | bytes) -> None:
    raw = word.encode(encoded) if isinstance(encoded, str) else encoded
    padding = len(raw) % 2 * " "
    data = report(text("@" * len(raw) + padding + " and a nodule"), charset=charset).replace(b"@" * len(raw), raw)
    assert pieces(data) == [("ContentSequence[0].TextValue", f"{word}{padding} and a nodule")]
    assert link(data).to_dict()["links"][-1]["start"] == len(word + padding) + 7
    assert f"{word}" in re.sub(r"<[^>]*>", "", link(data).write("html").decode("utf-8"))


def test_a_charset_that_is_none_is_told() -> None:
    data = report(text("A nodule")).replace(b"ISO_IR 192", b"ISO_IR 999")
    assert [notice.code for notice in link(data).notices] == ["charset"]


def test_the_language_of_the_content_is_taken_from_it() -> None:
    item = content(
        "CODE", "Language", relation="HAS CONCEPT MOD", ConceptCodeSequence=[code("German", "de", "RFC5646")]
    )
    item.ConceptNameCodeSequence = [code("Language of Content Item and Descendants", "121049", "DCM")]
    linked = link(report(item, text("A nodule")))
    assert linked.envelope.bodies[0].lang == "de"
    assert linked.write("html").startswith(b'<article lang="de">')


def test_a_signature_is_told_and_the_file_is_never_written() -> None:
    signed = text("A nodule", DigitalSignaturesSequence=[code("x")])
    linked = link(report(signed))
    assert linked.envelope.signed == "ContentSequence[0].DigitalSignaturesSequence"
    assert [notice.code for notice in linked.notices] == ["signed"]
    with pytest.raises(InputError, match="dicom-sr cannot be written as same; it can be written as html, json"):
        linked.write("same")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "not-dicom"),
        (b"zebra" * 99, "not-dicom"),
        (bytes(128) + b"DICM", "bad-dicom"),
        (bytes(128) + b"DICM" + b"zebra" * 9, "bad-dicom"),
        (
            report(text("zebra"), class_="1.2.840.10008.5.1.4.1.1.7").replace(b"\x40\x00\x30\xa7", b"\x40\x00\x31\xa7"),
            "not-sr",
        ),
        (report(text(" ")), "no-text"),
        (report(content("IMAGE")), "no-text"),
    ],
)
def test_errors(data: bytes, error: str) -> None:
    with pytest.raises(InputError) as caught:
        dicomsr.read(data)
    assert caught.value.code == error
    assert "zebra" not in str(caught.value)


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicomsr, "_LARGEST", 100_000)
    data = report(text("zebra " * 100_000), syntax=DeflatedExplicitVRLittleEndian)
    assert len(data) < 10_000
    with pytest.raises(InputError) as caught:
        dicomsr.read(data)
    assert caught.value.code == "too-large"


def test_what_pydicom_warns_of_is_not_logged(
    caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    data = report(*TREE).replace(b"SEPARATE", b"zebra4 1").replace(b"ISO_IR 192", b"zebra_zebr")
    dataset = pydicom.dcmread(io.BytesIO(data))
    assert "zebra" in str(dataset.ContinuityOfContent) + str(dataset.SpecificCharacterSet)
    heard = len(caplog.records), len(recwarn)
    assert all(heard)
    link(data)
    assert (len(caplog.records), len(recwarn)) == heard


def test_a_deep_tree_is_read() -> None:
    deep = text("A nodule")
    for _ in range(60):
        deep = content("CONTAINER", "", (deep,))
    assert [x["concept"] for x in link(report(deep)).to_dict()["links"]] == ["nodule"]


def test_without_pydicom_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pydicom"):
            raise ImportError(name)
        return real(name, *rest)

    data = report(text("A nodule"))
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r"pip install 'reportlink\[dicom\]'"):
        dicomsr.read(data)


GOOD = report(*TREE)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.integers(0, len(GOOD)),
    st.integers(0, len(GOOD)),
    st.binary(max_size=6),
    st.sampled_from(
        [GOOD, report(*TREE, syntax=ImplicitVRLittleEndian), report(*TREE, charset=["", "ISO 2022 IR 87"])]
    ),
)
def test_damaged_files_are_read_or_refused(start: int, end: int, middle: bytes, good: bytes) -> None:
    data = good[:start] + middle + good[max(start, end) :]
    try:
        linked = link(data)
    except InputError as error:
        # Nothing of the report's words stands in the error.
        assert not {"pneumothorax", "kidney"} & set(re.findall(r"\w+", str(error)))  # noqa: PT017
        return
    linked.write("html")
