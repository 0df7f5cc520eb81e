"""Reading level: the formulas as published, on texts counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.load import load
from generator.reading import SyllableRule, count_syllables, measure, reading_score

LANGUAGES = load(Path(__file__).parents[2]).glossary.languages


@pytest.mark.parametrize(
    ("lang", "word", "count"),
    [
        ("en", "lung", 1), ("en", "table", 2), ("en", "made", 1), ("en", "needed", 2), ("en", "disease", 2),
        ("de", "Lunge", 2), ("de", "Röntgenaufnahme", 5), ("fr", "poumon", 2), ("fr", "maladie", 3),
        ("it", "polmone", 3), ("es", "pulmón", 2), ("es", "radiografía", 5), ("en", "x", 1),
    ],
)  # fmt: skip
def test_syllables(lang: str, word: str, count: int) -> None:
    assert count_syllables(word, LANGUAGES[lang].reading.syllables) == count


def test_features_of_a_text_counted_by_hand() -> None:
    found = measure("The lung is big. It takes in air!", SyllableRule("aeiouy", silent_endings=("es",)))
    assert found["words_per_sentence"] == 4
    assert found["syllables_per_word"] == 1
    assert found["letters_per_word"] == pytest.approx(24 / 8)
    assert found["monosyllables"] == 100
    assert found["long_words"] == 0


def test_the_english_formula() -> None:
    # 0.39 * 4 words a sentence + 11.8 * 1 syllable a word - 15.59
    assert reading_score("The lung is big. It sits in there.", LANGUAGES["en"].reading) == -2.2


def test_the_italian_formula() -> None:
    # 89 + 300 / 4 - 10 * 16 / 4
    assert reading_score("Lei ha un polmone.", LANGUAGES["it"].reading) == pytest.approx(89 + 75 - 35, abs=0.1)


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_harder_text_scores_harder_in_every_language(lang: str) -> None:
    formula = LANGUAGES[lang].reading
    easy = reading_score("La la la. La la.", formula)
    hard = reading_score("Internationalisation communication considerationem " * 12 + ".", formula)
    assert formula.meets(easy)
    assert not formula.meets(hard)


def test_a_text_without_words_has_a_score() -> None:
    assert isinstance(reading_score("12 / 3", LANGUAGES["en"].reading), float)
