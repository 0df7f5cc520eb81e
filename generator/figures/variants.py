"""The files under `/media/`: which widths and forms of a committed picture the site offers, and what they are called.

A name carries a hash of what the file is made from, so a browser may keep it for ever and pages can name a file before
it is made.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from generator.figures.media import MediaFile, Medium, MediumKind

WIDTHS: Final = (320, 480, 640, 960, 1280)
"""Widths in pixels, from a small phone to a picture at its largest."""

QUALITY: Final = {"avif": 60, "webp": 80}
"""Form -> how much of the picture is kept, on the scale of its encoder. The best form comes first."""

_HASH_LENGTH: Final = 8

_WORTH_IT: Final = 1.15
"""How much wider a picture has to be than the nearest width for one of its own."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One file of the site.

    Attributes:
        name: What it is called under `/media/`.
        source: The committed file, under `media/`.
        width: In pixels.
        height: In pixels.
        form: `avif` or `webp` for a picture that has to be made; empty for a file that is published as it is.
    """

    name: str
    source: str
    width: int
    height: int
    form: str = ""


def variants(medium: Medium) -> tuple[Variant, ...]:
    """Everything that the site offers of a medium."""
    found: list[Variant] = []
    for file in medium.files:
        if medium.kind is MediumKind.PICTURE or file.role in ("poster", "still"):
            found += picture_variants(file)
        else:
            found.append(Variant(published_name(file), file.path, file.width, file.height))
    return tuple(found)


def picture_variants(file: MediaFile) -> list[Variant]:
    """A picture in every form and in every width that it has, its own too where much would be lost without it."""
    widths = [width for width in WIDTHS if width <= file.width]
    if not widths or widths[-1] * _WORTH_IT < file.width < WIDTHS[-1]:
        widths.append(file.width)
    return [
        Variant(
            f"{_stem(file.path)}-{width}.{_hash(file.sha256, str(width), str(quality))}.{form}",
            file.path,
            width,
            round(file.height * width / file.width),
            form,
        )
        for form, quality in QUALITY.items()
        for width in widths
    ]


def published_name(file: MediaFile) -> str:
    """What a file that is published as it is, is called under `/media/`."""
    return f"{_stem(file.path)}.{file.sha256[:_HASH_LENGTH]}{PurePosixPath(file.path).suffix}"


def text_name(stem: str, suffix: str, text: str) -> str:
    """What a text that the site makes is called under `/media/`."""
    return f"{stem}.{_hash(text)}.{suffix}"


def _stem(path: str) -> str:
    """`chest/07.webp` -> `chest-07`; `ct.av1.mp4` -> `ct.av1`."""
    return path.rpartition(".")[0].replace("/", "-")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:_HASH_LENGTH]
