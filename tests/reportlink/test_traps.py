"""Odd cases of finding: what is a boundary, what folds together, what a form's condition means."""

from __future__ import annotations

import pytest

from reportlink import Index, link_report


def mentions(text: str, index: Index, **options: object) -> list[tuple[str, str]]:
    result = link_report(text, index, lang="en", mentions="all", **options)  # type: ignore[arg-type]
    return [(text[link.start : link.end], link.concept) for link in result.links]


CASES = [
    ("a letter with an accent is no boundary", "Er erhält nichts", []),
    ("nor is one written with a combining accent", "Er erha\u0308lt nichts", []),
    ("the abbreviation itself is found", "seen on LT", [("LT", "long-transient")]),
    ("a word inside a word is not", "adrenal", [("adrenal", "adrenal")]),
    ("a superscript belongs to its unit", "12 cm² and a cm", [("cm", "centimetre")]),
    ("an underscore is no boundary", "nodule_1 and nodule", [("nodule", "nodule")]),
    ("a digit is none either", "nodule2", []),
    (
        "after a failed longer form the shorter one counts",
        "kidney kidney stone",
        [("kidney", "kidney"), ("kidney stone", "kidney-stone")],
    ),
    ("a long form that breaks off late", "kidney stone disease of the skin", [("kidney stone", "kidney-stone")]),
    ("case does not matter", "PNEUMOTHORAX", [("PNEUMOTHORAX", "pneumothorax")]),
    ("except where a form says so", "MS or ms", [("MS", "multiple-sclerosis")]),
    (
        "exact case does not ask for the same white space",
        "ACR\u00a04a, ACR-\n4a, acr 4a",
        [("ACR\u00a04a", "long-transient"), ("ACR-\n4a", "long-transient")],
    ),
    ("composed accents", "\u00e9panchement", [("\u00e9panchement", "pleural-effusion")]),
    ("decomposed accents", "e\u0301panchement", [("e\u0301panchement", "pleural-effusion")]),
    ("capital accents", "ÉPANCHEMENT", [("ÉPANCHEMENT", "pleural-effusion")]),
    ("a ligature", "\ufb01brosis", [("\ufb01brosis", "fibrosis")]),
    ("a soft hyphen", "pneumo\u00adthorax", [("pneumo\u00adthorax", "pneumothorax")]),
    ("a zero-width space inside", "pneumo\u200bthorax", [("pneumo\u200bthorax", "pneumothorax")]),
    ("a zero-width space before", "\u200bnodule", [("nodule", "nodule")]),
    ("a zero-width space after a blank", "pleural \u200beffusion", [("pleural \u200beffusion", "pleural-effusion")]),
    ("a no-break space", "pleural\u00a0effusion", [("pleural\u00a0effusion", "pleural-effusion")]),
    ("two spaces", "pleural  effusion", [("pleural  effusion", "pleural-effusion")]),
    ("a tab", "pleural\teffusion", [("pleural\teffusion", "pleural-effusion")]),
    ("a line break", "pleural\neffusion", [("pleural\neffusion", "pleural-effusion")]),
    ("a CRLF line break with indentation", "pleural\r\n   effusion", [("pleural\r\n   effusion", "pleural-effusion")]),
    ("a paragraph break", "pleural\n\neffusion", []),
    ("a paragraph break with blanks in it", "pleural\n \neffusion", []),
    ("a hyphen for a space", "pleural-effusion", [("pleural-effusion", "pleural-effusion")]),
    ("a space for a hyphen", "chest X ray", [("chest X ray", "chest-x-ray")]),
    ("U+2010", "X\u2010ray", [("X\u2010ray", "x-ray")]),
    ("U+2011", "X\u2011ray", [("X\u2011ray", "x-ray")]),
    ("a dash is no hyphen", "pleural – effusion", []),
    ("a word divided at the line's end", "pneumo-\nthorax", [("pneumo-\nthorax", "pneumothorax")]),
    ("divided by a soft hyphen", "pneumo\u00ad\nthorax", [("pneumo\u00ad\nthorax", "pneumothorax")]),
    ("divided before an indented line", "pneumo-\r\n  thorax", [("pneumo-\r\n  thorax", "pneumothorax")]),
    ("a compound divided at its hyphen", "chest X-\nray", [("chest X-\nray", "chest-x-ray")]),
    ("a straight apostrophe", "Crohn's disease", [("Crohn's disease", "crohn-disease")]),
    ("a curly apostrophe", "Crohn\u2019s disease", [("Crohn\u2019s disease", "crohn-disease")]),
    ("an elided article", "l'épanchement", [("épanchement", "pleural-effusion")]),
    ("an elided article, curly", "d\u2019épanchement", [("épanchement", "pleural-effusion")]),
    ("an emoji before", "\U0001f600nodule", [("nodule", "nodule")]),
    ("an emoji with a variation selector before", "\u2764\ufe0fnodule", [("nodule", "nodule")]),
    ("capital I with a dot", "İ nodule", [("nodule", "nodule")]),
    ("capital sharp s", "GROẞE MASSE", [("MASSE", "nodule")]),
    ("sharp s as ss", "maße", [("maße", "nodule")]),
    (
        "full-width letters",
        "\uff4e\uff4f\uff44\uff55\uff4c\uff45",
        [("\uff4e\uff4f\uff44\uff55\uff4c\uff45", "nodule")],
    ),
    ("brackets are boundaries", "(nodule)", [("nodule", "nodule")]),
    ("so are quotes", "“nodule”", [("nodule", "nodule")]),
    ("and slashes", "nodule/kidney", [("nodule", "nodule"), ("kidney", "kidney")]),
    ("a phrase that holds a form and means something else", "indice de masse corporelle, masse", [("masse", "nodule")]),
    ("an address is left alone", "see https://x.example/nodule", []),
    ("a mail address too", "nodule@clinic.example", []),
    ("nothing", "", []),
    ("only blanks", " \n\t ", []),
    ("a lone surrogate", "\udc80nodule", [("nodule", "nodule")]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(text, found, id=name) for name, text, found in CASES])
