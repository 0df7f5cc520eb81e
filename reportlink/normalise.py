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

UNKNOWN = -1
"""The number of a piece that stands in no form."""

TRANSPARENT = -2
"""The number of a piece that folds to nothing, such as a lone zero-width space."""

_MEMORY = 50_000
_MAYBE_DIVIDED = re.compile("[-\u2010\u2011\u00ad\ufe63\uff0d][ \t]*[\r\n\u2028]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in pieces.

    Attributes:
        text: The text itself.
        starts: The offset of each piece in code points, and the text's length at the end.
        numbers: The number of each piece in the index, or `UNKNOWN`, or `TRANSPARENT`.
    """

    text: str
    starts: list[int]
    numbers: list[int]


class Normaliser:
    """Turns text into numbered pieces for one report language.

    Folding a piece costs more than looking it up, so the numbers of pieces seen are remembered, in memory only and
    for a bounded number of them.
    """

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._characters = forms.characters
        self._joint = forms.pieces.get(JOINT, UNKNOWN)
        self._known: dict[str, int] = {}

    def pieces(self, text: str) -> Pieces:
        """Split and number a text."""
        raw = self._characters.split(text)
        if _MAYBE_DIVIDED.search(text):
            raw = self._rejoin(raw)
        known = self._known
        try:
            numbers = [known[piece] for piece in raw]
        except KeyError:
            numbers = [self._number(piece) for piece in raw]
        return Pieces(text, [0, *accumulate(map(len, raw))], numbers)

    def _number(self, piece: str) -> int:
        number = self._known.get(piece)
        if number is None:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            number = self._known[piece] = self._look_up(piece)
        return number

    def _look_up(self, piece: str) -> int:
        if _MAYBE_DIVIDED.search(piece):
            first, _, rest = _split_divided(piece)
            if not first:
                return self._joint
            return self._forms.pieces.get(self._characters.fold(first) + self._characters.fold(rest), UNKNOWN)
        folded = self._characters.fold(piece)
        return self._forms.pieces.get(folded, UNKNOWN) if folded else TRANSPARENT

    def _rejoin(self, raw: list[str]) -> list[str]:
        """Make one piece of a divided word that the vocabulary knows whole, else of the hyphen and the line's end."""
        characters, joined, at = self._characters, [], 0
        while at < len(raw):
            divided = self._divided(raw, at)
            if divided and self._look_up("".join(raw[at : at + divided])) != UNKNOWN:
                joined.append("".join(raw[at : at + divided]))
                at += divided
            elif characters.is_hyphen(raw[at]) and at + 1 < len(raw) and _one_line_end(raw[at + 1]):
                joined.append(raw[at] + raw[at + 1])
                at += 2
            else:
                joined.append(raw[at])
                at += 1
        return joined

    def _divided(self, raw: list[str], at: int) -> int:
        """How many pieces from `at` are one word divided at a line's end, or 0."""
        word = self._characters.is_word
        if not word(raw[at]):
            return 0
        if raw[at].endswith("\u00ad"):
            end = at + 1
        elif at + 1 < len(raw) and self._characters.is_hyphen(raw[at + 1]):
            end = at + 2
        else:
            return 0
        if end + 1 < len(raw) and _one_line_end(raw[end]) and word(raw[end + 1]):
            return end + 2 - at
        return 0


_LINE_END = re.compile("\r\n|[\r\n\u2028]")
_DIVIDED = re.compile("(.*?)([-\u2010\u2011\u00ad\ufe63\uff0d]\\s+)(.*)", re.DOTALL)


def _one_line_end(piece: str) -> bool:
    return len(_LINE_END.findall(piece)) == 1 and not piece.strip()


def _split_divided(piece: str) -> tuple[str, str, str]:
    match = _DIVIDED.fullmatch(piece)
    assert match is not None
    return match[1], match[2], match[3]
