"""Makes the MkDocs configuration of one language out of the project's `mkdocs.yml`."""

from __future__ import annotations

from typing import Any, Final

from generator.site.project import Project

CSP: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
"""The content security policy. No script or style stands inside a page, so no hash is needed."""


def language_config(project: Project, code: str) -> dict[str, Any]:
    """The configuration whose only and default locale is this language's."""
    base, edition = project.config.values, project.editions[code]
    site_url = edition.settings.site_url
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
        "docs_dir": str(project.staging(code) / "docs"),
        "site_dir": str(project.staging(code) / "site"),
        "theme": {**base["theme"], "language": code, "custom_dir": str(project.root / base["theme"]["custom_dir"])},
        "hooks": [str(project.root / hook) for hook in base["hooks"]],
        "plugins": [{"i18n": i18n}],
        "nav": ["index.md"],
        "not_in_nav": "*\n",
        "extra": {
            **base.get("extra", {}),
            "lang": code,
            "direction": edition.language.direction,
            "site_url": site_url,
            "csp": CSP,
            "languages": [
                {"code": other.code, "name": other.name, "direction": other.direction}
                for other in project.glossary.languages.values()
            ],
            "catalogue": str(project.catalogue(code)),
            "assets": project.asset_names,
            "hand_written": {path: list(codes) for path, codes in project.extra_pages.items()},
        },
    }
