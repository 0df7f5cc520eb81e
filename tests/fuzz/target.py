"""Fuzzes one reader by coverage, in a process of its own: `python -m tests.fuzz.target NAME [options of libFuzzer]`."""

from __future__ import annotations

import logging
import sys

import atheris

with atheris.instrument_imports(include=["reportlink"]):
    from tests.fuzz.checks import CHECKS


def main() -> None:
    """Run until a failure, or until the time is up."""
    logging.disable(logging.CRITICAL)
    check = CHECKS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
