"""Puts pictures, videos and captions under `/media/`: in several widths and forms, each made once.

A file's name holds a hash of what it is made from, so a file that is there already is the right one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PIL import Image

from generator.edition import Edition
from generator.figures.media import Medium
from generator.figures.pages import captions, tracks_name
from generator.figures.variants import QUALITY, Variant, variants
from generator.model import Glossary
from generator.site.cache import write_changed
from generator.site.processes import Progress, processors
from generator.site.project import Project

MEDIA: Final = "media"

# Smaller files would take the encoders many times as long; one thread, so that the same picture is the same bytes.
_SETTINGS: Final = {"avif": {"speed": 7, "max_threads": 1}, "webp": {"method": 4}}


@dataclass(slots=True)
class MadeMedia:
    """What is under `/media/` now, and how many of the files were not there before."""

    kept: set[Path] = field(default_factory=set)
    written: int = 0


def make_media(project: Project, progress: Progress) -> MadeMedia:
    """Make and copy every file of every medium, and write the captions, in parallel.

    Args:
        project: What the site is built from.
        progress: Told how many files are made, of how many.
    """
    folder = project.out / MEDIA
    found: dict[Path, Variant] = {}
    for medium in shown_media(project.glossary):
        found |= {folder / variant.name: variant for variant in variants(medium)}
    made = MadeMedia(set(found))
    missing = [(path, variant) for path, variant in found.items() if not path.is_file()]
    folder.mkdir(parents=True, exist_ok=True)
    # Encoders let go of the interpreter, so threads use all processors.
    with ThreadPoolExecutor(processors()) as pool:
        tasks = [pool.submit(_make(variant), project.root / MEDIA / variant.source, path) for path, variant in missing]
        for number, task in enumerate(tasks, 1):
            task.result()
            progress(number, len(tasks))
    made.written = len(missing)
    for edition in project.editions.values():
        for name, text in _tracks(edition):
            made.kept.add(folder / name)
            made.written += write_changed(folder / name, text.encode("utf-8"))
    return made


def shown_media(glossary: Glossary) -> list[Medium]:
    """The media that figures show, and the outline of the body; what nobody shows is not published."""
    keys = {key for figure in glossary.figures.values() for key in figure.media_keys}
    if glossary.outline:
        keys.add(glossary.outline.media)
    return [glossary.media[key] for key in sorted(keys)]


def _make(variant: Variant) -> Callable[[Path, Path], None]:
    def made(source: Path, path: Path) -> None:
        content = path.with_name(f"{path.name}.new")
        if variant.form:
            encode(source, content, variant)
        else:
            content.write_bytes(source.read_bytes())
        content.replace(path)

    return made


def encode(source: Path, path: Path, variant: Variant) -> None:
    """Write a picture in one width and form, without whatever else its file held: cameras, places, profiles.

    Args:
        source: The committed picture.
        path: Where it goes.
        variant: Its width, height and form.
    """
    with Image.open(source) as opened:
        picture = opened.convert("RGB").resize((variant.width, variant.height), Image.Resampling.LANCZOS)
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    bare.save(path, variant.form.upper(), quality=QUALITY[variant.form], **_SETTINGS[variant.form])


def _tracks(edition: Edition) -> Iterator[tuple[str, str]]:
    for figure in edition.figures.values():
        if figure.scenes:
            yield tracks_name(edition, figure), captions(edition, figure)
