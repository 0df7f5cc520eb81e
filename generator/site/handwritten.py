"""Finds the pages that are not made from entries: `docs/<lang>/<name>.md`, and the portal demonstration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.addresses import DEMO_PAGE, HAND_WRITTEN_PAGES


def hand_written_sources(root: Path, languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Language -> file name -> Markdown."""
    found: dict[str, dict[str, str]] = {}
    for lang in languages:
        paths = ((name, root / "docs" / lang / f"{name}.md") for name in HAND_WRITTEN_PAGES)
        found[lang] = {f"{name}.md": path.read_text(encoding="utf-8") for name, path in paths if path.exists()}
    return found


def extra_pages(
    sources: Mapping[str, Mapping[str, str]], sample_languages: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Address inside a language -> the languages that have it.

    Args:
        sources: What `hand_written_sources` found.
        sample_languages: The languages with sample reports; those that the site lacks do not count.
    """
    found: dict[str, list[str]] = defaultdict(list)
    found[f"{DEMO_PAGE}/"] = sorted(sources.keys() & set(sample_languages))
    for lang, files in sources.items():
        for name in files:
            found[f"{name.removesuffix('.md')}/"].append(lang)
    return {path: tuple(langs) for path, langs in sorted(found.items()) if langs}
