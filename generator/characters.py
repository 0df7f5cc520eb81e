r"""Makes the pinned character table that Python and JavaScript split and fold text with.

The table is committed as `reportlink/characters.json` and published with the index. It is made once from a named
Unicode version rather than read from the host language at run time, because `\w`, `\p{L}` and lower-casing differ
between Python, JavaScript and their versions.
"""

from __future__ import annotations

import json
import sys
import unicodedata

UNICODE = "14.0.0"
"""The Unicode version of the committed table (that of Python 3.11)."""

_HYPHENS = frozenset("-\u2010\u2011\ufe63\uff0d")
_APOSTROPHES = frozenset("'\u2018\u2019\u02bc\u00b4\uff07")
_LINE_ENDS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd")
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x034F)))
_HANGUL = range(0xAC00, 0xD7A4)


def character_class(char: str) -> str:
    """The class of one character: `word mark ignorable space hyphen apostrophe` or `other`."""
    category = unicodedata.category(char)
    if char in _HYPHENS:
        return "hyphen"
    if char in _APOSTROPHES:
        return "apostrophe"
    if char in _LINE_ENDS or category[0] == "Z":
        return "space"
    if char in _SELECTORS:
        return "ignorable"
    if category == "Cf" and char not in _VISIBLE_FORMATS:
        return "ignorable"
    if category[0] == "M":
        return "mark"
    if category[0] in "LN" or category == "Pc":
        return "word"
    return "other"


def fold_character(char: str) -> str:
    """What one character compares as: compatibility-decomposed and case-folded until nothing changes."""
    folded = char
    for _ in range(4):
        again = unicodedata.normalize("NFKD", folded).casefold()
        if again == folded:
            break
        folded = again
    return folded


def character_table() -> str:
    """The whole table as JSON text: `unicode`, `classes` (name -> [first, last]), `folds` (char -> text)."""
    ranges: dict[str, list[list[int]]] = {
        name: [] for name in ("word", "mark", "ignorable", "space", "hyphen", "apostrophe")
    }
    folds: dict[str, str] = {}
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.category(char) in ("Cn", "Co", "Cs"):
            continue
        name = character_class(char)
        if name != "other":
            spans = ranges[name]
            if spans and spans[-1][1] == code - 1:
                spans[-1][1] = code
            else:
                spans.append([code, code])
        # Composed Hangul folds to itself: its 11,172 syllables would double the table and no form needs them apart.
        if name == "word" and code not in _HANGUL and (folded := fold_character(char)) != char:
            folds[char] = folded
    table = {"unicode": unicodedata.unidata_version, "classes": ranges, "folds": folds}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"
