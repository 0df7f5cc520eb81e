"""Does the HTTP service stand a portal's load, and what share of a request's time is linking?

usage: python -m benchmarks.service [--seconds 60] [--connections 64] [--workers 2] [--rough-seconds 20]

Three parts, one after the other, on reports of 2,000 bytes made from the project's own samples:

1. A bare endpoint of the same framework that gives the body back: what a request costs without linking. Both are
   compared by the time of the processor, which other work on the machine changes little; the rates are the clock's.
2. `reportlink serve` under the same load from wrk (a second process). Every five seconds the memory of all its
   processes is read (resident set, Linux).
3. The same again while another client treats it roughly (benchmarks/rough.py).

The run fails on the first answer that is not 200, where a connection breaks, where memory grows after the first ten
seconds, where a process of the service dies, or where a rough request is not answered as it should be. wrk must be
installed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.processes import beside, children, memory, processor
from benchmarks.rough import treat_roughly
from generator.index import build_index
from generator.load import load
from reportlink.characters import packaged_table

ROOT = Path(__file__).resolve().parent.parent
_BYTES = 2_000
_BODIES = 200
_SETTLED = 10.0
_GROWTH = 1.02
"""Memory may differ by so much between two readings: the allocator gives back and takes pages as it likes."""

_LUA = """\
local bodies = {{
{bodies}
}}
local requests = {{}}
local number = 0

function init()
  for index, body in ipairs(bodies) do
    requests[index] = wrk.format("POST", "{path}", {{["Content-Type"] = "application/json"}}, body)
  end
end

function request()
  number = number % #requests + 1
  return requests[number]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\\nRESULT {{"requests": %d, "micros": %d, "p50": %d, "p99": %d, "max": %d, "refused": %d, "broken": %d}}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk measured: requests a second, milliseconds, and answers that were not 200 or did not come.

    Attributes:
        cpu: Milliseconds of the processor that the service took for a request.
    """

    rate: float
    cpu: float
    p50: float
    p99: float
    longest: float
    refused: int
    broken: int

    def __str__(self) -> str:
        return (
            f"{self.rate:6,.0f} requests/s   {self.cpu:5.2f} ms of CPU each   p50 {self.p50:7.1f} ms"
            f"   p99 {self.p99:7.1f} ms   longest {self.longest:7.1f} ms"
            f"   not 200: {self.refused}   broken: {self.broken}"
        )


def main() -> int:
    """Run all three parts.

    Returns:
        1 where something failed.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rough-seconds", type=int, default=20)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: install the package of this name")
    failures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = _index(folder / "api")
        (folder / "load.lua").write_text(_lua(_bodies(), "/v1/link"), encoding="ascii")

        def wrk(process: subprocess.Popen[bytes], port: int, seconds: int) -> Load:
            return _wrk(process.pid, port, folder / "load.lua", seconds, options.connections)

        with _started([*_BARE, "--workers", str(options.workers)], _port()) as (process, port):
            bare = wrk(process, port, max(5, options.seconds // 3))
            print(f"bare endpoint        {bare}", flush=True)
        command = ["-m", "reportlink.cli", "serve", "--index", str(index), "--workers", str(options.workers)]
        with _started(command, _port()) as (process, port):
            wrk(process, port, 2)
            with memory(process.pid) as readings:
                linking = wrk(process, port, options.seconds)
            print(f"reportlink serve     {linking}")
            share = 1 - bare.cpu / linking.cpu
            print(f"share of a request's time that is linking and its JSON: {share:.0%}")
            failures += _grown(readings)
            if linking.refused or linking.broken:
                failures.append("requests failed under load")
            before = children(process.pid)
            with memory(process.pid) as readings, beside(lambda stop: treat_roughly(port, stop)) as rough:
                rude = wrk(process, port, options.rough_seconds)
            print(f"treated roughly      {rude}")
            for case, count in sorted(rough["answered"].items()):
                print(f"    {case:42} {count:4} times as it should")
            failures += rough["failures"]
            if rude.refused or rude.broken:
                failures.append("requests of others failed under rough treatment")
            if children(process.pid) != before:
                failures.append("a process of the service died")
    for failure in failures:
        print(f"FAILED: {failure}", file=sys.stderr)
    return 1 if failures else 0


_BARE = ["-m", "uvicorn", "benchmarks.bare:app", "--no-access-log", "--log-level", "warning"]


def _index(folder: Path) -> Path:
    folder.mkdir()
    content = load(ROOT)
    for name, data in build_index(content.glossary, "https://glossary.example/", packaged_table()).items():
        (folder / name).write_bytes(data)
    return folder


def _bodies() -> list[bytes]:
    """Requests of `_BODIES` different reports in all languages of the samples."""
    chance = random.Random(1)
    languages = {
        path.name: [line for file in sorted(path.glob("*.txt")) for line in file.read_text("utf-8").splitlines()]
        for path in sorted((ROOT / "samples").iterdir())
        if path.is_dir()
    }
    found = []
    for number in range(_BODIES):
        language = sorted(languages)[number % len(languages)]
        lines = languages[language][:]
        chance.shuffle(lines)
        text = "\n".join(lines).encode("utf-8")[:_BYTES].decode("utf-8", "ignore")
        found.append(json.dumps({"text": text, "lang": language}, ensure_ascii=False).encode("utf-8"))
    return found


def _lua(bodies: list[bytes], path: str) -> str:
    quoted = ('  "' + "".join(f"\\{byte:03}" for byte in body) + '",' for body in bodies)
    return _LUA.format(bodies="\n".join(quoted), path=path)


def _port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@contextmanager
def _started(command: list[str], port: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    process = subprocess.Popen([sys.executable, *command, "--port", str(port)], cwd=ROOT)
    try:
        _until_it_answers(process, port)
        yield process, port
    finally:
        process.terminate()
        process.wait(60)


def _until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    import socket

    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"it ended with status {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("it does not listen")


def _wrk(process: int, port: int, script: Path, seconds: int, connections: int) -> Load:
    command = [
        "wrk",
        "--threads",
        "1",
        "--connections",
        str(connections),
        "--duration",
        f"{seconds}s",
        "--timeout",
        "30s",
    ]
    before = processor(process)
    done = subprocess.run(
        [*command, "--script", str(script), f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True
    )
    spent = processor(process) - before
    found = re.search(r"^RESULT (.*)$", done.stdout, re.MULTILINE)
    if not found:
        sys.exit(f"wrk said: {done.stdout}{done.stderr}")
    result: dict[str, Any] = json.loads(found[1])
    p50, p99, longest = (result[name] / 1e3 for name in ("p50", "p99", "max"))
    rate = result["requests"] / result["micros"] * 1e6
    return Load(rate, spent / max(1, result["requests"]) * 1e3, p50, p99, longest, result["refused"], result["broken"])


def _grown(readings: list[tuple[float, float]]) -> list[str]:
    first = [megabytes for second, megabytes in readings if second <= _SETTLED + 1]
    later = [megabytes for second, megabytes in readings if second > _SETTLED + 1]
    if later and max(later) > max(first) * _GROWTH:
        return [f"memory grew after the first ten seconds: from {max(first):.1f} to {max(later):.1f} MB"]
    return []


if __name__ == "__main__":
    sys.exit(main())
