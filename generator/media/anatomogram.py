"""The outline of the body: taken from the EBI anatomogram, made plain and small enough to stand on every page.

The figure of the package is kept as it is drawn: silhouette and organs, seen from the front, never mirrored. Faces,
hands' lines and small structures are left out. Curves become lines whose corners nobody can see.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Final

from svgelements import Close, Ellipse, Line, Matrix, Move
from svgelements import Path as Curve

from generator.figures.manifest import FOLDER, file_record, record
from generator.media.packages import data_file

PACKAGE: Final = "pyanatomogram"
FIGURE: Final = "pyanatomogram/anatomogram/src/svg/homo_sapiens.female.svg"
SILHOUETTE: Final = "path3624"
"""The id of the figure's outline: its largest ring is the silhouette."""

ORGANS: Final = {
    "brain": ("UBERON_0000955",),
    "thyroid": ("UBERON_0002046",),
    "airways": ("UBERON_0003126", "UBERON_0002185"),
    "lung": ("UBERON_0002048",),
    "heart": ("UBERON_0000948",),
    "aorta": ("UBERON_0000947",),
    "breast": ("UBERON_0000310",),
    "diaphragm": ("UBERON_0001103",),
    "liver": ("UBERON_0002107",),
    "gallbladder": ("UBERON_0002110",),
    "stomach": ("UBERON_0000945",),
    "spleen": ("UBERON_0002106",),
    "pancreas": ("UBERON_0001264",),
    "kidney": ("UBERON_0002113",),
    "bowel": ("UBERON_0001155",),
    "bladder": ("UBERON_0001255",),
    "lymph-node": ("UBERON_0000029",),
}
"""Organ -> its numbers in the anatomy ontology UBERON, by which the figure names its parts."""

SHOWN: Final = ("brain", "airways", "lung", "heart", "liver", "stomach", "spleen", "kidney", "bowel", "bladder")
"""The organs that are always drawn faintly, so that the lit one has neighbours."""

LEFT, TOP, WIDTH, HEIGHT = 16, -1, 74, 104
"""The part of the figure that is kept, from the crown to the thighs, in its own units."""

_MIDDLE: Final = 52.65
_CROTCH: Final = 98
_BETWEEN: Final = 1.7

REGIONS: Final = {
    "thorax": ((47, 29), (58.3, 29), (65, 40), (65.5, 55), (63, 61), (52.65, 56), (42.3, 61), (39.8, 55), (40.3, 40)),
    "mediastinum": ((50.4, 31), (55.4, 31), (55.6, 40), (58.6, 48), (57.6, 54), (47.6, 54), (47.2, 48), (50, 40)),
    "abdomen": ((42, 64), (52.65, 57), (63.3, 64), (65.5, 78), (66, 93), (52.65, 100), (39.3, 93), (39.8, 78)),
}
"""Region -> the corners of an area that is no organ; they are rounded."""

_SEE_THROUGH: Final = ' fill-opacity=".65"'
"""A region lies over organs, which stay visible."""

VERTEBRAE: Final = 24
"""The movable vertebrae of the spine, which is drawn as so many blocks (the figure has none)."""

_TOLERANCE: Final = 0.06
"""How far a line may stray from its curve: a fifth of a pixel where the figure is 350 pixels wide."""

_STEPS: Final = 16
_SVG: Final = "{http://www.w3.org/2000/svg}"

Point = tuple[float, float]
Ring = list[Point]


def _rings(curve: Curve) -> Iterator[Ring]:
    """The closed lines of a curve, each as points so near to each other that they follow it."""
    ring: Ring = []
    for segment in curve.segments():
        if isinstance(segment, Move):
            if ring:
                yield ring
            ring = []
        steps = 1 if isinstance(segment, Line | Close | Move) else _STEPS
        for step in range(1, steps + 1):
            point = segment.point(step / steps)
            if point is not None:
                ring.append((float(point.x), float(point.y)))
    if ring:
        yield ring


def _far(ring: Ring) -> Ring:
    """Douglas and Peucker: keep only the points that a line through fewer of them would miss."""
    keep = {0, len(ring) - 1}
    waiting = [(0, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        (x1, y1), (x2, y2) = ring[first], ring[last]
        length = math.hypot(x2 - x1, y2 - y1)
        worst, where = 0.0, first
        for index in range(first + 1, last):
            x, y = ring[index]
            away = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else math.hypot(x - x1, y - y1)
            if away > worst:
                worst, where = away, index
        if worst > _TOLERANCE:
            keep.add(where)
            waiting += [(first, where), (where, last)]
    return [ring[index] for index in sorted(keep)]


def _area(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]))) / 2


