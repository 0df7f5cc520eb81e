"""Plan, then splice: the one place where an output is put together from its input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reportlink.result import Link

CLOSE, OPEN, REPLACE = range(3)
"""The order of edits at one offset: a link ends, the next begins, then characters are replaced."""


class Edit(NamedTuple):
    """Replace `source[start:end]` by `text`; a pure insertion where both are the same offset."""

    start: int
    order: int
    end: int
    text: str


def splice(source: str, edits: Iterable[Edit]) -> str:
    """Apply edits that do not overlap, left to right, in one pass."""
    parts: list[str] = []
    position = 0
    for start, _, end, text in sorted(edits):
        parts += (source[position:start], text)
        position = end
    parts.append(source[position:])
    return "".join(parts)


def around(link: Link, before: str, after: str) -> tuple[Edit, Edit]:
    """The two insertions that put something around a mention."""
    return Edit(link.start, OPEN, link.start, before), Edit(link.end, CLOSE, link.end, after)
