"""Reads deploy/Containerfile far enough to hold it to its promises."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Step(NamedTuple):
    word: str
    rest: str


def stages() -> dict[str, list[Step]]:
    """Name of a stage -> its steps, the `FROM` first. The last stage has no name of its own and stands as ``."""
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, list[Step]] = {"before": []}
    current = found["before"]
    for line in filter(None, re.sub(r"\\\n\s*", " ", "\n".join(lines)).split("\n")):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            current = found.setdefault(rest.partition(" AS ")[2], [])
        current.append(Step(word, rest.strip()))
    return found


def only(stage: str, word: str) -> str:
    """What the one step of this kind says."""
    (step,) = [step for step in stages()[stage] if step.word == word]
    return step.rest


def listed(stage: str, word: str) -> list[str]:
    """The same for a step that is a JSON list, such as `CMD`."""
    rest = only(stage, word)
    found: list[str] = json.loads(rest[rest.index("[") :])
    return found
