"""Which part of a report a word stands in: `FINDINGS:`, `Beurteilung`, a title in front of its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from reportlink.characters import Characters
from reportlink.signs import LINE_END, SPACE
from reportlink.vocabulary import SentenceRules

_TITLE = re.compile(
    rf"(?:\A|(?<=[{LINE_END}])|(?<=[.;][{SPACE}]))[ \t]*([^{SPACE}.:;][^{LINE_END}.:;]{{1,48}}?)[ \t]*"
    rf"(?::|(?=[{LINE_END}])|\Z)"
)

Section = tuple[int, str]
"""Where a section begins (its title's first code point) and its role."""


def sections_of(text: str, rules: SentenceRules, characters: Characters) -> list[Section]:
    """The titled sections of a report, by start; a title alone on its line or before a colon.

    Args:
        text: The report.
        rules: The titles that its language uses.
        characters: The character table.
    """
    if not rules.titles:
        return []
    found: list[Section] = []
    for match in _TITLE.finditer(text):
        role = rules.titles.get("".join(characters.fold_text(match[1])))
        if role:
            found.append((match.start(1), role))
    return found


def role_at(offset: int, sections: Sequence[Section]) -> str:
    """The role of the section that holds this offset; empty before the first title."""
    number = bisect_right(sections, offset, key=lambda section: section[0]) - 1
    return sections[number][1] if number >= 0 else ""
