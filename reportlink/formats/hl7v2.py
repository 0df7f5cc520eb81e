"""HL7 v2: the report text of OBX-5 and NTE-3, read by each message's own delimiters and charset.

The segments under one OBR (or one TXA) are one report: a sentence may go on from OBX to OBX. Links come as standoff;
on request a closing block of them is added (`hl7v2block.py`). No byte of the input ever changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from textwrap import wrap

from reportlink.envelope import Body, LinkedBody, Notice, Piece
from reportlink.errors import InputError
from reportlink.formats import cda, hl7v2block
from reportlink.formats.attachment import attachment, from_base64, from_hex
from reportlink.formats.hl7v2charset import Charset, charset_of
from reportlink.formats.hl7v2scan import Delimiters, Field, Message, Segment, fields, scan, split
from reportlink.formats.hl7v2text import unescape

_TEXT = ("TX", "FT", "ST", "")
"""Values of OBX-2 that hold plain text. Without one, the value is read as text."""

_REPORT = ("OBR", "TXA")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAME_WIDTH = 30
_PAUSE = Piece("", "")


@dataclass(frozen=True, slots=True)
class Hl7Message:
    """One message or several; see `reportlink.envelope.Envelope`."""

    data: bytes
    bodies: tuple[Body, ...]
    notices: tuple[Notice, ...]
    blocks: tuple[hl7v2block.Block | None, ...]
    signed: str = ""
    outputs: tuple[str, ...] = ("same", "nte")

    def write(self, linked: Sequence[LinkedBody], form: str = "same") -> bytes:
        """The input with a closing block of links behind each report: as OBX (`same`), or as NTE (`nte`).

        Raises:
            InputError: An address cannot be written with the message's delimiters.
        """
        return hl7v2block.write(self.data, linked, self.blocks, "NTE" if form == "nte" else "OBX")


def read(data: bytes) -> Hl7Message:
    """Read the report text of HL7 v2 messages.

    Args:
        data: One message or several, in MLLP frames, in batches or neither.

    Raises:
        InputError: It is no HL7 v2, or holds no text that can be read.
    """
    messages = scan(data)
    readers = [
        _Reader(message, f"MSH[{number}]." if len(messages) > 1 else "") for number, message in enumerate(messages, 1)
    ]
    for reader in readers:
        reader.run()
    notices = tuple(notice for reader in readers for notice in reader.notices)
    bodies = [pair for reader in readers for pair in reader.bodies]
    if not bodies:
        why = "; ".join(f"{notice.path}: {notice.message}" for notice in notices)
        raise InputError(
            "no-text", f"no OBX-5 of type TX, FT, ST or ED and no NTE-3 holds text to read{': ' + why if why else ''}"
        )
    return Hl7Message(data, tuple(body for body, _ in bodies), notices, tuple(block for _, block in bodies))


def unlink(data: bytes) -> bytes:
    """What `Hl7Message.write` was given."""
    return hl7v2block.unlink(data)


@dataclass(slots=True)
class _Group:
    """The segments of one report."""

    context: str = ""
    obx: list[Piece] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    attached: list[Body] = field(default_factory=list)
    observation: str = ""
    segments: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    message: Message
    prefix: str
    bodies: list[tuple[Body, hl7v2block.Block | None]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    charset: Charset = field(init=False)
    lang: str | None = field(init=False)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        delimiters = self.message.delimiters
        head = self.message.segments[0]
        found = fields(head, delimiters)
        self.charset = charset_of_message(self.message)
        if self.charset.note:
            self.notices.append(Notice(f"{self.prefix}MSH-18", "charset", self.charset.note))
        language = self._field(head.raw, found, 19)
        code = language.split(delimiters.component)[0] if delimiters.component else language
        self.lang = code if _LANGUAGE.fullmatch(code) else None

    def run(self) -> None:
        group = _Group()
        for number, segment in enumerate(self.message.segments):
            self.counts[segment.name] = self.counts.get(segment.name, 0) + 1
            if segment.name in _REPORT:
                self._close(group)
                group = _Group(context=self._order(segment) if segment.name == "OBR" else "")
            elif hl7v2block.is_ours(segment, self.message.delimiters):
                group.segments.append(number)
            elif segment.name == "OBX":
                group.segments.append(number)
                self._observation(segment, group)
            elif segment.name == "NTE":
                group.segments.append(number)
                self._note(segment, group, follows=bool(number) and self.message.segments[number - 1].name == "NTE")
        self._close(group)

    def _close(self, group: _Group) -> None:
        block = hl7v2block.Block(self.message, self.charset, tuple(group.segments)) if group.segments else None
        context = [Piece("", group.context), _PAUSE] if group.context else []
        for pieces in (group.obx, group.notes):
            if any(piece.path for piece in pieces):
                self.bodies.append((Body("text", (*context, *pieces), "\n", self.lang), block))
        self.bodies += [(body, block) for body in group.attached]

    def _observation(self, segment: Segment, group: _Group) -> None:
        delimiters = self.message.delimiters
        text = self._text(segment)
        found = fields(segment, delimiters, text)
        type_ = self._field(text, found, 2).strip()
        path = f"{self.prefix}OBX[{self.counts['OBX']}]-5"
        values = split(text, *found[5], delimiters.repetition) if len(found) > 5 else []  # noqa: PLR2004 - OBX-5
        if type_ == "RP":
            self.notices.append(Notice(path, "reference", "the report stands elsewhere and was not fetched"))
        if type_ == "ED":
            for number, value in enumerate(values, 1):
                self._encapsulated(text, value, f"{path}[{number}]", group)
        if type_ not in _TEXT:
            return
        name = self._name(text, found, 3)
        # Some senders number the lines of one observation in its code: its name tells whether it is another.
        title = name or self._field(text, found, 3)
        if title != group.observation:
            group.obx += [_PAUSE, Piece("", name), _PAUSE] if name else [_PAUSE] if group.obx else []
            group.observation = title
        for number, value in enumerate(values, 1):
            shown = self._shown(text, value)
            group.obx.append(Piece(f"{path}[{number}]", shown) if shown.strip() else _PAUSE)

    def _note(self, segment: Segment, group: _Group, *, follows: bool) -> None:
        text = self._text(segment)
        found = fields(segment, self.message.delimiters, text)
        if len(found) <= 3:  # noqa: PLR2004 - NTE-3
            return
        if group.notes and not follows:
            group.notes.append(_PAUSE)
        for number, value in enumerate(split(text, *found[3], self.message.delimiters.repetition), 1):
            shown = self._shown(text, value)
            path = f"{self.prefix}NTE[{self.counts['NTE']}]-3[{number}]"
            group.notes.append(Piece(path, shown) if shown.strip() else _PAUSE)

    def _encapsulated(self, text: str, value: Field, path: str, group: _Group) -> None:
        """Encapsulated data: source, type, subtype, encoding, data."""
        delimiters = self.message.delimiters
        parts = split(text, *value, delimiters.component)
        if len(parts) < 5 or parts[4].start == value.end:  # noqa: PLR2004 - ED.5
            self.notices.append(Notice(path, "attachment-empty", "the encapsulated data is empty"))
            return
        _, kind, subtype, encoding = (self._shown(text, part).strip() for part in parts[:4])
        packed = self._shown(text, Field(parts[4].start, value.end))
        data = {"BASE64": from_base64, "HEX": from_hex}.get(encoding.upper(), lambda plain: plain.encode("utf-8"))(
            packed.encode("utf-8", "replace").decode("utf-8")
        )
        if data is None:
            message = "the data is not in the encoding that ED.4 names"
            self.notices.append(Notice(f"{path}.4", "attachment-encoding", message))
            return
        found = attachment(data, f"{kind}/{subtype}".strip("/"))
        if not found.form:
            self.notices.append(Notice(f"{path}.5", "attachment-type", f"the attachment is {found.kind}"))
            return
        if found.form == "cda":
            self._document(found.data, f"{path}.5", group)
            return
        shown = found.text(self.charset.codec)
        if shown.strip():
            group.attached.append(Body(found.form, (Piece(f"{path}.5", shown),), "\n", self.lang))

    def _document(self, data: bytes, path: str, group: _Group) -> None:
        """A CDA document: its own report texts, found by their paths in it."""
        try:
            document = cda.read(data)
        except InputError as error:
            self.notices.append(Notice(path, error.code, f"the CDA document cannot be read: {error}"))
            return
        self.notices += [notice._replace(path=f"{path}:{notice.path}") for notice in document.notices]
        for body in document.bodies:
            pieces = (piece._replace(path=piece.path and f"{path}:{piece.path}") for piece in body.pieces)
            group.attached.append(replace(body, pieces=tuple(pieces), lang=body.lang or self.lang))

    def _text(self, segment: Segment) -> str:
        return decoded(segment, self.charset, self.message.delimiters)

    def _field(self, text: str, found: Sequence[Field], number: int) -> str:
        return text[found[number].start : found[number].end] if len(found) > number else ""

    def _shown(self, text: str, part: Field) -> str:
        return unescape(text[part.start : part.end], self.message.delimiters, self.charset.codec)

    def _order(self, segment: Segment) -> str:
        """What was ordered: OBR-4."""
        text = self._text(segment)
        return self._name(text, fields(segment, self.message.delimiters, text), 4)

    def _name(self, text: str, found: Sequence[Field], number: int) -> str:
        """The words of a coded field: its text, else its alternate text."""
        if len(found) <= number:
            return ""
        parts = split(text, *found[number], self.message.delimiters.component)
        names = (self._shown(text, parts[place]) for place in (1, 4) if len(parts) > place)
        name = next((name for name in names if name.strip()), "")
        # In short lines, so that the report's own line width, which tells wrapped lines, stays the longest.
        return "\n".join(wrap(name, _NAME_WIDTH))


def charset_of_message(message: Message) -> Charset:
    """The charset of a message, as MSH-18 states it and its bytes bear it out."""
    head = message.segments[0]
    if head.wide:
        return Charset(head.wide, errors="surrogatepass")
    delimiters = message.delimiters
    found = fields(head, delimiters)
    declared: Iterator[Field] = iter(())
    if len(found) > 18:  # noqa: PLR2004 - MSH-18
        declared = iter(split(head.raw, *found[18], delimiters.repetition))
    names = [head.raw[part.start : part.end] for part in declared]
    return charset_of(names, (s.raw.encode("latin-1") for s in message.segments), delimiters.escape)


def decoded(segment: Segment, charset: Charset, delimiters: Delimiters) -> str:
    """The text of a segment."""
    return segment.raw if segment.wide else charset.decode(segment.raw.encode("latin-1"), delimiters.escape)
