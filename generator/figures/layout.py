"""Where pins stand, and whether they leave each other room."""

from __future__ import annotations

import math

from generator.figures.model import Label

PIN_GAP = 22
"""Pixels between the middles of two pins: the width of one."""

SMALL_WIDTH = 288
"""The width in pixels of a picture on the smallest screen, 320 pixels less its margins."""


def pins_apart(one: Label, other: Label, shape: float) -> bool:
    """Whether two pins do not touch on the smallest screen.

    Args:
        one: A pin.
        other: Another one.
        shape: The height of the picture, as a multiple of its width.
    """
    across, down = (one.x - other.x) * SMALL_WIDTH, (one.y - other.y) * SMALL_WIDTH * shape
    return math.hypot(across, down) >= PIN_GAP
