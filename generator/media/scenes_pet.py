"""PET: the way of the tracer. It travels with the blood, gathers where cells use sugar, and sends out light in pairs.

A drawing on the outline of the EBI anatomogram, and no scan: it shows where the tracer goes in every healthy body, the
brain that lives on sugar, and the bladder through which the tracer leaves. Nothing in it is a disease.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter

from generator.media.stage import (
    HEIGHT,
    WIDTH,
    Colour,
    Frame,
    Gray,
    Raster,
    cover,
    ease,
    element,
    group,
    mix,
    paint,
    ramp,
)

_SCALE: Final = 4.7
_TOP: Final = 18.0
_DROPS: Final = 260
_CROOK: Final = 0.56
"""The height at which the tracer comes in, as a share of the drawing: the crook of an arm."""

_SHOULDER: Final = 0.335
_NECK: Final = 0.235
_SHARES: Final = {"brain": 0.44, "heart": 0.13, "kidney": 0.11, "bladder": 0.17}
"""How many of the drops gather where; the others stay spread over the body."""

_GLOWS: Final = {"brain": 1.0, "heart": 0.5, "kidney": 0.45, "bladder": 0.9}
_RING: Final = (286.0, 46.0)
_PAIRS: Final = 13
_INSIDE: Final = 0.5
_AT_THE_HEART: Final = 0.5
"""The share of a drop's way into the body at which it passes the heart."""

Point = tuple[float, float]


