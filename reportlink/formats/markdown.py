"""Markdown (CommonMark, with GitHub's tables and bare addresses): read by its prose, written with links spliced in.

Code, images, HTML, definitions and everything in brackets are left alone. A link is put in only where it changes no
other mark: not behind `!`, a backslash or `]`, and not where emphasis would no longer be one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportlink import anchor
from reportlink.document import Blocked, Document, Run, Tag
from reportlink.formats.html import NO_LINKS
from reportlink.formats.markdownblocks import Prose, blocks
from reportlink.formats.markdowninline import Inline, InlineKind, inline, is_mark
from reportlink.formats.text import with_addresses
from reportlink.result import LinkResult
from reportlink.select import Reason
from reportlink.splice import around, splice

_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_BEHIND_A_MARK = re.compile(r"(?<=[!\\\]])[^\n]")
"""What a bracket must not be put before: it would make an image or a reference, or be escaped."""

_BLOCK_BREAK = "\n\n"


def read(source: str) -> Document:
    """Read Markdown: its prose with escapes and entities undone, a blank line between blocks."""
    reader = _Reader(source)
    for prose in blocks(source):
        reader.take(prose)
    text = "".join(reader.parts)
    apart: list[Blocked] = []
    for one in sorted(reader.blocked, key=lambda blocked: (blocked.start, -blocked.end)):
        # What a mark before a bracket takes of a link is not the link's end: the rest of it is a link all the same.
        start = max(one.start, apart[-1].end) if apart else one.start
        if one.end > start:
            apart.append(one._replace(start=start))
    return Document(source, text, tuple(reader.runs), tuple(with_addresses(text, apart)), tuple(reader.tags))


def write(document: Document, result: LinkResult) -> str:
    """The source with links spliced in."""
    edits = [edit for link in result.links for edit in around(link, "[", anchor.markdown_suffix(link))]
    return splice(document.source, edits)


def unlink(output: str) -> str:
    """What `write` was given."""
    return _INSERTED.sub(r"\1", output)


# No link is put behind a backslash, so what looks like one there is the author's.
_INSERTED = re.compile(rf"(?<!\\){anchor.MARKDOWN_INSERTED.pattern}")


@dataclass(slots=True)
class _Reader:
    source: str
    parts: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    length: int = 0

    def take(self, prose: Prose) -> None:
        """Read one stretch of inline content."""
        if self.parts:
            self._show(_BLOCK_BREAK)
        joined = _Joined(self.source, prose)
        tokens, brackets = inline(joined.text)
        shown_at: dict[int, int] = {}
        edges = {edge for one in brackets for edge in (one.start, one.end)}
        html = _Html()
        for token in tokens:
            if token.start in edges:
                shown_at[token.start] = self.length
            match token.kind:
                case InlineKind.TEXT:
                    self._text(joined, token)
                case InlineKind.UNIT:
                    place = joined.place(token.start)
                    self.runs.append(Run(self.length, place, len(token.shown), joined.end(token.end) - place))
                    self._show(token.shown)
                case InlineKind.EMPHASIS:
                    self._emphasis(joined, token)
                case _:
                    self.tags.append(Tag(joined.place(token.start), joined.end(token.end), divides=True))
                    if token.kind is InlineKind.TAG:
                        html.take(token.shown, self.length)
            shown_at[token.end] = self.length
        self.blocked += html.end(self.length)
        self.blocked += [Blocked(shown_at[one.start], shown_at[one.end], one.url) for one in brackets]

    def _text(self, joined: _Joined, token: Inline) -> None:
        if token.shown:
            # Beside a link's bracket it would count as a mark where beside a letter it does not.
            end = self.length + token.end - token.start
            self.blocked.append(Blocked(max(self.length - 1, 0), end + 1, reason=Reason.MARKUP))
        for start, end, place in joined.lines(token.start, token.end):
            for match in _BEHIND_A_MARK.finditer(joined.text, start, end):
                at = self.length + match.start() - start
                self.blocked.append(Blocked(at, at + 1, reason=Reason.MARKUP))
            if place >= 0:
                self.runs.append(Run(self.length, place, end - start, end - start))
            self._show(joined.text[start:end])

    def _emphasis(self, joined: _Joined, token: Inline) -> None:
        name = token.shown
        start, end = joined.place(token.start), joined.end(token.end)
        self.tags.append(Tag(start, end, opens=name if token.opens else "", closes="" if token.opens else name))
        # Inside emphasis a link's bracket would stand next to the mark: it then counts only beside a blank or a sign.
        text = joined.text
        beside = text[token.start - 1 : token.start] if token.opens else text[token.end : token.end + 1]
        if beside and not beside.isspace() and not is_mark(beside):
            near = self.length if token.opens else self.length - 1
            self.blocked.append(Blocked(max(near, 0), max(near, 0) + 1, reason=Reason.MARKUP))

    def _show(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


@dataclass(slots=True)
class _Html:
    """Elements of HTML within a stretch in which nothing is linked; one that is never closed holds all of the rest."""

    name: str = ""
    depth: int = 0
    start: int = 0
    blocked: list[Blocked] = field(default_factory=list)

    def take(self, tag: str, at: int) -> None:
        match = _NAME.match(tag)
        if match is None or tag.endswith("/>"):
            return
        name = match[2].lower()
        if self.name:
            self.depth += 0 if name != self.name else -1 if match[1] else 1
            if not self.depth:
                self.blocked += self.end(at)
        elif not match[1] and (name == "a" or name in NO_LINKS):
            self.name, self.depth, self.start = name, 1, at

    def end(self, at: int) -> list[Blocked]:
        """What is blocked up to here."""
        found = [*self.blocked, Blocked(self.start, at)] if self.name else self.blocked
        self.name, self.blocked = "", []
        return found


class _Joined:
    """The lines of a stretch as one text, and where each of its characters stands."""

    def __init__(self, source: str, prose: Prose) -> None:
        self.text = "\n".join(source[start:end] for start, end in prose)
        self._prose = prose
        self._starts: list[int] = []
        at = 0
        for start, end in prose:
            self._starts.append(at)
            at += end - start + 1

    def place(self, index: int) -> int:
        """Where a character stands in the source; a line end stands where its line ends."""
        line = bisect_right(self._starts, index) - 1
        start, end = self._prose[line]
        return min(start + index - self._starts[line], end)

    def end(self, index: int) -> int:
        """Where a stretch that ends here ends in the source."""
        return self.place(index - 1) + (self.text[index - 1] != "\n")

    def lines(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The parts of a stretch and the place of each; a line end comes with the place -1."""
        while start < end:
            line = self.text.find("\n", start, end)
            if line == start:
                yield start, start + 1, -1
                start += 1
                continue
            stop = end if line < 0 else line
            yield start, stop, self.place(start)
            start = stop
