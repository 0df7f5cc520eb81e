"""Figures: `check` finds every planted mistake, and what is there fits together."""

import hashlib
import json
from pathlib import Path

import pytest
from PIL import Image

from generator.check import check
from generator.figures.manifest import file_record, record
from generator.figures.media import MediaFile, MediaSource, Medium, MediumKind
from generator.figures.outline import Area, Outline
from generator.figures.variants import WIDTHS, picture_variants, published_name, variants
from generator.load import load
from generator.site.media import encode
from reportlink.characters import characters, packaged_table
from tests.generator.test_check import CT, EFFUSION, LUNG

ROOT = Path(__file__).resolve().parents[2]
SOURCE = {"title": "A scan", "package": "p", "version": "1", "licence": "CC BY 4.0", "attribution": "By A."}
PICTURE = """\
id: chest
kind: picture
media: chest
view: front
labels:
  - {concept: lung, at: [0.3, 0.4]}
  - {concept: effusion, at: [0.7, 0.4]}
languages:
  en:
    title: A chest
    alt: A chest from the front.
    description: The lungs are dark.
    look: [Air is black.]
    review: {state: draft}
"""
FILM = """\
id: film
kind: explainer
video: film
scenes:
  - {key: one, seconds: 4}
  - {key: two, seconds: 3}
languages:
  en:
    title: How it works
    alt: A film.
    description: A film in words.
    captions: {one: You lie down., two: You get up.}
    review: {state: draft}
"""
CHART = """\
id: doses
kind: chart
chart:
  scale: log
  bars:
    - {key: flight, value: 0.1, source: 1}
    - {key: scan, range: [4, 8], source: 1}
sources:
  - {name: A book, publisher: A house}
languages:
  en:
    title: Doses
    alt: Two bars.
    description: One is longer.
    words: {flight: A flight, scan: A scan, unit: mSv, scale: Dose}
    review: {state: draft}
"""


def project(folder, **figures):
    """A project with three entries that show every figure, and two media."""
    (folder / "media").mkdir()
    for name, size in {"chest": (600, 600), "film": (10, 10)}.items():
        (folder / "media" / f"{name}.bin").write_bytes(name.encode())
        kind, role = ("picture", "picture") if name == "chest" else ("video", "video")
        files = [file_record(folder, f"{name}.bin", *size, role)]
        record(folder, name, kind, made="Made.", sources=[SOURCE], files=files)
    for kind in ("concepts", "figures", "explainers"):
        (folder / "glossary" / kind).mkdir(parents=True)
    shown = f"figures: [{', '.join(figures)}]\n" if figures else ""
    for name, text in {"lung": LUNG, "effusion": EFFUSION, "chest-ct": CT}.items():
        (folder / "glossary/concepts" / f"{name}.yml").write_text(text + (shown if name == "lung" else ""))
    for name, text in figures.items():
        (folder / "glossary/figures" / f"{name}.yml").write_text(text)
    language = (ROOT / "locales/en/language.yml").read_text(encoding="utf-8")
    (folder / "locales/en").mkdir(parents=True)
    (folder / "locales/en/language.yml").write_text(language, encoding="utf-8")
    return folder


def problems(folder):
    found = check(load(folder), characters(packaged_table()), lambda *_: 0.0)
    return [f"{p.file}: {p.message}" for p in found if "hard to read" not in p.message]


def test_sound_figures_have_no_problem(tmp_path):
    project(tmp_path, chest=PICTURE, film=FILM, doses=CHART)
    assert problems(tmp_path) == []
    glossary = load(tmp_path).glossary
    assert glossary.figures["chest"].media_keys == ("chest",)
    assert glossary.figures["film"].media_keys == ("film",)
    assert [(bar.low, bar.high) for bar in glossary.figures["doses"].chart.bars] == [(0.1, 0.1), (4, 8)]


