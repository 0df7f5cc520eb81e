"""The charsets that MSH-18 names (HL7 table 0211), switched ones included.

A charset may be missing, unknown or wrong. Reading then falls back, says so in `note`, and never fails: the bytes
themselves are not touched. A byte that is no character becomes a lone surrogate (Python's `surrogateescape`), which no
word of a report matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportlink.formats.iso2022 import codec_of, decode_switched

_MULTI_BYTE = frozenset(["utf-8", "gb18030", "euc_kr", "big5", "shift_jis", "iso2022_jp_2"])


class Charset(NamedTuple):
    """How a message is read and how segments for it are encoded.

    Attributes:
        codec: A codec of Python's.
        switched: Whether escape sequences change it on the way.
        errors: What becomes of bytes that are no characters.
        note: Why it is not what MSH-18 says; empty where it is.
    """

    codec: str
    switched: bool = False
    errors: str = "strict"
    note: str = ""

    def decode(self, raw: bytes, escape: str = "\\") -> str:
        """The text of one segment.

        Args:
            raw: Its bytes.
            escape: The message's escape character, for the escapes that switch the charset.
        """
        if not self.switched:
            return raw.decode(self.codec, self.errors)
        return decode_switched(_unescaped(raw, escape), self.codec)

    def encode(self, text: str) -> bytes | None:
        """The bytes of a segment to add, or None where this charset lacks a character of it."""
        try:
            return text.encode(self.codec)
        except UnicodeEncodeError:
            return None


def charset_of(declared: Sequence[str], segments: Iterable[bytes], escape: str = "\\") -> Charset:
    """The charset to read a message in.

    Args:
        declared: The repetitions of MSH-18; empty ones count as not there.
        segments: All of the message's bytes, to prove it by.
        escape: Its escape character.
    """
    data = b"\r".join(segments)
    names = [name for name in declared if name.strip()]
    codecs = [codec_of(name) for name in names]
    known = next((codec for codec in codecs if codec), None)
    mark = re.escape(escape.encode("latin-1", "replace")) if escape else b"\x1b"
    if b"\x1b" in data or re.search(mark + rb"[CM][0-9A-Fa-f]{4,6}" + mark, data):
        return Charset(_encoder(known, codecs), switched=True, errors="surrogateescape")
    if names and known is None:
        if data.isascii():
            return Charset("ascii")
        return Charset("ascii", errors="surrogateescape", note="MSH-18 names a charset that cannot be read here")
    if not names and data.isascii():
        # Nothing says what another letter would be, so none is added.
        return Charset("ascii")
    codec = known or "utf-8"
    if _decodes(data, codec):
        return Charset(codec)
    if names and codec in _MULTI_BYTE:
        return Charset(codec, errors="surrogateescape", note="some bytes are not in the charset that MSH-18 names")
    if _decodes(data, "utf-8"):
        return Charset("utf-8", note="read as UTF-8: MSH-18 names a charset that these bytes are not in")
    why = "MSH-18 names a charset that these bytes are not in" if names else "MSH-18 names no charset"
    codec, name = ("cp1252", "Windows-1252") if _decodes(data, "cp1252") else ("iso8859-1", "ISO 8859-1")
    return Charset(codec, note=f"read as {name}: {why}")


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _encoder(known: str | None, codecs: Sequence[str | None]) -> str:
    return "iso2022_jp_2" if "iso2022_jp_2" in codecs or known == "shift_jis" else known or "ascii"


def _unescaped(raw: bytes, escape: str) -> bytes:
    r"""`\C2842\` and `\M2442\` as the escape sequences that they stand for (HL7 2.7.2)."""
    if not escape:
        return raw
    mark = re.escape(escape.encode("latin-1", "replace"))
    pattern = re.compile(mark + rb"[CM]([0-9A-Fa-f]{4}(?:[0-9A-Fa-f]{2})?)" + mark)
    return pattern.sub(lambda match: b"\x1b" + bytes.fromhex(match[1].decode("ascii")), raw)
