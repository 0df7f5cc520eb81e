"""The kinds of entry and the sections each of them has, declared once.

Everything that depends on the kind of an entry (the published JSON Schema, the checks, the headings of a
page) reads this table, so a new kind or a new section is one line here and one heading in each `ui.po`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an entry explains."""

    ANATOMY = "anatomy"
    FINDING = "finding"
    EXAM = "exam"
    PROCEDURE = "procedure"
    DEVICE = "device"
    MEASUREMENT = "measurement"
    SCORE = "score"
    PHRASE = "phrase"
    ABBREVIATION = "abbreviation"
    AMBIGUOUS = "ambiguous"
    EXPLAINER = "explainer"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an entry's text.

    Attributes:
        key: The key under `sections:` in YAML and the anchor on the page.
        heading: The question that stands over it, as the message id in `ui.po`.
    """

    key: str
    heading: str


def _sections(**headings: str) -> tuple[Section, ...]:
    return tuple(Section(key.replace("_", "-"), heading) for key, heading in headings.items())


SECTIONS: dict[Kind, tuple[Section, ...]] = {
    Kind.ANATOMY: _sections(
        what="What is it?",
        job="What does it do?",
        in_reports="What do reports say about it?",
    ),
    Kind.FINDING: _sections(
        what="What is it?",
        meaning="What can it mean?",
        next="What usually happens next?",
        absent="What if it was not seen?",
    ),
    Kind.EXAM: _sections(
        what="What is this examination?",
        before="What happens before?",
        during="What happens during it?",
        after="What happens afterwards?",
        risks="Are there risks?",
        results="How do I get the result?",
    ),
    Kind.PROCEDURE: _sections(
        what="What is it?",
        before="What happens before?",
        during="What happens during it?",
        after="What happens afterwards?",
        risks="Are there risks?",
    ),
    Kind.DEVICE: _sections(
        what="What is it?",
        in_reports="What do reports say about it?",
        next="What usually happens next?",
    ),
    Kind.MEASUREMENT: _sections(
        what="What is measured?",
        meaning="What do the numbers mean?",
        in_reports="What do reports say about it?",
    ),
    Kind.SCORE: _sections(
        what="What is this score?",
        meaning="How do I read it?",
        next="What usually happens next?",
    ),
    Kind.PHRASE: _sections(
        means="What does it mean?",
        does_not_mean="What does it not mean?",
    ),
    Kind.ABBREVIATION: _sections(
        stands_for="What does it stand for?",
        means="What does it mean?",
    ),
    Kind.AMBIGUOUS: _sections(
        what="Why are there two meanings?",
        how_to_tell="How can I tell which one is meant?",
    ),
    Kind.EXPLAINER: _sections(
        start="Where do I start?",
        parts="What are the parts of a report?",
        words="What if I do not know a word?",
        not_found="Why does it list things that were not found?",
        next="What do I do next?",
    ),
}
"""The sections of each kind, in the order of the page."""

LEVELLED = frozenset({Kind.SCORE})
"""Kinds whose language blocks carry `levels`, each with an anchor of its own."""

SIZED = frozenset({Kind.MEASUREMENT})
"""Kinds whose language blocks may carry `levels` that are sizes, by which lengths in a report are explained."""

DECIDING = frozenset({Kind.AMBIGUOUS})
"""Kinds whose facts name the concepts they stand `between`, with one of `meanings` a concept in each language."""

ASSERTED = frozenset({Kind.FINDING, Kind.PROCEDURE, Kind.DEVICE, Kind.AMBIGUOUS})
"""Kinds of which a report says that they were seen or not seen. "Your report says that the lung was not seen", on the
strength of "no lung nodule", would be wrong and would frighten, so the other kinds have no status."""
