"""Puts everything in its place: what pages load first, then pages, then what lists them; last, takes away the old.

Each file is replaced in one step, so a build that is cut off here leaves pages that work.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.search import search_index
from generator.site.cache import LanguageCache, PageRecord, move_changed, write_changed
from generator.site.config import CSP
from generator.site.media import make_media
from generator.site.plan import LanguagePlan
from generator.site.processes import Progress
from generator.site.project import Project
from generator.site.rootpages import root_files

OWNED_FOLDERS: Final = ("assets", "code", "media", "t")
"""The folders besides those of the languages in which only this builder writes; `api` is another's."""


@dataclass(slots=True)
class Published:
    """What a build left on disk.

    Attributes:
        kept: All files of the site that are this builder's.
        written: How many of them changed.
        removed: How many went away.
    """

    kept: set[Path] = field(default_factory=set)
    written: int = 0
    removed: int = 0

    def put(self, path: Path, content: bytes) -> None:
        """Write a file, if its bytes are not there already."""
        self.kept.add(path)
        self.written += write_changed(path, content)


def publish(
    project: Project,
    plans: Mapping[str, LanguagePlan],
    rendered: Mapping[str, Mapping[str, str]],
    progress: Progress,
) -> Published:
    """Publish what was rendered, the files that all languages share and the machine-readable ones.

    Args:
        project: What the site is built from.
        plans: Language -> its plan.
        rendered: Language -> output file -> fingerprint, of what MkDocs rendered now.
        progress: Told how many pictures are made, of how many.
    """
    done = Published()
    for asset in project.assets:
        done.put(project.out / "assets" / asset.file_name, asset.content)
    made = make_media(project, progress)
    done.kept.update(made.kept)
    done.written += made.written
    for code, plan in plans.items():
        done.put(project.published(code) / "search.json", search_index(plan.edition).encode("utf-8"))
        _publish_pages(project, plan, rendered.get(code, {}), done)
    pages = _languages_of_pages(plans)
    shared = root_files(
        project.glossary,
        project.editions,
        pages,
        overrides=project.overrides,
        assets=project.asset_names,
        csp=CSP,
    )
    for name, content in shared.items():
        done.put(project.out / name, content)
    done.removed = _remove_others(
        [*(project.out / name for name in OWNED_FOLDERS), *(project.published(code) for code in plans)], done.kept
    )
    return done


def _publish_pages(project: Project, plan: LanguagePlan, rendered: Mapping[str, str], done: Published) -> None:
    code = plan.edition.code
    target, staged = project.published(code), project.staging(code) / "site"
    records = {}
    for name, source in plan.made_from.items():
        done.kept.add(target / name)
        if name in plan.stale:
            records[name] = PageRecord(source, rendered[name])
            done.written += move_changed(staged / name, target / name, rendered[name])
        else:
            records[name] = plan.cache.pages[name]
    LanguageCache(records).write(project.cache(code))


def _languages_of_pages(plans: Mapping[str, LanguagePlan]) -> dict[str, tuple[str, ...]]:
    """Address inside a language -> the languages that have it."""
    found: dict[str, list[str]] = {}
    for code, plan in plans.items():
        for path in plan.paths():
            found.setdefault(path, []).append(code)
    return {path: tuple(codes) for path, codes in found.items()}


def _remove_others(folders: Sequence[Path], kept: set[Path]) -> int:
    """Remove what an earlier build left in our folders, and the folders that become empty."""
    names = {str(path) for path in kept}
    removed = 0
    for folder in folders:
        for parent, _, files in os.walk(folder, topdown=False):
            left = [name for name in files if f"{parent}{os.sep}{name}" not in names]
            for name in left:
                Path(parent, name).unlink()
            removed += len(left)
            # A folder may hold others that stay, so whether it is empty is seen on the disk.
            if len(left) == len(files) and not any(os.scandir(parent)):
                Path(parent).rmdir()
    return removed