def _rounded(corners: Sequence[Point]) -> Ring:
    """A closed line without corners: Chaikin's cutting of corners, four times."""
    ring = list(corners)
    for _ in range(4):
        ring = [
            point
            for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])
            for point in ((x1 * 3 / 4 + x2 / 4, y1 * 3 / 4 + y2 / 4), (x1 / 4 + x2 * 3 / 4, y1 / 4 + y2 * 3 / 4))
        ]
    return ring


def _spine() -> Iterator[Ring]:
    """The spine as blocks that grow from the neck to the loins, and the sacrum below them."""
    top = 19.0
    for number in range(VERTEBRAE):
        share = number / (VERTEBRAE - 1)
        half, height = 1.0 + 1.1 * share, 1.75 + 1.45 * share
        yield _block(half, half, top, top + height * 0.82)
        top += height
    yield _block(2.6, 0.8, top, top + 7)


def _block(above: float, below: float, top: float, bottom: float) -> Ring:
    lower = ((_MIDDLE + below, bottom), (_MIDDLE - below, bottom))
    return _rounded(((_MIDDLE - above, top), (_MIDDLE + above, top), *lower))


def _path(rings: list[Ring]) -> str:
    """Rings as the `d` of a path: steps from point to point in hundredths, which is the shortest way to write them."""
    parts = []
    for ring in rings:
        points = [(round(100 * (x - LEFT)), round(100 * (y - TOP))) for x, y in _far(ring)]
        steps = [f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(points) if (x1, y1) != (x2, y2)]
        parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)


def _curves(root: ET.Element, wanted: str) -> Iterator[Curve]:
    """The curves of the element with this id, in the units of the figure."""

    def walk(element: ET.Element, matrix: Matrix, inside: bool) -> Iterator[Curve]:
        if element.get("transform"):
            matrix = Matrix(element.get("transform")) * matrix
        inside = inside or element.get("id") == wanted
        curve = _curve(element) if inside else None
        if curve is not None:
            curve *= matrix
            curve.reify()
            yield curve
        for child in element:
            yield from walk(child, matrix, inside)

    return walk(root, Matrix(), inside=False)


def _curve(element: ET.Element) -> Curve | None:
    kind = element.tag.removeprefix(_SVG)
    if kind == "path":
        return Curve(element.get("d"))
    if kind == "ellipse":
        return Curve(Ellipse(**{name: float(element.get(name, 0)) for name in ("cx", "cy", "rx", "ry")}))
    return None


def outline_svg(figure: Path) -> str:
    """The small drawing: `#body`, `#organs` and one element an organ or region, to be used one by one.

    Args:
        figure: The figure of the package.
    """
    root = ET.parse(figure).getroot()  # noqa: S314 - the file of a package pinned by its hash
    found = [ring for curve in _curves(root, SILHOUETTE) for ring in _rings(curve)]
    silhouette = max(found, key=_area)
    # What is kept ends where the legs begin: the gap between them would be a notch in the edge of the picture.
    silhouette = [(x, y) for x, y in silhouette if not (y > _CROTCH and abs(x - _MIDDLE) < _BETWEEN)]
    paths = {"body": _path([silhouette])}
    for organ, ids in ORGANS.items():
        rings = [ring for id_ in ids for curve in _curves(root, id_) for ring in _rings(curve)]
        # What is smaller than a pixel is a speck, and what lies below the part that is kept is not shown.
        paths[organ] = _path(
            [ring for ring in rings if _area(ring) > _TOLERANCE and min(y for _, y in ring) < TOP + HEIGHT]
        )
    paths |= {region: _path([_rounded(corners)]) for region, corners in REGIONS.items()}
    paths["spine"] = _path(list(_spine()))
    shapes = "\n".join(
        f'<path id="{name}" transform="scale(.01)"{_SEE_THROUGH if name in REGIONS else ""} d="{path}"/>'
        for name, path in paths.items()
    )
    together = "".join(f'<use href="#{organ}"/>' for organ in SHOWN)
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{shapes}\n<g id="organs">{together}</g>\n</svg>\n'


def source() -> dict[str, str]:
    """What is said for the figure."""
    return {
        "title": "Anatomogram of the EBI Gene Expression Group",
        "package": PACKAGE,
        "version": version(PACKAGE),
        "licence": "CC BY 4.0",
        "attribution": "Anatomogram by the EMBL-EBI Gene Expression Group, simplified",
    }


def render(root: Path) -> list[str]:
    """Render the outline of the body into `media/`."""
    path = root / FOLDER / "body.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(outline_svg(data_file(PACKAGE, FIGURE)), encoding="utf-8", newline="\n")
    record(
        root,
        "body",
        "drawing",
        made="The silhouette and the organs of the figure, without faces and lines, as paths that pages can colour.",
        sources=[source()],
        files=[file_record(root, "body.svg", WIDTH, HEIGHT, "drawing")],
    )
    return ["body"]


NEEDS = (PACKAGE, "svgelements")
RECIPES = {"body": render}
