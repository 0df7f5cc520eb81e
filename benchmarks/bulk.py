"""How many reports does `reportlink batch` link in an hour, and does its memory grow with their number?

usage: python -m benchmarks.bulk [--reports 20000 200000] [--jobs 1 2]

Archives made from the project's own samples, as NDJSON and as Parquet. Every run is the command line's own, in a fresh
process. Reports an hour are told by the clock and by the processor: seconds of the processor are what a core needs,
whatever else the machine does. Memory is the largest resident set of the run, and of the largest of its workers.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.archive import archive, publish, write_parquet

ROOT = Path(__file__).resolve().parent.parent
GOAL = 1_000_000
"""Reports a core and hour at the least."""

_RUN = """
import json, resource, sys, time
from reportlink.cli import main
start = time.perf_counter()
code = main(sys.argv[1:])
own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
cpu = own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime
print(json.dumps([code, time.perf_counter() - start, cpu, own.ru_maxrss, workers.ru_maxrss]))
"""


def main() -> int:
    """Measure and print; fails where a core links fewer reports an hour than the goal, or a run fails."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, nargs="+", default=[20_000, 200_000])
    arguments.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    chosen = arguments.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run")
    print(f"{'form':9}{'reports':>9}{'MB':>6}{'jobs':>6}{'s':>8}{'CPU s':>8}{'an hour':>12}{'a core+h':>12}", end="")
    print(f"{'MB':>7}{'worker MB':>11}", flush=True)
    reached = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = publish(ROOT, folder / "api")
        for reports in chosen.reports:
            for form, write in (("ndjson", _write_ndjson), ("parquet", write_parquet)):
                source, target = folder / f"in.{form}", folder / f"out.{form}"
                write(source, archive(ROOT, reports))
                for jobs in chosen.jobs:
                    command = ["batch", str(source), str(target), "--index", index, "--jobs", str(jobs)]
                    run = subprocess.run(
                        [sys.executable, "-c", _RUN, *command], cwd=ROOT, check=True, capture_output=True, text=True
                    )
                    code, wall, cpu, own, worker = json.loads(run.stdout)
                    worker *= jobs > 1
                    an_hour, core_hour = reports / wall * 3600, reports / cpu * 3600
                    reached &= code == 0 and core_hour >= GOAL
                    print(
                        f"{form:9}{reports:>9,}{source.stat().st_size / 1e6:>6.0f}{jobs:>6}{wall:>8.1f}{cpu:>8.1f}"
                        f"{an_hour:>12,.0f}{core_hour:>12,.0f}{own / 1024:>7.0f}{worker / 1024:>11.0f}",
                        flush=True,
                    )
    return 0 if reached else 1


def _write_ndjson(path: Path, rows: Iterator[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
