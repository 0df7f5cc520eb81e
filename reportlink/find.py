"""Finds surface forms and status cues: one walk over the pieces, every form that starts at each of them."""

from __future__ import annotations

from itertools import compress, count
from typing import NamedTuple

from reportlink.index import Forms
from reportlink.normalise import Pieces
from reportlink.numbering import UNKNOWN
from reportlink.trie import Accepts, Node, Reading, Trie
from reportlink.vocabulary import Cue

Ending = tuple[int, int, int, Accepts]
"""Where forms begin and end, in pieces, and what they mean. The third value is 1 where the last piece is a word with
the blank behind it and the form ends before the blank."""


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
    for first, past, blank, accepts in _walk(pieces.numbers, forms.trie):
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


def _walk(numbers: list[int], trie: Trie) -> list[Ending]:
    """Where forms begin and end: by beginning, the longest first."""
    begins, continues, beginnings = trie.begins, trie.continues, trie.beginnings
    nexts = [*numbers[1:], UNKNOWN]
    walked: list[Ending] = []
    for first, piece, following in compress(zip(count(), numbers, nexts), map(begins.__getitem__, numbers)):
        # Most beginnings lead nowhere: an ordinary word with another behind it than in any form.
        if begins[piece] + continues[following] == 1:
            continue
        node = beginnings[piece]
        step = node[following]
        if step is not None:
            walked += _follow(node, step, first, nexts)
            continue
        if node.accepts:
            walked.append((first, first + 1, 0, node.accepts))
        if node.before_blank:
            walked.append((first, first + 1, 1, node.before_blank))
    return walked


def _follow(begin: Node, step: Node | None, first: int, nexts: list[int]) -> list[Ending]:
    """Where the forms end that begin with the piece `first` and go on with the next: the longest first."""
    steps = [begin]
    while step is not None:
        steps.append(step)
        step = step[nexts[first + len(steps) - 1]]
    walked: list[Ending] = []
    for length in range(len(steps), 0, -1):
        node = steps[length - 1]
        if node.accepts:
            walked.append((first, first + length, 0, node.accepts))
        if node.before_blank:
            walked.append((first, first + length, 1, node.before_blank))
    return walked


def _fitting(accepts: Accepts, pieces: Pieces, first: int, past: int, forms: Forms) -> tuple[Reading, ...]:
    """The readings whose exact case the pieces `first` to `past` have."""
    letters = pieces.letters(first, past, forms)
    return tuple(r for r in accepts.readings if not r.condition.exact or r.condition.exact == letters)
