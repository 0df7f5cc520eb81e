"""CDA R2: links in narrative blocks and in embedded text; a copy with links is a document of its own.

- A mention in a section's `text` gets `<linkHtml>`, where the schema allows one.
- Embedded plain text gets the address behind its mention, embedded HTML a link around it.
- A document with links has a new `id` and names the old one in `relatedDocument`; `setId`, `versionNumber` and all else
  stay. A document in which nothing is linked is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlink import anchor
from reportlink.envelope import Body, LinkedBody, Notice, Piece
from reportlink.errors import InputError, SignedError
from reportlink.formats import xmlcode, xmlscan
from reportlink.formats.cda import embedded
from reportlink.formats.cda.embedded import Embedded
from reportlink.formats.cda.identity import Identity, identity_of
from reportlink.formats.cda.paths import Paths
from reportlink.formats.xmlcode import escape_text
from reportlink.formats.xmlscan import Element
from reportlink.result import Link
from reportlink.splice import REPLACE, Edit, around, splice

_CDA = "urn:hl7-org:v3"
_SDTC = "urn:hl7-org:sdtc"
_DSIG = "http://www.w3.org/2000/09/xmldsig#"
_FORM = "cda-narrative"

Target = Element | Embedded | None
"""What the links of a piece go into: a narrative block, embedded text, or nothing for context."""


def read(data: bytes) -> CdaDocument:
    """Read a document, or a section that was cut out of one.

    Raises:
        InputError: It is not well-formed, or neither a document nor a section.
    """
    source, codec = xmlcode.decode(data)
    root = xmlscan.parse(source)
    whole = root.name == "ClinicalDocument"
    if root.space not in (_CDA, "") or not (whole or _all_sections(root)):
        raise InputError(
            "not-cda",
            f"no CDA: neither `ClinicalDocument` in the namespace {_CDA} nor a part of one that holds a `section`",
            f"character {root.start}",
        )
    path = Paths().of
    notices: list[Notice] = []
    identity = identity_of(source, root) if whole else None
    if not whole:
        notices.append(Notice(path(root), "fragment", "no whole document: it gets no new `id` and names no parent"))
    elif identity is None:
        notices.append(
            Notice("/ClinicalDocument", "no-id", "it has no `id` or no body, so a copy cannot name it as parent")
        )
    bodies, targets = _sections(source, root, path)
    for text in _embedded(root):
        found = embedded.read(source, text, path(text))
        if isinstance(found, Notice):
            notices.append(found)
        elif found.text.strip():
            bodies.append(Body(found.form.name, (Piece(found.path, found.text),), lang=_lang(source, root)))
            targets.append((found,))
    if not bodies and all(notice.code in ("fragment", "no-id") for notice in notices):
        notices.append(Notice(path(root), "no-text", "there is no report text in it"))
    signature = next((element for element in root.walk() if _signs(source, element)), None)
    if signature is not None:
        message = "it is signed, so it is not rewritten; its links come as standoff"
        notices.append(Notice(path(signature), "signed", message))
    return CdaDocument(
        source, codec, tuple(bodies), tuple(targets), tuple(notices), identity, path(signature) if signature else ""
    )


def unlink(output: bytes) -> bytes:
    """What `CdaDocument.write` was given."""
    source, codec = xmlcode.decode(output)
    root = xmlscan.parse(source)
    edits: list[Edit] = []
    for section in _all_sections(root):
        for text in section.all("text"):
            for match in anchor.cda_inserted(text.prefix).finditer(source, text.inner, text.inner_end):
                edits.append(Edit(match.start(), REPLACE, match.start(1), ""))
                edits.append(Edit(match.end(1), REPLACE, match.end(), ""))
    for text in _embedded(root):
        found = embedded.read(source, text, "")
        if isinstance(found, Embedded):
            edits += found.unlinked()
    identity = identity_of(source, root)
    return xmlcode.encode(splice(source, [*edits, *(identity.restore() if identity else [])]), codec)


@dataclass(frozen=True, slots=True)
class CdaDocument:
    """A CDA document as it was read; see `Envelope`."""

    source: str
    codec: str
    bodies: tuple[Body, ...]
    targets: tuple[tuple[Target, ...], ...]
    notices: tuple[Notice, ...]
    identity: Identity | None
    signed: str
    outputs: tuple[str, ...] = ("same",)

    def write(self, linked: Sequence[LinkedBody], form: str = "same") -> bytes:  # noqa: ARG002 - there is one only
        """The document with its links; see `Envelope`."""
        if self.signed:
            raise SignedError(self.signed)
        edits = [
            edit
            for targets, body in zip(self.targets, linked, strict=True)
            for number, target in enumerate(targets)
            if target is not None
            for edit in _linked(target, body.of_piece(number), body.explain)
        ]
        if not edits:
            return xmlcode.encode(self.source, self.codec)
        if self.identity is not None:
            copy = xmlcode.encode(splice(self.source, edits), self.codec)
            edits += self.identity.derive(copy, linked[0].build)
        return xmlcode.encode(splice(self.source, edits), self.codec)


def _linked(target: Element | Embedded, links: Sequence[Link], explain: str) -> list[Edit]:
    if isinstance(target, Embedded):
        return target.linked(links, explain) if links else []
    edits = [
        edit
        for link in links
        for edit in around(link, anchor.cda_open(link, target.prefix), f"</{target.prefix}linkHtml>")
    ]
    return [edit._replace(start=edit.start + target.start, end=edit.end + target.start) for edit in edits]


def _sections(
    source: str, root: Element, path: Callable[[Element], str]
) -> tuple[list[Body], list[tuple[Target, ...]]]:
    """The sections, read as one report: their titles are context, their narrative blocks get links."""
    pieces: list[Piece] = []
    targets: list[Target] = []

    def context(element: Element) -> None:
        if title := xmlcode.element_text(source, element.inner, element.inner_end).value.strip():
            pieces.append(Piece("", f"<text>{escape_text(title)}</text>"))
            targets.append(None)

    for title in root.all("title") if root.name == "ClinicalDocument" else []:
        context(title)
    for section in _all_sections(root):
        for title in section.all("title"):
            context(title)
        for text in section.all("text"):
            pieces.append(Piece(path(text), source[text.start : text.end]))
            targets.append(text)
    if not any(targets):
        return [], []
    return [Body(_FORM, tuple(pieces), lang=_lang(source, root))], [tuple(targets)]


def _all_sections(root: Element) -> list[Element]:
    """The sections in the order of the document. What stands in a narrative block is part of it, whatever its name."""
    found: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        section = element.name == "section" and element.space == root.space
        if section:
            found.append(element)
        waiting += reversed([child for child in element.children if not (section and child.name == "text")])
    return found


def _embedded(root: Element) -> list[Element]:
    body = root.first("component", "nonXMLBody") if root.name == "ClinicalDocument" else None
    return body.all("text") if body else []


def _lang(source: str, root: Element) -> str | None:
    element = root.first("languageCode")
    stated = element.attribute(source, "code") if element else None
    return stated.value if stated else None


def _signs(source: str, element: Element) -> bool:
    if element.space == _DSIG and element.name == "Signature":
        return True
    if element.name != "signatureText" or element.space not in (_CDA, _SDTC, ""):
        return False
    return bool(element.children or source[element.inner : element.inner_end].strip())
