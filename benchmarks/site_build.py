"""How long does the site take: cold, with nothing changed, after one edit; and a stock build of the same pages?

usage: python benchmarks/site_build.py [--entries 1000] [--languages 6] [--stock]

The stock build is one MkDocs project with Material, search and static-i18n as their manuals set them up: default
navigation, all languages in one build. It gets the same Markdown, without our templates and links. The run fails if
an incremental build differs from a cold one in a single byte.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.synthetic import edited, synthetic_glossary
from generator.edition import edition
from generator.load import load
from generator.model import Glossary
from generator.pages import entry_pages
from generator.site import build_site
from generator.site.messages import load_messages
from generator.site.settings import load_project_config

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure, print a table, and say whether incremental and cold builds agree."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--entries", type=int, default=1000)
    arguments.add_argument("--languages", type=int, default=6)
    arguments.add_argument("--stock", action="store_true", help="run the rival as well (minutes)")
    chosen = arguments.parse_args()

    known = load(ROOT).glossary.languages
    languages = dict(sorted(known.items())[: chosen.languages])
    if len(languages) < chosen.languages:
        arguments.error(f"the project has {len(known)} languages")
    glossary = synthetic_glossary(chosen.entries, languages)
    pages = chosen.entries * len(languages)
    print(f"{chosen.entries} entries x {len(languages)} languages = {pages} entry pages, {os.cpu_count()} processors")
    print(f"{'':24}{'seconds':>9}{'user CPU':>9}{'pages/s':>9}  rendered")
    with tempfile.TemporaryDirectory() as folder:
        ours, fresh = Path(folder, "ours", "site"), Path(folder, "fresh", "site")
        cold = _row("cold", pages, lambda: _build(glossary, ours))
        _row("nothing changed", pages, lambda: _build(glossary, ours))
        changed = edited(glossary, next(iter(languages)))
        warm = _row("after one edit", pages, lambda: _build(changed, ours))
        print(f"{'':24}{warm / cold:>9.0%}  of our cold build")
        _build(changed, fresh)
        same = _tree(ours) == _tree(fresh)
        print(f"incremental and cold output {'are the same bytes' if same else 'DIFFER'}: {len(_tree(fresh))} files")
        if chosen.stock:
            stock = _row("stock MkDocs, cold", pages, lambda: _stock(glossary, Path(folder, "stock")))
            print(f"{'':24}{cold / stock:>9.0%}  our cold build of the stock build")
    return 0 if same else 1


def _row(name: str, pages: int, run: Callable[[], str]) -> float:
    start, before = time.perf_counter(), os.times()
    note = run()
    seconds, after = time.perf_counter() - start, os.times()
    # What other programs do on the machine shows in the seconds and not here.
    computing = after.user + after.children_user - before.user - before.children_user
    print(f"{name:24}{seconds:>9.2f}{computing:>9.2f}{pages / seconds:>9.0f}  {note}", flush=True)
    return seconds


def _build(glossary: Glossary, out: Path) -> str:
    report = build_site(glossary, ROOT, out)
    return str(sum(report.rendered.values()))


def _tree(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def _stock(glossary: Glossary, folder: Path) -> str:
    """Write the same pages as an ordinary project and build it with the MkDocs command."""
    settings = load_project_config(ROOT).settings
    locales = []
    for number, (code, language) in enumerate(glossary.languages.items()):
        (folder / "docs" / code / "t").mkdir(parents=True)
        (folder / "docs" / code / "index.md").write_text(f"# {language.name}\n", encoding="utf-8")
        for page in entry_pages(edition(glossary, language, load_messages(ROOT, code), settings)):
            questions = "\n".join(f"- {question}" for question in _strings(page.meta["questions"]))
            text = f"# {page.meta['title']}\n\n{page.meta['short']}\n\n{page.body}\n\n{questions}\n"
            (folder / "docs" / code / page.source_path).write_text(text, encoding="utf-8")
        locales.append({"locale": code, "name": language.name, "build": True, "default": number == 0})
    config = {
        "site_name": "Stock",
        "site_url": "http://127.0.0.1:8000/",
        "theme": {"name": "material", "font": False},
        "markdown_extensions": ["attr_list"],
        "plugins": ["search", {"i18n": {"docs_structure": "folder", "languages": locales}}],
    }
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return "all"


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


if __name__ == "__main__":
    sys.exit(main())
