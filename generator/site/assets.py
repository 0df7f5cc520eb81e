"""Gathers style sheets and scripts from `overrides/` into a few files that all languages share.

Their names carry a hash of their content, so a browser may keep them for ever.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_BUNDLES: Final = {
    "site.css": ("base/*.css", "components/*/*.css", "print/*.css"),
    "site.js": ("components/*/*.js",),
    "palette.js": ("scripts/palette.js",),
    "choose-language.js": ("scripts/choose-language.js",),
    "my-report.js": ("my-report/files.js", "my-report/pdf.js", "my-report/page.js"),
    "my-report.css": ("my-report/*.css",),
}
"""Name -> what goes into it, in this order. The palette's script runs before the page is drawn, so it stands alone."""

_COPIED: Final = ("images/*", "vendor/*/*.js")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file under `/assets/`.

    Attributes:
        name: What templates call it: `site.css`.
        file_name: What it is called on the site: `site.1f0c2d3e4b.css`.
        content: Its bytes.
    """

    name: str
    file_name: str
    content: bytes


def gather_assets(overrides: Path) -> tuple[Asset, ...]:
    """Read and bundle everything that pages load."""
    found = []
    for name, patterns in _BUNDLES.items():
        paths = [path for pattern in patterns for path in sorted(overrides.glob(pattern))]
        found.append(_asset(name, "".join(path.read_text(encoding="utf-8") for path in paths).encode("utf-8")))
    for pattern in _COPIED:
        found += [_asset(path.name, path.read_bytes()) for path in sorted(overrides.glob(pattern))]
    return tuple(found)


def _asset(name: str, content: bytes) -> Asset:
    stem, dot, suffix = name.rpartition(".")
    return Asset(name, f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{suffix}", content)
