"""Watches processes while something else goes on: their memory and their time of the processor (Linux)."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_EVERY = 5.0


@contextmanager
def beside(work: Callable[[threading.Event], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Does something in a thread while the block runs; what it gives back is filled in at the end."""
    stop, result = threading.Event(), dict[str, Any]()
    thread = threading.Thread(target=lambda: result.update(work(stop)))
    thread.start()
    try:
        yield result
    finally:
        stop.set()
        thread.join()


@contextmanager
def memory(process: int) -> Iterator[list[tuple[float, float]]]:
    """Reads and prints, while the block runs, the megabytes of a process and its children."""
    readings: list[tuple[float, float]] = []
    start = time.monotonic()

    def read(stop: threading.Event) -> dict[str, Any]:
        while True:
            last = stop.wait(_EVERY)
            readings.append((time.monotonic() - start, sum(map(_resident, [process, *children(process)]))))
            print(f"    {readings[-1][0]:5.0f} s   {readings[-1][1]:7.1f} MB", flush=True)
            if last:
                return {}

    with beside(read):
        yield readings


def children(process: int) -> list[int]:
    """The numbers of the processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


def processor(process: int) -> float:
    """Seconds of the processor that a process and its children have taken."""
    ticks = 0
    for number in (process, *children(process)):
        fields = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(re.findall(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)[0]) / 1024
