"""A volume as radiologists look at it, so that no picture can come out mirrored.

Whatever the file's order, `oriented` turns the axes to (top to bottom, front to back, the person's right to left). A
slice across the first axis is then seen from the feet, one across the second from the front, and in both the right side
of the body is on the left of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_TOWARDS_RIGHT, _TOWARDS_FRONT, _TOWARDS_TOP = 0, 1, 2
_OBLIQUE = 1e-3


@dataclass(frozen=True, slots=True)
class Volume:
    """Values on a grid.

    Attributes:
        values: Shape (height, depth, width): top to bottom, front to back, the person's right to left.
        spacing: Millimetres from one value to the next along each axis.
    """

    values: npt.NDArray[Any]
    spacing: tuple[float, float, float]


def oriented(values: npt.NDArray[Any], affine: npt.NDArray[np.float64]) -> Volume:
    """Turn a volume to the order of `Volume`.

    Args:
        values: Shape (i, j, k).
        affine: 4 x 4, to millimetres towards the right, the front and the top of the body.

    Raises:
        ValueError: If the axes are oblique: a slice would then cut the body askew.
    """
    matrix = affine[:3, :3]
    scale = np.abs(matrix).max(axis=0)
    axis_of = np.abs(matrix).argmax(axis=1)
    askew = (np.abs(matrix) > _OBLIQUE * scale).sum() > len(axis_of)
    if askew or len(set(axis_of.tolist())) < len(axis_of):
        raise ValueError("the axes of the volume are oblique")
    order = tuple(int(axis_of[world]) for world in (_TOWARDS_TOP, _TOWARDS_FRONT, _TOWARDS_RIGHT))
    turned = values.transpose(order)
    # Along each new axis the body is left behind: top, front and right come first, so the world coordinate must fall.
    for new, world in enumerate((_TOWARDS_TOP, _TOWARDS_FRONT, _TOWARDS_RIGHT)):
        if matrix[world, axis_of[world]] > 0:
            turned = np.flip(turned, axis=new)
    height, depth, width = (float(scale[axis]) for axis in order)
    return Volume(turned, (height, depth, width))
