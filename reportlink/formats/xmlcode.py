"""XML as bytes and as text: the encoding that a document states, and the characters that references stand for."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5

from reportlink.errors import InputError
from reportlink.formats.spelling import Spelled, spelled

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']")
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    **{f"iso-8859-{n}": f"iso-8859-{n}" for n in (*range(1, 12), *range(13, 17))},
    "latin1": "iso-8859-1",
    **{f"windows-{n}": f"cp{n}" for n in range(1250, 1259)},
}
_WIDE = {"utf-16", "utf-16le", "utf-16be"}

REFERENCE = re.compile(r"&(?:#([0-9]{1,10})|#x([0-9a-fA-F]{1,8})|([A-Za-z][A-Za-z0-9]*));")
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NO_CHAR = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LAST = 0x10FFFF
_CDATA = re.compile(r"<!\[CDATA\[|<!--[\s\S]*?-->|<\?[\s\S]*?\?>")
_CDATA_OPEN, _CDATA_CLOSE = "<![CDATA[", "]]>"
_LINE_END = re.compile("\r\n?")


def decode(data: bytes) -> tuple[str, str]:
    """The text of a document, a byte order mark included, and the codec that gives the same bytes again.

    Raises:
        InputError: An encoding that is unknown or that some byte does not fit.
    """
    codec = _codec(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        message = f"a byte that {error.encoding} does not have: state the right encoding in the XML declaration"
        raise InputError("encoding", message, f"byte {error.start}") from None
    if text.encode(codec, "replace") != data:
        raise InputError(
            "encoding", f"as {codec} it would not be written again as it is: convert it to UTF-8", "byte 0"
        )
    return text, codec


def encode(text: str, codec: str) -> bytes:
    """Text in the document's encoding; a character that it lacks becomes a reference."""
    return text.encode(codec, "xmlcharrefreplace")


def _codec(data: bytes) -> str:
    codec = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    if codec:
        return codec
    for start, name in _UNMARKED:
        if data.startswith(start):
            return name
    match = _DECLARED.match(data)
    stated = match[1].decode("ascii").lower() if match else "utf-8"
    # A declaration that was read byte by byte cannot be in a wide encoding, whatever it says.
    if stated in _WIDE:
        return "utf-8"
    if stated not in _CODECS:
        known = ", ".join(sorted(_CODECS))
        raise InputError(
            "encoding", f"the encoding that it states is not read; known: utf-16, {known}", "XML declaration"
        )
    return _CODECS[stated]


def resolve(match: re.Match[str], html: bool) -> str | None:
    """What a reference stands for, or None where XML knows no such character or entity.

    Args:
        match: A match of `REFERENCE`.
        html: Whether the names of HTML are known too, as in the narrative of FHIR.
    """
    decimal, hexadecimal, name = match.groups()
    if name:
        return _PREDEFINED.get(name) or (html5.get(name + ";") if html else None)
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code > _LAST or _NO_CHAR.match(chr(code)):
        return None
    return chr(code)


def no_char(source: str) -> int:
    """Where the first character stands that XML does not allow, or -1."""
    match = _NO_CHAR.search(source)
    return match.start() if match else -1


def allowed(text: str) -> str:
    """Text with a blank for each character that XML does not allow."""
    return _NO_CHAR.sub(" ", text)


def references(source: str, start: int, end: int, html: bool = False) -> Iterator[tuple[int, int, str]]:
    """The references in a stretch, for `spelled`; unknown ones are left as they stand."""
    for match in REFERENCE.finditer(source, start, end):
        char = resolve(match, html)
        if char is not None:
            yield match.start(), match.end(), char


def attribute_text(source: str, start: int, end: int) -> Spelled:
    """An attribute's value as a parser returns it (XML 1.0, 3.3.3): white space becomes blanks."""
    blanks = ((m.start(), m.end(), " ") for m in re.compile("\r\n|[\r\n\t]").finditer(source, start, end))
    return spelled(source, start, end, iter(sorted([*blanks, *references(source, start, end)])))


def element_text(source: str, start: int, end: int) -> Spelled:
    """The text of an element without children as a parser returns it: CDATA sections opened, line ends alike."""
    escapes: list[tuple[int, int, str]] = []
    at = start
    while at < end:
        match = _CDATA.search(source, at, end)
        stop = match.start() if match else end
        escapes += references(source, at, stop)
        escapes += _line_ends(source, at, stop)
        at = stop
        if match:
            at = match.end()
            escapes.append((match.start(), at, ""))
            if match[0] == _CDATA_OPEN:
                close = source.index(_CDATA_CLOSE, at, end)
                escapes += _line_ends(source, at, close)
                at = close + len(_CDATA_CLOSE)
                escapes.append((close, at, ""))
    return spelled(source, start, end, iter(sorted(escapes)))


def in_cdata(source: str, start: int, at: int) -> bool:
    """Whether an offset lies in a CDATA section of the text that begins at `start`."""
    opened = source.rfind(_CDATA_OPEN, start, at)
    return opened >= 0 and source.find(_CDATA_CLOSE, opened, at) < 0


def _line_ends(source: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    return ((m.start(), m.end(), "\n") for m in _LINE_END.finditer(source, start, end))


def escape_text(text: str) -> str:
    """Text as it stands between tags or within double quotes."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text
