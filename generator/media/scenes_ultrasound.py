"""Ultrasound: a pulse of sound goes in, an echo comes back from every border, and late echoes come from deep down.

A drawing with plain shapes, and no scan: the dots stand where the borders of those shapes are, because that is when
their echoes come back.
"""

from __future__ import annotations

import math
from typing import Final

from generator.media.stage import Colour, Frame, element, group, mix, paint, path, ramp

_LEFT: Final = 64.0
_RIGHT: Final = 436.0
_SKIN: Final = 128.0
_FLOOR: Final = 500.0
_CENTRE: Final = (250.0, 316.0)
_RADIUS: Final = 74.0
_PICTURE: Final = (524.0, 372.0)
_BEAMS: Final = 38
_ALONE: Final = 230.0
"""How far to the right the body stands while there is no picture beside it."""

_SPEED: Final = 92.0
"""Pixels a second: sound made slow enough to be watched."""


class Ultrasound:
    """The film."""

    def frame(self, scene: str, at: float, seconds: float) -> Frame:
        """See `Scenes.frame`."""
        middle = _CENTRE[0]
        match scene:
            case "probe":
                come = ramp(at, 0.4, 3.0)
                return paint(group(_body(0.0) + _probe(middle, mix(-70, 0, come)), move=(_ALONE, 0.0)))
            case "echo":
                drawing = _body(0.0) + _probe(middle, 0) + _sound(middle, at - 0.6)
                return paint(group(drawing, move=(_ALONE, 0.0)))
            case "line":
                moved = mix(_ALONE, 0.0, ramp(at, 0.0, 1.4))
                drawing = group(_body(0.0) + _probe(middle, 0) + _sound(middle, at - 1.0), move=(moved, 0.0))
                return paint(drawing + _panel(ramp(at, 0.8, 1.6)) + _dots(middle, 0.0, (at - 1.0) * _SPEED / 2))
            case "picture":
                return self._sweep(at, seconds)
            case "alive":
                # Breathing in and out, slowly, beginning and ending where the last scene stood.
                breath = 0.5 - 0.5 * math.cos(2 * math.pi * 2 * at / seconds)
                x = mix(_RIGHT - 14, middle, ramp(at, 0.0, 1.6))
                return paint(_body(breath) + _probe(x, 0) + _panel(1.0) + "".join(_dots(b, breath) for b in _beams()))
        raise KeyError(scene)

    def _sweep(self, at: float, seconds: float) -> Frame:
        middle, first, last = _CENTRE[0], _LEFT + 14, _RIGHT - 14
        swept = ramp(at, 0.6, seconds - 1.0)
        x = mix(first, last, swept) if swept > 0 else mix(middle, first, ramp(at, 0.0, 0.6))
        seen = 0.8 * min(ramp(at, 0.3, 1.0), 1 - ramp(at, seconds - 0.8, seconds))
        beam = element("path", d=f"M{x} {_SKIN}V{_FLOOR}", stroke=Colour.SAND, stroke_width=3.0)
        lines = "".join(_dots(beam_x, 0.0) for beam_x in _beams() if beam_x <= x and swept > 0)
        alone = group(_dots(middle, 0.0), fade=1 - ramp(at, 0.0, 0.6))
        return paint(_body(0.0) + group(beam, fade=seen) + _probe(x, 0) + _panel(1.0) + alone + lines)


def _beams() -> list[float]:
    return [mix(_LEFT + 14, _RIGHT - 14, number / (_BEAMS - 1)) for number in range(_BEAMS)]


def _upper(x: float) -> float:
    return 188 + 9 * math.sin((x - _LEFT) / 95)


def _lower(x: float) -> float:
    return 446 + 12 * math.sin((x - _LEFT) / 120 + 1)


def _radii(breath: float) -> tuple[float, float]:
    return _RADIUS * (1.12 + 0.10 * breath), _RADIUS * (0.92 - 0.12 * breath)


