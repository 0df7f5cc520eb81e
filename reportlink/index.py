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
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from operator import neg
from typing import Any, NamedTuple

from reportlink.characters import JOINT, Characters
from reportlink.errors import IndexFormatError

FORMAT = 1
"""The version of every published file; another version is refused."""

MAGIC = b"RLFORMS\0"
CUE = 1 << 31
"""Marks an accept target as a cue."""

NOTHING = CUE - 1
"""The accept target of a phrase that means no concept, such as `body mass index`."""

_ARRAYS = (
    "root",
    "edge_start",
    "edge_piece",
    "edge_target",
    "accept_start",
    "accept_target",
    "accept_condition",
)


@dataclass(frozen=True, slots=True, order=True)
class Condition:
    """What must hold for a surface form to mean its concept.

    Attributes:
        exact: The raw text, white space and hyphens left out, must be exactly this; empty for any case.
        exams: The report must be about one of these examinations; empty for any.
        body: The sentence must speak of one of these parts of the body; empty for any.
        sections: It must stand in a section of one of these roles; empty for any.
        near: A cue of direction `near` with this status must stand in the same sentence; empty for none.
        contextual: Whether the report around the form decides, and not the form alone.
    """

    exact: str = ""
    exams: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    near: str = ""
    contextual: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "contextual", bool(self.exams or self.body or self.sections or self.near))


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """What a status cue does: `status` (empty for `pseudo`, `stop` and `join`; a name for `near`) and `direction`."""

    status: str
    direction: str


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """One surface form or cue phrase to build into an index; with neither `concept` nor `cue`, it means nothing."""

    text: str
    concept: str = ""
    level: str = ""
    cue: Cue | None = None
    condition: Condition = Condition()


@dataclass(frozen=True, slots=True)
class Facts:
    """What finding needs to know of a concept.

    Attributes:
        kind: Its kind.
        exams: The examinations where it is met; for an examination, what it is a kind of.
        body: The parts of the body that it belongs to; for a part of the body, itself among them.
        tier: How hard its word is for a layperson, from 1 (easy) to 3.
    """

    kind: str
    exams: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    tier: int = 2


@dataclass(frozen=True, slots=True)
class Sizes:
    """How lengths are found and explained.

    Attributes:
        concept: The entry whose levels are sizes; empty where there is none.
        levels: Level and the length in millimetres up to which it goes, ascending.
        units: Unit as reports write it -> millimetres; `build_forms` adds the usual capitals (`MM`, `Mm`).
    """

    concept: str = ""
    levels: tuple[tuple[str, float], ...] = ()
    units: tuple[tuple[str, float], ...] = ()


class LastWord(NamedTuple):
    """What a full stop behind a word means: that a sentence ends, or, behind a number of this length, that it may."""

    ends: bool = True
    number: int = 0


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """What a language's reports look like where sentences and sections begin.

    Attributes:
        abbreviations: Folded words whose full stop ends no sentence.
        titles: Folded section title -> its role, such as `impression`.
        ordinals: Whether the language writes ordinals with a full stop (`3. Rippe`).
        known: What a full stop means behind the words met so far; see `reportlink.sentences`.
    """

    abbreviations: frozenset[str] = frozenset()
    titles: dict[str, str] = field(default_factory=dict)
    ordinals: bool = False
    known: dict[str, LastWord] = field(default_factory=dict, init=False, repr=False, compare=False)


class Reading(NamedTuple):
    """What a stretch of text may mean, and under which condition.

    Attributes:
        concept: The concept; empty for none at all.
        level: The level of a score that is named, else empty.
        kind: The concept's kind.
        condition: What must hold for this reading.
    """

    concept: str
    level: str
    kind: str
    condition: Condition


class Accepts(NamedTuple):
    """What the forms mean that end at a node.

    Attributes:
        readings: What they may mean.
        exact: Whether a reading asks for exact case.
        cues: Where one phrase is two cues (`né` denies and joins), the one with a status goes first.
    """

    readings: tuple[Reading, ...]
    exact: bool
    cues: tuple[Cue, ...]


