"""Builds the whole site: read, plan, render what changed, publish.

Nothing of the old site is touched before everything new is rendered.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.demo import LinkedSample
from generator.model import Glossary
from generator.site.errors import MkDocsError
from generator.site.plan import plan_language
from generator.site.processes import Progress, run_jobs
from generator.site.project import Project, read_project
from generator.site.promise import refuse_lost_addresses
from generator.site.publish import publish
from generator.site.worker import Job


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a build did.

    Attributes:
        pages: Language -> how many pages it has.
        rendered: Language -> how many of them were rendered now; languages without changes are not in it.
        written: How many files changed on disk.
        removed: How many files went away.
    """

    pages: dict[str, int]
    rendered: dict[str, int]
    written: int
    removed: int


def build_site(
    glossary: Glossary,
    root: Path,
    out: Path,
    *,
    progress: Progress | None = None,
    media_progress: Progress | None = None,
    samples: Mapping[str, Sequence[LinkedSample]] | None = None,
) -> SiteReport:
    """Build every page of every language, the shared files and the machine-readable ones.

    Args:
        glossary: All entries and languages.
        root: The project's folder, with `mkdocs.yml`, `overrides/`, `locales/` and `docs/`.
        out: The folder of the site. What is not this builder's (`api/`) is left alone in it; beside it, two folders
            keep what the next build needs.
        progress: Told how many pages are rendered, of how many.
        media_progress: Told how many pictures are made, of how many.
        samples: Language -> linked sample reports for the portal demonstration.

    Raises:
        SiteError: A published address would be lost, an interface word is not translated, or MkDocs failed or warned.
    """
    project = read_project(glossary, root, out, samples or {})
    plans = {code: plan_language(project, code) for code in glossary.languages}
    refuse_lost_addresses(glossary, {code: plan.paths() for code, plan in plans.items()})
    rendered = _render(project, [plan.job(project) for plan in plans.values() if plan.stale], progress or _silent)
    published = publish(project, plans, rendered, media_progress or _silent)
    return SiteReport(
        pages={code: len(plan.sources) for code, plan in plans.items()},
        rendered={code: len(plan.stale) for code, plan in plans.items() if plan.stale},
        written=published.written,
        removed=published.removed,
    )


def _render(project: Project, jobs: Sequence[Job], progress: Progress) -> dict[str, dict[str, str]]:
    for job in jobs:
        shutil.rmtree(job.folder, ignore_errors=True)
        job.folder.mkdir(parents=True)
        project.catalogue(job.lang).write_bytes(project.messages[job.lang].compiled())
    rendered = run_jobs(jobs, progress)
    for job in jobs:
        left_out = job.pages - rendered[job.lang].keys()
        if left_out:
            raise MkDocsError(f"{job.lang}: MkDocs left out {', '.join(sorted(left_out))}")
    return rendered


def _silent(done: int, total: int) -> None:
    """Tell nobody how far a build is."""
