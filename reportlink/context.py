"""What a report says around a form: its examination, its sections, the neighbours in the sentence.

Conditions of surface forms are judged here. Nothing is guessed: a condition holds if the report's own words say so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportlink.find import Found, Match
from reportlink.index import Forms
from reportlink.sections import Section, role_at, sections_of
from reportlink.sentences import sentence_of
from reportlink.vocabulary import Condition, Facts

EXAM = "exam"


@dataclass(frozen=True, slots=True)
class Examinations:
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


def examinations_of(matches: Sequence[Match], facts: Mapping[str, Facts]) -> Examinations:
    """Read off what a report is about.

    Many reports never name their examination: it stands in the order. Two concepts or more that are met in it, and
    none that is met more in another, tell it all the same.
    """
    certain = {r.concept for match in matches for r in match.readings if r.concept and not r.condition.contextual}
    named = {concept for concept in certain if facts[concept].kind == EXAM}
    votes = Counter(exam for concept in certain - named for exam in facts[concept].exams)
    most = max(votes.values(), default=0)
    likely = frozenset(exam for exam, count in votes.items() if count == most) if most > 1 else frozenset()
    # A report that names CT and speaks of the chest is about a chest CT.
    named |= {exam for exam in likely if exam in facts and named.intersection(facts[exam].exams)}
    return Examinations(frozenset(named), likely)


class Context:
    """Everything that a condition may ask of one report; read off it when it is first asked for.

    Attributes:
        text: The report.
        found: What was found in it.
        ends: Where its sentences end.
        forms: The surface forms and rules of its language.
    """

    def __init__(self, text: str, found: Found, ends: list[int], forms: Forms) -> None:
        self.text = text
        self.found = found
        self.ends = ends
        self.forms = forms

    @cached_property
    def examinations(self) -> Examinations:
        """What the report is about."""
        return examinations_of(self.found.matches, self.forms.facts)

    @cached_property
    def sections(self) -> list[Section]:
        """Its titled sections."""
        return sections_of(self.text, self.forms.rules, self.forms.characters)

    @cached_property
    def parts(self) -> list[tuple[int, str]]:
        """Where it speaks of which parts of the body, by offset."""
        return [
            (match.start, part)
            for match in self.found.matches
            for reading in match.readings
            if reading.concept and not reading.condition.contextual
            for part in self.forms.facts[reading.concept].body
        ]

    @cached_property
    def neighbours(self) -> list[tuple[int, str]]:
        """Where phrases stand that tell forms apart, by offset."""
        return [(cue.start, cue.cue.status) for cue in self.found.neighbours]

    def holds(self, condition: Condition, start: int) -> bool:
        """Whether a condition holds for a form that starts at this offset."""
        return (
            (not condition.exams or self.examinations.holds(condition.exams))
            and (not condition.sections or role_at(start, self.sections) in condition.sections)
            and (not condition.body or self._beside(start, self.parts, condition.body))
            and (not condition.near or self._beside(start, self.neighbours, (condition.near,)))
        )

    def _beside(self, start: int, places: Sequence[tuple[int, str]], wanted: Collection[str]) -> bool:
        first, last = sentence_of(start, self.ends)
        low = bisect_left(places, first, key=lambda place: place[0])
        high = bisect_left(places, last, key=lambda place: place[0])
        return any(name in wanted and at != start for at, name in places[low:high])
