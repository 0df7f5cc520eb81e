"""The programs that find a vocabulary in a text, each behind the same four verbs, and the oracle that judges them.

Every rival gets what its manual tells for text of any language: lower case, word boundaries where it has none. All
answer with the leftmost-longest spans that do not overlap.
"""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reportlink.builder import build_forms
from reportlink.characters import characters, packaged_table
from reportlink.find import find
from reportlink.index import Forms
from reportlink.normalise import normalise_joined
from reportlink.vocabulary import Facts, Form

Span = tuple[int, int]

CONCEPT = "term"
"""The one concept that every form means here: only places are compared."""


class Matcher(ABC):
    """One program."""

    name: str

    @abstractmethod
    def build(self, forms: Sequence[str]) -> None:
        """Take in a vocabulary."""

    @abstractmethod
    def find(self, text: str) -> list[Span]:
        """The forms in a text."""

    def save(self, path: Path) -> bool:
        """Write what was built; False where the program cannot."""
        try:
            path.write_bytes(pickle.dumps(self.__dict__))
        except (TypeError, AttributeError, pickle.PicklingError):
            return False
        return True

    def load(self, path: Path) -> None:
        """Read what was written."""
        self.__dict__.update(pickle.loads(path.read_bytes()))


class Reportlink(Matcher):
    """This project: `normalise_joined` and `find`, of which the longest are kept."""

    name = "reportlink"

    def build(self, forms: Sequence[str]) -> None:
        """Build the file that a site publishes."""
        table = characters(packaged_table())
        facts = {CONCEPT: Facts("finding")}
        self.data = build_forms("en", [Form(form, CONCEPT) for form in forms], facts, table)
        self.forms = Forms(self.data, table)

    def find(self, text: str) -> list[Span]:
        """All matches, the longest first at each place."""
        spans: list[Span] = []
        covered = 0
        for start, end, _ in find(normalise_joined(text, self.forms), self.forms).matches:
            if start >= covered:
                spans.append((start, end))
                covered = end
        return spans

    def save(self, path: Path) -> bool:
        """The file itself."""
        return bool(path.write_bytes(self.data))

    def load(self, path: Path) -> None:
        """As a portal does at its start."""
        self.forms = Forms(path.read_bytes(), characters(packaged_table()))


class Flashtext(Matcher):
    """flashtext, told every letter of the vocabulary: by default it takes accented letters for boundaries."""

    name = "flashtext"

    def build(self, forms: Sequence[str]) -> None:
        """One keyword a form."""
        from flashtext import KeywordProcessor

        self.processor = KeywordProcessor(case_sensitive=False)
        letters = {char for form in forms for char in form.lower() + form.upper() if char.isalnum()}
        self.processor.set_non_word_boundaries(letters | set("_0123456789"))
        for form in forms:
            self.processor.add_keyword(form, CONCEPT)

    def find(self, text: str) -> list[Span]:
        """With offsets."""
        return [(start, end) for _, start, end in self.processor.extract_keywords(text, span_info=True)]


class Flashtext2(Matcher):
    """flashtext2, which splits into words by the rules of Unicode."""

    name = "flashtext2"

    def build(self, forms: Sequence[str]) -> None:
        """One keyword a form."""
        from flashtext2 import KeywordProcessor

        self.processor = KeywordProcessor(case_sensitive=False)
        for form in forms:
            self.processor.add_keyword(form, CONCEPT)

    def find(self, text: str) -> list[Span]:
        """With offsets."""
        return [(start, end) for _, start, end in self.processor.extract_keywords_with_span(text)]


class PyAhoCorasick(Matcher):
    """pyahocorasick in lower case, filtered by word boundaries."""

    name = "pyahocorasick"

    def build(self, forms: Sequence[str]) -> None:
        """The length is the value: an end and a length make a span."""
        import ahocorasick

        self.automaton = ahocorasick.Automaton()
        for form in forms:
            self.automaton.add_word(form.lower(), len(form))
        self.automaton.make_automaton()

    def find(self, text: str) -> list[Span]:
        """Every match, then those between boundaries, then the longest."""
        spans = ((last + 1 - length, last + 1) for last, length in self.automaton.iter(text.lower()))
        return longest(_bounded(text, spans))


class AhoCorasickRs(Matcher):
    """ahocorasick_rs in lower case, filtered by word boundaries."""

    name = "ahocorasick_rs"

    def build(self, forms: Sequence[str]) -> None:
        """All patterns at once."""
        import ahocorasick_rs

        self.automaton = ahocorasick_rs.AhoCorasick([form.lower() for form in forms])

    def find(self, text: str) -> list[Span]:
        """Every match, then those between boundaries, then the longest."""
        found = self.automaton.find_matches_as_indexes(text.lower(), overlapping=True)
        return longest(_bounded(text, ((start, end) for _, start, end in found)))


class SpacyPhrases(Matcher):
    """spaCy's PhraseMatcher over the tokens of its multi-language tokeniser, in lower case."""

    name = "spaCy phrases"

    def build(self, forms: Sequence[str]) -> None:
        """Every form is a text of its own."""
        import spacy
        from spacy.matcher import PhraseMatcher

        self.nlp = spacy.blank("xx")
        self.matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        self.matcher.add(CONCEPT, [self.nlp.make_doc(form) for form in forms])

    def find(self, text: str) -> list[Span]:
        """Tokens back to offsets."""
        doc: Any = self.nlp.make_doc(text)
        found = (doc[first:last] for _, first, last in self.matcher(doc))
        return longest((span.start_char, span.end_char) for span in found)

    def save(self, path: Path) -> bool:  # noqa: ARG002 - it keeps no vocabulary apart from its pipeline
        """Built anew in every process."""
        return False


MATCHERS: dict[str, type[Matcher]] = {
    matcher.name: matcher for matcher in (Reportlink, Flashtext, Flashtext2, PyAhoCorasick, AhoCorasickRs, SpacyPhrases)
}


class Oracle:
    """Exact folded longest matches by brute force: at every piece, every length, the longest first."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._characters = characters(packaged_table())
        self._folded = {self._characters.fold_text(form) for form in forms}
        self._longest = max(map(len, self._folded))

    def spans(self, text: str) -> list[Span]:
        """The spans that are right."""
        pieces = [(piece, self._characters.fold(piece)) for piece in self._characters.split(text)]
        starts = [0]
        for piece, _ in pieces:
            starts.append(starts[-1] + len(piece))
        folded = tuple(fold for _, fold in pieces)
        spans: list[Span] = []
        first = 0
        while first < len(folded):
            lengths = range(min(self._longest, len(folded) - first), 0, -1)
            length = next((n for n in lengths if folded[first : first + n] in self._folded), 0)
            if length:
                spans.append((starts[first], starts[first + length]))
            first += length or 1
        return spans


def longest(spans: Iterable[Span]) -> list[Span]:
    """Leftmost-longest spans, none overlapping."""
    kept: list[Span] = []
    covered = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= covered:
            kept.append((start, end))
            covered = end
    return kept


def _bounded(text: str, spans: Iterable[Span]) -> Iterable[Span]:
    last = len(text)
    for start, end in spans:
        if (start == 0 or not text[start - 1].isalnum()) and (end == last or not text[end].isalnum()):
            yield start, end
