r"""HL7 v2 escape sequences (2.7): undone in what is read, made in what is added.

`\.br\` and the other commands of formatted text become the line breaks that they stand for. An escape character that
begins no escape sequence is a character like any other: paths such as `C:\temp` are common in real feeds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reportlink.formats.hl7v2scan import Delimiters

_LONGEST = 80
_BREAKS = re.compile(r"\.(?:br|sp|ce)\s*\+?\s*([0-9]{0,3})", re.IGNORECASE)
_LAYOUT = re.compile(r"\.(?:fi|nf|(?:in|ti)\s*[+-]?\s*[0-9]*|sk\s*\+?\s*([0-9]{0,3}))", re.IGNORECASE)
_HEX = re.compile(r"X((?:[0-9A-Fa-f]{2})*)")
_LOCAL = re.compile(r"Z[^\r\n]*|[CM][0-9A-Fa-f]{4}(?:[0-9A-Fa-f]{2})?|[HN]")


@lru_cache(maxsize=64)
def _pattern(escape: str) -> re.Pattern[str]:
    mark = re.escape(escape)
    return re.compile(rf"{mark}([^{mark}\r\n]{{1,{_LONGEST}}}){mark}")


def unescape(text: str, delimiters: Delimiters, codec: str = "latin-1") -> str:
    r"""What a field shows.

    Args:
        text: The field as it stands in the message.
        delimiters: The message's.
        codec: What the bytes of `\Xhh..\` are in.
    """
    if not delimiters.escape or delimiters.escape not in text:
        return text
    pattern = _pattern(delimiters.escape)
    parts: list[str] = []
    position = 0
    while match := pattern.search(text, position):
        shown = _shown(match[1], delimiters, codec)
        if shown is None:
            # Not an escape sequence; its closing mark may open the next one.
            parts.append(text[position : match.end() - 1])
            position = match.end() - 1
        else:
            parts += (text[position : match.start()], shown)
            position = match.end()
    parts.append(text[position:])
    return "".join(parts)


def escape(text: str, delimiters: Delimiters) -> str | None:
    """Text as a field may hold it, or None where it holds a delimiter and the message has no escape character."""
    names = {
        delimiters.field: "F",
        delimiters.component: "S",
        delimiters.repetition: "R",
        delimiters.escape: "E",
        delimiters.subcomponent: "T",
        delimiters.truncation: "P",
    }
    names.pop("", None)
    if not delimiters.escape:
        return None if any(char in names for char in text) else text
    return "".join(f"{delimiters.escape}{names[char]}{delimiters.escape}" if char in names else char for char in text)


def _shown(name: str, delimiters: Delimiters, codec: str) -> str | None:
    simple = {
        "F": delimiters.field,
        "S": delimiters.component,
        "R": delimiters.repetition,
        "E": delimiters.escape,
        "T": delimiters.subcomponent,
        "P": delimiters.truncation,
    }
    if simple.get(name):
        return simple[name]
    if match := _BREAKS.fullmatch(name):
        return "\n" * max(1, min(int(match[1] or 1), _LONGEST))
    if match := _LAYOUT.fullmatch(name):
        return " " * min(int(match[1] or 1), _LONGEST) if match[1] is not None else ""
    if match := _HEX.fullmatch(name):
        return _characters(bytes.fromhex(match[1]), codec)
    return "" if _LOCAL.fullmatch(name) else None


def _characters(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return data.decode("iso8859-1")
