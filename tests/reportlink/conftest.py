"""A small vocabulary that every test of the companion module uses, independent of the glossary's content."""

from __future__ import annotations

import json

import pytest

from reportlink.builder import build_forms
from reportlink.characters import characters, packaged_table
from reportlink.index import FORMAT, Forms, Index, Term
from reportlink.vocabulary import Condition, Cue, Facts, Form, ListRules, SentenceRules, Sizes

CONCEPTS = {
    "pneumothorax": Facts("finding", ("chest-x-ray",)),
    "pleural-effusion": Facts("finding", ("chest-x-ray",)),
    "pulmonary-embolism": Facts("finding", ("chest-ct",)),
    "pe-abbreviation": Facts("ambiguous"),
    "nodule": Facts("finding"),
    "kidney": Facts("anatomy"),
    "kidney-stone": Facts("finding"),
    "multiple-sclerosis": Facts("finding"),
    "crohn-disease": Facts("finding"),
    "x-ray": Facts("exam"),
    "chest-x-ray": Facts("exam", ("x-ray",)),
    "chest-ct": Facts("exam"),
    "fibrosis": Facts("finding"),
    "long-transient": Facts("abbreviation"),
    "centimetre": Facts("measurement"),
    "adrenal": Facts("anatomy"),
    "lung": Facts("anatomy", (), ("lung",), 1),
    "liver": Facts("anatomy", (), ("liver",), 1),
    "lobe-of-lung": Facts("anatomy", (), ("lung",)),
    "lobe-of-liver": Facts("anatomy", (), ("liver",)),
    "bi-rads": Facts("score", (), (), 3),
    "tnm": Facts("score"),
    "lesion-size": Facts("measurement"),
    "tumour-a": Facts("finding"),
    "tumour-b": Facts("finding"),
}

FORMS = [
    Form("pneumothorax", "pneumothorax"),
    Form("pleural effusion", "pleural-effusion"),
    Form("pleural effusions", "pleural-effusion"),
    Form("épanchement", "pleural-effusion"),
    Form("PE", "pe-abbreviation", condition=Condition(exact="PE")),
    Form("PE", "pulmonary-embolism", condition=Condition(exact="PE", exams=("chest-ct",))),
    Form("pulmonary embolism", "pulmonary-embolism"),
    Form("nodule", "nodule"),
    Form("kidney", "kidney"),
    Form("renal", "kidney"),
    Form("kidney stone", "kidney-stone"),
    Form("kidney stone disease of the bone", "kidney-stone"),
    Form("MS", "multiple-sclerosis", condition=Condition(exact="MS")),
    Form("ACR 4a", "long-transient", condition=Condition(exact="ACR4a")),
    Form("Crohn's disease", "crohn-disease"),
    Form("X-ray", "x-ray"),
    Form("chest X-ray", "chest-x-ray"),
    Form("chest CT", "chest-ct"),
    Form("fibrosis", "fibrosis"),
    Form("LT", "long-transient"),
    Form("cm", "centimetre"),
    Form("adrenal", "adrenal"),
    Form("growth", "tumour-a"),
    Form("growth", "tumour-b"),
    Form("masse", "nodule"),
    Form("lobe", "lobe-of-lung", condition=Condition(body=("lung",))),
    Form("lobe", "lobe-of-liver", condition=Condition(body=("liver",))),
    Form("lung", "lung"),
    Form("liver", "liver"),
    Form("BI-RADS", "bi-rads"),
    *(Form(f"BI-RADS {word}{level}", "bi-rads", level) for word in ("", "category ") for level in ("4", "4a")),
    Form("T2", "tnm", "t2", condition=Condition(exact="T2", near="N|M")),
    *(Form(text, cue=Cue("N|M", "near")) for text in ("N0", "N1", "M0")),
    Form("signal", "nodule", condition=Condition(sections=("findings",))),
    Form("indice de masse corporelle"),
    Form("no", cue=Cue("absent", "forward")),
    Form("not seen", cue=Cue("absent", "backward")),
    Form("has resolved", cue=Cue("past", "nearest")),
    Form("possible", cue=Cue("possible", "forward")),
    Form("cannot be excluded", cue=Cue("possible", "backward")),
    Form("history of", cue=Cue("past", "forward")),
    Form("no change", cue=Cue("", "pseudo")),
    Form("but", cue=Cue("", "stop")),
    Form("or", cue=Cue("", "join")),
    Form("and", cue=Cue("", "join")),
]


def make_index(forms: list[Form] | None = None) -> Index:
    """An index of one language, `en`, with a page for every concept in `en` and two pages in `ar`."""
    table = characters(packaged_table())
    data = build_forms(
        "en",
        FORMS if forms is None else forms,
        CONCEPTS,
        table,
        asserted=["finding", "ambiguous"],
        rules=SentenceRules(
            abbreviations=frozenset(["acc", "dr", "e.g"]),
            titles={"findings": "findings", "clinical history": "history", "impression": "impression"},
            lists=ListRules(alternatives=frozenset(["or", "nor"]), words=frozenset(["e", "g", "the"])),
        ),
        sizes=Sizes("lesion-size", (("pea", 9), ("walnut", 34), ("larger", 10_000)), (("mm", 1), ("cm", 10))),
    )
    english = {id_: Term(id_.replace("-", " "), f"About {id_}.", f"en/t/{id_}/") for id_ in CONCEPTS}
    arabic = {id_: Term("شرح", "شرح.", f"ar/t/{id_}/") for id_ in ("pneumothorax", "nodule")}
    return Index(
        "0123456789abcdef", "https://glossary.example/", {"en": Forms(data, table)}, {"en": english, "ar": arabic}
    )


@pytest.fixture(scope="session")
def index() -> Index:
    return make_index()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same vocabulary as a folder on disk, as a site publishes it."""
    import base64
    import hashlib

    folder = tmp_path_factory.mktemp("api")
    table = characters(packaged_table())
    files = {
        "characters.json": packaged_table().encode("utf-8"),
        "forms.en.bin": build_forms("en", FORMS, CONCEPTS, table, asserted=["finding", "ambiguous"]),
        "terms.en.json": json.dumps(
            {id_: {"title": id_, "short": "", "path": f"en/t/{id_}/"} for id_ in CONCEPTS}
        ).encode("utf-8"),
        "codes.json": json.dumps({"radlex": {"RID5352": "pneumothorax"}}).encode("utf-8"),
    }

    def entry(name: str) -> dict[str, str]:
        digest = base64.b64encode(hashlib.sha256(files[name]).digest()).decode("ascii")
        return {"file": name, "integrity": f"sha256-{digest}"}

    manifest = {
        "format": FORMAT,
        "build": "0123456789abcdef",
        "base": "https://glossary.example/",
        "characters": entry("characters.json"),
        "codes": entry("codes.json"),
        "code_systems": {
            "radlex": {"name": "RadLex", "oid": "2.16.840.1.113883.6.256", "uri": "http://www.radlex.org"}
        },
        "languages": {"en": {"forms": entry("forms.en.bin"), "terms": entry("terms.en.json")}},
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return str(folder)
