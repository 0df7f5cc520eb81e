"""The command line: `reportlink link`, `batch`, `status`, `serve`. A thin shell that nothing imports."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from reportlink import __version__, formats
from reportlink.batch import LinkTask, Run, StatusTask
from reportlink.conversion import convert
from reportlink.errors import ReportlinkError
from reportlink.pipeline import LinkWishes
from reportlink.sources import load_index

_ERROR = 2
_INTERRUPTED = 130
_EVERY = 0.2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0, or 2 where it could not be done (said on standard error), or 130 where it was interrupted.
    """
    options = _parser().parse_args(arguments)
    try:
        done: int = options.run(options)
        return done
    except ReportlinkError as error:
        print(f"reportlink: {error}", file=sys.stderr)
        return _ERROR
    except OSError as error:
        print(f"reportlink: {error.filename}: {error.strerror}", file=sys.stderr)
        return _ERROR
    except KeyboardInterrupt:
        print("\nreportlink: interrupted; the same command goes on where it stopped", file=sys.stderr)
        return _INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="reportlink", description="Link the terms of radiology reports.")
    parser.add_argument("--version", action="version", version=f"reportlink {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    link = commands.add_parser("link", help="link one report")
    link.add_argument("file", nargs="?", default="-", metavar="FILE", help="the report; standard input by default")
    link.add_argument("--lang", required=True, help="the report's language, such as de")
    link.add_argument("--explain", help="the reader's language; the report's by default")
    link.add_argument(
        "--from", dest="form", default="text", choices=["auto", *sorted({**formats.READERS, **formats.ENVELOPES})]
    )
    link.add_argument(
        "--to",
        choices=[*formats.FORMS_OUT, "json", "same", "nte", "annotations"],
        help="html by default; json for hl7v2 and dicom-sr; same for other messages and documents",
    )
    _common(link, _link)

    batch = commands.add_parser("batch", help="link many reports: rows with id, lang, text; NDJSON, or *.parquet")
    batch.add_argument("source", metavar="IN", type=Path)
    batch.add_argument("target", metavar="OUT", type=Path, help="NDJSON or Parquet like the input")
    batch.add_argument("--explain", help="the reader's language; each report's by default")
    batch.add_argument("--jobs", type=_positive, default=1, metavar="N", help="processes")
    _common(batch, _batch)

    status = commands.add_parser("status", help="add a status to NDJSON rows with id, lang, text, start, end")
    status.add_argument("source", metavar="IN.ndjson", type=Path)
    status.add_argument("target", metavar="OUT.ndjson", type=Path)
    status.add_argument("--jobs", type=_positive, default=1, metavar="N", help="processes")
    status.add_argument("--index", required=True, metavar="DIR|URL")
    status.set_defaults(run=_status)

    serve = commands.add_parser("serve", help="answer over HTTP (needs the extra reportlink[server])")
    serve.add_argument("--index", required=True, metavar="DIR|URL")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8080)
    serve.add_argument("--workers", type=_positive, default=1, metavar="N", help="processes")
    serve.add_argument("--max-bytes", type=_positive, default=8_000_000, metavar="N", help="largest report")
    serve.add_argument(
        "--reload-seconds", type=_not_negative, default=10.0, metavar="S", help="look for a newer index; 0: never"
    )
    serve.set_defaults(run=_serve)
    return parser


def _common(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--index", required=True, metavar="DIR|URL", help="the published index, .../api/v1")
    parser.add_argument("--mentions", default="first", choices=["first", "all"])
    parser.add_argument("--exclude", default=[], nargs="+", metavar="ID", help="concepts not to link")
    parser.add_argument("--skip-sections", default=[], nargs="+", metavar="ROLE", help="such as technique history")
    parser.add_argument("--budget", type=_not_negative, metavar="N", help="at most N links for 100 words")
    parser.set_defaults(run=run)


def _not_negative(text: str) -> float:
    value = float(text)
    if not value >= 0:
        raise argparse.ArgumentTypeError("0 or more")
    return value


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return value


def _link(options: argparse.Namespace) -> int:
    data = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    done = convert(data, lambda: load_index(options.index), form=options.form, to=options.to, **_wishes(options))
    for notice in done.notices:
        print(f"reportlink: {notice.path}: {notice.message}", file=sys.stderr)
    sys.stdout.buffer.write(done.data)
    return 0


def _wishes(options: argparse.Namespace) -> LinkWishes:
    return {
        "lang": options.lang,
        "explain": options.explain,
        "mentions": options.mentions,
        "exclude": options.exclude,
        "skip_sections": options.skip_sections,
        "budget": options.budget,
    }


def _batch(options: argparse.Namespace) -> int:
    skipped = tuple(options.skip_sections)
    task = LinkTask(options.mentions, options.explain, tuple(options.exclude), skipped, options.budget)
    tables = {path.suffix.lower() == ".parquet" for path in (options.source, options.target)}
    if len(tables) > 1:
        raise ReportlinkError("of the two files one is Parquet; let both end in .parquet, or neither")
    if tables == {False}:
        return _bulk(Run(options.source, options.target, options.index, task, options.jobs))
    try:
        from reportlink.bulk.parquet import ParquetRun
    except ImportError as error:
        raise ReportlinkError(f"`{error.name}` is missing: install reportlink[parquet]") from None
    return _bulk(ParquetRun(options.source, options.target, options.index, task, options.jobs))


def _status(options: argparse.Namespace) -> int:
    return _bulk(Run(options.source, options.target, options.index, StatusTask(), options.jobs))


def _serve(options: argparse.Namespace) -> int:
    try:
        from reportlink.server.serve import serve
        from reportlink.server.settings import Settings
    except ImportError as error:
        raise ReportlinkError(f"`{error.name}` is missing: install reportlink[server]") from None
    settings = Settings(
        options.index,
        options.host,
        options.port,
        options.workers,
        options.max_bytes,
        reload_seconds=options.reload_seconds,
    )
    return serve(settings)


class _Bulk(Protocol):
    def execute(self, progress: Callable[[int], None]) -> int: ...


def _bulk(run: _Bulk) -> int:
    progress = _Progress()
    errors = run.execute(progress)
    progress.end()
    if errors:
        print(f"reportlink: {errors} row(s) could not be processed; see their `error`", file=sys.stderr)
    return 0


class _Progress:
    """Rows done and rows a second, on a terminal only."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._start = self._last = time.monotonic()
        self._done = 0

    def __call__(self, done: int) -> None:
        self._done = done
        now = time.monotonic()
        if self._shown and now - self._last >= _EVERY:
            self._last = now
            print(f"\r{done:,} rows, {done / (now - self._start):,.0f} a second ", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print(f"\r{self._done:,} rows in {time.monotonic() - self._start:.1f} s          ", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
