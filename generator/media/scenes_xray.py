"""X-ray: rays go through a real slice of a body, each is weakened by what it meets, and the shadows make a picture.

The light is computed: every point shows how much of its ray is left there. The picture is the same thing done for the
whole scan.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_fill_holes, gaussian_filter, map_coordinates

from generator.media.chest import Scan
from generator.media.stage import (
    HEIGHT,
    WIDTH,
    Colour,
    Frame,
    Gray,
    Raster,
    dimmed,
    element,
    mix,
    paint,
    ramp,
)
from generator.media.xray import SHOWN, attenuation, project, shown

SLICE: Final = 52
"""The slice through which the rays are followed, counted from the top: lungs, heart and spine."""

_TUBE_X: Final = 56.0
_BODY_X: Final = 346.0
_HALF: Final = 142.0
_PLATE: Final = 540.0
_PLATE_TOP: Final = 42.0
_SPREAD: Final = 0.455
_PANEL: Final = (604.0, 106.0, 320.0)
_LEAVES: Final = 1.2
_SKIN: Final = -300
_LEFT_AT_ONE: Final = 1.15
"""How strongly a body's width of water weakens a ray: gentler than in truth, so that the eye can follow it."""


class Radiography:
    """The film.

    Args:
        scan: A chest CT.
    """

    def __init__(self, scan: Scan) -> None:
        # The back towards the tube, the front towards the plate, as in most X-rays of the chest.
        slice_ = np.rot90(scan.volume.values[SLICE], -1).astype(np.float32)
        body = np.asarray(binary_fill_holes(slice_ > _SKIN), np.float32)
        self._body = np.asarray(gaussian_filter(body, 1.2))
        self._organs = np.asarray(np.clip((slice_ + 950) / 1300, 0, 1), np.float32)
        self._left, self._way = _light(slice_, body)
        column = self._left[round(_PLATE_TOP) : HEIGHT - round(_PLATE_TOP), round(_PLATE) - 2, None]
        self._caught = np.asarray((1 - column / column.max()) ** 1.5, np.float32)
        self._picture = _radiograph(scan)
        self._lungs = _seen(scan, 110, "lung")
        self._bones = _seen(scan, 10, "rib", "vertebrae", "clavicula")

    def frame(self, scene: str, at: float, seconds: float) -> Frame:
        """See `Scenes.frame`."""
        match scene:
            case "tube":
                return self._rays(mix(0, 0.26, ramp(at, 1.5, seconds - 0.5)), 0.0, 0.0)
            case "through":
                return self._rays(mix(0.26, 1.1, ramp(at, 0.8, seconds - 1.0)), ramp(at, 0.0, 1.6), 0.0)
            case "picture":
                return self._rays(1.1, 1.0, ramp(at, 0.6, 3.2))
            case "black" | "white":
                return self._read(scene, at)
        raise KeyError(scene)

    def _rays(self, front: float, inside: float, developed: float) -> Frame:
        middle = HEIGHT / 2
        box = (_BODY_X - _HALF, middle - _HALF, 2 * _HALF, 2 * _HALF)
        reached = np.clip((front - self._way) / 0.03, 0, 1)
        plain = np.ones_like(self._body)
        rasters = [
            Raster(plain, *box, np.asarray(self._body * 0.75), Colour.TEAL),
            Raster(self._organs, *box, np.asarray(self._body * 0.7 * inside), Colour.LIGHT),
            Raster(
                np.ones_like(self._left),
                0,
                0,
                WIDTH,
                HEIGHT,
                np.asarray(self._left * reached * 0.85, np.float32),
                Colour.SAND,
            ),
        ]
        x, y, width = _PANEL
        height = width * self._picture.shape[0] / self._picture.shape[1]
        caught = float(np.clip((front - 0.98) / 0.1, 0, 1))
        rasters.append(Raster(self._caught, _PLATE, _PLATE_TOP, 16, HEIGHT - 2 * _PLATE_TOP, caught))
        drawing = [_tube(), _plate()]
        if developed > 0:
            rasters.append(Raster(self._picture, x, y, width, height, developed))
            drawing.append(_frame(x, y, width, height, developed))
        return paint("".join(drawing), rasters)

    def _read(self, scene: str, at: float) -> Frame:
        x, y, width = _PANEL
        rows, columns = self._picture.shape
        height = width * rows / columns
        full_height = 500.0
        full_width = full_height * columns / rows
        grown = ramp(at, 0.0, 1.8) if scene == "black" else 1.0
        left, top = mix(x, (WIDTH - full_width) / 2, grown), mix(y, 20.0, grown)
        size = (mix(width, full_width, grown), mix(height, full_height, grown))
        shown = ramp(at, 2.0, 3.4)
        tint = np.ones_like(self._picture)
        rasters = [Raster(self._picture, left, top, *size)]
        if scene == "black":
            rasters.append(Raster(tint, left, top, *size, np.asarray(self._lungs * 0.42 * shown), Colour.TEAL))
        else:
            lungs = np.asarray(self._lungs * 0.42 * (1 - ramp(at, 0.0, 1.2)))
            rasters.append(Raster(tint, left, top, *size, lungs, Colour.TEAL))
            bones = np.asarray(self._bones * 0.36 * ramp(at, 0.8, 2.2))
            rasters.append(Raster(tint, left, top, *size, bones, Colour.GOLD))
        left_over = scene == "black" and at < _LEAVES
        under = dimmed(self._rays(1.1, 1.0, 1.0), ramp(at, 0.0, _LEAVES)) if left_over else None
        return paint(_frame(left, top, *size, 1.0), rasters, under)


