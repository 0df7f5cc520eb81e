"""Finds surface forms and status cues: one walk over the pieces, every form that starts at each of them."""

from __future__ import annotations

from itertools import compress
from typing import NamedTuple

from reportlink.index import Accepts, Forms, Reading
from reportlink.normalise import TRANSPARENT, UNKNOWN, Pieces
from reportlink.vocabulary import Cue


class Match(NamedTuple):
    """A surface form in the text.

    Attributes:
        start: First code point.
        end: One past the last code point.
        readings: What it may mean, where its exact case fits; never empty.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]


class CueMatch(NamedTuple):
    """A status cue in the text."""

    start: int
    end: int
    cue: Cue


class Found(NamedTuple):
    """Everything found in a text.

    Attributes:
        matches: By start, and the longest first where several start together. They may overlap.
        cues: By start; none inside another.
        neighbours: Phrases by whose nearness a form is told apart, by start.
    """

    matches: tuple[Match, ...]
    cues: tuple[CueMatch, ...]
    neighbours: tuple[CueMatch, ...] = ()


NEAR = "near"
"""The direction of a cue that no status, but a condition asks for."""


def find(pieces: Pieces, forms: Forms) -> Found:
    """Find every form and the longest cues.

    The cost does not grow with the number of forms: a piece that begins no form is left after one look, another is
    followed as far as forms go.

    Args:
        pieces: The text in pieces, numbered for these forms.
        forms: The surface forms and cues of the report language.

    Returns:
        All matches, shorter ones inside longer ones too; choosing among them needs the report as a whole.
    """
    starts = pieces.starts
    matches: list[Match] = []
    cues: list[CueMatch] = []
    neighbours: list[CueMatch] = []
    covered = 0
    for first, past, blank, accepts in _walk(pieces.numbers, forms):
        start, end = starts[first], starts[past] - blank
        readings = _fitting(accepts, pieces, first, past, forms) if accepts.exact else accepts.readings
        if readings:
            matches.append(Match(start, end, readings))
        for cue in accepts.cues:
            if cue.direction == NEAR:
                neighbours.append(CueMatch(start, end, cue))
            elif end > covered:
                cues.append(CueMatch(start, end, cue))
                covered = end
    return Found(tuple(matches), tuple(cues), tuple(neighbours))


def _walk(pieces: list[int], forms: Forms) -> list[tuple[int, int, int, Accepts]]:
    """Where forms begin and end, in pieces, and what they mean: by beginning, the longest first.

    The third value is 1 where the last piece is a word with a blank behind it and the form ends before the blank.
    """
    begin, numbers = forms.begin, [*pieces, UNKNOWN]
    begun = list(map(begin.__getitem__, numbers))
    walked: list[tuple[int, int, int, Accepts]] = []
    for first in compress(range(len(numbers)), begun):
        node = begun[first]
        if isinstance(node, int):
            node = begin[numbers[first]] = forms.open(node)
        before, last = len(walked), first
        while True:
            accepts, before_blank, edges = node
            last += 1
            if before_blank:
                walked.insert(before, (first, last, 1, before_blank))
            if accepts:
                walked.insert(before, (first, last, 0, accepts))
            following = edges.get(numbers[last])
            while following is None and numbers[last] == TRANSPARENT:
                last += 1
                following = edges.get(numbers[last])
            if following is None:
                break
            if isinstance(following, int):
                following = edges[numbers[last]] = forms.open(following)
            node = following
    return walked


def _fitting(accepts: Accepts, pieces: Pieces, first: int, past: int, forms: Forms) -> tuple[Reading, ...]:
    """The readings whose exact case the pieces `first` to `past` have."""
    letters = pieces.letters(first, past, forms)
    return tuple(r for r in accepts.readings if not r.condition.exact or r.condition.exact == letters)
