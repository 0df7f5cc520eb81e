"""Turns an editor's plain text into Markdown that says exactly that text.

An entry's text is paragraphs and lists of lines that start with `- `; nothing else has a meaning in it. Whatever else
Markdown or HTML would understand is escaped, because text may come from anyone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ACTIVE = re.compile(r"[\\`*_{}\[\]<>&#!|~^=$]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_LINE_START = re.compile(r"^(?:[+:-]|\d+(?=[.)]))")
_PLAIN = re.compile(r"[^\W\d_][^\\`*_{}\[\]<>&#!|~^=$\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]*")
"""What needs no escaping: nearly every line that editors write."""
_ITEM = "- "


def inline(text: str) -> str:
    """Escape one run of text so that it shows as written wherever it stands in a line."""
    plain = " ".join(text.split())
    if _PLAIN.fullmatch(plain):
        return plain
    plain = " ".join(_CONTROL.sub("", text).split())
    escaped = _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", plain)
    start = _LINE_START.match(escaped)
    if start is None:
        return escaped
    # A digit cannot be escaped by itself, so an entity for its last character breaks up "1." as well.
    cut = start.end()
    return f"{escaped[: cut - 1]}&#{ord(escaped[cut - 1])};{escaped[cut:]}"


def _blocks(text: str) -> Iterator[list[str]]:
    """The paragraphs (one string) and lists (one string an item, each still with its dash)."""
    block: list[str] = []
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        starts_item = line.startswith(_ITEM)
        in_list = bool(block) and block[0].startswith(_ITEM)
        if block and (not line or (starts_item and not in_list)):
            yield block
            block = []
        if not line:
            continue
        if starts_item or not block:
            block.append(line)
        else:
            block[-1] += " " + line
    if block:
        yield block


def markdown(text: str) -> str:
    """Escape an editor's text, keeping its paragraphs and lists."""
    parts = []
    for block in _blocks(text):
        if block[0].startswith(_ITEM):
            parts.append("\n".join(f"- {inline(item[len(_ITEM) :])}" for item in block))
        else:
            parts.append(inline(block[0]))
    return "\n\n".join(parts)


def heading(level: int, text: str, anchor: str) -> str:
    """A heading with an anchor of our choosing."""
    return f"{'#' * level} {inline(text)} {{: #{anchor} }}"
