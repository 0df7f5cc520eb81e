r"""The link index: a flat trie of surface forms and status cues for each report language.

The file `forms.<lang>.<hash>.bin` is read by Python and by the browser alike:

    bytes 0-7    the magic `RLFORMS\0`
    bytes 8-11   format version, unsigned 32 bit little-endian
    bytes 12-15  length of the header in bytes
    header       JSON: language, concepts, conditions, cues, and the sections with their lengths in bytes
    sections     one after the other, each padded to a multiple of four

Section `strings` holds the folded pieces, one a line, sorted; all others are arrays of unsigned 32-bit integers.
`root[piece]` is the node that a form's first piece leads to (0 for none). Node `n` has the edges
`edge_start[n] .. edge_start[n + 1]` (`edge_piece` ascending, `edge_target`) and accepts
`accept_start[n] .. accept_start[n + 1]`: `accept_target` is a concept, a cue where the highest bit is set, or
0x7fffffff for a phrase that means no concept although it holds the form of one; `accept_condition` is 0 or one more
than the number of a condition.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from reportlink.characters import JOINT, Characters
from reportlink.errors import IndexFormatError
from reportlink.numbering import Numbers
from reportlink.trie import Accepts, Reading, Trie
from reportlink.vocabulary import Condition, Cue, Facts, ListRules, SentenceRules, Sizes

FORMAT = 2
"""The version of every published file; another version is refused."""

MAGIC = b"RLFORMS\0"
CUE = 1 << 31
"""Marks an accept target as a cue."""

NOTHING = CUE - 1
"""The accept target of a phrase that means no concept, such as `body mass index`."""

ARRAYS = (
    "root",
    "edge_start",
    "edge_piece",
    "edge_target",
    "accept_start",
    "accept_target",
    "accept_condition",
)


_ANY = Condition()
_NO_CONCEPT = Reading("", "", "", _ANY)


class Forms:
    """The surface forms of one report language, loaded from a file's bytes.

    Attributes:
        lang: The report language.
        facts: Concept id -> what finding needs to know of it.
        senses: What an accepted form leads to, by number: concept id and level (empty for the concept as a whole).
        meanings: The same, for asking whether there is such a level.
        sizes: How lengths are explained.
        conditions: Conditions by number.
        cues: Cues by number.
        asserted: Kinds that a report says were seen or not seen.
        rules: Sentence and section rules.
        pieces: Folded piece -> its number.
        numbers: Raw piece -> its number.
        trie: What pieces lead to.
        blank: What is added to the number of a word for the word with a blank behind it.
        blank_begins: Whether a form begins with white space or a hyphen; then a blank is no part of the word before.
    """

    def __init__(self, data: bytes, characters: Characters) -> None:
        """Read a forms file.

        Args:
            data: The bytes of `forms.<lang>.<hash>.bin`.
            characters: The character table that the index was built with.

        Raises:
            IndexFormatError: The bytes are not a forms file of this format version.
        """
        header, sections = _open(data)
        self.characters = characters
        self.lang: str = header["lang"]
        self.facts: dict[str, Facts] = {
            id_: Facts(kind, tuple(exams), tuple(body), tier) for id_, kind, exams, body, tier in header["concepts"]
        }
        self.senses: list[tuple[str, str]] = [(id_, level) for id_, level in header["senses"]]
        self.meanings = frozenset(self.senses)
        self.sizes = Sizes(
            header["sizes"]["concept"],
            tuple((level, up_to) for level, up_to in header["sizes"]["levels"]),
            tuple((unit, length) for unit, length in header["sizes"]["units"]),
            tuple(header["sizes"]["times"]),
        )
        self.conditions = [
            Condition(exact, tuple(exams), tuple(body), tuple(sections), near)
            for exact, exams, body, sections, near in header["conditions"]
        ]
        self.cues = [Cue(status, direction) for status, direction in header["cues"]]
        self.asserted: frozenset[str] = frozenset(header["asserted"])
        self.rules = SentenceRules(
            frozenset(header["abbreviations"]),
            dict(header["titles"]),
            header["ordinals"],
            _lists(header["lists"]),
        )
        strings = bytes(sections["strings"]).decode("utf-8").split("\n")
        self.pieces: dict[str, int] = {piece: number for number, piece in enumerate(strings)}
        self.numbers = Numbers(self.pieces, characters)
        arrays = {name: _array(sections[name]) for name in ARRAYS}
        self._accept_target = arrays["accept_target"]
        self._accept_condition = arrays["accept_condition"]
        joint = self.pieces.get(JOINT, -1)
        self.blank = len(self.pieces)
        self.blank_begins = joint >= 0 and arrays["root"][joint] != 0
        self.trie = Trie(arrays, joint, self._means)

    def _means(self, first: int, past: int) -> Accepts:
        """What the accepts `first` to `past` of the file mean."""
        readings: list[Reading] = []
        cues: list[Cue] = []
        for target, number in zip(self._accept_target[first:past], self._accept_condition[first:past], strict=True):
            if target & CUE:
                cues.insert(0, self.cues[target ^ CUE])
            elif target == NOTHING:
                readings.append(_NO_CONCEPT)
            else:
                concept, level = self.senses[target]
                condition = self.conditions[number - 1] if number else _ANY
                readings.append(Reading(concept, level, self.facts[concept].kind, condition))
        return Accepts(tuple(readings), any(reading.condition.exact for reading in readings), tuple(cues))


def _lists(written: dict[str, list[str]]) -> ListRules:
    return ListRules(
        frozenset(written["alternatives"]),
        frozenset(written["words"]),
        tuple(written["endings"]),
        frozenset(written["repeated"]),
        frozenset(written["ranges"]),
    )


def _array(section: memoryview) -> array[int]:
    values: array[int] = array("I")
    values.frombytes(section)
    if sys.byteorder == "big":  # pragma: no cover - the published files are little-endian
        values.byteswap()
    return values


def _open(data: bytes) -> tuple[dict[str, Any], dict[str, memoryview]]:
    if data[:8] != MAGIC:
        raise IndexFormatError("this is not a forms file of a link index")
    version = int.from_bytes(data[8:12], "little")
    if version != FORMAT:
        raise IndexFormatError(f"forms file of format {version}; this reportlink reads format {FORMAT}")
    length = int.from_bytes(data[12:16], "little")
    try:
        header = json.loads(data[16 : 16 + length].decode("utf-8"))
        view, position, sections = memoryview(data), 16 + length, {}
        for name, size in header["sections"]:
            sections[name] = view[position : position + size]
            position += size + -size % 4
        if position != len(data):
            raise IndexFormatError("the forms file is cut off or has grown")
    except (ValueError, KeyError, TypeError) as error:
        raise IndexFormatError("the forms file is damaged") from error
    return header, sections


@dataclass(frozen=True, slots=True)
class Term:
    """What a page about a concept is called in the reader's language, and where it is.

    Attributes:
        title: Its title.
        short: One sentence that explains it.
        path: Its address below the base, such as `de/t/lung/`.
    """

    title: str
    short: str
    path: str


class CodeSystem(NamedTuple):
    """A code system of which the glossary knows numbers.

    Attributes:
        name: How it calls itself.
        oid: Its object identifier, by which HL7 v2, CDA and Infobutton name it.
        uri: The address by which FHIR names it.
        codes: Code -> concept id.
    """

    name: str
    oid: str
    uri: str
    codes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Index:
    """A whole published index.

    Attributes:
        build: The build hash, which stands in every result.
        base: The address that paths are appended to, ending in `/`.
        forms: Report language -> its surface forms.
        terms: Reader language -> concept id -> its page.
        code_systems: The code systems of which it knows numbers.
    """

    build: str
    base: str
    forms: dict[str, Forms]
    terms: dict[str, dict[str, Term]]
    code_systems: tuple[CodeSystem, ...] = ()

    def report_language(self, lang: str) -> str | None:
        """The report language that a tag such as `de-CH` means here, or None."""
        return _best(lang, self.forms)

    def reader_language(self, lang: str) -> str | None:
        """The reader language that a tag such as `de-CH` means here, or None."""
        return _best(lang, self.terms)


def _best(tag: str, known: Iterable[str]) -> str | None:
    by_fold = {name.casefold(): name for name in known}
    parts = tag.replace("_", "-").casefold().split("-")
    return next((by_fold[key] for n in range(len(parts), 0, -1) if (key := "-".join(parts[:n])) in by_fold), None)
