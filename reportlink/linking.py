"""Links the report texts of an envelope, each by the same way as a report that comes alone."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Unpack

from reportlink import formats
from reportlink.document import Blocked, Document, join
from reportlink.envelope import Body, Envelope, LinkedBody, Notice, Piece, PieceLink, PieceSkipped
from reportlink.errors import InputError
from reportlink.index import Index
from reportlink.pipeline import Linker, LinkWishes, make_linker
from reportlink.select import Reason

_TAG = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class LinkedEnvelope:
    """An envelope with its links planned but not yet written.

    Attributes:
        envelope: The envelope as it was read.
        form: The form that it came in.
        bodies: One a body of the envelope, in its order.
        notices: What was not read, is not rewritten, or is not as it was asked for.
        lang: The report language.
        explain: The reader's language.
        index: The build hash of the index.
        input_sha256: Hash of the input's bytes.
        id: The caller's name for it.
    """

    envelope: Envelope
    form: str
    bodies: tuple[LinkedBody, ...]
    notices: tuple[Notice, ...]
    lang: str
    explain: str
    index: str
    input_sha256: str
    id: str | None = None

    def write(self, form: str = "same") -> bytes:
        """The envelope with its links.

        Raises:
            SignedError: It is signed.
            InputError: This form of envelope cannot be written so.
        """
        if form not in self.envelope.outputs:
            known = ", ".join([*self.envelope.outputs, "json", "annotations"])
            raise InputError("unknown-form", f"{self.form} cannot be written as {form}; it can be written as {known}")
        return self.envelope.write(self.bodies, form)

    def to_dict(self) -> dict[str, Any]:
        """The standoff links as plain values for JSON; offsets are code points of the value at `path`.

        `end_path` is there only where a link ends in another value than it begins in.
        """
        return {
            "id": self.id,
            "form": self.form,
            "lang": self.lang,
            "explain": self.explain,
            "index": self.index,
            "input_sha256": self.input_sha256,
            "offsets": "code-points",
            "links": [
                _place(linked.body, found.piece, found.end_piece) | found.link.to_dict()
                for linked in self.bodies
                for found in linked.links
            ],
            "skipped": [
                _place(linked.body, found.piece, found.end_piece) | found.skipped.to_dict()
                for linked in self.bodies
                for found in linked.skipped
            ],
            "notices": [notice.to_dict() for notice in self.notices],
        }


def link_envelope(
    data: bytes,
    index: Index,
    *,
    form: str,
    id: str | None = None,  # noqa: A002 - the name in the documented result
    **wishes: Unpack[LinkWishes],
) -> LinkedEnvelope:
    """Find the terms in the report texts of an envelope and plan its links.

    Args:
        data: The envelope.
        index: From `load_index`.
        form: A name in `formats.ENVELOPES`.
        id: The caller's name for it; stands in the result.
        wishes: As in `link_document`. Where the envelope states another language than `lang`, a notice says so; `first`
            counts in each report text.

    Raises:
        InputError: It cannot be read, with the place where reading failed; or the index lacks the language.
    """
    linker = make_linker(index, **wishes)
    envelope = formats.envelope(form)(data)
    bodies = tuple(link_body(body, linker, index.build) for body in envelope.bodies)
    notices = (*envelope.notices, *_other_languages(envelope.bodies, wishes["lang"]))
    digest = hashlib.sha256(data).hexdigest()
    return LinkedEnvelope(envelope, form, bodies, notices, linker.forms.lang, linker.reader, index.build, digest, id)


def link_body(body: Body, linker: Linker, build: str) -> LinkedBody:
    """The links of one report text, told apart by the pieces that they stand in."""
    read = formats.PIECES[body.form]
    as_read = body.documents or tuple(read(piece.value) for piece in body.pieces)
    documents = [_piece(piece, document) for piece, document in zip(body.pieces, as_read, strict=True)]
    if not documents:
        return LinkedBody(body, (), (), linker.reader, build)
    links, skipped = linker.plan(join(documents, body.joint))
    places = _Places(body)
    return LinkedBody(
        body,
        tuple(
            PieceLink(first, last, link._replace(start=start, end=end))
            for link in links
            for first, start, last, end in [places.of(link.start, link.end)]
        ),
        tuple(
            PieceSkipped(first, last, one._replace(start=start, end=end))
            for one in skipped
            if one.reason != Reason.CONTEXT
            for first, start, last, end in [places.of(one.start, one.end)]
        ),
        linker.reader,
        build,
    )


def _piece(piece: Piece, document: Document) -> Document:
    if piece.path:
        return document
    return replace(document, blocked=(Blocked(0, len(document.text), reason=Reason.CONTEXT),))


class _Places:
    """Tells offsets in the joined pieces from offsets in each of them."""

    def __init__(self, body: Body) -> None:
        lengths = (len(piece.value) + len(body.joint) for piece in body.pieces)
        self._starts = list(accumulate(lengths, initial=0))[:-1]

    def of(self, start: int, end: int) -> tuple[int, int, int, int]:
        """Piece and offset of a stretch's first code point, then of its end."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        return first, start - self._starts[first], last, end - self._starts[last]


def _place(body: Body, first: int, last: int) -> dict[str, str]:
    place = {"path": body.pieces[first].path}
    return place if first == last else place | {"end_path": body.pieces[last].path}


def _other_languages(bodies: Sequence[Body], lang: str) -> list[Notice]:
    """Where an envelope states another language than the one it was read in."""
    asked = lang.partition("-")[0].lower()
    return [
        Notice(path, "other-language", f"the envelope states {_named(body.lang)}; it was read as `{lang}`")
        for body in bodies
        if body.lang and body.lang.partition("-")[0].lower() != asked
        for path in [next((piece.path for piece in body.pieces if piece.path), "")]
        if path
    ]


def _named(lang: str) -> str:
    return f"the language `{lang}`" if _TAG.fullmatch(lang) else "another language"