FAULTS = [
    ("chest", PICTURE.replace("media: chest", "media: chst"), "there is no medium `chst`"),
    ("chest", PICTURE.replace("media: chest", "media: film"), "the medium `film` is a video"),
    ("chest", PICTURE.replace("concept: effusion", "concept: efusion"), "there is no entry `efusion`"),
    ("chest", PICTURE.replace("0.7, 0.4", "1.2, 0.4"), "the pin of `effusion` is outside the picture"),
    ("chest", PICTURE.replace("0.7, 0.4", "0.7, 0.01"), "the edge of the picture cuts the pin of `effusion`"),
    ("chest", PICTURE.replace("0.7, 0.4", "0.33, 0.4"), "the pins of `lung` and `effusion` overlap"),
    ("chest", PICTURE.replace("0.7, 0.4", "0.7"), "`at` of `effusion` has 1 numbers"),
    ("chest", PICTURE.replace("    alt: A chest from the front.\n", ""), "a language block has no `alt`"),
    ("chest", PICTURE.replace("    description: The lungs are dark.\n", ""), "has no `description`"),
    ("chest", PICTURE.replace("    look: [Air is black.]\n", ""), "has no `look`"),
    ("chest", PICTURE.replace("[Air is black.]", "[]"), "nothing says how to look at the picture"),
    ("chest", PICTURE.replace("Air is black.", "Air is <b>black</b>."), "the text holds mark-up"),
    ("chest", PICTURE.replace("  en:", "  xx:"), "the language `en` is missing"),
    ("chest", PICTURE.replace("  en:", "  xx:"), "there is no language `xx`"),
    ("chest", PICTURE.replace("id: chest", "id: other"), "the id `other` is not the file's name"),
    ("chest", PICTURE.replace("kind: picture", "kind: photo"), "the figure has no known `kind`"),
    ("film", FILM.replace("two: You get up.", "tow: You get up."), "the scene `two` has no caption"),
    ("film", FILM.replace("two: You get up.", "tow: You get up."), "there is a caption for `tow`"),
    ("film", FILM.replace("key: two", "key: one"), "the scene `one` stands twice"),
    ("film", FILM.replace("seconds: 3", "seconds: 0"), "the scene `two` has no length"),
    ("film", FILM.replace("video: film\n", ""), "an explainer has either a `video` or a `drawing`"),
    ("film", FILM.replace("video: film\n", "video: film\ndrawing: magnet\n"), "either a `video` or a `drawing`"),
    ("film", FILM.replace("seconds: 3}", "seconds: 3, still: lost}"), "there is no medium `lost`"),
    ("doses", CHART.replace("source: 1}\n    - {key: scan", "source: 2}\n    - {key: scan"), "names a source that"),
    ("doses", CHART.replace("[4, 8]", "[8, 4]"), "`scan` is no range"),
    ("doses", CHART.replace("value: 0.1", "value: 0"), "`flight` is no range"),
    ("doses", CHART.replace("value: 0.1, ", ""), "`flight` has no value"),
    ("doses", CHART.replace("flight: A flight, ", ""), "there are no words for `flight`"),
    ("doses", CHART.replace("unit: mSv, ", ""), "there are no words for `unit`"),
]


@pytest.mark.parametrize(("name", "text", "message"), FAULTS, ids=[message for _, _, message in FAULTS])
def test_every_planted_mistake_is_found(tmp_path, name, text, message):
    assert text not in (PICTURE, FILM, CHART)
    project(tmp_path, **{name: text})
    assert [p for p in problems(tmp_path) if p.startswith("glossary/figures/") and message in p]


def test_a_figure_that_no_entry_shows_is_told(tmp_path):
    project(tmp_path)
    (tmp_path / "glossary/figures/chest.yml").write_text(PICTURE)
    assert problems(tmp_path) == ["glossary/figures/chest.yml: no entry shows this figure"]


def test_an_entry_that_names_no_figure_is_told(tmp_path):
    project(tmp_path, chest=PICTURE)
    (tmp_path / "glossary/figures/chest.yml").unlink()
    assert problems(tmp_path) == ["glossary/concepts/lung.yml: there is no figure `chest`"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda found: found["media"]["chest"]["sources"][0].pop("licence"), "a source has no `licence`"),
        (lambda found: found["media"]["chest"]["sources"][0].pop("attribution"), "a source has no `attribution`"),
        (lambda found: found["media"]["chest"]["sources"].clear(), "`chest` has no sources"),
        (lambda found: found["media"]["chest"]["files"].clear(), "`chest` has no files"),
        (
            lambda found: found["media"]["chest"]["files"][0].update(sha256="0" * 64),
            "is not the file that was recorded",
        ),
        (lambda found: found["media"]["chest"]["files"][0].update(path="gone.bin"), "gone.bin is not there"),
        (lambda found: found["media"]["chest"]["files"][0].update(height=0), "chest.bin has no size"),
        (lambda found: found.update(format=2), "the format is 2"),
    ],
)
def test_the_record_of_media_is_compared_with_the_files(tmp_path, spoil, message):
    project(tmp_path, chest=PICTURE)
    path = tmp_path / "media/manifest.json"
    found = json.loads(path.read_text())
    spoil(found)
    path.write_text(json.dumps(found, indent=1))
    assert [p for p in problems(tmp_path) if p.startswith("media/manifest.json") and message in p]


