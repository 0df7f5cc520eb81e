"""The trie of surface forms and cues, read off the index's arrays node by node, where a report first leads to one."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from itertools import compress, count
from typing import NamedTuple

from reportlink.vocabulary import Condition, Cue


class Reading(NamedTuple):
    """What a stretch of text may mean, and under which condition.

    Attributes:
        concept: The concept; empty for none at all.
        level: The level of a score that is named, else empty.
        kind: The concept's kind.
        condition: What must hold for this reading.
    """

    concept: str
    level: str
    kind: str
    condition: Condition


class Accepts(NamedTuple):
    """What the forms mean that end at a node.

    Attributes:
        readings: What they may mean.
        exact: Whether a reading asks for exact case.
        cues: Where one phrase is two cues (`né` denies and joins), the one with a status goes first.
    """

    readings: tuple[Reading, ...]
    exact: bool
    cues: tuple[Cue, ...]


_MEMORY = 200_000
"""How many steps from node to node are remembered. In memory only, and bounded."""

_GOES_ON, _MAY_END = 1, 2


class Node(dict[int, "Node | None"]):
    """Next piece -> the node that it leads to, or None: searched when it is first asked for, and remembered.

    Of the many steps that a node has, reports take a few; a node with all of them at hand would be slower to make and
    too large for the processor's cache.

    Attributes:
        accepts: What the forms mean that end here.
        before_blank: Where a word and the blank behind it led here, what those mean that end before the blank.
    """

    __slots__ = ("_high", "_low", "_trie", "accepts", "before_blank")

    def __init__(self, trie: Trie, number: int, before_blank: Accepts | None) -> None:
        super().__init__()
        self._trie = trie
        self._low, self._high = trie.edges(number)
        self.accepts = trie.accepts(number)
        self.before_blank = before_blank

    def __missing__(self, piece: int) -> Node | None:
        node = self[piece] = self._trie.step(self._low, self._high, piece)
        return node


class Beginnings(dict[int, Node]):
    """Piece -> the node that it leads to with which a form begins, made when it is first asked for."""

    __slots__ = ("_trie",)

    def __init__(self, trie: Trie) -> None:
        super().__init__()
        self._trie = trie

    def __missing__(self, piece: int) -> Node:
        node = self[piece] = self._trie.begin(piece)
        return node


class Trie:
    """Leads from piece to piece, and knows at a glance which pairs of pieces need no look at any node.

    Attributes:
        begins: For each piece whether a form begins with it: 0 no, 1 yes but none ends with it, 2 yes. The last is for
            the unknown piece, -1.
        continues: For each piece whether any form goes on with it.
        beginnings: The nodes that forms begin with, as far as they were asked for.

    Args:
        arrays: The arrays of the forms file.
        blank: The number of the piece that is a blank; below 0 where no form has one.
        means: What the accepts of this range (first, one past the last) mean.
    """

    def __init__(self, arrays: Mapping[str, array[int]], blank: int, means: Callable[[int, int], Accepts]) -> None:
        self._root = arrays["root"]
        self._edge_start = arrays["edge_start"]
        self._edge_piece = arrays["edge_piece"]
        self._edge_target = arrays["edge_target"]
        self._accept_start = arrays["accept_start"]
        self._blank = blank
        self._means = means
        self.beginnings = Beginnings(self)
        self._steps = 0
        begins, continues = bytearray(len(self._root)), bytearray(len(self._root))
        for piece in compress(count(), self._root):
            begins[piece] = _MAY_END
        for piece in set(self._edge_piece):
            continues[piece] = True
        self.begins = 2 * begins + bytearray(1)
        self.continues = bytes(2 * continues + bytearray(1))

    def begin(self, piece: int) -> Node:
        """The node that a piece leads to with which a form begins."""
        node = self._node(self._root[piece % len(self._root)], blank=piece >= len(self._root))
        if not node.accepts and not node.before_blank:
            self.begins[piece] = _GOES_ON
        return node

    def step(self, low: int, high: int, piece: int) -> Node | None:
        """The node that a piece leads to along one of these edges, or None."""
        if self._steps >= _MEMORY:
            self.beginnings.clear()
            self._steps = 0
        self._steps += 1
        pieces = len(self._root)
        number = self._target(low, high, piece % pieces) if piece >= 0 else 0
        return self._node(number, blank=piece >= pieces) if number else None

    def edges(self, number: int) -> tuple[int, int]:
        """The first edge of a node, and one past the last."""
        return self._edge_start[number], self._edge_start[number + 1]

    def accepts(self, number: int) -> Accepts | None:
        """What the forms mean that end at a node."""
        first, past = self._accept_start[number], self._accept_start[number + 1]
        return self._means(first, past) if first < past else None

    def _node(self, number: int, *, blank: bool) -> Node:
        """A node, or the one that the blank behind it leads to; where it leads nowhere, node 0 has no edges."""
        if not blank:
            return Node(self, number, None)
        return Node(self, self._target(*self.edges(number), self._blank), self.accepts(number))

    def _target(self, low: int, high: int, piece: int) -> int:
        edge = bisect_left(self._edge_piece, piece, low, high)
        return self._edge_target[edge] if edge < high and self._edge_piece[edge] == piece else 0
