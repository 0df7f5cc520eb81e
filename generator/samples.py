"""Links the sample reports for the portal demonstration, with the same module that a portal uses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.addresses import DEMO_PAGE
from generator.demo import LinkedSample
from generator.problems import ContentError, Problem
from reportlink import Index, link_document

HEADING = "# "


def sample_languages(root: Path) -> frozenset[str]:
    """The languages that have sample reports."""
    return frozenset(path.parent.name for path in _files(root))


def linked_samples(root: Path, index: Index) -> dict[str, list[LinkedSample]]:
    """Language -> its sample reports, linked.

    Args:
        root: The project's folder; the samples are `samples/<lang>/<name>.txt`, the first line `# Title`.
        index: The link index of this content.

    Raises:
        ContentError: A sample has no title, or stands under a language that the index lacks.
    """
    problems: list[Problem] = []
    linked: dict[str, list[LinkedSample]] = {}
    for path in _files(root):
        lang, file = path.parent.name, path.relative_to(root).as_posix()
        heading, _, text = path.read_text(encoding="utf-8").partition("\n")
        if not heading.startswith(HEADING):
            problems.append(Problem(file, 1, "the sample has no title", f"begin the first line with `{HEADING}`"))
        elif index.report_language(lang) != lang:
            problems.append(Problem(file, 1, f"there is no language `{lang}`", f"add locales/{lang}/language.yml"))
        else:
            linked.setdefault(lang, []).append(_sample(path.stem, heading, text.strip("\n"), lang, index))
    if problems:
        raise ContentError(problems)
    return linked


def _files(root: Path) -> list[Path]:
    return sorted((root / "samples").glob("*/*.txt"))


def _sample(name: str, heading: str, text: str, lang: str, index: Index) -> LinkedSample:
    # From the demonstration's page the glossary is two steps up, wherever the site is served.
    up = "../" * (DEMO_PAGE.count("/") + 2)
    document = link_document(text, index, lang=lang, base=up)
    return LinkedSample(
        name=name,
        title=heading.removeprefix(HEADING).strip(),
        text=text,
        html=document.write("html"),
        concepts=tuple(link.concept for link in document.result.links),
    )


def count_links(samples: Mapping[str, list[LinkedSample]]) -> int:
    """How many links all samples got."""
    return sum(len(sample.concepts) for group in samples.values() for sample in group)
