"""Chooses which mentions become links, and says of every other one why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportlink.anchor import concept_of
from reportlink.document import Document
from reportlink.resolve import Mention
from reportlink.status import Asserter, Status


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
    """One mention with its status, and the reason it is not linked, or None where it is."""

    mention: Mention
    status: Status
    reason: Reason | None


def select(
    document: Document,
    mentions: Sequence[Mention],
    asserter: Asserter,
    explained: Iterable[str],
    *,
    every: bool,
    exclude: frozenset[str],
) -> list[Choice]:
    """Choose among mentions.

    Args:
        document: Where they stand.
        mentions: By start, none overlapping.
        asserter: Tells their status.
        explained: Concepts that have a page in the reader's language.
        every: Link every mention rather than the first of each concept and status.
        exclude: Concepts that the site does not want linked.

    Returns:
        One choice a mention, in the same order.
    """
    pages = frozenset(explained)
    seen: set[tuple[str, str]] = set()
    choices: list[Choice] = []
    for mention in mentions:
        status = asserter.status(mention.start, mention.end)
        reason: Reason | None = None
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
        elif not _wrappable(document, mention):
            reason = Reason.MARKUP
        else:
            seen.add((mention.concepts[0], status))
        choices.append(Choice(mention, status, reason))
    return choices


def _wrappable(document: Document, mention: Mention) -> bool:
    """Whether the tags inside the mention are inline and balanced, so that a link around it leaves the tree whole."""
    start, end = document.source_span(mention.start, mention.end)
    open_elements: list[str] = []
    for tag in document.tags_within(start, end):
        if tag.divides:
            return False
        if tag.opens:
            open_elements.append(tag.opens)
        elif tag.closes:
            if not open_elements or open_elements.pop() != tag.closes:
                return False
    return not open_elements
