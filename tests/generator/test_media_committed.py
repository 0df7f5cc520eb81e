"""What lies in `media/` and the figures that show it: light, clean, and the right way round."""

import json
from pathlib import Path

import pytest
import yaml
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
MEDIA = json.loads((ROOT / "media" / "manifest.json").read_text(encoding="utf-8"))["media"]
RASTERS = [file for medium in MEDIA.values() for file in medium["files"] if file["path"].endswith(".webp")]
FIGURES = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / "glossary" / "figures").glob("*.yml")]
SEEN = [figure for figure in FIGURES if figure.get("kind") in {"picture", "stack"}]
LIMIT = 15_000_000
SLICE_LIMIT = 40_000


def test_everything_together_is_light_enough_for_a_repository():
    assert sum(path.stat().st_size for path in (ROOT / "media").rglob("*")) < LIMIT


@pytest.mark.parametrize("file", RASTERS, ids=lambda file: file["path"])
def test_a_raster_has_the_size_that_is_recorded_and_no_metadata(file):
    with Image.open(ROOT / "media" / file["path"]) as picture:
        assert picture.size == (file["width"], file["height"])
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(picture.info)
    if file["role"] == "slice":
        assert file["bytes"] < SLICE_LIMIT


def test_no_file_lies_there_that_no_record_names():
    named = {file["path"] for medium in MEDIA.values() for file in medium["files"]} | {"manifest.json"}
    there = {path.relative_to(ROOT / "media").as_posix() for path in (ROOT / "media").rglob("*") if path.is_file()}
    assert there == named


FACING = [figure for figure in SEEN if figure["view"] in {"front", "below"}]


@pytest.mark.parametrize("figure", FACING, ids=lambda figure: figure["id"])
def test_no_picture_of_the_body_is_mirrored(figure):
    """Seen from the front or the feet, the liver is on the left of the picture; spleen and stomach are on the right."""
    sides = {"liver": "left", "spleen": "right", "stomach": "right", "heart-shadow": "right"}
    for label in figure["labels"]:
        side = sides.get(label.get("concept", label.get("words")))
        x = label.get("tip", label["at"])[0]
        assert side is None or (x < 0.5) == (side == "left"), label


def test_the_x_ray_picture_says_in_every_language_that_it_is_computed_from_a_ct():
    (figure,) = [figure for figure in SEEN if figure["media"] == "chest-x-ray"]
    said = {"en": "CT", "de": "CT", "fr": "scanner", "it": "TC", "es": "TC", "ar": "تصوير مقطعي"}
    assert {lang for lang, block in figure["languages"].items() if said[lang] in block["title"]} == set(said)
