"""Every address of the site, and the promise that none of them ever goes away.

An address is a path from the root of the site, with its slashes: `/de/t/lung/`.
"""

from __future__ import annotations

import re
from typing import Final

from generator.model import Concept, Glossary

MY_REPORT_PAGE: Final = "my-report"

CREDITS_PAGE: Final = "credits"

BROWSE_PAGES: Final = ("a-z", "body", "exams", CREDITS_PAGE, MY_REPORT_PAGE)
"""Pages that every language has: those made from its entries or its media, and the one for the reader's own report."""

HAND_WRITTEN_PAGES: Final = ("about", "for-portals", "for-editors")
"""Pages from `docs/<lang>/`, in the languages where somebody wrote them."""

DEMO_PAGE: Final = "portal-demo"

ADDRESS: Final = re.compile(r"/(?:[a-z0-9-]+/)*")
"""What may stand in an address, so that it is safe unescaped in HL7, XML, Markdown and on paper."""


def entry_path(id_: str) -> str:
    """The address of an entry inside its language: `t/lung/`."""
    return f"t/{id_}/"


def entry_address(lang: str, id_: str) -> str:
    """The address of an entry: `/de/t/lung/`."""
    return f"/{lang.lower()}/{entry_path(id_)}"


def relative(source: str, target: str) -> str:
    """The link from one address to another, both without the leading slash: `t/lung/` to `a-z/` is `../../a-z/`."""
    here, there = source.split("/")[:-1], target.split("/")[:-1]
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    steps = [*[".."] * (len(here) - shared), *there[shared:]]
    return "/".join(steps or ["."]) + "/"


def entry_languages(glossary: Glossary, concept: Concept) -> tuple[str, ...]:
    """The languages in which an entry has a page."""
    return tuple(code for code in glossary.languages if code in concept.blocks)


def page_addresses(glossary: Glossary) -> frozenset[str]:
    """The addresses that have a page of their own: what the entries alone decide, hand-written pages apart."""
    found = {"/"}
    for code in glossary.languages:
        found.add(f"/{code.lower()}/")
        found.update(f"/{code.lower()}/{name}/" for name in BROWSE_PAGES)
    for concept in glossary.concepts.values():
        languages = entry_languages(glossary, concept)
        found.update(entry_address(lang, concept.id) for lang in languages)
        if languages:
            found.add(f"/{entry_path(concept.id)}")
    return frozenset(found)


def redirects(glossary: Glossary) -> dict[str, str]:
    """Retired address -> the address that took its place, in every language that has a page for the successor.

    A language whose successor has no page is led to the page that chooses a language.
    """
    pages = page_addresses(glossary)
    found: dict[str, str] = {}
    for old in sorted(glossary.retired):
        new = successor(glossary, old)
        for code in glossary.languages:
            target = entry_address(code, new)
            found[entry_address(code, old)] = target if target in pages else f"/{entry_path(new)}"
        found[f"/{entry_path(old)}"] = f"/{entry_path(new)}"
    return {old: new for old, new in found.items() if old not in pages and new in pages}


def successor(glossary: Glossary, retired: str) -> str:
    """Follow a chain of retirements to its end, so that a reader is sent on once and not twice."""
    seen = {retired}
    current = glossary.retired[retired]
    while current in glossary.retired and current not in seen:
        seen.add(current)
        current = glossary.retired[current]
    return current


def addresses(glossary: Glossary) -> frozenset[str]:
    """Every address that the glossary answers to: pages and redirects, hand-written pages apart."""
    return page_addresses(glossary) | redirects(glossary).keys()


def lost_addresses(glossary: Glossary, answered: frozenset[str]) -> tuple[str, ...]:
    """The addresses that were published once and are answered no more; a build with one of them must fail."""
    return tuple(sorted(glossary.published - answered))
