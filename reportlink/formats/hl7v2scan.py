"""HL7 v2: where messages, segments and fields stand in the bytes, by each message's own delimiters.

Only places are told; nothing is parsed into a tree and nothing is ever written anew. Tolerant as real feeds need it:
segments may end in CR, LF or CRLF, stand in MLLP frames (0x0B ... 0x1C 0x0D), in batches (FHS, BHS), behind a byte
order mark, and in UTF-16 or UTF-32; a line that begins no segment is text of the segment before it.
"""

from __future__ import annotations

import codecs
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from reportlink.errors import InputError

_HEADERS = ("MSH", "FHS", "BHS")
_ENDS = ("BTS", "FTS")
_TERMINATOR = re.compile(r"(?:\x1c?(?:\r\n|\r|\n)|\x1c|\x0b)+")
_BREAK = re.compile(r"\r\n|\r|\n")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_HEADER = re.compile(r"(?:MSH|FHS|BHS)([!-/:-@\[-`{-~])([^\r\n]*)")
_DELIMITER = re.compile(r"[!-/:-@\[-`{-~]")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "latin-1"),
)
_HEAD = 64
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


class Delimiters(NamedTuple):
    """MSH-1 and MSH-2; an empty one is not in use. `truncation` came with version 2.7."""

    field: str
    component: str = ""
    repetition: str = ""
    escape: str = ""
    subcomponent: str = ""
    truncation: str = ""


class Field(NamedTuple):
    """One field of a segment; `start` and `end` count characters of the segment's scanned text."""

    start: int
    end: int


class Segment(NamedTuple):
    """One segment.

    Attributes:
        name: `OBX`.
        start: Its first byte in the input.
        end: One past its last byte; its terminator follows.
        raw: Its bytes as the scanner sees them, one character each; in UTF-16 and UTF-32 the characters themselves.
        wide: The encoding where `raw` holds characters; empty where it holds bytes.
    """

    name: str
    start: int
    end: int
    raw: str
    wide: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: from its MSH to the next, or to the end of its batch.

    Attributes:
        delimiters: Its own.
        segments: In order, MSH first.
        terminator: What its segments end in.
    """

    delimiters: Delimiters
    segments: tuple[Segment, ...]
    terminator: str


def scan(data: bytes) -> tuple[Message, ...]:
    """The messages of a file or frame, in order.

    Args:
        data: One message or several, framed or in batches or neither.

    Raises:
        InputError: It does not begin with MSH, FHS or BHS, or an MSH names no usable delimiters.
    """
    encoding, start = _encoding(data)
    text, places = _decode(data, encoding, start)
    begin = re.compile(r"[\x0b\x1c\r\n\t ]*").match(text)
    first = begin.end() if begin else 0
    if not text.startswith(_HEADERS, first):
        raise InputError("not-hl7v2", "an HL7 v2 message begins with MSH, FHS or BHS", f"byte {_place(places, first)}")
    breaks = _BREAK.search(text, first)
    terminator = breaks[0] if breaks else "\r"
    messages: list[Message] = []
    delimiters: Delimiters | None = None
    segments: list[Segment] = []

    def close() -> None:
        nonlocal delimiters
        if delimiters is not None:
            messages.append(Message(delimiters, tuple(segments), terminator))
        delimiters = None
        segments.clear()

    for left, right, fresh in _lines(text, first):
        name = text[left : left + 3]
        if fresh or name in _HEADERS or name in _ENDS:
            close()
        if name == "MSH":
            delimiters = _delimiters(text, left, _place(places, left))
        if delimiters is not None:
            wide = "" if places is None else encoding
            segments.append(Segment(name, _place(places, left), _place(places, right), text[left:right], wide))
    close()
    return tuple(messages)


def fields(segment: Segment, delimiters: Delimiters, text: str | None = None) -> list[Field]:
    """The fields of a segment: `[0]` is its name, `[5]` is `OBX-5`; for MSH `[2]` is MSH-2.

    Args:
        segment: From `scan`.
        delimiters: Its message's.
        text: Its decoded text; `segment.raw` where not given.
    """
    text = segment.raw if text is None else text
    found: list[Field] = []
    position = 0
    while True:
        end = text.find(delimiters.field, position)
        if end < 0:
            found.append(Field(position, len(text)))
            break
        found.append(Field(position, end))
        position = end + 1
    if segment.name in _HEADERS:
        found.insert(1, Field(3, 4))
    return found


def split(text: str, start: int, end: int, separator: str) -> list[Field]:
    """The repetitions or components of `text[start:end]`; one where the separator is not in use."""
    if not separator:
        return [Field(start, end)]
    found: list[Field] = []
    while True:
        at = text.find(separator, start, end)
        if at < 0:
            found.append(Field(start, end))
            return found
        found.append(Field(start, at))
        start = at + 1


def _encoding(data: bytes) -> tuple[str, int]:
    """The encoding to scan in and the length of the byte order mark. Every charset but UTF-16 and -32 keeps ASCII."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    head = data[:_HEAD]
    for name in _WIDE if b"\0" in head else ():
        if head.decode(name, "ignore").lstrip("\x0b\r\n\t ").startswith(_HEADERS):
            return name, 0
    return "latin-1", 0


