"""The CT film's mathematics: a slice comes back from its own shadows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.media.tomography import Fan, filtered, shadows, smeared

SIZE = 64
FAN = Fan(views=180, rays=192, distance=1.6, half=0.72)
AXIS = (np.arange(SIZE) + 0.5) * 2 / SIZE - 1


def disc(x, y, radius, value=1.0):
    inside = np.hypot(AXIS[None, :] - x, AXIS[:, None] - y) < radius
    return np.where(inside, value, 0).astype(np.float32)


def back(sinogram, views=FAN.views):
    ready = filtered(sinogram, FAN)
    return sum(smeared(ready, FAN, view, SIZE) for view in range(views)) * 2 * np.pi / FAN.views


places = st.floats(-0.5, 0.5)


@settings(max_examples=8, derandomize=True, deadline=None)
@given(places, places, st.floats(0.15, 0.35), st.floats(0.2, 2.0))
def test_a_disc_comes_back_where_it_was_and_as_dense_as_it_was(x, y, radius, value):
    found = back(shadows(disc(x, y, radius, value), FAN))
    assert found[disc(x, y, radius * 0.6) > 0].mean() == pytest.approx(value, rel=0.05)
    far = (disc(x, y, radius + 0.2) == 0) & (disc(0, 0, 0.9) > 0)
    assert np.abs(found[far]).mean() < 0.05 * value


def test_the_middle_ray_through_a_disc_is_as_long_as_the_disc_is_wide():
    sinogram = shadows(disc(0, 0, 0.4), FAN)
    middle = sinogram[:, FAN.rays // 2 - 1 : FAN.rays // 2 + 1].mean(axis=1)
    assert middle == pytest.approx(np.full(FAN.views, 0.8), rel=0.05)


def test_rays_that_pass_by_are_not_weakened():
    sinogram = shadows(disc(0, 0, 0.3), FAN)
    assert sinogram[:, np.abs(np.sin(FAN.gammas)) * FAN.distance > 0.4].max() == 0


def test_shadows_add_up():
    one, other = disc(0.2, 0.1, 0.3), disc(-0.3, -0.2, 0.2, 0.5)
    together = shadows(one + other, FAN)
    assert np.allclose(together, shadows(one, FAN) + shadows(other, FAN), atol=1e-4)


def test_the_tube_begins_above_and_turns_clockwise():
    sinogram = shadows(disc(0.5, 0, 0.1), FAN)
    middles = sinogram @ np.arange(FAN.rays) / sinogram.sum(axis=1) - (FAN.rays - 1) / 2
    above, right, below, left = (middles[view * FAN.views // 4] for view in range(4))
    # The ray's number grows with its angle, clockwise: from above, the right of the picture has the lower numbers.
    assert above < -20
    assert below > 20
    assert abs(right) < 1
    assert abs(left) < 1
    wide = (sinogram > 0).sum(axis=1)
    assert wide[FAN.views // 4] > 1.6 * wide[3 * FAN.views // 4], "nearer to the tube the shadow is wider"


def test_half_a_turn_is_not_yet_the_picture():
    slice_ = disc(0.2, 0, 0.3)
    sinogram = shadows(slice_, FAN)
    whole, half = back(sinogram), back(sinogram, FAN.views // 2)
    assert np.abs(whole - slice_).mean() < np.abs(half - slice_).mean() / 2
