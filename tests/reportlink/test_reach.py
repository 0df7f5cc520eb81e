"""How far a cue reaches where no full stop holds it."""

from __future__ import annotations

import pytest

from reportlink import link_report
from reportlink.index import Index


@pytest.mark.parametrize(("words", "status"), [(490, "absent"), (510, "present")])
def test_a_cue_reaches_a_thousand_characters(index: Index, words: int, status: str) -> None:
    filler = "x " * words
    before = link_report(f"no {filler}pneumothorax", index, lang="en")
    behind = link_report(f"pneumothorax {filler}not seen", index, lang="en")
    assert [link.status for link in (*before.links, *behind.links)] == [status, status]


@pytest.mark.parametrize(
    "unit",
    [
        "no pneumothorax ",
        "pneumothorax not seen ",
        "no : pneumothorax, ",
        "no ( pneumothorax ",
        "pneumothorax and has resolved ",
    ],
)
def test_a_sentence_of_many_pages_is_linked_while_one_waits(index: Index, unit: str) -> None:
    """The work for each mention has a bound; it once grew with the third power of the sentence, to minutes here."""
    result = link_report(unit * 2_000, index, lang="en", mentions="all")
    assert len(result.links) == 2_000