def test_a_medium_is_recorded_once_and_beside_others(tmp_path):
    project(tmp_path)
    for made in ("First.", "Second."):
        record(tmp_path, "chest", "picture", made=made, sources=[SOURCE], files=[])
    found = json.loads((tmp_path / "media/manifest.json").read_text())
    assert sorted(found["media"]) == ["chest", "film"]
    assert found["media"]["chest"]["made"] == "Second."


@pytest.mark.parametrize(("width", "widths"), [(1600, WIDTHS), (700, WIDTHS[:3]), (400, (320, 400)), (200, (200,))])
def test_a_picture_is_never_made_larger_than_it_is(width, widths):
    file = MediaFile("ct/chest.png", "ab" * 32, 1, width, width // 2, "picture")
    found = picture_variants(file)
    assert [(v.form, v.width) for v in found] == [(form, w) for form in ("avif", "webp") for w in widths]
    assert all(v.height == round(width // 2 * v.width / width) for v in found)
    assert len({v.name for v in found}) == len(found)
    assert not {v.name for v in found} & {v.name for v in picture_variants(MediaFile(**_with(file, sha256="cd" * 32)))}


def _with(file, **changed):
    return {name: getattr(file, name) for name in file.__slots__} | changed


def test_what_is_no_picture_is_published_as_it_is():
    film = MediaFile("ct.av1.mp4", "ab" * 32, 9, 960, 540, "video")
    poster = MediaFile("ct.png", "cd" * 32, 9, 960, 540, "poster")
    source = MediaSource("t", "p", "1", "l", "a")
    found = variants(Medium(MediumKind.VIDEO, "Made.", (source,), (film, poster)))
    assert found[0].name == published_name(film) == "ct.av1.abababab.mp4"
    assert not found[0].form
    assert {v.form for v in found[1:]} == {"avif", "webp"}


def test_made_pictures_carry_nothing_but_the_picture(tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    source = tmp_path / "x.png"
    Image.new("RGB", (400, 300), "teal").save(source, exif=exif, icc_profile=b"profile", dpi=(72, 72))
    for variant in picture_variants(MediaFile("x.png", hashlib.sha256(b"x").hexdigest(), 1, 400, 300, "picture")):
        encode(source, tmp_path / variant.name, variant)
        with Image.open(tmp_path / variant.name) as made:
            assert made.size == (variant.width, variant.height)
            assert not made.getexif()
            assert "icc_profile" not in made.info
            assert b"A camera" not in (tmp_path / variant.name).read_bytes()


def test_the_area_of_an_entry_is_its_own_or_that_of_what_it_belongs_to(tmp_path):
    concepts = load(project(tmp_path)).glossary.concepts
    outline = Outline("body", {"lung": Area("lung", "lung", ("lung",))}, {"lung": "lung"}, {})
    assert outline.area_of("lung", concepts).key == outline.area_of("effusion", concepts).key == "lung"
    assert outline.area_of("chest-ct", concepts) is None
    assert outline.area_of("nothing", concepts) is None


LOADED = load(ROOT).glossary


def test_the_drawing_of_the_body_has_every_organ_that_is_lit():
    drawing = (ROOT / "media/body.svg").read_text(encoding="utf-8")
    organs = {organ for area in LOADED.outline.areas.values() for organ in area.organs}
    assert not [organ for organ in organs | {"body", "organs"} if f'id="{organ}"' not in drawing]
    assert len(drawing.encode()) < 60_000


def test_the_outline_speaks_every_language():
    assert set(LOADED.outline.words) == set(LOADED.languages)
    for words in LOADED.outline.words.values():
        assert set(words) == set(LOADED.outline.areas)
        assert len({words[key].where for key in words}) == len(words)


def test_every_part_of_the_body_and_every_finding_in_one_has_its_place_shown():
    places = {id_: LOADED.outline.area_of(id_, LOADED.concepts) for id_ in LOADED.concepts}
    # These are everywhere in the body or in many places, so that one lit place would mislead.
    everywhere = {"bone", "soft-tissue", "parenchyma"}
    for id_, concept in LOADED.concepts.items():
        if concept.kind in ("anatomy", "finding") and concept.body and not everywhere & {id_, *concept.body}:
            assert places[id_], id_


@pytest.mark.parametrize("key", sorted(LOADED.media))
def test_a_picture_is_as_large_as_its_record_says(key):
    for file in LOADED.media[key].files:
        if file.role in ("picture", "slice", "sprite", "still", "poster"):
            with Image.open(ROOT / "media" / file.path) as opened:
                assert opened.size == (file.width, file.height)
