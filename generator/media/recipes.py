"""The registry: what can be rendered, in which module it stands, and when it has to be rendered again."""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.figures.manifest import FILE_NAME, FOLDER

MODULES: tuple[str, ...] = ("anatomogram", "ct", "xray", "brain", "films")
"""The modules that hold recipes. Each has `RECIPES`: name -> what renders it, given the project's folder, into `media/`
and its manifest; and `NEEDS`: the packages whose version decides what comes out."""

_HERE = Path(__file__).parent
_PACKAGE = "generator.media."

Render = Callable[[Path], list[str]]
"""Renders into `media/` and gives the keys that it wrote into the manifest."""


class UnknownRecipeError(LookupError):
    """No recipe has this name."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One thing to render.

    Attributes:
        name: What it is called on the command line.
        module: The module that holds it.
        needs: The packages whose version decides what comes out.
    """

    name: str
    module: str
    needs: tuple[str, ...]

    def render(self, root: Path) -> list[str]:
        """Render it; see `Render`."""
        recipe: Render = _module(self.module).RECIPES[self.name]
        return recipe(root)


def _module(name: str) -> Any:
    return importlib.import_module(f"generator.media.{name}")


def recipes(names: Iterable[str] = ()) -> list[Recipe]:
    """The recipes of these names, or all; in the order of the registry.

    Raises:
        UnknownRecipeError: If there is none of that name.
    """
    every = [
        Recipe(name, module, tuple(_module(module).NEEDS)) for module in MODULES for name in _module(module).RECIPES
    ]
    wanted = set(names)
    unknown = wanted - {recipe.name for recipe in every}
    if unknown:
        known = ", ".join(recipe.name for recipe in every)
        raise UnknownRecipeError(f"no recipe is called {', '.join(sorted(unknown))}; there are: {known}")
    return [recipe for recipe in every if not wanted or recipe.name in wanted]


def fingerprint(recipe: Recipe) -> str:
    """What decides the bytes that come out: the code that renders and the versions of what it uses."""
    from importlib.metadata import version

    digest = hashlib.sha256(recipe.name.encode())
    for name in sorted(_closure(recipe.module)):
        digest.update((_HERE / f"{name}.py").read_bytes())
    for package in recipe.needs:
        digest.update(f"{package}=={version(package)}".encode())
    return digest.hexdigest()


def _closure(module: str) -> set[str]:
    """This module of the package and every other that it reaches by imports."""
    found, waiting = set(), {module}
    while waiting:
        found.add(name := waiting.pop())
        tree = ast.parse((_HERE / f"{name}.py").read_text(encoding="utf-8"))
        named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        inside = {path.removeprefix(_PACKAGE) for path in named if path.startswith(_PACKAGE)}
        waiting |= inside - found
    return found


def standing(root: Path, keys: Iterable[str]) -> bool:
    """Whether every file of these media lies in `media/` with the hash that the manifest gives."""
    try:
        media = json.loads((root / FILE_NAME).read_text(encoding="utf-8"))["media"]
        files = [file for key in keys for file in media[key]["files"]]
        return all(hashlib.sha256((root / FOLDER / f["path"]).read_bytes()).hexdigest() == f["sha256"] for f in files)
    except (OSError, KeyError):
        return False
