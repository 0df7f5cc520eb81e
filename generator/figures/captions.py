"""The captions of an explainer as WebVTT (W3C): one cue a scene, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.figures.model import Scene


def starts(scenes: Sequence[Scene]) -> list[float]:
    """When each scene begins, in seconds."""
    found, now = [], 0.0
    for scene in scenes:
        found.append(round(now, 3))
        now += scene.seconds
    return found


def webvtt(scenes: Sequence[Scene], captions: dict[str, str]) -> str:
    """The captions as a WebVTT file.

    Args:
        scenes: The scenes, in order.
        captions: Scene key -> caption.
    """
    return "\n".join(("WEBVTT", "", *_cues(scenes, captions)))


def _cues(scenes: Sequence[Scene], captions: dict[str, str]) -> Iterator[str]:
    for scene, start in zip(scenes, starts(scenes), strict=True):
        yield scene.key
        yield f"{_time(start)} --> {_time(start + scene.seconds)}"
        # In a cue, these two signs would begin a tag or an entity.
        yield " ".join(captions[scene.key].split()).replace("&", "&amp;").replace("<", "&lt;").replace("-->", "→")
        yield ""


def _time(seconds: float) -> str:
    whole = round(seconds * 1000)
    minutes, rest = divmod(whole, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
