"""How a CT picture is computed: shadows of a slice from all round, and the slice computed back from them.

Equiangular fan beam and filtered back projection over a full turn, as in Kak and Slaney, "Principles of Computerized
Tomographic Imaging" (1988), chapter 3.4. Lengths are in half-widths of the slice: it spans -1 to 1 both ways.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fan:
    """The geometry of one turn.

    Attributes:
        views: In how many places the tube stands during one turn.
        rays: Rays of the fan at each place.
        distance: From the tube to the centre of the turn, in half-widths of the slice.
        half: Half of the fan's angle, in radians.
    """

    views: int = 720
    rays: int = 512
    distance: float = 1.8
    half: float = 0.58

    @property
    def angles(self) -> Floats:
        """Where the tube stands in each view: (views,), radians, clockwise from the right of the picture."""
        return np.linspace(-np.pi / 2, 1.5 * np.pi, self.views, endpoint=False, dtype=np.float32)

    @property
    def gammas(self) -> Floats:
        """The angle of each ray to the middle one: (rays,), radians."""
        return np.linspace(-self.half, self.half, self.rays, dtype=np.float32)


def shadows(picture: Floats, fan: Fan) -> Floats:
    """How much each ray is weakened on its way through a slice.

    Args:
        picture: Attenuation of each square pixel: (n, n).
        fan: The geometry.

    Returns:
        The sinogram: (views, rays), line integrals in attenuation times half-widths.
    """
    size = picture.shape[0]
    steps = np.linspace(fan.distance - 1.42, fan.distance + 1.42, round(size * 1.42), dtype=np.float32)
    length = float(steps[1] - steps[0])
    sinogram = np.empty((fan.views, fan.rays), np.float32)
    for view, angle in enumerate(fan.angles):
        direction = angle + np.pi + fan.gammas[:, None]
        x = fan.distance * np.cos(angle) + steps * np.cos(direction)
        y = fan.distance * np.sin(angle) + steps * np.sin(direction)
        places = ((y + 1) * size / 2 - 0.5, (x + 1) * size / 2 - 0.5)
        sinogram[view] = map_coordinates(picture, places, order=1, mode="constant", cval=0.0).sum(axis=1) * length
    return sinogram


def filtered(sinogram: Floats, fan: Fan) -> Floats:
    """The shadows, weighted and sharpened (ramp with a Hann window), ready to be smeared back: (views, rays)."""
    spacing = 2 * fan.half / (fan.rays - 1)
    offsets = np.arange(-(fan.rays - 1), fan.rays)
    kernel = np.zeros(offsets.shape)
    kernel[offsets == 0] = 1 / (8 * spacing**2)
    odd = offsets % 2 == 1
    kernel[odd] = -0.5 / (np.pi * np.sin(offsets[odd] * spacing)) ** 2
    weighted = sinogram * fan.distance * np.cos(fan.gammas)
    length = 4 * fan.rays
    smooth = 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, length // 2 + 1))
    spectrum = np.fft.rfft(weighted, length, axis=1) * np.fft.rfft(kernel, length) * smooth
    sharp = np.fft.irfft(spectrum, length, axis=1)[:, fan.rays - 1 : 2 * fan.rays - 1]
    return np.asarray(sharp * spacing, np.float32)


def smeared(ready: Floats, fan: Fan, view: int, size: int) -> Floats:
    """What one view adds to the picture: (size, size). The mean over all views times 2 pi is the slice."""
    angle = float(fan.angles[view])
    axis = (np.arange(size, dtype=np.float32) + 0.5) * 2 / size - 1
    x, y = axis[None, :], axis[:, None]
    along = fan.distance - (x * np.cos(angle) + y * np.sin(angle))
    across = x * np.sin(angle) - y * np.cos(angle)
    gamma = np.arctan2(across, along)
    place = (gamma + fan.half) / (2 * fan.half) * (fan.rays - 1)
    inside = np.abs(gamma) <= fan.half
    values = np.interp(place, np.arange(fan.rays), ready[view])
    return np.asarray(np.where(inside, values, 0.0) / (along**2 + across**2), np.float32)
