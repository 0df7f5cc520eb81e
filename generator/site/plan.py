"""Decides what has to be rendered: compares what every page is made from with what it was made from last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.addresses import DEMO_PAGE
from generator.browse import browse_pages
from generator.demo import demo_page
from generator.edition import Edition
from generator.figures.credits import credits_page
from generator.myreport import my_report_page
from generator.pages import Page, entry_pages
from generator.site.cache import LanguageCache, environment_fingerprint, fingerprint
from generator.site.config import language_config
from generator.site.project import Project
from generator.site.worker import Job

HOME = "index.html"


@dataclass(frozen=True, slots=True)
class LanguagePlan:
    """One language before it is rendered.

    Attributes:
        edition: Its view of the glossary.
        sources: Output file -> (source file, Markdown).
        made_from: Output file -> fingerprint of everything it is made from.
        stale: The output files to render.
        cache: What the last build left.
        config: The configuration of MkDocs.
    """

    edition: Edition
    sources: dict[str, tuple[str, str]]
    made_from: dict[str, str]
    stale: frozenset[str]
    cache: LanguageCache
    config: dict[str, Any]

    def paths(self) -> list[str]:
        """The addresses of all pages inside the language."""
        return [name.removesuffix(HOME) for name in self.sources]

    def job(self, project: Project) -> Job:
        """The stale pages as one run of MkDocs.

        The home page is always among the sources: static-i18n does not take a folder without one for a language.
        """
        code = self.edition.code
        sources = dict(self.sources[name] for name in {HOME: None, **dict.fromkeys(sorted(self.stale))})
        return Job(code, project.staging(code), sources, self.config, self.stale)


def plan_language(project: Project, code: str) -> LanguagePlan:
    """Make the sources of a language's pages and find those that changed."""
    edition = project.editions[code]
    named = [(page.source_path, page.source()) for page in _pages(project, edition)]
    named += project.hand_written[code].items()
    sources = {_output_name(name): (name, source) for name, source in named}
    config = language_config(project, code)
    environment = _environment(project, code, config)
    made_from = {out: fingerprint(f"{environment}\n{source}".encode()) for out, (_, source) in sources.items()}
    cache = LanguageCache.read(project.cache(code))
    stale = frozenset(cache.stale(made_from, project.published(code)))
    return LanguagePlan(edition, sources, made_from, stale, cache, config)


def _pages(project: Project, edition: Edition) -> list[Page]:
    pages = [*browse_pages(edition), my_report_page(edition), credits_page(edition), *entry_pages(edition)]
    samples = project.samples.get(edition.code)
    if samples:
        pages.append(demo_page(edition, samples, project.extra_pages[f"{DEMO_PAGE}/"]))
    return pages


def _environment(project: Project, code: str, config: Mapping[str, Any]) -> str:
    """The fingerprint of what all pages of a language share; the place of the project on disk is no part of it."""
    templates = sorted(project.overrides.rglob("*.html"))
    # What makes the sources shows in them; only what MkDocs is given besides them has to be named.
    modules = [*sorted((project.root / "generator" / "site").glob("*.py")), project.root / "generator" / "sitemap.py"]
    shown = repr(config).replace(str(project.staging(code)), "").replace(str(project.root), "")
    return environment_fingerprint(
        [*templates, *modules], {"config": shown, "words": project.messages[code].compiled().hex()}
    )


def _output_name(source_name: str) -> str:
    stem = source_name.removesuffix(".md")
    return HOME if stem == "index" else f"{stem}/index.html"
