"""From what an editor writes to every spelling that a report uses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.forms import braces, expand, spellings
from generator.load import load
from generator.model import Form, Language
from reportlink.characters import characters, packaged_table

GLOSSARY = load(Path(__file__).parents[2]).glossary
LANGUAGES, CONCEPTS = GLOSSARY.languages, GLOSSARY.concepts

CASES = [
    ("en", Form("effusion"), {"effusion", "effusions"}),
    ("en", Form("metastasis"), {"metastasis", "metastases"}),
    ("en", Form("opacity"), {"opacity", "opacities"}),
    ("en", Form("chest X-ray"), {"chest x-ray", "chest x-rays"}),
    ("en", Form("PE", exact_case=True), {"PE"}),
    ("en", Form("renal", inflection="adjective"), {"renal"}),
    ("de", Form("pleural", inflection="adjective"), {"pleural", "pleurale", "pleuraler", "pleurales", "pleuralen", "pleuralem"}),
    ("de", Form("Ödem"), {"ödem", "oedem", "odem"}),
    ("de", Form("Metastasen", compound=True), {"metastasen", "lebermetastasen", "lungenmetastasen", "lymphknotenmetastasen"}),
    ("fr", Form("épanchement pleural"), {"épanchements pleuraux", "epanchement pleural"}),
    ("fr", Form("radiographie du thorax"), {"radiographies du thorax"}),
    ("it", Form("versamento pleurico"), {"versamenti pleurici"}),
    ("es", Form("derrame pleural"), {"derrames pleurales"}),
    ("es", Form("lesión"), {"lesión", "lesiones", "lesion"}),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "form", "wanted"), CASES, ids=[f"{c[0]} {c[1].text}" for c in CASES])
def test_spellings(lang: str, form: Form, wanted: set[str]) -> None:
    assert wanted <= {spelling.text for spelling in expand(form, LANGUAGES[lang])}


def test_what_was_written_is_told_from_what_was_made() -> None:
    by_text = {s.text: s.written for s in expand(Form("effusion"), LANGUAGES["en"])}
    assert by_text == {"effusion": True, "effusions": False}


def test_braces_expand_as_in_a_shell() -> None:
    assert braces("T{1,2}{,a} N{0}") == ["T1 N0", "T1a N0", "T2 N0", "T2a N0"]
    assert braces("plain") == ["plain"]


def test_a_score_is_found_with_each_of_its_levels() -> None:
    concept = CONCEPTS["bi-rads"]
    texts = {s.text: s.form.level for _, s in spellings(concept, LANGUAGES["en"], characters(packaged_table()))}
    assert texts["bi-rads"] == ""
    assert texts["bi-rads 4a"] == "4a"


def test_a_class_that_does_not_exist_bends_nothing() -> None:
    language: Language = replace(LANGUAGES["en"], variants=())
    assert [s.text for s in expand(Form("lung", inflection="nosuch"), language)] == ["lung"]
