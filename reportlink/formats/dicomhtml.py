"""A structured report as an HTML fragment: headings, text, codes and measurements in reading order, and links."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from reportlink import anchor
from reportlink.envelope import LinkedBody
from reportlink.result import Link

_HIGHEST, _LOWEST = 2, 6
_LINE_END = re.compile(r"\r\n?|\n\r?")


class Item(NamedTuple):
    """Something to show.

    Attributes:
        kind: `title`, `text`, `value` (a code or a measurement), or `flow` (part of running text).
        level: Depth in the content tree, from 1.
        name: The concept's name.
        text: What it says.
        piece: Its number in the body where it can hold links; -1 where it cannot.
    """

    kind: str
    level: int
    name: str
    text: str = ""
    piece: int = -1


def render(items: tuple[Item, ...], linked: LinkedBody, lang: str | None) -> str:
    """The fragment; every character of the report is escaped.

    Args:
        items: In reading order.
        linked: The links of their pieces.
        lang: The report's language where the report states it.
    """
    parts = [f'<article lang="{escape(lang)}">\n' if lang else "<article>\n"]
    flow: list[str] = []
    heading = ""
    for item in (*items, Item("end", 0, "")):
        if item.kind == "flow":
            flow.append(_linked(item, linked))
            continue
        if flow:
            parts.append(f"<p>{' '.join(flow)}</p>\n")
            flow = []
        if item.kind == "title" or (item.kind == "text" and item.name.strip() and item.name != heading):
            heading = item.name
            level = min(max(item.level + 1, _HIGHEST), _LOWEST)
            parts.append(f"<h{level}>{escape(item.name)}</h{level}>\n")
        if item.kind == "text":
            parts.append(f"<p>{_linked(item, linked)}</p>\n")
        elif item.kind == "value":
            name = f"{escape(item.name)}: " if item.name.strip() else ""
            parts.append(f"<p>{name}{escape(item.text)}</p>\n")
    return "".join([*parts, "</article>\n"])


def _linked(item: Item, linked: LinkedBody) -> str:
    links: tuple[Link, ...] = linked.of_piece(item.piece) if item.piece >= 0 else ()
    parts: list[str] = []
    position = 0
    for link in links:
        parts += (
            _lines(item.text[position : link.start]),
            anchor.html_open(link, linked.explain),
            _lines(item.text[link.start : link.end]),
            anchor.HTML_CLOSE,
        )
        position = link.end
    return "".join([*parts, _lines(item.text[position:])])


def _lines(text: str) -> str:
    return _LINE_END.sub("<br>\n", escape(text, quote=False))
