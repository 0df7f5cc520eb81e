"""The closing block of an HL7 v2 report: its links as further segments of text behind it, and how to know them again.

A link is a segment of its own, `title: address`, as OBX of type TX or as NTE; HTML never goes into either. Each is put
in as a line end and a segment behind the report's last segment, so that taking both away gives back the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportlink.anchor import ADDRESS
from reportlink.envelope import LinkedBody
from reportlink.errors import InputError
from reportlink.formats.hl7v2charset import Charset
from reportlink.formats.hl7v2scan import Delimiters, Message, Segment, fields, scan
from reportlink.formats.hl7v2text import escape, unescape
from reportlink.result import Link

_CODE = ("RL-WORD", "Word explained", "99REPORTLINK")
_ADDRESS = re.compile(rf"(?:\A|[\s\S]*: )({ADDRESS})\Z")
_VALUE = {"OBX": 5, "NTE": 3}
_MARK = {"OBX": 3, "NTE": 4}
_STATUS = 11


class Block(NamedTuple):
    """Where the links of one report go.

    Attributes:
        message: The message.
        charset: What it is in.
        segments: Numbers of the report's OBX and NTE in it, in order.
    """

    message: Message
    charset: Charset
    segments: tuple[int, ...]


def is_ours(segment: Segment, delimiters: Delimiters) -> bool:
    """Whether this package added the segment."""
    return _address(segment, delimiters) is not None


def write(data: bytes, linked: Sequence[LinkedBody], blocks: Sequence[Block | None], kind: str) -> bytes:
    """The input with the links of each report behind its last segment.

    Args:
        data: The input.
        linked: The links of each body.
        blocks: Where those of each body go; bodies of one report have the same.
        kind: `OBX` or `NTE`.

    Raises:
        InputError: An address cannot be written with the message's delimiters.
    """
    links: dict[int, list[Link]] = {}
    places: dict[int, Block] = {}
    for body, block in zip(linked, blocks, strict=True):
        if block is not None and body.links:
            anchor = block.message.segments[block.segments[-1]].end
            places[anchor] = block
            links.setdefault(anchor, []).extend(found.link for found in body.links)
    parts: list[bytes] = []
    position = 0
    for end in sorted(links):
        parts += (data[position:end], *_added(places[end], links[end], kind))
        position = end
    return b"".join([*parts, data[position:]])


def unlink(data: bytes) -> bytes:
    """The input without what this package added."""
    parts: list[bytes] = []
    position = 0
    for message in scan(data):
        before = message.segments[0]
        for segment in message.segments:
            if is_ours(segment, message.delimiters):
                parts.append(data[position : before.end])
                position = segment.end
            before = segment
    return b"".join([*parts, data[position:]])


def _added(block: Block, links: Iterable[Link], kind: str) -> Iterable[bytes]:
    message, delimiters = block.message, block.message.delimiters
    own = [message.segments[number] for number in block.segments]
    present = {address for segment in own if (address := _address(segment, delimiters))}
    reported = [s for s in own if s.name == "OBX" and not is_ours(s, delimiters)]
    if not reported:
        kind = "NTE"
    numbered = _tail(own) if kind == "NTE" else [s for s in own if s.name == "OBX"]
    number = _set_id(numbered, delimiters)
    count = sum(is_ours(s, delimiters) for s in own)
    status = _raw(reported[-1], delimiters, _STATUS) if reported else ""
    status = status if status.isascii() and status.isalnum() else ""
    for link in links:
        if link.url in present:
            continue
        present.add(link.url)
        count += 1
        number = number + 1 if number is not None else None
        set_id = "" if number is None else str(number)
        text = _encoded(block, f"{link.title}: {link.url}") or _encoded(block, link.url)
        if text is None:
            message_ = "MSH-2 names no escape character, and an address needs one"
            raise InputError("bad-delimiters", message_, f"byte {message.segments[0].start}")
        code = (delimiters.component or "")[:1].join(_CODE if delimiters.component else _CODE[:1])
        columns = ["OBX", set_id, "TX", code, str(count), "\0", "", "", "", "", "", status]
        if kind == "NTE":
            columns = ["NTE", set_id, "", "\0", code]
        before, after = (_bytes(part, block) for part in delimiters.field.join(columns).split("\0"))
        yield _bytes(message.terminator, block) + before + text + after


def _tail(own: Sequence[Segment]) -> list[Segment]:
    """The notes behind the last OBX."""
    tail: list[Segment] = []
    for segment in reversed(own):
        if segment.name != "NTE":
            break
        tail.insert(0, segment)
    return tail


def _set_id(segments: Sequence[Segment], delimiters: Delimiters) -> int | None:
    """The last set id; None where they are not numbered."""
    if not segments:
        return 0
    last = _raw(segments[-1], delimiters, 1).strip()
    return int(last) if re.fullmatch(r"[0-9]{1,4}", last) else None


def _raw(segment: Segment, delimiters: Delimiters, number: int) -> str:
    found = fields(segment, delimiters)
    return segment.raw[found[number].start : found[number].end] if len(found) > number else ""


def _address(segment: Segment, delimiters: Delimiters) -> str | None:
    if segment.name not in _VALUE or _CODE[0] not in segment.raw:
        return None
    mark = _raw(segment, delimiters, _MARK[segment.name])
    if not mark.startswith(_CODE[0]) or mark.removeprefix(_CODE[0])[:1] not in ("", delimiters.component):
        return None
    match = _ADDRESS.match(unescape(_raw(segment, delimiters, _VALUE[segment.name]), delimiters))
    return match[1] if match else None


def _encoded(block: Block, text: str) -> bytes | None:
    escaped = escape(text, block.message.delimiters)
    return None if escaped is None else block.charset.encode(escaped)


def _bytes(text: str, block: Block) -> bytes:
    """Parts of the message as it has them: one character a byte, or the characters of a wide encoding."""
    wide = block.message.segments[0].wide
    return text.encode(wide, "surrogatepass") if wide else text.encode("latin-1")
