"""The assertion status of a mention: is it said to be there, absent, possible, past, in the family, conditional?

Cues reach to the right or to the left within their sentence (ConText: Harkema et al. 2009). The lists are data in
the index, and a longer phrase that only looks like a cue (`no change`) silences the cues inside it when it is found.
This module only knows how far a cue reaches:

1. A forward cue reaches to the end of its sentence, a backward cue to its beginning; neither leaves its brackets,
   passes a colon, or reaches farther than a very long sentence. A forward cue passes a comma only inside a list, which
   is the affair of `reportlink.lists`; one of direction `clause` only where the list is closed by `or`.
2. A stop word (`but`) ends both. So does a nearer cue of another status across a comma: in `no effusion, possible
   atelectasis` the atelectasis is possible; in `no suspicious nodule` the nodule is absent.
3. What is measured is there: in `no infiltrate, nodule of 5 mm` the negation ends at the comma.
4. A backward cue passes a comma only in a list that is joined: `effusion, consolidation or nodule not seen`. In
   `cardiomegaly, effusion not seen` it says nothing of the heart. One of direction `nearest` (an adjective or verb in
   the singular) does not pass `and`: in `effusion and a fracture has healed` the effusion is there.
5. A cue of direction `between` (`versus`) speaks of the one item on either side of it, and between two numbers of none.
6. One of status `planned` (`biopsy recommended`) says of a procedure or a device that it is not there yet. It says
   nothing of a finding: `biopsy of the nodule is recommended`.
7. A cue that overlaps one end of a mention counts; inside one it is part of its name. A form may carry a status of its
   own (`unenhanced`), which then goes before anything around it.
8. A cue with nothing behind it, right behind a mention, is its verdict: `pneumothorax: no`, `fracture, old`. Not doubt:
   `suspect` behind a nodule says what the nodule is like.
9. Where statuses reach a mention from both sides, the one that no comma parts from it decides, else `_STRONGER`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from reportlink.characters import Characters
from reportlink.find import CueMatch
from reportlink.lists import CLAUSE, COMMA, Lists
from reportlink.sentences import sentence_of
from reportlink.signs import DIGIT, LINE_END, NO_LETTER, SPACE
from reportlink.vocabulary import ListRules


class Status(StrEnum):
    """What the report says of a mention."""

    PRESENT = "present"
    ABSENT = "absent"
    POSSIBLE = "possible"
    PAST = "past"
    FAMILY = "family"
    CONDITIONAL = "conditional"


_STRONGER = (Status.FAMILY, Status.ABSENT, Status.CONDITIONAL, Status.POSSIBLE, Status.PAST, Status.PRESENT)


@dataclass(frozen=True, slots=True)
class _Reach:
    """A status that reaches the mention, and where its nearest cue stands."""

    status: Status
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asserter:
    """Tells the status of any stretch of one report.

    Attributes:
        text: The report.
        cues: All cues found in it, by start.
        ends: Where its sentences end.
        rules: What lists look like in its language.
        characters: The character table.
    """

    text: str
    cues: Sequence[CueMatch]
    ends: list[int]
    rules: ListRules
    characters: Characters
    _lists: Lists = field(init=False, repr=False, compare=False)
    _cue_starts: list[int] = field(init=False, repr=False, compare=False)
    _cue_ends: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lists", Lists(self.text, self.rules, self.characters))
        object.__setattr__(self, "_cue_starts", [cue.start for cue in self.cues])
        object.__setattr__(self, "_cue_ends", [cue.end for cue in self.cues])

    def status(self, start: int, end: int, kind: str = "") -> Status:
        """The status of the mention at `start:end` (code points), of a concept of this kind; empty where unknown."""
        first, last = sentence_of(start, self.ends)
        nearby = self._active(first, max(last, end), start, end)
        if kind not in _ACTS:
            nearby = [cue for cue in nearby if cue.cue.status != PLANNED]
        if not nearby:
            return Status.PRESENT
        before, after = self._forward(nearby, start, end), self._backward(nearby, start, end)
        if before and after:
            # `no effusion, pneumothorax cannot be excluded`: the comma parts the first cue from the second mention.
            parted = _comma(self.text[before.end : start]) and not _comma(self.text[end : after.start])
            return after.status if parted else _stronger(before.status, after.status)
        reached = before or after
        return reached.status if reached else Status.PRESENT

    def _active(self, first: int, last: int, start: int, end: int) -> list[CueMatch]:
        """The cues of the sentence; a cue over a line's end belongs to both lines."""
        low = bisect_right(self._cue_ends, max(first, start - _FARTHEST))
        high = bisect_left(self._cue_starts, min(last, end + _FARTHEST))
        return [cue for cue in self.cues[low:high] if _before(cue, start, end) or _behind(cue, start, end)]

    def _reaches_right(self, match: CueMatch, start: int, end: int, cues: Sequence[CueMatch]) -> bool:
        between = self.text[match.end : start]
        if _brackets(between) < 0 or _after_colon(between):
            return False
        if match.cue.direction == BETWEEN and (_NUMBER.match(between) or self._added(cues, match.end, start)):
            return False
        comma = max((match.end + comma.end() for comma in COMMA.finditer(between)), default=0)
        if not comma:
            return True
        _, last = sentence_of(start, self.ends)
        return not self._measured(comma, start) and self._lists.reaches(match, start, end, last, cues)

    def _reaches_left(self, match: CueMatch, end: int, cues: list[CueMatch]) -> bool:
        between = self.text[end : match.start]
        depth = _brackets(between)
        if depth < 0 or _after_colon(between) or (depth > 0 and between.strip() not in ("(", "[")):
            return False
        commas = [end + comma.end() for comma in COMMA.finditer(between)]
        if match.cue.direction == BETWEEN:
            number = _NUMBER.match(self.text, match.end)
            return not (commas or number or self._added(cues, end, match.start))
        if match.cue.direction == NEAREST and self._nearer(cues, end, match.start):
            return False
        return not commas or self._joined(cues, commas[-1], match.start)

    def _added(self, cues: Sequence[CueMatch], start: int, end: int) -> bool:
        """Whether `and` stands in a stretch, or its like, but for `or`."""
        joins = [cue for cue in cues if cue.cue.direction == "join" and start <= cue.start < end]
        return any(not self._lists.alternative(cue) for cue in joins)

    def _nearer(self, cues: Sequence[CueMatch], start: int, end: int) -> bool:
        """Whether a further item stands in a stretch, behind `and`; in `was drained and has resolved` none does."""
        last = start + len(self.text[start:end].rstrip())
        return self._added([cue for cue in cues if cue.end < last], start, end)

    def _joined(self, cues: Sequence[CueMatch], start: int, end: int) -> bool:
        """Whether a word like `and` stands in a stretch."""
        return any(cue.cue.direction == "join" and start <= cue.start < end for cue in cues)

    def _measured(self, since: int, start: int) -> bool:
        """Whether a length stands beside the mention, between the comma before it and the next."""
        _, last = sentence_of(start, self.ends)
        comma = COMMA.search(self.text, start, last)
        return _MEASURED.search(self.text, since, comma.start() if comma else last) is not None

    def _forward(self, cues: list[CueMatch], start: int, end: int) -> _Reach | None:
        reached: _Reach | None = None
        for match in reversed([cue for cue in cues if _before(cue, start, end)]):
            if match.cue.direction == "stop":
                break
            if match.cue.direction not in _TO_THE_RIGHT or not self._reaches_right(match, start, end, cues):
                continue
            status = _status(match)
            if reached is None:
                reached = _Reach(status, match.start, match.end)
            elif status is not reached.status:
                if _comma(self.text[match.end : reached.start]):
                    break
                reached = _Reach(_stronger(reached.status, status), match.start, reached.end)
        return reached

    def _backward(self, cues: list[CueMatch], start: int, end: int) -> _Reach | None:
        for match in (cue for cue in cues if _behind(cue, start, end)):
            if match.cue.direction == "stop":
                return None
            looks_left = match.cue.direction in _TO_THE_LEFT
            if self._closes(match, end, cues) or (looks_left and self._reaches_left(match, end, cues)):
                return _Reach(_status(match), match.start, match.end)
        return None

    def _closes(self, match: CueMatch, end: int, cues: Sequence[CueMatch]) -> bool:
        """Whether a cue stands right behind the mention and has nothing else to speak of (`pneumothorax: no`)."""
        if match.cue.status not in _VERDICTS:
            return False
        if not _BEFORE_VERDICT.fullmatch(self.text, end, match.start) and not self._heads(match, end, cues):
            return False
        if _AFTER_VERDICT.match(self.text, match.end):
            return True
        # A line may have been wrapped, so its end alone says little.
        titled = _TITLED.search(self.text, end, match.start)
        return titled is not None and _LINE_ENDS.match(self.text, match.end) is not None

    def _heads(self, match: CueMatch, end: int, cues: Sequence[CueMatch]) -> bool:
        """Whether the mention and others together are the title that a cue stands behind: `fracture or cyst: no`."""
        # A cue may begin with the colon itself.
        colon = self.text.rfind(":", end, match.start + 1)
        if colon < 0 or self.text[colon + 1 : match.start].strip():
            return False
        others = self.text[end:colon].lstrip()
        if ":" in others:
            return False
        return others[:1] in (",", "/") or any(
            cue.cue.direction == "join" and cue.start == colon - len(others) for cue in cues
        )


