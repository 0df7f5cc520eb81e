"""Runs recipes side by side, leaves alone what is up to date, and tells how far it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from generator.media.recipes import Recipe, fingerprint, standing

STAMPS = "build/media/rendered.json"


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a run did.

    Attributes:
        made: The recipes that were rendered.
        kept: The recipes whose files were up to date.
        failed: Recipe -> what went wrong.
    """

    made: tuple[str, ...]
    kept: tuple[str, ...]
    failed: dict[str, str]


def render(
    root: Path, recipes: Sequence[Recipe], *, again: bool, jobs: int, progress: Callable[[int, int, str], None]
) -> Rendered:
    """Render these recipes into `media/`.

    Args:
        root: The project's folder.
        recipes: What to render.
        again: Render also what is up to date.
        jobs: How many at the same time.
        progress: Called with how many are done, of how many, and the name of the last.
    """
    path = root / STAMPS
    stamps = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    prints = {recipe.name: fingerprint(recipe) for recipe in recipes}
    stale = [recipe for recipe in recipes if again or not _fresh(root, stamps.get(recipe.name), prints[recipe.name])]
    kept = tuple(recipe.name for recipe in recipes if recipe not in stale)
    made: list[str] = []
    failed: dict[str, str] = {}
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        running = {pool.submit(recipe.render, root): recipe.name for recipe in stale}
        for future in as_completed(running):
            name = running[future]
            error = future.exception()
            if error is None:
                made.append(name)
                stamps[name] = {"print": prints[name], "keys": future.result()}
            else:
                failed[name] = f"{type(error).__name__}: {error}"
            progress(len(made) + len(failed), len(stale), name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stamps, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return Rendered(tuple(sorted(made)), kept, failed)


def _fresh(root: Path, stamp: dict[str, object] | None, now: str) -> bool:
    if stamp is None or stamp["print"] != now:
        return False
    keys = stamp["keys"]
    return isinstance(keys, list) and standing(root, keys)
