"""The identity of a derived CDA document: an `id` of its own, and its parent in `relatedDocument`.

CDA R2 (4.2.3) has a type for this relation: `XFRM`, made from its parent by transformation. A document that was itself
made from another one, as imaging reports are from DICOM SR, has used it up; of the combinations that CDA allows,
`XFRM` with `APND` then says best that the parent stays what it is and that something was added. The parent's `id` is
kept character by character, so that it can be put back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from reportlink.errors import InputError
from reportlink.formats.xmlscan import Element
from reportlink.splice import OPEN, REPLACE, Edit

_AUTHORITY = "reportlink"
"""The `assigningAuthorityName` of an `id` that is made here: by it a derived document is known."""

_TYPES = frozenset(["APND", "RPLC", "XFRM"])
_RELATED_BEFORE = ("relatedDocument", "authorization", "componentOf", "component")
"""What follows in the schema: a further `relatedDocument` goes before the first of these that there is."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a document.

    Attributes:
        source: The document.
        root: Its root element.
        id: Its `id`.
    """

    source: str
    root: Element
    id: Element

    @property
    def derived(self) -> bool:
        """Whether it was made here."""
        name = self.id.attribute(self.source, "assigningAuthorityName")
        return name is not None and name.value == _AUTHORITY and self._parent() is not None

    def relation(self) -> str:
        """The type of relation to the parent: `XFRM`, or `APND` where that is taken.

        Raises:
            InputError: The document's relations leave room for neither (CDA R2, 4.2.3.1).
        """
        taken = sorted(self._type(related) for related in self.root.all("relatedDocument"))
        if self.derived or taken in ([], ["APND"], ["RPLC"]):
            return "XFRM"
        if taken == ["XFRM"]:
            return "APND"
        named = ", ".join(type_ if type_ in _TYPES else "?" for type_ in taken)
        raise InputError(
            "related-documents",
            f"CDA allows no further related document beside these ({named}): "
            "link the document that it was made from, or ask for the links as standoff",
            "/ClinicalDocument/relatedDocument",
        )

    def derive(self, content: bytes, build: str) -> list[Edit]:
        """The edits that give a copy its own identity.

        Args:
            content: The copy with its links, but the old identity; the new `id` follows from it: same input, same id.
            build: The index that the links are from.

        Raises:
            InputError: As `relation`.
        """
        digest = hashlib.sha256(content + b"\0" + build.encode("utf-8")).digest()
        # An OID under 2.25 is a UUID in decimal digits (ITU-T X.667): unique without asking anybody.
        number = int.from_bytes(digest[:16], "big") & ~(0xF << 76 | 0x3 << 62) | (8 << 76 | 2 << 62)
        new = f'<{self.id.prefix}id root="2.25.{number}" assigningAuthorityName="{_AUTHORITY}"/>'
        relation = self.relation()
        edits = [Edit(self.id.start, REPLACE, self.id.end, new)]
        if not self.derived:
            p, old = self.root.prefix, self.source[self.id.start : self.id.end]
            parent = f"<{p}parentDocument>{old}</{p}parentDocument>"
            at = next(child.start for child in self.root.children if child.name in _RELATED_BEFORE)
            related = f'<{p}relatedDocument typeCode="{relation}">{parent}</{p}relatedDocument>'
            edits.append(Edit(at, OPEN, at, related))
        return edits

    def restore(self) -> list[Edit]:
        """The edits that give a derived document its parent's identity again."""
        if not self.derived:
            return []
        related = self._parent()
        assert related is not None
        old = related.children[0].children[0]
        return [
            Edit(self.id.start, REPLACE, self.id.end, self.source[old.start : old.end]),
            Edit(related.start, REPLACE, related.end, ""),
        ]

    def _parent(self) -> Element | None:
        """Our own relation: the first, with nothing but an `id` in it."""
        for related in self.root.all("relatedDocument")[:1]:
            parents = related.all("parentDocument")
            if len(parents) == 1 and [child.name for child in parents[0].children] == ["id"]:
                return related
        return None

    def _type(self, related: Element) -> str:
        stated = related.attribute(self.source, "typeCode")
        return stated.value if stated else ""


def identity_of(source: str, root: Element) -> Identity | None:
    """The identity of a document, or None where it has no `id`, or nothing that a relation could stand before."""
    found = root.first("id")
    placed = any(child.name in _RELATED_BEFORE for child in root.children)
    return Identity(source, root, found) if found and placed else None
