"""Chooses which mentions become links, and says of every other one why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportlink.anchor import concept_of
from reportlink.document import Document
from reportlink.resolve import Mention
from reportlink.status import Asserter, Status
from reportlink.wrap import wrap_span


class Reason(StrEnum):
    """Why something found was not linked."""

    AMBIGUOUS = "ambiguous"
    REPEAT = "repeat"
    INSIDE_LINK = "inside-link"
    MARKUP = "markup"
    EXCLUDED = "excluded"
    NOT_EXPLAINED = "not-explained"


@dataclass(frozen=True, slots=True)
class Choice:
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


def select(
    document: Document,
    mentions: Sequence[Mention],
    asserter: Asserter,
    explained: Iterable[str],
    *,
    asserted: frozenset[str],
    every: bool,
    exclude: frozenset[str],
) -> list[Choice]:
    """Choose among mentions.

    Args:
        document: Where they stand.
        mentions: By start, none overlapping.
        asserter: Tells their status.
        explained: Concepts that have a page in the reader's language.
        asserted: Kinds that can be absent. "No strain of the heart" does not say that the heart is absent.
        every: Link every mention rather than the first of each concept and status.
        exclude: Concepts that the site does not want linked.

    Returns:
        One choice a mention, in the same order.
    """
    pages = frozenset(explained)
    seen: set[tuple[str, str]] = set()
    choices: list[Choice] = []
    for mention in mentions:
        status = asserter.status(mention.start, mention.end) if mention.kind in asserted else Status.PRESENT
        reason: Reason | None = None
        span = document.source_span(mention.start, mention.end)
        if len(mention.concepts) > 1:
            reason = Reason.AMBIGUOUS
        elif link := document.blocked_at(mention.start, mention.end):
            reason = Reason.INSIDE_LINK
            # What an earlier run linked counts as the first mention: a second run must not link the next one.
            if known := concept_of(link.url):
                seen.add(known)
        elif mention.concepts[0] in exclude:
            reason = Reason.EXCLUDED
        elif mention.concepts[0] not in pages:
            reason = Reason.NOT_EXPLAINED
        elif not every and (mention.concepts[0], status) in seen:
            reason = Reason.REPEAT
        elif (around := wrap_span(document, mention.start, mention.end)) is None:
            reason = Reason.MARKUP
        else:
            span = around
            seen.add((mention.concepts[0], status))
        choices.append(Choice(mention, status, reason, span))
    return choices
