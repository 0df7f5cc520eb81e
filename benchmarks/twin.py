"""How fast does the browser link a report?

usage: python -m benchmarks.twin [--sizes 10000 500000] [--reports 200]

Links reports of 300 words in a headless Chromium (`$CHROMIUM`, or one on the PATH): with the glossary's own index, each
report made of the sample reports of its language; and with invented vocabularies and reports, as `benchmarks.linking`
makes them. The script and the index are those that a site publishes, served on this machine. Milliseconds by the
browser's clock, which ticks ten times a millisecond. Loading is fetching, checking the hashes and reading; `first` is
the first report after loading, the others are over every report in turn. Python's median over the same reports stands
beside it. Links are all mentions, counted in both; the run fails where the counts differ.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.reports import material
from generator.bundle import bundle
from generator.index import build_index
from generator.load import load
from generator.model import Glossary
from generator.server import server
from reportlink import link_report, load_index
from reportlink.builder import build_forms
from reportlink.characters import characters, packaged_table
from reportlink.index import FORMAT
from reportlink.vocabulary import Cue, Facts, Form, SentenceRules
from tests.browser.chromium import executable

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://glossary.example/"
WORDS = 300
_CUES = "en"
"""The language whose cues the invented reports hold."""

_CONCEPTS = 2_000
"""How many entries the forms of an invented vocabulary lead to."""

_RUN = """async ([api, lang, reports]) => {
  const { loadIndex, linkText } = await import(new URL("reportlink.js", document.baseURI));
  const begun = performance.now();
  const index = await loadIndex(api, { report: lang });
  const loaded = performance.now() - begun;
  const times = [];
  let links = 0;
  for (const report of reports) {
    const start = performance.now();
    const result = linkText(report, index, { mentions: "all" });
    times.push(performance.now() - start);
    links += result.links.length;
  }
  return [loaded, times, links];
}"""


def main() -> int:
    """Measure and print; fails where Python and the browser do not find the same number of links."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 500_000], help="forms in the vocabulary")
    arguments.add_argument("--reports", type=int, default=200)
    chosen = arguments.parse_args()
    path = executable()
    if path is None:
        print("there is no Chromium: set CHROMIUM=/path/to/chromium", file=sys.stderr)
        return 1
    glossary = load(ROOT).glossary
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = Path(name)
        scripts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "reportlink" / "js").glob("*.js")}
        (site / "reportlink.js").write_text(bundle(scripts), encoding="utf-8")
        (site / "index.html").write_text("<!doctype html><title>Twin</title>", encoding="utf-8")
        running = server(site, "127.0.0.1", 0)
        threading.Thread(target=running.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{running.server_address[1]}/")
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run; Chromium {browser.version}")
        columns = ("index MB", "load ms", "first", "median", "95 %", "worst", "Python")
        print(f"{'vocabulary':22}" + "".join(f"{column:>10}" for column in columns) + "     links")

        _write(site / "own", build_index(glossary, BASE, packaged_table()))
        same = [
            _measure(page, site / "own", lang, _samples(lang, chosen.reports), f"the glossary, {lang}")
            for lang in sorted(path.name for path in (ROOT / "samples").iterdir() if path.is_dir())
        ]
        made = material(ROOT, max(chosen.sizes), chosen.reports, words=WORDS)
        for size in chosen.sizes:
            _write(site / str(size), _invented(glossary, made.forms[:size]))
            same.append(_measure(page, site / str(size), _CUES, made.reports, f"{size:,} forms"))
        browser.close()
        running.shutdown()
    return 0 if all(same) else 1


def _measure(page: Page, api: Path, lang: str, reports: Sequence[str], name: str) -> bool:
    """Print the row of one index; whether both found the same number of links."""
    # As from the first visit: the page is opened anew, so that nothing is remembered from the row before.
    page.reload()
    loaded, times, links = page.evaluate(_RUN, [f"{api.name}/", lang, list(reports)])
    index = load_index(api, languages=[lang])
    python, expected = [], 0
    for report in reports:
        start = time.perf_counter()
        result = link_report(report, index, lang=lang, mentions="all")
        python.append((time.perf_counter() - start) * 1_000)
        expected += len(result.links)
    megabytes = next(api.glob(f"forms.{lang}.*")).stat().st_size / 1_000_000
    ordered = sorted(times)
    numbers = (megabytes, loaded, times[0], statistics.median(times), ordered[len(ordered) * 95 // 100], ordered[-1])
    row = "".join(f"{number:>10.2f}" for number in (*numbers, statistics.median(python)))
    print(f"{name:22}{row}{links:>10,}{'' if links == expected else f'  PYTHON FOUND {expected:,}'}", flush=True)
    return bool(links == expected)


def _samples(lang: str, count: int) -> list[str]:
    """Reports of 300 words: the samples of a language one behind the other, each beginning at another word."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples" / lang).glob("*.txt"))]
    words = "\n\n".join(texts).split(" ") * 2
    half = len(words) // 2
    return [" ".join(words[start : start + WORDS]) for n in range(count) for start in [n * 37 % half]]


def _invented(glossary: Glossary, forms: Sequence[str]) -> dict[str, bytes]:
    """The files of an index: forms spread over concepts, the cues and rules those of the glossary."""
    language = glossary.languages[_CUES]
    ids = [f"term-{number}" for number in range(_CONCEPTS)]
    facts = {id_: Facts("finding") for id_ in ids}
    entries = [Form(form, ids[number % _CONCEPTS]) for number, form in enumerate(forms)]
    entries += [Form(cue.text, cue=Cue(cue.status or "", cue.direction)) for cue in language.cues]
    entries += [Form(word, cue=Cue("", "join")) for word in language.joins]
    titles = {title: role for role, titles in language.sections.items() for title in titles}
    rules = SentenceRules(frozenset(language.abbreviations), titles, language.ordinals)
    table = characters(packaged_table())
    terms = {id_: {"title": id_, "short": "", "path": f"{_CUES}/t/{id_}/"} for id_ in facts}
    files = {
        "characters.json": packaged_table().encode("utf-8"),
        f"forms.{_CUES}.bin": build_forms(_CUES, entries, facts, table, asserted=["finding"], rules=rules),
        f"terms.{_CUES}.json": json.dumps(terms).encode("utf-8"),
    }

    def entry(name: str) -> dict[str, str]:
        digest = base64.b64encode(hashlib.sha256(files[name]).digest()).decode("ascii")
        return {"file": name, "integrity": f"sha256-{digest}"}

    manifest = {
        "format": FORMAT,
        "build": "0" * 16,
        "base": BASE,
        "characters": entry("characters.json"),
        "languages": {
            _CUES: {"forms": entry(f"forms.{_CUES}.bin"), "terms": entry(f"terms.{_CUES}.json"), "direction": "ltr"}
        },
    }
    return files | {"manifest.json": json.dumps(manifest).encode("utf-8")}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
