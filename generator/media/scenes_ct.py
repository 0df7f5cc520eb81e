"""CT: the tube turns round a real slice, and the slice is computed back from the shadows that it throws.

Nothing is retouched: what appears is the filtered back projection of the shadows that were computed from the slice,
view by view, while the tube passes.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import binary_fill_holes, gaussian_filter

from generator.media.chest import Scan
from generator.media.stage import (
    HEIGHT,
    WIDTH,
    Colour,
    Frame,
    Gray,
    Raster,
    around,
    blend,
    element,
    group,
    mix,
    paint,
    ramp,
)
from generator.media.tomography import Fan, filtered, shadows, smeared
from generator.media.volume import Volume

SLICE: Final = 60
"""The slice that is reconstructed, counted from the top: the middle of the heart."""

_LAST: Final = 118
"""The slice at which the last scene ends: the kidneys."""

_SIZE: Final = 400
_SKIN: Final = -300
_BODY: Final = 136.0
_BORE: Final = 176.0
_TUBE: Final = 200.0
_RIM: Final = 236.0
_PANEL: Final = (536.0, 30.0, 392.0)
_STRIP: Final = (536.0, 436.0, 392.0, 74.0)


class ComputedTomography:
    """The film.

    Args:
        scan: A chest CT.
    """

    def __init__(self, scan: Scan) -> None:
        volume = scan.volume.values
        self._fan = Fan(distance=_TUBE / _BODY, half=0.80)
        attenuation = _inside(volume[SLICE])
        self._silhouette = _silhouette(volume[SLICE])
        sinogram = shadows(attenuation, self._fan)
        self._sinogram: Gray = np.asarray((sinogram / sinogram.max()) ** 0.8, np.float32).T.copy()
        self._ready = filtered(sinogram, self._fan)
        self._field = _field()
        self._sum = np.zeros((_SIZE, _SIZE), np.float32)
        self._done = 0
        self._stack = [_window(_square(slice_)) for slice_ in volume]
        self._front = _front(scan.volume)

    def frame(self, scene: str, at: float, seconds: float) -> Frame:
        """See `Scenes.frame`."""
        share = min(1.0, at / seconds)
        match scene:
            case "ring":
                return paint(*self._ring(ramp(at, 0.3, seconds - 1.5)))
            case "turn":
                return paint(*self._turn(at, seconds, rebuilt=False))
            case "rebuild":
                return paint(*self._turn(at, seconds, rebuilt=True))
            case "slice":
                return paint(*self._slice(at))
            case "stack":
                return paint(*self._stacked(share, at))
        raise KeyError(scene)

    def _ring(self, entered: float) -> tuple[str, list[Raster]]:
        x, y = WIDTH / 2, HEIGHT / 2
        body = self._body(x, y, mix(0.25, 1.0, entered))
        return _gantry(x, y, None) + _table(x, y), [body]

    def _turn(self, at: float, seconds: float, *, rebuilt: bool) -> tuple[str, list[Raster]]:
        moved = 1.0 if rebuilt else ramp(at, 0.0, 1.4)
        start, stop = (0.6, seconds - 1.0) if rebuilt else (1.2, seconds - 0.4)
        turned = min(1.0, max(0.0, (at - start) / (stop - start)))
        views = round(turned * self._fan.views)
        x, y = mix(WIDTH / 2, 266.0, moved), HEIGHT / 2
        beam = min(ramp(at, start - 0.5, start), 1 - ramp(at, stop, stop + 0.4))
        angle = float(self._fan.angles[0]) + turned * 2 * math.pi
        rasters = [self._body(x, y, 1.0)]
        panel_x, panel_y, side = _PANEL
        strip_x, strip_y, strip_width, strip_height = _STRIP
        shown = ramp(at, 0.6, 1.4) if not rebuilt else 1.0
        drawing = [_table(x, y), _gantry(x, y, angle, beam, self._profile(views))]
        columns = self._fan.views if rebuilt else max(1, views)
        if rebuilt or views:
            strip = self._sinogram[:, :columns]
            width = strip_width * columns / self._fan.views
            rasters.append(Raster(strip, strip_x, strip_y, width, strip_height, 1.0, Colour.SAND))
        picture_shown = ramp(at, 0.0, 0.8) if rebuilt else 0.0
        if rebuilt:
            rasters.append(Raster(self._picture(views), panel_x, panel_y, side, side, picture_shown))
            drawing.append(_frame(panel_x, panel_y, side, side, picture_shown))
        if not rebuilt or turned < 1:
            mark = strip_x + strip_width * turned
            drawing.append(_line(mark, strip_y - 4, mark, strip_y + strip_height + 4, beam))
        drawing.append(_frame(strip_x, strip_y, strip_width, strip_height, shown))
        return "".join(drawing), rasters

    def _slice(self, at: float) -> tuple[str, list[Raster]]:
        grown = ramp(at, 0.2, 2.0)
        panel_x, panel_y, side = _PANEL
        size = mix(side, 500, grown)
        x, y = mix(panel_x, (WIDTH - 500) / 2, grown), mix(panel_y, 20, grown)
        gantry = group(_gantry(266.0, HEIGHT / 2, None) + _table(266.0, HEIGHT / 2), fade=1 - ramp(at, 0.0, 1.0))
        strip_x, strip_y, width, height = _STRIP
        gone = 1 - ramp(at, 0.0, 0.8)
        rasters = [
            self._body(266.0, HEIGHT / 2, gone),
            Raster(self._sinogram, strip_x, strip_y, width, height, gone, Colour.SAND),
            Raster(self._picture(self._fan.views), x, y, size, size),
        ]
        return gantry + _frame(strip_x, strip_y, width, height, gone) + _frame(x, y, size, size, 1.0), rasters

    def _stacked(self, share: float, at: float) -> tuple[str, list[Raster]]:
        come = ramp(at, 0.0, 1.2)
        count = len(self._stack)
        path_ = 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, (share - 0.16) / 0.74)))
        place = mix(SLICE, _LAST, path_)
        low = math.floor(place)
        between = place - low
        picture = self._stack[low] * (1 - between) + self._stack[min(low + 1, count - 1)] * between
        size = 460.0
        x = mix((WIDTH - 500) / 2, 450, come)
        side = mix(500, size, come)
        rows, columns = self._front.shape
        width, height = 340.0, 340.0 * rows / columns
        left, top = 64.0, (HEIGHT - height) / 2
        line = top + height * (place + 0.5) / count
        rasters = [
            Raster(self._front, left, top, width, height, come),
            Raster(picture, x, (HEIGHT - side) / 2, side, side),
        ]
        drawing = (
            _frame(left, top, width, height, come)
            + _line(left - 14, line, left + width + 14, line, come)
            + _frame(x, (HEIGHT - side) / 2, side, side, 1.0)
        )
        return drawing, rasters

    def _body(self, x: float, y: float, cover: float) -> Raster:
        tint = np.full_like(self._silhouette, 1.0)
        return Raster(
            tint, x - _BODY, y - _BODY, 2 * _BODY, 2 * _BODY, np.asarray(self._silhouette * cover), Colour.TEAL
        )

    def _profile(self, views: int) -> Gray:
        return np.asarray(self._sinogram[:, min(views, self._fan.views - 1)])

    def _picture(self, views: int) -> Gray:
        if views < self._done:
            self._sum[:], self._done = 0, 0
        for view in range(self._done, views):
            self._sum += smeared(self._ready, self._fan, view, _SIZE)
        self._done = views
        attenuation = self._sum * (2 * np.pi / self._fan.views)
        return np.asarray(_window(attenuation * 1000 - 1000) * self._field, np.float32)


def _square(slice_: NDArray[np.int16]) -> Gray:
    image = Image.fromarray(slice_.astype(np.float32))
    return np.asarray(image.resize((_SIZE, _SIZE), Image.Resampling.BOX), np.float32)


def _inside(slice_: NDArray[np.int16]) -> Gray:
    """Attenuation relative to water inside the field of view; air outside."""
    return np.asarray((np.clip(_square(slice_), -1000, 3000) + 1000) / 1000 * _field(), np.float32)


def _field() -> Gray:
    """The round field that the scanner sees: 1 inside, soft at its rim."""
    axis = np.linspace(-1, 1, _SIZE)
    return np.asarray(np.clip((0.985 - np.hypot(axis[:, None], axis)) / 0.02, 0, 1), np.float32)


def _window(hounsfield: Gray) -> Gray:
    """Lung, soft tissue and bone in one picture: -950 black, 350 white."""
    return np.asarray(np.clip((hounsfield + 950) / 1300, 0, 1), np.float32)


def _silhouette(slice_: NDArray[np.int16]) -> Gray:
    """The outline of the body, filled: 1 inside."""
    body = binary_fill_holes(_square(slice_) > _SKIN)
    return np.asarray(gaussian_filter(np.asarray(body, np.float32), 1.2))


def _front(chest: Volume) -> Gray:
    """The body from the front, as the overview picture of a scan: the mean attenuation from front to back."""
    attenuation = (np.clip(chest.values, -1000, 1500).astype(np.float32) + 1000).mean(axis=1)
    rows = round(attenuation.shape[0] * chest.spacing[0] / chest.spacing[2])
    image = Image.fromarray(attenuation).resize((attenuation.shape[1], rows), Image.Resampling.BICUBIC)
    gray = np.asarray(image, np.float32)
    return np.asarray(np.clip((gray - 60) / (np.percentile(gray, 99.7) - 60), 0, 1), np.float32)


def _table(x: float, y: float) -> str:
    """The table, as the slice shows it: a shallow bowl under the back."""
    ends, middle = y + 0.80 * _BODY, y + 0.98 * _BODY
    d = f"M{x - 0.66 * _BODY:.2f} {ends:.2f}Q{x:.2f} {middle:.2f} {x + 0.66 * _BODY:.2f} {ends:.2f}"
    return element("path", d=d, fill="none", stroke=Colour.GOLD, stroke_width=4.0)


def _gantry(x: float, y: float, angle: float | None, beam: float = 0.0, profile: Gray | None = None) -> str:
    """The ring of the scanner, and on it the tube, its fan of rays and the shadow that the fan throws."""
    width = _RIM - _BORE
    ring = (
        element("circle", cx=x, cy=y, r=(_RIM + _BORE) / 2, fill="none", stroke=Colour.DEEP, stroke_width=width)
        + element("circle", cx=x, cy=y, r=_RIM, fill="none", stroke=Colour.TEAL, stroke_width=2.5)
        + element("circle", cx=x, cy=y, r=_BORE, fill="none", stroke=Colour.TEAL, stroke_width=2.5)
    )
    at = -math.pi / 2 if angle is None else angle
    tube_x, tube_y = around(x, y, _TUBE, at)
    rays = ""
    if beam > 0 and profile is not None:
        rays = group(_rays(x, y, tube_x, tube_y, at, profile), fade=beam)
    tube = element("circle", cx=tube_x, cy=tube_y, r=13.0, fill=Colour.SAND) + element(
        "circle", cx=tube_x, cy=tube_y, r=5.0, fill=Colour.NIGHT
    )
    return ring + rays + tube


def _rays(x: float, y: float, tube_x: float, tube_y: float, angle: float, profile: Gray) -> str:
    """The fan: each ray ends on the detector, bright where it came through and dim where it was weakened."""
    half, count = 0.62, 61
    lines, marks = [], []
    for number in range(count):
        gamma = mix(-half, half, number / (count - 1))
        direction = angle + math.pi + gamma
        length = 2 * _TUBE * math.cos(gamma)
        end_x, end_y = tube_x + length * math.cos(direction), tube_y + length * math.sin(direction)
        place = (gamma / 0.80 + 1) / 2 * (len(profile) - 1)
        weakened = float(profile[round(place)])
        if number % 4 == 0:
            lines.append(
                element(
                    "path",
                    d=f"M{tube_x:.2f} {tube_y:.2f}L{end_x:.2f} {end_y:.2f}",
                    stroke=Colour.SAND,
                    stroke_width=1.5,
                    stroke_opacity=0.28 + 0.3 * (1 - weakened),
                )
            )
        marks.append(
            element(
                "circle",
                cx=mix(x, end_x, 1.06),
                cy=mix(y, end_y, 1.06),
                r=5.4,
                fill=blend(Colour.PAPER, Colour.SHADE, min(1.0, weakened * 1.05)),
            )
        )
    return "".join(lines) + "".join(marks)


def _frame(x: float, y: float, width: float, height: float, shown: float) -> str:
    return element(
        "rect",
        x=x - 1,
        y=y - 1,
        width=width + 2,
        height=height + 2,
        rx=6.0,
        fill="none",
        stroke=Colour.TEAL,
        stroke_width=2.5,
        stroke_opacity=shown,
    )


def _line(x1: float, y1: float, x2: float, y2: float, shown: float) -> str:
    d = f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}"
    return element("path", d=d, stroke=Colour.SAND, stroke_width=3.0, stroke_opacity=shown)
