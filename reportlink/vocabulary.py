"""What a report language's index is made of, as plain values: forms, cues, conditions, facts and rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Condition:
    """What must hold for a surface form to mean its concept.

    Attributes:
        exact: The raw text, white space and hyphens left out, must be exactly this; empty for any case.
        exams: The report must be about one of these examinations; empty for any.
        body: The sentence must speak of one of these parts of the body; empty for any.
        sections: It must stand in a section of one of these roles; empty for any.
        near: A cue of direction `near` with this status must stand in the same sentence; empty for none.
        contextual: Whether the report around the form decides, and not the form alone.
    """

    exact: str = ""
    exams: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    near: str = ""
    contextual: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "contextual", bool(self.exams or self.body or self.sections or self.near))


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """What a status cue does: `status` (empty for `pseudo`, `stop` and `join`; a name for `near`) and `direction`."""

    status: str
    direction: str


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """One surface form or cue phrase to build into an index; with neither `concept` nor `cue`, it means nothing."""

    text: str
    concept: str = ""
    level: str = ""
    cue: Cue | None = None
    condition: Condition = Condition()


@dataclass(frozen=True, slots=True)
class Facts:
    """What finding needs to know of a concept.

    Attributes:
        kind: Its kind.
        exams: The examinations where it is met; for an examination, what it is a kind of.
        body: The parts of the body that it belongs to; for a part of the body, itself among them.
        tier: How hard its word is for a layperson, from 1 (easy) to 3.
    """

    kind: str
    exams: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    tier: int = 2


@dataclass(frozen=True, slots=True)
class Sizes:
    """How lengths are found and explained.

    Attributes:
        concept: The entry whose levels are sizes; empty where there is none.
        levels: Level and the length in millimetres up to which it goes, ascending.
        units: Unit as reports write it -> millimetres; `reportlink.builder` adds the usual capitals (`MM`, `Mm`).
        times: Words between the sides of what is measured, as `x` stands there: `7 by 8 cm`.
    """

    concept: str = ""
    levels: tuple[tuple[str, float], ...] = ()
    units: tuple[tuple[str, float], ...] = ()
    times: tuple[str, ...] = ()


class LastWord(NamedTuple):
    """What a full stop behind a word means: that a sentence ends, or, behind a number of this length, that it may."""

    ends: bool = True
    number: int = 0


@dataclass(frozen=True, slots=True)
class ListRules:
    """What lists of findings look like; see `reportlink.lists`.

    Attributes:
        alternatives: Folded words that join what is denied or doubted: `or`, `nor`.
        words: Folded words that an item may begin or end with: `any`, `acute`, `seen`.
        endings: Folded endings of the adjectives that an item begins with; empty where they tell nothing.
        repeated: Folded words that every item repeats where the cue ends with one (`pas de ..., de ...`).
        ranges: Folded words between two levels of a score that may both be meant: `3 to 4`.
    """

    alternatives: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    repeated: frozenset[str] = frozenset()
    ranges: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """What a language's reports look like where sentences and sections begin.

    Attributes:
        abbreviations: Folded words whose full stop ends no sentence.
        titles: Folded section title -> its role, such as `impression`.
        ordinals: Whether the language writes ordinals with a full stop (`3. Rippe`).
        lists: What its lists look like.
        known: What a full stop means behind the words met so far; see `reportlink.sentences`.
    """

    abbreviations: frozenset[str] = frozenset()
    titles: dict[str, str] = field(default_factory=dict)
    ordinals: bool = False
    lists: ListRules = ListRules()
    known: dict[str, LastWord] = field(default_factory=dict, init=False, repr=False, compare=False)
