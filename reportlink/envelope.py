"""Envelopes: messages and documents that hold report text in named fields.

A reader of `formats/` finds the fields, here are the values that it hands on. It never writes on its own: linking
gives it back the links of each field, and it splices them into the bytes that it has read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from reportlink.document import Document
from reportlink.result import Link, Skipped


class Piece(NamedTuple):
    """One value of an envelope that holds report text.

    Attributes:
        path: Where it stands: FHIRPath `DiagnosticReport.text.div`, HL7 `OBX[3]-5[1]`, XPath for CDA,
            `ContentSequence[2].TextValue` for DICOM. Empty for context: text that helps to understand the others (a
            section's title) and gets no link. Never report text.
        value: The value, decoded: what the parser of whoever holds the envelope returns for that path. For mark-up
            inside XML: its source.
    """

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Body:
    """Pieces that are read together as one report: sentences, sections and first mentions go across them.

    Attributes:
        form: How each piece is read: a name in `formats.PIECES`.
        pieces: In reading order.
        joint: What stands between two pieces: a line end within one report, so that a sentence may go on, a blank
            line between blocks.
        lang: The language that the envelope states for it, or None.
        documents: The pieces as they were read, where the envelope had to read them to know their form; else empty.
    """

    form: str
    pieces: tuple[Piece, ...]
    joint: str = "\n\n"
    lang: str | None = None
    documents: tuple[Document, ...] = field(default=(), repr=False, compare=False)


class Notice(NamedTuple):
    """Something that was not read or will not be rewritten.

    Attributes:
        path: Where, as in `Piece.path`.
        code: A stable word for programs, such as `signed` or `attachment-type`.
        message: Why, and what can be done. Never report text.
    """

    path: str
    code: str
    message: str

    def to_dict(self) -> dict[str, str]:
        """Plain values for JSON."""
        return {"path": self.path, "code": self.code, "message": self.message}


class PieceLink(NamedTuple):
    """A link within a body; offsets are code points of the values of its pieces.

    Attributes:
        piece: Number of the piece in which it begins.
        end_piece: Number of the piece in which it ends; mostly the same one.
        link: The link: `start` counts in `piece`, `end` in `end_piece`.
    """

    piece: int
    end_piece: int
    link: Link


class PieceSkipped(NamedTuple):
    """Something found in a body and not linked; places as in `PieceLink`."""

    piece: int
    end_piece: int
    skipped: Skipped


@dataclass(frozen=True, slots=True)
class LinkedBody:
    """A body and its links.

    Attributes:
        body: What was read.
        links: Its links, in reading order, none overlapping.
        skipped: What was found and not linked.
        explain: The reader's language.
        build: The index that the links are from.
    """

    body: Body
    links: tuple[PieceLink, ...]
    skipped: tuple[PieceSkipped, ...]
    explain: str
    build: str

    def of_piece(self, number: int) -> tuple[Link, ...]:
        """The links that lie wholly in one piece: those that can be written around their mention."""
        return tuple(found.link for found in self.links if found.piece == found.end_piece == number)


class Envelope(Protocol):
    """An envelope that has been read.

    Attributes:
        bodies: The report texts that it holds.
        notices: What was not read, or is not rewritten.
        signed: Path of the signature that it carries, or empty.
        outputs: What `write` can write besides standoff: `same`, `html`, ...; empty where it is never written.
    """

    @property
    def bodies(self) -> tuple[Body, ...]: ...  # noqa: D102
    @property
    def notices(self) -> tuple[Notice, ...]: ...  # noqa: D102
    @property
    def signed(self) -> str: ...  # noqa: D102
    @property
    def outputs(self) -> tuple[str, ...]: ...  # noqa: D102

    def write(self, linked: Sequence[LinkedBody], form: str = "same") -> bytes:
        """The envelope with its links.

        Args:
            linked: One a body, in the order of `bodies`.
            form: One of `outputs`.

        Raises:
            SignedError: It is signed, and the form would keep the signature beside changed text.
            InputError: It cannot be written so; the message says why.
        """
        ...
