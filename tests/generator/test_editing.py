"""New entries and signatures: what is written, and that nothing else is touched."""

from __future__ import annotations

import pytest
import yaml

from generator.editing import NothingToSignError, new_entry, signed
from generator.kinds import Kind
from generator.model import Signature

HASH = "a" * 64
RADIOLOGIST = Signature("radiologist", 'R. "X" Röntgen', "2026-05-01", HASH)
PATIENT = Signature("patient-representative", "P. Curie", "2026-05-02", HASH)

TEXT = """\
# a comment that stays
id: lung   # and one here
languages:
  en:
    term: lung
    review: {state: draft}
  de:
    review:
      state: draft

    term: Lunge
"""


def test_a_signature_changes_only_its_block() -> None:
    once = signed(TEXT, "en", RADIOLOGIST, (), complete=False)
    before, after = TEXT.split("    review: {state: draft}\n")
    assert once.startswith(before)
    assert once.endswith(after)
    review = yaml.safe_load(once)["languages"]["en"]["review"]
    assert review["state"] == "draft"
    assert review["signatures"] == [
        {"role": "radiologist", "name": 'R. "X" Röntgen', "date": "2026-05-01", "text-hash": HASH}
    ]


def test_two_signatures_sign() -> None:
    once = signed(TEXT, "en", RADIOLOGIST, (), complete=False)
    twice = signed(once, "en", PATIENT, (RADIOLOGIST,), complete=True)
    review = yaml.safe_load(twice)["languages"]["en"]["review"]
    assert review["state"] == "signed"
    assert [s["role"] for s in review["signatures"]] == ["patient-representative", "radiologist"]
    assert signed(twice, "en", PATIENT, (RADIOLOGIST,), complete=True) == twice


def test_a_block_style_review_is_replaced_too() -> None:
    content = yaml.safe_load(signed(TEXT, "de", PATIENT, (), complete=False))
    assert content["languages"]["de"]["term"] == "Lunge"
    assert content["languages"]["de"]["review"]["signatures"][0]["name"] == "P. Curie"
    assert content["languages"]["en"]["review"] == {"state": "draft"}


def test_there_is_nothing_to_sign_in_another_language() -> None:
    with pytest.raises(NothingToSignError):
        signed(TEXT, "fr", PATIENT, (), complete=False)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_new_entry_is_complete_and_says_nothing_yet(kind: Kind) -> None:
    text = new_entry("some-id", kind, ["en", "de"])
    content = yaml.safe_load(text)
    assert content["id"] == "some-id"
    assert set(content["languages"]) == {"en", "de"}
    assert not any(content["languages"]["en"]["sections"].values())
    assert text.startswith("# yaml-language-server: $schema=../concept.schema.json\n")
