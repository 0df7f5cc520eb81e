"""Chooses what each stretch of text means: the longest form whose conditions hold, and never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportlink.find import Match, Reading

EXAM = "exam"
AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text and what it means.

    Attributes:
        start: First code point.
        end: One past the last code point.
        concepts: One concept, or all that stay possible where no page explains them together.
    """

    start: int
    end: int
    concepts: tuple[str, ...]


def exams_of(matches: Iterable[Match]) -> frozenset[str]:
    """The examinations that a report names without condition: what it is about, as far as its words tell."""
    return frozenset(
        reading.concept
        for match in matches
        for reading in match.readings
        if reading.kind == EXAM and not reading.condition.exams
    )


def resolve(matches: Iterable[Match], exams: frozenset[str]) -> list[Mention]:
    """Pick leftmost-longest mentions.

    Args:
        matches: By start, the longest first where several start together.
        exams: What the report is about.

    Returns:
        Mentions by start, none overlapping.
    """
    mentions: list[Mention] = []
    covered = 0
    for match in matches:
        if match.start < covered:
            continue
        concepts = _meant(match.readings, exams)
        if concepts:
            mentions.append(Mention(match.start, match.end, concepts))
            covered = match.end
    return mentions


def _meant(readings: tuple[Reading, ...], exams: frozenset[str]) -> tuple[str, ...]:
    held = [r for r in readings if not r.condition.exams or exams.intersection(r.condition.exams)]
    told_apart = {r.concept for r in held if r.condition.exams}
    if len(told_apart) == 1:
        return tuple(told_apart)
    possible = {r.concept: r.kind for r in held}
    explained = [concept for concept, kind in possible.items() if kind == AMBIGUOUS]
    if len(explained) == 1:
        return (explained[0],)
    return tuple(sorted(possible))
