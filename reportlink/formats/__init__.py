"""The forms that a report comes in and goes out as: one module a form, one table of what can be read and written."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reportlink.document import Document
from reportlink.envelope import Envelope
from reportlink.errors import InputError
from reportlink.formats import cda, dicomsr, fhir, hl7v2, html, markdown, narrative, rtf, text
from reportlink.result import LinkResult

Writer = Callable[[Document, LinkResult], str]
Undo = Callable[[str], str]


class Output(NamedTuple):
    """How a form is written, and how the links are taken out of it again."""

    write: Writer
    unlink: Undo


READERS: dict[str, Callable[[str], Document]] = {
    "text": text.read,
    "html": html.read,
    "markdown": markdown.read,
    "rtf": rtf.read,
}
"""Forms that are text: decoded text in and out."""

PIECES: dict[str, Callable[[str], Document]] = {
    **READERS,
    "fhir-narrative": narrative.read_fhir,
    "cda-narrative": narrative.read_cda,
}
"""How a piece of an envelope is read: `Body.form` -> reader."""

ENVELOPES: dict[str, Callable[[bytes], Envelope]] = {
    "cda": cda.read,
    "dicom-sr": dicomsr.read,
    "fhir": fhir.read,
    "hl7v2": hl7v2.read,
}
"""Forms that hold report text in fields: bytes in and out."""

ENVELOPE_UNLINK: dict[str, Callable[[bytes], bytes]] = {"cda": cda.unlink, "fhir": fhir.unlink, "hl7v2": hl7v2.unlink}
"""Envelope form -> what takes the links out of its `same` output again."""

WRITERS: dict[tuple[str, str], Output] = {
    ("text", "text"): Output(text.write_text, text.unlink_text),
    ("text", "markdown"): Output(text.write_markdown, text.unlink_markdown),
    ("text", "html"): Output(text.write_html, text.unlink_html),
    ("html", "html"): Output(html.write, html.unlink),
    ("markdown", "markdown"): Output(markdown.write, markdown.unlink),
    ("rtf", "rtf"): Output(rtf.write, rtf.unlink),
}
"""Input form and output form -> how."""

FORMS_OUT = ("html", "markdown", "rtf", "text")

STANDOFF_BY_DEFAULT = ("dicom-sr", "hl7v2")
"""Forms whose links stand apart unless writing is asked for."""

STANDOFF = ("json", "annotations")
"""Outputs that hold the links alone, for every form."""


def reader(form: str) -> Callable[[str], Document]:
    """The reader of a form.

    Raises:
        InputError: No such form.
    """
    if form not in READERS:
        raise InputError("unknown-form", f"cannot read `{form}`; known: {', '.join(READERS)}")
    return READERS[form]


def envelope(form: str) -> Callable[[bytes], Envelope]:
    """The reader of an envelope form.

    Raises:
        InputError: No such form.
    """
    if form not in ENVELOPES:
        raise InputError("unknown-form", f"cannot read `{form}`; known: {', '.join(ENVELOPES)}")
    return ENVELOPES[form]


def default_output(form: str) -> str:
    """The output of a form where none is asked for: HTML where it can be, else the same form."""
    if form in STANDOFF_BY_DEFAULT:
        return "json"
    return "html" if (form, "html") in WRITERS else "same"


def output(form_in: str, form_out: str) -> Output:
    """The writer from one form to another; `same` is the form it came in.

    Raises:
        InputError: This form cannot be written from that one.
    """
    wanted = form_in if form_out == "same" else form_out
    if (form_in, wanted) not in WRITERS:
        known = ", ".join(to for source, to in WRITERS if source == form_in)
        raise InputError(
            "unknown-form", f"{form_in} cannot be written as {wanted}; it can be written as {known} or json"
        )
    return WRITERS[form_in, wanted]
