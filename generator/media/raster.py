"""Writes pictures: no metadata, the same bytes from the same values, and their record beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt
from PIL import Image

from generator.figures.manifest import FOLDER, file_record, record

SLICE_QUALITY = 78
"""Of the slices of a stack, which are published as they are, on the scale of the WebP encoder."""


def scaled(values: npt.NDArray[Any], width: int, ratio: float = 1.0) -> Image.Image:
    """Grey values or colours as a picture of this width.

    Args:
        values: Shape (rows, columns) or (rows, columns, 3), 8 bits.
        width: In pixels.
        ratio: How much taller a row is than a column is wide.
    """
    picture = Image.fromarray(values)
    height = round(values.shape[0] * ratio * width / values.shape[1])
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def write_picture(
    root: Path, key: str, picture: Image.Image, *, made: str, sources: Sequence[dict[str, str]]
) -> list[str]:
    """Write a picture without loss as `media/<key>.webp`, and its record.

    Returns:
        The key, as recipes give it.
    """
    path = f"{key}.webp"
    (root / FOLDER).mkdir(exist_ok=True)
    _save(picture, root / FOLDER / path, lossless=True, quality=100, method=6, exact=True)
    files = [file_record(root, path, *picture.size, "picture")]
    record(root, key, "picture", made=made, sources=sources, files=files)
    return [key]


def _save(picture: Image.Image, path: Path, **options: Any) -> None:
    """Write all of it or nothing: whoever reads the folder meanwhile finds the old file or the new one."""
    part = path.with_suffix(".part")
    picture.save(part, "WEBP", **options)
    part.replace(path)


def write_stack(
    root: Path, key: str, slices: Sequence[Image.Image], *, made: str, sources: Sequence[dict[str, str]]
) -> list[str]:
    """Write slices as `media/<key>/<number>.webp`, ready for the site, and their record; all have the same size.

    Returns:
        The key, as recipes give it.
    """
    folder = root / FOLDER / key
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [f"{number:02}.webp" for number in range(len(slices))]
    for old in folder.iterdir():
        if old.name not in wanted:
            old.unlink()
    for name, picture in zip(wanted, slices, strict=True):
        _save(picture, folder / name, quality=SLICE_QUALITY, method=6)
    files = [
        file_record(root, f"{key}/{name}", *picture.size, "slice") for name, picture in zip(wanted, slices, strict=True)
    ]
    record(root, key, "stack", made=made, sources=sources, files=files)
    return [key]
