"""Remembers what every page was made from, so that only what changed is rendered again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

_RENDERERS: Final = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "markdown", "jinja2", "markupsafe", "pyyaml")


def fingerprint(content: bytes) -> str:
    """The short name of some bytes."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def environment_fingerprint(files: Iterable[Path], values: Mapping[str, object]) -> str:
    """The short name of everything besides its source that decides how a page looks.

    Args:
        files: Templates and code; their content counts, not their place.
        values: Settings.
    """
    parts = [f"{name} {metadata.version(name)}" for name in _RENDERERS]
    parts.append(json.dumps(values, sort_keys=True, ensure_ascii=False))
    parts += [f"{path.name} {fingerprint(path.read_bytes())}" for path in files]
    return fingerprint("\n".join(parts).encode("utf-8"))


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What a page was made from and what came out."""

    made_from: str
    output: str


@dataclass(frozen=True, slots=True)
class LanguageCache:
    """The pages of one language as they were last built."""

    pages: dict[str, PageRecord]

    @staticmethod
    def read(path: Path) -> LanguageCache:
        """Read what the last build left; a file that cannot be understood counts as none."""
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            return LanguageCache({name: PageRecord(*row) for name, row in rows.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return LanguageCache({})

    def write(self, path: Path) -> None:
        """Leave the state for the next build."""
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = {name: [record.made_from, record.output] for name, record in sorted(self.pages.items())}
        write_changed(path, json.dumps(rows, indent=0).encode("utf-8"))

    def stale(self, made_from: Mapping[str, str], folder: Path) -> list[str]:
        """The pages that have to be rendered: new, changed, or not on disk as they were built.

        Args:
            made_from: File name of each page under `folder` -> fingerprint of what it is made from.
            folder: Where the language's pages are.
        """
        found = []
        for name, source in made_from.items():
            record = self.pages.get(name)
            if record is None or record.made_from != source or _on_disk(folder / name) != record.output:
                found.append(name)
        return found


def _on_disk(path: Path) -> str:
    try:
        return fingerprint(path.read_bytes())
    except OSError:
        return ""


def write_changed(path: Path, content: bytes) -> bool:
    """Write a file if its bytes are not there already, in one step: a reader sees the old or the new, never a part."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return True
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)
    return True


def move_changed(rendered: Path, path: Path, output: str) -> bool:
    """Move a rendered file, whose fingerprint is known, to its place, unless it stands there already."""
    if _on_disk(path) == output:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    rendered.replace(path)
    return True
