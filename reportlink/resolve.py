"""Chooses what each stretch of text means: the longest form whose conditions hold, and never a guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
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
        kind: The kind of the one concept, else empty.
    """

    start: int
    end: int
    concepts: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a report is about, as far as its own words tell.

    Attributes:
        named: Examinations that it names.
        likely: Examinations that its other words fit best; it is one of these, nobody knows which.
    """

    named: frozenset[str] = frozenset()
    likely: frozenset[str] = frozenset()

    def holds(self, exams: Collection[str]) -> bool:
        """Whether the report surely is about one of these examinations. What it names goes before what it seems."""
        if self.named:
            return bool(self.named.intersection(exams))
        return bool(self.likely) and self.likely.issubset(exams)


def context_of(matches: Iterable[Match], exams: Mapping[str, Sequence[str]]) -> Context:
    """Read off what a report is about.

    Many reports never name their examination: it stands in the order. Two concepts or more that are met in it, and
    none that is met more in another, tell it all the same.

    Args:
        matches: Everything found.
        exams: Concept -> the examinations where it is met; for an examination, what it is a kind of.
    """
    kinds = {r.concept: r.kind for match in matches for r in match.readings if r.concept and not r.condition.exams}
    votes = Counter(exam for concept, kind in kinds.items() if kind != EXAM for exam in exams.get(concept, ()))
    most = max(votes.values(), default=0)
    likely = frozenset(exam for exam, count in votes.items() if count == most) if most > 1 else frozenset()
    named = {concept for concept, kind in kinds.items() if kind == EXAM}
    # A report that names CT and speaks of the chest is about a chest CT.
    named |= {exam for exam in likely if named.intersection(exams.get(exam, ()))}
    return Context(frozenset(named), likely)


def resolve(matches: Iterable[Match], context: Context) -> list[Mention]:
    """Pick leftmost-longest mentions.

    Args:
        matches: By start, the longest first where several start together.
        context: What the report is about.

    Returns:
        Mentions by start, none overlapping.
    """
    mentions: list[Mention] = []
    covered = 0
    for match in matches:
        if match.start < covered:
            continue
        concepts = _meant(match.readings, context)
        if concepts == _NOTHING:
            covered = match.end
        elif concepts:
            kind = next(r.kind for r in match.readings if r.concept == concepts[0]) if len(concepts) == 1 else ""
            mentions.append(Mention(match.start, match.end, concepts, kind))
            covered = match.end
    return mentions


_NOTHING = ("",)


def _meant(readings: tuple[Reading, ...], context: Context) -> tuple[str, ...]:
    held = [r for r in readings if not r.condition.exams or context.holds(r.condition.exams)]
    told_apart = {r.concept for r in held if r.condition.exams}
    if len(told_apart) == 1:
        return tuple(told_apart)
    possible = {r.concept: r.kind for r in held}
    explained = [concept for concept, kind in possible.items() if kind == AMBIGUOUS]
    if len(explained) == 1:
        return (explained[0],)
    return tuple(sorted(possible))
