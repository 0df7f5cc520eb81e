"""The published index, and that adding a language is adding a folder."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.addresses import page_addresses
from generator.check import check
from generator.everyday import frequency
from generator.forms import braces
from generator.index import build_index
from generator.load import load
from generator.model import Glossary
from reportlink import Index, link_report, load_index
from reportlink.characters import characters, packaged_table

ROOT = Path(__file__).parents[2]
BASE = "https://glossary.example/"


def publish(glossary: Glossary, folder: Path) -> Index:
    folder.mkdir(exist_ok=True)
    for name, data in build_index(glossary, BASE, packaged_table()).items():
        (folder / name).write_bytes(data)
    return load_index(folder)


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load(ROOT).glossary


@pytest.fixture(scope="module")
def index(glossary: Glossary, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return publish(glossary, tmp_path_factory.mktemp("api"))


def test_the_same_content_gives_the_same_bytes_in_any_order(glossary: Glossary) -> None:
    other = replace(
        glossary,
        concepts=dict(reversed(glossary.concepts.items())),
        languages=dict(reversed(glossary.languages.items())),
    )
    assert build_index(glossary, BASE, packaged_table()) == build_index(other, BASE, packaged_table())


def test_every_file_is_named_by_its_hash_and_checked_by_the_manifest(glossary: Glossary) -> None:
    files = build_index(glossary, BASE, packaged_table(), modules={"reportlink.js": "export const one = 1;\n"})
    manifest = json.loads(files["manifest.json"])
    named = [manifest["characters"], manifest["codes"], manifest["script"]]
    assert files["reportlink.js"] == files[manifest["script"]["file"]], "an address that stays, for the newest script"
    named += [entry[key] for entry in manifest["languages"].values() for key in ("forms", "terms")]
    assert {entry["file"] for entry in named} == files.keys() - {"manifest.json", "reportlink.js"}
    for entry in named:
        digest = hashlib.sha256(files[entry["file"]])
        assert entry["integrity"] == "sha256-" + base64.b64encode(digest.digest()).decode()
        assert digest.hexdigest()[:16] in entry["file"]
        assert entry["bytes"] == len(files[entry["file"]])


def test_the_script_is_no_part_of_what_was_linked_with(glossary: Glossary) -> None:
    bare = json.loads(build_index(glossary, BASE, packaged_table())["manifest.json"])
    files = build_index(glossary, BASE, packaged_table(), modules={"reportlink.js": "export const one = 1;\n"})
    manifest = json.loads(files["manifest.json"])
    assert manifest.pop("script")["file"].startswith("reportlink.")
    assert manifest == bare


def test_every_address_of_the_index_is_a_page(glossary: Glossary, index: Index) -> None:
    pages = page_addresses(glossary)
    for lang, terms in index.terms.items():
        assert terms
        for term in terms.values():
            assert f"/{term.path}" in pages, (lang, term.path)


def test_codes_lead_to_entries(glossary: Glossary) -> None:
    files = build_index(glossary, BASE, packaged_table())
    codes = json.loads(next(data for name, data in files.items() if name.startswith("codes.")))
    assert codes["radlex"]["RID5352"] == "pneumothorax"
    assert json.loads(files["manifest.json"])["code_systems"].keys() == codes.keys()
    assert {id_ for system in codes.values() for id_ in system.values()} <= glossary.concepts.keys()


def test_every_form_that_an_editor_wrote_leads_to_its_entry(glossary: Glossary, index: Index) -> None:
    """Written down is found: alone in a text, in the letters of the editor, unless a condition asks for more."""
    for concept in glossary.concepts.values():
        for lang, block in concept.blocks.items():
            for form in block.forms:
                if form.contextual:
                    continue
                for text in braces(form.text)[:3]:
                    result = link_report(text, index, lang=lang, mentions="all")
                    found = {link.concept for link in result.links} | {c for s in result.skipped for c in s.concepts}
                    assert concept.id in found, (lang, text, found)


def test_adding_a_language_is_adding_a_folder(tmp_path: Path) -> None:
    """A language that the project has never heard of: one folder in locales/, one block in an entry, no code."""
    for name in ("glossary", "locales", "media"):
        shutil.copytree(ROOT / name, tmp_path / name)
    folder = tmp_path / "locales" / "eo"
    folder.mkdir()
    language = (ROOT / "locales" / "it" / "language.yml").read_text(encoding="utf-8")
    (folder / "language.yml").write_text(language.replace("name: Italiano", "name: Esperanto"), encoding="utf-8")
    lung = tmp_path / "glossary" / "concepts" / "lung.yml"
    block = """  eo:
    term: pulmo
    short: La pulmo prenas aeron.
    forms: [pulmo, pulmoj]
    sections: {what: Vi havas du pulmojn., job: Ili prenas aeron., in-reports: La raporto parolas pri ili.}
    review: {state: draft}
"""
    lung.write_text(lung.read_text(encoding="utf-8").rstrip("\n") + "\n" + block, encoding="utf-8")
    loaded = load(tmp_path)
    assert check(loaded, characters(packaged_table()), frequency) == []
    index = publish(loaded.glossary, tmp_path / "api")
    (link,) = link_report("La pulmoj estas klaraj.", index, lang="eo").links
    assert (link.concept, link.url) == ("lung", f"{BASE}eo/t/lung/#present")
    (link,) = link_report("La pulmoj estas klaraj.", index, lang="eo", explain="en").links
    assert link.url == f"{BASE}en/t/lung/#present"


def test_a_german_report_is_explained_in_arabic(index: Index) -> None:
    result = link_report("Kein Pneumothorax.", index, lang="de", explain="ar")
    assert [(link.status, link.url) for link in result.links] == [("absent", f"{BASE}ar/t/pneumothorax/#absent")]
