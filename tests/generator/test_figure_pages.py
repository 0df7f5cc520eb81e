"""What pages say about their figures, and the files that they load."""

from dataclasses import replace
from pathlib import PurePosixPath
from types import SimpleNamespace

import pytest
from PIL import Image

from generator.figures.body import body_map_values, outline_values
from generator.figures.captions import webvtt
from generator.figures.credits import credits_page
from generator.figures.manifest import file_record
from generator.figures.media import MediaFile, MediaSource, Medium, MediumKind
from generator.figures.model import Bar, Chart, Figure, FigureBlock, FigureKind, Label, Scene, View
from generator.figures.outline import Area, AreaWords, Outline
from generator.figures.pages import figure_values, tracks_name
from generator.site.media import make_media
from tests.generator.small import english, glossary

SCAN = MediaSource("A scan", "scans", "2", "CC BY 4.0", "By A.")
OTHER = MediaSource("A drawing", "drawings", "1", "CC0", "By B.")


def medium(kind, *files, sources=(SCAN,), made="Made."):
    return Medium(kind, made, sources, files)


def file(path, role="picture", width=900, height=600, **more):
    return MediaFile(path, "ab" * 32, 1, width, height, role, **more)


MEDIA = {
    "body": medium(MediumKind.DRAWING, file("body.svg", "drawing", 74, 104), sources=(OTHER,)),
    "chest": medium(MediumKind.PICTURE, file("chest.png")),
    "film": medium(MediumKind.VIDEO, file("film.mp4", "video"), file("film.png", "poster"), made="Filmed."),
    "step": medium(MediumKind.PICTURE, file("step.png", width=400, height=300)),
}
WORDS = FigureBlock("A title", "An alternative.", "One.\n\nTwo.", ("Air is black.",), {"one": "Lie down."})
PICTURE = Figure(
    "chest",
    FigureKind.PICTURE,
    PurePosixPath("chest.yml"),
    {"en": WORDS, "de": WORDS},
    media="chest",
    view=View.BELOW,
    labels=(
        Label("pleural-effusion", 0.2, 0.8),
        Label("lung", 0.3, 0.3),
        Label("score", 0.7, 0.3),
        Label("lung", 0.7, 0.5),
    ),
)
FILM = Figure(
    "film",
    FigureKind.EXPLAINER,
    PurePosixPath("film.yml"),
    {"en": WORDS},
    scenes=(Scene("one", 4, "step"),),
    video="film",
)
CHART = Figure(
    "chart",
    FigureKind.CHART,
    PurePosixPath("chart.yml"),
    {"de": replace(WORDS, words={"a": "Flug", "b": "CT", "unit": "mSv", "scale": "Dosis"})},
    chart=Chart("linear", (Bar("a", 0.1, 0.1, 0), Bar("b", 2, 5, 0, "ct"))),
)
OUTLINE = Outline(
    "body",
    {"lung": Area("lung", "lung", ("lung",), (30.0, 45.0)), "skin": Area("skin", "skin", ("skin",), (1.0, 1.0))},
    {"lung": "lung"},
    {"en": {key: AreaWords(key.title(), f"The {key} is coloured.", f"The {key} is here.") for key in ("lung", "skin")}},
)


@pytest.fixture
def content():
    small = glossary(figures={"chest": PICTURE, "film": FILM, "chart": CHART}, media=MEDIA, outline=OUTLINE)
    shown = replace(small.concepts["lung"], figures=("chest", "film", "chart"))
    return replace(small, concepts={**small.concepts, "lung": shown})


def test_a_page_shows_the_figures_that_speak_its_language(content):
    shown = {code: [figure["id"] for figure in figure_values(english(content, code), "t/lung/", "lung")]
             for code in ("en", "de", "ar")}  # fmt: skip
    assert shown == {"en": ["chest", "film"], "de": ["chest", "chart"], "ar": []}


def test_pins_are_numbered_as_they_stand_and_the_page_s_own_is_lit(content):
    (figure, _) = figure_values(english(content), "t/lung/", "lung")
    assert [(pin["number"], pin["concept"], pin["lit"]) for pin in figure["pins"]] == [
        (1, "pleural-effusion", False),
        (2, "lung", True),
        (3, "score", False),
        (2, "lung", True),
    ]
    assert figure["pins"][0]["href"] == "../pleural-effusion/"
    assert figure["pins"][0]["name"] == "fluid around the lung"
    assert figure["description"] == ["One.", "Two."]
    assert "left of the picture" in figure["sides"]