class PositronEmission:
    """The film.

    Args:
        outline: The SVG that generator.media.anatomogram draws: one path an organ.
    """

    def __init__(self, outline: str) -> None:
        tree = ET.fromstring(outline)  # noqa: S314 - our own drawing
        self._paths = {node.get("id", ""): node.get("d", "") for node in tree if node.get("d")}
        self._left = 0.0
        head = np.flatnonzero(self._mask("body")[: round(_TOP + 0.15 * HEIGHT)].any(axis=0))
        self._left = WIDTH / 2 - (int(head[0]) + int(head[-1])) / 2
        masks = {name: self._mask(name) for name in ("body", *_SHARES)}
        self._body = masks["body"]
        chance = np.random.default_rng(11)
        ends = [_points(masks[name], round(share * _DROPS), chance) for name, share in _SHARES.items()]
        rest = _DROPS - sum(len(end) for end in ends)
        self._spread = _points(masks["body"], _DROPS, chance)
        self._ends = [*(point for end in ends for point in end), *self._spread[_DROPS - rest :]]
        self._start = chance.uniform(0, 1, _DROPS)
        self._phase = chance.uniform(0, 2 * math.pi, _DROPS)
        self._glow = {name: _soft(masks[name]) for name in _SHARES}
        self._arm = _leftmost(masks["body"], _CROOK)
        shoulder = _leftmost(masks["body"], _SHOULDER, inset=26.0)
        self._shoulders = (shoulder, (WIDTH - shoulder[0], shoulder[1]))
        rows, found = np.nonzero(masks["heart"] > _INSIDE)
        self._heart = (float(found.mean()), float(rows.mean()))

    def frame(self, scene: str, at: float, seconds: float) -> Frame:
        """See `Scenes.frame`."""
        match scene:
            case "tracer":
                return self._stage(
                    self._drops(at / seconds, entered=ramp(at, 1.0, seconds) * 0.25, gathered=0.0), needle=1.0
                )
            case "travel":
                entered = mix(0.25, 1.0, min(1.0, at / (seconds - 0.5)))
                return self._stage(
                    self._drops(at / seconds, entered=entered, gathered=0.0), needle=1 - ramp(at, seconds - 2, seconds)
                )
            case "gather":
                return self._stage(
                    self._drops(at / seconds, entered=1.0, gathered=ramp(at, 0.4, seconds - 0.8)),
                    organs=ramp(at, 0.2, 2.4),
                )
            case "pairs":
                y = mix(46.0, 470.0, (1 - math.cos(math.pi * min(1.0, at / seconds))) / 2)
                ring = min(ramp(at, 0.0, 1.2), 1 - ramp(at, seconds - 0.9, seconds))
                pairs = self._pairs(at, seconds, y)
                return self._stage(
                    self._drops(at / seconds, 1.0, 1.0),
                    organs=1.0,
                    behind=group(_ring(y, -1), fade=ring),
                    over=group(_ring(y, 1) + pairs, fade=ring),
                )
            case "glow":
                drops = group(self._drops(at / seconds, 1.0, 1.0), fade=1 - ramp(at, 0.8, 3.0))
                return self._stage(drops, organs=1.0, glow=ramp(at, 0.8, 3.4))
        raise KeyError(scene)

    def _shape(self, name: str, left: float, **attributes: float | str | None) -> str:
        inner = element("path", d=self._paths[name], **attributes)
        return element("g", inner, transform=f"translate({left:.2f} {_TOP}) scale({_SCALE / 100:.5f})")

    def _mask(self, name: str) -> Gray:
        return cover(self._shape(name, self._left, fill="#ffffff"))

    def _stage(
        self,
        drops: str,
        *,
        organs: float = 0.0,
        needle: float = 0.0,
        behind: str = "",
        over: str = "",
        glow: float = 0.0,
    ) -> Frame:
        line = 2.5 * 100 / _SCALE
        body = self._shape("body", self._left, fill=Colour.DEEP, stroke=Colour.TEAL, stroke_width=line)
        drawing = body + "".join(
            group(self._shape(name, self._left, fill=Colour.TEAL, fill_opacity=0.42), fade=organs) for name in _SHARES
        )
        ground = paint(behind + drawing)
        rasters = [
            Raster(
                np.ones_like(mask),
                0,
                0,
                WIDTH,
                HEIGHT,
                np.asarray(mask * glow * _GLOWS[name], np.float32),
                Colour.SAND,
            )
            for name, mask in self._glow.items()
            if glow > 0
        ]
        return paint(drops + group(self._needle(), fade=needle) + over, rasters, under=ground)

    def _needle(self) -> str:
        x, y = self._arm
        line = element("path", d=f"M{x} {y}L{x - 84:.2f} {y - 27:.2f}", stroke=Colour.PAPER, stroke_width=3.5)
        barrel = element(
            "path", d=f"M{x - 84:.2f} {y - 27:.2f}L{x - 166:.2f} {y - 54:.2f}", stroke=Colour.SAND, stroke_width=22.0
        )
        plunger = element(
            "path", d=f"M{x - 166:.2f} {y - 54:.2f}L{x - 204:.2f} {y - 66:.2f}", stroke=Colour.PAPER, stroke_width=6.0
        )
        return line + plunger + barrel

    def _drops(self, share: float, entered: float, gathered: float) -> str:
        """The drops, each on its way: arm, heart, somewhere in the body, and in the end where it stays.

        Each trembles twice in a scene, so that it stands where it stood when the next one begins.
        """
        drawing = ""
        for number in range(_DROPS):
            way = (entered - 0.6 * float(self._start[number])) / 0.4
            if way <= 0:
                continue
            spread = self._spread[number]
            end = self._ends[number]
            if way < _AT_THE_HEART:
                x, y = _along([self._arm, self._shoulders[0], self._heart], way * 2)
            elif gathered <= 0:
                x, y = _along([self._heart, *_vessels(self._heart, spread, self._shoulders), spread], ease(way * 2 - 1))
            else:
                x, y = _along([spread, *_vessels(spread, end, self._shoulders), end], gathered)
            if self._body[min(int(y), HEIGHT - 1), int(x)] < _INSIDE:
                continue
            wobble = 2.2 * math.sin(4 * math.pi * share + float(self._phase[number]))
            drawing += element("circle", cx=x + wobble, cy=y + 0.7 * wobble, r=3.4, fill=Colour.SAND)
        return drawing

    def _pairs(self, at: float, seconds: float, y: float) -> str:
        """Light leaves in pairs, in opposite directions, until the ring catches both."""
        drawing = ""
        lasts = 1.5
        for number in range(_PAIRS):
            share = (at - 0.9 - number * (seconds - 3.2) / _PAIRS) / lasts
            if not 0 < share < 1:
                continue
            at_ring = [point for point in self._ends if abs(point[1] - y) < _RING[1] * 0.7]
            if not at_ring:
                continue
            began = at_ring[(number * 31) % len(at_ring)]
            angle = float(self._phase[number * 7]) * 0.25 + (0.0 if number % 2 else math.pi * 0.85)
            for way in (angle, angle + math.pi):
                drawing += _ray((began[0], y), way, share)
        return drawing


