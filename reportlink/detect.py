"""Tells the form of some bytes from how they begin. What cannot be told, or is wrapped in a signature, is refused.

A guess is only made where a wrong one does no harm: XML of an unknown kind, archives, binary data and signed wrappers
are never taken for text, for then they would be written with links in them.
"""

from __future__ import annotations

import codecs
import re

from reportlink.errors import InputError

_HEAD = 8192
_PREAMBLE = 128
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEFORE = "\ufeff\x0b\x1c\r\n\t\x0c "
_HL7 = re.compile(r"(?:MSH|FHS|BHS)[!-/:;=?@\[-`{-~]")
_DICOM = re.compile(
    rb"\x02\x00[\x00\x01\x02\x03\x10\x12\x13\x16]\x00[A-Z]{2}|\x08\x00[\x00\x01\x05\x08\x12\x14\x16\x18]\x00"
)
_PROLOG = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s[^<>\[]*(?:\[.*?\]\s*)?>|[\s\ufeff]+", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)")
_FHIR_SPACE = re.compile(r"""xmlns(?::[\w.-]+)?\s*=\s*["']http://hl7\.org/fhir["']""")
_CDA_SPACE = re.compile(r"""xmlns(?::[\w.-]+)?\s*=\s*["']urn:hl7-org:v3["']""")
_CDA_CHILD = re.compile(r"<(?:templateId\s[^>]*?root|code\s[^>]*?codeSystem)\s*=")
_HTML = frozenset(
    [
        "html", "head", "body", "title", "meta", "link", "style", "script", "base", "article", "section",
        "header", "footer", "main", "nav", "aside", "div", "p", "span", "a", "b", "i", "u", "s", "em", "strong",
        "small", "sub", "sup", "mark", "pre", "code", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
        "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
        "colgroup", "br", "hr", "img", "font", "center", "form", "label", "input", "textarea", "select",
        "fieldset", "details", "summary", "figure",
    ]
)  # fmt: skip
_TAG = re.compile(
    r"</(?:p|div|span|b|i|u|em|strong|table|tr|td|th|ul|ol|li|h[1-6]|pre|font|a|body|html)\s*>|<br\s*/?>", re.I
)
_SIGNED = re.compile(
    r"-----BEGIN (?:PKCS7|CMS|PGP SIGNED MESSAGE|PGP MESSAGE)|(?:MIME-Version|Content-Type):[^\0]{0,400}?"
    r"(?:multipart/signed|application/(?:x-)?pkcs7)",
    re.IGNORECASE,
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x7f]")
_KNOWN = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\xfd7zXZ", "compressed with xz"),
)
_CURE = "name its form (`--from`), or send the report itself"


def detect(data: bytes) -> str:
    """The form of these bytes: a name that `--from` takes.

    Args:
        data: The whole input; little more than its beginning is looked at.

    Raises:
        InputError: It cannot be told. The message never quotes the input.
    """
    if data[_PREAMBLE : _PREAMBLE + 4] == b"DICM" or _DICOM.match(data):
        return "dicom-sr"
    for magic, what in _KNOWN:
        if data.startswith(magic):
            raise InputError("unknown-form", f"this is {what}; {_CURE}", "byte 0")
    head, wide = _head(data)
    begin = head.lstrip(_BEFORE)
    if _HL7.match(begin):
        return "hl7v2"
    if begin.startswith("<"):
        return _markup(begin, wide)
    if wide:
        raise InputError("unknown-form", f"text in {wide.upper()[:6]} is not read; send it as UTF-8", "byte 0")
    if begin.startswith("{\\rtf"):
        return "rtf"
    if begin.startswith("{") and re.match(r'\{\s*(?:"|\})', begin):
        if b'"resourceType"' in data:
            return "fhir"
        raise InputError("unknown-form", f"JSON without a `resourceType` is no FHIR resource; {_CURE}", "byte 0")
    if _SIGNED.search(begin[:1024]):
        raise InputError("unknown-form", f"a signed or encrypted wrapper is not opened; {_CURE}", "byte 0")
    if binary := _BINARY.search(data[:_HEAD]):
        raise InputError("unknown-form", f"binary data of an unknown kind; {_CURE}", f"byte {binary.start()}")
    return "html" if _TAG.search(begin) else "text"


def _head(data: bytes) -> tuple[str, str]:
    """The first characters, and the encoding where it is UTF-16 or UTF-32."""
    for mark, codec in _WIDE:
        if data.startswith(mark):
            return data[len(mark) : _HEAD].decode(codec, "ignore"), codec
    for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        text = data[: _HEAD - _HEAD % 4].decode(codec, "ignore")
        if b"\0" in data[:8] and (text.startswith(("<", "MSH", "FHS", "BHS", "\x0b")) and "\0" not in text[:4]):
            return text, codec
    return data[:_HEAD].decode("utf-8", "surrogateescape"), ""


def _markup(begin: str, wide: str) -> str:
    """The form of something that begins with `<`."""
    if re.match(r"<!DOCTYPE\s+html", begin, re.IGNORECASE) and not wide:
        return "html"
    position = 0
    while match := _PROLOG.match(begin, position):
        if re.match(r"<!DOCTYPE\s+html", match[0], re.IGNORECASE) and "xmlns" not in begin[:position] and not wide:
            return "html"
        position = match.end()
    root = _ROOT.match(begin, position)
    if root is None:
        if begin.startswith("<?xml") or wide:
            raise InputError("unknown-form", f"XML whose first element is not near its beginning; {_CURE}", "byte 0")
        return "html" if _TAG.search(begin) or begin.startswith("<!--") else "text"
    name, attributes = root[1], root[2]
    if name == "ClinicalDocument":
        return "cda"
    # HTML has a `section` too: a cut-out one of CDA is known by its namespace, or by what only CDA puts in it.
    if name == "section" and (_CDA_SPACE.search(attributes) or _CDA_CHILD.search(begin, position)):
        return "cda"
    if _FHIR_SPACE.search(attributes):
        return "fhir"
    if name.lower() in _HTML and not wide:
        return "html"
    if begin.startswith("<?xml") or "xmlns" in attributes or wide or f"</{name}>" in begin:
        raise InputError("unknown-form", f"XML that is neither FHIR nor CDA nor HTML; {_CURE}", "byte 0")
    return "html" if _TAG.search(begin) else "text"
