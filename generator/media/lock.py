"""Pins packages with their hashes and nothing they depend on, which `pip-compile` cannot do.

`python -m generator.media.lock FOLDER` prints the lock of the wheels in a folder that `pip download --no-deps` has
filled.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def lock_lines(folder: Path) -> list[str]:
    """One pinned line a wheel, in the order of their names."""
    lines = []
    for path in sorted(folder.glob("*.whl")):
        name, version = path.name.split("-")[:2]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines += [f"{name}=={version} \\", f"    --hash=sha256:{digest}"]
    return lines


if __name__ == "__main__":
    print("\n".join(lock_lines(Path(sys.argv[1]))))
