"""Where in the body: which area of the outline is lit on the page of which entry, and what is said about it.

One drawing, `media/body.svg`, holds the outline and its organs by name; `glossary/figures/body.yml` says what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model import Concept
from generator.schema import ID, LANGUAGE
from generator.shape import Field, ListOf, MapOf, Number, Record, Schema, Text

OUTLINE_FILE = "glossary/figures/body.yml"

_KEY = Text(r"[a-z][a-z0-9-]*", "a key: lower-case letters, digits and hyphens, a letter first")

_AREA = Record(
    {
        "concept": Field(ID, True, "the entry to which the body map leads"),
        "organs": Field(ListOf(_KEY), True, "organs of the drawing that are lit"),
        "at": Field(ListOf(Number()), help="where its name on the body map points, in the units of the drawing"),
    },
    "an area",
)
_AREA_WORDS = Record(
    {
        "name": Field(Text(), True, "what the area is called on the body map"),
        "lit": Field(Text(), True, "the text alternative: what is coloured"),
        "where": Field(Text(), True, "one sentence for the reader: where it lies, the side in words"),
    },
    "the words of an area",
)
SHAPE = Record(
    {
        "media": Field(_KEY, True, "a key of media/manifest.json"),
        "areas": Field(MapOf(_KEY.pattern or "", _KEY.means, _AREA), True, "area -> what is lit"),
        "concepts": Field(
            MapOf(ID.pattern or "", ID.means, _KEY), True, "entry -> area; others take that of their `body:`"
        ),
        "languages": Field(
            MapOf(LANGUAGE, "a language code", MapOf(_KEY.pattern or "", _KEY.means, _AREA_WORDS)),
            True,
            "language -> area -> its words",
        ),
    },
    "the outline",
)


def outline_json_schema() -> Schema:
    """JSON Schema (draft-07) of `glossary/figures/body.yml`."""
    heading = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "The outline of the body"}
    return heading | SHAPE.schema()


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the body that can be lit.

    Attributes:
        key: Its name in `body.yml`.
        concept: The entry to which the body map leads.
        organs: The organs of the drawing that are lit.
        at: Where its name on the body map points, in the units of the drawing; empty where it is not on the map.
    """

    key: str
    concept: str
    organs: tuple[str, ...]
    at: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaWords:
    """What one language says about an area: its name on the map, the text alternative, where it lies."""

    name: str
    lit: str
    where: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of the body.

    Attributes:
        media: The medium of the drawing.
        areas: Key -> area, in the order of the body map.
        concepts: Entry -> key of its area.
        words: Language -> area -> its words.
    """

    media: str
    areas: dict[str, Area]
    concepts: dict[str, str]
    words: dict[str, dict[str, AreaWords]]

    def area_of(self, id_: str, concepts: Mapping[str, Concept]) -> Area | None:
        """The area of an entry: its own, else that of the first part of the body it belongs to which has one."""
        waiting, seen = [id_], {id_}
        while waiting:
            current = waiting.pop(0)
            if current in self.concepts:
                return self.areas.get(self.concepts[current])
            parts = concepts[current].body if current in concepts else ()
            waiting += [part for part in parts if part not in seen]
            seen.update(parts)
        return None
