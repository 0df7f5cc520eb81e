"""Code look-up in the manner of HL7 Infobutton (Context-Aware Knowledge Retrieval, URL-based), as Atom and as JSON.

The request names a code, its code system and the reader's language; the answer is a feed with the page of each entry
that the code means, in the shape that MedlinePlus Connect made common. A code that nobody knows is an empty feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlink.errors import InputError
from reportlink.index import CodeSystem, Index
from reportlink.pipeline import link_report

_ATOM = "http://www.w3.org/2005/Atom"
_CODE, _SYSTEM = "mainSearchCriteria.v.c", "mainSearchCriteria.v.cs"
_NAME, _LANGUAGE = "mainSearchCriteria.v.dn", "informationRecipient.languageCode.c"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked up.

    Attributes:
        code: The code.
        system: Its code system: an object identifier, with or without `urn:oid:`, or the system's address.
        name: How the asking system displays it; tried where the code is not known.
        lang: The reader's language; empty where it is not told.
    """

    code: str = ""
    system: str = ""
    name: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of an answer."""

    concept: str
    title: str
    summary: str
    url: str


@dataclass(frozen=True, slots=True)
class Feed:
    """An answer: the query and the pages found for it.

    Attributes:
        query: What was asked.
        lang: The language of the pages; empty for pages that choose it.
        base: The glossary's address.
        entries: The pages; none where nothing is known.
        updated: When the index was loaded (RFC 3339).
    """

    query: Query
    lang: str
    base: str
    entries: tuple[Entry, ...]
    updated: str


def parse_query(parameters: Iterable[tuple[str, str]]) -> Query:
    """Read the parameters of a request; others than the four are ignored, as the standard asks.

    Raises:
        InputError: Neither a code with its system nor a display name is there.
    """
    values = {name.lower(): value.strip() for name, value in parameters}
    query = Query(*(values.get(name.lower(), "") for name in (_CODE, _SYSTEM, _NAME, _LANGUAGE)))
    if not query.name and not (query.code and query.system):
        raise InputError("missing-parameter", f"`{_CODE}` with `{_SYSTEM}`, or `{_NAME}`, must be given")
    return query


def look_up(query: Query, index: Index, updated: str) -> Feed:
    """Find the pages for a code, or else for a display name that is as a whole one term.

    Args:
        query: What is asked.
        index: From `load_index`.
        updated: The time for the feed (RFC 3339).
    """
    lang = index.reader_language(query.lang) if query.lang else None
    concept = _by_code(query, index.code_systems) or _by_name(query.name, index, lang)
    entry = _entry(concept, index, lang) if concept else None
    return Feed(query, lang or "", index.base, (entry,) if entry else (), updated)


def _by_code(query: Query, systems: Iterable[CodeSystem]) -> str:
    wanted = query.system.removeprefix("urn:oid:").rstrip("/")
    for system in systems:
        if wanted in (system.oid, system.uri, system.uri.replace("//www.", "//")):
            return system.codes.get(query.code) or system.codes.get(query.code.upper(), "")
    return ""


def _by_name(name: str, index: Index, lang: str | None) -> str:
    """The concept that a name means, where it is nothing but one term in the reader's language or, else, in any."""
    for known in [lang] if lang in index.forms else sorted(index.forms):
        result = link_report(name, index, lang=known, mentions="all") if known and name else None
        if result and [(link.start, link.end) for link in result.links] == [(0, len(name))]:
            return result.links[0].concept
    return ""


def _entry(concept: str, index: Index, lang: str | None) -> Entry | None:
    if lang is None:
        # The page without a language chooses it in the reader's browser.
        return Entry(concept, concept.replace("-", " "), "", f"{index.base}t/{concept}/")
    term = index.terms[lang].get(concept)
    return Entry(concept, term.title, term.short, f"{index.base}{term.path}") if term else None


def to_json(feed: Feed) -> dict[str, Any]:
    """The feed as MedlinePlus Connect writes Atom in JSON: text in `_value`."""

    def text(value: str) -> dict[str, str]:
        return {"_value": value, "type": "text"}

    return {
        "feed": {
            "base": feed.base,
            "lang": feed.lang,
            "title": text(_TITLE),
            "id": {"_value": _id(feed)},
            "updated": {"_value": feed.updated},
            "author": {"name": {"_value": _AUTHOR}, "uri": {"_value": feed.base}},
            "category": [{"scheme": scheme, "term": term} for scheme, term in _categories(feed.query)],
            "entry": [
                {
                    "id": {"_value": entry.url},
                    "title": text(entry.title),
                    "link": [{"rel": "alternate", "type": "text/html", "title": entry.title, "href": entry.url}],
                    "updated": {"_value": feed.updated},
                    "summary": text(entry.summary),
                }
                for entry in feed.entries
            ],
        }
    }


def to_atom(feed: Feed) -> str:
    """The feed as an Atom document (RFC 4287)."""
    language = f" xml:lang={quoteattr(feed.lang)}" if feed.lang else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="{_ATOM}" xml:base={quoteattr(feed.base)}{language}>',
        f"<title>{escape(_TITLE)}</title>",
        f"<id>{escape(_id(feed))}</id>",
        f"<updated>{feed.updated}</updated>",
        f"<author><name>{escape(_AUTHOR)}</name><uri>{escape(feed.base)}</uri></author>",
        *(
            f"<category scheme={quoteattr(scheme)} term={quoteattr(_clean(term))}/>"
            for scheme, term in _categories(feed.query)
        ),
    ]
    for entry in feed.entries:
        lines += [
            "<entry>",
            f"<title>{escape(entry.title)}</title>",
            f"<id>{escape(entry.url)}</id>",
            f"<updated>{feed.updated}</updated>",
            f'<link rel="alternate" type="text/html" href={quoteattr(entry.url)}/>',
            f'<summary type="text">{escape(entry.summary)}</summary>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


_TITLE = "Pages that explain this word to patients"
_AUTHOR = "Glossary of radiology reports"


def _id(feed: Feed) -> str:
    return f"{feed.base}code/{feed.entries[0].concept}" if feed.entries else f"{feed.base}code/none"


def _categories(query: Query) -> list[tuple[str, str]]:
    asked = ((_SYSTEM, query.system), (_CODE, query.code), (_NAME, query.name), (_LANGUAGE, query.lang))
    return [(scheme, term) for scheme, term in asked if term]


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