def test_what_has_no_page_in_the_language_has_no_pin_and_leaves_no_gap_in_the_numbers(content):
    (figure, _) = figure_values(english(content, "de"), "t/lung/", "lung")
    assert [pin["number"] for pin in figure["pins"]] == [1, 2, 2]


def test_each_name_stands_beside_the_picture_once(content):
    (figure, _) = figure_values(english(content), "t/lung/", "lung")
    places = {pin["number"]: (pin["side"], pin["row"]) for pin in figure["pins"]}
    assert len(set(places.values())) == len(places) == 3
    assert all(1 <= row <= figure["rows"] for _, row in places.values())


def test_a_picture_offers_its_forms_best_first_and_none_larger_than_itself(content):
    (figure, _) = figure_values(english(content), "t/lung/", "lung")
    forms = figure["media"]["forms"]
    assert [form["type"] for form in forms] == ["image/avif", "image/webp"]
    assert [[one["width"] for one in form["files"]] for form in forms] == [[320, 480, 640, 900]] * 2
    assert (figure["media"]["width"], figure["media"]["height"]) == (640, 427)


def test_an_explainer_names_its_captions_its_stills_and_whose_work_it_is(content):
    (_, figure) = figure_values(english(content), "t/lung/", "lung")
    assert figure["scenes"][0]["caption"] == "Lie down."
    assert figure["scenes"][0]["still"]["width"] == 400
    assert figure["tracks"] == tracks_name(english(content), FILM)
    assert figure["credit"] == [{"title": "A scan", "attribution": "By A.", "licence": "CC BY 4.0"}]


def test_a_chart_speaks_the_numbers_of_the_language(content):
    (_, figure) = figure_values(english(content, "de"), "t/lung/", "lung")
    bars = figure["chart"]["bars"]
    assert [(bar["name"], bar["low"], bar["high"], bar["href"]) for bar in bars] == [
        ("Flug", "0,1", "0,1", ""),
        ("CT", "2", "5", "../ct/"),
    ]
    assert [(bar["from"], bar["width"]) for bar in bars] == [(0, 2), (40, 60)]


def test_the_outline_lights_what_an_entry_belongs_to(content):
    page = english(content)
    for id_ in ("lung", "pleural-effusion"):
        found = outline_values(page, id_)
        assert found["organs"] == ["lung"]
        assert found["lit"] == "Outline of a body, seen from the front. The lung is coloured."
    assert outline_values(page, "ct") is None
    assert outline_values(english(content, "de"), "lung") is None


def test_the_map_leads_to_the_entries_that_are_there(content):
    found = body_map_values(english(content), "body/")
    assert [(area["key"], area["href"]) for area in found["areas"]] == [("lung", "../t/lung/")]
    assert body_map_values(english(content, "de"), "") is None


def test_the_credits_name_each_source_once_with_what_was_made_of_it(content):
    found = credits_page(english(content)).meta["credits"]
    assert [(credit["title"], credit["licence"], credit["package"], credit["made"]) for credit in found] == [
        ("A drawing", "CC0", "drawings 1", ["Made."]),
        ("A scan", "CC BY 4.0", "scans 2", ["Made.", "Filmed."]),
    ]


def test_media_are_made_once_and_only_what_is_shown(content, tmp_path):
    (tmp_path / "media").mkdir()
    for name in ("chest", "step", "film"):
        Image.new("RGB", (400, 300), "teal").save(tmp_path / "media" / f"{name}.png")
    for name in ("body.svg", "film.mp4"):
        (tmp_path / "media" / name).write_bytes(b"<svg/>")
    recorded = {
        key: replace(
            found,
            files=tuple(
                MediaFile(**file_record(tmp_path, one.path, 400, 300, one.role)) for one in found.files
            ),
        )
        for key, found in {**MEDIA, "unseen": MEDIA["chest"]}.items()
    }  # fmt: skip
    content = replace(content, media=recorded)
    project = SimpleNamespace(
        glossary=content, root=tmp_path, out=tmp_path / "site", editions={"en": english(content)}
    )  # fmt: skip
    told = []
    first = make_media(project, lambda done, total: told.append((done, total)))
    names = {path.name for path in first.kept}
    assert {path.name for path in (tmp_path / "site/media").iterdir()} == names
    assert len(told) == told[-1][1] == first.written - 1
    captions = tracks_name(project.editions["en"], FILM)
    assert (tmp_path / "site/media" / captions).read_text(encoding="utf-8") == webvtt(FILM.scenes, WORDS.captions)
    before = {path: path.stat().st_mtime_ns for path in first.kept}
    again = make_media(project, lambda done, total: told.append((done, total)))
    assert again.kept == first.kept
    assert again.written == 0
    assert {path: path.stat().st_mtime_ns for path in again.kept} == before