_ANY = Condition()
_NO_CONCEPT = Reading("", "", "", _ANY)
Node = tuple[Accepts | None, Accepts | None, dict[int, "Node | int"]]
"""A node of the trie, opened: what the forms mean that end there and, where a word and the blank behind it led there,
those that end before the blank; and where each next piece leads to.

That is another node, or its number as long as nobody came there: see `Forms.open`.
"""

_NO_EDGES: dict[int, Node | int] = {}
_MEMORY = 200_000
"""How many nodes stay open: one look-up costs less than a search. In memory only, and bounded."""


class Forms:
    """The surface forms of one report language, loaded from a file's bytes.

    Attributes:
        lang: The report language.
        facts: Concept id -> what finding needs to know of it.
        senses: What an accepted form leads to, by number: concept id and level (empty for the concept as a whole).
        sizes: How lengths are explained.
        conditions: Conditions by number.
        cues: Cues by number.
        asserted: Kinds that a report says were seen or not seen.
        rules: Sentence and section rules.
        pieces: Folded piece -> its number.
        known: Raw piece -> its number, for the pieces met so far; see `reportlink.normalise`.
        blank: What is added to the number of a word for the word with a blank behind it.
        blank_begins: Whether a form begins with white space or a hyphen; then a blank is no part of the word before.
        begin: Piece -> the node that it leads to from the beginning, opened where one came there before.
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
        self.sizes = Sizes(
            header["sizes"]["concept"],
            tuple((level, up_to) for level, up_to in header["sizes"]["levels"]),
            tuple((unit, length) for unit, length in header["sizes"]["units"]),
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
        )
        strings = bytes(sections["strings"]).decode("utf-8").split("\n")
        self.pieces: dict[str, int] = {piece: number for number, piece in enumerate(strings)}
        self.known: dict[str, int] = {}
        arrays = {name: _array(sections[name]) for name in _ARRAYS}
        self.root = arrays["root"]
        self.blank = len(self.pieces)
        self.blank_begins = JOINT in self.pieces and self.root[self.pieces[JOINT]] != 0
        self.begin: list[Node | int] = []
        self._opened = 0
        self._close()
        self.edge_start = arrays["edge_start"]
        self.edge_piece = arrays["edge_piece"]
        self.edge_target = arrays["edge_target"]
        self.accept_start = arrays["accept_start"]
        self.accept_target = arrays["accept_target"]
        self.accept_condition = arrays["accept_condition"]

    def open(self, number: int) -> Node:
        """Read a node off the arrays; whoever asks puts it in the place of its number.

        Args:
            number: The number of a node; below 0 for the node that a blank leads to from that one.
        """
        if self._opened >= _MEMORY:
            self._close()
        self._opened += 1
        if number > 0:
            return self._accepts(number), None, self._edges(number)
        blank = self.pieces.get(JOINT, -1)
        low, high = self.edge_start[-number], self.edge_start[1 - number]
        edge = bisect_left(self.edge_piece, blank, low, high) if blank >= 0 else high
        if edge == high or self.edge_piece[edge] != blank:
            return None, self._accepts(-number), _NO_EDGES
        behind = self.edge_target[edge]
        return self._accepts(behind), self._accepts(-number), self._edges(behind)

    def _edges(self, number: int) -> dict[int, Node | int]:
        low, high = self.edge_start[number], self.edge_start[number + 1]
        pieces, targets = self.edge_piece[low:high], self.edge_target[low:high]
        edges: dict[int, Node | int] = dict(zip(pieces, targets, strict=True))
        edges.update(zip(map(self.blank.__add__, pieces), map(neg, targets), strict=True))
        return edges or _NO_EDGES

    def _close(self) -> None:
        # Two more zeros for the two numbers below 0, of pieces that stand in no form.
        self.begin[:] = [*self.root, *map(neg, self.root), 0, 0]
        self._opened = 0

    def _accepts(self, node: int) -> Accepts | None:
        readings: list[Reading] = []
        cues: list[Cue] = []
        for at in range(self.accept_start[node], self.accept_start[node + 1]):
            target, number = self.accept_target[at], self.accept_condition[at]
            if target & CUE:
                cues.insert(0, self.cues[target ^ CUE])
            elif target == NOTHING:
                readings.append(_NO_CONCEPT)
            else:
                concept, level = self.senses[target]
                condition = self.conditions[number - 1] if number else _ANY
                readings.append(Reading(concept, level, self.facts[concept].kind, condition))
        if not readings and not cues:
            return None
        return Accepts(tuple(readings), any(reading.condition.exact for reading in readings), tuple(cues))


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


def build_forms(
    lang: str,
    forms: Iterable[Form],
    facts: Mapping[str, Facts],
    characters: Characters,
    *,
    asserted: Iterable[str] = (),
    rules: SentenceRules | None = None,
    sizes: Sizes | None = None,
) -> bytes:
    """Build the bytes of a forms file.

    Args:
        lang: The report language.
        forms: Surface forms and cues; their order changes nothing.
        facts: Concept id -> what finding needs to know of it, for every concept that a form names.
        characters: The character table.
        asserted: Kinds that a report says were seen or not seen; mentions of the others are always present.
        rules: How the language's reports are built; folded here, so it may be written as it comes.
        sizes: How lengths are found and explained.

    Returns:
        The file's bytes; the same for the same input in any order.
    """
    folded: dict[tuple[str, ...], list[Form]] = {}
    fold = characters.folder()
    for form in forms:
        if pieces := fold(form.text):
            folded.setdefault(pieces, []).append(form)
            if (joined := _joined(pieces)) is not pieces:
                folded.setdefault(joined, []).append(form)
    senses = sorted({(form.concept, form.level) for group in folded.values() for form in group if form.concept})
    cues = sorted({form.cue for group in folded.values() for form in group if form.cue})
    # Most forms share the one condition that asks for nothing; comparing them all would take longer than the trie.
    met = {id(form.condition): form.condition for group in folded.values() for form in group}
    conditions = sorted(set(met.values()) - {Condition()})
    number = {sense: n for n, sense in enumerate(senses)}
    cue_number = {cue: n for n, cue in enumerate(cues)}
    ordinal = {Condition(): 0} | {condition: n for n, condition in enumerate(conditions, 1)}
    condition_number = {key: ordinal[condition] for key, condition in met.items()}
    strings = sorted({piece for pieces in folded for piece in pieces})
    piece_number = {piece: n for n, piece in enumerate(strings)}

    def accepts(group: list[Form]) -> Iterable[tuple[int, int]]:
        if len(group) > 1:
            group = sorted(group, key=lambda f: (f.concept, f.level, f.cue or Cue("", ""), f.condition))
        for form in group:
            target = cue_number[form.cue] | CUE if form.cue else number.get((form.concept, form.level), NOTHING)
            yield target, condition_number[id(form.condition)]

    trie = _Trie(len(strings))
    # Pieces are numbered in their order, so numbers sort as the pieces do.
    for path, group in sorted((tuple(map(piece_number.__getitem__, key)), key) for key in folded):
        trie.add(path, dict.fromkeys(accepts(folded[group])))
    rules, sizes = rules or SentenceRules(), sizes or Sizes()

    def folds(words: Iterable[str]) -> list[str]:
        return sorted("".join(characters.fold_text(word)) for word in words)

    blobs = {"strings": "\n".join(strings).encode("utf-8")} | trie.flat()
    header = {
        "lang": lang,
        "concepts": [
            [id_, facts[id_].kind, facts[id_].exams, facts[id_].body, facts[id_].tier]
            for id_ in sorted({concept for concept, _ in senses} | ({sizes.concept} - {""}))
        ],
        "senses": senses,
        "sizes": {"concept": sizes.concept, "levels": sizes.levels, "units": _capitals(sizes.units)},
        "conditions": [[c.exact, c.exams, c.body, c.sections, c.near] for c in conditions],
        "cues": [[cue.status, cue.direction] for cue in cues],
        "asserted": sorted(asserted),
        "abbreviations": folds(rules.abbreviations),
        "titles": {"".join(characters.fold_text(title)): role for title, role in sorted(rules.titles.items())},
        "ordinals": rules.ordinals,
        "sections": [[name, len(blob)] for name, blob in blobs.items()],
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
    text += b" " * (-len(text) % 4)
    body = b"".join(blob + b"\0" * (-len(blob) % 4) for blob in blobs.values())
    return MAGIC + FORMAT.to_bytes(4, "little") + len(text).to_bytes(4, "little") + text + body


def _capitals(units: tuple[tuple[str, float], ...]) -> list[tuple[str, float]]:
    """Units as written and in capitals: whoever reads the index need not know what a capital is."""
    capitals = {spelled: mm for unit, mm in units for spelled in (unit.upper(), unit.capitalize())}
    return sorted((capitals | dict(units)).items())


def _joined(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The pieces where a hyphen and the blank behind it are one: `Pleura-` at a line's end, `und Perikarderguss`."""
    if (JOINT, JOINT) not in pairwise(pieces):
        return pieces
    return tuple(piece for n, piece in enumerate(pieces) if not n or (piece, pieces[n - 1]) != (JOINT, JOINT))


