"""What MkDocs calls while it builds a language: our words, our escaping, and none of the theme's own files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from generator.site import worker
from generator.site.messages import StrictTranslations
from generator.sitemap import alternates, has_language_choice


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Leave out the sitemap and the error page of the theme: the site has one of each, in its root."""
    config.theme.static_templates.clear()
    return config


def on_files(files: Files, **_: object) -> Files:
    """Keep the pages. What they load is shared by all languages and does not come from the theme."""
    return Files([file for file in files if file.is_documentation_page()])


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> Environment:
    """Escape everything that templates print, and give them the language's words."""
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    extra = config.extra
    translations = StrictTranslations(extra["lang"], Path(extra["catalogue"]).read_bytes())
    env.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    return env


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object) -> Mapping[str, Any]:
    """Tell a page where the site's root is and which languages it exists in."""
    extra = config.extra
    path = page.url
    codes = page.meta.get("languages") or extra["hand_written"][path]
    context["root"] = f"{context['base_url']}/.."
    context["path"] = path
    context["page_languages"] = [language for language in extra["languages"] if language["code"] in codes]
    context["alternates"] = alternates(extra["site_url"], path, codes, has_language_choice(path))
    return context


def on_post_page(output: str, page: Page, **_: object) -> str:
    """Note the page, for the progress line and for the cache."""
    worker.note_page(page.file.dest_uri, output)
    return output
