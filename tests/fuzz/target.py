"""Fuzzes one reader by coverage, in a process of its own: `python -m tests.fuzz.target NAME FOLDER [options of libFuzzer]`.

An input that fails is put into the folder.
"""

from __future__ import annotations

import hashlib
import logging
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reportlink"]):
    from tests.fuzz.checks import CHECKS


def main() -> None:
    """Run until a failure, or until the time is up."""
    logging.disable(logging.CRITICAL)
    check, folder = CHECKS[sys.argv.pop(1)], Path(sys.argv.pop(1))

    def keep(data: bytes) -> None:
        try:
            check(data)
        except BaseException:
            # libFuzzer does not always come to write it.
            (folder / f"crash-{hashlib.sha1(data).hexdigest()}").write_bytes(data)
            raise

    atheris.Setup(sys.argv, keep)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
