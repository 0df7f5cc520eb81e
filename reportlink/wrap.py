"""Where a link can go around a mention and leave the tree of tags whole."""

from __future__ import annotations

from reportlink.document import Document


def wrap_span(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """The stretch of the source to put a link around.

    A mention may hold inline tags (`<b>pleural</b> effusion`). Tags that touch it are taken in where that makes them
    balance. Where nothing does, or a block begins inside, there is no such stretch.

    Args:
        document: Where the mention stands.
        start: Its first code point in the visible text.
        end: One past its last code point.
    """
    left, right = document.source_span(start, end)
    if not document.tags:
        return left, right
    opened: list[str] = []
    unopened: list[str] = []
    for tag in document.tags_within(left, right):
        if tag.divides:
            return None
        if tag.opens:
            opened.append(tag.opens)
        elif tag.closes and opened:
            if opened.pop() != tag.closes:
                return None
        elif tag.closes:
            unopened.append(tag.closes)
    for name in reversed(opened):
        after = document.tag_starting(right)
        if after is None or after.divides or after.closes != name:
            return None
        right = after.end
    for name in unopened:
        before = document.tag_ending(left)
        if before is None or before.divides or before.opens != name:
            return None
        left = before.start
    return left, right
