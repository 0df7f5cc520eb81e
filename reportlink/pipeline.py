"""The whole way of a report, in order: read, normalise, find, resolve, assert, select, write."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Required, TypedDict, Unpack

from reportlink import formats
from reportlink.context import Context
from reportlink.document import Document
from reportlink.errors import InputError
from reportlink.find import find
from reportlink.index import Forms, Index, Term
from reportlink.measure import measures, with_measures
from reportlink.normalise import normalise_joined
from reportlink.resolve import resolve
from reportlink.result import Link, LinkResult, Skipped
from reportlink.select import Wishes, select
from reportlink.sentences import sentence_ends
from reportlink.status import Asserter, Status

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
    skip_sections: Iterable[str] = (),
    budget: float | None = None,
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
        skip_sections: Roles of sections to leave alone, such as `technique`.
        budget: The most links for 100 words; the easiest words are left out first.
        base: The glossary's address, instead of the one in the index; ends in `/`.

    Raises:
        InputError: The index lacks the language, or the form is unknown. The message never quotes the report.
    """
    linker = make_linker(
        index,
        lang=lang,
        explain=explain,
        mentions=mentions,
        exclude=exclude,
        skip_sections=skip_sections,
        budget=budget,
        base=base,
    )
    document = formats.reader(form)(source)
    links, skipped = linker.plan(document)
    result = LinkResult(linker.forms.lang, linker.reader, index.build, _digest(source), links, skipped)
    return LinkedDocument(document, result, form)


@dataclass(frozen=True, slots=True)
class Linker:
    """Everything that is settled before a report is read; see `make_linker`.

    Attributes:
        forms: The report language's surface forms.
        reader: The reader's language.
        terms: Concept id -> its page in that language.
        wishes: What is to be linked.
        address: The glossary's address.
    """

    forms: Forms
    reader: str
    terms: Mapping[str, Term]
    wishes: Wishes
    address: str

    def plan(self, document: Document) -> tuple[tuple[Link, ...], tuple[Skipped, ...]]:
        """The links of a document and what was skipped; offsets are those of its source."""
        forms, text = self.forms, document.text
        found = find(normalise_joined(text, forms), forms)
        ends = sentence_ends(text, forms.rules, forms.characters)
        context = Context(text, found, ends, forms)
        mentions = with_measures(resolve(found.matches, context), measures(text, forms, found.neighbours))
        chosen = select(
            document,
            mentions,
            Asserter(text, found.cues, ends, forms.rules.lists, forms.characters),
            context,
            forms,
            self.terms,
            self.wishes,
        )
        links: list[Link] = []
        skipped: list[Skipped] = []
        for choice in chosen:
            start, end = choice.span
            if choice.reason is None:
                term = self.terms[choice.mention.concepts[0]]
                concept, level = choice.mention.concepts[0], choice.mention.level
                url = f"{self.address}{term.path}#{level or choice.status}"
                links.append(Link(start, end, concept, choice.status, url, term.title, level))
            else:
                skipped.append(Skipped(start, end, choice.mention.concepts, choice.reason))
        return tuple(links), tuple(skipped)


def make_linker(
    index: Index,
    *,
    lang: str,
    explain: str | None = None,
    mentions: Mentions = "first",
    exclude: Iterable[str] = (),
    skip_sections: Iterable[str] = (),
    budget: float | None = None,
    base: str | None = None,
) -> Linker:
    """The linker for one pair of languages and one set of wishes; arguments and errors as in `link_document`."""
    forms = report_forms(index, lang)
    reader = index.reader_language(explain or lang)
    if reader is None:
        known = _list(index.terms)
        raise InputError("unknown-language", f"no pages in the reader's language; known: {known}")
    wishes = Wishes(mentions == "all", frozenset(exclude), frozenset(skip_sections), budget)
    return Linker(forms, reader, index.terms[reader], wishes, index.base if base is None else base)


class LinkWishes(TypedDict, total=False):
    """What is asked of linking, whatever the form of the report; see `link_document`."""

    lang: Required[str]
    explain: str | None
    mentions: Mentions
    exclude: Iterable[str]
    skip_sections: Iterable[str]
    budget: float | None
    base: str | None


class LinkOptions(LinkWishes, total=False):
    """The keyword arguments of `link_document`."""

    form: str


def link_report(
    text: str,
    index: Index,
    *,
    id: str | None = None,  # noqa: A002 - the name in the documented result
    **options: Unpack[LinkOptions],
) -> LinkResult:
    """The links of a report as standoff; see `link_document` for the arguments and errors."""
    return replace(link_document(text, index, **options).result, id=id)


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
    found = find(normalise_joined(text, forms), forms)
    ends = sentence_ends(text, forms.rules, forms.characters)
    return Asserter(text, found.cues, ends, forms.rules.lists, forms.characters).status(start, end)


def report_forms(index: Index, lang: str) -> Forms:
    """The surface forms of a report language.

    Raises:
        InputError: The index lacks it.
    """
    known = index.report_language(lang)
    if known is None:
        raise InputError("unknown-language", f"no forms for reports in this language; known: {_list(index.forms)}")
    return index.forms[known]


def _digest(source: str) -> str:
    """The hash of the bytes that were read. Text cut in the middle of a character, as JSON may hold it, has none."""
    try:
        data = source.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = source.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
