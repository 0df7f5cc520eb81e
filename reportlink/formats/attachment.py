"""Report text inside a report: what kind of document some encapsulated bytes are, and their characters.

The stated type is a hint only: feeds call RTF `TEXT`, HTML `application` and a CDA document `multipart`. A few bytes at
the beginning tell more.
"""

from __future__ import annotations

import binascii
import re
from email import message_from_bytes, policy
from email.message import Message
from typing import NamedTuple

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]{1,30})""", re.IGNORECASE)
_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<body|<head|<div|<p[\s>]|<table|<span|<pre|<h[1-6]|<br|<b>)", re.I)
_CDA = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?ClinicalDocument[\s>]")
_MIME = re.compile(rb"\s*(?:MIME-Version|Content-Type|Content-Transfer-Encoding):", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_MARK = b"\xef\xbb\xbf"
_HEAD = 4096
_DEPTH = 4


class Attachment(NamedTuple):
    """An encapsulated document.

    Attributes:
        form: `text`, `html`, `rtf` or `cda`; empty where it cannot be read.
        data: Its bytes.
        kind: What it is where it cannot be read, for a notice; never text of it.
    """

    form: str
    data: bytes
    kind: str = ""

    def text(self, fallback: str = "iso8859-1") -> str:
        """Its characters, in the charset that it names, else in UTF-8, else in this one."""
        if self.form == "rtf":
            # RTF is ASCII and names the charset of every other byte itself.
            return self.data.decode("ascii", "surrogateescape")
        data = self.data.removeprefix(_MARK)
        named = _CHARSET.search(data[:_HEAD]) if self.form == "html" and not self.data.startswith(_MARK) else None
        for codec in (*([named[1].decode("ascii")] if named else []), "utf-8", fallback):
            try:
                return data.decode(codec)
            except (LookupError, ValueError):
                continue
        return data.decode("iso8859-1")


def attachment(data: bytes, stated: str, depth: int = 0) -> Attachment:
    """What these bytes are.

    Args:
        data: The document.
        stated: Its type as the envelope states it, such as `text/html`, `TEXT` or `application/pdf`.
        depth: How many documents it stands in.
    """
    head = data[:_HEAD].removeprefix(_MARK)
    told = stated.lower()
    if head.lstrip().startswith(b"{\\rtf"):
        return Attachment("rtf", data)
    if head.startswith(b"%PDF"):
        return Attachment("", data, "a PDF document")
    if _MIME.match(head) and depth < _DEPTH:
        return _from_mime(data, depth)
    if _CDA.search(head):
        return Attachment("cda", data)
    if _BINARY.search(head):
        return Attachment("", data, "binary data")
    if "html" in told or _HTML.match(head):
        return Attachment("html", data)
    if told.startswith(("text", "/", "application/text", "application/plain")) or told == "":
        xml = "xml" in told or head.lstrip().startswith(b"<?xml")
        return Attachment("", data, "XML of an unknown kind") if xml else Attachment("text", data)
    return Attachment("", data, "of a type that holds no text to read")


def from_base64(text: str) -> bytes | None:
    """The bytes, or None where it is no Base64; white space and missing padding are forgiven."""
    packed = re.sub(r"\s+", "", text)
    if not re.fullmatch(r"[A-Za-z0-9+/_-]*={0,2}", packed):
        return None
    packed = packed.rstrip("=").translate({ord("-"): "+", ord("_"): "/"})
    try:
        return binascii.a2b_base64(packed + "=" * (-len(packed) % 4))
    except binascii.Error:
        return None


def from_hex(text: str) -> bytes | None:
    """The bytes, or None where it is no run of hexadecimal pairs."""
    packed = re.sub(r"\s+", "", text)
    return bytes.fromhex(packed) if re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", packed) else None


def _from_mime(data: bytes, depth: int) -> Attachment:
    """The first part of a MIME package that can be read (HL7 sends CDA documents so)."""
    reason = Attachment("", data, "a MIME package without a part to read")
    message: Message = message_from_bytes(data, policy=policy.compat32)
    for part in message.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            found = attachment(payload, part.get_content_type(), depth + 1)
            if found.form:
                return found
    return reason
