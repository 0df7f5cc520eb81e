"""Mammography: why it presses. Spread out, things that lay behind one another throw shadows side by side.

A drawing with plain shapes, and no scan. The strip below is computed: it shows the shadows that the shapes throw.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from generator.media.stage import WIDTH, Colour, Frame, Gray, Raster, element, group, mix, paint, ramp

_PLATE: Final = 398.0
_HIGH: Final = 236.0
_FLAT: Final = 104.0
_WIDE: Final = 300.0
_STRIP: Final = (150.0, 440.0, 660.0, 58.0)
_SPOTS: Final = (
    (-0.78, 0.06, 15.0),
    (-0.585, -0.34, 17.0),
    (-0.39, 0.40, 16.0),
    (-0.20, -0.60, 15.0),
    (-0.01, 0.10, 17.0),
    (0.52, -0.44, 15.0),
    (0.70, 0.02, 16.0),
)
"""Places in the tissue as shares of its half width and height, and radii."""

_PAIR: Final = ((0.19, 0.62, 16.5), (0.32, -0.24, 16.5))
"""Two that lie one over the other."""

_PAIR_COLOURS: Final = (Colour.LIGHT, Colour.SAND)


class Mammography:
    """The film."""

    def frame(self, scene: str, at: float, seconds: float) -> Frame:
        """See `Scenes.frame`."""
        match scene:
            case "round":
                return _stage(0.0, 0.0, 0.0)
            case "behind":
                return _stage(0.0, ramp(at, 0.4, 2.4), ramp(at, 2.2, 3.8))
            case "press":
                return _stage(ramp(at, 0.6, seconds - 1.2), mix(1.0, 0.0, ramp(at, 0.0, 0.8)), 1.0)
            case "apart":
                return _stage(1.0, ramp(at, 0.4, 2.0), 1.0)
            case "release":
                return _stage(1 - ramp(at, 1.4, seconds - 1.0), 1 - ramp(at, 0.0, 1.0), 1 - ramp(at, 0.6, 1.8))
        raise KeyError(scene)


def _size(pressed: float) -> tuple[float, float]:
    """Half width and height of the tissue: as it gets lower it gets wider, and stays as much."""
    height = mix(_HIGH, _FLAT, pressed)
    return _WIDE / 2 * (_HIGH / height) ** 0.85, height / 2


def _places(pressed: float) -> list[tuple[float, float, float]]:
    wide, half = _size(pressed)
    middle = _PLATE - half
    # Pressed spots keep their size: they only move.
    return [(WIDTH / 2 + x * wide, middle + y * (half - r - 4) / 0.66, r) for x, y, r in (*_SPOTS, *_PAIR)]


def _stage(pressed: float, rays: float, shadow: float) -> Frame:
    wide, half = _size(pressed)
    top = _PLATE - 2 * half
    drawing = element(
        "rect",
        x=WIDTH / 2 - wide,
        y=top,
        width=2 * wide,
        height=2 * half,
        rx=min(wide, mix(half, half * 0.92, pressed)),
        ry=half * mix(1.0, 0.92, pressed),
        fill=Colour.DEEP,
        stroke=Colour.TEAL,
        stroke_width=3.0,
    )
    places = _places(pressed)
    for number, (x, y, r) in enumerate(places):
        pair = number - len(_SPOTS)
        colour = Colour.TEAL if pair < 0 else _PAIR_COLOURS[pair]
        drawing += element("circle", cx=x, cy=y, r=r, fill=colour, fill_opacity=0.75 if pair < 0 else 1.0)
    drawing += group(_beams(places, top), fade=rays)
    drawing += _plates(top)
    x, y, width, height = _STRIP
    rasters = [Raster(_shadows(places), x, y, width, height, shadow)]
    for place, colour in zip(places[-2:], _PAIR_COLOURS, strict=True):
        own = _shadows([place])
        cover = np.asarray((own - own.min()) * 2.2 * shadow, np.float32)
        rasters.append(Raster(np.ones_like(own), x, y, width, height, cover, colour))
    box = {"x": x - 1, "y": y - 1, "width": width + 2, "height": height + 2}
    drawing += group(
        element("rect", **box, rx=6.0, fill="none", stroke=Colour.TEAL, stroke_width=2.5), fade=max(shadow, 0.35)
    )
    return paint(drawing, rasters)


def _plates(top: float) -> str:
    """The two plates: the lower one stands still, the upper one follows the tissue."""
    upper = element("rect", x=170.0, y=top - 16, width=620.0, height=12.0, rx=6.0, fill=Colour.PAPER, fill_opacity=0.85)
    lower = element("rect", x=150.0, y=_PLATE + 4, width=660.0, height=14.0, rx=7.0, fill=Colour.SAND)
    return upper + lower


def _beams(places: list[tuple[float, float, float]], top: float) -> str:
    """Rays from above through the two in question, down to the strip."""
    lines = ""
    for (x, _, _), colour in zip(places[-2:], _PAIR_COLOURS, strict=True):
        lines += element(
            "path",
            d=f"M{x:.2f} {top - 64:.2f}V{_STRIP[1] - 6:.2f}",
            stroke=colour,
            stroke_width=3.0,
            stroke_dasharray="2 9",
        )
    return lines


def _shadows(places: list[tuple[float, float, float]]) -> Gray:
    """How much of the way of each ray leads through spots: brighter where it is more, as on a film."""
    left, _, width, _ = _STRIP
    x = left + np.arange(round(width), dtype=np.float32) + 0.5
    depth = np.zeros_like(x)
    for place, _, radius in places:
        depth += 2 * np.sqrt(np.clip(radius**2 - (x - place) ** 2, 0, None))
    row = np.clip(0.10 + depth / 92, 0, 1)
    return np.asarray(np.repeat(row[None, :], round(_STRIP[3]), axis=0), np.float32)
