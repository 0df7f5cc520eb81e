"""The exact characters that this package inserts, and how to know them again.

Every form of link is written here and recognised here, so that linking what is already linked changes nothing and
taking the insertions out gives back the input.
"""

from __future__ import annotations

import re

from reportlink.result import Link
from reportlink.status import Status

_STATUS = "|".join(Status)
ADDRESS = r"[^\s<>\"()\[\]]*/[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*/t/[a-z][a-z0-9-]*/(?:#[a-z0-9-]+)?"
"""What an address of the glossary looks like."""

_CONCEPT = re.compile(r"/t/([a-z][a-z0-9-]*)/#([a-z0-9-]+)\Z")


def _attribute(value: str) -> str:
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(char, entity)
    return value


def html_open(link: Link, explain: str) -> str:
    """The start tag around a mention.

    The address says only which word is explained. `noreferrer` keeps the portal's own address from the glossary.
    """
    return (
        f'<a class="rl rl-{link.status}" href="{_attribute(link.url)}" hreflang="{_attribute(explain)}" '
        f'rel="help noreferrer" title="{_attribute(link.title)}">'
    )


HTML_CLOSE = "</a>"
HTML_INSERTED = re.compile(
    rf'<a class="rl rl-(?:{_STATUS})" href="{ADDRESS}" hreflang="[^"]*" rel="help noreferrer" title="[^"]*">'
    r"([\s\S]*?)</a>"
)
"""What `html_open` and `HTML_CLOSE` insert; group 1 is what they were put around."""


def text_suffix(link: Link) -> str:
    """What follows a mention in plain text: the address in angle brackets (RFC 3986, appendix C)."""
    return f" <{link.url}>"


TEXT_INSERTED = re.compile(rf" <({ADDRESS})>")
"""What `text_suffix` inserts; group 1 is the address."""


def markdown_suffix(link: Link) -> str:
    """What follows a mention in Markdown, after `[` was put before it."""
    title = re.sub(r'(["\\])', r"\\\1", link.title).replace("<", "&lt;")
    return f']({link.url} "{title}")'


MARKDOWN_INSERTED = re.compile(rf'\[((?:[^\[\]\\]|\\.)*)\]\(({ADDRESS}) "((?:[^"\\]|\\.)*)"\)')
"""What is inserted in Markdown; group 1 is the mention, group 2 the address."""


def concept_of(url: str) -> tuple[str, str] | None:
    """The concept and the fragment (a status or a level) of one of our addresses, or None for another address."""
    match = _CONCEPT.search(url)
    return (match[1], match[2]) if match else None
