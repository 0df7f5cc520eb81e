"""Builds the whole site: plan, render what changed, publish.

Nothing of the old site is touched before everything new is rendered, and each file is replaced in one step, so a build
that is cut off at any point leaves pages that work.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.addresses import DEMO_PAGE, lost_addresses, redirects
from generator.browse import browse_pages
from generator.demo import LinkedSample, demo_page
from generator.edition import Edition, edition
from generator.model import Glossary
from generator.pages import Page, entry_pages
from generator.search import search_index
from generator.site.assets import Asset, gather_assets
from generator.site.cache import LanguageCache, PageRecord, environment_fingerprint, fingerprint, move_changed, write_changed
from generator.site.config import language_config
from generator.site.handwritten import hand_written_languages, hand_written_sources
from generator.site.messages import Messages, load_messages
from generator.site.processes import Progress, run_jobs
from generator.site.rootpages import root_files
from generator.site.settings import ProjectConfig, load_project_config
from generator.site.worker import Job, MkDocsFailed

CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
"""No script or style stands inside a page, so no hash is needed."""

OWNED_FOLDERS: Final = ("assets", "t")
"""The folders besides those of the languages in which only this builder writes; `api` and `media` are others'."""


class LostAddresses(Exception):
    """Addresses that were published once and would be answered no more."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = tuple(addresses)
        lines = "\n".join(f"  {address}" for address in addresses)
        super().__init__(
            f"published once, and now neither a page nor a redirect (name a successor in glossary/retired.yml):\n{lines}"
        )


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


@dataclass(frozen=True, slots=True)
class _Plan:
    """One language before it is rendered.

    Attributes:
        edition: Its view of the glossary.
        sources: Output file -> (source file, Markdown).
        made_from: Output file -> fingerprint of everything it is made from.
        stale: The output files to render.
        cache: What the last build left.
    """

    edition: Edition
    sources: dict[str, tuple[str, str]]
    made_from: dict[str, str]
    stale: list[str]
    cache: LanguageCache


def build_site(
    glossary: Glossary,
    root: Path,
    out: Path,
    *,
    progress: Progress | None = None,
    samples: Mapping[str, Sequence[LinkedSample]] | None = None,
) -> SiteReport:
    """Build every page of every language, the shared files and the machine-readable ones.

    Args:
        glossary: All entries and languages.
        root: The project's folder, with `mkdocs.yml`, `overrides/`, `locales/` and `docs/`.
        out: The folder of the site. What is not this builder's (`api/`, `media/`) is left alone in it.
        progress: Told how many pages are rendered, of how many.
        samples: Language -> linked sample reports for the portal demonstration.

    Raises:
        LostAddresses: When a published address would be answered no more.
        MkDocsFailed: When MkDocs failed or warned.
        MissingMessage: When an interface word is not translated.
    """
    project = load_project_config(root)
    work = out.parent
    messages = {code: load_messages(root, code) for code in glossary.languages}
    editions = {
        code: edition(glossary, language, messages[code], project.settings)
        for code, language in glossary.languages.items()
    }
    assets = gather_assets(root / "overrides")
    written_by_hand = hand_written_sources(root, glossary.languages)
    extra_pages = hand_written_languages(written_by_hand)
    samples = samples or {}
    if samples:
        extra_pages[f"{DEMO_PAGE}/"] = tuple(code for code in glossary.languages if samples.get(code))

    jobs: list[Job] = []
    plans: dict[str, _Plan] = {}
    for code, current in editions.items():
        folder = work / "mkdocs" / code
        config = _config(project, current, glossary, root, folder, messages[code], assets, extra_pages)
        pages = [*browse_pages(current), *entry_pages(current)]
        if samples.get(code):
            pages.append(demo_page(current, samples[code], extra_pages[f"{DEMO_PAGE}/"]))
        environment = _environment(root, config, folder, messages[code])
        plan = _plan(current, pages, written_by_hand[code], environment, _cache_path(work, code), out / code.lower())
        plans[code] = plan
        if plan.stale:
            jobs.append(Job(code, folder, _sources_to_render(plan), config, frozenset(plan.stale)))

    _refuse_lost_addresses(glossary, plans)
    rendered = _render(jobs, messages, progress or (lambda done, total: None))
    return _publish(glossary, root, out, plans, rendered, assets)


def _cache_path(work: Path, code: str) -> Path:
    return work / "cache" / f"site-{code}.json"


def _catalogue_path(folder: Path) -> Path:
    return folder / "ui.mo"


def _config(
    project: ProjectConfig,
    current: Edition,
    glossary: Glossary,
    root: Path,
    folder: Path,
    messages: Messages,
    assets: Sequence[Asset],
    extra_pages: Mapping[str, tuple[str, ...]],
) -> dict[str, Any]:
    config = language_config(
        project.values,
        current,
        languages=tuple(glossary.languages.values()),
        root=root,
        folder=folder,
        catalogue=_catalogue_path(folder),
        assets={asset.name: asset.file_name for asset in assets},
        hand_written=extra_pages,
    )
    config["extra"]["csp"] = CSP
    return config


def _environment(root: Path, config: Mapping[str, Any], folder: Path, messages: Messages) -> str:
    """The fingerprint of what all pages of a language share; the place of the project on disk is no part of it."""
    templates = sorted((root / "overrides").rglob("*.html"))
    # What makes the sources shows in them; only what MkDocs is given besides them has to be named.
    code = [*sorted((root / "generator" / "site").glob("*.py")), root / "generator" / "sitemap.py"]
    values = {"config": repr(config).replace(str(folder), "").replace(str(root), ""), "words": messages.compiled().hex()}
    return environment_fingerprint([*templates, *code], values)


def _plan(
    current: Edition,
    pages: Sequence[Page],
    by_hand: Mapping[str, str],
    environment: str,
    cache_path: Path,
    folder: Path,
) -> _Plan:
    named = [(page.source_path, page.source()) for page in pages] + list(by_hand.items())
    sources = {_output_name(name): (name, source) for name, source in named}
    made_from = {out: fingerprint(f"{environment}\n{source}".encode()) for out, (_, source) in sources.items()}
    cache = LanguageCache.read(cache_path)
    return _Plan(current, sources, made_from, cache.stale(made_from, folder), cache)


def _output_name(source_name: str) -> str:
    stem = source_name.removesuffix(".md")
    return "index.html" if stem == "index" else f"{stem}/index.html"


def _sources_to_render(plan: _Plan) -> dict[str, str]:
    """The stale pages, and always the home page, without which static-i18n does not take a language for one."""
    return dict(plan.sources[out] for out in dict.fromkeys(("index.html", *plan.stale)))


def _refuse_lost_addresses(glossary: Glossary, plans: Mapping[str, _Plan]) -> None:
    answered = {"/", *redirects(glossary)}
    for code, plan in plans.items():
        for name in plan.sources:
            path = name.removesuffix("index.html")
            answered |= {f"/{code.lower()}/{path}", f"/{path}" if path.startswith("t/") else "/"}
    lost = lost_addresses(glossary, frozenset(answered))
    if lost:
        raise LostAddresses(lost)


def _render(jobs: Sequence[Job], messages: Mapping[str, Messages], progress: Progress) -> dict[str, dict[str, str]]:
    for job in jobs:
        shutil.rmtree(job.folder, ignore_errors=True)
        job.folder.mkdir(parents=True)
        _catalogue_path(job.folder).write_bytes(messages[job.lang].compiled())
    rendered = run_jobs(jobs, progress)
    for job in jobs:
        left_out = job.pages - rendered[job.lang].keys()
        if left_out:
            raise MkDocsFailed(f"{job.lang}: MkDocs left out {', '.join(sorted(left_out))}")
    return rendered


def _publish(
    glossary: Glossary,
    root: Path,
    out: Path,
    plans: Mapping[str, _Plan],
    rendered: Mapping[str, Mapping[str, str]],
    assets: Sequence[Asset],
) -> SiteReport:
    """Put everything in its place: what pages load first, then pages, then what lists them; last, take away the old."""
    kept: set[Path] = set()
    written = 0

    def put(name: str, content: bytes) -> None:
        nonlocal written
        kept.add(out / name)
        written += write_changed(out / name, content)

    for asset in assets:
        put(f"assets/{asset.file_name}", asset.content)
    for code, plan in plans.items():
        put(f"{code.lower()}/search.json", search_index(plan.edition).encode("utf-8"))
        records = {}
        stale = set(plan.stale)
        staged = out.parent / "mkdocs" / code / "site"
        for name, source in plan.made_from.items():
            kept.add(out / code.lower() / name)
            if name in stale:
                records[name] = PageRecord(source, rendered[code][name])
                written += move_changed(staged / name, out / code.lower() / name, rendered[code][name])
            else:
                records[name] = plan.cache.pages[name]
        LanguageCache(records).write(_cache_path(out.parent, code))
    addresses = _languages_of_pages(plans)
    editions = {code: plan.edition for code, plan in plans.items()}
    names = {asset.name: asset.file_name for asset in assets}
    shared = root_files(glossary, editions, addresses, overrides=root / "overrides", assets=names, csp=CSP)
    for name, content in shared.items():
        put(name, content)
    return SiteReport(
        pages={code: len(plan.sources) for code, plan in plans.items()},
        rendered={code: len(plan.stale) for code, plan in plans.items() if plan.stale},
        written=written,
        removed=_remove_others(out, (*OWNED_FOLDERS, *(code.lower() for code in plans)), kept),
    )


def _languages_of_pages(plans: Mapping[str, _Plan]) -> dict[str, tuple[str, ...]]:
    """Address inside a language -> the languages that have it."""
    found: dict[str, list[str]] = {}
    for code, plan in plans.items():
        for name in plan.sources:
            found.setdefault(name.removesuffix("index.html"), []).append(code)
    return {path: tuple(codes) for path, codes in found.items()}


def _remove_others(out: Path, folders: Sequence[str], kept: set[Path]) -> int:
    """Remove what an earlier build left in our folders, and the folders that become empty."""
    removed = 0
    for name in folders:
        for path in sorted((out / name).rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in kept:
                path.unlink()
                removed += 1
    return removed
