"""Plain text: reading it, and writing its links as text, Markdown or HTML."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from reportlink import anchor
from reportlink.document import Blocked, Document, Run
from reportlink.result import Link, LinkResult
from reportlink.signs import SPACE
from reportlink.splice import REPLACE, Edit, around, splice

_WEB = re.compile(rf"(?:https?://|www\.)[^{SPACE}<>\"]+|[^{SPACE}<>\"@]{{1,64}}@[^{SPACE}<>\"@]{{1,255}}\.[a-z]{{2,}}")


def read(source: str) -> Document:
    """Read plain text. Links that this package put there are no part of what is read, only of where one may link."""
    if " <" not in source and "](" not in source:
        whole = (Run(0, 0, len(source), len(source)),) if source else ()
        return Document(source, source, whole, tuple(with_addresses(source, [])))
    in_text = ((m.start(), m.start(), m.start(), m.end(), m[1]) for m in anchor.TEXT_INSERTED.finditer(source))
    in_markdown = ((m.start(), m.start(1), m.end(1), m.end(), m[2]) for m in anchor.MARKDOWN_INSERTED.finditer(source))
    insertions = sorted([*in_text, *in_markdown])

    runs: list[Run] = []
    parts: list[str] = []
    blocked: list[Blocked] = []
    length = position = 0

    def take(start: int, end: int) -> None:
        nonlocal length
        if end > start:
            runs.append(Run(length, start, end - start, end - start))
            parts.append(source[start:end])
            length += end - start

    for start, shown, shown_end, end, url in insertions:
        if start < position:
            continue
        take(position, start)
        before = length
        take(shown, shown_end)
        if shown_end > shown:
            blocked.append(Blocked(before, length, url))
        else:
            # The address follows its mention: the last word before it is what it explains, however long.
            blocked.append(Blocked(length - 1 if length else 0, length, url))
        position = end
    take(position, len(source))
    text = "".join(parts)
    return Document(source, text, tuple(runs), tuple(with_addresses(text, blocked)))


def with_addresses(text: str, ours: list[Blocked]) -> list[Blocked]:
    """Our own links and every other web or mail address, by start and apart; ours win where they touch."""
    if "@" not in text and "://" not in text and "www." not in text:
        return ours
    merged = list(ours)
    starts = [blocked.start for blocked in ours]
    for match in _WEB.finditer(text):
        near = bisect_left(starts, match.end()) - 1
        if near < 0 or ours[near].end <= match.start():
            merged.append(Blocked(match.start(), match.end()))
    return sorted(merged, key=lambda blocked: blocked.start)


def write_text(document: Document, result: LinkResult) -> str:
    """The text with each link's address behind its mention."""
    return splice(document.source, _links(result, lambda link: ("", anchor.text_suffix(link))))


def write_markdown(document: Document, result: LinkResult) -> str:
    """The text as Markdown that shows the same words, with links."""
    links = _links(result, lambda link: ("[", anchor.markdown_suffix(link)))
    return splice(document.source, [*links, *_escapes(document.source, _MARKDOWN_ESCAPES)])


def write_html(document: Document, result: LinkResult) -> str:
    """The text as an HTML fragment with links; line breaks stay, so show it with `white-space: pre-wrap`."""
    links = _links(result, lambda link: (anchor.html_open(link, result.explain), anchor.HTML_CLOSE))
    return splice(document.source, [*links, *_escapes(document.source, _HTML_ESCAPES)])


def unlink_text(output: str) -> str:
    """What `write_text` was given."""
    return anchor.TEXT_INSERTED.sub("", output)


def unlink_markdown(output: str) -> str:
    """What `write_markdown` was given."""
    bare = anchor.MARKDOWN_INSERTED.sub(r"\1", output)
    return _MARKDOWN_ESCAPED.sub(lambda match: match[1] or _ENTITIES[match[0]], bare)


def unlink_html(output: str) -> str:
    """What `write_html` was given."""
    bare = anchor.HTML_INSERTED.sub(r"\1", output)
    return _HTML_ESCAPED.sub(lambda match: _ENTITIES[match[0]], bare)


# What Markdown would read as mark-up: anywhere in a line, and at its beginning (indentation makes code). A backslash
# where every Markdown knows it, an entity where only some do.
_ENTITIES = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&#9;": "\t",
    "&#32;": " ",
    "&#61;": "=",
    "&#124;": "|",
    "&#126;": "~",
}
_ENTITY_OF = {char: entity for entity, char in _ENTITIES.items()}
_HTML_ESCAPES = re.compile(r"[&<>]")
_HTML_ESCAPED = re.compile("&(?:amp|lt|gt);")
_MARKDOWN_ESCAPES = re.compile(
    r"(?m)[\\`*_\[\]|~&<]|^[ \t]|(?:(?<=^)|(?<=^ )|(?<=^  )|(?<=^   ))(?:#|[-+=](?=[-=\s]))|(?<=\d)[.)](?=\s)"
)
_MARKDOWN_ESCAPED = re.compile(r"\\([\\`*_\[\]#+.)-])|&(?:amp|lt|\#9|\#32|\#61|\#124|\#126);")


def _links(result: LinkResult, parts: Callable[[Link], tuple[str, str]]) -> list[Edit]:
    return [edit for link in result.links for edit in around(link, *parts(link))]


def _escapes(source: str, special: re.Pattern[str]) -> list[Edit]:
    return [
        Edit(match.start(), REPLACE, match.end(), _ENTITY_OF.get(match[0], "\\" + match[0]))
        for match in special.finditer(source)
    ]
