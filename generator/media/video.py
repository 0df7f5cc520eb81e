"""Turns the scenes of an explainer into films and stills.

Two films of the same frames: AV1 for browsers that know it, H.264 for all others. No sound, no words. One still a
scene, for people who want no motion, for print and for pages without scripts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from PIL import Image

from generator.media.stage import HEIGHT, RATE, WIDTH, Frame, Scenes

MOST_BYTES: Final = 1_000_000
"""No film may be heavier."""

STILL_WIDTH: Final = 640
_STILL_AT: Final = 0.72
_BT709: Final = 1
# The AV1 encoder tells its settings to the terminal, into the progress, unless it is told to name errors only.
os.environ.setdefault("SVT_LOG", "1")

_CODECS: Final = {
    "av1": ("libsvtav1", {"crf": "44", "preset": "4", "svtav1-params": "tune=0:keyint=125"}),
    "h264": ("libx264", {"crf": "30", "preset": "veryslow", "profile": "high", "level": "3.1", "tune": "animation"}),
}
"""Name -> encoder and its options. A key frame every five seconds lets the reader go back a scene at once."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One scene of the storyboard: its key and how many seconds it lasts."""

    key: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Film:
    """One file that was written.

    Attributes:
        path: The file.
        role: `video`, `poster` or `still`.
        width: In pixels.
        height: In pixels.
        type: The MIME type of a video, with its codec.
        seconds: The length of a video.
        scene: The scene of a still or poster.
    """

    path: Path
    role: str
    width: int
    height: int
    type: str = ""
    seconds: float = 0
    scene: str = ""


class HeavyError(Exception):
    """A film is heavier than a patient's telephone should have to load."""


def film(scenes: Scenes, shots: Sequence[Shot], folder: Path, name: str, poster: str) -> list[Film]:
    """Render all scenes into a folder.

    Args:
        scenes: What draws the frames.
        shots: The storyboard, in order.
        folder: Where the files go; made if it is not there.
        name: The files' first part: `ct.av1.mp4`, `ct.poster.webp`, `ct.ring.webp`.
        poster: The scene whose still is the picture before the film is started.

    Returns:
        What was written: films, poster, stills.

    Raises:
        HeavyError: A film exceeds `MOST_BYTES`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = _films(scenes, shots, folder, name)
    for shot in shots:
        image = Image.fromarray(scenes.frame(shot.key, _STILL_AT * shot.seconds, shot.seconds))
        if shot.key == poster:
            path = folder / f"{name}.poster.webp"
            image.save(path, quality=82, method=6)
            made.append(Film(path, "poster", WIDTH, HEIGHT, scene=shot.key))
        path = folder / f"{name}.{shot.key}.webp"
        height = round(STILL_WIDTH * HEIGHT / WIDTH)
        image.resize((STILL_WIDTH, height), Image.Resampling.LANCZOS).save(path, quality=82, method=6)
        made.append(Film(path, "still", STILL_WIDTH, height, scene=shot.key))
    return made


def frames(scenes: Scenes, shots: Sequence[Shot]) -> Iterator[Frame]:
    """Every frame, in order."""
    for shot in shots:
        for number in range(round(shot.seconds * RATE)):
            yield scenes.frame(shot.key, number / RATE, shot.seconds)


def _films(scenes: Scenes, shots: Sequence[Shot], folder: Path, name: str) -> list[Film]:
    paths = {codec: folder / f"{name}.{codec}.mp4" for codec in _CODECS}
    outputs = {codec: _Output(path, *_CODECS[codec]) for codec, path in paths.items()}
    for picture in frames(scenes, shots):
        for output in outputs.values():
            output.add(picture)
    made = []
    for codec, path in paths.items():
        outputs[codec].close()
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise HeavyError(f"{path.name}: {size} bytes, the most is {MOST_BYTES}. Shorten it or raise its `crf`.")
        seconds = sum(round(shot.seconds * RATE) for shot in shots) / RATE
        made.append(Film(path, "video", WIDTH, HEIGHT, type=_mime(path), seconds=seconds))
    return made


class _Output:
    """One film that is being written."""

    def __init__(self, path: Path, encoder: str, options: dict[str, str]) -> None:
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        stream: Any = self._container.add_stream(encoder, rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = Fraction(1, RATE)
        stream.gop_size = 5 * RATE
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = _BT709
        self._stream = stream
        self._count = 0

    def add(self, picture: Frame) -> None:
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
        frame.pts, frame.time_base = self._count, Fraction(1, RATE)
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        self._container.mux(self._stream.encode(None))
        self._container.close()


def _mime(path: Path) -> str:
    """The MIME type with the codec's profile and level, as RFC 6381 and the AV1 binding for MP4 write them."""
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        known = bytes(context.extradata or b"")
        if context.codec.canonical_name == "h264":
            return f'video/mp4; codecs="avc1.{known[1:4].hex().upper()}"'
        profile, level = known[1] >> 5, known[1] & 0b11111
        return f'video/mp4; codecs="av01.{profile}.{level:02d}M.08"'
