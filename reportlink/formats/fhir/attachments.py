"""Attachments (FHIR `Attachment`): report text in Base64, and the further one that holds the same text with links."""

from __future__ import annotations

import base64
import codecs
import hashlib
import re
from dataclasses import dataclass

from reportlink.envelope import Notice
from reportlink.formats import base64layout, html, text
from reportlink.formats.fhir.tree import Node
from reportlink.formats.mediatypes import media_type, shown
from reportlink.formats.xmlcode import escape_text
from reportlink.result import LinkResult

MARK = "reportlink-"
"""Begins the `id` of every attachment that is added: by it a second run, and whoever takes the links out, know it."""

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z][\w.:-]*)", re.IGNORECASE)
_FORMS = {"text/plain": "text", "text/html": "html"}
_WRITE = {"text": (text.read, text.write_html), "html": (html.read, html.write)}
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """The text of an attachment.

    Attributes:
        node: The attachment.
        number: Which of its siblings it is, from 0.
        form: `text` or `html`.
        text: Its characters.
        codec: How they were encoded.
        mark: The `id` of the further attachment that holds its links.
    """

    node: Node
    number: int
    form: str
    text: str
    codec: str
    mark: str


def read(node: Node, number: int) -> Attached | Notice:
    """The text of an attachment, or why it cannot be read."""
    stated = node.value("contentType")
    type_ = media_type(stated.value) if stated else ""
    form = _FORMS.get(type_, "")
    data = node.value("data")
    if not form:
        return Notice(node.path, "attachment-type", f"{shown(type_)} is not read; text/plain and text/html are")
    if data is None or not data.value.strip():
        return Notice(
            node.path, "attachment-data", "it holds no data of its own: fetch what its `url` names and link that"
        )
    content = base64layout.decode(data.value)
    if content is None:
        return Notice(f"{node.path}.data", "base64", "it is not Base64, so it is not read")
    assert stated is not None
    codec = _codec(stated.value, content, form)
    if codec is None:
        return Notice(f"{node.path}.contentType", "encoding", "it names a charset that is not known")
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} does not fit the charset {codec}: state the right one in `contentType`"
        return Notice(f"{node.path}.data", "encoding", message)
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Attached(node, number, form, text, codec, f"{MARK}{number}-{digest}")


def further(attached: Attached, result: LinkResult, lang: str | None) -> dict[str, str | int]:
    """The elements of an attachment with the same text and its links, in the order of the specification.

    `size` is the number of bytes and `hash` the Base64 of their SHA-1, both before Base64 (FHIR R4, 2.24.0.9). Where
    the original spells its size as text, as JSON of R5 does, so does this.

    Args:
        attached: The original.
        result: Its links.
        lang: The language of the text, or None where nothing states it.
    """
    reader, writer = _WRITE[attached.form]
    linked = writer(reader(attached.text), result)
    title, stated = attached.node.value("title"), attached.node.value("contentType")
    if attached.form == "html":
        assert stated is not None
        type_, content = stated.value, linked.encode(attached.codec, "xmlcharrefreplace")
    else:
        type_, content = "text/html; charset=utf-8", _page(linked, title.value if title else "", lang).encode("utf-8")
    size = len(content)
    values: dict[str, str | int | None] = {
        "contentType": type_,
        "language": lang,
        "data": base64.b64encode(content).decode("ascii"),
        "size": str(size) if attached.node.value("size") else size,
        "hash": base64.b64encode(hashlib.sha1(content).digest()).decode("ascii"),  # noqa: S324 - what FHIR asks for
        "title": title.value if title else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _page(linked: str, title: str, lang: str | None) -> str:
    stated = f' lang="{escape_text(lang)}"' if lang else ""
    return (
        f'<!DOCTYPE html>\n<html{stated}><head><meta charset="utf-8"><title>{escape_text(title)}</title></head>'
        # A policy may take the style away: `pre` keeps the lines all the same. It drops the first line end in it.
        f'<body><pre style="font:inherit;white-space:pre-wrap">\n{linked}</pre></body></html>\n'
    )


def _codec(stated: str, content: bytes, form: str) -> str | None:
    named = _CHARSET.search(stated)
    name = named[1] if named else ""
    if not name and form == "html" and not content.startswith(codecs.BOM_UTF8):
        meta = _META.search(content[:_HEAD])
        name = meta[1].decode("ascii") if meta else ""
    try:
        "a".encode(name or "utf-8")
        return codecs.lookup(name or "utf-8").name
    except LookupError:
        return None