def _status(match: CueMatch) -> Status:
    return Status.CONDITIONAL if match.cue.status == PLANNED else Status(match.cue.status)


def _before(cue: CueMatch, start: int, end: int) -> bool:
    """Whether a cue begins before the mention and ends in front of its end."""
    return cue.end <= start or (cue.start < start and cue.end < end)


def _behind(cue: CueMatch, start: int, end: int) -> bool:
    """Whether a cue ends behind the mention and begins behind its beginning."""
    return cue.start >= end or (cue.start > start and cue.end > end)


def _brackets(between: str) -> int:
    """How many more brackets open than close in a stretch."""
    return between.count("(") + between.count("[") - between.count(")") - between.count("]")


def _stronger(one: Status, other: Status) -> Status:
    return min(one, other, key=_STRONGER.index)


BETWEEN = "between"
"""The direction of a cue that stands between two possibilities."""

NEAREST = "nearest"
"""The direction of a backward cue that speaks of one item: what stands in the singular says nothing of two."""

PLANNED = "planned"
"""The status of a cue that says what should be done."""

_ACTS = ("procedure", "device")
_TO_THE_RIGHT = ("forward", CLAUSE, "both", BETWEEN)
_TO_THE_LEFT = ("backward", NEAREST, "both", BETWEEN)
_VERDICTS = (Status.ABSENT, Status.PAST, Status.FAMILY)
_TITLED = re.compile(r"[:=\t\u2013\u2014-]")
_BEFORE_VERDICT = re.compile(rf"[{SPACE}]*(?:[:=(\[,\u2013\u2014-][{SPACE}]*)?")
# Not in `nodule no. 4`.
_AFTER_VERDICT = re.compile(rf"[{SPACE}]*(?:[)\]]|\Z|[.;](?=[{SPACE}]|\Z)(?![{SPACE}]*[{DIGIT}]))")
_LINE_ENDS = re.compile(rf"[ \t]*[{LINE_END}]")
_MEASURED = re.compile(rf"[{DIGIT}][{SPACE}\u2010\u2011-]?(?:mm|cm)(?![^{NO_LETTER}])")
_LETTER = re.compile(f"[^{NO_LETTER}]")
_NUMBER = re.compile(rf"[{SPACE}]*[{DIGIT}]")
_FARTHEST = 1_000
"""How many characters a cue reaches at most: what was torn out of a table may have no full stop for many pages."""


def _comma(between: str) -> bool:
    return COMMA.search(between) is not None


def _after_colon(between: str) -> bool:
    """Whether a word, then a colon before white space stand in a stretch. One look at each character, however many."""
    if ":" not in between:
        return False
    return any(after[:1].isspace() and _LETTER.search(before) for before, after in pairwise(between.split(":")))