class _Trie:
    """The trie while it is built, from paths in ascending order; node 0 is not a node but means `none`.

    In that order a path always ends in the newest node, and a node's children come by ascending piece.
    """

    def __init__(self, pieces: int) -> None:
        self._root = [0] * pieces
        self._parents = [0]
        self._pieces = [0]
        self._accepting: list[int] = []
        self._accepts: list[tuple[int, int]] = []
        self._path: tuple[int, ...] = ()
        self._nodes: list[int] = []

    def add(self, path: tuple[int, ...], accepts: Iterable[tuple[int, int]]) -> None:
        """Add the next path and what it is accepted as."""
        common = 0
        for piece, before in zip(path, self._path, strict=False):
            if piece != before:
                break
            common += 1
        del self._nodes[common:]
        for piece in path[common:]:
            node = len(self._parents)
            if self._nodes:
                self._parents.append(self._nodes[-1])
            else:
                self._parents.append(0)
                self._root[piece] = node
            self._pieces.append(piece)
            self._nodes.append(node)
        for accept in accepts:
            self._accepting.append(self._nodes[-1])
            self._accepts.append(accept)
        self._path = path

    def flat(self) -> dict[str, bytes]:
        """The arrays of the file."""
        nodes = len(self._parents)
        edge_start = _starts(filter(None, self._parents), nodes)
        edge_piece, edge_target = [0] * edge_start[-1], [0] * edge_start[-1]
        free = list(edge_start)
        for node, parent in enumerate(self._parents):
            if parent:
                edge_piece[free[parent]] = self._pieces[node]
                edge_target[free[parent]] = node
                free[parent] += 1
        arrays = {
            "root": self._root,
            "edge_start": edge_start,
            "edge_piece": edge_piece,
            "edge_target": edge_target,
            "accept_start": _starts(self._accepting, nodes),
            "accept_target": [target for target, _ in self._accepts],
            "accept_condition": [condition for _, condition in self._accepts],
        }
        return {name: _bytes(arrays[name]) for name in _ARRAYS}


def _starts(owners: Iterable[int], nodes: int) -> list[int]:
    """Where the items of each node begin, if they stand in the order of their nodes; at last, how many there are."""
    counts = Counter(owners)
    return [0, *accumulate(counts[node] for node in range(nodes))]


def _bytes(values: list[int]) -> bytes:
    numbers = array("I", values)
    if sys.byteorder == "big":  # pragma: no cover - the published files are little-endian
        numbers.byteswap()
    return numbers.tobytes()


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


@dataclass(frozen=True, slots=True)
class Index:
    """A whole published index.

    Attributes:
        build: The build hash, which stands in every result.
        base: The address that paths are appended to, ending in `/`.
        forms: Report language -> its surface forms.
        terms: Reader language -> concept id -> its page.
    """

    build: str
    base: str
    forms: dict[str, Forms]
    terms: dict[str, dict[str, Term]]

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
