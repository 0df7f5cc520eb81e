"""Report text as numbered pieces, with the offset of each.

Pieces are folded one by one and the text itself is never changed, so an offset needs no mapping back. Only two
things need more than one piece to be understood: a word divided at the end of a line (`pneumo-` / `thorax`) and a
compound divided at its hyphen (`X-` / `ray`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from reportlink.characters import JOINT
from reportlink.index import Forms
from reportlink.numbering import UNKNOWN

_MAYBE_DIVIDED = {hyphen: re.compile(f"{hyphen}[ \t]*[\r\n\u2028]") for hyphen in "-\u2010\u2011\u00ad\ufe63\uff0d"}
"""Hyphen -> the hyphen at a line's end. Most texts lack most of them, and to look for one alone is fastest."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in pieces.

    Attributes:
        text: The text itself.
        starts: The offset of each piece in code points, and the text's length at the end.
        numbers: The number of each piece in the index, or `UNKNOWN`; `Forms.blank` more for a word with the blank
            behind it.
    """

    text: str
    starts: list[int]
    numbers: list[int]

    def letters(self, first: int, last: int, forms: Forms) -> str:
        """The raw text of the pieces `first` to `last` without white space and hyphens: what exact case is about."""
        joint = forms.pieces.get(JOINT)
        return "".join(
            self.text[self.starts[n] : self.starts[n + 1] - (self.numbers[n] >= forms.blank)]
            for n in range(first, last)
            if self.numbers[n] != joint
        )


def normalise(text: str, forms: Forms) -> Pieces:
    """Split a text and number its pieces for one report language."""
    raw = forms.characters.split(text)
    if _maybe_divided(text):
        raw = _rejoin(raw, forms)
    return _numbered(text, raw, forms)


def normalise_joined(text: str, forms: Forms) -> Pieces:
    """As `normalise`, mostly with half the pieces: a word and the blank behind it are one. Finding gives the same."""
    if not forms.blank_begins and not _maybe_divided(text):
        raw = forms.characters.split_joined(text)
        if raw is not None:
            return _numbered(text, raw, forms)
    return normalise(text, forms)


def _numbered(text: str, raw: list[str], forms: Forms) -> Pieces:
    numbers = list(map(forms.numbers.__getitem__, raw))
    return Pieces(text, list(accumulate(map(len, raw), initial=0)), numbers)


def _maybe_divided(text: str) -> bool:
    return any(pattern.search(text) for hyphen, pattern in _MAYBE_DIVIDED.items() if hyphen in text)


def _rejoin(raw: list[str], forms: Forms) -> list[str]:
    """Make one piece of a divided word that the vocabulary knows whole, else of the hyphen and the line's end."""
    joined: list[str] = []
    at = 0
    while at < len(raw):
        divided = _divided(raw, at, forms)
        if divided and forms.numbers["".join(raw[at : at + divided])] != UNKNOWN:
            joined.append("".join(raw[at : at + divided]))
            at += divided
        elif forms.characters.is_hyphen(raw[at]) and at + 1 < len(raw) and _one_line_end(raw[at + 1]):
            joined.append(raw[at] + raw[at + 1])
            at += 2
        else:
            joined.append(raw[at])
            at += 1
    return joined


def _divided(raw: list[str], at: int, forms: Forms) -> int:
    """How many pieces from `at` are one word divided at a line's end, or 0."""
    is_word = forms.characters.is_word
    if not is_word(raw[at]):
        return 0
    if raw[at].endswith("\u00ad"):
        end = at + 1
    elif at + 1 < len(raw) and forms.characters.is_hyphen(raw[at + 1]):
        end = at + 2
    else:
        return 0
    divided = end + 1 < len(raw) and _one_line_end(raw[end]) and is_word(raw[end + 1])
    return end + 2 - at if divided else 0


_LINE_END = re.compile("\r\n|[\r\n\u2028]")


def _one_line_end(piece: str) -> bool:
    return len(_LINE_END.findall(piece)) == 1 and not piece.strip()
