"""Text as a format spells it: its characters, and where each of them is spelled in the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from reportlink.document import Run


@dataclass(frozen=True, slots=True)
class Spelled:
    """A decoded value and where its characters stand.

    Attributes:
        value: The decoded text.
        start: First code point of its spelling in the source, without quotes.
        end: One past the last.
        runs: The spelling piece by piece, `text_start` counting in `value`: stretches that are spelled as they are,
            and escapes, which are never cut. Together they cover both.
    """

    value: str
    start: int
    end: int
    runs: tuple[Run, ...]

    @property
    def plain(self) -> bool:
        """Whether each character is spelled as itself."""
        return len(self.value) == self.end - self.start and all(run.length == run.source_length for run in self.runs)

    def at(self, offset: int) -> int:
        """Where in the source the character at this offset of the value is spelled; the end for its length.

        An offset inside an escape counts as the beginning of that escape.
        """
        number = bisect_right(self.runs, offset, key=lambda run: run.text_start) - 1
        if number < 0:
            return self.start
        run = self.runs[number]
        inside = offset - run.text_start
        if inside >= run.length:
            return run.source_start + run.source_length
        return run.source_start + (inside if run.length == run.source_length else 0)

    def offset(self, at: int) -> int:
        """Which offset of the value a place in the source is; in the middle of an escape, that of its beginning."""
        number = bisect_right(self.runs, at, key=lambda run: run.source_start) - 1
        if number < 0:
            return 0
        run = self.runs[number]
        inside = at - run.source_start
        if inside >= run.source_length:
            return run.text_start + run.length
        return run.text_start + (inside if run.length == run.source_length else 0)


def as_it_is(source: str, start: int, end: int) -> Spelled:
    """A stretch of the source that stands for itself."""
    return Spelled(source[start:end], start, end, (Run(0, start, end - start, end - start),) if end > start else ())


def spelled(source: str, start: int, end: int, escapes: Iterator[tuple[int, int, str]]) -> Spelled:
    """A stretch of the source with escapes in it.

    Args:
        source: The source.
        start: First code point of the stretch.
        end: One past the last.
        escapes: Where each escape begins and ends, and what it stands for, in order.
    """
    parts: list[str] = []
    runs: list[Run] = []
    length, position = 0, start
    for first, last, char in escapes:
        if first > position:
            runs.append(Run(length, position, first - position, first - position))
            parts.append(source[position:first])
            length += first - position
        # Even where it is as long as what it stands for, an escape is a run of its own: it is never cut.
        runs.append(Run(length, first, len(char), last - first))
        parts.append(char)
        length += len(char)
        position = last
    if end > position:
        runs.append(Run(length, position, end - position, end - position))
        parts.append(source[position:end])
    return Spelled("".join(parts), start, end, tuple(runs))
