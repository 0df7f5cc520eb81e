"""The twin in JavaScript, as far as its text tells; what it does is the affair of tests/browser/test_twin.py."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reportlink import index, signs
from reportlink.select import Reason
from reportlink.status import Status

JS = Path(__file__).parents[2] / "reportlink" / "js"
PURE = [
    "characters", "context", "document", "find", "index", "link", "lists", "measure", "normalise", "resolve", "sections",
    "select", "sentences", "signs", "status", "text",
]  # fmt: skip
# Regular expressions and string methods that mean something else in Python, or in another browser.
HOST = re.compile(
    r"\\[wWdDsSbBpP]\b|\.(?:to(?:Locale)?(?:Lower|Upper)Case|trim(?:Start|End)?|localeCompare|normalize)\(|\(\?<|"
    r"/[gy]*[imu][gy]*[;,)]|RegExp\([^)]*\"[gy]*[imu]"
)


@pytest.mark.parametrize("name", PURE)
def test_no_character_set_of_the_host_is_used(name: str) -> None:
    text = (JS / f"{name}.js").read_text(encoding="utf-8")
    assert not HOST.search(text)
    assert "console." not in text
    assert "fetch(" not in text


def test_the_guard_sees_what_it_looks_for() -> None:
    for bad in (r"/\s+/g", '"\\\\w"', "x.trim()", "x.toLowerCase()", "/(?<=a)b/", "/a/i;", "/a/gu)", 'RegExp(a, "gm")'):
        assert HOST.search(bad), bad


@pytest.mark.parametrize("name", ["SPACE", "LINE_END", "DIGIT", "NO_LETTER", "LOWER", "UPPER"])
def test_sets_are_spelled_alike(name: str) -> None:
    (expression,) = re.findall(rf"export const {name} =\s*([^;]*);", (JS / "signs.js").read_text(encoding="utf-8"))
    written = "".join(json.loads(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', expression))
    assert written == getattr(signs, name)


def test_both_read_the_same_format() -> None:
    text = (JS / "index.js").read_text(encoding="utf-8")
    assert f"export const FORMAT = {index.FORMAT};" in text
    assert f"const CUE = {index.CUE:#x};" in text


def test_both_know_the_same_statuses_and_reasons() -> None:
    for status in Status:
        assert f'"{status}"' in (JS / "status.js").read_text(encoding="utf-8")
    # The browser links what a page shows; it reads no envelope, so it meets no text that is context alone.
    for reason in set(Reason) - {Reason.CONTEXT}:
        assert f'"{reason}"' in (JS / "select.js").read_text(encoding="utf-8")
