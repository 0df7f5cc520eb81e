"""Makes reports and vocabularies of any size for measuring: invented words and the glossary's own forms.

Nothing but the seed is chance, and a vocabulary holds every smaller one: what differs between two sizes is only how
many other forms there are.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from generator.load import load
from reportlink.characters import characters, packaged_table

_LETTERS = (
    ("bcdfghklmnprstvwz", "aeiou", "ngmx", "éè"),
    ("bdfghklmnprstwzß", "aeiouäöü", "nrtsch", "äö"),
    ("bcdfgjlmnpqrstv", "aeiouéèâ", "nrstx", "ôï"),
    ("bcdfglmnprstvz", "aeiou", "nrlo", "àè"),
    ("bcdfghjlmnñprstvz", "aeiouáéó", "nrsl", "íú"),
)
"""Consonants, vowels, last letters and rare letters of five invented languages."""

_COMMON, _GENERAL, _TERMS = 150, 6_000, 40_000
"""How many words each language has: small words, other words of reports, words that only terms have."""

_WORDS_IN_TERM = (0.25, 0.45, 0.2, 0.1)
_MENTIONED = 1_000
_OURS = 2_000
_CUES = ("no", "no evidence of", "without", "possible", "history of", "denies", "rule out", "negative for")
_ODD = 0.03
"""How many mentions are written unusually: a line break, a hyphen or a no-break space inside, accents as marks."""


@dataclass(frozen=True, slots=True)
class Material:
    """What every program is measured with.

    Attributes:
        forms: The largest vocabulary; a smaller one is its beginning.
        reports: The reports.
    """

    forms: list[str]
    reports: list[str]


@dataclass(frozen=True, slots=True)
class _Words:
    common: list[str]
    general: list[str]
    terms: list[str]


def material(root: Path, forms: int, reports: int, words: int = 160, seed: int = 1) -> Material:
    """Make a vocabulary and reports in five invented languages.

    Args:
        root: The project, for its own forms.
        forms: How many surface forms.
        reports: How many reports.
        words: About how many words a report has.
        seed: The only chance.
    """
    chance = random.Random(seed)
    languages = [_language(chance, letters) for letters in _LETTERS]
    own = sorted({form.casefold() for form in glossary_forms(root) if _plain(form)})
    chance.shuffle(own)
    # Reports mention the smallest vocabulary only: half of it is invented, half the glossary's own.
    invented = [_term(chance, languages[n % len(languages)], ours=True) for n in range(_MENTIONED // 2)]
    mentioned = list(dict.fromkeys([*invented, *own[: _MENTIONED // 2]]))
    written = [_report(chance, languages[n % len(languages)], mentioned, words) for n in range(reports)]
    # A larger vocabulary is more forms and not more mentions: of each further one, a report lacks a word.
    fold = characters(packaged_table()).folder()
    said = {piece for report in written for piece in fold(report)}
    vocabulary = dict.fromkeys(mentioned)
    others = (form for form in own if not said.issuperset(fold(form)))
    while len(vocabulary) < forms:
        further = (_term(chance, languages[len(vocabulary) % len(languages)]), next(others, ""))
        vocabulary.update((form, None) for form in further if form and not said.issuperset(fold(form)))
    return Material(list(vocabulary)[:forms], written)


def glossary_forms(root: Path) -> Iterable[str]:
    """The surface forms that the glossary's own entries write, in all languages."""
    for concept in load(root).glossary.concepts.values():
        for block in concept.blocks.values():
            for form in block.forms:
                yield form.text


def as_html(report: str) -> str:
    """The same report as a portal shows it: paragraphs, some emphasis, entities."""
    paragraphs = []
    for number, sentence in enumerate(report.split("\n")):
        text = escape(sentence).replace("ä", "&auml;").replace("é", "&#233;")
        first, _, rest = text.partition(" ")
        paragraphs.append(f'<p class="line" id="l{number}"><b>{first}</b> {rest}</p>')
    return '<div class="report">' + "\n".join(paragraphs) + "</div>"


def _plain(form: str) -> bool:
    """Whether a form is nothing but words: rules for braces and levels are the generator's business."""
    return all(char.isalpha() or char in " -'" for char in form) and len(form) > 2


def _language(chance: random.Random, letters: tuple[str, str, str, str]) -> _Words:
    consonants, vowels, last, rare = letters
    made: dict[str, None] = {}
    while len(made) < _COMMON + _GENERAL + _TERMS:
        few = len(made) < _COMMON
        syllables = chance.choice((1, 1, 2)) if few else chance.choice((2, 3, 3, 4, 5))
        word = "".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(syllables))
        word += chance.choice(last) if chance.random() < 0.6 else ""
        word += chance.choice(rare) if chance.random() < 0.05 else ""
        made[word] = None
    words = list(made)
    return _Words(words[:_COMMON], words[_COMMON : _COMMON + _GENERAL], words[_COMMON + _GENERAL :])


def _term(chance: random.Random, language: _Words, *, ours: bool = False) -> str:
    count = chance.choices((1, 2, 3, 4), _WORDS_IN_TERM)[0]
    first, last = (0, _OURS) if ours else (_OURS, len(language.terms))
    words = [language.terms[chance.randrange(first, last)] for _ in range(count)]
    if count > 1 and chance.random() < 0.25:
        # Terms begin with ordinary words too (`left lower lobe`), with the usual ones most: a walk that leads nowhere.
        words[0] = _usual(chance, language.general)
    if count > 2 and chance.random() < 0.3:
        words[1] = _usual(chance, language.common)
    return " ".join(words)


def _usual(chance: random.Random, words: Sequence[str]) -> str:
    """A word, the first ones much more often than the last (about as Zipf found)."""
    return words[int(len(words) ** chance.random()) - 1]


def _report(chance: random.Random, language: _Words, known: Sequence[str], words: int) -> str:
    sentences: list[str] = []
    count = 0
    while count < words:
        parts: list[str] = []
        for _ in range(chance.randint(6, 14)):
            draw = chance.random()
            if draw < 0.07:
                parts.append(_mention(chance, chance.choice(known)))
            elif draw < 0.10:
                parts += [chance.choice(_CUES), _mention(chance, chance.choice(known))]
            elif draw < 0.13:
                parts.append(f"{chance.randint(1, 40)} mm")
            else:
                word = _usual(chance, language.common if draw < 0.55 else language.general)
                parts.append(word + ("," if chance.random() < 0.06 else ""))
        sentence = " ".join(parts)
        count += sentence.count(" ") + 1
        sentences.append(sentence[0].upper() + sentence[1:] + ".")
    return "".join(s + ("\n" if chance.random() < 0.3 else " ") for s in sentences).rstrip()


def _mention(chance: random.Random, form: str) -> str:
    draw = chance.random()
    if draw > _ODD:
        return form.upper() if draw > 0.96 else form
    if draw < _ODD / 4:
        return form.replace(" ", "\n", 1)
    if draw < _ODD / 2:
        return form.replace(" ", "-", 1)
    if draw < _ODD * 3 / 4:
        return form.replace(" ", "\u00a0", 1)
    return unicodedata.normalize("NFD", form)
