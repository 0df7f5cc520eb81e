"""Everything that a build reads before it plans, and where it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.demo import LinkedSample
from generator.edition import Edition, edition
from generator.model import Glossary
from generator.site.assets import Asset, gather_assets
from generator.site.handwritten import extra_pages, hand_written_sources
from generator.site.messages import Messages, load_messages
from generator.site.settings import ProjectConfig, load_project_config


@dataclass(frozen=True, slots=True)
class Project:
    """What a site is built from.

    Attributes:
        glossary: All entries and languages.
        root: The project's folder.
        out: The folder of the site.
        config: `mkdocs.yml`.
        messages: Language -> its interface words.
        editions: Language -> its view of the glossary.
        assets: What all pages load.
        hand_written: Language -> file name -> Markdown of the pages that people wrote.
        samples: Language -> linked sample reports.
        extra_pages: Address inside a language -> languages, of the pages that are not made from entries.
    """

    glossary: Glossary
    root: Path
    out: Path
    config: ProjectConfig
    messages: Mapping[str, Messages]
    editions: Mapping[str, Edition]
    assets: tuple[Asset, ...]
    hand_written: Mapping[str, Mapping[str, str]]
    samples: Mapping[str, Sequence[LinkedSample]]
    extra_pages: Mapping[str, tuple[str, ...]]

    @property
    def overrides(self) -> Path:
        """The folder of the templates."""
        return self.root / "overrides"

    @property
    def asset_names(self) -> dict[str, str]:
        """What templates call an asset -> what it is called on the site."""
        return {asset.name: asset.file_name for asset in self.assets}

    def staging(self, code: str) -> Path:
        """Where MkDocs works on a language."""
        return self.out.parent / "mkdocs" / code

    def catalogue(self, code: str) -> Path:
        """The compiled interface words of a language."""
        return self.staging(code) / "ui.mo"

    def cache(self, code: str) -> Path:
        """What is remembered of a language's last build."""
        return self.out.parent / "cache" / f"site-{code}.json"

    def published(self, code: str) -> Path:
        """The folder of a language's pages."""
        return self.out / code.lower()


def read_project(glossary: Glossary, root: Path, out: Path, samples: Mapping[str, Sequence[LinkedSample]]) -> Project:
    """Read everything besides the glossary."""
    config = load_project_config(root)
    messages = {code: load_messages(root, code) for code in glossary.languages}
    hand_written = hand_written_sources(root, glossary.languages)
    return Project(
        glossary=glossary,
        root=root,
        out=out,
        config=config,
        messages=messages,
        editions={
            code: edition(glossary, language, messages[code], config.settings)
            for code, language in glossary.languages.items()
        },
        assets=gather_assets(root / "overrides"),
        hand_written=hand_written,
        samples=samples,
        extra_pages=extra_pages(hand_written, [code for code, linked in samples.items() if linked]),
    )
