"""Makes the portal demonstration: invented reports as a clinic's portal shows them, before and after linking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.addresses import DEMO_PAGE, entry_path, relative
from generator.edition import Edition, Json
from generator.kinds import ASSERTED
from generator.pages import Page


@dataclass(frozen=True, slots=True)
class LinkedSample:
    """One invented report.

    Attributes:
        name: Its file's name without the ending; the anchor on the page.
        title: What the portal's list calls it.
        text: The report as it was written.
        html: The same report with its links, as the companion module wrote it.
        concepts: The entries that it links to, in the order of the report.
    """

    name: str
    title: str
    text: str
    html: str
    concepts: tuple[str, ...] = ()


def demo_page(edition: Edition, samples: Sequence[LinkedSample], languages: Sequence[str]) -> Page:
    """The demonstration in one language, with the languages that have one."""
    path = f"{DEMO_PAGE}/"
    meta: dict[str, Json] = {
        "template": "demo.html",
        "title": edition.say("Portal demonstration"),
        "description": edition.say("How linked reports look in the portal of an invented clinic."),
        "languages": list(languages),
        "samples": [
            {
                "name": sample.name,
                "title": sample.title,
                "text": sample.text,
                "html": sample.html,
                "words": [
                    _word(edition, path, id_) for id_ in dict.fromkeys(sample.concepts) if id_ in edition.concepts
                ],
            }
            for sample in samples
        ],
    }
    return Page(path, meta, "")


def _word(edition: Edition, path: str, id_: str) -> Json:
    block = edition.block(id_)
    return {
        "id": id_,
        "href": relative(path, entry_path(id_)),
        "title": block.term,
        "name": block.name or "",
        "short": block.short,
        "asserted": edition.concepts[id_].kind in ASSERTED,
    }
