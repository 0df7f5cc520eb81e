"""Finds surface forms and status cues: one walk over the pieces, every form that starts at each of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from reportlink.index import CUE, NOTHING, Condition, Cue, Forms
from reportlink.normalise import TRANSPARENT, Pieces


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stretch of text may mean, and under which condition.

    Attributes:
        concept: The concept; empty for none at all.
        level: The level of a score that is named, else empty.
        kind: The concept's kind.
        condition: What must hold for this reading.
    """

    concept: str
    level: str
    kind: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Match:
    """A surface form in the text.

    Attributes:
        start: First code point.
        end: One past the last code point.
        readings: What it may mean, where its exact case fits; never empty.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A status cue in the text."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Found:
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

_ANY = Condition()
_NO_CONCEPT = Reading("", "", "", _ANY)


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
    numbers, starts = pieces.numbers, pieces.starts
    root, edge_start, edge_piece, edge_target = forms.root, forms.edge_start, forms.edge_piece, forms.edge_target
    accept_start = forms.accept_start
    matches: list[Match] = []
    cues: list[CueMatch] = []
    neighbours: list[CueMatch] = []
    count = len(numbers)
    covered = 0
    for first, number in enumerate(numbers):
        node = root[number] if number >= 0 else 0
        if not node:
            continue
        ends: list[tuple[int, int]] = []
        last = first
        while True:
            if accept_start[node] != accept_start[node + 1]:
                ends.append((node, last))
            last += 1
            while last < count and numbers[last] == TRANSPARENT:
                last += 1
            if last >= count:
                break
            low, high, piece = edge_start[node], edge_start[node + 1], numbers[last]
            edge = bisect_left(edge_piece, piece, low, high) if piece >= 0 else high
            if edge == high or edge_piece[edge] != piece:
                break
            node = edge_target[edge]
        start = starts[first]
        for node, last in reversed(ends):
            end = starts[last + 1]
            readings, accepted = _accepted(forms, node, pieces, first, last + 1)
            if readings:
                matches.append(Match(start, end, readings))
            # Where one phrase is two cues (`né` denies and joins), the one with a status comes last and goes first.
            for cue in reversed(accepted):
                if cue.direction == NEAR:
                    neighbours.append(CueMatch(start, end, cue))
                elif end > covered:
                    cues.append(CueMatch(start, end, cue))
                    covered = end
    return Found(tuple(matches), tuple(cues), tuple(neighbours))


def _accepted(forms: Forms, node: int, pieces: Pieces, first: int, last: int) -> tuple[tuple[Reading, ...], list[Cue]]:
    """What a node accepts for the pieces `first` to `last`, those forms left out whose exact case does not fit."""
    readings: list[Reading] = []
    cues: list[Cue] = []
    for at in range(forms.accept_start[node], forms.accept_start[node + 1]):
        target, number = forms.accept_target[at], forms.accept_condition[at]
        if target & CUE:
            cues.append(forms.cues[target ^ CUE])
            continue
        if target == NOTHING:
            readings.append(_NO_CONCEPT)
            continue
        condition = forms.conditions[number - 1] if number else _ANY
        if not condition.exact or condition.exact == pieces.letters(first, last, forms):
            concept, level = forms.senses[target]
            readings.append(Reading(concept, level, forms.facts[concept].kind, condition))
    return tuple(readings), cues
