"""A report as bytes in any form in, bytes in any form out: what the command line and the HTTP service share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Unpack

from reportlink import formats
from reportlink.annotations import of_document, of_envelope
from reportlink.detect import detect
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


def convert(
    data: bytes, index: Index | Callable[[], Index], *, form: str, to: str | None = None, **wishes: Unpack[LinkWishes]
) -> Converted:
    """Link a report.

    Args:
        data: The report, as it is kept.
        index: From `load_index`, or what loads it once it is known that the report can be written as asked.
        form: The form that it is in, or `auto`.
        to: The form to write: `json`, `annotations`, `same`, or one that the report's own form can be written as;
            the usual one where it is not given.
        **wishes: As in `link_document`.

    Raises:
        SignedError: It is signed, and `to` would rewrite it.
        InputError: It cannot be read, or not be written so. The message never quotes the report.
    """
    form = detect(data) if form == "auto" else form
    to = to or formats.default_output(form)
    if form in formats.READERS and to not in formats.STANDOFF:
        formats.output(form, to)
    index = index() if callable(index) else index
    return (_text if form in formats.READERS else _envelope)(data, index, form, to, wishes)


def _text(data: bytes, index: Index, form: str, to: str, wishes: LinkWishes) -> Converted:
    # Bytes that are not UTF-8 pass through as they are: a report is never altered because of its encoding.
    linked = link_document(data.decode("utf-8", "surrogateescape"), index, form=form, **wishes)
    links = len(linked.result.links)
    if to in formats.STANDOFF:
        return Converted(_json(linked.result.to_dict() if to == "json" else of_document(linked)), to, links)
    return Converted(linked.write(to).encode("utf-8", "surrogateescape"), form if to == "same" else to, links)


def _envelope(data: bytes, index: Index, form: str, to: str, wishes: LinkWishes) -> Converted:
    linked = link_envelope(data, index, form=form, **wishes)
    links = sum(len(body.links) for body in linked.bodies)
    if to in formats.STANDOFF:
        out = _json(linked.to_dict() if to == "json" else of_envelope(linked))
        return Converted(out, to, links, linked.notices)
    return Converted(linked.write(to), "html" if to == "html" else form, links, linked.notices)


def _json(value: Any) -> bytes:
    try:
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    except UnicodeEncodeError:
        # Half a character, as JSON may hold it, or a byte that is none: only an escape can tell of it.
        return (json.dumps(value, indent=1) + "\n").encode("ascii")
