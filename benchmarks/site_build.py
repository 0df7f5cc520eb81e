"""How long does the site take: cold, with nothing changed, after one edit; and a stock build of the same pages?

usage: python benchmarks/site_build.py [--entries 1000] [--languages 6] [--stock]
       python benchmarks/site_build.py --table

The table measures four sizes, one after the other. Beyond the project's own languages, copies of one stand in for
more. Pages in a second are entry pages; a build renders a few others besides.

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
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.synthetic import edited, language_codes, synthetic_glossary, synthetic_project
from generator.edition import edition
from generator.load import load
from generator.model import Glossary
from generator.pages import entry_pages
from generator.site import build_site
from generator.site.cache import fingerprint
from generator.site.messages import load_messages
from generator.site.settings import load_project_config

ROOT = Path(__file__).resolve().parent.parent
TABLE = ((500, 6), (1000, 6), (500, 12), (1000, 12))


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build took.

    Attributes:
        seconds: By the clock.
        computing: Seconds of all processors together, ours and the system's: what other programs do on the machine
            shows little here.
    """

    seconds: float
    computing: float


def main() -> int:
    """Measure, print a table, and say whether incremental and cold builds agree."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--entries", type=int, default=1000)
    arguments.add_argument("--languages", type=int, default=6)
    rows = arguments.add_mutually_exclusive_group()
    rows.add_argument("--stock", action="store_true", help="run the rival as well (minutes)")
    rows.add_argument("--table", action="store_true", help="measure " + ", ".join(f"{e:,} x {n}" for e, n in TABLE))
    chosen = arguments.parse_args()
    if not 0 < chosen.languages <= len(language_codes(ROOT)):
        arguments.error(f"between 1 and {len(language_codes(ROOT))} languages, not {chosen.languages}")

    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run")
    print(f"{'entries x languages':21}{'build':20}{'wall s':>8}{'CPU s':>8}{'pages/s':>9}  rendered")
    sizes = TABLE if chosen.table else ((chosen.entries, chosen.languages),)
    same = [_measure(entries, languages, stock=chosen.stock) for entries, languages in sizes]
    return 0 if all(same) else 1


def _measure(entries: int, languages: int, *, stock: bool) -> bool:
    """Print the rows of one size; whether the incremental build gave the bytes of a cold one."""
    with tempfile.TemporaryDirectory() as folder:
        root, ours, fresh = Path(folder, "project"), Path(folder, "ours", "site"), Path(folder, "fresh", "site")
        synthetic_project(ROOT, root, language_codes(ROOT)[:languages])
        glossary = synthetic_glossary(entries, load(root).glossary.languages)
        changed = edited(glossary, next(iter(glossary.languages)))

        def row(name: str, run: Callable[[], str]) -> Cost:
            start, before = time.perf_counter(), os.times()
            note = run()
            seconds, after = time.perf_counter() - start, os.times()
            computing = sum(after[:4]) - sum(before[:4])
            size, speed = f"{entries:,} x {languages}", entries * languages / seconds
            print(f"{size:21}{name:20}{seconds:>8.2f}{computing:>8.2f}{speed:>9,.0f}  {note}", flush=True)
            return Cost(seconds, computing)

        cold = row("cold", lambda: _build(glossary, root, ours))
        row("nothing changed", lambda: _build(glossary, root, ours))
        row("after one edit", lambda: _build(changed, root, ours))
        _build(changed, root, fresh)
        files = _tree(fresh)
        same = _tree(ours) == files
        print(f"{'':21}{len(files):,} files, {'the same bytes as' if same else 'NOT THE BYTES OF'} a cold build")
        if stock:
            rival = row("stock MkDocs, cold", lambda: _stock(glossary, root, Path(folder, "stock")))
            wall, computing = cold.seconds / rival.seconds, cold.computing / rival.computing
            print(f"{'':21}{'ours to stock':20}{wall:>8.1%}{computing:>8.1%}")
    return same


def _build(glossary: Glossary, root: Path, out: Path) -> str:
    report = build_site(glossary, root, out)
    return f"{sum(report.rendered.values()):,}"


def _tree(out: Path) -> dict[str, str]:
    """Every file of a site, with the fingerprint of its bytes."""
    files = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): fingerprint(path.read_bytes()) for path in files}


def _stock(glossary: Glossary, root: Path, folder: Path) -> str:
    """Write the same pages as an ordinary project and build it with the MkDocs command."""
    settings = load_project_config(root).settings
    locales = []
    for number, (code, language) in enumerate(glossary.languages.items()):
        (folder / "docs" / code / "t").mkdir(parents=True)
        (folder / "docs" / code / "index.md").write_text(f"# {language.name}\n", encoding="utf-8")
        for page in entry_pages(edition(glossary, language, load_messages(root, code), settings)):
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
