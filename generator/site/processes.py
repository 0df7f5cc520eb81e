"""Runs the jobs of several languages side by side, one process each."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from generator.site.worker import Job, MkDocsFailed, work

Progress = Callable[[int, int], None]
"""Told how many pages are rendered, of how many."""

_POLL_SECONDS = 0.2


def run_jobs(jobs: Sequence[Job], progress: Progress) -> dict[str, dict[str, str]]:
    """Run all jobs, as many at a time as there are processors.

    Returns:
        Language -> output file -> fingerprint.

    Raises:
        MkDocsFailed: When a job failed; the others are stopped.
    """
    if not jobs:
        return {}
    # A forked process finds MkDocs imported and the glossary in memory; elsewhere than on Linux forking is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    if sys.platform == "linux":
        _preload()
    counter = context.Value("i", 0)
    total = sum(len(job.sources) for job in jobs)
    waiting = deque(sorted(jobs, key=lambda job: (-len(job.sources), job.lang)))
    running: dict[Connection, tuple[str, BaseProcess]] = {}
    rendered: dict[str, dict[str, str]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < _processors():
                job = waiting.popleft()
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(target=work, args=(job, counter, sender), name=f"site-{job.lang}", daemon=True)
                process.start()
                sender.close()
                running[receiver] = job.lang, process
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
        raise MkDocsFailed(received)
    return received


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _preload() -> None:
    """Import what every process needs before the first one is forked."""
    import markdown.extensions.attr_list  # noqa: F401
    import markdown.extensions.fenced_code  # noqa: F401
    import markdown.extensions.tables  # noqa: F401
    import markdown.extensions.toc  # noqa: F401
    import mkdocs.commands.build  # noqa: F401
    import mkdocs_static_i18n.plugin  # noqa: F401
