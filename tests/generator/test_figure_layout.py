"""Laws of what stands where: names beside a picture, bars of a chart, cues of captions."""

import math
import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.figures.captions import starts, webvtt
from generator.figures.chart import place
from generator.figures.layout import MOST_ROWS, PIN_GAP, SMALL_WIDTH, crossing, leaders, pins_apart, rows_beside
from generator.figures.model import Bar, Chart, Scene

SHARES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
POINTS = st.lists(st.tuples(SHARES, SHARES), max_size=2 * MOST_ROWS, unique=True)


@given(POINTS, st.integers(1, MOST_ROWS))
def test_names_stand_beside_the_picture_without_sharing_a_place(points, rows):
    found = leaders(points, rows)
    if not points or math.ceil(len(points) / 2) > rows:
        assert found == ()
        return
    assert len(found) == len(points)
    assert len({(leader.side, leader.row) for leader in found}) == len(points)
    assert all(1 <= leader.row <= rows for leader in found)
    left = sum(leader.side == "left" for leader in found)
    assert 0 <= left - (len(points) - left) <= 1


@given(POINTS, st.integers(1, MOST_ROWS))
def test_no_two_lines_cross(points, rows):
    lines = [
        ((0.0 if leader.side == "left" else 1.0, leader.y), point)
        for leader, point in zip(leaders(points, rows), points, strict=False)
    ]
    assert not [pair for pair in combinations(lines, 2) if crossing(*pair)]


@given(POINTS, st.integers(1, MOST_ROWS))
def test_the_same_points_always_have_the_same_places(points, rows):
    assert leaders(points, rows) == leaders(list(points), rows)


@pytest.mark.parametrize(("shape", "rows"), [(1, 9), (0.5, 4), (3, MOST_ROWS), (0.05, 0)])
def test_a_flat_picture_has_room_for_few_names(shape, rows):
    assert rows_beside(shape) == rows


@given(SHARES, SHARES, SHARES, SHARES, st.sampled_from([0.5, 1.0, 1.4]))
def test_pins_are_apart_alike_from_both_sides(x1, y1, x2, y2, shape):
    assert pins_apart((x1, y1), (x2, y2), shape) is pins_apart((x2, y2), (x1, y1), shape)
    assert not pins_apart((x1, y1), (x1, y1), shape)
    assert pins_apart((0, y1), (PIN_GAP / SMALL_WIDTH, y1), shape)


def bars(*ranges):
    return tuple(Bar(f"b{number}", low, high, 0) for number, (low, high) in enumerate(ranges))


VALUES = st.floats(0.001, 1000, allow_nan=False)


@given(st.lists(st.tuples(VALUES, VALUES).map(sorted), min_size=1, max_size=8), st.sampled_from(["linear", "log"]))
def test_bars_lie_inside_the_chart_and_larger_ones_end_farther(ranges, scale):
    chart = Chart(scale, bars(*ranges))
    places = [place(bar, chart) for bar in chart.bars]
    assert all(-1e-9 <= start < end <= 1.011 for start, end in places)
    assert max(end for _, end in places) >= 1 - 1e-9
    for (one, at), (other, there) in combinations(zip(chart.bars, places, strict=True), 2):
        if one.high < other.high and at[1] - at[0] > 0.011 and there[1] - there[0] > 0.011:
            assert at[1] <= there[1] + 1e-9


SCENES = st.lists(st.floats(0.5, 30).map(lambda s: round(s, 2)), min_size=1, max_size=12).map(
    lambda lengths: [Scene(f"s{number}", length) for number, length in enumerate(lengths)]
)
TIMES = re.compile(r"(\d+):(\d\d):(\d\d\.\d{3}) --> (\d+):(\d\d):(\d\d\.\d{3})")


def seconds(*parts):
    hours, minutes, rest = map(float, parts)
    return hours * 3600 + minutes * 60 + rest


@given(SCENES, st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=30))
def test_every_scene_has_its_cue_and_the_next_begins_where_it_ends(scenes, words):
    text = webvtt(scenes, dict.fromkeys((scene.key for scene in scenes), f"x {words}"))
    assert text.startswith("WEBVTT\n\n")
    times = [(seconds(*found[:3]), seconds(*found[3:])) for found in TIMES.findall(text)]
    assert len(times) == text.count("-->") == len(scenes)
    assert [start for start, _ in times] == pytest.approx(starts(scenes), abs=0.002)
    assert all(end == pytest.approx(start, abs=0.002) for (_, end), (start, _) in pairwise(times))


def test_a_caption_cannot_break_out_of_its_cue():
    text = webvtt([Scene("one", 2)], {"one": "a --> b\n\n<v Bob> & so on"})
    assert text == "WEBVTT\n\none\n00:00:00.000 --> 00:00:02.000\na → b &lt;v Bob> &amp; so on\n"
