"""Finds lengths, such as `8 mm`, `8-mm` and `3,2 x 1,5 cm`, so that a page can say what else is that big."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from reportlink.find import CueMatch
from reportlink.index import Forms
from reportlink.resolve import Mention

KIND = "measurement"
NOT_SIZE = "not-size"
_CLAUSE_END = re.compile("[,;\u060c\r\n]|[.](?= )")
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,2})?"
_GAP = "[ \u00a0\u202f]?"
_TO_UNIT = "[ \u00a0\u202f\u2010\u2011-]?"


@lru_cache(maxsize=32)
def _pattern(units: tuple[str, ...], times: tuple[str, ...]) -> re.Pattern[str]:
    """One to three numbers with `x` between them, some of them with a unit. ASCII digits, the same in JavaScript."""
    unit = "|".join(re.escape(unit) for unit in sorted(units, key=lambda unit: (-len(unit), unit)))
    own_unit = rf"(?:{_TO_UNIT}(?:{unit}))?"
    number = _NUMBER + own_unit
    by = "".join(f"|[ \u00a0]{re.escape(word)}[ \u00a0]" for word in times)
    # Neither part of a longer number, a date or a word, nor an area, a volume or a speed. What stands before is looked
    # at behind the first digit: a pattern that begins with a digit passes everything else over at once.
    first = r"[0-9](?<![0-9A-Za-z.,/][0-9])[0-9]{0,2}(?:[.,][0-9]{1,2})?" + own_unit
    return re.compile(rf"{first}(?:(?:{_GAP}[xX×*]{_GAP}{by}){number}){{0,2}}(?![0-9A-Za-z²³/])")


@lru_cache(maxsize=32)
def _part(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(re.escape(unit) for unit in sorted(units, key=lambda unit: (-len(unit), unit)))
    return re.compile(rf"({_NUMBER})(?:{_TO_UNIT}({unit}))?")


def measures(text: str, forms: Forms, neighbours: Sequence[CueMatch]) -> list[Mention]:
    """The lengths in a report, each with the level of the entry that explains its largest dimension.

    Args:
        text: The report.
        forms: The surface forms of its language, with its units and the sizes that are explained.
        neighbours: Phrases found in it; beside one of status `not-size` (`slice thickness`) a length is no size.
    """
    sizes = forms.sizes
    if not sizes.concept:
        return []
    units = tuple(unit for unit, _ in sizes.units)
    strangers = [cue for cue in neighbours if cue.cue.status == NOT_SIZE]
    found: list[Mention] = []
    for match in _pattern(units, sizes.times).finditer(text):
        level = _level(match[0], forms)
        if level and not _estranged(text, match.start(), match.end(), strangers):
            found.append(Mention(match.start(), match.end(), (sizes.concept,), KIND, level))
    return found


def _estranged(text: str, start: int, end: int, strangers: list[CueMatch]) -> bool:
    """Whether the nearest phrase on either side, in the same clause, says that a length is no size of anything."""
    number = bisect_left(strangers, start, key=lambda cue: cue.start)
    before = number and not _CLAUSE_END.search(text, strangers[number - 1].end, start)
    after = number < len(strangers) and not _CLAUSE_END.search(text, end, strangers[number].start)
    return bool(before or after)


def _level(measured: str, forms: Forms) -> str:
    sizes = forms.sizes
    lengths = dict(sizes.units)
    parts = [(float(m[1].replace(",", ".")), m[2]) for m in _part(tuple(lengths)).finditer(measured)]
    if not parts[-1][1]:
        return ""
    # In `3 x 2 cm` the unit of the last number is that of those before it.
    largest = max(number * lengths[own or parts[-1][1]] for number, own in parts)
    number = bisect_left([up_to for _, up_to in sizes.levels], largest)
    return sizes.levels[number][0] if number < len(sizes.levels) else ""


def with_measures(mentions: list[Mention], measured: list[Mention]) -> list[Mention]:
    """Both, by start and apart: a length takes the place of forms inside it (`cm`) and gives way to any other."""
    lengths = [m for m in measured if all(m.start <= o.start and o.end <= m.end for o in _touching(m, mentions))]
    kept = [mention for mention in mentions if not _touching(mention, lengths)]
    return sorted([*kept, *lengths], key=lambda mention: mention.start)


def _touching(mention: Mention, others: list[Mention]) -> list[Mention]:
    """Those of `others` (by start, apart) that share a character with a mention."""
    first = bisect_right(others, mention.start, key=lambda other: other.end)
    last = bisect_left(others, mention.end, key=lambda other: other.start)
    return others[first:last]
