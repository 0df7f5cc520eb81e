"""Character sets by their registered names, and text that switches between them with escape sequences (ISO 2022).

HL7 names them as table 0211 does (`8859/1`, `ISO IR87`), DICOM as PS3.3 C.12.1.1.2 does (`ISO_IR 100`,
`ISO 2022 IR 87`). Bytes that are no characters become lone surrogates (Python's `surrogateescape`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LATIN = {f"8859{n}": f"iso8859-{n}" for n in (*range(1, 12), 13, 14, 15, 16)}
_CODECS = {
    "ASCII": "ascii",
    "ISOIR6": "ascii",
    "ISOIR13": "shift_jis",
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
    "ISOIR166": "iso8859-11",
    "ISOIR203": "iso8859-15",
    "ISOIR192": "utf-8",
    "ISOIR149": "euc_kr",
    "ISOIR58": "gb2312",
    "GBK": "gbk",
}
"""Name, letters and digits only -> codec. UTF-16 and UTF-32 are told by the bytes, not by the name."""

_SWITCH = re.compile(rb"\x1b([\x20-\x2f]+[\x30-\x7e])")
_WORD = re.compile(r"(?:UNICODE|ISO)(?=UTF|8859)|(?<=ISO)2022(?=IR)")


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


def codec_of(name: str) -> str | None:
    """The codec of a character set, or None where it is not known."""
    return _CODECS.get(_WORD.sub("", re.sub(r"[^A-Z0-9]", "", name.upper())))


def decode_switched(raw: bytes, codec: str) -> str:
    """The text of bytes that switch their character set.

    Args:
        raw: Bytes with escape sequences, from the beginning of a value or segment.
        codec: What they begin in.
    """
    return "".join(_switched(raw, codec))


def _switched(raw: bytes, codec: str) -> Iterator[str]:
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


def _run(raw: bytes, low: _Set, high: _Set) -> Iterator[str]:
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
