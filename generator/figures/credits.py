"""The page that names whose work the pictures are made from, with the licences."""

from __future__ import annotations

from collections.abc import Mapping

from generator.addresses import CREDITS_PAGE
from generator.edition import Edition, Json
from generator.figures.media import MediaSource, Medium
from generator.pages import Page


def credits_page(edition: Edition) -> Page:
    """The page; every language has it."""
    return Page(
        f"{CREDITS_PAGE}/",
        {
            "template": "credits.html",
            "title": edition.say("Credits for the pictures"),
            "description": edition.say("Whose work the pictures on this site are made from."),
            "languages": list(edition.everywhere),
            "credits": thanks(edition.media),
        },
        "",
    )


def thanks(media: Mapping[str, Medium]) -> list[Json]:
    """Every source once, in the order of titles, each with what was made from it."""
    made: dict[MediaSource, list[str]] = {}
    for medium in media.values():
        for source in medium.sources:
            made.setdefault(source, []).append(medium.made)
    return [
        {
            "title": source.title,
            "attribution": source.attribution,
            "licence": source.licence,
            "package": f"{source.package} {source.version}".strip(),
            "made": [*dict.fromkeys(lines)],
        }
        for source, lines in sorted(made.items(), key=lambda item: (item[0].title, item[0].attribution))
    ]
