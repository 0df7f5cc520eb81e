"""Reads `mkdocs.yml`: what the operator of a site decides, and the configuration that every language starts from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import yaml_load

from generator.edition import SiteSettings


@dataclass(frozen=True, slots=True)
class ProjectConfig:
    """The project's `mkdocs.yml`.

    Attributes:
        settings: The part of it that pages are made from.
        values: All of it, as MkDocs understands it.
    """

    settings: SiteSettings
    values: dict[str, Any]


def load_project_config(root: Path) -> ProjectConfig:
    """Read the project's `mkdocs.yml`; the environment variable `SITE_URL` overrides the address in it."""
    with (root / "mkdocs.yml").open("rb") as file:
        values = yaml_load(file)
    extra = values.get("extra", {})
    settings = SiteSettings(
        site_url=str(values["site_url"]).rstrip("/") + "/",
        examinations=tuple(extra.get("examinations", ())),
        guide=str(extra.get("guide", "")),
        contact=str(extra.get("contact") or ""),
    )
    return ProjectConfig(settings, values)
