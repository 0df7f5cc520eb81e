"""Assertion status by scope: how far a cue reaches, and what stops it."""

from __future__ import annotations

import pytest

from reportlink import Index, InputError, link_report
from reportlink.pipeline import status_of

CASES = [
    ("plain", "A nodule.", ["present"]),
    ("a forward cue", "No nodule.", ["absent"]),
    ("a list under one negation", "No nodule, pneumothorax or fibrosis.", ["absent", "absent", "absent"]),
    ("a backward cue", "Nodule not seen.", ["absent"]),
    ("the sentence ends the scope", "No nodule. Fibrosis.", ["absent", "present"]),
    ("so does a semicolon", "No nodule; fibrosis.", ["absent", "present"]),
    ("and a stop word", "No nodule but fibrosis.", ["absent", "present"]),
    ("a pseudo-cue is no cue", "No change of the nodule.", ["present"]),
    ("doubt", "Possible nodule.", ["possible"]),
    ("doubt behind", "Nodule cannot be excluded.", ["possible"]),
    ("a second cue after a comma takes over", "No nodule, possible fibrosis.", ["absent", "possible"]),
    ("without a comma the stronger holds", "No possible nodule.", ["absent"]),
    ("doubt across a comma", "No nodule, fibrosis cannot be excluded.", ["absent", "possible"]),
    ("the past", "History of pneumothorax.", ["past"]),
    ("no history of it is absence", "No history of pneumothorax.", ["absent"]),
    ("an abbreviation ends no sentence", "No, e.g. in the left lung, nodule.", ["absent"]),
    ("nor does an initial", "No nodule acc. to Dr. A. Miller, fibrosis.", ["absent", "absent"]),
    ("a line's end does in a list", "No nodule\nFibrosis", ["absent", "present"]),
    ("a bullet begins anew", "- no nodule\n- fibrosis", ["absent", "present"]),
    ("a numbered impression too", "1. No nodule\n2. Fibrosis", ["absent", "present"]),
    (
        "a wrapped line goes on",
        "There is in all of the visible parts of both lungs no\nnodule to be found in this examination of the chest.",
        ["absent"],
    ),
    ("an inline number begins anew", "Without change, no nodule 2. Fibrosis", ["absent", "present"]),
    ("what is measured is there", "No nodule, fibrosis of 5 mm.", ["absent", "present"]),
    ("unless the negation stands beside it", "No fibrosis of 5 mm.", ["absent"]),
    ("a closing bracket ends the scope", "Lungs (no nodule), fibrosis.", ["absent", "present"]),
    ("an opening one does not", "No nodule (fibrosis).", ["absent", "absent"]),
    ("a colon ends it", "No nodule, left side: fibrosis.", ["absent", "present"]),
    ("not right behind the cue", "No: nodule, fibrosis.", ["absent", "absent"]),
    ("a joined list under a backward cue", "Nodule, fibrosis or pneumothorax not seen.", ["absent"] * 3),
    ("what is not joined is not in the list", "Nodule, fibrosis not seen.", ["present", "absent"]),
    ("a singular does not pass `and`", "Nodule and fibrosis has resolved.", ["present", "past"]),
    ("nor from the end of a list", "Nodule, pneumothorax, and fibrosis has resolved.", ["present", "present", "past"]),
    ("it passes `or`", "Nodule or fibrosis has resolved.", ["past", "past"]),
    ("and a verb before it", "Nodule shrank and has resolved.", ["past"]),
    ("a further cue reaches past it", "Nodule and fibrosis has resolved or not seen.", ["absent", "past"]),
    ("a verdict in brackets", "Nodule (not seen).", ["absent"]),
    ("another's verdict in brackets", "Nodule (fibrosis not seen).", ["present", "absent"]),
    ("a paragraph ends it always", "There is no\n\nnodule", ["present"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(text, wanted, id=name) for name, text, wanted in CASES])
def test_status(text: str, expected: list[str], index: Index) -> None:
    links = link_report(text, index, lang="en", mentions="all", exclude=["lesion-size", "lung"]).links
    assert [link.status for link in links] == expected


def test_an_organ_is_never_absent(index: Index) -> None:
    """`No strain of the kidney` says nothing of a kidney that is not there."""
    assert [link.status for link in link_report("No kidney, no nodule.", index, lang="en").links] == [
        "present",
        "absent",
    ]


def test_the_status_is_the_fragment_of_the_address(index: Index) -> None:
    (link,) = link_report("No nodule.", index, lang="en").links
    assert link.url == "https://glossary.example/en/t/nodule/#absent"


def test_status_of_any_stretch(index: Index) -> None:
    assert status_of("No zebra.", 3, 8, index, lang="en") == "absent"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (5, 3), (0, 99)])
def test_a_stretch_outside_the_text_is_refused(start: int, end: int, index: Index) -> None:
    with pytest.raises(InputError) as error:
        status_of("No zebra.", start, end, index, lang="en")
    assert error.value.code == "bad-span"
    assert "zebra" not in str(error.value)
