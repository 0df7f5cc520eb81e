import json

from generator.browse import a_to_z_page, body_page, exams_page, home_page
from generator.edition import initial, sort_key
from generator.search import search_index
from tests.generator.small import english


def test_home_offers_only_what_exists():
    home = home_page(english()).meta
    assert [exam["href"] for exam in home["exams"]] == ["t/ct/"]
    assert home["guide"] == ""
    assert home["body"] == [{"href": "body/#lung", "title": "lung", "name": ""}]


def test_a_to_z_has_medical_words_and_everyday_names():
    groups = {
        group["title"]: [row["title"] for row in group["entries"]] for group in a_to_z_page(english()).meta["groups"]
    }
    assert groups == {
        "C": ["CT"],
        "F": ["fluid around the lung"],
        "L": ["lung"],
        "P": ["PE", "pleural effusion"],
        "S": ["Score"],
    }


def test_body_and_exams_list_what_is_met_there():
    (lung,) = body_page(english()).meta["groups"]
    assert [row["href"] for row in lung["entries"]] == ["../t/pleural-effusion/"]
    (ct,) = exams_page(english()).meta["groups"]
    assert [row["href"] for row in ct["entries"]] == ["../t/pleural-effusion/"]


def test_accents_and_capitals_do_not_matter_for_the_order():
    assert sorted(["Ödem", "Zyste", "oben", "Épanchement"], key=sort_key) == ["Épanchement", "oben", "Ödem", "Zyste"]
    assert [initial(text) for text in ("Ödem", "œdème", "3D", "رئة")] == ["O", "Œ", "#", "ر"]


def test_search_index_has_one_row_an_entry():
    rows = {row[0]: row[1:] for row in json.loads(search_index(english()))}
    assert rows["pleural-effusion"] == [
        "pleural effusion",
        "fluid around the lung",
        "pleural effusion in one sentence.",
        "",
    ]
    assert len(rows) == 5
