"""The glossary as one language publishes it: what every page of that language is made from."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from generator.addresses import entry_languages
from generator.model import Block, Concept, Glossary, Language

if TYPE_CHECKING:
    from generator.figures.media import Medium
    from generator.figures.model import Figure
    from generator.figures.outline import Outline

Say: TypeAlias = Callable[[str], str]
"""Gives an interface message in the language of the edition; fails on one that is not translated."""

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
"""What front matter can hold."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the operator of a site decides, from `mkdocs.yml`.

    Attributes:
        site_url: The address of the site's root, with a slash at its end.
        examinations: The examinations that the home page offers.
        guide: The entry behind "Read my report with me".
        contact: The mail address that takes corrections; empty where there is none.
    """

    site_url: str
    examinations: tuple[str, ...] = ()
    guide: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One language's view of the glossary.

    Attributes:
        language: The language of the pages.
        say: Its interface words.
        settings: What the operator of the site decides.
        concepts: The entries that have a page in this language, by id, in the order of their titles.
        languages: Id -> the codes of all languages that have a page for it.
        related: Id -> the ids that belong with it and have a page in this language.
        everywhere: The codes of all languages that have pages.
        figures: Id -> figure, of those with words in this language.
        media: Key -> medium.
        outline: The outline of the body, where it has words in this language.
    """

    language: Language
    say: Say
    settings: SiteSettings
    concepts: Mapping[str, Concept]
    languages: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]]
    everywhere: tuple[str, ...]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    media: Mapping[str, Medium] = field(default_factory=dict)
    outline: Outline | None = None
    _blocks: Mapping[str, Block] = field(repr=False, default_factory=dict)

    @property
    def code(self) -> str:
        """The language's code."""
        return self.language.code

    def block(self, id_: str) -> Block:
        """What an entry says in this language."""
        return self._blocks[id_]

    def title(self, id_: str) -> str:
        """The medical word that an entry explains."""
        return self._blocks[id_].term


def edition(glossary: Glossary, language: Language, say: Say, settings: SiteSettings) -> Edition:
    """Take one language out of the glossary."""
    code = language.code
    blocks = {id_: concept.blocks[code] for id_, concept in glossary.concepts.items() if code in concept.blocks}
    order = sorted(blocks, key=lambda id_: (sort_key(blocks[id_].term), id_))
    related = glossary.related()
    return Edition(
        language=language,
        say=say,
        settings=settings,
        concepts={id_: glossary.concepts[id_] for id_ in order},
        languages={id_: entry_languages(glossary, glossary.concepts[id_]) for id_ in order},
        related={id_: tuple(other for other in related[id_] if other in blocks) for id_ in order},
        everywhere=tuple(glossary.languages),
        figures={id_: figure for id_, figure in glossary.figures.items() if code in figure.blocks},
        media=glossary.media,
        outline=glossary.outline if glossary.outline and code in glossary.outline.words else None,
        _blocks=blocks,
    )


def sort_key(text: str) -> str:
    """Order titles as a reader looks for them: capitals and accents make no difference."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def initial(text: str) -> str:
    """The letter under which a title stands; `#` for digits and signs."""
    first = sort_key(text)[:1].upper()
    return first if first.isalpha() else "#"
