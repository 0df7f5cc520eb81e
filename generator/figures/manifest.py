"""Writes `media/manifest.json`, the record of every committed medium.

It is written when media are rendered (`make media`) and read by every build, which so needs none of the packages that
rendered them.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.figures.media import MediumKind

FORMAT = 1
FOLDER = "media"
FILE_NAME = "media/manifest.json"


def file_record(root: Path, path: str, width: int, height: int, role: str, **more: Any) -> dict[str, Any]:
    """The record of a file as it lies under `media/` now.

    Args:
        root: The project's folder.
        path: The file's place under `media/`.
        width: In pixels.
        height: In pixels.
        role: See `MediaFile.role`.
        more: `type`, `seconds`, `frames`, `columns`, `scene`.
    """
    content = (root / FOLDER / path).read_bytes()
    size = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "width": width, "height": height}
    return {"path": path, "role": role, **size, **more}


def record(
    root: Path, key: str, kind: str, *, made: str, sources: Sequence[dict[str, str]], files: Sequence[dict[str, Any]]
) -> None:
    """Put one medium into the manifest, in the place of an older one with the same key; safe beside other writers.

    Args:
        root: The project's folder.
        key: The medium's name, by which figures know it.
        kind: One of `MediumKind`.
        made: How it was made, in one line.
        sources: `title`, `package`, `version`, `licence`, `attribution` each.
        files: What `file_record` gives.
    """
    path = root / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.seek(0)
        text = held.read()
        found: dict[str, Any] = json.loads(text) if text.strip() else {"format": FORMAT, "media": {}}
        found["media"][key] = {
            "kind": MediumKind(kind).value,
            "made": made,
            "sources": list(sources),
            "files": list(files),
        }
        held.seek(0)
        held.truncate()
        held.write(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
