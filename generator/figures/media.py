"""What is known of every committed medium: its files, where they come from, under which licence, their hashes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MediumKind(StrEnum):
    """What a medium is."""

    PICTURE = "picture"
    STACK = "stack"
    VIDEO = "video"
    DRAWING = "drawing"


@dataclass(frozen=True, slots=True)
class MediaSource:
    """What a medium was made from, and what has to be said for it.

    Attributes:
        title: What the source is.
        package: The package that carries it.
        version: The version of that package.
        licence: The licence of the source.
        attribution: The words that the licence asks for.
    """

    title: str
    package: str
    version: str
    licence: str
    attribution: str


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One file under `media/`.

    Attributes:
        path: Its place under `media/`.
        sha256: The hash of its bytes, in hex.
        bytes: Its length.
        width: In pixels.
        height: In pixels.
        role: What it is for: picture, slice, sprite, video, poster, still, drawing.
        type: The MIME type of a video, with its codecs; empty for none.
        seconds: The length of a video.
        frames: The slices in a sprite.
        columns: The slices in one row of a sprite.
        scene: The scene to which a still or poster belongs; empty for none.
    """

    path: str
    sha256: str
    bytes: int
    width: int
    height: int
    role: str
    type: str = ""
    seconds: float = 0
    frames: int = 0
    columns: int = 0
    scene: str = ""


@dataclass(frozen=True, slots=True)
class Medium:
    """One medium: its files and where they come from.

    Attributes:
        kind: What it is.
        made: How it was made, in one line.
        sources: What it was made from.
        files: Its files; the slices of a stack in their order.
    """

    kind: MediumKind
    made: str
    sources: tuple[MediaSource, ...]
    files: tuple[MediaFile, ...]

    @property
    def slices(self) -> int:
        """How many slices a stack has, in files or in a sprite."""
        single = sum(file.role == "slice" for file in self.files)
        return single or sum(file.frames for file in self.files if file.role == "sprite")
