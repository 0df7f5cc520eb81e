"""Reads `glossary/figures/` and the record of media into frozen values, and compares that record with the files.

Like `generator.load`, it never raises for bad content: it reports everything and leaves out what is not sound.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator.figures.manifest import FILE_NAME, FOLDER, FORMAT
from generator.figures.media import MediaFile, MediaSource, Medium, MediumKind
from generator.figures.model import Bar, Chart, Figure, FigureBlock, FigureKind, Label, Scene, View
from generator.figures.outline import OUTLINE_FILE, Area, AreaWords, Outline
from generator.figures.outline import SHAPE as OUTLINE_SHAPE
from generator.figures.shape import MANIFEST, figure_shape
from generator.model import Source
from generator.review import read_review
from generator.shape import Shape
from generator.yamltree import Mapping, Node, Report, Scalar

ReadTree = Callable[[Path], "tuple[Node | None, Report]"]
"""Reads a file as a tree, keeps its lines, and gives what reports its problems."""

_PAIR = 2


@dataclass(frozen=True, slots=True)
class FoundFigures:
    """What could be read: figures by id, media by key, and the outline of the body, if it is there."""

    figures: dict[str, Figure]
    media: dict[str, Medium]
    outline: Outline | None


def load_figures(root: Path, tree: ReadTree) -> FoundFigures:
    """Read every figure, the outline of the body and the record of media.

    Args:
        root: The project's folder.
        tree: Reads one file.
    """
    figures = {}
    for path in sorted((root / "glossary" / "figures").glob("*.yml")):
        if path.relative_to(root).as_posix() != OUTLINE_FILE:
            figure = _figure(path, PurePosixPath(path.relative_to(root).as_posix()), tree)
            if figure is not None:
                figures[figure.id] = figure
    return FoundFigures(figures, _media(root, tree), _outline(root / OUTLINE_FILE, tree))


def _read(shape: Shape, node: Node, report: Report) -> dict[str, Any] | None:
    """The value of a node, or None where anything about it was reported."""
    sound = True

    def note(line: int, message: str, cure: str) -> None:
        nonlocal sound
        sound = False
        report(line, message, cure)

    raw: dict[str, Any] | None = shape.read(node, note)
    return raw if sound else None


def _figure(path: Path, name: PurePosixPath, tree: ReadTree) -> Figure | None:
    node, report = tree(path)
    if node is None:
        return None
    found = {key.text: value for key, value in node.items} if isinstance(node, Mapping) else {}
    kind = found.get("kind")
    if not isinstance(kind, Scalar) or kind.text not in tuple(FigureKind):
        line = node.line if kind is None else kind.line
        report(line, "the figure has no known `kind`", f"write one of: {', '.join(FigureKind)}")
        return None
    raw = _read(figure_shape(FigureKind(kind.text)), node, report)
    if raw is None:
        return None
    if raw["id"] != path.stem:
        report(found["id"].line, f"the id `{raw['id']}` is not the file's name", f"write `id: {path.stem}`")
        return None
    labels = [_label(label, found["labels"].line, report) for label in raw.get("labels", ())]
    bars = [_bar(bar, found["chart"].line, report) for bar in raw.get("chart", {}).get("bars", ())]
    if None in labels or None in bars:
        return None
    return Figure(
        id=raw["id"],
        kind=FigureKind(raw["kind"]),
        path=name,
        media=raw.get("media", ""),
        view=View(raw.get("view", View.NONE)),
        labels=tuple(label for label in labels if label),
        start=raw.get("start"),
        scenes=tuple(Scene(s["key"], s["seconds"], s.get("still", "")) for s in raw.get("scenes", ())),
        video=raw.get("video", ""),
        drawing=raw.get("drawing", ""),
        chart=Chart(raw["chart"]["scale"], tuple(bar for bar in bars if bar)) if "chart" in raw else None,
        sources=tuple(Source(**source) for source in raw.get("sources", ())),
        blocks={lang: _block(block) for lang, block in raw["languages"].items()},
    )


def _label(raw: dict[str, Any], line: int, report: Report) -> Label | None:
    at, slices = raw["at"], raw.get("slices", [raw["slice"]] * _PAIR if "slice" in raw else [0, 0])
    key = raw.get("concept", raw.get("words", ""))
    if ("concept" in raw) is ("words" in raw):
        report(line, f"the label `{key}` names an entry and words, or neither", "write `concept:` or `words:`")
        return None
    if len(at) != _PAIR:
        report(line, f"`at` of `{key}` has {len(at)} numbers", "write two: at: [x, y]")
        return None
    tip = raw.get("tip")
    if tip is not None and len(tip) != _PAIR:
        report(line, f"`tip` of `{key}` has {len(tip)} numbers", "write two: tip: [x, y]")
        return None
    if len(slices) != _PAIR:
        report(line, f"`slices` of `{key}` has {len(slices)} numbers", "write two: slices: [first, last]")
        return None
    return Label(
        raw.get("concept", ""), at[0], at[1], slices[0], slices[1], raw.get("words", ""), tip and (tip[0], tip[1])
    )


def _bar(raw: dict[str, Any], line: int, report: Report) -> Bar | None:
    ends = raw.get("range", [raw["value"]] * _PAIR if "value" in raw else [])
    if len(ends) != _PAIR or ("range" in raw and "value" in raw):
        report(line, f"`{raw['key']}` has no value", "write either `value: 3`, or `range: [1, 3]`")
        return None
    return Bar(raw["key"], ends[0], ends[1], raw["source"] - 1, raw.get("concept", ""), raw.get("reference", False))


def _block(raw: dict[str, Any]) -> FigureBlock:
    return FigureBlock(
        title=raw["title"],
        alt=raw["alt"],
        description=raw["description"],
        look=tuple(raw.get("look", ())),
        captions=raw.get("captions", {}),
        words=raw.get("words", {}),
        review=read_review(raw["review"]),
    )


def _outline(path: Path, tree: ReadTree) -> Outline | None:
    if not path.is_file():
        return None
    node, report = tree(path)
    raw = None if node is None else _read(OUTLINE_SHAPE, node, report)
    if raw is None:
        return None
    return Outline(
        media=raw["media"],
        areas={
            key: Area(key, area["concept"], tuple(area["organs"]), tuple(area.get("at", ())))
            for key, area in raw["areas"].items()
        },
        concepts=raw["concepts"],
        words={
            lang: {key: AreaWords(**words) for key, words in areas.items()} for lang, areas in raw["languages"].items()
        },
    )


def _media(root: Path, tree: ReadTree) -> dict[str, Medium]:
    path = root / FILE_NAME
    if not path.is_file():
        return {}
    node, report = tree(path)
    raw = None if node is None else _read(MANIFEST, node, report)
    if raw is None:
        return {}
    if raw["format"] != FORMAT:
        report(1, f"the format is {raw['format']}, not {FORMAT}", "render the media again: make media")
        return {}
    media = {
        key: Medium(
            MediumKind(medium["kind"]),
            medium["made"],
            tuple(MediaSource(**source) for source in medium["sources"]),
            tuple(MediaFile(**file) for file in medium["files"]),
        )
        for key, medium in raw["media"].items()
    }
    for key, medium in media.items():
        for file in medium.files:
            if fault := _fault(root / FOLDER / file.path, file):
                report(_line(node, key), f"`{key}`: {file.path} {fault}", "render the media again: make media")
    return media


def _fault(path: Path, file: MediaFile) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        return "is not there"
    if len(content) != file.bytes or hashlib.sha256(content).hexdigest() != file.sha256:
        return "is not the file that was recorded"
    if file.width < 1 or file.height < 1:
        return "has no size"
    return ""


def _line(node: Node | None, key: str) -> int:
    """The line where a medium begins."""
    for name, media in node.items if isinstance(node, Mapping) else ():
        if name.text == "media" and isinstance(media, Mapping):
            return next((found.line for found, _ in media.items if found.text == key), 1)
    return 1
