"""How fast and how exact are terms found and linked, beside the programs that one would use instead?

usage: python -m benchmarks.linking [--sizes 1000 10000 100000 500000] [--reports 2000] [--pipeline-reports 200]

All programs get the same reports and the same vocabulary in one run, each in a process of its own: one that builds,
one that loads what was built (or builds again where the program cannot be saved) and reads every report three times.
The first reading is shown beside the best of the others: this project remembers what it has met. Microseconds are
those of the processor; what else the machine does shows in the clock only. Memory is the growth of the peak, read off
where Linux shows it.

`make benchmark-linking` installs the rivals into an environment of their own.
"""

from __future__ import annotations

import argparse
import os
import pickle
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.matchers import MATCHERS, Matcher, Oracle
from benchmarks.pipelines import PIPELINES, Pipeline
from benchmarks.reports import as_html, material

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000, 100_000, 500_000)
_LARGEST_PIPELINE = 10_000
"""medspaCy makes an object of every form; beyond this size it takes minutes to build."""

_READINGS = 3
_MEGABYTE = 1_000_000
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor and of the clock, and megabytes by which the peak of memory grew."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Run:
    """What reading all reports took, in microseconds a report, and what was found."""

    load: Cost
    saved: bool
    first: float
    best: float
    best_wall: float
    found: list[Any]


def main() -> int:
    """Measure and print; fails where this project's finding is not exact."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="forms in the vocabulary")
    arguments.add_argument("--reports", type=int, default=2_000)
    arguments.add_argument("--pipeline-reports", type=int, default=200, help="reports for the whole pipelines")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _say("making reports and forms")
        made = material(ROOT, max(chosen.sizes), chosen.reports)
        for size in chosen.sizes:
            _write(folder / f"forms-{size}", made.forms[:size])
        _write(folder / "reports", made.reports)
        words = sum(len(report.split()) for report in made.reports) / len(made.reports)
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run")
        print(f"{chosen.reports:,} reports of {words:.0f} words\n")
        exact = _finding(folder, chosen.sizes)
        _write(folder / "reports", made.reports[: chosen.pipeline_reports])
        sizes = [size for size in chosen.sizes if size <= _LARGEST_PIPELINE]
        print(f"\nThe whole pipeline, {chosen.pipeline_reports:,} reports")
        for size in sizes:
            _pipelines(folder, size, "text")
        _write(folder / "reports", [as_html(report) for report in made.reports[: chosen.pipeline_reports]])
        for size in sizes:
            _pipelines(folder, size, "html")
    return 0 if exact else 1


def _finding(folder: Path, sizes: list[int]) -> bool:
    """One table of all programs and sizes; whether ours gave what the oracle gives."""
    print("Finding forms; build and load in seconds of the processor, memory in MB, microseconds a report")
    print(
        f"{'forms':>8} {'program':15}{'build':>8}{'MB':>7}{'load':>8}{'MB':>7}{'first':>8}{'µs':>8}{'clock':>8}"
        f"{'reports/s':>11}{'found':>9}{'wrong':>8}{'missed':>8}"
    )
    exact = True
    for size in sizes:
        _say(f"{size:,} forms: the oracle")
        right = _apart(_oracle, folder, size) or []
        for name in MATCHERS:
            _say(f"{size:,} forms: {name}")
            built = _apart(_build, name, folder, size)
            run = _apart(_run_matcher, name, folder, size)
            if built is None or run is None:
                print(f"{size:>8,} {name:15} ended by the system", flush=True)
                continue
            wrong = sum(len(set(got) - set(want)) for got, want in zip(run.found, right, strict=True))
            missed = sum(len(set(want) - set(got)) for got, want in zip(run.found, right, strict=True))
            exact &= name != "reportlink" or not (wrong or missed)
            load = f"{run.load.cpu:>8.2f}" if run.saved else f"{'-':>8}"
            print(
                f"{size:>8,} {name:15}{built.cpu:>8.2f}{built.memory:>7.0f}{load}{run.load.memory:>7.0f}"
                f"{run.first:>8.0f}{run.best:>8.0f}{run.best_wall:>8.0f}{1e6 / run.best:>11,.0f}"
                f"{sum(map(len, run.found)):>9,}{wrong:>8,}{missed:>8,}",
                flush=True,
            )
    return exact


def _pipelines(folder: Path, size: int, form: str) -> None:
    print(f"\n{form.upper()} in, {size:,} forms; microseconds a report")
    print(f"{'program':24}{'build':>8}{'first':>9}{'µs':>9}{'clock':>9}{'ratio':>8}  mentions by status", flush=True)
    ours = 0.0
    for name in PIPELINES:
        _say(f"{size:,} forms, {form}: {name}")
        run = _apart(_run_pipeline, name, folder, size, form)
        if run is None:
            print(f"{name:24} ended by the system", flush=True)
            continue
        ours = ours or run.best
        totals: Counter[str] = sum(run.found, Counter())
        statuses = ", ".join(f"{status} {totals[status]:,}" for status in sorted(totals))
        print(
            f"{name:24}{run.load.cpu:>8.2f}{run.first:>9,.0f}{run.best:>9,.0f}{run.best_wall:>9,.0f}"
            f"{run.best / ours:>8.1f}  {statuses}",
            flush=True,
        )


def _apart(work: Callable[..., Answer], *arguments: object) -> Answer | None:
    """Call in a fresh process; None where the system ended it, for want of memory as a rule."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(work, *arguments).result()
        except BrokenProcessPool:
            return None


