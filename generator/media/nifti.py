"""Reads the NIfTI-1 files that the packages carry: the few header fields they use, and no more.

Source: the NIfTI-1 data format, header of 348 bytes.
"""

from __future__ import annotations

import gzip
import struct
from typing import Any

import numpy as np
import numpy.typing as npt

_HEADER = 348
_TYPES = {2: "<u1", 4: "<i2", 8: "<i4", 16: "<f4", 256: "<i1", 512: "<u2"}
_AXES = 3


class NiftiError(ValueError):
    """The file is no NIfTI-1 volume of a form that is read here."""


def read_nifti(data: bytes) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64]]:
    """The voxels of a volume, and where they lie.

    Args:
        data: A `.nii` or `.nii.gz` file.

    Returns:
        The scaled values, shape (i, j, k), and the 4 x 4 matrix from (i, j, k, 1) to millimetres towards the right,
        the front and the top of the body.

    Raises:
        NiftiError: If it is big-endian, not three-dimensional, of another number type, cut off or has no such matrix.
    """
    raw = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    if len(raw) < _HEADER or struct.unpack_from("<i", raw, 0)[0] != _HEADER:
        raise NiftiError("this is no little-endian NIfTI-1 file")
    axes, *shape = struct.unpack_from("<8h", raw, 40)
    number_type = struct.unpack_from("<h", raw, 70)[0]
    offset, slope, intercept = struct.unpack_from("<3f", raw, 108)
    if axes != _AXES or number_type not in _TYPES:
        raise NiftiError(f"{axes} axes of number type {number_type}: only three axes of plain numbers are read")
    if struct.unpack_from("<h", raw, 254)[0] <= 0:
        raise NiftiError("the file does not say where its voxels lie (sform_code is 0)")
    size = tuple(shape[:_AXES])
    dtype = np.dtype(_TYPES[number_type])
    count = int(np.prod(size))
    if len(raw) < int(offset) + count * dtype.itemsize:
        raise NiftiError("the file is cut off")
    values = np.frombuffer(raw, dtype, count, int(offset)).reshape(size, order="F")
    if slope not in {0.0, 1.0} or intercept:
        values = values.astype(np.float32) * (slope or 1.0) + intercept
    affine = np.eye(4)
    affine[:3] = np.array(struct.unpack_from("<12f", raw, 280)).reshape(3, 4)
    return values, affine
