"""Chooses which mentions become links, and says of every other one why not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from reportlink.anchor import concept_of
from reportlink.context import Context
from reportlink.document import Document
from reportlink.index import Forms
from reportlink.resolve import Mention
from reportlink.sections import role_at
from reportlink.status import Asserter, Status
from reportlink.wrap import wrap_span


class Reason(StrEnum):
    """Why something found was not linked."""

    AMBIGUOUS = "ambiguous"
    REPEAT = "repeat"
    INSIDE_LINK = "inside-link"
    MARKUP = "markup"
    EXCLUDED = "excluded"
    SECTION = "section"
    BUDGET = "budget"
    NOT_EXPLAINED = "not-explained"
    CONTEXT = "context"
    """It stands in text that is read for its meaning only; never handed out."""


class Choice(NamedTuple):
    """What becomes of one mention.

    Attributes:
        mention: The stretch of visible text and its meaning.
        status: Its assertion status.
        reason: Why it is not linked; None where it is.
        span: The stretch of the source: what a link goes around, or what the mention takes up.
    """

    mention: Mention
    status: Status
    reason: Reason | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a site or a reader wants linked.

    Attributes:
        every: Every mention rather than the first of each concept and status.
        exclude: Concepts that are not linked.
        skip_sections: Roles of sections that are left alone.
        budget: The most links for 100 words; None for no limit.
    """

    every: bool = False
    exclude: frozenset[str] = frozenset()
    skip_sections: frozenset[str] = frozenset()
    budget: float | None = None


def select(
    document: Document,
    mentions: Sequence[Mention],
    asserter: Asserter,
    context: Context,
    forms: Forms,
    explained: Collection[str],
    wishes: Wishes,
) -> list[Choice]:
    """Choose among mentions.

    Args:
        document: Where they stand.
        mentions: By start, none overlapping.
        asserter: Tells their status.
        context: Tells their section.
        forms: Tells which kinds have a status, and how hard a word is.
        explained: Concepts that have a page in the reader's language.
        wishes: What is wanted.

    Returns:
        One choice a mention, in the same order.
    """
    seen: set[tuple[str, str]] = set()
    choices: list[Choice] = []
    for mention in mentions:
        # "No strain of the heart" does not say that the heart is absent: only some kinds have a status.
        asserted = mention.kind in forms.asserted
        status = asserter.status(mention.start, mention.end, mention.kind) if asserted else Status.PRESENT
        status = Status(mention.status) if mention.status else status
        key = (mention.concepts[0], mention.level or status)
        reason: Reason | None = None
        span = document.source_span(mention.start, mention.end)
        if len(mention.concepts) > 1:
            reason = Reason.AMBIGUOUS
        elif link := document.blocked_at(mention.start, mention.end):
            reason = Reason(link.reason)
            # What an earlier run linked counts as the first mention: a second run must not link the next one.
            if known := concept_of(link.url):
                seen.add(known)
        elif mention.concepts[0] in wishes.exclude:
            reason = Reason.EXCLUDED
        elif mention.concepts[0] not in explained:
            reason = Reason.NOT_EXPLAINED
        elif wishes.skip_sections and role_at(mention.start, context.sections) in wishes.skip_sections:
            reason = Reason.SECTION
        elif not wishes.every and key in seen:
            reason = Reason.REPEAT
        elif (around := wrap_span(document, mention.start, mention.end)) is None:
            reason = Reason.MARKUP
        else:
            span = around
            seen.add(key)
        choices.append(Choice(mention, status, reason, span))
    return choices if wishes.budget is None else _within(wishes.budget, choices, document, forms)


def _within(budget: float, choices: list[Choice], document: Document, forms: Forms) -> list[Choice]:
    """Leave out the easiest words first, and of equally easy ones the last, until the budget is kept."""
    words = sum(map(forms.characters.is_word, forms.characters.split(document.text)))
    # Links of an earlier run are spent already: a second run with the same budget adds none.
    spent = sum(bool(blocked.url and concept_of(blocked.url)) for blocked in document.blocked)
    # A budget may be past all bounds, and then their product is no whole number.
    allowed = max(int(min(words * budget / 100, len(choices) + spent)) - spent, 0)
    linked = [number for number, choice in enumerate(choices) if choice.reason is None]
    hardest_first = sorted(linked, key=lambda n: (-forms.facts[choices[n].mention.concepts[0]].tier, n))
    dropped = set(hardest_first[allowed:])
    return [c._replace(reason=Reason.BUDGET) if n in dropped else c for n, c in enumerate(choices)]
