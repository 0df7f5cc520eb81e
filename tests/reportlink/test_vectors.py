"""The shared vectors: the same cases are run in the browser by `tests/browser/test_twin.py`."""

from __future__ import annotations

from collections import Counter

import pytest

from reportlink import link_report
from tests.vectors.load import Case, cases, index

CASES = list(cases())


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.topic}-{case.lang}-{case.name}") for case in CASES])
def test_vector(case: Case) -> None:
    options = case.options
    result = link_report(
        case.text,
        index(),
        lang=case.lang,
        explain=options.explain,
        mentions=options.mentions,  # type: ignore[arg-type]
        exclude=options.exclude,
        skip_sections=options.skip_sections,
        budget=options.budget,
    )
    links = tuple((link.start, link.end, link.concept, str(link.status), link.level) for link in result.links)
    skipped = tuple((s.start, s.end, s.concepts, str(s.reason)) for s in result.skipped)
    assert (links, skipped) == (case.links, case.skipped)


def test_names_are_unique_within_a_topic() -> None:
    names = Counter((case.topic, case.lang, case.name) for case in CASES)
    assert not [name for name, count in names.items() if count > 1]


def test_every_language_has_its_share() -> None:
    count = Counter(case.lang for case in CASES)
    assert len(CASES) >= 400
    assert all(count[lang] >= 50 for lang in ("de", "en", "es", "fr", "it"))
