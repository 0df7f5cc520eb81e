"""MRI: a magnet lines up tiny magnets in the body, radio waves tip them, and their answer becomes a picture.

The arrows and their answer are computed after Bloch: they turn together, slowly fall out of step and stand up again.
The picture is a real one, computed back from its own frequencies, from the middle of k-space outwards.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.media.stage import (
    HEIGHT,
    WIDTH,
    Colour,
    Frame,
    Gray,
    Raster,
    blend,
    dimmed,
    element,
    group,
    mix,
    paint,
    path,
    ramp,
)

_RIM: Final = 232.0
_BORE: Final = 178.0
_GRID: Final = 44.0
_ARROW: Final = 16.0
_TOWARDS_US: Final = 2.0
"""An arrow that looks shorter than this points at the one who looks: only its head is seen."""

_TURN: Final = 1.6
"""Seconds of one turn of the arrows; in truth they turn many million times a second."""

_OUT_OF_STEP: Final = 1.9
_UPRIGHT: Final = 3.4
_LEFT_X: Final = 262.0
_CURVE: Final = (604.0, 316.0, 110.0)
_WAITS: Final = 0.4
_PANEL: Final = 420.0


class MagneticResonance:
    """The film.

    Args:
        brain: A slice of a brain MRI, 0 black to 1 white: (rows, columns).
    """

    def __init__(self, brain: Gray) -> None:
        size = max(brain.shape)
        square = np.zeros((size, size), np.float32)
        top, left = (size - brain.shape[0]) // 2, (size - brain.shape[1]) // 2
        square[top : top + brain.shape[0], left : left + brain.shape[1]] = brain
        self._frequencies = np.fft.fftshift(np.fft.fft2(square))
        axis = np.arange(size) - size // 2
        self._distance = np.hypot(axis[:, None], axis) / (size / 2)
        self._strength = _strength(self._frequencies)
        chance = np.random.default_rng(3)
        steps = [number * _GRID for number in range(-4, 5)]
        self._places = [(x, y) for y in steps for x in steps if math.hypot(x, y) < _BORE - 22]
        count = len(self._places)
        self._random = chance.uniform(-math.pi, math.pi, count)
        self._drift = np.sort(chance.normal(0, 1, count))
        chance.shuffle(self._drift)

    def frame(self, scene: str, at: float, seconds: float) -> Frame:
        """See `Scenes.frame`."""
        x, y = WIDTH / 2, HEIGHT / 2
        match scene:
            case "random":
                return paint(_magnet(x, y, 0.0) + self._arrows(x, y, self._random + 0.12 * np.sin(at + self._random)))
            case "line-up":
                lined = ramp(at, 0.8, seconds - 1.6)
                angles = self._random + 0.12 * np.sin(seconds + at + self._random)
                return paint(_magnet(x, y, ramp(at, 0.2, 2.4)) + self._arrows(x, y, angles * (1 - lined)))
            case "radio":
                x = mix(WIDTH / 2, _LEFT_X, ramp(at, 0.0, 1.4))
                tilt = math.pi / 2 * ramp(at, 2.0, seconds - 1.6)
                waves = group(
                    _waves(x, y, at, 1), fade=min(ramp(at, 1.2, 2.0), 1 - ramp(at, seconds - 1.4, seconds - 0.6))
                )
                return paint(_magnet(x, y, 1.0) + self._turning(x, y, tilt, at - seconds, 0.0) + waves)
            case "answer":
                return self._answer(at, seconds)
            case "picture":
                return self._picture(at, seconds)
        raise KeyError(scene)

    def _answer(self, at: float, seconds: float) -> Frame:
        x, y = _LEFT_X, HEIGHT / 2
        free = max(0.0, at - _WAITS)
        waves = group(_waves(x, y, at, -1), fade=ramp(at, 0.2, 1.0) * math.exp(-free / 2.6))
        drawing = _magnet(x, y, 1.0) + self._turning(x, y, math.pi / 2, at, free) + waves
        left, width, high = _CURVE
        span = seconds - 1.0
        times = np.linspace(0, min(free, span), 2 + round(min(free, span) * 40))
        points = [(left + width * float(t) / span, y - high * self._signal(float(t))) for t in times]
        drawing += element("path", d=f"M{left} {y}H{left + width}", stroke=Colour.TEAL, stroke_width=2.5)
        drawing += path(points, fill="none", stroke=Colour.LIGHT, stroke_width=4.0)
        return paint(drawing + element("circle", cx=points[-1][0], cy=points[-1][1], r=6.0, fill=Colour.LIGHT))

    def _picture(self, at: float, seconds: float) -> Frame:
        gathered = ramp(at, 0.8, seconds - 1.6)
        radius = 0.02 + 1.44 * gathered**2.2
        inside = np.clip((radius - self._distance) / 0.02 + 0.5, 0, 1)
        picture = np.abs(np.fft.ifft2(np.fft.ifftshift(self._frequencies * inside))).astype(np.float32)
        shown = ramp(at, 0.0, 1.0)
        y = (HEIGHT - _PANEL) / 2
        left, right = 46.0, WIDTH - 46.0 - _PANEL
        rasters = [
            Raster(np.asarray(self._strength * inside, np.float32), left, y, _PANEL, _PANEL, shown, Colour.LIGHT),
            Raster(np.clip(picture, 0, 1), right, y, _PANEL, _PANEL, shown),
        ]
        under = dimmed(self._answer(seconds, seconds), ramp(at, 0.0, 1.0)) if at < 1 else None
        return paint(_frame(left, y, shown) + _frame(right, y, shown), rasters, under)

    def _arrows(self, x: float, y: float, angles: NDArray[np.float64]) -> str:
        tips = [(math.sin(angle), -math.cos(angle)) for angle in angles]
        return "".join(_arrow(x + px, y + py, *tip) for (px, py), tip in zip(self._places, tips, strict=True))

    def _turning(self, x: float, y: float, tilt: float, at: float, free: float) -> str:
        """The arrows while they turn round the upright, seen from the side; at 0 the pulse ends."""
        drawing = ""
        lean, phases = self._state(tilt, free)
        for (px, py), phase in zip(self._places, phases, strict=True):
            turn = 2 * math.pi * at / _TURN + float(phase)
            drawing += _arrow(x + px, y + py, math.sin(lean) * math.cos(turn), -math.cos(lean))
        return drawing

    def _state(self, tilt: float, free: float) -> tuple[float, NDArray[np.float64]]:
        lean = tilt * math.exp(-free / _UPRIGHT)
        return lean, np.asarray(self._drift * 0.9 * free / _OUT_OF_STEP)

    def _signal(self, free: float) -> float:
        """What the antenna hears: the sum of all arrows, as far as they point the same way across."""
        lean, phases = self._state(math.pi / 2, free)
        turn = 2 * math.pi * (free + _WAITS) / _TURN
        return float(np.mean(math.sin(lean) * np.cos(turn + phases)))


def _strength(frequencies: NDArray[np.complex128]) -> Gray:
    loud = np.log1p(np.abs(frequencies))
    low = float(np.percentile(loud, 5))
    return np.asarray(np.clip((loud - low) / (loud.max() - low), 0, 1) ** 1.3, np.float32)


def _magnet(x: float, y: float, strong: float) -> str:
    """The ring of the magnet, brighter when the field is felt."""
    ring = element(
        "circle",
        cx=x,
        cy=y,
        r=(_RIM + _BORE) / 2,
        fill="none",
        stroke=blend(Colour.DEEP, Colour.TEAL, strong * 0.55),
        stroke_width=_RIM - _BORE,
    )
    edges = "".join(
        element("circle", cx=x, cy=y, r=r, fill="none", stroke=Colour.TEAL, stroke_width=2.5) for r in (_RIM, _BORE)
    )
    return ring + edges


def _arrow(x: float, y: float, across: float, up: float) -> str:
    """A small arrow round its middle; the vector has a length of up to 1."""
    dx, dy = across * _ARROW, up * _ARROW
    length = math.hypot(dx, dy)
    body = element(
        "path",
        d=f"M{x - dx:.2f} {y - dy:.2f}L{x + dx * 0.55:.2f} {y + dy * 0.55:.2f}",
        stroke=Colour.SAND,
        stroke_width=4.0,
    )
    if length < _TOWARDS_US:
        return element("circle", cx=x, cy=y, r=4.0, fill=Colour.SAND)
    ux, uy = dx / length, dy / length
    head = min(9.0, length * 0.62)
    tip = (x + dx, y + dy)
    base = (tip[0] - ux * head, tip[1] - uy * head)
    wing = head * 0.62
    corners = [tip, (base[0] - uy * wing, base[1] + ux * wing), (base[0] + uy * wing, base[1] - ux * wing)]
    return body + path(corners, closed=True, fill=Colour.SAND, stroke=Colour.SAND, stroke_width=1.5)


def _waves(x: float, y: float, at: float, way: int) -> str:
    """Radio waves between the body and the antenna on the right; way 1 goes in, -1 comes out."""
    drawing = ""
    near, far, rise = (x + _RIM + 34, x + _RIM + 390, 96.0) if way > 0 else (x + _RIM + 14, x + _RIM + 96, 54.0)
    for number in range(5):
        share = (number / 5 + at / 5.0) % 1.0
        place = mix(far, near, share) if way > 0 else mix(near, far, share)
        bulge = -34.0 if way > 0 else 20.0
        drawing += element(
            "path",
            d=f"M{place:.2f} {y - rise:.2f}Q{place + bulge:.2f} {y:.2f} {place:.2f} {y + rise:.2f}",
            fill="none",
            stroke=Colour.SAND if way > 0 else Colour.LIGHT,
            stroke_width=4.0,
            stroke_opacity=math.sin(math.pi * share) ** 0.8,
        )
    return drawing


def _frame(x: float, y: float, shown: float) -> str:
    box = {"x": x - 1, "y": y - 1, "width": _PANEL + 2, "height": _PANEL + 2}
    return element("rect", **box, rx=6.0, fill="none", stroke=Colour.TEAL, stroke_width=2.5, stroke_opacity=shown)
