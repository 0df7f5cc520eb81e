"""Splits a report into sentences as far as they bound the reach of a negation.

Reports are written in telegram style, wrapped at fixed widths, numbered and bulleted. A line's end ends a sentence
unless it ends in a comma, or was wrapped: unless the next word would not have fitted beside the longest line. Where the
blank behind a full stop is missing, a capital behind three small letters begins a sentence (`normal.Keine`), and so
does a slash or a dash (`KHK./ Nachweis`).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from reportlink.characters import Characters
from reportlink.signs import DIGIT, LINE_END, LOWER, SPACE, UPPER
from reportlink.vocabulary import LastWord, SentenceRules

_STOP = re.compile(rf"[.!?;؟؛۔](?=[{SPACE})\]\"'»”’/{UPPER}]|[-–—*•][{SPACE}]|\Z)|(?:\r\n|[{LINE_END}])[ \t]*")
_CAPITAL = re.compile(f"[{UPPER}]")
_SMALL_WORD = re.compile(f"[{LOWER}]{{3}}")
_LAST_WORD = re.compile(rf"[^{SPACE}.]*(?:\.[^{SPACE}.]+)*\Z")
_BULLET = re.compile(rf"(?:[-*•–—+>]|\(?[{DIGIT}]{{1,2}}[.):]|[a-z]\))[{SPACE}]")
_NUMBER = re.compile(f"[{DIGIT}]+")
_LIST_NUMBER = 2
_WRAP_AT_LEAST = 40
_MEMORY = 20_000
"""How many words before a full stop are remembered. In memory only, and bounded."""


def sentence_ends(text: str, rules: SentenceRules, characters: Characters) -> list[int]:
    """The offsets at which sentences end, ascending; the last is the text's length.

    Args:
        text: The report.
        rules: The abbreviations of its language.
        characters: The character table.
    """
    ends: list[int] = []
    line_start = 0
    width = -1
    for match in _STOP.finditer(text):
        at, mark = match.start(), match[0]
        if mark[0] in "\r\n\u2028\u2029":
            width = width if width >= 0 else _width(text)
            if not _wrapped(text, line_start, at, match.end(), width):
                ends.append(match.end())
            line_start = match.end()
        elif mark != "." or _ends_sentence(text, line_start, at, rules, characters):
            ends.append(match.end())
    if not ends or ends[-1] != len(text):
        ends.append(len(text))
    return ends


def sentence_of(offset: int, ends: list[int]) -> tuple[int, int]:
    """The first and one-past-last offset of the sentence that holds this offset."""
    number = min(bisect_right(ends, offset), len(ends) - 1)
    return (ends[number - 1] if number else 0), ends[number]


def _width(text: str) -> int:
    lines = text.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    return max(map(len, map(str.rstrip, lines)))


def _wrapped(text: str, line_start: int, line_end: int, next_start: int, width: int) -> bool:
    line = text[line_start:line_end].rstrip()
    comma = line.endswith(",")
    if width < _WRAP_AT_LEAST and not comma:
        return False
    following = text[next_start : next_start + width + 1]
    if not line or not following.strip() or following[0] in "\r\n\u2028\u2029" or line[-1] in ".!?:;":
        return False
    if _BULLET.match(following):
        if not comma and not line.endswith("-"):
            return False
    elif comma:
        return True
    next_word = following.split(None, 1)[0]
    return width >= _WRAP_AT_LEAST and len(line) + 1 + len(next_word) > width


def _ends_sentence(text: str, line_start: int, at: int, rules: SentenceRules, characters: Characters) -> bool:
    if _CAPITAL.match(text, at + 1) and not _SMALL_WORD.match(text, at - 3, at):
        return False
    # No blank stands in a word, so what is before the last one need not be searched.
    tail = text[max(line_start, at - 40) : at].rpartition(" ")[2]
    kind = rules.known.get(tail)
    if kind is None:
        if len(rules.known) >= _MEMORY:
            rules.known.clear()
        kind = rules.known[tail] = _kind(tail, rules, characters)
    if kind.number:
        # At the beginning of a line it numbers an item. Elsewhere it is an ordinal (`3. Rippe`) where the language
        # writes them so; if not, `without failure 2. Ectatic aorta` begins a new item all the same.
        inside = text[line_start : at - kind.number].strip()
        return bool(inside) and not rules.ordinals
    return kind.ends


def _kind(tail: str, rules: SentenceRules, characters: Characters) -> LastWord:
    """What a full stop behind this means."""
    match = _LAST_WORD.search(tail)
    word = match[0] if match else ""
    folded = "".join(characters.fold_text(word.lstrip("([\"'")))
    is_number = _NUMBER.fullmatch(folded) is not None
    if folded in rules.abbreviations or (len(folded) == 1 and not is_number and characters.is_word(folded)):
        return LastWord(ends=False)
    return LastWord(number=len(word) if is_number and len(folded) <= _LIST_NUMBER else 0)