def _decode(data: bytes, encoding: str, start: int) -> tuple[str, list[int] | None]:
    """The text to scan, and the byte of each character of it (None where they are the same)."""
    if encoding == "latin-1":
        # The byte order mark counts as white space so that offsets stay bytes.
        return " " * start + data[start:].decode("latin-1"), None
    width = 4 if "32" in encoding else 2
    body = data[start : len(data) - (len(data) - start) % width]
    if width == 2:  # noqa: PLR2004
        text = body.decode(encoding, "surrogatepass")
    else:
        units = (unit for (unit,) in struct.iter_unpack("<I" if encoding.endswith("le") else ">I", body))
        text = "".join(chr(unit) if unit <= sys.maxunicode else "\ufffd" for unit in units)
    steps = (4 if width == 4 or char > "\uffff" else 2 for char in text)  # noqa: PLR2004
    return text, list(accumulate(steps, initial=start))


def _place(places: list[int] | None, index: int) -> int:
    return index if places is None else places[index]


def _lines(text: str, first: int) -> Iterator[tuple[int, int, bool]]:
    """Each segment's first and past-last character, and whether it follows the end of a frame.

    A line that begins no segment continues the one before it: reports with bare line breaks in a field are common.
    """
    separator = text[first + 3 : first + 4]
    position = first
    fresh = False
    for match in _TERMINATOR.finditer(text, first):
        at, framed = match.end(), "\x1c" in match[0]
        if at < len(text) and not framed and not _begins(text, at, separator):
            continue
        if match.start() > position:
            yield position, match.start(), fresh
        position, fresh = at, framed
        if text.startswith(_HEADERS, at):
            separator = text[at + 3 : at + 4]
    if position < len(text):
        yield position, len(text), fresh


def _begins(text: str, at: int, separator: str) -> bool:
    """Whether a segment begins here: its name, then the field separator."""
    if _HEADER.match(text, at):
        return True
    name = text[at : at + 3]
    return text.startswith(separator, at + 3) and bool(_NAME.fullmatch(name))


def _delimiters(text: str, at: int, place: int) -> Delimiters:
    match = _HEADER.match(text, at)
    if match is None:
        raise InputError("bad-delimiters", "MSH-1 is no field separator", f"byte {place}")
    field = match[1]
    end = match[2].find(field)
    marks = match[2] if end < 0 else match[2][:end]
    named = _DELIMITER.findall(marks[:5])
    if len(named) != min(len(marks), 5) or len({field, *named}) != len(named) + 1:
        raise InputError("bad-delimiters", "MSH-2 does not name distinct delimiters", f"byte {place}")
    return Delimiters(field, *named)
