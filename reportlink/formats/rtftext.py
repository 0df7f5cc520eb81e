r"""RTF: what its tokens show, in which charset, and which of it is hidden, passed over or a field."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from reportlink.document import Run, Tag
from reportlink.formats.rtfscan import RtfKind, RtfToken
from reportlink.formats.rtfwords import BREAKS, CHARACTERS, CHARSETS, DEFAULTS, PASSED_OVER, SYMBOLS

_LINK = re.compile(r"HYPERLINK\s+(?:\\\\[a-z]\s+)*\"?([^\"\s\\}]+)")
_BYTES = re.compile("[\udc80-\udcff]")
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and a closing brace gives back."""

    hidden: bool = False
    font: int | None = None
    fallback: int = 1
    destination: str = ""

    @property
    def shown(self) -> bool:
        return not self.hidden and not self.destination


@dataclass(slots=True)
class _Field:
    r"""A field: from its `\field` to the brace that closes that group."""

    depth: int
    instruction: list[str] = field(default_factory=list)
    start: int = -1


@dataclass(slots=True)
class RtfReader:
    """Reads token by token; `take` each, then `flush`.

    Attributes:
        source: What the tokens are of.
        parts: The visible text so far.
        runs: Where it stands.
        tags: The mark-up between.
        blocked: Results of fields: start and end in the visible text, and the address of a hyperlink.
        ended: Whether the document's own group is closed; what follows is none of it.
    """

    source: str
    parts: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    blocked: list[tuple[int, int, str]] = field(default_factory=list)
    length: int = 0
    ended: bool = False
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    default_font: int | None = None
    fallback: int = 0
    opening: bool = False
    starred: bool = False
    decoder: codecs.IncrementalDecoder | None = None
    undecoded: tuple[int, int] | None = None
    high: tuple[int, int, int] | None = None

    def take(self, token: RtfToken) -> None:
        """Read the next token."""
        if self.fallback and token.kind in {RtfKind.OPEN, RtfKind.CLOSE}:
            self.fallback = 0
        if self.fallback and token.kind is not RtfKind.BREAK:
            self._passed(token)
            return
        opening = self.opening
        self.opening = token.kind is RtfKind.OPEN or (
            opening and (token.kind in {RtfKind.WORD, RtfKind.BREAK} or token.name == "*")
        )
        match token.kind:
            case RtfKind.OPEN:
                self.flush()
                self._mark(token, opens="{")
                self.stack.append(self.state)
                self.starred = False
            case RtfKind.CLOSE:
                self._close(token)
            case RtfKind.TEXT:
                self._text(token.start, token.end)
            case RtfKind.BYTE:
                self._byte(token.number or 0, token.start, token.end)
            case RtfKind.WORD:
                self._word(token, opening)
            case RtfKind.SYMBOL:
                self._symbol(token, opening)
            case RtfKind.BREAK | RtfKind.BINARY:
                self._mark(token, divides=token.kind is RtfKind.BINARY, opening=opening)

    def flush(self) -> None:
        """End a character of several parts: what follows is none of it."""
        if self.high is not None:
            start, end, _ = self.high
            self.high = None
            self._unit("\ufffd", start, end)
        if self.undecoded is not None and self.decoder is not None:
            self._unit(self.decoder.decode(b"", final=True) or "\ufffd", *self.undecoded)
        self.undecoded = self.decoder = None

    def _close(self, token: RtfToken) -> None:
        self.flush()
        if self.fields and self.fields[-1].depth == len(self.stack):
            ended = self.fields.pop()
            if ended.start >= 0:
                link = _LINK.search("".join(ended.instruction))
                self.blocked.append((ended.start, self.length, link[1] if link else ""))
        self._mark(token, closes="{")
        if self.stack:
            self.state = self.stack.pop()
        self.ended = not self.stack

    def _word(self, token: RtfToken, opening: bool) -> None:
        name, number = token.name, token.number
        if name == "u" and number is not None:
            self._unicode(number % 0x10000, token)
            return
        self.flush()
        if name in CHARACTERS:
            self.opening = False
            self._unit(CHARACTERS[name], token.start, token.end)
            return
        if name in BREAKS:
            self.opening = False
            self._mark(token, divides=True)
            self._gap(BREAKS[name])
            return
        self._mark(token, divides=not opening, opening=opening)
        if opening and (name in PASSED_OVER or (self.starred and name not in {"fldinst", "shptxt"})):
            self.state = replace(self.state, destination=name)
        elif name == "v":
            self.state = replace(self.state, hidden=number != 0)
        elif name in {"f", "deff", "fcharset", "ansicpg", "uc", "plain"} or name in DEFAULTS:
            self._charset(name, number)
        elif name == "field":
            self.fields.append(_Field(len(self.stack)))
        elif name == "fldinst":
            self.state = replace(self.state, destination=name)
        elif name == "fldrslt" and self.fields and self.fields[-1].start < 0:
            self.fields[-1].start = self.length

    def _charset(self, name: str, number: int | None) -> None:
        if name == "f":
            self.state = replace(self.state, font=number)
        elif name == "fcharset" and self.state.font is not None and number in CHARSETS:
            self.fonts[self.state.font] = CHARSETS[number]
        elif name == "ansicpg" and number:
            self.codec = (
                _known(f"cp{number}") or _known({65001: "utf-8", 10000: "mac_roman"}.get(number, "")) or "cp1252"
            )
        elif name in DEFAULTS:
            self.codec = DEFAULTS[name]
        elif name == "uc" and number is not None:
            self.state = replace(self.state, fallback=max(0, min(number, 16)))
        elif name == "deff":
            self.default_font = number
            self.state = replace(self.state, font=number)
        elif name == "plain":
            self.state = replace(self.state, font=self.default_font, hidden=False)

    def _symbol(self, token: RtfToken, opening: bool) -> None:
        if token.name in SYMBOLS:
            self.flush()
            self._unit(SYMBOLS[token.name], token.start, token.end)
        elif token.name in {"\n", "\r"}:
            self.flush()
            self._mark(token, divides=True)
            self._gap("\n")
        else:
            self.starred = token.name == "*"
            self._mark(token, opening=opening)

    def _unicode(self, unit: int, token: RtfToken) -> None:
        self.opening = False
        if self.high is not None and unit in _LOW:
            start, _, high = self.high
            self.high = None
            char = chr(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00))
            self._unit(char, start, token.end)
        else:
            self.flush()
            if unit in _HIGH:
                self.high = (token.start, token.end, unit)
            else:
                self._unit("\ufffd" if unit in _LOW else chr(unit), token.start, token.end)
        self.fallback = self.state.fallback

    def _passed(self, token: RtfToken) -> None:
        r"""What stands in for a `\u` where Unicode is not known: part of that character."""
        used = min(self.fallback, token.end - token.start) if token.kind is RtfKind.TEXT else 1
        self.fallback -= used
        end = token.start + used if token.kind is RtfKind.TEXT else token.end
        if self.high is not None:
            self.high = (self.high[0], end, self.high[2])
        elif self.state.shown and self.runs:
            last = self.runs[-1]
            self.runs[-1] = last._replace(source_length=end - last.source_start)
        if end < token.end:
            self._text(end, token.end)

    def _text(self, start: int, end: int) -> None:
        if self.state.destination == "fldinst" and self.fields:
            self.fields[-1].instruction.append(self.source[start:end])
        if not self.state.shown:
            return
        position = start
        for match in _BYTES.finditer(self.source, start, end):
            self._plain(position, match.start())
            self._byte(ord(match[0]) - 0xDC00, match.start(), match.end())
            position = match.end()
        self._plain(position, end)

    def _plain(self, start: int, end: int) -> None:
        if end <= start:
            return
        if self.undecoded is not None and self.source[start].isascii():
            # The second byte of a two-byte character may be a plain letter.
            self._byte(ord(self.source[start]), start, start + 1)
            start += 1
        self.flush()
        if end > start:
            self.runs.append(Run(self.length, start, end - start, end - start))
            self._gap(self.source[start:end])

    def _byte(self, byte: int, start: int, end: int) -> None:
        if not self.state.shown:
            return
        if self.high is not None:
            self.flush()
        if self.decoder is None:
            font = self.state.font if self.state.font is not None else -1
            self.decoder = codecs.getincrementaldecoder(self.fonts.get(font, self.codec))("replace")
        first = start if self.undecoded is None else self.undecoded[0]
        char = self.decoder.decode(bytes([byte]))
        self.undecoded = None if char else (first, end)
        if char:
            self._unit(char, first, end)

    def _unit(self, char: str, start: int, end: int) -> None:
        if self.state.shown:
            length = len(char)
            self.runs.append(Run(self.length, start, length, end - start))
            self._gap(char)

    def _gap(self, text: str) -> None:
        if self.state.shown:
            self.parts.append(text)
            self.length += len(text)

    def _mark(
        self, token: RtfToken, *, opens: str = "", closes: str = "", divides: bool = False, opening: bool = False
    ) -> None:
        """Note mark-up. The control words behind an opening brace are one tag with it: they end with its group."""
        if token.kind is RtfKind.BREAK and not opening:
            return
        if opening and self.tags and self.tags[-1].end == token.start:
            self.tags[-1] = self.tags[-1]._replace(end=token.end)
        else:
            self.tags.append(Tag(token.start, token.end, opens=opens, closes=closes, divides=divides))


def _known(codec: str) -> str:
    try:
        "a".encode(codec)
    except (LookupError, UnicodeError):
        return ""
    return codec
