"""Runs the jobs of several languages side by side, one process each."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess

from generator.site.errors import MkDocsError
from generator.site.worker import Job, work

Progress = Callable[[int, int], None]
"""Told how many pages are rendered, of how many."""

_POLL_SECONDS = 0.2
_NEEDED = (
    "markdown.extensions.attr_list",
    "markdown.extensions.fenced_code",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "mkdocs.commands.build",
    "mkdocs_static_i18n.plugin",
)


def run_jobs(jobs: Sequence[Job], progress: Progress) -> dict[str, dict[str, str]]:
    """Run all jobs, as many at a time as there are processors.

    Returns:
        Language -> output file -> fingerprint.

    Raises:
        MkDocsError: When a job failed; the others are stopped.
    """
    if not jobs:
        return {}
    # A forked process finds MkDocs imported and the glossary in memory; elsewhere than on Linux forking is not safe.
    context: SpawnContext | ForkContext = multiprocessing.get_context("spawn")
    if sys.platform == "linux":
        context = multiprocessing.get_context("fork")
        _preload()
    counter = context.Value("i", 0)
    total = sum(len(job.sources) for job in jobs)
    waiting = deque(sorted(jobs, key=lambda job: (-len(job.sources), job.lang)))
    running: dict[Connection, tuple[str, BaseProcess]] = {}
    rendered: dict[str, dict[str, str]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < processors():
                job = waiting.popleft()
                receiver, sender = context.Pipe(duplex=False)
                started = context.Process(
                    target=work, args=(job, counter, sender), name=f"site-{job.lang}", daemon=True
                )
                started.start()
                sender.close()
                running[receiver] = job.lang, started
            for ready in wait(list(running), timeout=_POLL_SECONDS):
                assert isinstance(ready, Connection)
                lang, process = running.pop(ready)
                rendered[lang] = _finish(process, ready)
            progress(counter.value, total)
    finally:
        for _, process in running.values():
            process.terminate()
            process.join()
    return rendered


def _finish(process: BaseProcess, answer: Connection) -> dict[str, str]:
    try:
        received: dict[str, str] | str = answer.recv()
    except EOFError:
        received = f"{process.name} ended without an answer"
    process.join()
    if isinstance(received, str):
        raise MkDocsError(received)
    return received


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _preload() -> None:
    """Import what every process needs before the first one is forked."""
    for module in _NEEDED:
        importlib.import_module(module)
