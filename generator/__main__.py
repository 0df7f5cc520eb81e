"""The command line of the generator: `python -m generator COMMAND`. A thin shell that nothing imports."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from generator.check import check
from generator.editing import NothingToSignError, new_entry, signed
from generator.figures.outline import outline_json_schema
from generator.figures.shape import figure_json_schema
from generator.kinds import Kind
from generator.load import Loaded, load
from generator.model import ID, Glossary, Signature
from generator.problems import ContentError, Severity
from generator.review import SIGNING_ROLES, text_hash
from generator.schema import concept_json_schema, language_json_schema
from reportlink.characters import characters, packaged_table

ROOT = Path.cwd()
SITE = ROOT / "build" / "site"
API = SITE / "api" / "v1"
_FAILED, _INTERRUPTED = 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0, or 1 where it could not be done, or 130 where it was interrupted."""
    options = _parser().parse_args(arguments)
    if not (ROOT / "glossary").is_dir():
        print("run this in the project's folder: there is no glossary/ here", file=sys.stderr)
        return _FAILED
    try:
        return int(options.run(options))
    except ContentError as error:
        _print_problems(error)
        return _FAILED
    except KeyboardInterrupt:
        print("\ninterrupted; what was built before is still whole", file=sys.stderr)
        return _INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description="Builds the glossary's site and index.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, help_: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_, description=help_)
        added.set_defaults(run=run)
        return added

    command("check", "print every problem of the content; exit 1 on any error", _check)
    command("index", "build the link index into build/site/api/v1", _index)
    command("build", "build the whole site into build/site", _build)
    serve = command("serve", "serve the built site until Ctrl-C", _serve)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    new = command("new", "begin a new entry", _new)
    new.add_argument("id", help="its permanent id, such as pleural-effusion")
    new.add_argument("--kind", required=True, choices=[kind.value for kind in Kind])
    new.add_argument("--languages", nargs="+", default=["en"], metavar="LANG")
    sign = command("sign", "sign a text that you have read and approve", _sign)
    sign.add_argument("id")
    sign.add_argument("--lang", required=True)
    sign.add_argument("--role", required=True, choices=sorted(SIGNING_ROLES))
    sign.add_argument("--name", required=True, help="your name; it is shown on the page")
    sign.add_argument("--date", default=date.today().isoformat(), help="today by default")
    command("lock", "record every address in glossary/urls.lock: from then on none may go away", _lock)
    command("schema", "write the JSON Schemas that editors complete with", _schema)
    media = command("media", "render pictures and videos into media/; needs requirements/media.lock", _media)
    media.add_argument("names", nargs="*", help="what to render; everything by default")
    media.add_argument("--again", action="store_true", help="render also what is up to date")
    media.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    command("messages", "bring every locales/<lang>/ui.po in line with the code", _messages)
    return parser


def _print_problems(error: ContentError) -> None:
    for problem in error.problems:
        print(problem, file=sys.stderr)
    print(f"\n{error}", file=sys.stderr)


def _checked() -> Loaded:
    """The content; raises `ContentError` with every problem where there is an error among them."""
    from generator.everyday import frequency

    loaded = load(ROOT)
    problems = check(loaded, characters(packaged_table()), frequency)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    return loaded


def _check(_: argparse.Namespace) -> int:
    from generator.everyday import frequency

    loaded = load(ROOT)
    problems = check(loaded, characters(packaged_table()), frequency)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if problems:
        print(f"\n{errors} error(s), {len(problems) - errors} warning(s)", file=sys.stderr)
    return _FAILED if errors else 0


def _write_index(glossary: Glossary) -> None:
    from generator.index import build_index
    from generator.site.cache import write_changed
    from generator.site.messages import load_messages
    from generator.site.settings import load_project_config
    from generator.words import note_words

    words = {code: note_words(load_messages(ROOT, code)) for code in glossary.languages}
    scripts = (ROOT / "reportlink" / "js").glob("*.js")
    modules = {path.name: path.read_text(encoding="utf-8") for path in scripts}
    site_url = load_project_config(ROOT).settings.site_url
    files = build_index(glossary, site_url, packaged_table(), words=words, modules=modules)
    # The manifest goes last: whoever reads it finds every file that it names.
    for name in sorted(files, key=lambda name: (name == "manifest.json", name)):
        write_changed(API / name, files[name])
    for name, schema in _schemas().items():
        write_changed(API / name, schema.encode("utf-8"))
    for path in API.iterdir():
        if path.name not in files and path.name not in _schemas():
            path.unlink()


def _index(_: argparse.Namespace) -> int:
    started = time.monotonic()
    loaded = _checked()
    _write_index(loaded.glossary)
    print(f"link index of {len(loaded.glossary.concepts)} entries in {time.monotonic() - started:.1f} s: {_shown(API)}")
    return 0


def _build(_: argparse.Namespace) -> int:
    from generator.samples import count_links, linked_samples
    from generator.site import SiteError, build_site
    from reportlink import load_index

    started = time.monotonic()
    loaded = _checked()
    _write_index(loaded.glossary)
    samples = linked_samples(ROOT, load_index(API))
    try:
        report = build_site(
            loaded.glossary, ROOT, SITE, progress=_progress, media_progress=_media_progress, samples=samples
        )
    except SiteError as error:
        print(f"\n{error}", file=sys.stderr)
        return _FAILED
    rendered = sum(report.rendered.values())
    print(
        f"{sum(report.pages.values()):,} pages in {len(report.pages)} languages ({rendered:,} rendered, "
        f"{report.written:,} files changed); {sum(map(len, samples.values()))} sample reports with "
        f"{count_links(samples)} links; {time.monotonic() - started:.1f} s: {_shown(SITE)}"
    )
    return 0


