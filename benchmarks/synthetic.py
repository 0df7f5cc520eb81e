"""Makes projects and glossaries of any size that look like real ones, for measuring. Nothing but the seed is chance."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from generator.kinds import SECTIONS, Kind
from generator.model import Block, Concept, Form, Glossary, Language, Source

_STEMS = (
    "pleur", "lung", "kard", "hepat", "nephr", "splen", "gastr", "oste", "arthr", "bronch", "trache", "vascul",
    "lymph", "derm", "myo", "neur",
)  # fmt: skip
_ENDINGS = (
    "itis", "osis", "oma", "ectasis", "pathy", "megaly", "stenosis", "lithiasis", "cele", "plasia",
)  # fmt: skip
_WORDS = (
    "your", "report", "uses", "this", "word", "when", "the", "doctor", "saw", "a", "small", "change", "in", "one",
    "part", "of", "the", "body", "which", "is", "often", "harmless", "and", "needs", "no", "treatment", "sometimes",
    "another", "picture", "after", "a", "few", "weeks", "shows", "whether", "it", "has", "changed", "ask", "what",
    "it", "means", "for", "you",
)  # fmt: skip
_FURTHER = (
    "bg", "cs", "da", "el", "et", "fi", "hr", "hu", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip
"""Codes that MkDocs and static-i18n take, for languages that the project does not have."""

_MODEL = "en"
"""The language of the project that the further ones are copies of."""

_KINDS = (Kind.FINDING, Kind.FINDING, Kind.FINDING, Kind.ANATOMY, Kind.PHRASE, Kind.PROCEDURE, Kind.EXAM)


def language_codes(root: Path) -> tuple[str, ...]:
    """The languages of a real project, and after them those that a synthetic one may have besides."""
    real = sorted(path.parent.name for path in (root / "locales").glob("*/language.yml"))
    return (*real, *(code for code in _FURTHER if code not in real))


def synthetic_project(root: Path, folder: Path, languages: Sequence[str]) -> None:
    """Write a project without entries; a language that the real one lacks is a copy of one that it has.

    Args:
        root: The folder of the real project.
        folder: The folder of the new one.
        languages: Codes of its languages.
    """
    for name in ("docs", "generator", "overrides"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "mkdocs.yml", folder)
    for code in languages:
        real = root / "locales" / code
        shutil.copytree(real if real.is_dir() else real.with_name(_MODEL), folder / "locales" / code)


def synthetic_glossary(entries: int, languages: dict[str, Language], seed: int = 1) -> Glossary:
    """A glossary of so many entries, each with a block in every language."""
    chance = random.Random(seed)
    kinds = {f"entry-{number:05d}": _KINDS[number % len(_KINDS)] for number in range(entries)}
    body_parts = [id_ for id_, kind in kinds.items() if kind is Kind.ANATOMY] or [""]
    exams = [id_ for id_, kind in kinds.items() if kind is Kind.EXAM] or [""]
    # As in a real glossary, few body parts and examinations, and many words under each.
    parts, met = body_parts[: max(1, entries // 50)], exams[: max(1, entries // 100)]
    concepts = {
        id_: Concept(
            id=id_,
            kind=kind,
            blocks={code: _block(chance, id_, kind, code) for code in languages},
            path=PurePosixPath(f"glossary/concepts/{id_}.yml"),
            body=tuple({chance.choice(parts)} - {id_, ""}),
            exams=tuple({chance.choice(met)} - {id_, ""}) if kind is not Kind.EXAM else (),
            related=tuple({chance.choice(list(kinds)) for _ in range(3)} - {id_}),
            sources=(Source("Glossary of Terms for Thoracic Imaging", "Fleischner Society", 2024),),
        )
        for id_, kind in kinds.items()
    }
    return Glossary(concepts=concepts, languages=languages)


def edited(glossary: Glossary, code: str) -> Glossary:
    """The same glossary after an editor changed one sentence of one entry in one language."""
    id_ = next(id_ for id_, concept in glossary.concepts.items() if code in concept.blocks)
    concept = glossary.concepts[id_]
    block = concept.blocks[code]
    first = next(iter(block.sections))
    changed = replace(block, sections={**block.sections, first: block.sections[first] + "\n\nOne more sentence."})
    blocks = {**concept.blocks, code: changed}
    return replace(glossary, concepts={**glossary.concepts, id_: replace(concept, blocks=blocks)})


def _block(chance: random.Random, id_: str, kind: Kind, code: str) -> Block:
    term = f"{chance.choice(_STEMS)}{chance.choice(_ENDINGS)} {id_[-5:]} {code}"
    return Block(
        term=term,
        name=_sentence(chance, 3).rstrip(".") if chance.random() < 0.5 else None,
        short=_sentence(chance, 14),
        forms=tuple(Form(f"{term}{ending}") for ending in ("", "s", "al")),
        sections={section.key: _text(chance) for section in SECTIONS[kind]},
        questions=tuple(_sentence(chance, 8) for _ in range(3)),
        urgent=(_sentence(chance, 10),) if chance.random() < 0.1 else (),
    )


def _text(chance: random.Random) -> str:
    paragraphs = [" ".join(_sentence(chance, 11) for _ in range(3)) for _ in range(2)]
    items = "\n".join(f"- {_sentence(chance, 7)}" for _ in range(3))
    return "\n\n".join([*paragraphs, items])


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."
