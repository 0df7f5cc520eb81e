r"""RTF: the text that a reader sees, in its charsets, and links as HYPERLINK fields around it.

Read are `\ansicpg`, fonts' charsets, `\'hh`, `\uN` with `\uc`; passed over are destinations that are no body text, and
hidden text. A field is put in only where it holds whole groups; everything else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportlink.anchor import ADDRESS
from reportlink.document import Blocked, Document
from reportlink.errors import InputError
from reportlink.formats.rtfscan import scan
from reportlink.formats.rtftext import RtfReader
from reportlink.result import LinkResult
from reportlink.splice import around, splice

_BEGIN = re.compile(r"[\s\ufeff]*\{\\rtf")
_OPEN = r'{\field{\*\fldinst HYPERLINK "%s"}{\fldrslt '
_CLOSE = "}}"
_BRACE = re.compile(r"\\[\s\S]|[{}]")
_OURS = re.compile(rf'\{{\\field\{{\\\*\\fldinst HYPERLINK "{ADDRESS}"\}}\{{\\fldrslt ')


def read(source: str) -> Document:
    r"""Read RTF.

    Raises:
        InputError: It does not begin with `{\rtf`.
    """
    if not _BEGIN.match(source):
        raise InputError("not-rtf", r"RTF begins with {\rtf", "byte 0")
    reader = RtfReader(source)
    for token in scan(source):
        if reader.ended:
            break
        reader.take(token)
    reader.flush()
    blocked = tuple(Blocked(start, end, url) for start, end, url in sorted(reader.blocked) if end > start)
    return Document(source, "".join(reader.parts), tuple(reader.runs), _apart(blocked), tuple(reader.tags))


def write(document: Document, result: LinkResult) -> str:
    """The source with fields spliced in."""
    edits = [edit for link in result.links for edit in around(link, _OPEN % link.url, _CLOSE)]
    return splice(document.source, edits)


def unlink(output: str) -> str:
    """What `write` was given."""
    parts: list[str] = []
    position = 0
    while match := _OURS.search(output, position):
        end = _closing(output, match.end())
        if end is None:
            parts.append(output[position : match.end()])
            position = match.end()
            continue
        parts += (output[position : match.start()], unlink(output[match.end() : end]))
        position = end + len(_CLOSE)
    return "".join([*parts, output[position:]])


def _closing(source: str, start: int) -> int | None:
    """Where the field result that begins here ends, if its field ends right behind it."""
    depth = 0
    for match in _BRACE.finditer(source, start):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            if not depth:
                return match.start() if source.startswith(_CLOSE, match.start()) else None
            depth -= 1
    return None


def _apart(blocked: Iterable[Blocked]) -> tuple[Blocked, ...]:
    """Outer stretches only: a field in a field is one link."""
    kept: list[Blocked] = []
    for one in blocked:
        if kept and one.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(kept[-1].end, one.end))
        else:
            kept.append(one)
    return tuple(kept)
