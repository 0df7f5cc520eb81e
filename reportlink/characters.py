"""The pinned character table: how text is split into pieces, and how a piece is folded.

A piece is a word with its marks, a run of white space, or any other single character (with the marks and ignorables
that follow it). Pieces partition the text: joined together they are the text again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

JOINT = " "
"""What white space, a single line break and a hyphen between words all fold to."""

BREAK = "\n\n"
"""What a paragraph break folds to; no form crosses it."""

APOSTROPHE = "'"

_PARAGRAPH = re.compile(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


class Characters:
    """A character table, ready to split and fold.

    Args:
        table: The text of `characters.json`.
    """

    def __init__(self, table: str) -> None:
        raw = json.loads(table)
        spans: dict[str, list[list[int]]] = raw["classes"]
        word, mark, ignorable, space = (spans[name] for name in ("word", "mark", "ignorable", "space"))
        # Possessive: a run never gives a character back, and the engine need not remember where it could.
        self._split = re.compile(
            f"{_one(word)}{_run(word + mark + ignorable)}"
            f"|{_one(space)}{_run(space + ignorable)}"
            f"|[\\s\\S]{_run(mark + ignorable)}"
        )
        self._split_inside = re.compile(
            f"[{_inside(word)}][{_inside(word + mark + ignorable)}]*+"
            f"|[{_inside(space)}][{_inside(space + ignorable)}]*+"
            f"|[\\s\\S][{_inside(mark + ignorable)}]*+"
        )
        self._split_joined = re.compile(
            f"[{_inside(word)}][{_inside(word + mark + ignorable)}]*+(?: (?![{_inside(space + ignorable)}]))?"
            f"|[{_inside(space)}][{_inside(space + ignorable)}]*+"
            f"|[\\s\\S][{_inside(mark + ignorable)}]*+"
        )
        self._word_start = re.compile(_one(word))
        self._space_start = re.compile(_one(space))
        self._hyphen_start = re.compile(_one(spans["hyphen"]))
        self._apostrophe_start = re.compile(_one(spans["apostrophe"]))
        self._ignorable = re.compile(_one(ignorable))
        self._folds = str.maketrans(raw["folds"] | dict.fromkeys(_all(ignorable), ""))

    def split(self, text: str) -> list[str]:
        """The pieces of a text, in order; `"".join(split(text)) == text`."""
        return (self._split_inside if _all_inside(text) else self._split).findall(text)

    def split_joined(self, text: str) -> list[str] | None:
        """As `split`, but a word and the single blank behind it are one: half the pieces. None for rare characters."""
        return self._split_joined.findall(text) if _all_inside(text) else None

    def fold(self, piece: str) -> str:
        """What a piece compares as: a folded word, `JOINT`, `BREAK`, `APOSTROPHE`, or the character itself."""
        if self._word_start.match(piece):
            return piece.translate(self._folds)
        if self._space_start.match(piece):
            return BREAK if len(_PARAGRAPH.findall(piece)) > 1 else JOINT
        if self._hyphen_start.match(piece):
            return JOINT
        if self._apostrophe_start.match(piece):
            return APOSTROPHE
        return self._ignorable.sub("", piece)

    def is_word(self, piece: str) -> bool:
        """Whether a piece is a word."""
        return self._word_start.match(piece) is not None

    def is_hyphen(self, piece: str) -> bool:
        """Whether a piece is a hyphen."""
        return self._hyphen_start.match(piece) is not None

    def letters(self, text: str) -> str:
        """A surface form as it is written, without white space and hyphens: what exact case is about."""
        return "".join(piece for piece in self.split(text.strip()) if self.fold(piece) not in (JOINT, BREAK))

    def fold_text(self, text: str) -> tuple[str, ...]:
        """The folded pieces of a surface form, without white space at its ends."""
        folded = (self.fold(piece) for piece in self.split(text.strip()))
        return tuple(JOINT if piece == BREAK else piece for piece in folded if piece)

    def folder(self) -> Callable[[str], tuple[str, ...]]:
        """`fold_text` for very many forms: it remembers the pieces that it met, for as long as it is kept."""

        @cache
        def fold(piece: str) -> str:
            folded = self.fold(piece)
            return JOINT if folded == BREAK else folded

        return lambda text: tuple(filter(None, map(fold, self.split(text.strip()))))


def _all(spans: list[list[int]]) -> Iterator[str]:
    return (chr(code) for first, last in spans for code in range(first, last + 1))


def _regex_class(spans: list[list[int]]) -> str:
    return "".join(
        re.escape(chr(first)) + (f"-{re.escape(chr(last))}" if last > first else "") for first, last in sorted(spans)
    )


# Python's regular expressions test a set within the basic plane by table and ranges beyond it one by one. Kept apart,
# and guarded by one comparison, the ranges beyond cost little; a text without any is split without a look at them.
_LAST_INSIDE = 0xFFFF
_BEYOND = "(?=[\U00010000-\U0010ffff])"


def _all_inside(text: str) -> bool:
    """Whether no character stands beyond the basic plane: then each takes one unit of UTF-16."""
    return text.isascii() or len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)


def _inside(spans: list[list[int]]) -> str:
    return _regex_class([[first, min(last, _LAST_INSIDE)] for first, last in spans if first <= _LAST_INSIDE])


def _planes(spans: list[list[int]]) -> tuple[str, str]:
    beyond = [[max(first, _LAST_INSIDE + 1), last] for first, last in spans if last > _LAST_INSIDE]
    return _inside(spans), _regex_class(beyond)


def _one(spans: list[list[int]]) -> str:
    inside, beyond = _planes(spans)
    return f"(?:[{inside}]|{_BEYOND}[{beyond}])" if beyond else f"[{inside}]"


def _run(spans: list[list[int]]) -> str:
    inside, beyond = _planes(spans)
    return f"[{inside}]*+(?:{_BEYOND}[{beyond}][{inside}]*+)*+" if beyond else f"[{inside}]*+"


@lru_cache(maxsize=1)
def packaged_table() -> str:
    """The text of the table that came with this package."""
    return files("reportlink").joinpath("characters.json").read_text(encoding="utf-8")


@lru_cache(maxsize=4)
def characters(table: str) -> Characters:
    """The table made from this text; made once for each text."""
    return Characters(table)
