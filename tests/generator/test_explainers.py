"""The explainers that are there: their films, stills and captions fit together and can be followed by everybody."""

import re
import struct
from pathlib import Path

import pytest

from generator.figures.captions import starts, webvtt
from generator.figures.model import FigureKind
from generator.load import load

ROOT = Path(__file__).resolve().parents[2]
LOADED = load(ROOT).glossary
EXPLAINERS = [figure for figure in LOADED.figures.values() if figure.kind is FigureKind.EXPLAINER and figure.video]
EXAMS = {"x-ray", "chest-x-ray", "ct", "chest-ct", "mri", "ultrasound", "mammography", "pet-ct"}
RATE = 25

MOST_WORDS_A_SECOND = 2.6
"""A slow reader of eleven follows about 150 words a minute."""

_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


def boxes(data, start=0, end=None):
    """The boxes of an MP4 (ISO 14496-12): type and content, containers before what they hold."""
    end = len(data) if end is None else end
    while start < end:
        size, kind = struct.unpack_from(">I4s", data, start)
        assert 8 <= size <= end - start, "a box is cut off"
        yield kind, data[start + 8 : start + size]
        if kind in _CONTAINERS:
            yield from boxes(data, start + 8, start + size)
        start += size


def explainers(test):
    return pytest.mark.parametrize("figure", EXPLAINERS, ids=lambda figure: figure.id)(test)


def films(figure):
    return [file for file in LOADED.media[figure.video].files if file.role == "video"]


def test_each_examination_has_an_explainer():
    ids = {figure.id for figure in EXPLAINERS}
    assert {exam for exam in EXAMS if not ids.intersection(LOADED.concepts[exam].figures)} == set()


@explainers
def test_a_film_comes_in_av1_and_in_h264_and_is_light(figure):
    codecs = [re.search(r'codecs="(\w+)', film.type)[1] for film in films(figure)]
    assert codecs == ["av01", "avc1"]
    assert all(film.bytes < 1_000_000 for film in films(figure))


@explainers
def test_a_film_is_what_its_record_says(figure):
    for film in films(figure):
        found = list(boxes((ROOT / "media" / film.path).read_bytes()))
        kinds = [kind for kind, _ in found]
        assert kinds.index(b"moov") < kinds.index(b"mdat"), "a browser would have to fetch it all before it can start"
        assert [content[8:12] for kind, content in found if kind == b"hdlr"] == [b"vide"], "silent: no other track"
        (header,) = [content for kind, content in found if kind == b"tkhd"]
        assert (
            tuple(value >> 16 for value in struct.unpack(">2I", header[-8:])) == (film.width, film.height) == (960, 540)
        )


@explainers
def test_a_film_is_as_long_as_its_storyboard(figure):
    told = sum(scene.seconds for scene in figure.scenes)
    for film in films(figure):
        (header,) = [c for k, c in boxes((ROOT / "media" / film.path).read_bytes()) if k == b"mdhd"]
        wide = header[0] == 1
        scale, length = struct.unpack_from(">IQ" if wide else ">II", header, 20 if wide else 12)
        assert length / scale == pytest.approx(told, abs=1 / RATE), "rendered from an older storyboard: make media"
        assert film.seconds == pytest.approx(told, abs=1 / RATE)


@explainers
def test_each_scene_has_a_still_and_one_of_them_is_the_poster(figure):
    files = LOADED.media[figure.video].files
    keys = [scene.key for scene in figure.scenes]
    assert [file.scene for file in files if file.role == "still"] == keys
    (poster,) = [file for file in files if file.role == "poster"]
    assert poster.scene in keys
    assert poster.bytes < 60_000
    assert {round(file.width / file.height, 2) for file in files} == {1.78}


@explainers
def test_captions_stand_in_every_language(figure):
    assert set(figure.blocks) == set(LOADED.languages)
    for block in figure.blocks.values():
        assert list(block.captions) == [scene.key for scene in figure.scenes]


@explainers
def test_a_caption_leaves_time_to_read_it(figure):
    for lang, block in figure.blocks.items():
        for scene in figure.scenes:
            words = len(block.captions[scene.key].split())
            assert words / scene.seconds <= MOST_WORDS_A_SECOND, f"{lang}: {scene.key}"


@explainers
def test_captions_of_all_languages_say_as_much(figure):
    """A caption that was shortened or forgotten in one language would stand out."""
    for scene in figure.scenes:
        said = {lang: block.captions[scene.key] for lang, block in figure.blocks.items()}
        sentences = {lang: len(re.findall(r"[.!?؟](?:\s|$)", text)) for lang, text in said.items()}
        assert min(sentences.values()) >= 1, sentences
        assert max(sentences.values()) <= 2, sentences


@explainers
def test_the_track_follows_the_film_without_a_gap(figure):
    for block in figure.blocks.values():
        head, *cues = webvtt(figure.scenes, block.captions).strip().split("\n\n")
        assert head == "WEBVTT"
        read = [cue.split("\n", 2) for cue in cues]
        assert [key for key, _, _ in read] == [scene.key for scene in figure.scenes]
        assert [text for _, _, text in read] == list(block.captions.values())
        times = [[seconds(part) for part in line.split(" --> ")] for _, line, _ in read]
        assert [start for start, _ in times] == starts(figure.scenes)
        assert [end for _, end in times[:-1]] == [start for start, _ in times[1:]]
        assert times[-1][1] == sum(scene.seconds for scene in figure.scenes)


def seconds(text):
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)
