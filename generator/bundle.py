"""Makes one script of the modules in `reportlink/js/`, so that a page embeds one file and checks one hash.

Pure: module texts in, script text out. Each module becomes a function that gives its exports, so names of one never
meet those of another. The modules are ours, so a few ways to import and export are enough; any other is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

ENTRY: Final = "reportlink.js"

_NAMES: Final = r"\{(?P<names>[\w$\s,]*)\}"
_FROM: Final = r'"\./(?P<module>[\w.-]+)";\n?'
_IMPORT: Final = re.compile(rf"^import (?:{_NAMES} from )?{_FROM}", re.MULTILINE)
_PASSED_ON: Final = re.compile(rf"^export {_NAMES} from {_FROM}", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async function|function\*?|class|const) (?P<name>[\w$]+))", re.MULTILINE)
_LEFT: Final = re.compile(r"^(?:import|export)\b(?!\.meta).*|\bimport\s*\(.*", re.MULTILINE)


class BundleError(ValueError):
    """A module that this bundler does not understand; the message names it."""


def bundle(modules: Mapping[str, str], entry: str = ENTRY) -> str:
    """One self-contained ES module.

    Args:
        modules: File name -> text. Those that the entry never reaches are left out.
        entry: The module whose exports are those of the script.

    Returns:
        The script; the same for the same modules in any order.

    Raises:
        BundleError: A module is missing, imports itself by a detour, or is written in another way than ours are.
    """
    order: list[str] = []
    _visit(entry, modules, (), order)
    parts = [_module(name, modules[name]) for name in order]
    exported = ", ".join(_exports(modules[entry]))
    return "".join(parts) + f"export const {{ {exported} }} = {_variable(entry)};\n"


def _visit(name: str, modules: Mapping[str, str], above: tuple[str, ...], order: list[str]) -> None:
    """Append a module behind all that it needs."""
    if name in above:
        raise BundleError(f"modules import each other in a circle: {' -> '.join((*above, name))}")
    if name not in modules:
        raise BundleError(f"{above[-1] if above else 'the entry'} needs {name}, which is not there")
    if name in order:
        return
    for pattern in (_IMPORT, _PASSED_ON):
        for match in pattern.finditer(modules[name]):
            _visit(match["module"], modules, (*above, name), order)
    order.append(name)


def _module(name: str, text: str) -> str:
    body = _IMPORT.sub(_binding, text)
    body = _EXPORT.sub("", _PASSED_ON.sub(_binding, body))
    if left := _LEFT.search(body):
        raise BundleError(f"{name}: cannot be bundled: {left[0].strip()}")
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(_exports(text))} }};\n}})();\n"


def _binding(match: re.Match[str]) -> str:
    """An import as an ordinary constant; nothing where a module is needed for what it does."""
    if not match["names"]:
        return ""
    names = ", ".join(": ".join(pair) if len(set(pair)) > 1 else pair[0] for pair in _pairs(match["names"]))
    return f"const {{ {names} }} = {_variable(match['module'])};\n"


def _exports(text: str) -> list[str]:
    own = [match["name"] for match in _EXPORT.finditer(text)]
    return [*own, *(pair[-1] for match in _PASSED_ON.finditer(text) for pair in _pairs(match["names"]))]


def _pairs(names: str) -> list[list[str]]:
    """`a, b as c` -> `[[a], [b, c]]`."""
    return [re.split(r"\s+as\s+", name.strip()) for name in names.split(",") if name.strip()]


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))
