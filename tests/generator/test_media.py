"""Rendering of `media/`: volumes turned to how they are looked at, windows, shadows, pins; and what is committed."""

import gzip
import hashlib
import itertools
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.figures.layout import pins_apart
from generator.media import chest, nifti, recipes, xray
from generator.media.anchors import placed, runs
from generator.media.lock import lock_lines
from generator.media.packages import MissingPackageError, data_file
from generator.media.raster import scaled, write_picture, write_stack
from generator.media.render import STAMPS, render
from generator.media.volume import oriented

ROOT = Path(__file__).resolve().parents[2]
SOURCE = {"title": "t", "package": "p", "version": "1", "licence": "l", "attribution": "a"}


def nifti_file(values, affine, *, number_type=4, slope=1.0, intercept=0.0, sform=1, axes=3):
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, axes, *values.shape, 1, 1, 1, 1)
    struct.pack_into("<h", header, 70, number_type)
    struct.pack_into("<3f", header, 108, 352, slope, intercept)
    struct.pack_into("<2h", header, 252, 0, sform)
    struct.pack_into("<12f", header, 280, *np.asarray(affine)[:3].ravel())
    return bytes(header) + values.tobytes(order="F")


def person():
    """A small volume in the order of `Volume` with a number of its own in each voxel."""
    return np.arange(2 * 3 * 4, dtype="<i2").reshape(2, 3, 4)


@settings(deadline=None)
@given(order=st.permutations(range(3)), flips=st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_however_a_file_is_ordered_the_person_is_looked_at_in_one_way(order, flips):
    world = (2, 1, 0)  # the axes of `Volume` run down, backwards and to the left: against top, front and right
    spacing = (2.5, 0.7, 0.5)
    stored = person().transpose(order)
    affine = np.eye(4)
    affine[:3, :3] = 0
    for axis, meant in enumerate(order):
        affine[world[meant], axis] = -spacing[meant]
        if flips[axis]:
            stored = np.flip(stored, axis=axis)
            affine[:3, axis] *= -1
    found = oriented(*nifti.read_nifti(gzip.compress(nifti_file(np.ascontiguousarray(stored), affine))))
    assert np.array_equal(found.values, person())
    assert found.spacing == pytest.approx(spacing)


def test_an_oblique_volume_is_refused():
    affine = np.eye(4)
    affine[0, 1] = 0.2
    with pytest.raises(ValueError, match="oblique"):
        oriented(person(), affine)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data[:200], "no little-endian"),
        (lambda data: b"\0\0\1\x5c" + data[4:], "no little-endian"),
        (lambda data: data[:-1], "cut off"),
        (lambda data: data[:40] + struct.pack("<h", 4) + data[42:], "4 axes"),
        (lambda data: data[:70] + struct.pack("<h", 128) + data[72:], "number type 128"),
        (lambda data: data[:254] + struct.pack("<h", 0) + data[256:], "sform_code"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(change, why):
    with pytest.raises(nifti.NiftiError, match=why):
        nifti.read_nifti(change(nifti_file(person(), np.eye(4))))


def test_values_are_scaled_as_the_file_says():
    values, _ = nifti.read_nifti(nifti_file(person(), np.eye(4), slope=2.0, intercept=-1024.0))
    assert np.array_equal(values, person() * 2.0 - 1024)


def test_the_table_is_no_part_of_the_body_and_what_the_body_encloses_is():
    slice_ = np.full((60, 60), -1000)
    slice_[10:40, 10:50] = 40
    slice_[20:30, 20:40] = -900  # a lung
    slice_[52:54, 5:55] = 300  # the table
    body = chest.body_mask(slice_[None])[0]
    assert body[20:30, 20:40].all()
    assert not body[50:].any()
    assert body[10:40, 10:50].all()


def test_a_slice_of_air_holds_no_body():
    assert not chest.body_mask(np.full((1, 8, 8), -1000)).any()


def test_a_window_is_black_below_and_white_above():
    assert chest.window(np.array([-1000, -175, 25, 225, 3000]), 25, 400).tolist() == [0, 0, 128, 255, 255]


masks = st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=5, max_size=5).map(np.array)


@settings(deadline=None)
@given(mask=masks)
def test_a_pin_stands_inside_its_organ_however_it_is_bent(mask):
    if not mask.any():
        with pytest.raises(ValueError, match="empty"):
            chest.middle(mask)
        return
    x, y = chest.middle(mask)
    assert mask[int(y * mask.shape[0]), int(x * mask.shape[1])]


def blobs(slices, rows=60, columns=80):
    """Discs that wander over the slices."""
    y, x = np.mgrid[:rows, :columns]
    return [
        np.zeros((rows, columns), bool) if size < 3 else (y - down) ** 2 + (x - across) ** 2 < size**2
        for down, across, size in slices
    ]


disc = st.tuples(st.integers(5, 55), st.integers(5, 75), st.integers(0, 12))


@settings(deadline=None)
@given(slices=st.lists(disc, min_size=1, max_size=9))
def test_runs_lie_inside_the_organ_on_all_their_slices_and_follow_each_other(slices):
    organ = blobs(slices)
    found = list(runs(organ))
    for run in found:
        assert all((run.mask <= organ[number]).all() for number in range(run.first, run.last + 1))
        assert run.mask.any()
    assert all(one.last < other.first for one, other in itertools.pairwise(found))
    named = {number for run in found for number in range(run.first, run.last + 1)}
    assert named == {number for number, (_, _, size) in enumerate(slices) if size >= 3}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(disc, min_size=4, max_size=4), min_size=1, max_size=4))
