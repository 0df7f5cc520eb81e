"""Finds the pages that people write by hand: `docs/<lang>/<name>.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from generator.addresses import HAND_WRITTEN_PAGES


def hand_written_sources(root: Path, languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Language -> file name -> Markdown."""
    found: dict[str, dict[str, str]] = {}
    for lang in languages:
        paths = ((name, root / "docs" / lang / f"{name}.md") for name in HAND_WRITTEN_PAGES)
        found[lang] = {f"{name}.md": path.read_text(encoding="utf-8") for name, path in paths if path.exists()}
    return found


def hand_written_languages(sources: dict[str, dict[str, str]]) -> dict[str, tuple[str, ...]]:
    """Address inside a language -> the languages that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for lang, files in sources.items():
        for name in files:
            found[f"{name.removesuffix('.md')}/"].append(lang)
    return {path: tuple(langs) for path, langs in sorted(found.items())}
