"""A scanner for HTML as browsers read it, broken mark-up included, that only tells where things stand.

It follows the tokenisation states of the HTML standard (13.2.5) closely enough to know text from mark-up in every
document: quotes that are never closed, `<p a=b"c>`, `<!-->`, raw text in scripts. It never builds a tree. Every
step moves forward, so the time is linear in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class TokenKind(StrEnum):
    """What a stretch of the source is."""

    TEXT = "text"
    RAW = "raw"
    OPEN = "open"
    CLOSE = "close"
    OTHER = "other"


class Token(NamedTuple):
    """One stretch of the source; tokens partition it.

    Attributes:
        kind: Text, raw text (of a script, style, ...), a start tag, an end tag, or a comment and the like.
        start: First code point.
        end: One past the last.
        name: The element's name in lower case, for tags.
        attributes: Name in lower case -> raw value, for start tags; the first of two with one name counts.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


_TAG = re.compile(r"</?([A-Za-z][^\s/>]*)")
_BETWEEN = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"=?[^\s/>=]*")
_EQUALS = re.compile(r"\s*=\s*")
_UNQUOTED = re.compile(r"[^\s>]*")
_COMMENT_END = re.compile(r"--!?>")
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})


def scan(source: str) -> Iterator[Token]:
    """The tokens of a document or fragment, in order; joined together they are the source."""
    position = text_start = 0
    length = len(source)
    while True:
        position = source.find("<", position)
        if position < 0 or position == length - 1:
            break
        token = _markup(source, position)
        if token is None:
            position += 1
            continue
        if position > text_start:
            yield Token(TokenKind.TEXT, text_start, position)
        yield token
        position = text_start = token.end
        if token.kind is TokenKind.OPEN and token.name in _RAW_TEXT:
            end = _raw_text_end(source, position, token.name)
            if end > position:
                yield Token(TokenKind.RAW, position, end, token.name)
            position = text_start = end
        elif token.kind is TokenKind.OPEN and token.name == "plaintext":
            if position < length:
                yield Token(TokenKind.RAW, position, length, token.name)
            return
    if text_start < length:
        yield Token(TokenKind.TEXT, text_start, length)


def _markup(source: str, at: int) -> Token | None:
    match = _TAG.match(source, at)
    if match:
        closing = source[at + 1] == "/"
        attributes, end = _attributes(source, match.end())
        if end is None:
            # The standard drops an unfinished tag with everything in it: none of it is text.
            return Token(TokenKind.OTHER, at, len(source))
        kind = TokenKind.CLOSE if closing else TokenKind.OPEN
        return Token(kind, at, end, match[1].lower(), () if closing else attributes)
    if source.startswith("<!--", at):
        return Token(TokenKind.OTHER, at, _comment_end(source, at + 4))
    if source[at + 1] in "!?" or (source[at + 1] == "/" and at + 2 < len(source)):
        end = source.find(">", at + 2)
        return Token(TokenKind.OTHER, at, end + 1 if end >= 0 else len(source))
    return None


def _comment_end(source: str, at: int) -> int:
    if source.startswith(">", at):
        return at + 1
    if source.startswith("->", at):
        return at + 2
    match = _COMMENT_END.search(source, at)
    return match.end() if match else len(source)


def _attributes(source: str, at: int) -> tuple[tuple[tuple[str, str], ...], int | None]:
    found: dict[str, str] = {}
    length = len(source)
    while True:
        at = _BETWEEN.match(source, at).end()  # type: ignore[union-attr]
        if at >= length:
            return (), None
        if source[at] == ">":
            return tuple(found.items()), at + 1
        name = _ATTRIBUTE.match(source, at)
        assert name is not None
        at, value = name.end(), ""
        equals = _EQUALS.match(source, at)
        if equals:
            at = equals.end()
            quote = source[at : at + 1]
            if quote and quote in "\"'":
                end = source.find(quote, at + 1)
                if end < 0:
                    return (), None
                value, at = source[at + 1 : end], end + 1
            else:
                unquoted = _UNQUOTED.match(source, at)
                assert unquoted is not None
                value, at = unquoted[0], unquoted.end()
        found.setdefault(name[0].lower(), value)


def _raw_text_end(source: str, at: int, name: str) -> int:
    match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, at)
    return match.start() if match else len(source)
