"""Expands what an editor wrote into every spelling that a report may use.

Everything happens when the index is built, so finding stays one exact walk. The rules are data in `language.yml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.model import Block, Concept, Form, InflectionClass, Language
from reportlink.characters import Characters

_BRACES = re.compile(r"\{([^{}]*)\}")

Pieces = tuple[str, ...]
"""A spelling as it is found: its folded pieces."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a form.

    Attributes:
        text: The spelling.
        form: What the editor wrote.
        written: Whether it is as the editor wrote it, rather than made by a rule.
    """

    text: str
    form: Form
    written: bool


def expand(form: Form, language: Language) -> list[Spelling]:
    """Every spelling of one form: as written, inflected, in other letters, without accents. Sorted, no repeats."""
    if "{" in form.text:
        alternatives = (replace(form, text=text) for text in braces(form.text))
        return [replace(s, form=form) for one in alternatives for s in expand(one, language)]
    if form.exact_case:
        return [Spelling(form.text, form, written=True)]
    # Rules are written in lower case, and case does not count in finding.
    written = form.text.casefold()
    kept = {written} | set(_inflected(written, form.inflection, language))
    if form.compound:
        kept |= {first + last for first in _firsts(language) for last in kept}
    for letters, otherwise in language.variants:
        kept |= {text.replace(letters, otherwise) for text in kept}
    if language.strip_marks:
        kept |= {without_marks(text) for text in kept}
    return [Spelling(text, form, text == written) for text in sorted(kept)]


def spellings(concept: Concept, language: Language, characters: Characters) -> list[tuple[Pieces, Spelling]]:
    """All spellings of a concept in one language with their folded pieces; a written one wins over a made one."""
    found: dict[tuple[Pieces, str], Spelling] = {}
    block = concept.blocks[language.code]
    expanded = [spelling for form in block.forms for spelling in expand(form, language)]
    for spelling in [*expanded, *_levelled(expanded, block, language)]:
        pieces = characters.fold_text(spelling.text)
        key = (pieces, spelling.text if spelling.form.exact_case else "")
        if pieces and (key not in found or (spelling.written and not found[key].written)):
            found[key] = spelling
    return [(pieces, spelling) for (pieces, _), spelling in found.items()]


def braces(text: str) -> list[str]:
    """Expand `{a,b}` as a shell does: `T{1,2}{,a}` gives `T1`, `T1a`, `T2`, `T2a`."""
    match = _BRACES.search(text)
    if not match:
        return [text]
    rest = braces(text[match.end() :])
    return [text[: match.start()] + option + tail for option in match[1].split(",") for tail in rest]


def _levelled(spellings: Sequence[Spelling], block: Block, language: Language) -> Iterable[Spelling]:
    """The names of a score with each of its levels: `BI-RADS 4a`, `BI-RADS category 4a`, `BI-RADS: 4a`."""
    scored = [level for level in block.levels if level.up_to_mm is None]
    for spelling in spellings:
        if spelling.form.level or not spelling.written or spelling.form.text[:1] == "{":
            continue
        for level in scored:
            form = replace(spelling.form, level=level.key, exact_case=False)
            for value in level.spellings or (level.key,):
                for between in (" ", *(gap for word in language.level_words for gap in _between(word))):
                    yield Spelling(f"{spelling.text}{between}{value}", form, written=False)


def _between(word: str) -> tuple[str, ...]:
    """A word stands apart (`category 4a`); a sign may touch either side (`BI-RADS: 4a`, `PI-RADS : 4`, `score=4`)."""
    return (f" {word} ",) if word[-1:].isalnum() else (word, f"{word} ", f" {word}", f" {word} ")


def _firsts(language: Language) -> list[str]:
    """The first parts of compounds with every joint: `leber`, `lebern`, `lebers`. Nobody writes most of them."""
    return [first + joint for first in language.compound_firsts for joint in ("", *language.compound_joints)]


def _inflected(text: str, inflection: str | None, language: Language) -> Iterable[str]:
    bends = language.inflection.classes.get(inflection or language.inflection.default)
    if bends is None:
        return
    words = text.split(" ")
    bending = [n for n, word in enumerate(words) if word not in language.inflection.small_words]
    if not bending:
        return
    changing = {"first": bending[:1], "last": bending[-1:], "all": bending}[bends.words]
    endings = [_endings(words[n], bends) for n in changing]
    # The words change together, case by case: `derrame pleural` gives `derrames pleurales` and nothing in between.
    for case in range(max((len(e) for e in endings), default=0)):
        inflected = list(words)
        for n, options in zip(changing, endings, strict=True):
            if options:
                inflected[n] = options[min(case, len(options) - 1)]
        yield " ".join(inflected)


def _endings(word: str, bends: InflectionClass) -> list[str]:
    if not word[-1:].isalpha():
        return []
    for rule in bends.rules:
        if word.endswith(rule.ending) and len(word) > len(rule.ending):
            stem = word[: len(word) - len(rule.ending)]
            return [stem + ending for ending in rule.replacements]
    return []


def without_marks(text: str) -> str:
    """A text as it is typed without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    # Only Latin letters lose their marks here: in other scripts a mark is often a letter.
    return bare if bare.isascii() else text
