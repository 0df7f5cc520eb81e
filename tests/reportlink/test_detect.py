"""What form some bytes are in; what cannot be told is refused with its reason, and never quoted."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlink import formats
from reportlink.detect import detect
from reportlink.errors import InputError

HL7 = "MSH|^~\\&|A\rOBX|1|TX|||x\r"
CDA = '<ClinicalDocument xmlns="urn:hl7-org:v3"></ClinicalDocument>'
FHIR = '<DiagnosticReport xmlns="http://hl7.org/fhir"/>'


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"", "text"),
        (b"No pneumothorax.", "text"),
        ("Kein Erguß.".encode("latin-1"), "text"),
        (b"\xef\xbb\xbfFINDINGS:\r\nsize < 5 mm, > 3 mm\x0c", "text"),
        (b"[report] {x} <5 mm", "text"),
        (b"<5 mm nodule", "text"),
        (b"<nodule> is a word", "text"),
        (b"{curly} text", "text"),
        (b"MSH is an abbreviation", "text"),
        (b"MR<I", "text"),
        (b"{\\rtf1 x}", "rtf"),
        (b" \n{\\rtf1 x}", "rtf"),
        (b"<p>x</p>", "html"),
        (b"FINDINGS<br>none", "html"),
        (b"text with <b>mark-up</b>", "html"),
        (b"<!DOCTYPE html><title>x</title>", "html"),
        (b"<!-- x --><div>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        (b"<section><p>x</p></section>", "html"),
        (HL7.encode(), "hl7v2"),
        (b"\x0b" + HL7.encode() + b"\x1c\r", "hl7v2"),
        (b"\xef\xbb\xbf" + HL7.encode(), "hl7v2"),
        (b"FHS|^~\\&|\rBHS|^~\\&|\r" + HL7.encode(), "hl7v2"),
        (HL7.encode("utf-16"), "hl7v2"),
        (HL7.encode("utf-16-be"), "hl7v2"),
        (HL7.encode("utf-32-le"), "hl7v2"),
        (CDA.encode(), "cda"),
        (CDA.encode("utf-16"), "cda"),
        (b'<?xml version="1.0"?>\n<?xml-stylesheet href="x"?><!-- x -->\n<n1:ClinicalDocument xmlns:n1="urn:hl7-org:v3">', "cda"),
        (b'<section xmlns="urn:hl7-org:v3"/>', "cda"),
        (b'<section>\n\t<templateId root="2.16.840.1"/><text>A nodule</text></section>', "cda"),
        (b'<section classCode="DOCSECT"><code code="1" codeSystem="2.16"/></section>', "cda"),
        (b'<section><code class="x">A nodule</code></section>', "html"),
        (FHIR.encode(), "fhir"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>' + FHIR.encode(), "fhir"),
        (b'<f:Bundle xmlns:f="http://hl7.org/fhir">', "fhir"),
        (b'{"resourceType": "Bundle"}', "fhir"),
        (b' {\n "id": "1", "resourceType":"Composition"}', "fhir"),
        (bytes(128) + b"DICM", "dicom-sr"),
        (b"\x08\x00\x05\x00\x0a\x00\x00\x00ISO_IR 100", "dicom-sr"),
    ],
)  # fmt: skip
def test_forms(data: bytes, form: str) -> None:
    assert detect(data) == form
    assert form in {**formats.READERS, **formats.ENVELOPES}


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 zebra",
        b"PK\x03\x04zebra",
        b"\x1f\x8bzebra",
        b"zebra\x00\x01",
        b"\x30\x82\x05\x00zebra",
        b'{"zebra": 1}',
        b'<?xml version="1.0"?><zebra/>',
        b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><Object>zebra</Object></Signature>',
        b"<zebra>text</zebra>",
        b"<?xml version='1.0'?>" + b" " * 9000 + b"<zebra/>",
        b"-----BEGIN PKCS7-----\nzebra",
        b"-----BEGIN PGP SIGNED MESSAGE-----\n\nzebra",
        b'MIME-Version: 1.0\nContent-Type: multipart/signed; protocol="x"\n\nzebra',
        codecs.BOM_UTF16_LE + "zebra".encode("utf-16-le"),
        "<p>zebra</p>".encode("utf-16"),
    ],
)
def test_what_cannot_be_told_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        detect(data)
    assert caught.value.code == "unknown-form"
    assert caught.value.place.startswith("byte ")
    assert "zebra" not in str(caught.value)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="<>!?-[]xmlDOCTYPEhtml/ =\"'{}\\rtf1MSH|\0\n", max_size=60).map(str.encode),
    )
)
def test_any_bytes_have_a_form_or_an_error(data: bytes) -> None:
    try:
        form = detect(data)
    except InputError:
        return
    assert form in {**formats.READERS, **formats.ENVELOPES}


@pytest.mark.parametrize(
    "piece", [b"<!--", b"<?x ", b"<!DOCTYPE x [", b"<a ", b"Content-Type: ", b"\xff\xfe<", b"<!-- -->"]
)
def test_the_time_does_not_explode(piece: bytes) -> None:
    data = piece * 200_000
    try:
        assert detect(data)
    except InputError as error:
        assert error.code == "unknown-form"  # noqa: PT017
