"""A report as bytes in any form in, bytes in any form out: what the command line and the HTTP service share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Unpack

from reportlink import formats
from reportlink.envelope import Notice
from reportlink.index import Index
from reportlink.linking import link_envelope
from reportlink.pipeline import LinkWishes, link_document


@dataclass(frozen=True, slots=True)
class Converted:
    """What came out.

    Attributes:
        data: The linked report, or its standoff links.
        form: The form that it is in: `json`, `annotations`, or one of a report.
        links: How many links it has.
        notices: What was not read or not rewritten.
    """

    data: bytes
    form: str
    links: int
    notices: tuple[Notice, ...] = ()


def convert(data: bytes, index: Index, *, form: str, to: str, **wishes: Unpack[LinkWishes]) -> Converted:
    """Link a report.

    Args:
        data: The report, as it is kept.
        index: From `load_index`.
        form: The form that it is in.
        to: The form to write: `json`, `annotations`, `same`, or one that the report's own form can be written as.
        **wishes: As in `link_document`.

    Raises:
        SignedError: It is signed, and `to` would rewrite it.
        InputError: It cannot be read, or not be written so. The message never quotes the report.
    """
    if form in formats.READERS:
        return _text(data, index, form, to, wishes)
    linked = link_envelope(data, index, form=form, **wishes)
    links = sum(len(body.links) for body in linked.bodies)
    if to in formats.STANDOFF:
        return Converted(to_json(linked.to_dict()), to, links, linked.notices)
    return Converted(linked.write(to), form if to == "same" else to, links, linked.notices)


def _text(data: bytes, index: Index, form: str, to: str, wishes: LinkWishes) -> Converted:
    if to not in formats.STANDOFF:
        formats.output(form, to)
    # Bytes that are not UTF-8 pass through as they are: a report is never altered because of its encoding.
    linked = link_document(data.decode("utf-8", "surrogateescape"), index, form=form, **wishes)
    links = len(linked.result.links)
    if to in formats.STANDOFF:
        return Converted(to_json(linked.result.to_dict()), to, links)
    return Converted(linked.write(to).encode("utf-8", "surrogateescape"), form if to == "same" else to, links)


def to_json(value: Any) -> bytes:
    """A result as the JSON that is documented, ending in a line end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogateescape")
