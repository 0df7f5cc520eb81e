"""Reads the shared vectors: a small vocabulary of each language, and cases labelled by hand.

`vocabulary.json` is a selection from the language files, independent of the glossary's content. Every other file here
is one topic. Offsets are Unicode code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from reportlink.builder import build_forms
from reportlink.characters import Characters, characters, packaged_table
from reportlink.find import NEAR
from reportlink.index import Forms, Index, Term
from reportlink.vocabulary import Condition, Cue, Facts, Form, ListRules, SentenceRules, Sizes

HERE = Path(__file__).parent
BASE = "https://glossary.example/"
BUILD = "0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Options:
    """What a case asks for; the defaults are those of `link_report`."""

    mentions: str = "first"
    exclude: tuple[str, ...] = ()
    skip_sections: tuple[str, ...] = ()
    budget: float | None = None
    explain: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One text and everything that must be found in it.

    Attributes:
        topic: The file that it stands in.
        name: What it is about; no two of a topic share it.
        lang: The report's language.
        text: The report.
        links: Start, end, concept, status and level (empty for none) of each link, by start.
        skipped: Start, end, concepts and reason of what is found and not linked, by start.
        options: What is asked for.
    """

    topic: str
    name: str
    lang: str
    text: str
    links: tuple[tuple[int, int, str, str, str], ...]
    skipped: tuple[tuple[int, int, tuple[str, ...], str], ...]
    options: Options = field(default=Options())


def cases() -> Iterator[Case]:
    """Every case of every topic, by topic and then as written."""
    for path in sorted(HERE.glob("*.json")):
        if path.name != "vocabulary.json":
            yield from (_case(path.stem, row) for row in json.loads(path.read_text(encoding="utf-8")))


def _case(topic: str, row: dict[str, Any]) -> Case:
    options = {key: tuple(v) if isinstance(v, list) else v for key, v in row.get("options", {}).items()}
    return Case(
        topic,
        row["name"],
        row["lang"],
        row["text"],
        tuple((start, end, concept, status, level) for start, end, concept, status, level in row["links"]),
        tuple((start, end, tuple(concepts), reason) for start, end, concepts, reason in row["skipped"]),
        Options(**options),
    )


@cache
def index() -> Index:
    """The whole vocabulary as one index."""
    table = characters(packaged_table())
    forms = {lang: Forms(data, table) for lang, data in forms_files().items()}
    terms = {lang: {id_: Term(**page) for id_, page in pages.items()} for lang, pages in terms_files().items()}
    return Index(BUILD, BASE, forms, terms)


@cache
def forms_files() -> dict[str, bytes]:
    """Report language -> the bytes of its forms file."""
    table = characters(packaged_table())
    vocabulary = _vocabulary()
    facts = {
        id_: Facts(one["kind"], tuple(one["exams"]), tuple(one["body"]), one["tier"])
        for id_, one in vocabulary["concepts"].items()
    }
    sizes = vocabulary["sizes"]
    levels = tuple((level, up_to) for level, up_to in sizes["levels"])
    return {
        lang: build_forms(
            lang,
            [*_forms(words, table), *_cues(words), *(Form(text) for text in words["not_terms"])],
            facts,
            table,
            asserted=vocabulary["asserted"],
            rules=SentenceRules(
                frozenset(words["abbreviations"]), words["titles"], words["ordinals"], _lists(words["lists"])
            ),
            sizes=Sizes(sizes["concept"], levels, tuple(words["units"].items()), tuple(words["times"])),
        )
        for lang, words in vocabulary["languages"].items()
    }


def terms_files() -> dict[str, dict[str, dict[str, str]]]:
    """Reader language -> concept -> its page, as `terms.<lang>.json` has it."""
    vocabulary = _vocabulary()
    return {
        lang: {
            id_: {"title": f"{lang} {id_}", "short": f"{lang}: {id_}.", "path": f"{lang}/t/{id_}/"}
            for id_ in vocabulary["explained"].get(lang, vocabulary["concepts"])
        }
        for lang in vocabulary["languages"]
    }


@cache
def _vocabulary() -> dict[str, Any]:
    vocabulary: dict[str, Any] = json.loads((HERE / "vocabulary.json").read_text(encoding="utf-8"))
    return vocabulary


def _forms(words: dict[str, Any], table: Characters) -> Iterator[Form]:
    for row in words["forms"]:
        condition = Condition(
            exact=table.letters(row["text"]) if row.get("exact") else "",
            exams=tuple(row.get("exams", ())),
            body=tuple(row.get("body", ())),
            sections=tuple(row.get("sections", ())),
            near="|".join(row.get("near", ())),
        )
        yield Form(row["text"], row["concept"], row.get("level", ""), condition=condition)


def _cues(words: dict[str, Any]) -> Iterator[Form]:
    yield from (Form(row["text"], cue=Cue(row["status"], row["direction"])) for row in words["cues"])
    near = {tuple(row["near"]) for row in words["forms"] if "near" in row}
    yield from (Form(text, cue=Cue("|".join(phrases), NEAR)) for phrases in near for text in phrases)


def _lists(words: dict[str, list[str]]) -> ListRules:
    return ListRules(
        frozenset(words["alternatives"]),
        frozenset(words["words"]),
        tuple(words["endings"]),
        frozenset(words["repeated"]),
        frozenset(words["ranges"]),
    )
