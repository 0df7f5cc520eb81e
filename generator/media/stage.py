"""The stage on which the explainers are drawn: its size, its colours, and how one frame is painted.

A frame is rasters under one vector drawing. The drawing is SVG, so that every line is anti-aliased and round-ended;
there are no words in it, because one film serves every language.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

try:
    import skia
except ImportError as error:
    raise ImportError("skia-python needs libGL and libEGL of the system (Debian, Ubuntu: libgl1 libegl1)") from error

WIDTH: Final = 960
HEIGHT: Final = 540
RATE: Final = 25
"""Frames a second."""

Frame = NDArray[np.uint8]
"""One frame: (HEIGHT, WIDTH, 3), sRGB."""

Gray = NDArray[np.float32]
"""A raster of brightness, 0 black to 1 white: (rows, columns)."""


class Colour:
    """The palette of overrides/base/tokens.css, as it stands on a dark ground."""

    NIGHT: Final = "#0f2729"
    DEEP: Final = "#173a3c"
    TEAL: Final = "#3c7d7c"
    LIGHT: Final = "#92d8d2"
    PAPER: Final = "#fbf7ef"
    SAND: Final = "#e6cf9b"
    GOLD: Final = "#c9ab6c"
    SHADE: Final = "#0a1c1e"


class Scenes(Protocol):
    """A film: what stands on the stage in each scene."""

    def frame(self, scene: str, at: float, seconds: float) -> Frame:
        """The picture `at` seconds after the scene began; the scene lasts `seconds`."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A gray picture on the stage.

    Attributes:
        gray: Brightness.
        x, y, width, height: Where it stands, in pixels of the stage.
        cover: How much of the ground it hides: one number, or one a pixel of `gray`.
        tint: Its colour where it is white.
    """

    gray: Gray
    x: float
    y: float
    width: float
    height: float
    cover: float | Gray = 1.0
    tint: str = "#ffffff"


def paint(drawing: str, rasters: Iterable[Raster] = (), under: Frame | None = None) -> Frame:
    """Paint one frame: what lies under it, the rasters in their order, then the drawing (SVG elements) over them."""
    canvas = np.empty((HEIGHT, WIDTH, 3), np.float32)
    canvas[:] = _rgb(Colour.NIGHT) if under is None else under
    for raster in rasters:
        _lay(canvas, raster)
    if drawing:
        layer = _rasterise(drawing)
        canvas *= 1 - layer[..., 3:].astype(np.float32) / 255
        canvas += layer[..., :3]
    return np.clip(np.rint(canvas), 0, 255).astype(np.uint8)


def dimmed(frame: Frame, share: float) -> Frame:
    """A frame that is on its way to the empty stage: 0 as it is, 1 nothing but ground."""
    return np.asarray(np.rint(frame * (1 - share) + _rgb(Colour.NIGHT) * share), np.uint8)


def cover(drawing: str) -> Gray:
    """Where a drawing lies on the stage: (HEIGHT, WIDTH), 1 where it hides the ground."""
    return np.asarray(_rasterise(drawing)[..., 3] / 255, np.float32)


def _lay(canvas: NDArray[np.float32], raster: Raster) -> None:
    left, top = round(raster.x), round(raster.y)
    width, height = round(raster.width), round(raster.height)
    if width < 1 or height < 1:
        return
    gray = _resized(raster.gray, width, height)
    hides = raster.cover if isinstance(raster.cover, float | int) else _resized(raster.cover, width, height)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + width, WIDTH), min(top + height, HEIGHT)
    if x0 >= x1 or y0 >= y1:
        return
    inside = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    colour = gray[inside][..., None] * _rgb(raster.tint)
    alpha = np.asarray(hides if isinstance(hides, float | int) else hides[inside][..., None], np.float32)
    canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - alpha) + colour * alpha


def _resized(gray: Gray, width: int, height: int) -> Gray:
    if gray.shape == (height, width):
        return gray
    image = Image.fromarray(np.asarray(gray, np.float32), mode="F")
    return np.clip(np.asarray(image.resize((width, height), Image.Resampling.BICUBIC), np.float32), 0, 1)


def _rasterise(drawing: str) -> NDArray[np.uint8]:
    """The drawing on nothing: (HEIGHT, WIDTH, 4), its colours multiplied by their cover."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" stroke-linecap="round" stroke-linejoin="round">{drawing}</svg>'
    )
    layer = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    info = skia.ImageInfo.Make(WIDTH, HEIGHT, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRasterDirect(info, layer, WIDTH * 4)
    written = svg.encode("utf-8")
    document = skia.SVGDOM.MakeFromStream(skia.MemoryStream(written, copyData=True))
    document.setContainerSize(skia.Size(WIDTH, HEIGHT))
    document.render(surface.getCanvas())
    return layer


def _rgb(colour: str) -> NDArray[np.float32]:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], np.float32)


def element(name: str, *inside: str, **attributes: float | str | None) -> str:
    """One SVG element; `stroke_width=2` becomes `stroke-width="2"`, and None leaves an attribute out."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{value:.2f}"'
        if isinstance(value, float)
        else f' {key.rstrip("_").replace("_", "-")}="{value}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{words}>{''.join(inside)}</{name}>"


def path(points: Iterable[tuple[float, float]], *, closed: bool = False, **attributes: float | str | None) -> str:
    """A line through points."""
    body = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return element("path", d=f"M{body}{'Z' if closed else ''}", **attributes)


def group(*inside: str, fade: float = 1.0, move: tuple[float, float] = (0.0, 0.0), scale: float = 1.0) -> str:
    """Elements that fade, move and grow as one."""
    if fade <= 0:
        return ""
    transform = f"translate({move[0]:.2f} {move[1]:.2f}) scale({scale:.4f})"
    return element("g", *inside, opacity=None if fade >= 1 else fade, transform=transform)


def ease(value: float) -> float:
    """From 0 to 1, starting and stopping softly; flat outside."""
    x = min(1.0, max(0.0, value))
    return x * x * x * (x * (6 * x - 15) + 10)


def ramp(at: float, start: float, stop: float) -> float:
    """How far `at` has come from `start` to `stop`, eased."""
    return ease((at - start) / (stop - start))


def mix(one: float, other: float, share: float) -> float:
    """The value between two, `share` of the way."""
    return one + (other - one) * share


def blend(one: str, other: str, share: float) -> str:
    """The colour between two, `share` of the way."""
    parts = _rgb(one) * (1 - share) + _rgb(other) * share
    return "#" + "".join(f"{round(float(part)):02x}" for part in parts)


def around(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    """The point of a circle at an angle in radians, clockwise from the right."""
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


Films = Mapping[str, Callable[[], Scenes]]
"""The films by the id of their storyboard, each made when it is asked for."""
