"""Where pins stand and names beside a picture point: room between pins, and lines that do not cross.

Coordinates are shares of the picture: x from its left edge, y from its upper edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

Point = tuple[float, float]

PIN_GAP: Final = 22
"""Pixels between the middles of two pins: the width of one."""

SMALL_WIDTH: Final = 288
"""The width in pixels of a picture on the smallest screen, 320 pixels less its margins."""

WIDE_WIDTH: Final = 576
"""The width in pixels of a picture that has names on both sides."""

ROW_HEIGHT: Final = 64
"""Pixels for a name beside a picture, with the everyday word under it."""

MOST_ROWS: Final = 12
"""The style sheet knows so many rows."""


@dataclass(frozen=True, slots=True)
class Leader:
    """The line from a name beside a picture to what it names.

    Attributes:
        side: `left` or `right` of the picture.
        row: The row of the name, counted from 1.
        y: Where the line leaves the edge of the picture.
    """

    side: str
    row: int
    y: float


def pins_apart(one: Point, other: Point, shape: float) -> bool:
    """Whether two pins do not touch on the smallest screen.

    Args:
        one: A pin.
        other: Another one.
        shape: The height of the picture, as a multiple of its width.
    """
    across, down = (one[0] - other[0]) * SMALL_WIDTH, (one[1] - other[1]) * SMALL_WIDTH * shape
    return math.hypot(across, down) >= PIN_GAP


def pin_whole(pin: Point, shape: float) -> bool:
    """Whether no edge of the picture cuts a pin on the smallest screen; see `pins_apart`."""
    half = PIN_GAP / 2
    height = SMALL_WIDTH * shape
    return half <= pin[0] * SMALL_WIDTH <= SMALL_WIDTH - half and half <= pin[1] * height <= height - half


def rows_beside(shape: float, width: float = WIDE_WIDTH) -> int:
    """How many names have room, one under the other, on one side of a picture of this shape and width in pixels."""
    return min(MOST_ROWS, int(width * shape / ROW_HEIGHT))


def leaders(points: Sequence[Point], rows: int) -> tuple[Leader, ...]:
    """A name for each point, half of them on each side, in rows near their points, so that no two lines cross.

    Args:
        points: What is named.
        rows: How many rows there are on each side.

    Returns:
        One for each point, in their order; empty where they have no room.
    """
    half = math.ceil(len(points) / 2)
    if half > rows or not points:
        return ()
    order = sorted(range(len(points)), key=lambda number: (points[number][0], number))
    found: dict[int, Leader] = {}
    for side, numbers in (("left", order[:half]), ("right", order[half:])):
        edge = 0.0 if side == "left" else 1.0
        upright = sorted(numbers, key=lambda number: (points[number][1], number))
        taken = _rows([points[number][1] for number in upright], rows)
        for number, row in zip(_uncrossed(upright, taken, points, edge, rows), taken, strict=True):
            found[number] = Leader(side, row + 1, _middle(row, rows))
    return tuple(found[number] for number in range(len(points)))


def crossing(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    """Whether two lines, given by their ends, cross."""

    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = first, second
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def _middle(row: int, rows: int) -> float:
    return round((row + 0.5) / rows, 4)


def _rows(heights: Sequence[float], rows: int) -> list[int]:
    """A row for each of these heights, which rise: as near as there is room, and never two in one."""
    found: list[int] = []
    for number, height in enumerate(heights):
        least = found[-1] + 1 if found else 0
        most = rows - (len(heights) - number)
        found.append(min(max(least, int(height * rows)), most))
    return found


def _uncrossed(
    numbers: Sequence[int], taken: Sequence[int], points: Sequence[Point], edge: float, rows: int
) -> list[int]:
    """The numbers in an order in which their lines do not cross; each exchange makes all lines together shorter."""
    order = list(numbers)

    def line(place: int) -> tuple[Point, Point]:
        return (edge, _middle(taken[place], rows)), points[order[place]]

    crossed = True
    while crossed:
        crossed = False
        for one, other in combinations(range(len(order)), 2):
            if crossing(line(one), line(other)):
                order[one], order[other] = order[other], order[one]
                crossed = True
    return order