def _oracle(folder: Path, size: int) -> list[list[tuple[int, int]]]:
    oracle = Oracle(_read(folder / f"forms-{size}"))
    return [oracle.spans(report) for report in _read(folder / "reports")]


def _build(name: str, folder: Path, size: int) -> Cost:
    matcher, forms = MATCHERS[name](), _read(folder / f"forms-{size}")
    cost = _cost(lambda: matcher.build(forms))
    saved = folder / f"{name}-{size}"
    if not matcher.save(saved):
        saved.unlink(missing_ok=True)
    return cost


def _run_matcher(name: str, folder: Path, size: int) -> Run:
    matcher: Matcher = MATCHERS[name]()
    saved = folder / f"{name}-{size}"
    if saved.exists():
        return _run(_cost(lambda: matcher.load(saved)), matcher.find, _read(folder / "reports"), saved=True)
    forms = _read(folder / f"forms-{size}")
    return _run(_cost(lambda: matcher.build(forms)), matcher.find, _read(folder / "reports"), saved=False)


def _run_pipeline(name: str, folder: Path, size: int, form: str) -> Run:
    pipeline: Pipeline = PIPELINES[name]()
    forms = _read(folder / f"forms-{size}")
    cost = _cost(lambda: pipeline.build(forms, ROOT))
    return _run(cost, pipeline.text if form == "text" else pipeline.html, _read(folder / "reports"), saved=False)


def _run(load: Cost, find: Callable[[str], Any], reports: list[str], *, saved: bool) -> Run:
    costs: list[Cost] = []
    found: list[Any] = []
    for _ in range(_READINGS):
        found.clear()
        costs.append(_cost(lambda: found.extend(map(find, reports))))
    each = 1e6 / len(reports)
    best = min(costs[1:], key=lambda cost: cost.cpu)
    return Run(load, saved, costs[0].cpu * each, best.cpu * each, best.wall * each, found)


def _cost(work: Callable[[], object]) -> Cost:
    _forget_peak()
    before, start, clock = _peak(), time.process_time(), time.perf_counter()
    work()
    return Cost(time.process_time() - start, time.perf_counter() - clock, _peak() - before)


def _forget_peak() -> None:
    """Let the peak of memory begin here; what unpickling took before is not the program's."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024 / _MEGABYTE


def _write(path: Path, value: object) -> None:
    path.write_bytes(pickle.dumps(value))


def _read(path: Path) -> list[str]:
    value: list[str] = pickle.loads(path.read_bytes())
    return value


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