def _borders(x: float, breath: float) -> list[float]:
    """How deep the borders lie under a place of the skin, from above: (y of each)."""
    wide, high = _radii(breath)
    away = (x - _CENTRE[0]) / wide
    borders = [_upper(x)]
    if abs(away) < 1:
        half = high * math.sqrt(1 - away * away)
        borders += [_CENTRE[1] - half, _CENTRE[1] + half]
    return [*borders, _lower(x)]


def _body(breath: float) -> str:
    """Layers of tissue and, between them, something round and full of water."""
    xs = [mix(_LEFT, _RIGHT, number / 60) for number in range(61)]
    block = element(
        "rect",
        x=_LEFT,
        y=_SKIN,
        width=_RIGHT - _LEFT,
        height=_FLOOR - _SKIN,
        rx=14.0,
        fill=Colour.DEEP,
        stroke=Colour.TEAL,
        stroke_width=2.5,
    )
    upper = [(x, _upper(x)) for x in xs]
    lower = [(x, _lower(x)) for x in xs]
    between = path([*upper, *reversed(lower)], closed=True, fill=Colour.TEAL, fill_opacity=0.42)
    lines = "".join(path(line, fill="none", stroke=Colour.TEAL, stroke_width=3.0) for line in (upper, lower))
    wide, high = _radii(breath)
    round_ = element(
        "ellipse",
        cx=_CENTRE[0],
        cy=_CENTRE[1],
        rx=wide,
        ry=high,
        fill=Colour.SHADE,
        stroke=Colour.TEAL,
        stroke_width=3.0,
    )
    return block + between + lines + round_


def _probe(x: float, lift: float) -> str:
    """The probe on the skin, with gel under it."""
    top = _SKIN + lift
    gel = element("ellipse", cx=x, cy=_SKIN - 1, rx=62.0, ry=8.0, fill=Colour.LIGHT, fill_opacity=0.7)
    head = element("rect", x=x - 46, y=top - 46, width=92.0, height=40.0, rx=12.0, fill=Colour.PAPER)
    neck = element(
        "path", d=f"M{x - 25:.2f} {top - 46:.2f}V{top - 128:.2f}H{x + 25:.2f}V{top - 46:.2f}Z", fill=Colour.SAND
    )
    return gel + neck + head


def _sound(x: float, at: float) -> str:
    """The pulse on its way down, and the echoes on their way up."""
    if at <= 0:
        return ""
    depth = _SKIN + at * _SPEED
    found = _borders(x, 0.0)
    drawing = ""
    if depth < _FLOOR - 6:
        passed = sum(border < depth for border in found)
        drawing += _wave(x, depth, 1, 1.0 - 0.14 * passed, Colour.SAND)
    for border in found:
        back = border - (depth - border)
        if _SKIN < back < border:
            drawing += _wave(x, back, -1, 0.85, Colour.LIGHT)
    return drawing


def _wave(x: float, y: float, way: int, strength: float, colour: str) -> str:
    """Three short arcs, the first the strongest."""
    arcs = ""
    for number in range(3):
        top = y - way * 9 * number
        wide = 44 - 7 * number
        arcs += element(
            "path",
            d=f"M{x - wide:.2f} {top - way * 7:.2f}Q{x:.2f} {top + way * 9:.2f} {x + wide:.2f} {top - way * 7:.2f}",
            fill="none",
            stroke=colour,
            stroke_width=4.0,
            stroke_opacity=strength * (1 - 0.3 * number),
        )
    return arcs


def _panel(shown: float) -> str:
    left, width = _PICTURE
    box = {"x": left, "y": _SKIN, "width": width, "height": _FLOOR - _SKIN}
    return group(element("rect", **box, rx=14.0, fill=Colour.SHADE, stroke=Colour.TEAL, stroke_width=2.5), fade=shown)


def _dots(x: float, breath: float, heard: float = math.inf) -> str:
    """One line of the picture: a dot for each echo that is back, as deep as it was long on its way."""
    place = _PICTURE[0] + x - _LEFT
    marks = ""
    for border in _borders(x, breath):
        loud = min(1.0, max(0.0, (heard - (border - _SKIN)) / 14))
        if loud > 0:
            marks += element("circle", cx=place, cy=border, r=4.6 * loud, fill=Colour.PAPER)
    return marks
