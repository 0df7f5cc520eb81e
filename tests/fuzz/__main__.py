"""Fuzzes the readers for so many seconds each: `python -m tests.fuzz [--seconds N] [NAME ...]`.

What is learnt stays in `build/fuzz/corpus/`. An input that fails is put into `tests/fuzz/findings/` in Base64, where it is a test.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import subprocess
import sys
from pathlib import Path

from tests.fuzz.seeds import SEEDS

ROOT = Path(__file__).parents[2]
FINDINGS = ROOT / "tests" / "fuzz" / "findings"
_LONGEST = 4096
_SLOWEST = 20


def main() -> int:
    """Fuzz one reader after the other; 1 where one failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("readers", nargs="*", default=sorted(SEEDS), metavar="NAME", help=", ".join(sorted(SEEDS)))
    options = parser.parse_args()
    return max([_fuzz(name, options.seconds) for name in options.readers])


def _fuzz(name: str, seconds: int) -> int:
    corpus = ROOT / "build" / "fuzz" / "corpus" / name
    failed = ROOT / "build" / "fuzz" / "failed" / name
    for folder in (corpus, failed):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS[name]:
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    print(f"--- {name}, {seconds} s", flush=True)
    command = [sys.executable, "-m", "tests.fuzz.target", name, str(failed), str(corpus), f"-max_total_time={seconds}"]
    command += [f"-max_len={_LONGEST}", f"-timeout={_SLOWEST}", f"-artifact_prefix={failed}/", "-print_final_stats=1"]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    for path in sorted(failed.iterdir()):
        kept = FINDINGS / name / f"{path.name}.b64"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(base64.encodebytes(path.read_bytes()))
        path.unlink()
        print(f"failed: {kept.relative_to(ROOT)}", flush=True)
    return int(code != 0)


if __name__ == "__main__":
    sys.exit(main())
