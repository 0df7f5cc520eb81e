"""Text that a CDA document embeds in `nonXMLBody`: plain text and HTML, as characters or in Base64."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlink import anchor
from reportlink.envelope import Notice
from reportlink.formats import base64layout, xmlcode
from reportlink.formats.base64layout import Layout
from reportlink.formats.mediatypes import media_type, shown
from reportlink.formats.spelling import Spelled
from reportlink.formats.xmlscan import Element
from reportlink.result import Link
from reportlink.splice import REPLACE, Edit, around, splice


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of embedded text: its name among the readers, what a link puts in, and how to know that again."""

    name: str
    parts: Callable[[Link, str], tuple[str, str]]
    inserted: re.Pattern[str]

    def shown(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the mention lies in what was inserted around it."""
        return match.span(1) if self.name == "html" else (match.end(), match.end())


_FORMS = {
    "text/plain": _Form("text", lambda link, _: ("", anchor.text_suffix(link)), anchor.TEXT_INSERTED),
    "text/html": _Form(
        "html", lambda link, explain: (anchor.html_open(link, explain), anchor.HTML_CLOSE), anchor.HTML_INSERTED
    ),
}


@dataclass(frozen=True, slots=True)
class Embedded:
    """Embedded text.

    Attributes:
        path: Where it stands.
        form: What it is.
        text: Its characters.
        spelled: How they are spelled, or all of their Base64.
        source: The document.
        layout: How the Base64 is laid out; None where it is none.
    """

    path: str
    form: _Form
    text: str
    spelled: Spelled
    source: str
    layout: Layout | None = None

    def linked(self, links: Sequence[Link], explain: str) -> list[Edit]:
        """The edits of the document that put links in."""
        edits = [edit for link in links for edit in around(link, *self.form.parts(link, explain))]
        if self.layout is not None:
            return [self._whole(splice(self.text, edits))]
        return [self._insert(edit) for edit in edits if edit.text]

    def unlinked(self) -> list[Edit]:
        """The edits of the document that take links out again."""
        cuts = [
            Edit(start, REPLACE, end, "")
            for match in self.form.inserted.finditer(self.text)
            for shown in [self.form.shown(match)]
            for start, end in ((match.start(), shown[0]), (shown[1], match.end()))
            if end > start
        ]
        if self.layout is not None:
            return [self._whole(splice(self.text, cuts))] if cuts else []
        return [edit._replace(start=self.spelled.at(edit.start), end=self.spelled.at(edit.end)) for edit in cuts]

    def _insert(self, edit: Edit) -> Edit:
        at = self.spelled.at(edit.start)
        raw = xmlcode.in_cdata(self.source, self.spelled.start, at)
        return Edit(at, edit.order, at, edit.text if raw else xmlcode.escape_text(edit.text))

    def _whole(self, text: str) -> Edit:
        assert self.layout is not None
        return Edit(self.spelled.start, REPLACE, self.spelled.end, self.layout.write(text.encode("utf-8")))


def read(source: str, element: Element, path: str) -> Embedded | Notice:
    """The text of a `nonXMLBody`, or why it is not read.

    Args:
        source: The document.
        element: Its `text`.
        path: Where that stands.
    """
    stated = element.attribute(source, "mediaType")
    type_ = media_type(stated.value) if stated else "text/plain"
    if element.children:
        return Notice(
            path, "attachment-data", "the document lies elsewhere: fetch what its `reference` names and link that"
        )
    if type_ not in _FORMS:
        return Notice(path, "attachment-type", f"{shown(type_)} is not read; text/plain and text/html are")
    if element.attribute(source, "compression"):
        return Notice(path, "attachment-data", "it is compressed, which is not read: unpack it first")
    spelled = xmlcode.element_text(source, element.inner, element.inner_end)
    packed = element.attribute(source, "representation")
    if packed is None or packed.value != "B64":
        return Embedded(path, _FORMS[type_], spelled.value, spelled, source)
    data = base64layout.decode(spelled.value)
    if data is None:
        return Notice(path, "base64", "it is not Base64, so it is not read")
    layout = base64layout.layout_of(source[element.inner : element.inner_end], data)
    if layout is None:
        return Notice(path, "base64", "its line breaks follow no rule, so it could not be put back: it is left alone")
    try:
        return Embedded(path, _FORMS[type_], data.decode("utf-8"), spelled, source, layout)
    except UnicodeDecodeError as error:
        return Notice(path, "encoding", f"byte {error.start} of what it holds is not UTF-8, so it is not read")
