"""The charsets that MSH-18 names (HL7 table 0211), switched ones included.

A charset may be missing, unknown or wrong. Reading then falls back, says so in `note`, and never fails: the bytes
themselves are not touched. A byte that is no character becomes a lone surrogate (Python's `surrogateescape`), which no
word of a report matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_LATIN = {f"8859{n}": f"iso8859-{n}" for n in (*range(1, 12), 13, 14, 15, 16)}
_CODECS = {
    "ASCII": "ascii",
    "ISOIR6": "ascii",
    "ISOIR14": "shift_jis",
    "ISOIR87": "iso2022_jp_2",
    "ISOIR159": "iso2022_jp_2",
    "UNICODE": "utf-8",
    "UTF8": "utf-8",
    "UTF16": "utf-8",
    "UTF32": "utf-8",
    "GB180302000": "gb18030",
    "GB18030": "gb18030",
    "KSX1001": "euc_kr",
    "BIG5": "big5",
    **_LATIN,
    "ISOIR100": "iso8859-1",
    "ISOIR101": "iso8859-2",
    "ISOIR109": "iso8859-3",
    "ISOIR110": "iso8859-4",
    "ISOIR144": "iso8859-5",
    "ISOIR127": "iso8859-6",
    "ISOIR126": "iso8859-7",
    "ISOIR138": "iso8859-8",
    "ISOIR148": "iso8859-9",
}
"""Name in table 0211 (and as DICOM spells it), letters and digits only -> codec. UTF-16 is told by the bytes."""

_MULTI_BYTE = frozenset(["utf-8", "gb18030", "euc_kr", "big5", "shift_jis", "iso2022_jp_2"])
_ESC = "\x1b"
_SWITCH = re.compile(rb"\x1b([\x20-\x2f]+[\x30-\x7e])")
_WORD = re.compile(r"(?:UNICODE|ISO)(?=UTF|8859)")


class _Set(NamedTuple):
    """A set of characters that an escape sequence switches to.

    Attributes:
        high: Whether it answers to bytes from 0x80 on (G1) rather than below (G0).
        width: Bytes a character.
        codec: Where it is found.
        before: Bytes that the codec wants before each character.
    """

    high: bool
    width: int
    codec: str
    before: bytes = b""


_SETS = {
    b"(B": _Set(False, 1, "ascii"),
    b"(J": _Set(False, 1, "ascii"),
    b"(I": _Set(False, 1, "shift_jis"),
    b")I": _Set(True, 1, "shift_jis"),
    b"$@": _Set(False, 2, "euc_jp"),
    b"$B": _Set(False, 2, "euc_jp"),
    b"$(B": _Set(False, 2, "euc_jp"),
    b"$(D": _Set(False, 2, "euc_jp", b"\x8f"),
    b"$A": _Set(False, 2, "gb2312"),
    b"$(A": _Set(False, 2, "gb2312"),
    b"$)A": _Set(True, 2, "gb2312"),
    b"$(C": _Set(False, 2, "euc_kr"),
    b"$)C": _Set(True, 2, "euc_kr"),
    **{
        b"-" + final: _Set(True, 1, f"iso8859-{part}")
        for final, part in zip(
            (b"A", b"B", b"C", b"D", b"L", b"G", b"F", b"H", b"M", b"V", b"T", b"Y", b"_", b"b", b"f"),
            (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16),
            strict=True,
        )
    },
}
"""Escape sequence without its ESC -> set (ISO 2022 register)."""

_ASCII = _SETS[b"(B"]


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
        return "".join(_switched(_unescaped(raw, escape), self.codec))

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
    codecs = [_CODECS.get(_key(name)) for name in names]
    known = next((codec for codec in codecs if codec), None)
    mark = re.escape(escape.encode("latin-1", "replace")) if escape else b"\x1b"
    if b"\x1b" in data or re.search(mark + rb"[CM][0-9A-Fa-f]{4,6}" + mark, data):
        return Charset(_encoder(known, codecs), switched=True, errors="surrogateescape")
    if names and known is None:
        if data.isascii():
            return Charset("ascii")
        return Charset("ascii", errors="surrogateescape", note="MSH-18 names a charset that cannot be read here")
    codec = known or "utf-8"
    if _decodes(data, codec):
        return Charset(codec)
    if names and codec in _MULTI_BYTE:
        return Charset(codec, errors="surrogateescape", note="some bytes are not in the charset that MSH-18 names")
    if _decodes(data, "utf-8"):
        return Charset("utf-8", note="read as UTF-8: MSH-18 names a charset that these bytes are not in")
    why = "MSH-18 names a charset that these bytes are not in" if names else "MSH-18 names no charset"
    return Charset("iso8859-1", note=f"read as ISO 8859-1: {why}")


def _key(name: str) -> str:
    return _WORD.sub("", re.sub(r"[^A-Z0-9]", "", name.upper()))


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


def _switched(raw: bytes, codec: str) -> Iterable[str]:
    low, high = _ASCII, _initial_high(codec)
    position = 0
    for match in [*_SWITCH.finditer(raw), None]:
        end = len(raw) if match is None else match.start()
        yield from _run(raw[position:end], low, high)
        if match is not None:
            chosen = _SETS.get(match[1])
            if chosen is None:
                yield match[0].decode("latin-1")
            elif chosen.high:
                high = chosen
            else:
                low = chosen
            position = match.end()


def _initial_high(codec: str) -> _Set:
    if codec in ("iso2022_jp_2", "shift_jis"):
        return _SETS[b")I"]
    if codec in ("euc_kr", "gb2312"):
        return _Set(True, 2, codec)
    return _Set(True, 1, codec if codec.startswith("iso8859") else "ascii")


def _run(raw: bytes, low: _Set, high: _Set) -> Iterable[str]:
    position = 0
    while position < len(raw):
        byte = raw[position]
        chosen = high if byte >= 0x80 else low if 0x20 < byte < 0x7F else _ASCII  # noqa: PLR2004 - C0, space, DEL
        unit = raw[position : position + chosen.width]
        position += chosen.width
        # The codecs know two-byte sets by their high halves, one-byte katakana as well.
        shown = bytes(b | 0x80 for b in unit) if chosen.width > 1 or chosen.codec == "shift_jis" else unit
        yield (
            (chosen.before + shown).decode(chosen.codec, "surrogateescape")
            if len(unit) == chosen.width
            else unit.decode("ascii", "surrogateescape")
        )
