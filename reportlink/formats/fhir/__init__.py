"""FHIR (R4, R4B, R5) in JSON and XML: links in narratives, further attachments, everything else left byte for byte.

- A Narrative gets `<a>` around its mentions. Its status is raised to `additional` where it promised that everything in
  it comes from the data; the first link keeps the status that it had, as a class, so that `unlink` can restore it.
- A text or HTML attachment stays as it is. One with the same text and the links is added behind the last one; its `id`
  tells it apart.
- Plain text (`conclusion`, `note.text`, `valueString`, `description`) is read; its links come as standoff only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlink import anchor
from reportlink.envelope import Body, LinkedBody, Notice
from reportlink.errors import InputError, SignedError
from reportlink.formats.fhir import attachments, reports, tree
from reportlink.formats.fhir.attachments import Attached
from reportlink.formats.fhir.reports import RAISED, Narrative, Report
from reportlink.formats.fhir.tree import Tree
from reportlink.result import Link, LinkResult
from reportlink.splice import OPEN, REPLACE, Edit, around, splice


def read(data: bytes) -> Resource:
    """Read a resource.

    Raises:
        InputError: It is no FHIR, or holds no resource that reports.
    """
    document = tree.read(data)
    found = [one for resource in reports.resources(document.root) for one in reports.reports(resource)]
    texts = [one for one in found if isinstance(one, Report)]
    notices = [one for one in found if isinstance(one, Notice)]
    root = document.root.kind
    if not found and root not in reports.RESOURCES and root not in reports.HOLDERS:
        known = ", ".join(sorted([*reports.RESOURCES, *reports.HOLDERS]))
        # The type is not repeated: what stands there may be anything.
        raise InputError(
            "no-report", f"this type of resource holds no report text that is read; read are {known}", "resourceType"
        )
    if not found:
        notices.append(Notice(document.root.path, "no-text", "there is no report text in it"))
    if document.signature:
        message = "it is signed, so it is not rewritten; its links come as standoff"
        notices.append(Notice(document.signature, "signed", message))
    return Resource(document, tuple(texts), tuple(notices))


def unlink(output: bytes) -> bytes:
    """What `Resource.write` was given."""
    document = tree.read(output)
    edits: list[Edit] = []
    for resource in reports.resources(document.root):
        for narrative in reports.narratives(resource):
            edits += _without_links(narrative)
        forms = resource.each("presentedForm")
        edits += (
            Edit(before.end, REPLACE, node.end, "")
            for before, node in pairwise(forms)
            if node.mark().startswith(attachments.MARK)
        )
    return document.encode(splice(document.source, edits))


@dataclass(frozen=True, slots=True)
class Resource:
    """A FHIR resource as it was read; see `Envelope`."""

    document: Tree
    reports: tuple[Report, ...]
    notices: tuple[Notice, ...]
    outputs: tuple[str, ...] = ("same",)

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The report texts that it holds."""
        return tuple(report.body for report in self.reports)

    @property
    def signed(self) -> str:
        """FHIRPath of its signature, or empty."""
        return self.document.signature

    def write(self, linked: Sequence[LinkedBody], form: str = "same") -> bytes:  # noqa: ARG002 - there is one only
        """The resource with its links; see `Envelope`."""
        if self.signed:
            raise SignedError(self.signed)
        edits: list[Edit] = []
        for report, body in zip(self.reports, linked, strict=True):
            for number, target in enumerate(report.targets):
                links = body.of_piece(number)
                if links and isinstance(target, Narrative):
                    edits += self._linked(target, links, body)
                elif links and isinstance(target, Attached):
                    edits.append(self._further(report, target, links, body))
        return self.document.encode(splice(self.document.source, edits))

    def _linked(self, narrative: Narrative, links: Sequence[Link], body: LinkedBody) -> list[Edit]:
        prefix, was = narrative.prefix(), narrative.raised()
        edits: list[Edit] = []
        for number, link in enumerate(links):
            before = anchor.html_open(link, body.explain, prefix, was if not number else "")
            for edit in around(link, before, f"</{prefix}a>"):
                at = narrative.div.at(edit.start)
                edits.append(Edit(at, edit.order, at, self.document.markup(edit.text)))
        if was:
            assert narrative.status is not None
            edits.append(Edit(narrative.status.start, REPLACE, narrative.status.end, "additional"))
        return edits

    def _further(self, report: Report, target: Attached, links: Sequence[Link], body: LinkedBody) -> Edit:
        result = LinkResult("", body.explain, body.build, "", tuple(links), ())
        values = attachments.further(target, result, body.body.lang)
        assert report.last is not None
        at = report.last.end
        return Edit(at, OPEN, at, self.document.element("presentedForm", target.node, target.mark, values))


def _without_links(narrative: Narrative) -> list[Edit]:
    div, status = narrative.div, narrative.status
    edits: list[Edit] = []
    for match in anchor.html_inserted(narrative.prefix()).finditer(div.value):
        edits.append(Edit(div.at(match.start()), REPLACE, div.at(match.start(2)), ""))
        edits.append(Edit(div.at(match.end(2)), REPLACE, div.at(match.end()), ""))
        if match[1] in RAISED and status is not None and status.value == "additional":
            edits.append(Edit(status.start, REPLACE, status.end, match[1]))
    return edits
