"""A scanner for JSON (RFC 8259) that tells where each value stands, so that a document can be changed in place.

It refuses what two parsers would read differently: names given twice, bytes that are not UTF-8, anything that is not
JSON. Numbers are never read, only passed over. It keeps a stack of its own, so depth is no matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from json import dumps
from typing import Literal

from reportlink.errors import InputError
from reportlink.formats.spelling import Spelled, spelled

_BLANK = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_SCALAR = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf'{_PAIR}|\\u[0-9a-fA-F]{{4}}|\\["\\/bfnrt]')
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_BOM = "\ufeff"

Kind = Literal["object", "array", "string", "other"]


@dataclass(slots=True)
class Value:
    """A value and where it stands.

    Attributes:
        kind: What it is; `other` are numbers, `true`, `false` and `null`.
        start: Its first code point in the source.
        end: One past the last.
        members: Name -> value, of an object.
        items: The values of an array.
    """

    kind: Kind
    start: int
    end: int = -1
    members: dict[str, Value] = field(default_factory=dict)
    items: list[Value] = field(default_factory=list)


def decode(data: bytes) -> str:
    """The text of a JSON document, a byte order mark included.

    Raises:
        InputError: It is not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = "not UTF-8, the only encoding of JSON between systems (RFC 8259): write it anew as UTF-8"
        raise InputError("encoding", message, f"byte {error.start}") from None


def scan(source: str) -> Value:
    """The value that a document holds.

    Raises:
        InputError: It is not JSON, or an object names something twice; with the byte where.
    """
    stack: list[tuple[Value, str]] = []
    at = _blank(source, len(_BOM) if source.startswith(_BOM) else 0)
    name = ""
    while True:
        value = _begin(source, at)
        if stack:
            _add(stack[-1][0], name, value, source, at)
        at = _blank(source, value.start + 1 if value.end < 0 else value.end)
        if value.end < 0 and source[at : at + 1] != _CLOSING[value.kind]:
            stack.append((value, _CLOSING[value.kind]))
        else:
            if value.end < 0:
                value.end = at + 1
                at = _blank(source, value.end)
            while stack and source[at : at + 1] == stack[-1][1]:
                closed, _ = stack.pop()
                closed.end = at + 1
                value = closed
                at = _blank(source, closed.end)
            if not stack:
                if at != len(source):
                    raise _bad(source, at, "nothing may follow the value")
                return value
            if source[at : at + 1] != ",":
                raise _bad(source, at, f"`,` or `{stack[-1][1]}` is missing")
            at = _blank(source, at + 1)
        if stack[-1][0].kind == "object":
            name, at = _name(source, at)


def text(source: str, value: Value) -> Spelled:
    """The characters of a string."""
    return _text(source, value.start + 1, value.end - 1)


def escape(text: str, ascii_only: bool) -> str:
    """Text as it stands within the quotes of a string."""
    return dumps(text, ensure_ascii=ascii_only)[1:-1]


_CLOSING: dict[str, str] = {"object": "}", "array": "]"}


def _begin(source: str, at: int) -> Value:
    char = source[at : at + 1]
    if char == "{":
        return Value("object", at)
    if char == "[":
        return Value("array", at)
    match = _STRING.match(source, at) if char == '"' else _SCALAR.match(source, at)
    if match is None:
        raise _bad(source, at, "no value begins here" if char else "the document ends too early")
    return Value("string" if char == '"' else "other", at, match.end())


def _add(parent: Value, name: str, value: Value, source: str, at: int) -> None:
    if parent.kind == "array":
        parent.items.append(value)
    elif name in parent.members:
        raise InputError(
            "duplicate-name",
            "the second value of a name that the object has already: keep one of the two",
            f"byte {_byte(source, at)}",
        )
    else:
        parent.members[name] = value


def _name(source: str, at: int) -> tuple[str, int]:
    match = _STRING.match(source, at)
    if match is None:
        raise _bad(source, at, "the name of a member is missing")
    colon = _blank(source, match.end())
    if source[colon : colon + 1] != ":":
        raise _bad(source, colon, "`:` is missing")
    return _text(source, at + 1, match.end() - 1).value, _blank(source, colon + 1)


def _text(source: str, start: int, end: int) -> Spelled:
    return spelled(source, start, end, _escapes(source, start, end))


def _escapes(source: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for match in _ESCAPE.finditer(source, start, end):
        code = match[0]
        if code[1] != "u":
            char = _SHORT.get(code[1], code[1])
        else:
            high, low = int(code[2:6], 16), int(code[8:12] or "0", 16)
            char = chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00) if low else chr(high)
        yield match.start(), match.end(), char


def _blank(source: str, at: int) -> int:
    match = _BLANK.match(source, at)
    return match.end() if match else at


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode("utf-8"))


def _bad(source: str, at: int, message: str) -> InputError:
    return InputError("bad-json", f"not JSON: {message}", f"byte {_byte(source, at)}")
