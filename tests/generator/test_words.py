"""The words beside a linked report: in every language, and plain text."""

import json
from pathlib import Path

import pytest

from generator.index import build_index
from generator.load import load
from generator.site.messages import load_messages
from generator.words import note_words
from reportlink.characters import packaged_table
from reportlink.status import Status

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(path.parent.name for path in (ROOT / "locales").glob("*/language.yml"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_status_has_a_sentence_with_stressed_words_and_no_markup(lang):
    words = note_words(load_messages(ROOT, lang))
    assert set(words["says"]) == set(Status)
    assert all(stressed.strip() for _, stressed, _ in words["says"].values())
    assert len(set(map("".join, words["says"].values()))) == len(Status)
    assert "<" not in json.dumps(words)


def test_the_manifest_carries_the_words_of_every_reader():
    glossary = load(ROOT).glossary
    words = {code: note_words(load_messages(ROOT, code)) for code in glossary.languages}
    manifest = json.loads(build_index(glossary, "https://g.example/", packaged_table(), words=words)["manifest.json"])
    assert {code: entry["words"] for code, entry in manifest["languages"].items()} == words
