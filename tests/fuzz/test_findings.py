"""Every seed, and every input that fuzzing once failed on, keeps the laws."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from .checks import CHECKS
from .seeds import SEEDS

FINDINGS = Path(__file__).parent / "findings"


def test_every_reader_is_fuzzed() -> None:
    assert set(SEEDS) == set(CHECKS)
    assert {path.parent.name for path in FINDINGS.glob("*/*")} <= set(CHECKS)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_seeds(name: str) -> None:
    for seed in SEEDS[name]:
        CHECKS[name](seed)
        for cut in range(1, len(seed), 7):
            CHECKS[name](seed[:cut])


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_findings(name: str) -> None:
    for path in sorted(FINDINGS.glob(f"{name}/*.b64")):
        CHECKS[name](base64.b64decode(path.read_bytes()))
