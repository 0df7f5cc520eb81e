"""Where FHIR resources hold report text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportlink.document import Document
from reportlink.envelope import Body, Notice, Piece
from reportlink.errors import InputError
from reportlink.formats import narrative
from reportlink.formats.fhir import attachments
from reportlink.formats.fhir.attachments import Attached
from reportlink.formats.fhir.tree import Node
from reportlink.formats.spelling import Spelled
from reportlink.formats.xmlcode import allowed, escape_text

RESOURCES = {
    "DiagnosticReport": ("conclusion",),
    "Composition": (),
    "Observation": ("valueString",),
    "ImagingStudy": ("description",),
}
"""Resources that report, and their elements of plain text: no link can stand in those."""

HOLDERS = frozenset(["Bundle", "Parameters"])
"""Resources that hold others."""

RAISED = frozenset(["generated", "extensions"])
"""Narrative statuses that promise that all of it comes from the data: with a link in it, it is `additional`."""

_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Narrative:
    """A Narrative and where it is spelled.

    Attributes:
        path: FHIRPath of its `div`.
        status: Its status, if it has one.
        div: Its mark-up.
    """

    path: str
    status: Spelled | None
    div: Spelled

    def raised(self) -> str:
        """The status to be raised when links are added, or nothing."""
        return self.status.value if self.status and self.status.value in RAISED else ""

    def prefix(self) -> str:
        """The prefix of its `div` with the colon, or nothing."""
        name = self.div.value.lstrip()[1:].partition(">")[0].split(None, 1)[:1]
        prefix, colon, _ = (name[0] if name else "").rpartition(":")
        return prefix + colon


Target = Narrative | Attached | None
"""What the links of a piece are written to; None where they are standoff only."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report text.

    Attributes:
        body: Its pieces.
        targets: What becomes of the links of each piece.
        last: The last attachment beside it: a further one goes behind it.
    """

    body: Body
    targets: tuple[Target, ...]
    last: Node | None = None


def resources(root: Node) -> Iterator[Node]:
    """The resource and every one in it, contained or as an entry, in the order of the document.

    Raises:
        InputError: Resources are nested deeper than any real ones.
    """
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST:
            raise InputError("too-deep", f"more than {_DEEPEST} resources stand one inside the other", root.path)
        if node.kind:
            yield node
        inner = [*node.each("contained"), *node.each("entry"), *node.each("parameter"), *node.each("part")]
        inner += [] if node.kind else node.each("resource")
        waiting += ((one, depth + 1) for one in reversed(inner))


def reports(resource: Node) -> Iterator[Report | Notice]:
    """The report texts of one resource."""
    if resource.kind not in RESOURCES:
        return
    stated = resource.value("language")
    lang = stated.value if stated else None
    title = _title(resource)
    own = [found for text in resource.each("text") for found in [narrative_of(text)] if found]
    yield from _narratives([*title, *own], lang)
    if resource.kind == "Composition":
        yield from _narratives([*title, *_sections(resource)], lang)
    yield from _attachments(resource, title, lang)
    plain = [(f"{resource.path}.{name}", resource.value(name)) for name in RESOURCES[resource.kind]]
    plain += [(f"{note.path}.text", note.value("text")) for note in resource.each("note")]
    for path, value in plain:
        if value is not None and value.value.strip():
            yield Report(
                Body("text", (*_context(title), Piece(path, value.value)), lang=lang), (*(None for _ in title), None)
            )
            yield Notice(path, "standoff-only", "plain text has no place for a link: its links come as standoff")


def narratives(resource: Node) -> Iterator[Narrative]:
    """Every Narrative of a resource that reports."""
    if resource.kind in RESOURCES:
        for text in resource.each("text"):
            if found := narrative_of(text):
                yield found
        if resource.kind == "Composition":
            yield from (found for found in _sections(resource) if isinstance(found, Narrative))


def narrative_of(text: Node) -> Narrative | None:
    """A Narrative that says something, or None."""
    div, status = text.narrative(), text.value("status")
    if div is None or (status and status.value == "empty"):
        return None
    return Narrative(f"{text.path}.div", status, div)


def _title(resource: Node) -> list[str]:
    """What the report is called: many name their examination nowhere else."""
    if title := resource.value("title"):
        return [title.value]
    for code in resource.each("code"):
        if text := code.value("text"):
            return [text.value]
        return [display.value for coding in code.each("coding")[:1] for display in [coding.value("display")] if display]
    return []


def _sections(composition: Node) -> list[str | Narrative]:
    """The titles and narratives of all sections, in reading order."""
    found: list[str | Narrative] = []
    waiting = [(section, 1) for section in reversed(composition.each("section"))]
    while waiting:
        section, depth = waiting.pop()
        if depth > _DEEPEST:
            raise InputError("too-deep", f"more than {_DEEPEST} sections stand one inside the other", composition.path)
        if title := section.value("title"):
            found.append(title.value)
        found += (one for text in section.each("text") for one in [narrative_of(text)] if one)
        waiting += ((inner, depth + 1) for inner in reversed(section.each("section")))
    return found


def _context(titles: list[str]) -> list[Piece]:
    return [Piece("", title) for title in titles]


def _narratives(found: list[str | Narrative], lang: str | None) -> Iterator[Report | Notice]:
    """Titles and narratives that are read as one report."""
    if not any(isinstance(one, Narrative) for one in found):
        return
    pieces = [
        Piece("", f"<p>{escape_text(allowed(one))}</p>") if isinstance(one, str) else Piece(one.path, one.div.value)
        for one in found
    ]
    documents: list[Document] = []
    for piece in pieces:
        try:
            documents.append(narrative.read_fhir(piece.value))
        except InputError as error:
            yield Notice(piece.path, "not-xhtml", f"not XHTML as FHIR asks for, so it is read as HTML: {error}")
    well_formed = len(documents) == len(pieces)
    form = "fhir-narrative" if well_formed else "html"
    odd = [one for one in found if isinstance(one, Narrative) and one.raised() and not _plain(one.status)]
    for one in odd:
        yield Notice(one.path, "status-spelling", "its status is spelled with escapes, so it could not be put back")
    if not well_formed:
        # HTML knows no prefixes: a link with one would not be known again.
        odd += [one for one in found if isinstance(one, Narrative) and one.prefix() and one not in odd]
    targets = tuple(one if isinstance(one, Narrative) and one not in odd else None for one in found)
    yield Report(Body(form, tuple(pieces), lang=lang, documents=tuple(documents if well_formed else ())), targets)


def _plain(status: Spelled | None) -> bool:
    return status is None or status.plain


def _attachments(resource: Node, title: list[str], lang: str | None) -> Iterator[Report | Notice]:
    forms = resource.each("presentedForm")
    marks = [node.mark() for node in forms]
    added = {mark for mark in marks if mark.startswith(attachments.MARK)}
    for number, node in enumerate(forms):
        if marks[number] in added:
            continue
        found = attachments.read(node, number)
        if isinstance(found, Notice):
            yield found
            continue
        context = _context(title if found.form == "text" else [escape_text(one) for one in title])
        stated = node.value("language")
        body = Body(
            found.form, (*context, Piece(f"{node.path}.data", found.text)), lang=stated.value if stated else lang
        )
        done = found.mark in added
        listed = node.path.endswith("]")
        if not listed:
            yield Notice(node.path, "no-list", "it is no list, as FHIR asks for, so no further attachment is added")
        yield Report(body, (*(None for _ in context), None if done or not listed else found), forms[-1])
