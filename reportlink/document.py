"""A document as the pipeline sees it: its visible text, and where each visible character stands in the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Run(NamedTuple):
    """A stretch of visible text and its place in the source.

    Attributes:
        text_start: First code point in the visible text.
        source_start: First code point in the source.
        length: Length in the visible text.
        source_length: Length in the source; equal to `length` where both are the same characters, else the run is
            one unit (an entity, say) that is never cut.
    """

    text_start: int
    source_start: int
    length: int
    source_length: int


class Blocked(NamedTuple):
    """A stretch of visible text that must not be linked, mostly because it is a link already.

    Attributes:
        start: First code point in the visible text.
        end: One past the last.
        url: Where the link leads; empty where unknown.
        reason: Why not, as in `Skipped.reason`.
    """

    start: int
    end: int
    url: str = ""
    reason: str = "inside-link"


class Tag(NamedTuple):
    """A tag in the source. `opens` and `closes` hold the element's name, or nothing.

    Attributes:
        start: First code point in the source.
        end: One past the last.
        opens: The inline element that it opens.
        closes: The inline element that it closes.
        divides: Whether no link may reach across it (a block, a line break, something skipped).
    """

    start: int
    end: int
    opens: str = ""
    closes: str = ""
    divides: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A source and its visible text.

    Attributes:
        source: The input, untouched.
        text: What a reader sees of it, entities decoded, blocks apart.
        runs: Where the text stands in the source, by text offset; gaps are text that the reader added (a blank line
            between blocks).
        blocked: Stretches that are links already, by start, none overlapping.
        tags: The tags between the runs, by start; empty for plain text.
    """

    source: str
    text: str
    runs: tuple[Run, ...]
    blocked: tuple[Blocked, ...] = ()
    tags: tuple[Tag, ...] = ()
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _tag_starts: list[int] = field(init=False, repr=False, compare=False)
    _blocked_starts: list[int] = field(init=False, repr=False, compare=False)
    _plain: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [run.text_start for run in self.runs])
        object.__setattr__(self, "_tag_starts", [tag.start for tag in self.tags])
        object.__setattr__(self, "_blocked_starts", [blocked.start for blocked in self.blocked])
        object.__setattr__(self, "_plain", self.text is self.source and len(self.runs) == 1)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the visible text `start:end` stands in the source, from its first to its last character."""
        if self._plain:
            return start, end
        first, last = self._run(start), self._run(end - 1)
        begin, finish = self.runs[first], self.runs[last]
        left = begin.source_start + (start - begin.text_start if begin.length == begin.source_length else 0)
        if finish.length == finish.source_length:
            return left, finish.source_start + (end - finish.text_start)
        return left, finish.source_start + finish.source_length

    def tags_within(self, start: int, end: int) -> tuple[Tag, ...]:
        """The tags that begin in the source stretch `start:end`."""
        return self.tags[bisect_left(self._tag_starts, start) : bisect_left(self._tag_starts, end)]

    def tag_starting(self, offset: int) -> Tag | None:
        """The tag that begins at this source offset, or None."""
        number = bisect_left(self._tag_starts, offset)
        return self.tags[number] if number < len(self.tags) and self.tags[number].start == offset else None

    def tag_ending(self, offset: int) -> Tag | None:
        """The tag that ends at this source offset, or None."""
        number = bisect_left(self._tag_starts, offset) - 1
        return self.tags[number] if number >= 0 and self.tags[number].end == offset else None

    def blocked_at(self, start: int, end: int) -> Blocked | None:
        """The last blocked stretch that the visible text `start:end` touches, or None."""
        if not self.blocked:
            return None
        number = bisect_left(self._blocked_starts, end) - 1
        if number >= 0 and self.blocked[number].end > start:
            return self.blocked[number]
        return None

    def _run(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1


def join(documents: Sequence[Document], joint: str) -> Document:
    """Read several sources as one: their texts and their sources one after the other, `joint` between them."""
    if len(documents) == 1:
        return documents[0]
    runs: list[Run] = []
    blocked: list[Blocked] = []
    tags: list[Tag] = []
    text_at = source_at = 0
    for one in documents:
        runs += (
            r._replace(text_start=r.text_start + text_at, source_start=r.source_start + source_at) for r in one.runs
        )
        blocked += (b._replace(start=b.start + text_at, end=b.end + text_at) for b in one.blocked)
        tags += (t._replace(start=t.start + source_at, end=t.end + source_at) for t in one.tags)
        text_at += len(one.text) + len(joint)
        source_at += len(one.source) + len(joint)
    source, text = (joint.join(parts) for parts in zip(*((d.source, d.text) for d in documents), strict=True))
    return Document(source, text, tuple(runs), tuple(blocked), tuple(tags))
