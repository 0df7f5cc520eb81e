"""Narrative mark-up inside FHIR and CDA: well-formed XML whose visible text is read and gets links.

Both narrow what a document may hold. FHIR takes the part of XHTML that a report needs; CDA has elements of its own, and
says in which of them a link may stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape

from reportlink.document import Blocked, Document, Run, Tag
from reportlink.formats import html, xmlcode
from reportlink.formats.xmlscan import Kind, Token, scan

_BLOCK_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the elements of a narrative mean.

    Attributes:
        space: Its namespace.
        link: The element that is a link.
        inline: Elements within a line; every other one stands apart.
        skipped: Elements whose text is no prose.
        holders: The elements in which a link may stand directly; None for all.
        flat: Whether a link may hold no element.
        html_entities: Whether the named entities of HTML are known.
    """

    space: str
    link: str
    inline: frozenset[str]
    skipped: frozenset[str]
    holders: frozenset[str] | None = None
    flat: bool = False
    html_entities: bool = False


FHIR = Dialect(
    space="http://www.w3.org/1999/xhtml",
    link="a",
    inline=html.INLINE,
    skipped=html.NO_LINKS,
    html_entities=True,
)
"""XHTML as FHIR takes it (R4 and R5, 2.4 Narrative). What else some systems put there means what it means in HTML."""

CDA = Dialect(
    space="urn:hl7-org:v3",
    link="linkHtml",
    inline=frozenset(["content", "linkHtml", "sub", "sup", "footnoteRef", "renderMultiMedia"]),
    skipped=frozenset(["renderMultiMedia", "footnoteRef"]),
    holders=frozenset(["text", "caption", "content", "footnote", "item", "paragraph", "td", "th"]),
    flat=True,
)
"""The narrative block of CDA R2 (NarrativeBlock.xsd, 4.3.5): `linkHtml` holds text and footnotes only."""


def read_fhir(source: str) -> Document:
    """Read the XHTML of a FHIR narrative, its `div` included; raises `InputError` where it is not well-formed."""
    return read(source, FHIR)


def read_cda(source: str) -> Document:
    """Read a narrative block of CDA, its `text` included; raises `InputError` where it is not well-formed."""
    return read(source, CDA)


def read(source: str, dialect: Dialect) -> Document:
    """The visible text of a narrative, and where links may go.

    Args:
        source: One element and everything in it.
        dialect: What its elements mean.

    Raises:
        InputError: It is not well-formed.
    """
    reader = _Reader(source, dialect)
    for token in scan(source, html_entities=dialect.html_entities):
        reader.take(token)
    return Document(source, "".join(reader.parts), tuple(reader.runs), tuple(reader.blocked), tuple(reader.tags))


@dataclass(slots=True)
class _Reader:
    source: str
    dialect: Dialect
    spaces: frozenset[str] | None = None
    prefix: str = ""
    parts: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    """Local names of the open elements; empty for one whose text is not read."""
    length: int = 0
    skip: int = 0
    link_depth: int = 0
    link_start: int = 0
    link_url: str = ""

    def take(self, token: Token) -> None:
        if token.kind is Kind.TEXT:
            self._text(token)
        elif token.kind is Kind.CLOSE:
            self._close(token)
        elif token.kind is Kind.CDATA:
            # A tag put in here would be text.
            self.tags.append(Tag(token.start, token.end, divides=True))
        elif token.kind is Kind.OTHER:
            self.tags.append(Tag(token.start, token.end, divides=self.dialect.flat))
        else:
            self._open(token)

    def _open(self, token: Token) -> None:
        prefix, _, name = token.name.rpartition(":")
        if self.spaces is None:
            self.prefix = prefix
            # Where the declaration stands further out, the root is what the dialect says.
            inherited = token.space in ("", f"{prefix}:")
            self.spaces = frozenset([token.space, self.dialect.space] if inherited else [token.space])
        # Where our own prefix means something else, no link of ours could stand either.
        rebound = f"xmlns:{self.prefix}" if self.prefix else "xmlns"
        ours = token.space in self.spaces and (rebound not in token.attributes or prefix == self.prefix)
        inline = ours and name in self.dialect.inline
        if name == "br" and ours:
            self._gap("\n")
        elif not inline:
            self._gap(_BLOCK_BREAK)
        divides = not inline or self.dialect.flat or name == self.dialect.link
        opens = token.name if inline and token.kind is Kind.OPEN else ""
        self.tags.append(Tag(token.start, token.end, opens=opens, divides=divides))
        if token.kind is Kind.EMPTY:
            return
        skipped = not ours or name in self.dialect.skipped or self._deleted(token)
        self.open.append("" if skipped else name)
        self.skip += skipped
        if name == self.dialect.link and not skipped:
            self.link_depth += 1
            if self.link_depth == 1:
                place = token.attributes.get("href")
                self.link_start = self.length
                self.link_url = unescape(self.source[slice(*place)]) if place else ""

    def _close(self, token: Token) -> None:
        name = self.open.pop()
        self.skip -= not name
        inline = name in self.dialect.inline
        if name == self.dialect.link:
            self.link_depth -= 1
            if not self.link_depth:
                self.blocked.append(Blocked(self.link_start, self.length, self.link_url))
        if not inline and name != "br":
            self._gap(_BLOCK_BREAK)
        divides = not inline or self.dialect.flat or name == self.dialect.link
        self.tags.append(Tag(token.start, token.end, closes=token.name if inline else "", divides=divides))

    def _deleted(self, token: Token) -> bool:
        """CDA marks what a later version took out."""
        place = token.attributes.get("revised")
        return place is not None and self.source[slice(*place)] == "delete"

    def _gap(self, gap: str) -> None:
        self.parts.append(gap)
        self.length += len(gap)

    def _text(self, token: Token) -> None:
        if self.skip:
            self.tags.append(Tag(token.start, token.end, divides=True))
            return
        before = self.length
        position = token.start
        for start, end, char in xmlcode.references(self.source, token.start, token.end, self.dialect.html_entities):
            self._run(position, start)
            self.runs.append(Run(self.length, start, len(char), end - start))
            self._gap(char)
            position = end
        self._run(position, token.end)
        holders = self.dialect.holders
        if holders is not None and not self.link_depth and self.open and self.open[-1] not in holders:
            self.blocked.append(Blocked(before, self.length, reason="markup"))

    def _run(self, start: int, end: int) -> None:
        if end > start:
            self.runs.append(Run(self.length, start, end - start, end - start))
            self._gap(self.source[start:end])
