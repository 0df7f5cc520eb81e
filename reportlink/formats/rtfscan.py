r"""RTF: its tokens and where they stand (RTF specification 1.9.1): groups, control words, characters.

Nothing is rebuilt. The source is text; bytes that were no UTF-8 stand in it as lone surrogates (`surrogateescape`) and
count as the bytes that they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class RtfKind(StrEnum):
    """What a token is."""

    OPEN = "open"
    CLOSE = "close"
    WORD = "word"
    SYMBOL = "symbol"
    BYTE = "byte"
    TEXT = "text"
    BREAK = "break"
    BINARY = "binary"


class RtfToken(NamedTuple):
    r"""One token; tokens partition the source.

    Attributes:
        kind: A brace, a control word, a control symbol, a byte (`\'e9`), text, a line end (no text), binary data.
        start: First code point.
        end: One past the last, the blank that ends a control word included.
        name: The control word or symbol.
        number: The control word's number, or the byte; None where it has none.
    """

    kind: RtfKind
    start: int
    end: int
    name: str = ""
    number: int | None = None


_TOKEN = re.compile(
    r"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?|'(?P<byte>[0-9A-Fa-f]{2})|(?P<symbol>[\s\S]|\Z))"
    r"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n]+)|(?P<breaks>[\r\n]+)"
)


def scan(source: str) -> Iterator[RtfToken]:
    """The tokens of a document or of any text, in order."""
    position = 0
    while match := _TOKEN.match(source, position):
        kind, end = match.lastgroup, match.end()
        position = end
        if match["word"] is not None:
            number = int(match["number"]) if match["number"] else None
            yield RtfToken(RtfKind.WORD, match.start(), end, match["word"], number)
            if match["word"] == "bin" and number is not None and number > 0:
                position = _after(source, end, number)
                yield RtfToken(RtfKind.BINARY, end, position)
        elif kind == "byte":
            yield RtfToken(RtfKind.BYTE, match.start(), end, "'", int(match["byte"], 16))
        elif kind == "symbol":
            yield RtfToken(RtfKind.SYMBOL, match.start(), end, match["symbol"])
        else:
            plain = {"open": RtfKind.OPEN, "close": RtfKind.CLOSE, "text": RtfKind.TEXT, "breaks": RtfKind.BREAK}
            yield RtfToken(plain[kind or "text"], match.start(), end)
        if position >= len(source):
            return


def _after(source: str, start: int, count: int) -> int:
    """Where so many bytes of the source end."""
    end = min(len(source), start + count)
    while (
        end > start and len(source[start:end].encode("utf-8", "surrogatepass")) - _escaped(source, start, end) > count
    ):
        end -= 1
    return end


def _escaped(source: str, start: int, end: int) -> int:
    """How many bytes too many lone surrogates take in UTF-8: three where they stand for one."""
    return 2 * sum("\udc80" <= char <= "\udcff" for char in source[start:end])
