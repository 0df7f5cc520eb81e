"""What a page says about its figures: values for the templates under `overrides/components/`.

Pure: an edition goes in, values come out. Files are named as they are called under `/media/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.addresses import entry_path, relative
from generator.edition import Edition, Json
from generator.figures.captions import starts, webvtt
from generator.figures.chart import chart_values
from generator.figures.layout import Leader, leaders, rows_beside
from generator.figures.media import MediaFile, Medium, MediumKind
from generator.figures.model import Figure, FigureKind, Label, View
from generator.figures.variants import picture_variants, published_name, text_name

_FALLBACK_WIDTH: Final = 640
"""The width of the picture that a browser gets which knows no choice of widths."""

_MIME: Final = {"avif": "image/avif", "webp": "image/webp"}


def figure_values(edition: Edition, page: str, id_: str) -> list[Json]:
    """The figures of an entry's page.

    Args:
        edition: The language.
        page: The address of the page inside the language.
        id_: The entry: its own pin is lit.
    """
    figures = edition.concepts[id_].figures
    return [_figure(edition, page, id_, edition.figures[key]) for key in figures if key in edition.figures]


def _figure(edition: Edition, page: str, id_: str, figure: Figure) -> Json:
    block = figure.blocks[edition.code]
    media = [edition.media[key] for key in figure.media_keys]
    return {
        "id": figure.id,
        "kind": figure.kind.value,
        "title": block.title,
        "alt": block.alt,
        "description": [" ".join(part.split()) for part in block.description.split("\n\n") if part.strip()],
        "look": list(block.look),
        "sides": sides(edition, figure.view),
        "media": medium_values(edition.media[figure.media]) if figure.media else None,
        "pins": _pins(edition, page, id_, figure),
        "rows": picture_rows(edition.media[figure.media]) if figure.kind is FigureKind.PICTURE else 0,
        "start": _first_slice(edition, figure),
        "scenes": _scenes(edition, figure),
        "video": medium_values(edition.media[figure.video]) if figure.video else None,
        "drawing": figure.drawing,
        "tracks": tracks_name(edition, figure) if figure.scenes else "",
        "words": dict(block.words),
        "chart": chart_values(edition, page, figure),
        "credit": credit_values(media),
        "sources": [{"name": s.name, "publisher": s.publisher, "year": s.year} for s in figure.sources],
        "review": block.review.state,
    }


def captions(edition: Edition, figure: Figure) -> str:
    """The captions of an explainer in the language of the edition."""
    return webvtt(figure.scenes, figure.blocks[edition.code].captions)


def tracks_name(edition: Edition, figure: Figure) -> str:
    """What the captions of an explainer are called under `/media/`."""
    return text_name(f"{figure.id}.{edition.code.lower()}", "vtt", captions(edition, figure))


def sides(edition: Edition, view: View) -> str:
    """Which side is which, in words."""
    if view is View.FRONT:
        return edition.say("The right side of the body is on the left of the picture.")
    if view is View.BELOW:
        return edition.say("You look from the feet upwards. The right side of the body is on the left of the picture.")
    if view is View.LEFT_SIDE:
        return edition.say("You look from the side. The front of the body is on the left of the picture.")
    return ""


def medium_values(medium: Medium) -> dict[str, Json]:
    """A medium as templates show it: a picture with its widths, or a list of files."""
    if medium.kind is MediumKind.PICTURE:
        return {"kind": medium.kind.value, **picture_values(medium.files[0])}
    return {
        "kind": medium.kind.value,
        "slices": medium.slices,
        "files": [_file(file) for file in medium.files],
    }


def _file(file: MediaFile) -> Json:
    shared: dict[str, Json] = {"role": file.role, "scene": file.scene}
    if file.role in ("poster", "still"):
        return {**shared, **picture_values(file)}
    return {
        **shared,
        "file": published_name(file),
        "width": file.width,
        "height": file.height,
        "type": file.type,
        "bytes": file.bytes,
        "frames": file.frames,
        "columns": file.columns,
        "seconds": file.seconds,
    }


def picture_values(file: MediaFile) -> dict[str, Json]:
    """A picture with all its widths: the forms that a browser may choose from, and one for those that cannot."""
    found = picture_variants(file)
    forms: dict[str, list[Json]] = {}
    for variant in found:
        forms.setdefault(variant.form, []).append({"file": variant.name, "width": variant.width})
    webp = [variant for variant in found if variant.form == "webp"]
    fallback = next((variant for variant in webp if variant.width >= _FALLBACK_WIDTH), webp[-1])
    return {
        "file": fallback.name,
        "width": fallback.width,
        "height": fallback.height,
        "forms": [{"type": _MIME[form], "files": files} for form, files in forms.items()],
    }


def credit_values(media: list[Medium]) -> list[Json]:
    """Whose work the media are made from, each source once."""
    sources = dict.fromkeys(source for medium in media for source in medium.sources)
    return [{"title": s.title, "attribution": s.attribution, "licence": s.licence} for s in sources]


def _pins(edition: Edition, page: str, id_: str, figure: Figure) -> list[Json]:
    """The pins that have a name in this language; the same thing keeps its number on every slice."""
    numbers: dict[str, int] = {}
    found: list[Json] = []
    words = figure.blocks[edition.code].words
    named = [label for label in figure.labels if label.concept in edition.concepts or label.key in words]
    beside = _leaders(edition, figure, named)
    for label in named:
        number = numbers.setdefault(label.key, len(numbers) + 1)
        found.append({**_pin(edition, page, figure, label, number, label.concept == id_), **beside[label.key]})
    return found


def _leaders(edition: Edition, figure: Figure, labels: Sequence[Label]) -> dict[str, dict[str, Json]]:
    """What a pin names -> where its name stands beside the picture on a wide screen, if all names have room there."""
    nowhere: dict[str, Json] = {"side": "", "row": 0, "edge": 0}
    firsts = {label.key: (label.x, label.y) for label in reversed(labels)}
    keys = list(reversed(firsts))
    if figure.kind is not FigureKind.PICTURE:
        return dict.fromkeys(keys, nowhere)
    found = leaders([firsts[key] for key in keys], picture_rows(edition.media[figure.media]))
    placed = {key: _place(leader) for key, leader in zip(keys, found, strict=False)}
    return {key: placed.get(key, nowhere) for key in keys}


def _place(leader: Leader) -> dict[str, Json]:
    return {"side": leader.side, "row": leader.row, "edge": round(leader.y * 100, 2)}


def picture_rows(medium: Medium) -> int:
    """How many names have room on each side of a picture."""
    return rows_beside(medium.files[0].height / medium.files[0].width)


def _pin(edition: Edition, page: str, figure: Figure, label: Label, number: int, lit: bool) -> dict[str, Json]:
    """One pin; where no entry explains it in this language, `href` is empty."""
    block = edition.block(label.concept) if label.concept in edition.concepts else None
    return {
        "number": number,
        "concept": label.concept,
        "title": block.term if block else figure.blocks[edition.code].words[label.key],
        "name": (block.name or "") if block else "",
        "href": relative(page, entry_path(label.concept)) if block else "",
        "x": label.x,
        "y": label.y,
        "tip": list(label.tip) if label.tip else None,
        "first": label.first,
        "last": label.last,
        "lit": lit,
    }


def _first_slice(edition: Edition, figure: Figure) -> int:
    slices = edition.media[figure.media].slices if figure.media else 0
    return slices // 2 if figure.start is None else figure.start


def _scenes(edition: Edition, figure: Figure) -> list[Json]:
    spoken = figure.blocks[edition.code].captions
    return [
        {
            "key": scene.key,
            "seconds": scene.seconds,
            "start": start,
            "caption": spoken[scene.key],
            "still": medium_values(edition.media[scene.still]) if scene.still else None,
        }
        for scene, start in zip(figure.scenes, starts(figure.scenes), strict=True)
    ]
