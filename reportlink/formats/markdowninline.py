"""Markdown: what stands in a stretch of inline content (CommonMark 0.31, section 6), in one pass from left to right."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from typing import NamedTuple


class InlineKind(StrEnum):
    """What a token is."""

    TEXT = "text"
    UNIT = "unit"
    HIDDEN = "hidden"
    TAG = "tag"
    BREAK = "break"
    EMPHASIS = "emphasis"


class Inline(NamedTuple):
    """One token; tokens partition the content.

    Attributes:
        kind: Text; an escape or entity, that shows `shown`; something that holds no text to link; an HTML tag; a line
            break; a mark of emphasis.
        start: First code point.
        end: One past the last.
        shown: What an escape or entity shows; for a mark of emphasis the name of its pair; for text that could have
            been such a mark its character.
        opens: Whether a mark of emphasis begins it.
    """

    kind: InlineKind
    start: int
    end: int
    shown: str = ""
    opens: bool = False


class Bracketed(NamedTuple):
    """Something in brackets, which may be a link.

    Attributes:
        start: The opening bracket.
        end: One past the closing one.
        url: Where it leads; empty where it is no inline link.
    """

    start: int
    end: int
    url: str


_ATTRIBUTE = r"""(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']{0,999}'|"[^"]{0,999}"))?)"""
_INLINE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])|(?P<hard>\\(?=\n))|(?P<code>`+)"
    r"|(?P<auto><(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]{1,64}@[^\s<>@]{1,255})>)"
    rf"|(?P<tag><(?:/?[A-Za-z][A-Za-z0-9-]*{_ATTRIBUTE}*\s*/?)>)"
    r"|(?P<hidden><(?:!--|\?|![A-Za-z]|!\[CDATA\[))"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<open>!?\[)|(?P<close>\])|(?P<emphasis>\*+|_+|~~)"
)
_DESTINATION = re.compile(
    r"\(\s*(?:<((?:[^<>\\\n]|\\.){0,999})>|((?:[^\s()<>\\]|\\.|\([^\s()]{0,999}\)){0,999}))"
    r"""(?:\s+(?:"(?:[^"\\]|\\[\s\S]){0,999}"|'(?:[^'\\]|\\[\s\S]){0,999}'|\((?:[^()\\]|\\[\s\S]){0,999}\)))?\s*\)"""
)
_REFERENCE = re.compile(r"\[(?:[^\[\]\\]|\\[\s\S])*\]")
_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}


def inline(text: str) -> tuple[list[Inline], list[Bracketed]]:
    """The tokens of a stretch, and what stands in brackets in it."""
    scanner = _Scanner(text, _runs(text))
    position = 0
    while match := _INLINE.search(text, position):
        if match.start() > position:
            scanner.tokens.append(Inline(InlineKind.TEXT, position, match.start()))
        scanner.take(match)
        position = scanner.tokens[-1].end
    if position < len(text):
        scanner.tokens.append(Inline(InlineKind.TEXT, position, len(text)))
    return _emphasised(text, scanner.tokens, scanner.brackets), scanner.brackets


@dataclass(slots=True)
class _Runs:
    """Runs of backticks by length, and where each ends, so that finding the next takes no second look."""

    places: dict[int, list[int]]

    def after(self, length: int, position: int) -> int | None:
        """The end of the next run of this length from here, or None."""
        places = self.places.get(length, [])
        while places and places[-1] - length < position:
            places.pop()
        return places[-1] if places else None


@dataclass(slots=True)
class _Scanner:
    text: str
    runs: _Runs
    tokens: list[Inline] = field(default_factory=list)
    brackets: list[Bracketed] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)

    def take(self, match: re.Match[str]) -> None:
        """Read what begins here; where it is not what it looks like, its first characters are text."""
        start, end = match.span()
        plain = Inline(InlineKind.TEXT, start, end)
        match match.lastgroup:
            case "escape":
                self.tokens.append(Inline(InlineKind.UNIT, start, end, match[0][1]))
            case "entity":
                shown = unescape(match[0])
                self.tokens.append(plain if shown == match[0] else Inline(InlineKind.UNIT, start, end, shown))
            case "hard":
                self.tokens.append(Inline(InlineKind.BREAK, start, end))
            case "auto":
                self.tokens.append(Inline(InlineKind.HIDDEN, start, end))
            case "tag":
                self.tokens.append(Inline(InlineKind.TAG, start, end, match[0]))
            case "emphasis":
                self.tokens.append(Inline(InlineKind.EMPHASIS, start, end))
            case "code" | "hidden" as kind:
                closing = self._code(match) if kind == "code" else self._hidden(match)
                self.tokens.append(plain if closing is None else Inline(InlineKind.HIDDEN, start, closing))
            case "close":
                self.tokens.append(plain)
                self._closed(end)
            case _:
                self.waiting.append(start)
                self.tokens.append(plain)

    def _code(self, match: re.Match[str]) -> int | None:
        return self.runs.after(len(match[0]), match.end())

    def _hidden(self, match: re.Match[str]) -> int | None:
        mark = _ENDS.get(match[0], ">")
        closing = -1 if mark in self.missing else self.text.find(mark, match.end())
        if closing < 0:
            self.missing.add(mark)
            return None
        return closing + len(mark)

    def _closed(self, end: int) -> None:
        """What is in brackets is left alone, the more so where an address or a label follows."""
        if not self.waiting:
            return
        opening = self.waiting.pop()
        found = _DESTINATION.match(self.text, end)
        url = unescape(found[1] or found[2] or "") if found and self.text[opening] != "!" else ""
        self.brackets.append(Bracketed(opening, end, url))
        if found := found or _REFERENCE.match(self.text, end):
            self.tokens.append(Inline(InlineKind.HIDDEN, end, found.end()))


def _runs(text: str) -> _Runs:
    places: dict[int, list[int]] = {}
    for match in reversed(list(re.finditer("`+", text))):
        places.setdefault(len(match[0]), []).append(match.end())
    return _Runs(places)


@dataclass(slots=True)
class _Delimiter:
    """A run of marks that may begin or end emphasis; `left` of them are unused, from the inside out."""

    token: Inline
    char: str
    left: int
    opens: bool
    closes: bool
    before: list[str]
    after: list[str]


def _emphasised(text: str, tokens: list[Inline], brackets: list[Bracketed]) -> list[Inline]:
    """Pair the marks of emphasis (the procedure of the specification's appendix); unpaired ones become text."""
    inside = bytearray(len(text) + 1)
    for one in brackets:
        inside[one.start : one.end] = b"\1" * (one.end - one.start)
    delimiters = {
        number: _delimiter(text, token)
        for number, token in enumerate(tokens)
        if token.kind is InlineKind.EMPHASIS and not inside[token.start]
    }
    open_: list[_Delimiter] = []
    pairs = 0
    for closer in delimiters.values():
        while closer.closes and closer.left:
            at = next((n for n in range(len(open_) - 1, max(-1, len(open_) - 50), -1) if _pair(open_[n], closer)), None)
            if at is None:
                break
            del open_[at + 1 :]
            opener = open_[at]
            width = 2 if min(opener.left, closer.left) > 1 else 1
            pairs += 1
            opener.left -= width
            closer.left -= width
            opener.after.insert(0, f"{closer.char * width}{pairs}")
            closer.before.append(f"{closer.char * width}{pairs}")
            if not opener.left:
                open_.pop()
        if closer.opens and closer.left:
            open_.append(closer)
    done: list[Inline] = []
    for number, token in enumerate(tokens):
        if number in delimiters:
            done += _pieces(delimiters[number])
        else:
            done.append(token._replace(kind=InlineKind.TEXT) if token.kind is InlineKind.EMPHASIS else token)
    return done


def _pieces(delimiter: _Delimiter) -> list[Inline]:
    """A run as its closing marks, unused ones, and opening marks. Those used first stand innermost."""
    at = delimiter.token.start
    found: list[Inline] = []
    for name in delimiter.before:
        width = len(name.rstrip("0123456789"))
        found.append(Inline(InlineKind.EMPHASIS, at, at + width, name))
        at += width
    if delimiter.left:
        found.append(Inline(InlineKind.TEXT, at, at + delimiter.left, delimiter.char))
        at += delimiter.left
    for name in delimiter.after:
        width = len(name.rstrip("0123456789"))
        found.append(Inline(InlineKind.EMPHASIS, at, at + width, name, opens=True))
        at += width
    return found


def _pair(opener: _Delimiter, closer: _Delimiter) -> bool:
    if opener.char != closer.char or (opener.char == "~" and opener.left != closer.left):
        return False
    both = opener.closes or closer.opens
    whole = len(opener.token.shown), len(closer.token.shown)
    return not (both and sum(whole) % 3 == 0 and any(length % 3 for length in whole)) or opener.char == "~"


def _delimiter(text: str, token: Inline) -> _Delimiter:
    char = text[token.start]
    before = text[token.start - 1] if token.start else " "
    behind = text[token.end] if token.end < len(text) else " "
    left = not behind.isspace() and (not is_mark(behind) or before.isspace() or is_mark(before))
    right = not before.isspace() and (not is_mark(before) or behind.isspace() or is_mark(behind))
    opens = left and (char != "_" or not right or is_mark(before))
    closes = right and (char != "_" or not left or is_mark(behind))
    run = token._replace(shown=text[token.start : token.end])
    return _Delimiter(run, char, token.end - token.start, opens, closes, [], [])


def is_mark(char: str) -> bool:
    """Whether a character is punctuation or a symbol for the rules of emphasis."""
    return unicodedata.category(char)[0] in "PS"
