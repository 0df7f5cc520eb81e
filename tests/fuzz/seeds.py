"""What fuzzing begins with: small inputs of every form that reach its features. All are made here."""

from __future__ import annotations

import base64
import json

from tests.reportlink.srtrees import TREE, report

_HTML = '<p class="x">No <b>pleural</b> effusion &amp; a nodul&#101;.</p><!-- x --><script>nodule</script><a href="/">nodule</a>'
_RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset128 A;}}{\*\x y}\uc1 No {\b pleural} effusion\par \u233?pan \'e9 {\field{\*\fldinst"
    r' HYPERLINK "x"}{\fldrslt nodule}}\f0\'94\'78\bin2 }}\v x\v0\tab nodule}'
)
_MARKDOWN = "# Nodule\n\nNo **pleural** effusion, `nodule` [nodule](/x 'y').\n\n- nodule\n  > x\n\n| nodule | x |\n|--|--|\n| x | y |\n\n```\nnodule\n```\n<div>\n\n[x]: /y\n"
_CDA = (
    '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2.3"/><languageCode code="en"/><component><structuredBody><component>'
    "<section><title>Findings</title><text><paragraph>No <content ID='a'>pleural</content> effusion.</paragraph><table><tbody><tr><td>nodule</td></tr>"
    "</tbody></table></text></section></component></structuredBody></component></ClinicalDocument>"
)
_EMBEDDED = (
    '<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1"/><component><nonXMLBody><text mediaType="text/plain" representation="B64">'
    + base64.b64encode(b"A nodule.").decode()
    + "</text></nonXMLBody></component></ClinicalDocument>"
)
_DIV = '<div xmlns="http://www.w3.org/1999/xhtml"><p>No pneumothorax &lt; nodule</p></div>'
_FHIR = {
    "resourceType": "DiagnosticReport",
    "id": "x",
    "language": "en",
    "text": {"status": "generated", "div": _DIV},
    "status": "final",
    "code": {"text": "Chest CT"},
    "presentedForm": [{"contentType": "text/plain", "data": base64.b64encode(b"A nodule.").decode()}],
    "conclusion": "A nodule \u00e9\U0001f600.",
}
_COMPOSITION = {
    "resourceType": "Bundle",
    "type": "document",
    "entry": [
        {
            "resource": {
                "resourceType": "Composition",
                "section": [{"title": "Findings", "text": {"status": "additional", "div": _DIV}}],
            }
        }
    ],
}
_FHIR_XML = f'<DiagnosticReport xmlns="http://hl7.org/fhir"><text><status value="generated"/>{_DIV}</text><conclusion value="A nodule &amp; x"/></DiagnosticReport>'
_HL7 = (
    "MSH|^~\\&#|A|||||||||||||||~\rOBR|1||2|3^CT^L\rOBX|1|FT|1^Findings^L||No\\.br\\pneumothorax \\T\\ x~nodule||||||F\rNTE|1||nodule\r"
    "OBX|2|ED|1||^TEXT^HTML^Base64^" + base64.b64encode(b"<p>nodule</p>").decode() + "||||||F\r"
)
_SWITCHED = (
    b"MSH|^~\\&|A|||||||||||||||8859/1~ISO IR87\rOBX|1|TX|||\\M2442\\GY\\C2842\\ nodule \\X41\\\x1b$BGY\x1b(B\xe9\r"
)

SEEDS: dict[str, tuple[bytes, ...]] = {
    "text": (b"FINDINGS: No pneumothorax.\n- A 5 mm nodule, pleural\neffusion <https://x.example/en/t/nodule/#present> \xff",),
    "html": (_HTML.encode(), b"<p a=b\"c><td>nodule<br/><![CDATA[x]]><?x?></b></p><textarea>nodule"),
    "markdown": (_MARKDOWN.encode(),),
    "rtf": (_RTF.encode(), b"{\\rtf1\\ansi\\u-10179?\\u-8704?{\\v nodule}pleural\\line effusion}"),
    "cda": (_CDA.encode(), _EMBEDDED.encode(), _CDA.encode("utf-16")),
    "fhir": (json.dumps(_FHIR).encode(), json.dumps(_COMPOSITION, indent=1).encode(), _FHIR_XML.encode()),
    "hl7v2": (_HL7.encode(), b"\x0b" + _HL7.encode() + b"\x1c\r", _SWITCHED, _HL7.encode("utf-16"), b"FHS|^~\\&\nBHS|^~\\&\n" + _HL7.replace("\r", "\n").encode()),
    "dicom-sr": (report(*TREE), report(*TREE, charset=["", "ISO 2022 IR 87"])),
}  # fmt: skip
SEEDS["detect"] = tuple(seed for seeds in list(SEEDS.values()) for seed in seeds)
