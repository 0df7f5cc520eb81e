"""Keeps the promise that no address ever goes away: what the site answers to, and no build that would lose one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.addresses import addresses, lost_addresses, redirects
from generator.model import Glossary
from generator.site.errors import LostAddressesError
from generator.site.handwritten import extra_pages, hand_written_sources


def site_addresses(glossary: Glossary, root: Path, sample_languages: Iterable[str]) -> frozenset[str]:
    """Every address that the site answers to: entries, what is made from them, redirects, and the pages besides.

    Args:
        glossary: All entries and languages.
        root: The project's folder, with `docs/`.
        sample_languages: The languages with sample reports.
    """
    besides = extra_pages(hand_written_sources(root, glossary.languages), sample_languages)
    found = {f"/{code.lower()}/{path}" for path, codes in besides.items() for code in codes}
    return addresses(glossary) | found


def refuse_lost_addresses(glossary: Glossary, pages: Mapping[str, Sequence[str]]) -> None:
    """Stop a build that would leave a published address without an answer.

    Args:
        glossary: Which addresses were published, and what is retired.
        pages: Language -> the addresses inside it of the pages that are going to be there.

    Raises:
        LostAddressesError: Naming each.
    """
    answered = {"/", *redirects(glossary)}
    for code, paths in pages.items():
        for path in paths:
            answered.add(f"/{code.lower()}/{path}")
            if path.startswith("t/"):
                answered.add(f"/{path}")
    lost = lost_addresses(glossary, frozenset(answered))
    if lost:
        raise LostAddressesError(lost)
