"""Renders the site. With `mkdocs.yml` and `overrides/`, the only place that knows the renderer is MkDocs."""

from generator.site.build import SiteReport, build_site
from generator.site.errors import SiteError
from generator.site.promise import site_addresses

__all__ = ["SiteError", "SiteReport", "build_site", "site_addresses"]
