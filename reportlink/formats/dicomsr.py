"""DICOM Structured Reports: the text of their content tree (PS3.3 A.35, C.17.3), read with pydicom.

The file itself is never written: its links come as standoff, or with the text as HTML (`dicomhtml.py`). Text is what
TEXT items hold; the names of sections, codes and measurements are read as context. Paths are those of pydicom,
`ContentSequence[0].TextValue`, counted from 0.
"""

from __future__ import annotations

import io
import logging
import re
import threading
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, NamedTuple

from reportlink.envelope import Body, LinkedBody, Notice, Piece
from reportlink.errors import InputError
from reportlink.formats import dicomhtml
from reportlink.formats.dicomhtml import Item
from reportlink.formats.iso2022 import codec_of, decode_switched

_SR = "1.2.840.10008.5.1.4.1.1.88."
_DEFLATED = b"1.2.840.10008.1.2.1.99"
_LARGEST = 64_000_000
_LANGUAGE_CODE = "121049"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LATIN_9 = "iso8859-15"
_NO_REPORT = "HAS OBS CONTEXT"
"""Says who observed and whom; no part of what was observed."""

_MODIFIER = "HAS CONCEPT MOD"
"""Refines a concept's code; no word of running text."""

_NAME_WIDTH = 30
_PREAMBLE = 128
_one_at_a_time = threading.Lock()
"""Which warnings are shown is one setting for all threads."""

_reading: ContextVar[bool] = ContextVar("reading", default=False)


@dataclass(frozen=True, slots=True)
class StructuredReport:
    """A structured report; see `reportlink.envelope.Envelope`."""

    bodies: tuple[Body, ...]
    notices: tuple[Notice, ...]
    items: tuple[Item, ...]
    signed: str = ""
    outputs: tuple[str, ...] = ("html",)

    def write(self, linked: Sequence[LinkedBody], form: str = "html") -> bytes:  # noqa: ARG002 - of the protocol
        """The report as an HTML fragment with its links. The file itself is never written."""
        return dicomhtml.render(self.items, linked[0], self.bodies[0].lang).encode("utf-8", "replace")


def read(data: bytes) -> StructuredReport:
    """Read a structured report.

    Raises:
        InputError: It is no DICOM file, is damaged, is no structured report or holds no text; or pydicom is missing.
    """
    _guard(data)
    logger = logging.getLogger("pydicom")
    if _quiet not in logger.filters:
        logger.addFilter(_quiet)
    token = _reading.set(True)
    try:
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - pydicom raises whatever it stumbles over, with values in the message
        raise InputError("bad-dicom", f"the DICOM file is damaged or cut off ({type(error).__name__})") from None
    finally:
        _reading.reset(token)


def _quiet(_: logging.LogRecord) -> bool:
    """Keeps pydicom's log silent while a report is read here: its warnings quote values."""
    return not _reading.get()


def _guard(data: bytes) -> None:
    if data[_PREAMBLE : _PREAMBLE + 4] != b"DICM" and not re.match(rb"[\x02\x08]\x00", data):
        raise InputError("not-dicom", "a DICOM file has the letters DICM here", f"byte {_PREAMBLE}")
    if _DEFLATED in data[:1024] and data[132:138] == b"\x02\x00\x00\x00UL":
        begin = 144 + int.from_bytes(data[140:144], "little")
        try:
            inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[begin:], _LARGEST + 1)
        except zlib.error:
            raise InputError("bad-dicom", "the deflated data set is damaged", f"byte {begin}") from None
        if len(inflated) > _LARGEST:
            raise InputError("too-large", f"the deflated data set is larger than {_LARGEST} bytes", f"byte {begin}")


def _read(data: bytes) -> StructuredReport:
    try:
        import pydicom
        from pydicom.charset import python_encoding
    except ImportError:
        raise InputError("missing-extra", "reading DICOM needs pydicom: pip install 'reportlink[dicom]'") from None
    dataset = pydicom.dcmread(io.BytesIO(data), force=data[_PREAMBLE : _PREAMBLE + 4] != b"DICM")
    class_ = str(dataset.get("SOPClassUID") or "")
    if not class_ and "ContentSequence" not in dataset:
        raise InputError("bad-dicom", "the DICOM file is damaged or cut off: it names no SOP class", "SOPClassUID")
    if not class_.startswith(_SR) and "ContentSequence" not in dataset:
        known = pydicom.uid.UID(class_)
        kind = known.name if known.name != class_ else "unknown class"
        raise InputError("not-sr", f"this is no structured report but a DICOM object ({kind})", "SOPClassUID")
    named = dataset.get("SpecificCharacterSet") or ""
    charsets = [named] if isinstance(named, str) else list(named)
    walker = _Walker(codec_of(charsets[0] or "ISO_IR 6") or "ascii")
    walker.walk(dataset)
    if not any(piece.path for piece in walker.pieces):
        raise InputError("no-text", "no TEXT item of the content tree holds text", "ContentSequence")
    for charset in charsets:
        if charset and charset not in python_encoding and codec_of(charset) is None:
            message = "it names a character set that cannot be read; other letters than ASCII may be lost"
            walker.notices.append(Notice("SpecificCharacterSet", "charset", message))
    signed = _signature(dataset)
    if signed:
        message = "the file carries a digital signature; it stays as it is, the links stand apart"
        walker.notices.append(Notice(signed, "signed", message))
    body = Body("text", tuple(walker.pieces), "\n", _language(dataset))
    return StructuredReport((body,), tuple(walker.notices), tuple(walker.items), signed)


