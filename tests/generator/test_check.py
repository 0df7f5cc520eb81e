"""`check` finds every planted mistake, names its file and line and says how to mend it; and it is silent on the glossary."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check import check
from generator.everyday import frequency
from generator.load import load
from generator.problems import Problem
from reportlink.characters import characters, packaged_table

ROOT = Path(__file__).parents[2]

LUNG = """\
id: lung
kind: anatomy
exams: [chest-ct]
sources:
  - {name: A book, publisher: A house, year: 2020}
languages:
  en:
    term: lung
    short: The lung takes in air.
    forms: [lung, pulmonary]
    sections:
      what: You have two lungs.
      job: They take in air.
      in-reports: A report may say they are clear.
    review: {state: draft}
"""

EFFUSION = """\
id: effusion
kind: finding
body: [lung]
sources:
  - {name: A book, publisher: A house}
languages:
  en:
    term: effusion
    short: There is fluid near the lung.
    forms: [effusion]
    sections:
      what: There is fluid near the lung.
      meaning: It can come from a cold.
      next: Your doctor looks at it.
      absent: That is good news.
    review: {state: draft}
"""

CT = """\
id: chest-ct
kind: exam
sources:
  - {name: A book, publisher: A house}
languages:
  en:
    term: chest CT
    short: It takes pictures of the chest.
    forms: [chest CT]
    sections:
      what: It takes pictures.
      before: You wait.
      during: You lie down.
      after: You go home.
      risks: It uses rays.
      results: Your doctor tells you.
    review: {state: draft}
"""

LANGUAGE = """\
name: English
direction: ltr
emergency: "112"
reading:
  name: Flesch-Kincaid grade level
  source: Kincaid 1975
  constant: -15.59
  coefficients: {words_per_sentence: 0.39, syllables_per_word: 11.8}
  harder: higher
  bar: 6
  syllables: {vowels: aeiouy}
inflection:
  default: noun
  classes:
    noun: {words: last, rules: {"": [s]}}
