"""Chooses what each stretch of text means: the longest form whose conditions hold, and never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportlink.context import Context
from reportlink.find import Match
from reportlink.status import Status
from reportlink.index import Reading

AMBIGUOUS = "ambiguous"
_STATUSES = frozenset(map(str, Status))


class Mention(NamedTuple):
    """A stretch of text and what it means.

    Attributes:
        start: First code point.
        end: One past the last code point.
        concepts: One concept, or all that stay possible where no page explains them together.
        kind: The kind of the one concept, else empty.
        level: The level of the one concept that is named, else empty.
        status: The assertion status that the form itself carries (`unenhanced`), else empty.
    """

    start: int
    end: int
    concepts: tuple[str, ...]
    kind: str = ""
    level: str = ""
    status: str = ""


def resolve(matches: Iterable[Match], context: Context) -> list[Mention]:
    """Pick leftmost-longest mentions.

    Args:
        matches: By start, the longest first where several start together.
        context: What the report says around them.

    Returns:
        Mentions by start, none overlapping.
    """
    mentions: list[Mention] = []
    covered = 0
    for match in matches:
        if match.start < covered:
            continue
        meant = _meant(match, context)
        if not meant:
            continue
        covered = match.end
        if len(meant) == 1 and meant[0].concept:
            mentions.append(_mention(match, meant[0]))
        elif len(meant) > 1:
            mentions.append(Mention(match.start, match.end, tuple(sorted(reading.concept for reading in meant))))
    return mentions


def _mention(match: Match, meant: Reading) -> Mention:
    # In the index a status that a form carries stands in the place of a level.
    carried = meant.level in _STATUSES
    level, status = ("", meant.level) if carried else (meant.level, "")
    return Mention(match.start, match.end, (meant.concept,), meant.kind, level, status)


def _meant(match: Match, context: Context) -> Sequence[Reading]:
    """The readings that stay possible, one a concept; a phrase that means no concept leaves only that."""
    if len(match.readings) == 1 and not match.readings[0].condition.contextual:
        return match.readings
    held = [r for r in match.readings if not r.condition.contextual or context.holds(r.condition, match.start)]
    nothing = [r for r in held if not r.concept]
    if nothing:
        return nothing[:1]
    told_apart = {r.concept: r for r in held if r.condition.contextual}
    if len(told_apart) == 1:
        return list(told_apart.values())
    possible = {r.concept: r for r in held}
    explained = [r for r in possible.values() if r.kind == AMBIGUOUS]
    return explained if len(explained) == 1 else list(possible.values())
