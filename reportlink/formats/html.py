"""HTML: fragments and whole documents, broken ones included. The source is scanned and spliced, never rebuilt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from reportlink import anchor
from reportlink.document import Blocked, Document, Run, Tag
from reportlink.formats.htmlscan import Token, TokenKind, scan
from reportlink.result import LinkResult
from reportlink.splice import around, splice

NO_LINKS = frozenset(
    [
        "script",
        "style",
        "code",
        "kbd",
        "samp",
        "var",
        "textarea",
        "select",
        "option",
        "optgroup",
        "datalist",
        "button",
        "input",
        "title",
        "head",
        "svg",
        "math",
        "template",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "noembed",
        "noframes",
        "noscript",
        "xmp",
        "summary",
        "map",
        "applet",
    ]
)
"""Elements whose text is no prose, or in which a link has no place."""

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "mark",
        "nobr",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "wbr",
        "label",
        "time",
        "data",
        "ruby",
        "rb",
        "rt",
        "rp",
        "output",
        "slot",
        "img",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)")
_BLOCK_BREAK = "\n\n"


def read(source: str) -> Document:
    """Read HTML: the visible text with entities decoded, a blank line between blocks, and where each part stands."""
    reader = _Reader(source)
    for token in scan(source):
        reader.take(token)
    reader.end_link()
    return Document(source, "".join(reader.parts), tuple(reader.runs), tuple(reader.blocked), tuple(reader.tags))


def write(document: Document, result: LinkResult) -> str:
    """The source with links spliced in."""
    edits = [
        edit
        for link in result.links
        for edit in around(link, anchor.html_open(link, result.explain), anchor.HTML_CLOSE)
    ]
    return splice(document.source, edits)


def unlink(output: str) -> str:
    """What `write` was given."""
    return anchor.HTML_INSERTED.sub(r"\1", output)


@dataclass(slots=True)
class _Reader:
    source: str
    parts: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    length: int = 0
    skip: str = ""
    depth: int = 0
    link_start: int = -1
    link_url: str = ""

    def take(self, token: Token) -> None:
        if self.skip:
            self._skipped(token)
        elif token.kind is TokenKind.TEXT:
            self._text(token.start, token.end)
        elif token.kind is TokenKind.OPEN:
            self._open(token)
        elif token.kind is TokenKind.CLOSE:
            self._close(token)
        elif token.kind is TokenKind.OTHER:
            self.tags.append(Tag(token.start, token.end))

    def end_link(self) -> None:
        if self.link_start >= 0:
            self.blocked.append(Blocked(self.link_start, self.length, self.link_url))
            self.link_start = -1

    def _skipped(self, token: Token) -> None:
        if token.name == self.skip:
            self.depth += {TokenKind.OPEN: 1, TokenKind.CLOSE: -1}.get(token.kind, 0)
        self.tags.append(Tag(token.start, token.end, divides=True))
        if not self.depth:
            self.skip = ""

    def _open(self, token: Token) -> None:
        name, attributes = token.name, dict(token.attributes)
        inline = name in INLINE
        if name == "a":
            self.end_link()
            self.link_start, self.link_url = self.length, unescape(attributes.get("href", ""))
        if name == "br":
            self._gap("\n")
        elif not inline:
            self._gap(_BLOCK_BREAK)
        opens = name if inline and name not in _VOID else ""
        self.tags.append(Tag(token.start, token.end, opens=opens, divides=not inline or name == "a"))
        editable = attributes.get("contenteditable", "false").lower() != "false"
        if (name in NO_LINKS or editable) and name not in _VOID:
            self.skip, self.depth = name, 1

    def _close(self, token: Token) -> None:
        name = token.name
        inline = name in INLINE
        if name == "a":
            self.end_link()
        if not inline:
            self._gap("\n" if name == "br" else _BLOCK_BREAK)
        self.tags.append(Tag(token.start, token.end, closes=name if inline else "", divides=not inline or name == "a"))

    def _gap(self, gap: str) -> None:
        self.parts.append(gap)
        self.length += len(gap)

    def _text(self, start: int, end: int) -> None:
        position = start
        for first, last, decoded in references(self.source, start, end):
            self._run(position, first)
            self.runs.append(Run(self.length, first, len(decoded), last - first))
            self._gap(decoded)
            position = last
        self._run(position, end)

    def _run(self, start: int, end: int) -> None:
        if end > start:
            self.runs.append(Run(self.length, start, end - start, end - start))
            self._gap(self.source[start:end])


def references(source: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The character references in a stretch of text: where each begins and ends, and what it stands for."""
    for match in _ENTITY.finditer(source, start, end):
        decoded, used = _decode(match[0])
        if used:
            yield match.start(), match.start() + used, decoded


def _decode(entity: str) -> tuple[str, int]:
    """What a character reference stands for and how many characters of it were read; 0 where it is plain text."""
    if entity[1] == "#":
        return unescape(entity), len(entity)
    for length in range(len(entity), 1, -1):
        if entity[1:length] in html5:
            return html5[entity[1:length]], length
    return "", 0
