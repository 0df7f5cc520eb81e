"""Builds the flat trie of surface forms and status cues that `reportlink.index` reads. Used when a site is built."""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise

from reportlink.characters import JOINT, Characters
from reportlink.index import ARRAYS, CUE, FORMAT, MAGIC, NOTHING
from reportlink.vocabulary import Condition, Cue, Facts, Form, SentenceRules, Sizes


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
        "sizes": {
            "concept": sizes.concept,
            "levels": sizes.levels,
            "units": _capitals(sizes.units),
            "times": sorted(sizes.times),
        },
        "conditions": [[c.exact, c.exams, c.body, c.sections, c.near] for c in conditions],
        "cues": [[cue.status, cue.direction] for cue in cues],
        "asserted": sorted(asserted),
        "abbreviations": folds(rules.abbreviations),
        "titles": {"".join(characters.fold_text(title)): role for title, role in sorted(rules.titles.items())},
        "ordinals": rules.ordinals,
        "lists": {
            "alternatives": folds(rules.lists.alternatives),
            "words": folds(rules.lists.words),
            "endings": folds(rules.lists.endings),
            "repeated": folds(rules.lists.repeated),
            "ranges": folds(rules.lists.ranges),
        },
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
        return {name: _bytes(arrays[name]) for name in ARRAYS}


def _starts(owners: Iterable[int], nodes: int) -> list[int]:
    """Where the items of each node begin, if they stand in the order of their nodes; at last, how many there are."""
    counts = Counter(owners)
    return [0, *accumulate(counts[node] for node in range(nodes))]


def _bytes(values: list[int]) -> bytes:
    numbers = array("I", values)
    if sys.byteorder == "big":  # pragma: no cover - the published files are little-endian
        numbers.byteswap()
    return numbers.tobytes()
