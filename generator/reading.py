"""How hard a text is to read, by the formula that a language declares for itself.

Every formula in use is linear in a few counts, so a language states its coefficients in `language.yml`
and no language needs code:

    score = constant + sum(coefficient * feature)

Features: `words_per_sentence`, `syllables_per_word`, `letters_per_word`, `long_words` (percent of words over
six letters), `polysyllables` (percent with three syllables or more), `monosyllables` (percent with one),
`sentences_per_word`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?؟…]+(?=\s|$)|\n+")
_LONG_WORD = 6


@dataclass(frozen=True, slots=True)
class SyllableRule:
    """How a language counts syllables: one for each run of vowels, with corrections.

    Attributes:
        vowels: The letters that carry a syllable.
        separate: Vowel pairs that are two syllables although they stand together.
        silent_endings: Endings whose vowel is not spoken, when the word has another.
        spoken_endings: Longer endings that are spoken although a silent one matches.
    """

    vowels: str
    separate: tuple[str, ...] = ()
    silent_endings: tuple[str, ...] = ()
    spoken_endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingFormula:
    """A published reading-level formula and the bar that a text has to meet.

    Attributes:
        name: The formula's name in the literature.
        source: Where it was published.
        constant: The constant of the linear formula.
        coefficients: Feature name and its coefficient.
        harder: Whether a larger score means a harder or an easier text.
        bar: The score of a text at the end of the sixth school year.
        syllables: How syllables are counted; unused by formulas without them.
    """

    name: str
    source: str
    constant: float
    coefficients: tuple[tuple[str, float], ...]
    harder: Literal["higher", "lower"]
    bar: float
    syllables: SyllableRule

    def meets(self, score: float) -> bool:
        """Whether a text with this score is easy enough."""
        return score <= self.bar if self.harder == "higher" else score >= self.bar


FEATURES = (
    "words_per_sentence",
    "syllables_per_word",
    "letters_per_word",
    "long_words",
    "polysyllables",
    "monosyllables",
    "sentences_per_word",
)


def count_syllables(word: str, rule: SyllableRule) -> int:
    """The number of syllables of one word, at least one."""
    word = unicodedata.normalize("NFC", word).casefold()
    runs = re.findall(f"[{re.escape(rule.vowels)}]+", word) if rule.vowels else []
    count: int = len(runs) + sum(run.count(pair) for run in runs for pair in rule.separate)
    # A silent ending takes a syllable away only where its vowel stands alone: in `maladie` it never made one.
    silent = any(
        word.endswith(ending) and word[-len(ending) - 1 : -len(ending)] not in rule.vowels
        for ending in rule.silent_endings
    )
    if silent and count > 1 and not any(word.endswith(ending) for ending in rule.spoken_endings):
        count -= 1
    return max(count, 1)


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold at least one word; a line or a list item ends a sentence."""
    return [part for part in _SENTENCE_END.split(text) if part and _WORD.search(part)]


def measure(text: str, rule: SyllableRule) -> dict[str, float]:
    """Every feature that a formula may use; all zero for a text without words."""
    words = _WORD.findall(text)
    if not words:
        return dict.fromkeys(FEATURES, 0.0)
    count = len(words)
    syllables = [count_syllables(word, rule) for word in words]
    parts = max(len(sentences(text)), 1)
    return {
        "words_per_sentence": count / parts,
        "syllables_per_word": sum(syllables) / count,
        "letters_per_word": sum(map(len, words)) / count,
        "long_words": 100 * sum(len(word) > _LONG_WORD for word in words) / count,
        "polysyllables": 100 * sum(n >= 3 for n in syllables) / count,  # noqa: PLR2004
        "monosyllables": 100 * sum(n == 1 for n in syllables) / count,
        "sentences_per_word": parts / count,
    }


def reading_score(text: str, formula: ReadingFormula) -> float:
    """The text's score by the language's formula, rounded to one decimal."""
    features = measure(text, formula.syllables)
    return round(formula.constant + sum(c * features[name] for name, c in formula.coefficients), 1)
