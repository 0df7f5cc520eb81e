"""Recipes: three pictures of the brain from the MRI template of the package `nilearn`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from scipy import ndimage

from generator.media.chest import bounds, window
from generator.media.nifti import read_nifti
from generator.media.packages import brain_mri, data_file
from generator.media.raster import scaled, write_picture
from generator.media.volume import Volume, oriented

NEEDS = ("nilearn", "numpy", "pillow", "scipy")

_FILE = "nilearn/datasets/data/mni_icbm152_t1_tal_nlin_sym_09a_converted.nii.gz"
_WIDTH = 800
_MARGIN = 10
_GREY = (138.0, 214.0)
"""Centre and width of the grey values shown, on the file's own scale of 0 to 255."""

PLANES = {"brain-below": (0, 110), "brain-front": (1, 118), "brain-side": (2, 101)}
"""Key -> the axis across which it is cut, and the place along it in mm from the top, the front or the right."""

_WORDS = ("seen from the feet", "seen from the front", "seen from the left side")


def brain() -> Volume:
    """The template, in the order of `Volume`: an average T1-weighted MRI without skull."""
    return oriented(*read_nifti(data_file("nilearn", _FILE).read_bytes()))


def _plane(root: Path, key: str) -> list[str]:
    axis, at = PLANES[key]
    values = brain().values.take(at, axis=axis)
    part = bounds(values > 0, _MARGIN)
    edge = np.clip(2 * ndimage.gaussian_filter((values > 0).astype(np.float32), 1) - 0.6, 0, 1)
    grey = (window(values, *_GREY) * edge).round().astype(np.uint8)
    made = f"A slice {_WORDS[axis]} of the average T1-weighted MRI of many brains; skull and skin are not part of it."
    return write_picture(root, key, scaled(grey[part], _WIDTH), made=made, sources=[brain_mri()])


RECIPES: dict[str, Callable[[Path], list[str]]] = {key: partial(_plane, key=key) for key in PLANES}
