"""Whole pipelines, a report in and its terms with their status out: this project and medspaCy.

medspaCy is given the vocabulary as literal rules and keeps ConText as it comes, in English. It is measured as it
comes, with PyRuSH for sentences, and with spaCy's plain sentencizer, which costs next to nothing. Its logging is off:
it would cost more than the work.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from generator.load import load
from reportlink import Index, link_document, link_report
from reportlink.builder import build_forms
from reportlink.characters import characters, packaged_table
from reportlink.index import Forms, Term
from reportlink.vocabulary import Cue, Facts, Form, SentenceRules

Statuses = Counter[str]
"""Status -> how many mentions have it."""

_LANG = "en"
"""The language of medspaCy's cues, so of ours here."""


class Pipeline(ABC):
    """One pipeline."""

    name: str

    @abstractmethod
    def build(self, forms: Sequence[str], root: Path) -> None:
        """Take in a vocabulary; the project's cues are under `root`."""

    @abstractmethod
    def text(self, report: str) -> Statuses:
        """Plain text in."""

    @abstractmethod
    def html(self, report: str) -> Statuses:
        """HTML in."""


class Reportlink(Pipeline):
    """This project, every mention linked; from HTML, the links are written into it as well."""

    name = "reportlink"

    def build(self, forms: Sequence[str], root: Path) -> None:
        """Half the forms are findings; each is a concept of its own with a page of its own."""
        language = load(root).glossary.languages[_LANG]
        facts = {f"term-{n}": Facts("finding") for n in range(len(forms))}
        entries = [Form(form, f"term-{n}") for n, form in enumerate(forms)]
        entries += [Form(cue.text, cue=Cue(cue.status or "", cue.direction)) for cue in language.cues]
        entries += [Form(word, cue=Cue("", "join")) for word in language.joins]
        titles = {title: role for role, titles in language.sections.items() for title in titles}
        rules = SentenceRules(frozenset(language.abbreviations), titles, language.ordinals)
        table = characters(packaged_table())
        data = build_forms(_LANG, entries, facts, table, asserted=["finding"], rules=rules)
        terms = {id_: Term(id_, "", f"{_LANG}/t/{id_}/") for id_ in facts}
        self.index = Index("0" * 16, "https://glossary.example/", {_LANG: Forms(data, table)}, {_LANG: terms})

    def text(self, report: str) -> Statuses:
        """Standoff."""
        result = link_report(report, self.index, lang=_LANG, mentions="all")
        return Counter(link.status for link in result.links)

    def html(self, report: str) -> Statuses:
        """Written."""
        linked = link_document(report, self.index, lang=_LANG, mentions="all", form="html")
        linked.write()
        return Counter(link.status for link in linked.result.links)


class MedspacyPlain(Pipeline):
    """medspaCy's matcher and ConText behind spaCy's sentencizer."""

    name = "medspaCy, sentencizer"

    def build(self, forms: Sequence[str], root: Path) -> None:  # noqa: ARG002 - its cues are its own
        """One literal rule a form."""
        from loguru import logger
        from medspacy.ner import TargetRule

        logger.remove()
        logger.add(sys.stderr, level="ERROR")
        self.nlp = self._pipeline()
        self.nlp.get_pipe("medspacy_target_matcher").add([TargetRule(form, "TERM") for form in forms])

    def _pipeline(self) -> Any:
        import medspacy

        nlp = medspacy.load(medspacy_enable=["medspacy_target_matcher", "medspacy_context"])
        nlp.add_pipe("sentencizer", first=True)
        return nlp

    def text(self, report: str) -> Statuses:
        """The flags that ConText sets."""
        statuses: Statuses = Counter()
        for entity in self.nlp(report).ents:
            flags = entity._
            if flags.is_negated:
                statuses["absent"] += 1
            elif flags.is_uncertain:
                statuses["possible"] += 1
            elif flags.is_historical:
                statuses["past"] += 1
            elif flags.is_family:
                statuses["family"] += 1
            elif flags.is_hypothetical:
                statuses["conditional"] += 1
            else:
                statuses["present"] += 1
        return statuses

    def html(self, report: str) -> Statuses:
        """It reads no HTML: the standard library takes the text out, and nothing is written back."""
        reader = _Text()
        reader.feed(report)
        return self.text("".join(reader.parts))


class Medspacy(MedspacyPlain):
    """medspaCy as it comes."""

    name = "medspaCy, PyRuSH"

    def _pipeline(self) -> Any:
        import medspacy

        return medspacy.load()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


PIPELINES: dict[str, type[Pipeline]] = {pipeline.name: pipeline for pipeline in (Reportlink, MedspacyPlain, Medspacy)}
