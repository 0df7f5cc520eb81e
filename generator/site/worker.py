"""Runs MkDocs on one language, in a process of its own."""

from __future__ import annotations

import gc
import json
import logging
import os
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from generator.site.cache import fingerprint
from generator.site.errors import MkDocsError

_counter: Synchronized[int] | None = None
_rendered: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Job:
    """One run of MkDocs.

    Attributes:
        lang: The language.
        folder: Where the run keeps its sources, its configuration and its output.
        sources: File name -> Markdown, of the pages to render.
        config: The configuration of MkDocs, complete.
        pages: The output files that have to come out.
    """

    lang: str
    folder: Path
    sources: dict[str, str]
    config: dict[str, Any]
    pages: frozenset[str]


def note_page(name: str, output: str) -> None:
    """Note that one more page is rendered: the hooks tell the name of its file and what stands in it."""
    _rendered[name] = fingerprint(output.encode("utf-8"))
    if _counter is not None:
        with _counter.get_lock():
            _counter.value += 1


def run_mkdocs(job: Job) -> dict[str, str]:
    """Write the sources of a job and let MkDocs render them.

    Returns:
        Output file -> fingerprint.

    Raises:
        MkDocsError: With everything that MkDocs complained about; a warning is a failure.
    """
    # Both names are MkDocs's own: the first silences an advertisement, the second keeps the clock out of the pages.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    for name, source in job.sources.items():
        path = job.folder / "docs" / job.lang / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8", newline="\n")
    _rendered.clear()
    config_path = job.folder / "mkdocs.yml"
    config_path.write_text(json.dumps(job.config, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")
    complaints = _Complaints(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(complaints)
    try:
        build(load_config(config_file=str(config_path)))
    except (Exception, SystemExit) as error:  # MkDocs ends a failed build with SystemExit
        raise MkDocsError("\n".join((f"{job.lang}: {error}", *complaints.lines))) from error
    finally:
        logging.getLogger("mkdocs").removeHandler(complaints)
    return dict(_rendered)


def work(job: Job, counter: Synchronized[int], answer: Connection) -> None:
    """The whole life of a process: run one job and send back what it rendered, or the words of an error."""
    global _counter  # noqa: PLW0603 - MkDocs calls the hooks without a word about who started it
    _counter = counter
    # The process lives for one job and keeps nearly all that it makes, so looking for garbage is time lost.
    gc.disable()
    try:
        answer.send(run_mkdocs(job))
    except KeyboardInterrupt:
        return
    except MkDocsError as error:
        answer.send(str(error))
    except Exception:  # noqa: BLE001 - whatever it was, the process that waits has to hear of it
        answer.send(traceback.format_exc())


class _Complaints(logging.Handler):
    """Keeps what MkDocs warns about."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
