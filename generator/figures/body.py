"""The outline of the body on a page: what is lit, and what is said about it in words."""

from __future__ import annotations

from typing import Final

from generator.addresses import entry_path, relative
from generator.edition import Edition, Json
from generator.figures.layout import leaders
from generator.figures.outline import Area, Outline
from generator.figures.pages import credit_values
from generator.figures.variants import published_name

MAP_ROWS: Final = 9
"""Names one under the other beside the body map."""


def outline_values(edition: Edition, id_: str) -> Json:
    """The outline on the page of an entry; None where it has no place in the body."""
    outline = edition.outline
    area = outline.area_of(id_, edition.concepts) if outline else None
    if outline is None or area is None:
        return None
    return {
        **_drawing(edition, outline),
        **_area(edition, outline, area),
        "title": edition.say("Where is it in my body?"),
    }


def body_map_values(edition: Edition, page: str) -> Json:
    """The outline as a way into the glossary: areas that can be pressed; None where the outline has no words here.

    Args:
        edition: The language.
        page: The address of the page inside the language.
    """
    outline = edition.outline
    if outline is None:
        return None
    areas = [area for area in outline.areas.values() if area.at and area.concept in edition.concepts]
    file = edition.media[outline.media].files[0]
    beside = leaders([(area.at[0] / file.width, area.at[1] / file.height) for area in areas], MAP_ROWS)
    return {
        **_drawing(edition, outline),
        "rows": MAP_ROWS,
        "areas": [
            {
                **_area(edition, outline, area),
                "href": relative(page, entry_path(area.concept)),
                "x": area.at[0],
                "y": area.at[1],
                "side": leader.side,
                "row": leader.row,
                "edge": round(leader.y * file.height, 2),
            }
            for area, leader in zip(areas, beside, strict=True)
        ],
    }


def _drawing(edition: Edition, outline: Outline) -> dict[str, Json]:
    medium = edition.media[outline.media]
    file = medium.files[0]
    return {
        "file": published_name(file),
        "width": file.width,
        "height": file.height,
        "credit": credit_values([medium]),
    }


def _area(edition: Edition, outline: Outline, area: Area) -> dict[str, Json]:
    words = outline.words[edition.code][area.key]
    drawn = edition.say("Outline of a body, seen from the front.")
    return {
        "key": area.key,
        "organs": list(area.organs),
        "name": words.name,
        "lit": f"{drawn} {words.lit}",
        "where": words.where,
    }