def test_pins_of_one_slice_never_touch(organs):
    found = placed({f"organ-{number}": blobs(slices) for number, slices in enumerate(organs)})
    for one, other in itertools.combinations(found, 2):
        if one.first <= other.last and other.first <= one.last:
            assert pins_apart((one.x, one.y), (other.x, other.y), 60 / 80)


def test_the_shadow_of_a_slab_is_its_thickness_times_its_attenuation():
    mu = np.zeros((40, 20, 40), np.float32)
    mu[:, 5:15] = 0.02
    shadow = xray.project(mu, (2.5, 2.0, 2.5))
    rows, columns = shadow.shape
    assert shadow[rows // 2, columns // 2] == pytest.approx(0.02 * 10 * 2.0, rel=0.01)


@pytest.mark.parametrize("column", [6, 33])
def test_a_computed_x_ray_is_never_mirrored_nor_upside_down(column):
    mu = np.zeros((40, 20, 40), np.float32)
    mu[4:7, 8:12, column - 2 : column + 2] = 0.05
    shadow = xray.project(mu, (2.5, 2.5, 2.5))
    row, found = np.unravel_index(shadow.argmax(), shadow.shape)
    assert row < shadow.shape[0] / 4
    assert found / shadow.shape[1] == pytest.approx(column / 40, abs=0.06)


def test_what_is_nearer_to_the_tube_throws_a_larger_shadow():
    sizes = []
    for depth in (2, 60):
        mu = np.zeros((30, 64, 30), np.float32)
        mu[10:20, depth, 10:20] = 0.05
        shadow = xray.project(mu, (5.0, 5.0, 5.0))
        sizes.append((shadow > shadow.max() / 2).sum())
    assert sizes[1] > sizes[0] * 1.2


def test_air_is_black_and_bone_is_white():
    shadow = np.tile(np.linspace(0, 6, 400, dtype=np.float32), (300, 1))
    grey = xray.shown(shadow)
    assert grey[150, 10] == 0
    assert grey[150, 395] > 200


def test_pictures_carry_no_metadata_and_the_same_bytes_again(tmp_path):
    values = np.random.default_rng(1).integers(0, 255, (30, 40), np.uint8)
    seen = []
    for _ in range(2):
        assert write_picture(tmp_path, "one", scaled(values, 80, 2.0), made="made", sources=[SOURCE]) == ["one"]
        seen.append((tmp_path / "media" / "one.webp").read_bytes())
    assert seen[0] == seen[1]
    with Image.open(tmp_path / "media" / "one.webp") as picture:
        assert picture.size == (80, 120)
        assert not {"exif", "icc_profile", "xmp"} & set(picture.info)


def test_a_stack_forgets_the_slices_that_it_has_no_more(tmp_path):
    slices = [Image.new("L", (8, 6), number) for number in range(5)]
    write_stack(tmp_path, "pile", slices, made="made", sources=[SOURCE])
    write_stack(tmp_path, "pile", slices[:3], made="made", sources=[SOURCE])
    record = json.loads((tmp_path / "media" / "manifest.json").read_text())["media"]["pile"]
    assert [file["path"] for file in record["files"]] == ["pile/00.webp", "pile/01.webp", "pile/02.webp"]
    assert sorted(path.name for path in (tmp_path / "media" / "pile").iterdir()) == ["00.webp", "01.webp", "02.webp"]


def test_a_package_that_is_not_there_is_named():
    with pytest.raises(MissingPackageError, match="no-such-package"):
        data_file("no-such-package", "data.bin")
    with pytest.raises(MissingPackageError, match="pin the version"):
        data_file("numpy", "no-such-file.bin")


def test_an_unknown_recipe_is_refused_with_the_known_ones(monkeypatch):
    monkeypatch.setattr(recipes, "MODULES", ("xray",))
    with pytest.raises(recipes.UnknownRecipeError, match="no recipe is called nothing; there are: chest-x-ray"):
        recipes.recipes(["nothing"])
    assert [recipe.name for recipe in recipes.recipes()] == ["chest-x-ray"]


def test_a_recipe_is_rendered_again_when_what_it_uses_changes(monkeypatch):
    recipe = recipes.Recipe("chest-x-ray", "xray", ("numpy",))
    before = recipes.fingerprint(recipe)
    assert recipes.fingerprint(recipe) == before
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0")
    assert recipes.fingerprint(recipe) != before


def _draw(root: Path) -> list[str]:
    return write_picture(root, "drawn", Image.new("L", (4, 4)), made="made", sources=[SOURCE])


def _break(_: Path) -> list[str]:
    raise RuntimeError("the tube is cold")


def test_what_is_up_to_date_is_left_alone_and_a_failure_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(xray, "RECIPES", {"drawn": _draw, "broken": _break})
    wanted = [recipes.Recipe(name, "xray", ("numpy",)) for name in ("drawn", "broken")]
    told = []

    def run(again=False):
        return render(tmp_path, wanted, again=again, jobs=1, progress=lambda *step: told.append(step))

    first = run()
    assert first.made == ("drawn",)
    assert first.failed == {"broken": "RuntimeError: the tube is cold"}
    assert run().kept == ("drawn",)
    (tmp_path / "media" / "drawn.webp").write_bytes(b"spoilt")
    assert run().made == ("drawn",)
    assert run(again=True).made == ("drawn",)
    assert told[0][:2] == (1, 2)
    assert list(json.loads((tmp_path / STAMPS).read_text())) == ["drawn"]


def test_wheels_are_pinned_with_their_hash(tmp_path):
    (tmp_path / "thing-1.2-py3-none-any.whl").write_bytes(b"wheel")
    digest = hashlib.sha256(b"wheel").hexdigest()
    assert lock_lines(tmp_path) == ["thing==1.2 \\", f"    --hash=sha256:{digest}"]
