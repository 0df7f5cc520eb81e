"""Makes what a site tells machines about itself: the sitemap with its alternates, and `robots.txt`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from generator.addresses import entry_path

DEFAULT_LANGUAGE = "x-default"


def alternates(site_url: str, path: str, languages: Iterable[str], has_default: bool) -> list[tuple[str, str]]:
    """Language -> absolute address of one page in all its languages, and where a language is chosen."""
    found = [(code, f"{site_url}{code.lower()}/{path}") for code in languages]
    if has_default:
        found.append((DEFAULT_LANGUAGE, f"{site_url}{path}"))
    return found


def sitemap_xml(site_url: str, pages: Mapping[str, tuple[str, ...]]) -> str:
    """Write the sitemap.

    Args:
        site_url: The address of the site's root.
        pages: Address inside a language -> the languages that have it.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path, languages in sorted(pages.items()):
        links = [
            f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address)}/>'
            for code, address in alternates(site_url, path, languages, has_language_choice(path))
        ]
        for code in languages:
            lines += ["<url>", f"<loc>{site_url}{code.lower()}/{path}</loc>", *links, "</url>"]
    return "\n".join((*lines, "</urlset>", ""))


def has_language_choice(path: str) -> bool:
    """Whether the address without a language is a page, which is so for the home page and for entries."""
    return not path or path.startswith(entry_path("x").split("x")[0])


def robots_txt(site_url: str) -> str:
    """Everything may be found."""
    return f"User-agent: *\nAllow: /\nSitemap: {site_url}sitemap.xml\n"
