"""The right meaning: conditions, levels, measurements, sections and the budget."""

from __future__ import annotations

import pytest

from reportlink import Index, link_document, link_report


def found(text: str, index: Index, **options: object) -> list[tuple[str, str, str]]:
    result = link_report(text, index, lang="en", mentions="all", **options)  # type: ignore[arg-type]
    return [(text[link.start : link.end], link.concept, link.level) for link in result.links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lobe of the lung.", [("lobe", "lobe-of-lung", ""), ("lung", "lung", "")]),
        ("The lobe of the liver.", [("lobe", "lobe-of-liver", ""), ("liver", "liver", "")]),
        ("The lobe. The lung.", [("lung", "lung", "")]),
        ("BI-RADS 4a", [("BI-RADS 4a", "bi-rads", "4a")]),
        ("BI-RADS-4A", [("BI-RADS-4A", "bi-rads", "4a")]),
        ("BI RADS category 4", [("BI RADS category 4", "bi-rads", "4")]),
        ("BI-RADS 4b", [("BI-RADS", "bi-rads", "")]),
        ("BI-RADS: see above", [("BI-RADS", "bi-rads", "")]),
        ("T2 N1 M0", [("T2", "tnm", "t2")]),
        ("T2 weighted", []),
        ("T2 weighted. N0", []),
        ("FINDINGS: signal", [("signal", "nodule", "")]),
        ("Clinical history\nsignal\nFindings\nsignal", [("signal", "nodule", "")]),
        ("FINDINGS: none. IMPRESSION: signal", []),
    ],
)
def test_meaning(text: str, expected: list[tuple[str, str, str]], index: Index) -> None:
    assert found(text, index) == expected


def test_two_parts_of_the_body_leave_it_open(index: Index) -> None:
    result = link_report("A lobe of the lung or the liver.", index, lang="en")
    assert [(s.concepts, s.reason) for s in result.skipped] == [(("lobe-of-liver", "lobe-of-lung"), "ambiguous")]


def test_a_level_is_the_fragment_of_the_address(index: Index) -> None:
    (link,) = link_report("BI-RADS 4a", index, lang="en").links
    assert link.url == "https://glossary.example/en/t/bi-rads/#4a"
    assert link.status == "present"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("of 8 mm", [("8 mm", "pea")]),
        ("of 8mm.", [("8mm", "pea")]),
        ("of 9 mm", [("9 mm", "pea")]),
        ("of 10 mm", [("10 mm", "walnut")]),
        ("of 0,9 cm", [("0,9 cm", "pea")]),
        ("of 3,2 x 1,5 cm", [("3,2 x 1,5 cm", "walnut")]),
        ("of 3.2 cm x 15 mm", [("3.2 cm x 15 mm", "walnut")]),
        ("of 4 x 3 x 2 mm", [("4 x 3 x 2 mm", "pea")]),
        ("of 4×3\u00a0mm", [("4×3\u00a0mm", "pea")]),
        ("of 40 cm", [("40 cm", "larger")]),
        ("an area of 8 mm²", []),
        ("a volume of 8 cm3", []),
        ("a speed of 8 mm/s", []),
        ("a pressure of 80 mmHg", []),
        ("version 1.8 mm", [("1.8 mm", "pea")]),
        ("1234 mm", []),
        ("12.3.2020 mm", []),
        ("8", []),
        ("8 m", []),
    ],
)
def test_lengths(text: str, expected: list[tuple[str, str]], index: Index) -> None:
    assert [(what, level) for what, _, level in found(text, index)] == expected


def test_sections_are_left_alone(index: Index) -> None:
    result = link_report("Clinical history: nodule. Findings: nodule.", index, lang="en", skip_sections=["history"])
    assert [(link.start,) for link in result.links] == [(36,)]
    assert [s.reason for s in result.skipped] == ["section"]


def test_the_budget_drops_the_easiest_words_first(index: Index) -> None:
    text = "lung nodule BI-RADS " + "word " * 97
    for budget, kept in ((3, ["lung", "nodule", "BI-RADS"]), (2, ["nodule", "BI-RADS"]), (1, ["BI-RADS"]), (0, [])):
        result = link_report(text, index, lang="en", budget=budget)
        assert [text[link.start : link.end] for link in result.links] == kept
        assert {s.reason for s in result.skipped} <= {"budget"}


def test_a_second_run_with_a_budget_adds_nothing(index: Index) -> None:
    once = link_document("lung nodule BI-RADS " + "word " * 97, index, lang="en", form="html", budget=2).write()
    assert link_document(once, index, lang="en", form="html", budget=2).write() == once
