"""Makes the page of an entry: front matter for the template, Markdown for the text.

Pure: an edition goes in, page values come out. Everything that a page says depends on its own source only, so that a
page whose source has not changed need not be rendered again.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from generator.addresses import entry_path, relative
from generator.edition import Edition, Json
from generator.figures.body import outline_values
from generator.figures.pages import figure_values
from generator.kinds import ASSERTED, SECTIONS, Kind
from generator.markup import heading, markdown
from generator.model import Block, Concept, Level
from generator.review import ReviewState, review_state

STATUS_SECTIONS: Final = frozenset({"absent"})
"""Sections that belong to a status: the page shows them with that status and, for everyone, after the others."""

KIND_LABELS: Final[dict[Kind, str]] = {
    Kind.ANATOMY: "Part of the body",
    Kind.FINDING: "Finding",
    Kind.EXAM: "Examination",
    Kind.PROCEDURE: "Procedure",
    Kind.DEVICE: "Medical device",
    Kind.MEASUREMENT: "Measurement",
    Kind.SCORE: "Score",
    Kind.PHRASE: "Phrase",
    Kind.ABBREVIATION: "Abbreviation",
    Kind.AMBIGUOUS: "Word with two meanings",
    Kind.EXPLAINER: "Guide",
}

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
_EMERGENCY: Final = "{emergency}"
_UNSAFE_IN_YAML: Final = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one language.

    Attributes:
        path: Its address inside the language, `t/lung/`; empty for the home page.
        meta: The front matter: what the template shows around the text.
        body: The text as Markdown.
    """

    path: str
    meta: dict[str, Json]
    body: str

    @property
    def source_path(self) -> str:
        """The name of the Markdown file that makes a page of this address."""
        return f"{self.path.rstrip('/')}.md" if self.path else "index.md"

    def source(self) -> str:
        """The Markdown file, front matter and all. JSON is YAML, and cannot be broken out of."""
        lines = (f"{key}: {_json(value)}" for key, value in self.meta.items())
        return "\n".join(("---", *lines, "---", "", self.body, ""))


def _json(value: Json) -> str:
    text = _ENCODER.encode(value)
    return _UNSAFE_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def link(edition: Edition, source: str, id_: str) -> dict[str, Json]:
    """A link to an entry, as templates show it."""
    block = edition.block(id_)
    return {"href": relative(source, entry_path(id_)), "title": block.term, "name": block.name or ""}


def entry_page(edition: Edition, id_: str) -> Page:
    """The page that explains one entry."""
    concept, block, path = edition.concepts[id_], edition.block(id_), entry_path(id_)
    review = review_state(block)
    meta: dict[str, Json] = {
        "template": "entry.html",
        "title": block.term,
        "description": block.short,
        "id": id_,
        "kind": concept.kind.value,
        "kind_label": edition.say(KIND_LABELS[concept.kind]),
        "languages": list(edition.languages[id_]),
        "where": _where(edition, concept, path),
        "name": block.name or "",
        "short": block.short,
        "statuses": concept.kind in ASSERTED,
        "outline": outline_values(edition, id_),
        "figures": figure_values(edition, path, id_),
        "absent": _sentences(edition, block.sections.get("absent", "")),
        "meanings": [
            {**link(edition, path, other), "text": text}
            for other, text in block.meanings.items()
            if other in edition.concepts
        ],
        "urgent": [_emergency(edition, line) for line in block.urgent],
        "questions": list(block.questions),
        "related": [link(edition, path, other) for other in _belongs(edition, concept)],
        "review": review.value,
        "signatures": _signatures(block) if review is ReviewState.SIGNED else [],
        "sources": [
            {"name": source.name, "publisher": source.publisher, "year": source.year} for source in concept.sources
        ],
    }
    return Page(path, meta, _body(edition, concept, block))


def entry_pages(edition: Edition) -> list[Page]:
    """The pages of all entries of a language."""
    return [entry_page(edition, id_) for id_ in edition.concepts]


def _body(edition: Edition, concept: Concept, block: Block) -> str:
    parts = []
    for section in SECTIONS[concept.kind]:
        text = block.sections.get(section.key)
        if text and section.key not in STATUS_SECTIONS:
            parts += [heading(2, edition.say(section.heading), section.key), markdown(_emergency(edition, text))]
    for level in block.levels:
        parts += [heading(3, _level_title(block, level), level.key), markdown(_emergency(edition, level.text))]
    return "\n\n".join(parts)


def _level_title(block: Block, level: Level) -> str:
    return f"{block.term} {level.key.upper()}: {level.name}"


def _emergency(edition: Edition, text: str) -> str:
    """Put the country's emergency number where the editor left a place for it."""
    return text.replace(_EMERGENCY, edition.language.emergency)


def _sentences(edition: Edition, text: str) -> list[Json]:
    """A short text as the paragraphs that a template shows."""
    return [" ".join(part.split()) for part in _emergency(edition, text).split("\n\n") if part.strip()]


def _where(edition: Edition, concept: Concept, path: str) -> list[Json]:
    """The way from the home page to here."""
    say = edition.say
    steps: list[Json] = [_step(path, "", say("Home"))]
    if concept.kind is Kind.EXAM:
        return [*steps, _step(path, "exams/", say("Examinations"))]
    if concept.kind is Kind.ANATOMY or concept.body:
        parts = [id_ for id_ in concept.body if id_ in edition.concepts and id_ != concept.id]
        return [*steps, _step(path, "body/", say("The body")), *(link(edition, path, id_) for id_ in parts[:1])]
    return [*steps, _step(path, "a-z/", say("A to Z"))]


def _step(path: str, target: str, label: str) -> Json:
    return {"href": relative(path, target), "title": label, "name": ""}


def _belongs(edition: Edition, concept: Concept) -> list[str]:
    """What belongs with an entry; the meanings of an ambiguous one stand on its page already."""
    return [id_ for id_ in edition.related[concept.id] if id_ not in concept.between]


def _signatures(block: Block) -> list[Json]:
    return [
        {"role": signature.role, "name": signature.name, "date": signature.date}
        for signature in block.review.signatures
    ]
