"""The whole way of a report, in order: read, normalise, find, resolve, assert, select, write."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from reportlink import formats
from reportlink.document import Document
from reportlink.errors import InputError
from reportlink.find import find
from reportlink.index import Forms, Index
from reportlink.normalise import normalise
from reportlink.resolve import context_of, resolve
from reportlink.result import Link, LinkResult, Skipped
from reportlink.select import select
from reportlink.status import Status, asserter

Mentions = Literal["first", "all"]


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A report with its links planned but not yet written.

    Attributes:
        document: The report as it was read.
        result: Its links and what was skipped; offsets are those of the input.
        form: The form that it came in.
    """

    document: Document
    result: LinkResult
    form: str

    def write(self, form: str = "same") -> str:
        """The report in this form (`html`, `markdown`, `text` or `same`) with its links.

        Raises:
            InputError: The report's own form cannot be written as this one.
        """
        return formats.output(self.form, form).write(self.document, self.result)


def link_document(
    source: str,
    index: Index,
    *,
    lang: str,
    explain: str | None = None,
    form: str = "text",
    mentions: Mentions = "first",
    exclude: Iterable[str] = (),
    base: str | None = None,
) -> LinkedDocument:
    """Find the terms of a report and plan its links.

    Args:
        source: The report.
        index: From `load_index`.
        lang: The language it is written in; `de-CH` finds `de`.
        explain: The reader's language; the report's where it is not given.
        form: `text` or `html`.
        mentions: `first` of each concept and status, or `all`.
        exclude: Concept ids not to link.
        base: The glossary's address, instead of the one in the index; ends in `/`.

    Raises:
        InputError: The index lacks the language, or the form is unknown. The message never quotes the report.
    """
    forms = report_forms(index, lang)
    reader = index.reader_language(explain or lang)
    if reader is None:
        raise InputError(
            "unknown-language", f"no pages in the language `{explain or lang}`; known: {_list(index.terms)}"
        )
    terms = index.terms[reader]
    document = formats.reader(form)(source)
    pieces = normalise(document.text, forms)
    found = find(pieces, forms)
    chosen = select(
        document,
        resolve(found.matches, context_of(found.matches, forms.exams)),
        asserter(document.text, found.cues, forms),
        terms,
        asserted=forms.asserted,
        every=mentions == "all",
        exclude=frozenset(exclude),
    )
    address = index.base if base is None else base
    links: list[Link] = []
    skipped: list[Skipped] = []
    for choice in chosen:
        start, end = choice.span
        if choice.reason is None:
            term = terms[choice.mention.concepts[0]]
            url = f"{address}{term.path}#{choice.status}"
            links.append(Link(start, end, choice.mention.concepts[0], choice.status, url, term.title))
        else:
            skipped.append(Skipped(start, end, choice.mention.concepts, choice.reason))
    digest = hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()
    result = LinkResult(forms.lang, reader, index.build, digest, tuple(links), tuple(skipped))
    return LinkedDocument(document, result, form)


def link_report(
    text: str,
    index: Index,
    *,
    lang: str,
    explain: str | None = None,
    form: str = "text",
    mentions: Mentions = "first",
    exclude: Iterable[str] = (),
    id: str | None = None,  # noqa: A002 - the name in the documented result
) -> LinkResult:
    """The links of a report as standoff; see `link_document` for the arguments and errors."""
    linked = link_document(text, index, lang=lang, explain=explain, form=form, mentions=mentions, exclude=exclude)
    return replace(linked.result, id=id)


def status_of(text: str, start: int, end: int, index: Index, *, lang: str) -> Status:
    """The assertion status of any stretch of a plain-text report.

    Args:
        text: The report.
        start: First code point of the stretch.
        end: One past its last code point.
        index: From `load_index`.
        lang: The report's language.

    Raises:
        InputError: The index lacks the language, or the stretch is not inside the text.
    """
    forms = report_forms(index, lang)
    if not 0 <= start < end <= len(text):
        raise InputError("bad-span", f"{start}:{end} is no stretch of a text of {len(text)} code points")
    found = find(normalise(text, forms), forms)
    return asserter(text, found.cues, forms).status(start, end)


def report_forms(index: Index, lang: str) -> Forms:
    """The surface forms of a report language.

    Raises:
        InputError: The index lacks it.
    """
    known = index.report_language(lang)
    if known is None:
        raise InputError("unknown-language", f"no forms for reports in `{lang}`; known: {_list(index.forms)}")
    return index.forms[known]


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
