"""Makes the MkDocs configuration of one language out of the project's `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.edition import Edition
from generator.model import Language


def language_config(
    base: Mapping[str, Any],
    edition: Edition,
    *,
    languages: Sequence[Language],
    root: Path,
    folder: Path,
    catalogue: Path,
    assets: Mapping[str, str],
    hand_written: Mapping[str, tuple[str, ...]],
) -> dict[str, Any]:
    """The configuration whose only and default locale is the edition's.

    Args:
        base: The project's `mkdocs.yml`.
        edition: The language to build.
        languages: All languages of the site, for the switch.
        root: The project's folder.
        folder: Where the sources are and the output goes.
        catalogue: The compiled interface words.
        assets: Name -> file name of everything under `/assets/`.
        hand_written: Address -> languages of the pages that are not made from entries.
    """
    code, site_url = edition.code, edition.settings.site_url
    i18n = {
        "docs_structure": "folder",
        "fallback_to_default": False,
        "reconfigure_material": False,
        "reconfigure_search": False,
        "languages": [{"locale": code, "name": edition.language.name, "default": True, "build": True}],
    }
    return {
        **base,
        "site_name": edition.say("Radiology in plain words"),
        "site_url": f"{site_url}{code.lower()}/",
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "theme": {**base["theme"], "language": code, "custom_dir": str(root / base["theme"]["custom_dir"])},
        "hooks": [str(root / hook) for hook in base["hooks"]],
        "plugins": [{"i18n": i18n}],
        "nav": ["index.md"],
        "not_in_nav": "*\n",
        "extra": {
            **base.get("extra", {}),
            "lang": code,
            "direction": edition.language.direction,
            "site_url": site_url,
            "languages": [
                {"code": other.code, "name": other.name, "direction": other.direction} for other in languages
            ],
            "catalogue": str(catalogue),
            "assets": dict(assets),
            "hand_written": {path: list(codes) for path, codes in hand_written.items()},
        },
    }
