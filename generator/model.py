"""The glossary as frozen values: what every other part of the generator works on.

Nothing here reads a file. `generator.load` builds these values and only from input that it found sound, so code
behind it never asks whether a field is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from generator.kinds import Kind
from generator.reading import ReadingFormula
from reportlink.vocabulary import ListRules

if TYPE_CHECKING:
    from generator.figures.media import Medium
    from generator.figures.model import Figure
    from generator.figures.outline import Outline

ID = re.compile(r"[a-z][a-z0-9-]*")
"""The grammar of every id: `lung`, `bi-rads`, `chest-ct`. It stands unescaped in an address."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that the facts of an entry come from."""

    name: str
    publisher: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """One number of a code system that names the same concept, such as `radlex` `RID5352`."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Form:
    """One surface form: a spelling by which reports name the concept.

    Attributes:
        text: The spelling.
        inflection: The inflection class in `language.yml` that gives its regular endings; None for the default class.
        exact_case: Match only in exactly this case (`MS`, `US`).
        level: The level of the entry that it names, else empty.
        status: The assertion status that it carries whatever stands around it (`unenhanced`), else empty.
        compound: Whether the language joins it to a word before it (`Metastase`: `Lebermetastase`).
        exams: Match only where the report is about one of these examinations; empty for no condition.
        body: Match only where the sentence speaks of one of these parts of the body; empty for no condition.
        sections: Match only in sections of one of these roles; empty for no condition.
        near: Match only where one of these phrases stands in the same sentence; empty for no condition.
    """

    text: str
    inflection: str | None = None
    exact_case: bool = False
    level: str = ""
    status: str = ""
    compound: bool = False
    exams: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def contextual(self) -> bool:
        """Whether the report around it decides, and not the form alone."""
        return bool(self.exams or self.body or self.sections or self.near)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a score, or one size of a measurement: its anchor and text, e.g. `4a` of BI-RADS.

    Attributes:
        key: The anchor on the page.
        name: What it is called in plain words.
        text: What it means for the reader.
        spellings: What reports write for it behind the score's name; the key alone where none is given.
        up_to_mm: For a size: the length in millimetres up to which it goes.
    """

    key: str
    name: str
    text: str
    spellings: tuple[str, ...] = ()
    up_to_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who approved a text, when, and the hash of exactly the text that was approved."""

    role: Literal["radiologist", "patient-representative"]
    name: str
    date: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class Review:
    """The review state that stands in the YAML; whether it still holds is `pages.review_state`'s business."""

    state: Literal["draft", "signed"] = "draft"
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """What an entry says in one language.

    Attributes:
        term: The word of the report.
        name: The word of the street, or None where there is none.
        short: One sentence that can stand alone.
        forms: The surface forms that lead here, as written by the editor.
        sections: Section key -> text (paragraphs and `- ` lists), in the order of the kind.
        levels: The levels of a score, else empty.
        meanings: Concept id -> one line, for an ambiguous entry, else empty.
        questions: Questions to ask the doctor.
        urgent: When to get help now; `{emergency}` stands for the country's number.
        review: Who has approved this text.
    """

    term: str
    name: str | None
    short: str
    forms: tuple[Form, ...]
    sections: dict[str, str]
    levels: tuple[Level, ...] = ()
    meanings: dict[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    review: Review = Review()

    def text(self) -> str:
        """Everything a reader reads, one part a line; what a reading level and a signature are computed from."""
        parts = [
            self.short,
            *self.sections.values(),
            *(line for level in self.levels for line in (level.name, level.text)),
            *self.meanings.values(),
            *self.questions,
            *self.urgent,
        ]
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of the glossary: its facts, and one block a language.

    Attributes:
        id: Permanent; the file's name.
        kind: What it explains; decides its sections.
        body: Anatomy entries it belongs to.
        exams: Examinations where the word is met.
        related: Entries that belong with it, as written; `Glossary.related` makes them mutual.
        between: The concepts that an ambiguous entry explains, else empty.
        figures: Figures shown on the page.
        codes: Numbers of code systems.
        sources: Where the facts come from.
        tier: How hard its word is for a layperson, from 1 (easy) to 3; easy words lose their links first.
        blocks: Language -> what it says there.
        path: The file, relative to the project, for messages.
    """

    id: str
    kind: Kind
    blocks: dict[str, Block]
    path: PurePosixPath
    body: tuple[str, ...] = ()
    exams: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    sources: tuple[Source, ...] = ()
    tier: int = 2


@dataclass(frozen=True, slots=True)
class InflectionRule:
    """Replace an ending: words that end in `ending` also occur with each of `replacements` in its place."""

    ending: str
    replacements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InflectionClass:
    """How the words of one class bend.

    Attributes:
        words: Which words of a form change: `last`, `first`, or `all` that are not small words.
        rules: Tried in order; the first whose ending fits is used.
    """

    words: Literal["last", "first", "all"]
    rules: tuple[InflectionRule, ...]


@dataclass(frozen=True, slots=True)
class Inflection:
    """A language's inflection classes and the words that never bend."""

    default: str
    classes: dict[str, InflectionClass]
    small_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class StatusCue:
    """A phrase of a report language that changes the status of what stands near it.

    Attributes:
        text: The phrase, matched like a surface form.
        status: The assertion status it gives; None for a phrase that only looks like a cue, or that ends a scope.
        direction: `forward`, `backward`, `both`: where its scope lies; `clause`: forward to the next comma;
            `nearest`: backward, but not past `and`; `between`: one item on either side;
            `pseudo` silences cues inside it; `stop` ends scopes.
    """

    text: str
    status: str | None
    direction: str


@dataclass(frozen=True, slots=True)
class Language:
    """The facts of one language, from `locales/<lang>/language.yml`.

    Attributes:
        code: Its tag, the folder's name.
        name: Its own name for itself.
        direction: Writing direction.
        reading: Its reading-level formula.
        emergency: The emergency number that pages show.
        inflection: Its regular endings.
        variants: Letters and what is typed instead, in order.
        strip_marks: Whether reports also write words without accents.
        cues: Its cues of assertion status.
        abbreviations: Abbreviations whose full stop ends no sentence.
        sections: Section role -> the titles that reports put over it.
        joins: Words that join the last item to a list.
        lists: What lists of findings look like, by the keys of `lists` in the language file.
        not_terms: Phrases that hold a surface form and mean something else.
        not_sizes: Phrases beside which a length is no size of anything: slice thickness.
        ordinals: Whether ordinals are written with a full stop.
        level_words: Words between the name of a score and its level: grade, category.
        units: Unit of length as reports write it -> millimetres.
        times: Words between the sides of what is measured: `7 by 8 cm`.
        compound_firsts: Words that stand first in compounds (`leber`, `lunge`).
        compound_joints: What joins them to the next (nothing, `n`, `s`).
    """

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    reading: ReadingFormula
    emergency: str
    inflection: Inflection
    variants: tuple[tuple[str, str], ...]
    strip_marks: bool
    cues: tuple[StatusCue, ...]
    abbreviations: tuple[str, ...]
    sections: dict[str, tuple[str, ...]]
    joins: tuple[str, ...] = ()
    lists: ListRules = field(default_factory=ListRules)
    not_terms: tuple[str, ...] = ()
    not_sizes: tuple[str, ...] = ()
    ordinals: bool = False
    level_words: tuple[str, ...] = ()
    units: tuple[tuple[str, float], ...] = ()
    times: tuple[str, ...] = ()
    compound_firsts: tuple[str, ...] = ()
    compound_joints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Glossary:
    """The whole content: concepts and explainers by id, languages by code, and the retired ids.

    Attributes:
        concepts: Id -> concept, sorted by id.
        languages: Code -> language, sorted by code.
        retired: Retired id -> the id of its successor.
        published: Every address ever published, from `urls.lock`.
        figures: Id -> figure, sorted by id.
        media: Key -> committed medium.
        outline: The outline of the body, with what lights on which page; None where there is none.
    """

    concepts: dict[str, Concept]
    languages: dict[str, Language]
    retired: dict[str, str] = field(default_factory=dict)
    published: frozenset[str] = frozenset()
    figures: dict[str, Figure] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)
    outline: Outline | None = None

    def related(self) -> dict[str, tuple[str, ...]]:
        """Id -> the ids that belong with it, both ways: what is linked from one page is linked back."""
        links: dict[str, set[str]] = {id_: set() for id_ in self.concepts}
        for concept in self.concepts.values():
            for other in (*concept.related, *concept.between, *concept.body, *concept.exams):
                if other in links and other != concept.id:
                    links[concept.id].add(other)
                    if other not in (*concept.body, *concept.exams):
                        links[other].add(concept.id)
        return {id_: tuple(sorted(others)) for id_, others in links.items()}