def test_finding(text: str, expected: list[tuple[str, str]], index: Index) -> None:
    assert mentions(text, index) == expected


def test_an_ambiguous_form_leads_to_the_page_that_explains_both(index: Index) -> None:
    assert mentions("PE is seen.", index) == [("PE", "pe-abbreviation")]


def test_the_examination_tells_two_meanings_apart(index: Index) -> None:
    assert ("PE", "pulmonary-embolism") in mentions("Chest CT. PE is seen.", index)


def test_what_stays_ambiguous_is_returned_and_not_linked(index: Index) -> None:
    result = link_report("A growth.", index, lang="en")
    assert result.links == ()
    assert [(s.concepts, s.reason) for s in result.skipped] == [(("tumour-a", "tumour-b"), "ambiguous")]


def test_every_other_reason(index: Index) -> None:
    text = "Nodule. Nodule. Kidney. Pneumothorax at https://x.example/kidney"
    result = link_report(text, index, lang="en", explain="ar", exclude=["pneumothorax"])
    assert [(text[s.start : s.end], s.reason) for s in result.skipped] == [
        ("Nodule", "repeat"),
        ("Kidney", "not-explained"),
        ("Pneumothorax", "excluded"),
        ("kidney", "inside-link"),
    ]
    assert [link.url for link in result.links] == ["https://glossary.example/ar/t/nodule/#present"]


def test_first_links_each_concept_once_for_each_status(index: Index) -> None:
    text = "No nodule. A nodule. No nodule."
    result = link_report(text, index, lang="en")
    assert [(link.start, link.status) for link in result.links] == [(3, "absent"), (13, "present")]


def test_a_regional_tag_finds_its_language(index: Index) -> None:
    assert link_report("nodule", index, lang="en-GB").lang == "en"


def test_long_input_takes_linear_time(index: Index) -> None:
    """Patterns that backtrack would need hours for these; a test that hangs fails."""
    for hostile in ("a" * 300_000, " " * 300_000, "a@" * 150_000, "[" * 300_000, "kidney " * 40_000, "-\n" * 150_000):
        link_report(hostile, index, lang="en")
