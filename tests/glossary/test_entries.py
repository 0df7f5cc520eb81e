"""What the glossary promises: its range, its five languages, its tone; one test a file."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from generator.kinds import Kind
from generator.load import load
from generator.model import Concept

ROOT = Path(__file__).parents[2]
LOADED = load(ROOT)
CONCEPTS = LOADED.glossary.concepts
FULL = ("de", "en", "es", "fr", "it")


def test_its_range() -> None:
    kinds = Counter(concept.kind for concept in CONCEPTS.values())
    assert len(CONCEPTS) >= 60
    assert set(kinds) == set(Kind)
    assert {"x-ray", "ultrasound", "ct", "mri", "mammography", "pet-ct"} <= CONCEPTS.keys()
    assert {"contrast-medium", "gadolinium-contrast"} <= CONCEPTS.keys()
    assert kinds[Kind.PHRASE] >= 5
    assert kinds[Kind.ABBREVIATION] >= 5
    assert [level.key for level in CONCEPTS["bi-rads"].blocks["en"].levels] == [
        "0", "1", "2", "3", "4", "4a", "4b", "4c", "5", "6",
    ]  # fmt: skip


def test_every_examination_in_arabic() -> None:
    examinations = [concept for concept in CONCEPTS.values() if concept.kind is Kind.EXAM]
    assert all("ar" in concept.blocks for concept in examinations)
    assert sum("ar" in concept.blocks for concept in CONCEPTS.values()) >= 25
    assert LOADED.glossary.languages["ar"].direction == "rtl"


@pytest.mark.parametrize("concept", CONCEPTS.values(), ids=lambda c: c.id)
def test_an_entry(concept: Concept) -> None:
    assert set(FULL) <= concept.blocks.keys()
    levels = {tuple(level.key for level in block.levels) for block in concept.blocks.values()}
    assert len(levels) == 1, "the levels of a score are the same in every language"
    for lang, block in concept.blocks.items():
        text = block.text()
        assert "!" not in text, (lang, "no exclamation marks")
        assert "http" not in text
        assert "XXX" not in text
        assert len(block.short.split()) <= 22, (lang, block.short)
        for line in block.urgent:
            assert not re.search(r"\b1?1[0-9]\b", line), "the emergency number is configuration: write {emergency}"
        assert set(re.findall(r"\{[^}]*\}", text)) <= {"{emergency}"}
        if concept.kind not in (Kind.PHRASE, Kind.ABBREVIATION):
            assert block.questions
        if concept.kind is not Kind.EXPLAINER:
            assert block.forms
        assert block.review.state == "draft" or block.review.signatures


def test_urgent_signs_stand_in_every_language_or_in_none() -> None:
    for concept in CONCEPTS.values():
        said = {lang: bool(block.urgent) for lang, block in concept.blocks.items()}
        assert len(set(said.values())) == 1, (concept.id, said)