def _light(slice_: NDArray[np.float32], body: NDArray[np.float32]) -> tuple[Gray, Gray]:
    """How much of its ray is left at each point of the stage, and how far each point is on the way to the plate.

    Args:
        slice_: Hounsfield units as the slice lies on the stage: (rows, columns).
        body: 1 inside the body.

    Returns:
        Two rasters of the stage: what is left, 1 at the tube; and the share of the way.
    """
    rays, steps = 400, 500
    angles = np.linspace(-_SPREAD, _SPREAD, rays)[:, None]
    way = np.linspace(0, 1.25 * (_PLATE - _TUBE_X), steps)[None, :]
    x, y = _TUBE_X + way * np.cos(angles), HEIGHT / 2 + way * np.sin(angles)
    scale = slice_.shape[0] / (2 * _HALF)
    place = ((y - HEIGHT / 2 + _HALF) * scale, (x - _BODY_X + _HALF) * scale)
    # Bone weakens a ray more than its density alone says.
    attenuation = np.where(slice_ > 0, 1 + slice_ / 450, 1 + slice_ / 1000) * body
    passed = map_coordinates(np.clip(attenuation, 0, 4), place, order=1, mode="constant", cval=0.0)
    left = np.exp(-np.cumsum(passed, axis=1) * (way[0, 1] / _HALF) * _LEFT_AT_ONE)
    columns, rows = np.meshgrid(np.arange(WIDTH) - _TUBE_X, np.arange(HEIGHT) - HEIGHT / 2)
    angle, distance = np.arctan2(rows, columns), np.hypot(rows, columns)
    inside = (np.abs(angle) < _SPREAD) & (columns > 0) & (columns < _PLATE - _TUBE_X)
    where = ((angle + _SPREAD) / (2 * _SPREAD) * (rays - 1), distance / way[0, -1] * (steps - 1))
    light = map_coordinates(left, where, order=1, mode="nearest") * inside
    edge = np.clip((_SPREAD - np.abs(angle)) / 0.02, 0, 1)
    return np.asarray(light * edge, np.float32), np.asarray(distance / (_PLATE - _TUBE_X), np.float32)


def _radiograph(scan: Scan) -> Gray:
    """The picture of the whole scan, as generator.media.xray computes it: air black, bone white."""
    return np.asarray(shown(_view(scan, attenuation(scan))) / 255, np.float32)


def _seen(scan: Scan, whole: float, *names: str) -> Gray:
    """Where these organs lie in the picture: 1 where they are `whole` millimetres deep, less where they thin out."""
    depth = _view(scan, scan.mask(*names).astype(np.float32))
    return np.asarray(np.clip(gaussian_filter(depth, 3.0) / whole, 0, 1), np.float32)


def _view(scan: Scan, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """What rays from the back to the front add up, cropped to the chest."""
    added = project(values, scan.volume.spacing)
    rows, columns = added.shape
    top, bottom, left, right = SHOWN
    return added[round(top * rows) : round(bottom * rows), round(left * columns) : round(right * columns)]


def _tube() -> str:
    y = HEIGHT / 2
    return element("circle", cx=_TUBE_X, cy=y, r=17.0, fill=Colour.SAND) + element(
        "circle", cx=_TUBE_X, cy=y, r=7.0, fill=Colour.NIGHT
    )


def _plate() -> str:
    box = {"x": _PLATE - 2, "y": _PLATE_TOP - 2, "width": 20.0, "height": HEIGHT - 2 * _PLATE_TOP + 4}
    return element("rect", **box, rx=5.0, fill="none", stroke=Colour.TEAL, stroke_width=4.0)


def _frame(x: float, y: float, width: float, height: float, shown: float) -> str:
    box = {"x": x - 1, "y": y - 1, "width": width + 2, "height": height + 2}
    return element("rect", **box, rx=6.0, fill="none", stroke=Colour.TEAL, stroke_width=2.5, stroke_opacity=shown)