def _progress(done: int, total: int) -> None:
    _tell(done, total, "pages")


def _media_progress(done: int, total: int) -> None:
    _tell(done, total, "pictures")


def _tell(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done:,} of {total:,} {what} ", end=end, file=sys.stderr, flush=True)


def _serve(options: argparse.Namespace) -> int:
    from generator.server import server

    if not (SITE / "index.html").is_file():
        print("nothing is built yet: run `python -m generator build`", file=sys.stderr)
        return _FAILED
    try:
        site = server(SITE, options.host, options.port)
    except OSError as error:
        print(f"{options.host}:{options.port}: {error.strerror}; choose another with --port", file=sys.stderr)
        return _FAILED
    print(f"serving at http://{options.host}:{options.port}  (Ctrl-C ends it)", flush=True)
    with site:
        try:
            site.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def _new(options: argparse.Namespace) -> int:
    if not ID.fullmatch(options.id):
        print(f"`{options.id}` is not an id: lower-case letters, digits and hyphens, a letter first", file=sys.stderr)
        return _FAILED
    loaded = load(ROOT)
    if options.id in loaded.glossary.retired:
        print(f"`{options.id}` is retired, and an id is never used again", file=sys.stderr)
        return _FAILED
    folder = "explainers" if options.kind == Kind.EXPLAINER else "concepts"
    path = ROOT / "glossary" / folder / f"{options.id}.yml"
    if options.id in loaded.glossary.concepts or path.exists():
        print(f"{_shown(path)} is there already", file=sys.stderr)
        return _FAILED
    path.write_text(new_entry(options.id, Kind(options.kind), options.languages), encoding="utf-8", newline="\n")
    print(f"{_shown(path)}: fill it in, then run `python -m generator check`")
    return 0


def _sign(options: argparse.Namespace) -> int:
    loaded = _checked()
    concept = loaded.glossary.concepts.get(options.id)
    if concept is None or options.lang not in concept.blocks:
        print(f"there is no entry `{options.id}` in `{options.lang}`", file=sys.stderr)
        return _FAILED
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", options.date):
        print(f"`{options.date}` is not a date such as 2026-05-31", file=sys.stderr)
        return _FAILED
    block = concept.blocks[options.lang]
    now = text_hash(block)
    kept = tuple(s for s in block.review.signatures if s.text_hash == now and s.role != options.role)
    signature = Signature(options.role, options.name, options.date, now)
    complete = {s.role for s in (*kept, signature)} == SIGNING_ROLES
    path = ROOT / concept.path
    try:
        text = signed(path.read_bytes().decode("utf-8"), options.lang, signature, kept, complete)
    except NothingToSignError:
        print(f"{concept.path} has no review block in `{options.lang}`", file=sys.stderr)
        return _FAILED
    path.write_bytes(text.encode("utf-8"))
    missing = " and ".join(sorted(SIGNING_ROLES - {options.role} - {s.role for s in kept}))
    print(f"{concept.path}: signed" + ("" if complete else f"; still a draft until a {missing} signs too"))
    return 0


def _lock(_: argparse.Namespace) -> int:
    from generator.samples import sample_languages
    from generator.site import site_addresses

    loaded = _checked()
    path = ROOT / "glossary" / "urls.lock"
    # An address is added and never taken out: a line here is a promise to whoever has the link.
    answered = site_addresses(loaded.glossary, ROOT, sample_languages(ROOT))
    lines = sorted(loaded.glossary.published | answered)
    header = "# Every address ever published. Written by `python -m generator lock`; no line is ever deleted.\n"
    path.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    print(f"{_shown(path)}: {len(lines)} addresses, {len(set(lines) - loaded.glossary.published)} of them new")
    return 0


def _media(options: argparse.Namespace) -> int:
    from generator.media.recipes import UnknownRecipeError, recipes
    from generator.media.render import render

    def told(done: int, total: int, name: str) -> None:
        print(f"{done} of {total}: {name}", file=sys.stderr, flush=True)

    try:
        done = render(ROOT, recipes(options.names), again=options.again, jobs=max(1, options.jobs), progress=told)
    except UnknownRecipeError as error:
        print(error, file=sys.stderr)
        return _FAILED
    except ModuleNotFoundError as error:
        print(f"the package `{error.name}` renders media and is not installed: run `make media`", file=sys.stderr)
        return _FAILED
    for name, why in done.failed.items():
        print(f"{name}: {why}", file=sys.stderr)
    print(
        f"{len(done.made)} rendered, {len(done.kept)} up to date, {len(done.failed)} failed: {_shown(ROOT / 'media')}"
    )
    return _FAILED if done.failed else 0


def _schemas() -> dict[str, str]:
    found = {
        "concept.schema.json": concept_json_schema(),
        "figure.schema.json": figure_json_schema(),
        "outline.schema.json": outline_json_schema(),
        "language.schema.json": language_json_schema(),
    }
    return {name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in found.items()}


def _schema(_: argparse.Namespace) -> int:
    for name, text in _schemas().items():
        path = ROOT / ("locales" if name.startswith("language") else "glossary") / name
        path.write_text(text, encoding="utf-8", newline="\n")
        print(_shown(path))
    return 0


def _messages(_: argparse.Namespace) -> int:
    from generator.site.messages import update_catalogue

    missing = 0
    for folder in sorted(path.parent for path in (ROOT / "locales").glob("*/language.yml")):
        for message in update_catalogue(ROOT, folder.name):
            missing += 1
            print(f"locales/{folder.name}/ui.po: not translated: {message}")
    return _FAILED if missing else 0


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main())
