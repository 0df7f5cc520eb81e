import json

import pytest
import yaml

from generator.kinds import Kind
from generator.pages import Page, entry_page
from generator.review import text_hash
from tests.generator.small import block, concept, english, glossary


def test_source_is_front_matter_and_markdown():
    page = entry_page(english(), "pleural-effusion")
    assert page.source_path == "t/pleural-effusion.md"
    _, front, body = page.source().split("---\n", 2)
    assert yaml.safe_load(front) == page.meta
    assert body.startswith("\n## What is it? {: #what }\n\nAbout what of pleural effusion.\n")


@pytest.mark.parametrize(
    "text", ["---\nx: 1", "\u2028\u0085\x7f", "😀 \ud83d", '": {"a": 1}', "!ENV [HOME]", "&a *a", "- x"]
)
def test_front_matter_cannot_be_broken_out_of(text):
    source = Page("", {"title": text, "other": ["kept"]}, "").source()
    front = source.split("\n---\n")[0].removeprefix("---\n")
    assert "\n---" not in front
    loaded = yaml.safe_load(front)
    assert loaded["other"] == ["kept"]
    assert json.dumps(loaded["title"]) == json.dumps(text)


def test_where_leads_from_home_over_the_body_part():
    steps = entry_page(english(), "pleural-effusion").meta["where"]
    assert [(step["href"], step["title"]) for step in steps] == [
        ("../../", "Home"),
        ("../../body/", "The body"),
        ("../lung/", "lung"),
    ]


def test_where_of_an_examination_and_of_a_score():
    assert entry_page(english(), "ct").meta["where"][-1]["href"] == "../../exams/"
    assert entry_page(english(), "score").meta["where"][-1]["href"] == "../../a-z/"


def test_only_what_is_seen_or_not_seen_has_a_status():
    assert entry_page(english(), "pleural-effusion").meta["statuses"] is True
    assert entry_page(english(), "lung").meta["statuses"] is False


def test_the_text_for_not_seen_stands_with_the_status_and_not_in_the_body():
    page = entry_page(english(), "pleural-effusion")
    assert page.meta["absent"] == ["About absent of pleural effusion."]
    assert "absent" not in page.body


def test_levels_have_anchors():
    assert "### Score 4A: low {: #4a }\n\nMost are harmless." in entry_page(english(), "score").body


def test_meanings_link_only_to_entries_of_the_language():
    meanings = entry_page(english(), "pe").meta["meanings"]
    assert [meaning["href"] for meaning in meanings] == ["../lung/", "../pleural-effusion/"]


def test_related_goes_both_ways_and_stays_in_the_language():
    assert [item["href"] for item in entry_page(english(), "lung").meta["related"]] == ["../pe/", "../score/"]
    assert entry_page(english(code="de"), "lung").meta["related"] == [
        {"href": "../pe/", "title": "PE", "name": ""},
    ]
    assert entry_page(english(code="ar"), "lung").meta["related"] == []


def test_emergency_number_comes_from_the_language():
    assert entry_page(english(code="de"), "pleural-effusion").meta["urgent"] == ["Rufen Sie 112."]


def test_alternates_name_only_languages_with_the_page():
    assert entry_page(english(), "lung").meta["languages"] == ["ar", "de", "en"]
    assert entry_page(english(), "score").meta["languages"] == ["en"]


def test_unsigned_text_is_never_shown_as_approved():
    from dataclasses import replace

    from generator.model import Review, Signature

    text = block("lung", kind=Kind.ANATOMY)
    signatures = tuple(
        Signature(role, "A Name", "2026-01-02", text_hash(text)) for role in ("radiologist", "patient-representative")
    )

    def page(signed):
        content = glossary()
        lung = concept("lung", Kind.ANATOMY, {"en": signed})
        return entry_page(english(replace(content, concepts={**content.concepts, "lung": lung})), "lung").meta

    assert page(text)["review"] == "draft"
    assert page(replace(text, review=Review("signed", signatures)))["review"] == "signed"
    half = page(replace(text, review=Review("signed", signatures[:1])))
    assert (half["review"], half["signatures"]) == ("changed", [])
    later = page(replace(text, short="Another sentence.", review=Review("signed", signatures)))
    assert (later["review"], later["signatures"]) == ("changed", [])
