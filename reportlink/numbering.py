"""The number of each piece of text in an index: a piece is folded when it is first met, and remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reportlink.characters import JOINT, Characters

UNKNOWN = -1
"""The number of a piece that stands in no form."""

_MEMORY = 50_000
"""How many distinct pieces are remembered: folding costs more than looking up. In memory only, and bounded."""

_DIVIDED = re.compile("([^-\u2010\u2011\u00ad\ufe63\uff0d\\s]*)[-\u2010\u2011\u00ad\ufe63\uff0d]\\s+(\\S*)")
"""A word divided at a line's end, or a hyphen and the line's end behind it."""


class Numbers(dict[str, int]):
    """Raw piece -> its number, or `UNKNOWN`; ask with `numbers[piece]`.

    Args:
        folded: Folded piece -> its number.
        characters: How a piece is folded.
    """

    def __init__(self, folded: Mapping[str, int], characters: Characters) -> None:
        super().__init__()
        self._folded = folded
        self._characters = characters

    def __missing__(self, piece: str) -> int:
        if len(self) >= _MEMORY:
            self.clear()
        number = self[piece] = self._look_up(piece)
        return number

    def _look_up(self, piece: str) -> int:
        word = piece[:-1] if piece[-1] == " " else piece
        if word.isalnum() and word.isascii():
            # Nothing but letters and digits that are alike everywhere: most words, and no need of the table.
            number = self._folded.get(word.lower(), UNKNOWN)
        elif word is piece or not self._characters.is_word(word):
            return self._fold(piece)
        else:
            number = self._folded.get(self._characters.fold(word), UNKNOWN)
        return number if word is piece or number == UNKNOWN else number + len(self._folded)

    def _fold(self, piece: str) -> int:
        fold = self._characters.fold
        if match := _DIVIDED.fullmatch(piece):
            return self._folded.get(fold(match[1]) + fold(match[2]) if match[1] else JOINT, UNKNOWN)
        return self._folded.get(fold(piece), UNKNOWN)
