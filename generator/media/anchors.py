"""Where pins may stand on a stack of slices, from the masks of organs.

`python -m generator.media.anchors KEY concept=organ,organ ...` prints the labels of `glossary/figures/`: an organ keeps
one place for as many slices as it can, and moves where it no longer lies under it. Whoever writes the figure looks at
each.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.figures.layout import pins_apart
from generator.figures.model import Label
from generator.media.chest import Mask, middle

_DEEP = 0.012
"""How far from its edge a pin stands inside an organ, as a share of the picture's width."""


@dataclass(frozen=True, slots=True)
class Run:
    """Slices on which one place lies inside an organ: the first, the last, and where they overlap."""

    first: int
    last: int
    mask: Mask


def runs(masks: Sequence[Mask]) -> Iterator[Run]:
    """Cut the slices of an organ into the fewest runs that each have a place inside it on all their slices.

    Args:
        masks: The organ on each slice, each (rows, columns).
    """
    first, inside = 0, None
    for number, mask in enumerate(masks):
        both = _deep(mask) if inside is None else inside & _deep(mask)
        if both.any():
            first, inside = (number, both) if inside is None else (first, both)
            continue
        if inside is not None:
            yield Run(first, number - 1, inside)
        alone = _deep(mask)
        first, inside = number, alone if alone.any() else None
    if inside is not None:
        yield Run(first, len(masks) - 1, inside)


def _deep(mask: Mask) -> Mask:
    from scipy import ndimage

    if not mask.any():
        return mask
    depth = ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1]
    return np.asarray(depth >= max(2.0, _DEEP * mask.shape[1]))


def placed(organs: Mapping[str, Sequence[Mask]]) -> list[Label]:
    """A label for each run of each organ; where two would touch on a slice, the organ named first keeps its pin.

    Args:
        organs: Concept -> its mask on each slice; the ones that matter most first.
    """
    found: list[Label] = []
    for concept, masks in organs.items():
        for run in runs(masks):
            x, y = middle(run.mask)
            label = Label(concept, round(x, 3), round(y, 3), run.first, run.last)
            shape = run.mask.shape[0] / run.mask.shape[1]
            together = [other for other in found if other.first <= run.last and run.first <= other.last]
            if all(pins_apart((label.x, label.y), (other.x, other.y), shape) for other in together):
                found.append(label)
    return found


def main(arguments: Sequence[str]) -> None:
    """Print the labels of a stack."""
    from generator.media.chest import chest_scan
    from generator.media.ct import STACKS, stack_frame

    scan = chest_scan()
    stack = STACKS[arguments[0]]
    rows, columns = stack_frame(scan, stack)
    organs = {}
    for argument in arguments[1:]:
        concept, _, names = argument.partition("=")
        mask = scan.mask(*names.split(","))
        organs[concept] = [mask[at][rows, columns] for at in stack.places]
    for label in placed(organs):
        place = f"at: [{label.x}, {label.y}], slices: [{label.first}, {label.last}]"
        print(f"  - {{concept: {label.concept}, {place}}}")


if __name__ == "__main__":
    main(sys.argv[1:])
