"""Chooses what each stretch of text means: the longest form whose conditions hold, and never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportlink.context import Context
from reportlink.find import Match
from reportlink.signs import NO_LETTER, SPACE
from reportlink.status import Status
from reportlink.trie import Reading

AMBIGUOUS = "ambiguous"
_RANGE = re.compile(
    rf"(?:[{SPACE}]?[-\u2010-\u2014/][{SPACE}]?|[{SPACE}]([^{NO_LETTER}]+)[{SPACE}])([0-9A-Za-z]{{1,4}})"
    rf"(?![^{NO_LETTER}]|[.,][0-9]|[{SPACE}]?[cm]m)"
)
_LONGEST_RANGE = 60
_ROMAN = re.compile("[iv]+")
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
            mentions.append(_mention(match, meant[0], context))
            covered = mentions[-1].end
        elif len(meant) > 1:
            mentions.append(Mention(match.start, match.end, tuple(sorted(reading.concept for reading in meant))))
    return mentions


def _mention(match: Match, meant: Reading, context: Context) -> Mention:
    level, status, end = meant.level, "", match.end
    # In the index a status that a form carries stands in the place of a level.
    if level in _STATUSES:
        level, status = "", level
    elif level and (beyond := _range_end(match.end, meant, context)):
        level, end = "", beyond
    return Mention(match.start, end, (meant.concept,), meant.kind, level, status)


def _range_end(end: int, meant: Reading, context: Context) -> int:
    """Where a range of levels ends that begins with the level before `end` (`PI-RADS 3-4`); 0 where there is none.

    Nobody knows which of them is meant, so the link goes to the page as a whole.
    """
    found = _RANGE.match(context.text[end : end + _LONGEST_RANGE])
    if found is None:
        return 0
    fold = context.forms.characters.fold_text
    word, other = "".join(fold(found[1] or "")), "".join(fold(found[2]))
    if word and word not in context.forms.rules.lists.ranges:
        return 0
    # Of `4a/b` and `T2-3` the second is only the end of a level.
    levels = {(meant.concept, other), (meant.concept, meant.level[:-1] + other)}
    return end + found.end() if _ROMAN.fullmatch(other) or not levels.isdisjoint(context.forms.meanings) else 0


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
