"""Makes what stands in the root of the site and belongs to no language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.addresses import entry_path, redirects
from generator.codesystems import code_path
from generator.edition import Edition
from generator.model import Glossary
from generator.redirects import apache_map, nginx_map, static_host_map
from generator.sitemap import alternates, robots_txt, sitemap_xml


def root_files(
    glossary: Glossary,
    editions: Mapping[str, Edition],
    pages: Mapping[str, tuple[str, ...]],
    *,
    overrides: Path,
    assets: Mapping[str, str],
    csp: str,
) -> dict[str, bytes]:
    """File name -> content, of everything outside the folders of the languages.

    Args:
        glossary: All entries.
        editions: Language -> its edition.
        pages: Address inside a language -> the languages that have it.
        overrides: The folder of the templates.
        assets: Name -> file name of everything under `/assets/`.
        csp: The content security policy.
    """
    site_url = next(iter(editions.values())).settings.site_url
    root = _Renderer(overrides, assets, csp, editions, site_url)
    moved = redirects(glossary)
    files = {
        "index.html": root.choice("", tuple(editions), {}),
        "404.html": root.not_found(),
        "sitemap.xml": sitemap_xml(site_url, pages),
        "robots.txt": robots_txt(site_url),
        "_headers": headers(csp),
        "headers.nginx.conf": nginx_headers(csp),
        "_redirects": static_host_map(moved),
        "redirects.nginx.conf": nginx_map(moved),
        "redirects.apache.txt": apache_map(moved),
    }
    for id_ in glossary.concepts:
        languages = pages.get(entry_path(id_), ())
        if languages:
            titles = {code: editions[code].title(id_) for code in languages}
            files[f"{entry_path(id_)}index.html"] = root.choice(entry_path(id_), languages, titles)
            for code in glossary.concepts[id_].codes:
                files[f"{code_path(code.system, code.value)}index.html"] = root.choice(
                    entry_path(id_), languages, titles, at=code_path(code.system, code.value)
                )
    for old, new in moved.items():
        files[f"{old[1:]}index.html"] = root.moved(old, new)
    return {name: content.encode("utf-8") for name, content in files.items()}


_KEPT = "public, max-age=31536000, immutable"
_FOR_EVER = ("/assets/*", "/media/*", *(f"/api/v1/{stem}.*" for stem in ("forms", "terms", "characters", "codes")))
"""What may be kept for ever: only what carries its hash in its name."""


def _everywhere(csp: str) -> dict[str, str]:
    """The headers of every answer: what a page cannot say about itself."""
    return {
        "Content-Security-Policy": f"{csp}; frame-ancestors 'self'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def headers(csp: str) -> str:
    """The `_headers` file that static hosts read: what a page cannot say about itself, and how long to keep what."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in _everywhere(csp).items())]
    lines += ["/api/*", "  Access-Control-Allow-Origin: *"]
    for path in _FOR_EVER:
        lines += [path, f"  Cache-Control: {_KEPT}"]
    return "\n".join([*lines, ""])


def nginx_headers(csp: str) -> str:
    """The same for nginx, to be included in `http`. A header whose value is empty is not sent."""
    kept = [f"    ~^{re.escape(path.removesuffix('*'))} '{_KEPT}';" for path in _FOR_EVER]
    always = [f'add_header {name} "{value}" always;' for name, value in _everywhere(csp).items()]
    lines = ["map $uri $kept {", "    default '';", *kept, "}"]
    lines += ["map $uri $readers {", "    default '';", "    ~^/api/ '*';", "}", *always]
    lines += ["add_header Cache-Control $kept;", "add_header Access-Control-Allow-Origin $readers;"]
    return "\n".join([*lines, ""])


class _Renderer:
    """Renders the few templates that have no language."""

    def __init__(
        self,
        overrides: Path,
        assets: Mapping[str, str],
        csp: str,
        editions: Mapping[str, Edition],
        site_url: str,
    ) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(overrides / "root"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._shared = {"assets": assets, "csp": csp}
        self._editions = editions
        self._site_url = site_url
        self._choice = self._templates.get_template("choose-language.html")

    def choice(self, path: str, languages: tuple[str, ...], titles: Mapping[str, str], at: str = "") -> str:
        """The page that leads from an address without a language to the same page with one.

        Args:
            path: The address to lead to, inside a language.
            languages: Those that have it.
            titles: Language -> the page's title there.
            at: Where the page stands, where that is another address.
        """
        depth = "../" * (at or path).count("/")
        return self._choice.render(
            **self._shared,
            root=depth or "./",
            choices=[
                self._choice_of(code, f"{depth}{code.lower()}/{path}", titles.get(code, "")) for code in languages
            ],
            canonical=f"{self._site_url}{path}",
            alternates=alternates(self._site_url, path, languages, has_default=True),
        )

    def not_found(self) -> str:
        """The page for an address that does not exist; it may be shown at any depth, so its links are absolute."""
        base = "/" + self._site_url.partition("://")[2].partition("/")[2]
        choices = [self._choice_of(code, f"{base}{code.lower()}/", "") for code in self._editions]
        return self._templates.get_template("404.html").render(**self._shared, root=base, choices=choices)

    def moved(self, old: str, new: str) -> str:
        """The page of a retired address."""
        root = "../" * (old.count("/") - 1)
        target = f"{root}{new[1:]}"
        return self._templates.get_template("moved.html").render(
            **self._shared, root=root, target=target, canonical=f"{self._site_url}{new[1:]}"
        )

    def _choice_of(self, code: str, href: str, title: str) -> dict[str, Any]:
        edition = self._editions[code]
        return {
            "code": code,
            "href": href,
            "language": edition.language.name,
            "direction": edition.language.direction,
            "site": edition.say("Radiology in plain words"),
            "not_found": edition.say("There is no such page here."),
            "title": title,
        }