"""

Plant = Callable[[Path], None]


def replace(file: str, old: str, new: str) -> Plant:
    def plant(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def both(first: Plant, second: Plant) -> Plant:
    def plant(root: Path) -> None:
        first(root)
        second(root)

    return plant


def write(file: str, text: str | bytes) -> Plant:
    def plant(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(text if isinstance(text, bytes) else text.encode())

    return plant


L, E, C, EN = (
    "glossary/concepts/lung.yml",
    "glossary/concepts/effusion.yml",
    "glossary/concepts/chest-ct.yml",
    "locales/en/language.yml",
)

MISTAKES: list[tuple[str, Plant, str, int, str]] = [
    ("a code system that nobody knows", replace(L, "exams:", "codes: {icd: J93}\nexams:"), L, 3, "is not a code system"),
    ("a code of two entries", both(replace(L, "exams:", "codes: {radlex: RID1}\nexams:"), replace(E, "body:", "codes: {radlex: RID1}\nbody:")), L, 3, "is the number of `effusion` too"),
    ("a duplicate key", replace(L, "kind: anatomy", "kind: anatomy\nkind: finding"), L, 3, "stands twice (first in line 2)"),
    ("a language key read as False", replace(L, "  en:", "  no:"), L, 7, "YAML reads the key `no` as true or false"),
    ("a term read as a truth value", replace(L, "term: lung", "term: no"), L, 8, "reads `no` as true or false"),
    ("a term read as a number", replace(L, "term: lung", "term: 12"), L, 8, "reads `12` as a number"),
    ("a term read as a date", replace(L, "term: lung", "term: 2020-01-02"), L, 8, "as a date"),
    ("an unknown key", replace(L, "exams:", "exam:"), L, 3, "unknown key `exam`"),
    ("an unknown key in a block", replace(L, "    short:", "    shrot: x\n    short:"), L, 9, "unknown key `shrot`"),
    ("a tab", replace(L, "    term: lung", "\tterm: lung"), L, 8, "a tab indents this line"),
    ("broken YAML", replace(L, "forms: [lung, pulmonary]", "forms: [lung, pulmonary"), L, 11, "not valid YAML"),
    ("an empty file", write("glossary/concepts/empty.yml", ""), "glossary/concepts/empty.yml", 1, "the file is empty"),
    ("a file that is not UTF-8", write("glossary/concepts/latin.yml", b"term: \xe9"), "glossary/concepts/latin.yml", 1, "not UTF-8"),
    ("a missing section", replace(L, "      job: They take in air.\n", ""), L, 12, "has no `job`"),
    ("a section of another kind", replace(L, "      job:", "      absent: x\n      job:"), L, 13, "unknown key `absent`"),
    ("a missing key", replace(L, "    short: The lung takes in air.\n", ""), L, 8, "has no `short`"),
    ("an empty text", replace(L, "term: lung", 'term: ""'), L, 8, "the text is empty"),
    ("no kind", replace(L, "kind: anatomy\n", ""), L, 1, "the entry has no `kind`"),
    ("an unknown kind", replace(L, "kind: anatomy", "kind: organ"), L, 2, "`organ` is not a kind"),
    ("an id that is not the file's name", replace(L, "id: lung", "id: lungs"), L, 1, "is not the file's name"),
    ("an id with capitals", replace(L, "id: lung", "id: Lung"), L, 1, "`Lung` is not an id"),
    ("a reference to nothing", replace(L, "exams: [chest-ct]", "exams: [chest-cd]"), L, 3, "there is no entry `chest-cd`"),
    ("a reference to the wrong kind", replace(E, "body: [lung]", "body: [chest-ct]"), E, 3, "is of kind `exam`"),
    ("a reference to itself", replace(E, "body: [lung]", "related: [effusion]"), E, 3, "refers to itself"),
    ("a reference to a retired id", replace(E, "body: [lung]", "related: [old]"), E, 3, "`old` is retired"),
    ("a retired id that lives", write("glossary/retired.yml", "lung: effusion\n"), "glossary/retired.yml", 1, "has an entry"),
    ("a retired id without a successor", write("glossary/retired.yml", "old: older\n"), "glossary/retired.yml", 1, "leads nowhere"),
    ("a form of two entries", replace(E, "forms: [effusion]", "forms: [effusion, lung]"), L, 10, "also leads to `effusion`"),
    ("a form twice", replace(L, "[lung, pulmonary]", "[lung, pulmonary, lung]"), L, 10, "stands twice"),
    ("an unknown inflection class", replace(L, "[lung, pulmonary]", "[{form: lung, class: verb}]"), L, 10, "class `verb`"),
    ("an unknown key in a form", replace(L, "[lung, pulmonary]", "[{form: lung, case: x}]"), L, 10, "unknown key `case`"),
    ("a condition on what is no examination", replace(L, "[lung, pulmonary]", "[{form: x, when: {exams: [lung]}}]"), L, 10, "kind `anatomy`"),
    ("a language without its file", replace(L, "  en:", "  xx:"), L, 7, "there is no language `xx`"),
    ("a missing language", write("glossary/concepts/other.yml", LUNG.replace("id: lung", "id: other").replace("[lung, pulmonary]", "[]").replace("  en:", "  eo:")), "glossary/concepts/other.yml", 6, "the language `en` is missing"),
    ("a text that is hard to read", replace(E, "It can come from a cold.", "Inflammatory parapneumonic exudative accumulation necessitates interdisciplinary evaluation."), E, 7, "hard to read: Flesch-Kincaid grade level is"),
    ("mark-up in a text", replace(E, "Your doctor looks at it.", "Your doctor <b>looks</b> at it."), E, 14, "the text holds mark-up"),
    ("signed by nobody", replace(E, "review: {state: draft}", "review: {state: signed}"), E, 16, "signed, but not by both"),
    ("a wrong review state", replace(E, "state: draft", "state: done"), E, 16, "`done` is not one of the choices"),
    ("a year in words", replace(L, "year: 2020", "year: lately"), L, 5, "not a whole number"),
    ("a list where text belongs", replace(L, "short: The lung takes in air.", "short: [a, b]"), L, 9, "expected text, found a list"),
    ("text where a list belongs", replace(L, "forms: [lung, pulmonary]", "forms: lung"), L, 10, "expected a list"),
    ("a file with the wrong ending", write("glossary/concepts/heart.yaml", LUNG), "glossary/concepts/heart.yaml", 1, "this file is not read"),
    ("an explainer among the concepts", replace(L, "kind: anatomy", "kind: explainer"), L, 1, "does not belong in concepts/"),
    ("a language file without a formula", replace(EN, "  bar: 6\n", ""), EN, 5, "has no `bar`"),
    ("an unknown feature in a formula", replace(EN, "syllables_per_word: 11.8", "vowels: 2"), EN, 8, "the key `vowels` is not a feature"),
    ("a phrase that cannot mean nothing", replace(EN, "inflection:", "not-terms: [lung]\ninflection:"), EN, 12, "is a form of `lung`"),
    ("a rule that makes an everyday word", both(replace(L, "pulmonary", "womer"), replace(EN, '{"": [s]}', '{r: [n], "": [s]}')), L, 10, "the everyday word `women`"),
    ("an unknown default class", replace(EN, "default: noun", "default: verb"), EN, 13, "no inflection class `verb`"),
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for file, text in ((L, LUNG), (E, EFFUSION), (C, CT), (EN, LANGUAGE)):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    (tmp_path / "glossary/retired.yml").write_text("old: effusion\n", encoding="utf-8")
    return tmp_path


def problems_of(root: Path) -> list[Problem]:
    return check(load(root), characters(packaged_table()), frequency)


def test_a_sound_project_has_no_problem(project: Path) -> None:
    assert problems_of(project) == []


@pytest.mark.parametrize(
    ("plant", "file", "line", "said"), [pytest.param(*mistake[1:], id=mistake[0]) for mistake in MISTAKES]
)
def test_a_planted_mistake_is_found(plant: Plant, file: str, line: int, said: str, project: Path) -> None:
    plant(project)
    found = problems_of(project)
    matching = [p for p in found if p.file == file and said in p.message]
    assert matching, [str(p) for p in found]
    assert line in [p.line for p in matching], [p.line for p in matching]
    assert all(p.cure for p in found)


def test_all_mistakes_of_a_project_are_told_at_once(project: Path) -> None:
    replace(L, "term: lung", "term: no")(project)
    replace(L, "exams:", "exam:")(project)
    replace(E, "body: [lung]", "body: [chest-ct]")(project)
    replace(EN, "default: noun", "default: verb")(project)
    assert {(p.file, p.line) for p in problems_of(project)} >= {(L, 3), (L, 8), (E, 3), (EN, 13)}


def test_an_entry_that_cannot_be_read_does_not_make_others_wrong(project: Path) -> None:
    replace(L, "term: lung", "term: no")(project)
    assert {p.file for p in problems_of(project)} == {L}


def test_the_glossary_has_no_problem_at_all() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "generator", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_an_error_ends_with_1_and_names_every_problem(project: Path) -> None:
    replace(L, "exams: [chest-ct]", "exams: [gone]")(project)
    result = subprocess.run(
        [sys.executable, "-m", "generator", "check"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert result.returncode == 1
    assert "glossary/concepts/lung.yml:3: error: there is no entry `gone`" in result.stdout
