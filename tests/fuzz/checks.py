"""What must hold for any bytes at all, by the name of the reader that they are given to.

A reader reads them or raises `InputError`. What was read keeps the laws: taking the links out gives back the input,
linking again changes nothing, and every place lies inside its value.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from reportlink.annotations import of_document, of_envelope
from reportlink.detect import detect
from reportlink.errors import InputError
from reportlink.formats import ENVELOPE_UNLINK, ENVELOPES, READERS, WRITERS
from reportlink.linking import link_envelope
from reportlink.pipeline import link_document
from tests.reportlink.conftest import make_index

INDEX = make_index()


def check_text_form(form: str, data: bytes) -> None:
    """A form that is text."""
    source = data.decode("utf-8", "surrogateescape")
    try:
        linked = link_document(source, INDEX, lang="en", form=form, mentions="all")
    except InputError:
        return
    for one in linked.result.links:
        assert 0 <= one.start < one.end <= len(source)
    json.dumps([linked.result.to_dict(), of_document(linked)])
    for form_in, form_out in WRITERS:
        if form_in == form:
            undo = WRITERS[form_in, form_out].unlink
            out = linked.write(form_out)
            assert undo(out) == (undo(source) if form_in == form_out else source)
            if form_in == form_out:
                again = link_document(out, INDEX, lang="en", form=form, mentions="all").write(form_out)
                assert again == out


def check_envelope(form: str, data: bytes) -> None:
    """A form that holds report text in fields."""
    try:
        linked = link_envelope(data, INDEX, form=form, lang="en", mentions="all")
    except InputError:
        return
    for body in linked.bodies:
        values = [piece.value for piece in body.body.pieces]
        for found in body.links:
            assert 0 <= found.link.start < len(values[found.piece])
            assert 0 < found.link.end <= len(values[found.end_piece])
    json.dumps([linked.to_dict(), of_envelope(linked)])
    for output in linked.envelope.outputs:
        try:
            out = linked.write(output)
        except InputError:
            continue
        if form in ENVELOPE_UNLINK:
            undo = ENVELOPE_UNLINK[form]
            assert undo(out) == undo(data)
            assert link_envelope(out, INDEX, form=form, lang="en", mentions="all").write(output) == out


def check_detect(data: bytes) -> None:
    """The form is told, and the reader of that form takes it."""
    try:
        form = detect(data)
    except InputError:
        return
    assert form in {**READERS, **ENVELOPES}


def _text_form(form: str) -> Callable[[bytes], None]:
    return lambda data: check_text_form(form, data)


def _envelope(form: str) -> Callable[[bytes], None]:
    return lambda data: check_envelope(form, data)


CHECKS: dict[str, Callable[[bytes], None]] = {
    "detect": check_detect,
    **{form: _text_form(form) for form in READERS},
    **{form: _envelope(form) for form in ENVELOPES},
}