def _vessels(start: Point, end: Point, shoulders: tuple[Point, Point]) -> list[Point]:
    """The bends on the way between two places: shoulders for the arms, chest and neck for the head."""
    right, left = shoulders
    chest, neck = (WIDTH / 2, right[1] + 24), (WIDTH / 2, _TOP + _NECK * (HEIGHT - _TOP))
    way: list[Point] = []
    for place in (start, end):
        bends: list[Point] = []
        if place[1] < neck[1]:
            bends = [neck, chest]
        elif place[1] > right[1] and abs(place[0] - WIDTH / 2) > abs(right[0] - WIDTH / 2) - 14:
            bends = [right if place[0] < WIDTH / 2 else left]
        way += bends if place is start else bends[::-1]
    # Between two places of the head there is no need to go down to the chest.
    return [] if start[1] < neck[1] and end[1] < neck[1] else way


def _along(points: list[Point], share: float) -> Point:
    """The place on a way through points, at equal pace."""
    lengths = [math.dist(one, other) for one, other in pairwise(points)]
    left = share * sum(lengths)
    for (one, other), length in zip(pairwise(points), lengths, strict=True):
        if left <= length and length > 0:
            return mix(one[0], other[0], left / length), mix(one[1], other[1], left / length)
        left -= length
    return points[-1]


def _leftmost(mask: Gray, height: float, inset: float | None = None) -> Point:
    """A place in the part of a shape that is furthest to the left at some height: its middle, or so far inside."""
    y = round(_TOP + height * (HEIGHT - _TOP))
    columns = np.flatnonzero(mask[y] > _INSIDE)
    first = int(columns[0])
    gaps = np.flatnonzero(np.diff(columns) > 1)
    last = int(columns[gaps[0]]) if len(gaps) else int(columns[-1])
    return (first + last) / 2 if inset is None else first + inset, float(y)


def _points(mask: Gray, count: int, chance: np.random.Generator) -> list[Point]:
    """Places inside a shape, no two on top of each other where there is room."""
    rows, columns = np.nonzero(mask > _INSIDE)
    order = chance.permutation(len(rows))
    kept: list[Point] = []
    for gap in (9.0, 6.0, 3.0, 0.0):
        for index in order:
            if len(kept) == count:
                return kept
            place = (float(columns[index]), float(rows[index]))
            if all(math.dist(place, other) >= gap for other in kept):
                kept.append(place)
    return kept


def _soft(mask: Gray) -> Gray:
    return np.asarray(np.clip(gaussian_filter(mask, 6.0) * 1.15, 0, 1), np.float32)


def _ring(y: float, side: int) -> str:
    """Half of the ring of detectors round the body: 1 in front of it, -1 behind it."""
    count, drawing = 44, ""
    wide, high = _RING
    for number in range(count):
        middle = math.pi * (number + 0.5) / count * side
        one, other = (
            (WIDTH / 2 + wide * math.cos(a), y + high * math.sin(a)) for a in (middle - 0.026, middle + 0.026)
        )
        colour = Colour.LIGHT if side > 0 else Colour.TEAL
        d = f"M{one[0]:.2f} {one[1]:.2f}L{other[0]:.2f} {other[1]:.2f}"
        drawing += element("path", d=d, stroke=colour, stroke_width=13.0, stroke_linecap="butt")
    return drawing


def _ray(start: Point, angle: float, share: float) -> str:
    """A short stroke on its way from a drop to the ring."""
    wide, high = _RING
    dx, dy = math.cos(angle), math.sin(angle)
    offset = (start[0] - WIDTH / 2) / wide
    reach = -offset * dx + math.sqrt(max(0.0, 1 - (offset * dy) ** 2))
    head = reach * ease(share * 1.05)
    tail = max(0.0, head - 0.26)
    (x1, y1), (x2, y2) = ((start[0] + wide * dx * r, start[1] + high * dy * r) for r in (tail, head))
    fade = min(1.0, 5 * share, 5 * (1 - share))
    d = f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}"
    return element("path", d=d, stroke=Colour.PAPER, stroke_width=4.0, stroke_opacity=fade)