class _Node(NamedTuple):
    """An item of the content tree still to be read."""

    item: Any
    path: str
    level: int
    flowing: bool


@dataclass(slots=True)
class _Walker:
    """Goes through the content tree in reading order."""

    codec: str
    pieces: list[Piece] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    title: str = ""

    def walk(self, root: Any) -> None:
        """Read all; the tree may be deeper than calls can go."""
        waiting = [_Node(root, "", 1, flowing=False)]
        while waiting:
            node = waiting.pop()
            if node.item.get("RelationshipType") == _NO_REPORT:
                continue
            kind = node.item.get("ValueType") or ("CONTAINER" if not node.path else "")
            name = _meaning(node.item.get("ConceptNameCodeSequence"))
            if kind == "CONTAINER":
                self._title(name, node.level)
            elif kind == "TEXT":
                self._text(node, name)
            elif not (node.flowing and node.item.get("RelationshipType") == _MODIFIER):
                shown = _value(kind, node.item)
                if shown:
                    self._context(name, shown, node)
            flowing = node.flowing
            if kind == "CONTAINER":
                flowing = node.item.get("ContinuityOfContent") == "CONTINUOUS"
            level = node.level + (kind == "CONTAINER" and bool(name.strip()))
            children = [
                _Node(child, f"{node.path}ContentSequence[{number}].", level, flowing)
                for number, child in enumerate(node.item.get("ContentSequence") or ())
            ]
            waiting += reversed(children)

    def _title(self, name: str, level: int) -> None:
        if name.strip():
            self.items.append(Item("title", level, name))
        self._section(name)

    def _section(self, name: str) -> None:
        self.title = name
        pause = Piece("", "")
        short = "\n".join(wrap(name, _NAME_WIDTH))
        self.pieces += [pause, Piece("", short), pause] if short else [pause]

    def _text(self, node: _Node, name: str) -> None:
        text = self._decoded(node.item)
        if not text.strip():
            return
        if node.flowing:
            self.items.append(Item("flow", node.level, "", text, len(self.pieces)))
        else:
            if name != self.title:
                self._section(name)
            else:
                self.pieces.append(Piece("", ""))
            self.items.append(Item("text", node.level, name, text, len(self.pieces)))
        self.pieces.append(Piece(f"{node.path}TextValue", text))

    def _decoded(self, item: Any) -> str:
        """The text of an item, as pydicom reads it but for the two character sets that it leaves undone."""
        element = item.get_item("TextValue") if "TextValue" in item else None
        raw = getattr(element, "value", None)
        value = item.get("TextValue")
        text = value if isinstance(value, str) else "\\".join(map(str, value or ()))
        if isinstance(raw, bytes) and ("\x1b" in text or self.codec == _LATIN_9):
            return decode_switched(raw, self.codec).rstrip("\0 ")
        return text

    def _context(self, name: str, shown: str, node: _Node) -> None:
        self.items.append(Item("flow" if node.flowing else "value", node.level, name, shown))
        around = () if node.flowing else (Piece("", ""),)
        self.pieces += (*around, Piece("", shown if node.flowing else f"{name}: {shown}"), *around)


def _meaning(codes: Any) -> str:
    return str(codes[0].get("CodeMeaning") or "") if codes else ""


def _value(kind: str, item: Any) -> str:
    """What a code or a measurement shows; nothing for images, coordinates, persons and dates."""
    if kind == "CODE":
        return _meaning(item.get("ConceptCodeSequence"))
    if kind == "NUM" and item.get("MeasuredValueSequence"):
        measured = item.MeasuredValueSequence[0]
        number = measured.get("NumericValue")
        units = measured.get("MeasurementUnitsCodeSequence")
        unit = str(units[0].get("CodeValue") or "") if units else ""
        return "" if number is None else f"{number} {'' if unit == '1' else unit}".strip()
    return ""


def _language(root: Any) -> str | None:
    for item in root.get("ContentSequence") or ():
        codes = item.get("ConceptNameCodeSequence")
        if codes and codes[0].get("CodeValue") == _LANGUAGE_CODE and item.get("ConceptCodeSequence"):
            code = str(item.ConceptCodeSequence[0].get("CodeValue") or "")
            return code if _LANGUAGE.fullmatch(code) else None
    return None


def _signature(root: Any) -> str:
    """Path of the first digital signature (PS3.3 C.12.1.1.3)."""
    return next((path for path, item in _items(root) if "DigitalSignaturesSequence" in item), "")


def _items(root: Any) -> Iterator[tuple[str, Any]]:
    waiting = [("", root)]
    while waiting:
        path, item = waiting.pop()
        yield f"{path}DigitalSignaturesSequence", item
        waiting += [
            (f"{path}ContentSequence[{number}].", child)
            for number, child in enumerate(item.get("ContentSequence") or ())
        ]
