"""The text of mark-up as the Web counts it: tags taken out, references resolved, nothing added (DOM `textContent`)."""

from __future__ import annotations

from collections.abc import Iterator

from reportlink import formats
from reportlink.document import Document, Run
from reportlink.formats import html, htmlscan, xmlcode, xmlscan
from reportlink.formats.htmlscan import TokenKind
from reportlink.formats.spelling import Spelled, as_it_is, spelled
from reportlink.formats.xmlscan import Kind

_CDATA = len("<![CDATA["), len("]]>")


def text_content(source: str, form: str) -> Spelled:
    """The text of a report and where it is spelled.

    Args:
        source: The report.
        form: A name in `formats.PIECES`. Of RTF and Markdown, which have no such rule, it is the text that is read.
    """
    if form == "text":
        return as_it_is(source, 0, len(source))
    if form == "html":
        return spelled(source, 0, len(source), _of_html(source))
    if form in ("fhir-narrative", "cda-narrative"):
        return spelled(source, 0, len(source), _of_xml(source))
    return _as_read(formats.PIECES[form](source))


def _as_read(document: Document) -> Spelled:
    runs: list[Run] = []
    parts: list[str] = []
    length = 0
    for run in document.runs:
        runs.append(run._replace(text_start=length))
        parts.append(document.text[run.text_start : run.text_start + run.length])
        length += run.length
    return Spelled("".join(parts), 0, len(document.source), tuple(runs))


def _of_html(source: str) -> Iterator[tuple[int, int, str]]:
    for token in htmlscan.scan(source):
        if token.kind is TokenKind.TEXT:
            yield from html.references(source, token.start, token.end)
        elif token.kind is not TokenKind.RAW:
            yield token.start, token.end, ""


def _of_xml(source: str) -> Iterator[tuple[int, int, str]]:
    for token in xmlscan.scan(source, html_entities=True):
        if token.kind is Kind.TEXT:
            yield from xmlcode.references(source, token.start, token.end, html=True)
        elif token.kind is Kind.CDATA:
            yield token.start, token.start + _CDATA[0], ""
            yield token.end - _CDATA[1], token.end, ""
        else:
            yield token.start, token.end, ""
