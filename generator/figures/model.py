"""Figures as frozen values: what a picture shows, where on it, and what is said about it in each language.

A figure holds facts once (the medium, the places of its labels, the order of its scenes) and words once a language, so
one drawing serves all languages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from generator.model import Review, Source


class FigureKind(StrEnum):
    """How a figure is shown."""

    PICTURE = "picture"
    STACK = "stack"
    EXPLAINER = "explainer"
    CHART = "chart"


class View(StrEnum):
    """From where a picture looks at the body, which decides what is said about its sides."""

    FRONT = "front"
    BELOW = "below"
    LEFT_SIDE = "left-side"
    NONE = "none"


SEEN = frozenset({FigureKind.PICTURE, FigureKind.STACK})
"""Kinds that show a real picture: each says how to look at it."""


@dataclass(frozen=True, slots=True)
class Label:
    """One place of a picture that has a name.

    Attributes:
        concept: The entry that explains it; empty where no entry does.
        x: From the left edge, as a share of the width.
        y: From the upper edge, as a share of the height.
        first: For a stack: the first slice on which it stands, counted from 0.
        last: For a stack: the last such slice.
        words: The key of its name in the words of every language, where no entry explains it.
        tip: x and y of the place itself, where the pin stands beside it and points at it: a pin would hide what is
            small. None where the pin stands on the place.
    """

    concept: str
    x: float
    y: float
    first: int = 0
    last: int = 0
    words: str = ""
    tip: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        """What tells it from other labels."""
        return self.concept or self.words


@dataclass(frozen=True, slots=True)
class Scene:
    """One step of an explainer.

    Attributes:
        key: Names it in the captions of every language.
        seconds: How long it is shown.
        still: The medium shown in its place to people who want no motion; empty for none.
    """

    key: str
    seconds: float
    still: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One quantity of a chart: a value, or a range of values.

    Attributes:
        key: Names it in the words of every language.
        low: The value, or the lower end of the range, in the unit of the chart.
        high: The same, or the upper end.
        source: The number, counted from 0, of the source that says so.
        concept: The entry that explains it; empty for none.
        reference: Whether the others are compared with it.
    """

    key: str
    low: float
    high: float
    source: int
    concept: str = ""
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Quantities side by side on one scale.

    Attributes:
        scale: `linear` or `log`.
        bars: The quantities, in the order of the page.
    """

    scale: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """What a figure says in one language.

    Attributes:
        title: The line over it.
        alt: One sentence that stands for it where it cannot be seen.
        description: The same at length, in paragraphs.
        look: How to look at it, one hint an item.
        captions: Scene key -> the caption of that scene.
        words: Key -> words that stand inside a drawing or a chart.
        review: Who has approved this text.
    """

    title: str
    alt: str
    description: str
    look: tuple[str, ...] = ()
    captions: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    review: Review = field(default_factory=Review)

    def sentences(self) -> str:
        """Everything that is read as sentences, one part a line."""
        return "\n".join((self.alt, self.description, *self.look, *self.captions.values()))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        id: Permanent; the file's name.
        kind: How it is shown.
        path: The file, relative to the project, for messages.
        blocks: Language -> what it says there.
        media: The medium of a picture or stack; empty for none.
        view: From where it looks at the body.
        labels: The named places.
        start: The slice of a stack that is shown first; None for the middle.
        scenes: The steps of an explainer.
        video: The medium of an explainer that is a video; empty for none.
        drawing: The name of the template of an explainer that is drawn; empty for none.
        chart: What a chart shows.
        sources: Where its facts come from.
    """

    id: str
    kind: FigureKind
    path: PurePosixPath
    blocks: dict[str, FigureBlock]
    media: str = ""
    view: View = View.NONE
    labels: tuple[Label, ...] = ()
    start: int | None = None
    scenes: tuple[Scene, ...] = ()
    video: str = ""
    drawing: str = ""
    chart: Chart | None = None
    sources: tuple[Source, ...] = ()

    @property
    def media_keys(self) -> tuple[str, ...]:
        """Every medium that the figure shows."""
        return tuple(dict.fromkeys(filter(None, (self.media, self.video, *(scene.still for scene in self.scenes)))))

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every entry that the figure names, in the order of its pins."""
        bars = self.chart.bars if self.chart else ()
        named = (*(label.concept for label in self.labels), *(bar.concept for bar in bars))
        return tuple(dict.fromkeys(filter(None, named)))
