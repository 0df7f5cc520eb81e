"""The written-out sets mean what the pipeline takes them for."""

from __future__ import annotations

import json
import re
import sys

import pytest

from reportlink import link_report
from reportlink.characters import packaged_table
from reportlink.index import Index
from reportlink.signs import NO_LETTER, SPACE

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]


def test_white_space_is_one_set_everywhere() -> None:
    written = [char for char in EVERY if re.match(f"[{SPACE}]", char)]
    assert written == [char for char in EVERY if not char.strip()]
    assert written == [char for char in EVERY if re.match(r"\s", char)]
    spans = json.loads(packaged_table())["classes"]["space"]
    assert written == [chr(code) for first, last in spans for code in range(first, last + 1)]


def test_no_letter_of_a_living_script_is_taken_for_a_symbol() -> None:
    letters = "azAZ09_éßẞœ٣ښдЖωאخ中日한\u0301"
    assert not re.search(f"[{NO_LETTER}]", letters)
    assert re.fullmatch(f"[{NO_LETTER}]*", " .,:;-!?()[]«»“”–—…·×÷/•→■،؛؟")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_a_title_alone_on_its_line_begins_a_section_whatever_ends_the_line(index: Index, end: str) -> None:
    text = f"FINDINGS{end}A signal.{end}IMPRESSION{end}A signal."
    assert [link.start for link in link_report(text, index, lang="en", mentions="all").links] == [10 + len(end)]


@pytest.mark.parametrize("half", ["\ud83d", "\udc80 \ud83d"])
def test_text_cut_in_the_middle_of_a_character_is_linked(index: Index, half: str) -> None:
    result = link_report(f"{half}pneumothorax", index, lang="en")
    assert [link.start for link in result.links] == [len(half)]
    assert len(result.input_sha256) == 64


@pytest.mark.parametrize("unit", ["mm", "MM", "Mm"])
def test_a_unit_may_stand_in_capitals(index: Index, unit: str) -> None:
    assert [link.level for link in link_report(f"8 {unit}", index, lang="en").links] == ["pea"]
