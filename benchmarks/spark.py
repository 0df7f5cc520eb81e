"""How many reports a second does `reportlink.bulk.spark` link on a local Apache Spark of one and two cores?

usage: python -m benchmarks.spark [--reports 100000] [--cores 1 2]

An archive made from the project's own samples, as Parquet in and Parquet out, one Spark for each number of cores, each
in a process of its own. A first run over a few reports starts the Python workers, which load the index once; it is
shown apart. The result is compared, row by row, with what `reportlink batch` gives. Java 17 or newer must be there;
`make benchmark-spark` installs the rest.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.archive import archive, publish, write_parquet
from reportlink.batch import LinkTask
from reportlink.bulk.parquet import ParquetRun

ROOT = Path(__file__).resolve().parent.parent
_FIRST = 500


def main() -> int:
    """Measure and print; fails where Spark gives anything else than `reportlink batch`."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=100_000)
    arguments.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.one:
        first, whole = _link(*chosen.one)
        print(first, whole)
        return 0
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run; {chosen.reports:,} reports")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = publish(ROOT, folder / "api")
        few, source = folder / "few.parquet", folder / "in.parquet"
        write_parquet(few, archive(ROOT, _FIRST))
        write_parquet(source, archive(ROOT, chosen.reports))
        print(f"{'':12}{'start s':>9}{'s':>8}{'rows/s':>9}{'ratio':>7}", flush=True)
        slowest = 0.0
        same = True
        for cores in chosen.cores:
            target = folder / f"out-{cores}"
            command = [sys.executable, "-m", "benchmarks.spark", "--one", str(cores), index]
            command += map(str, (few, source, target))
            run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            first, whole = map(float, run.stdout.split()[-2:])
            slowest = slowest or whole
            print(
                f"local[{cores}]{'':4}{first:>9.1f}{whole:>8.1f}{chosen.reports / whole:>9,.0f}{slowest / whole:>7.2f}",
                flush=True,
            )
        start = time.perf_counter()
        ParquetRun(source, folder / "batch.parquet", index, LinkTask()).execute(lambda _: None)
        took = time.perf_counter() - start
        print(f"{'batch, 1 job':12}{'':>9}{took:>8.1f}{chosen.reports / took:>9,.0f}", flush=True)
        expected = _sorted(folder / "batch.parquet")
        for cores in chosen.cores:
            same &= _sorted(folder / f"out-{cores}").equals(expected)
        print(f"the same rows as `reportlink batch`: {same}")
    return 0 if same else 1


def _link(cores: str, index: str, few: str, source: str, target: str) -> tuple[float, float]:
    """Seconds of a first run, with which everything starts, and of the whole one."""
    from pyspark.sql import SparkSession

    from reportlink.bulk.spark import link_reports

    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {"spark.ui.enabled": "false", "spark.sql.files.maxPartitionBytes": str(2 << 20)}
    spark = SparkSession.builder.master(f"local[{cores}]").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    times = []
    for path, out in ((few, f"{target}-first"), (source, target)):
        start = time.perf_counter()
        link_reports(spark.read.parquet(path), index).write.parquet(out)
        times.append(time.perf_counter() - start)
    spark.stop()
    return times[0], times[1]


def _sorted(path: Path) -> pa.Table:
    """The rows by id, without what each writer says of the same columns."""
    table = pq.read_table(path).sort_by("id")
    return pa.Table.from_pylist(table.select(["id", "lang", "input_sha256", "links", "skipped"]).to_pylist())


if __name__ == "__main__":
    sys.exit(main())
