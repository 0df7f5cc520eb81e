"""The exact characters that this package inserts, and how to know them again.

Every form of link is written here and recognised here, so that linking what is already linked changes nothing and
taking the insertions out gives back the input.
"""

from __future__ import annotations

import re
from functools import cache

from reportlink.result import Link
from reportlink.status import Status

_STATUS = "|".join(Status)
ADDRESS = r"[^\s<>\"()\[\]]*/[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*/t/[a-z][a-z0-9-]*/(?:#[a-z0-9-]+)?"
"""What an address of the glossary looks like."""

_CONCEPT = re.compile(r"/t/([a-z][a-z0-9-]*)/#([a-z0-9-]+)\Z")


_OF_LINK = rf'href="{ADDRESS}" hreflang="[^"<]*" rel="help noreferrer" title="[^"<]*"'


def _attribute(value: str) -> str:
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(char, entity)
    return value


def html_open(link: Link, explain: str, prefix: str = "", was: str = "") -> str:
    """The start tag around a mention.

    The address says only which word is explained. `noreferrer` keeps the portal's own address from the glossary.

    Args:
        link: The link.
        explain: The reader's language.
        prefix: The prefix of XHTML with its colon, where it stands in XML that has one.
        was: The status that a FHIR narrative had before it was raised for our links: the first of them keeps it.
    """
    kept = f" rl-was-{was}" if was else ""
    return (
        f'<{prefix}a class="rl rl-{link.status}{kept}" href="{_attribute(link.url)}" hreflang="{_attribute(explain)}" '
        f'rel="help noreferrer" title="{_attribute(link.title)}">'
    )


HTML_CLOSE = "</a>"


@cache
def html_inserted(prefix: str = "") -> re.Pattern[str]:
    """What `html_open` and its end tag insert; group 1 is the status kept, group 2 what they were put around."""
    name = re.escape(prefix)
    return re.compile(rf'<{name}a class="rl rl-(?:{_STATUS})(?: rl-was-([a-z]+))?" {_OF_LINK}>([\s\S]*?)</{name}a>')


HTML_INSERTED = re.compile(rf'<a class="rl rl-(?:{_STATUS})" {_OF_LINK}>([\s\S]*?)</a>')
"""What `html_open` and `HTML_CLOSE` insert in HTML; group 1 is what they were put around."""


def cda_open(link: Link, prefix: str = "") -> str:
    """The start tag around a mention in the narrative of CDA, which has neither class nor language for a link."""
    return f'<{prefix}linkHtml href="{_attribute(link.url)}" rel="help noreferrer" title="{_attribute(link.title)}">'


@cache
def cda_inserted(prefix: str = "") -> re.Pattern[str]:
    """What `cda_open` and its end tag insert; group 1 is what they were put around."""
    name = re.escape(prefix)
    return re.compile(
        rf'<{name}linkHtml href="{ADDRESS}" rel="help noreferrer" title="[^"<]*">([^<]*)</{name}linkHtml>'
    )


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
