"""The index: deterministic, checked, refused where it cannot be trusted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportlink import IndexFormatError, link_report, load_index
from reportlink.builder import build_forms
from reportlink.characters import characters, packaged_table
from reportlink.find import find
from reportlink.index import FORMAT, Forms
from reportlink.normalise import normalise_joined

from .conftest import CONCEPTS, FORMS

TABLE = characters(packaged_table())


def test_the_same_forms_in_any_order_give_the_same_bytes() -> None:
    one = build_forms("en", FORMS, CONCEPTS, TABLE)
    assert one == build_forms("en", reversed(FORMS), CONCEPTS, TABLE)
    assert one == build_forms("en", FORMS + FORMS, CONCEPTS, TABLE)


def test_a_published_index_links_like_one_in_memory(published: str) -> None:
    result = link_report("No pneumothorax.", load_index(published), lang="en")
    assert [(link.concept, link.status) for link in result.links] == [("pneumothorax", "absent")]
    assert load_index(Path(published) / "manifest.json").build == "0123456789abcdef"


def test_an_unknown_version_is_refused_loudly(published: str, tmp_path: Path) -> None:
    data = bytearray(build_forms("en", FORMS, CONCEPTS, TABLE))
    data[8] = FORMAT + 1
    with pytest.raises(IndexFormatError, match="format 2"):
        Forms(bytes(data), TABLE)
    manifest = json.loads((Path(published) / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(IndexFormatError, match="format 99"):
        load_index(tmp_path)


@pytest.mark.parametrize("cut", [0, 7, 12, 40, 300, -1])
def test_a_cut_off_file_is_refused(cut: int) -> None:
    data = build_forms("en", FORMS, CONCEPTS, TABLE)
    with pytest.raises(IndexFormatError):
        Forms(data[:cut], TABLE)


def test_a_file_that_does_not_fit_its_hash_is_refused(published: str, tmp_path: Path) -> None:
    for path in Path(published).iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "terms.en.json").write_bytes(b"{}")
    with pytest.raises(IndexFormatError, match=r"terms\.en\.json does not fit its hash"):
        load_index(tmp_path)


def test_a_missing_or_foreign_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexFormatError, match=r"manifest\.json"):
        load_index(tmp_path)
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(IndexFormatError, match="not a manifest"):
        load_index(tmp_path)


def test_only_the_languages_asked_for_are_loaded(published: str) -> None:
    assert load_index(published, languages=["de"]).forms == {}


def test_the_pinned_table_is_the_one_of_its_unicode_version() -> None:
    """The committed table is what the generator makes, wherever Python knows the same Unicode version."""
    import unicodedata

    from generator.characters import UNICODE, character_table

    assert json.loads(packaged_table())["unicode"] == UNICODE
    if unicodedata.unidata_version == UNICODE:
        assert packaged_table() == character_table()


def test_pieces_partition_every_text() -> None:
    text = "".join(chr(code) for code in [*range(0x3000), *range(0xFB00, 0xFF70), *range(0x1F300, 0x1F700)])
    assert "".join(TABLE.split(text)) == text


def test_folding_is_stable() -> None:
    for char in map(chr, [*range(0x3000), *range(0xFB00, 0xFF70)]):
        once = TABLE.fold(char)
        assert once in ("\n\n", "") or TABLE.fold_text(once) in ((once,), ()) or len(TABLE.split(once)) > 1


def test_letters_and_digits_of_ascii_need_no_table() -> None:
    """`reportlink.numbering` folds them by lower case alone."""
    for char in filter(str.isalnum, map(chr, range(128))):
        assert TABLE.is_word(char)
        assert TABLE.fold(char) == char.lower()


def test_only_the_first_piece_of_a_text_can_fold_to_nothing() -> None:
    """So nothing needs to be passed over between two pieces of a form."""
    nothing = [char for char in map(chr, range(0x110000)) if not TABLE.fold(char)]
    assert "\u200b" in nothing
    for before in ("", "a", " ", ",", "\n", "-", "'", "\u0301", "\U0001f600"):
        for char in nothing:
            pieces = TABLE.split(f"x{before}{char}y")
            assert all(map(TABLE.fold, pieces)), pieces


def test_a_full_memory_is_emptied_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportlink import numbering, trie

    texts = [f"No {form.text}, {form.text} and kidney stone {n}." for n, form in enumerate(FORMS)] * 2
    data = build_forms("en", FORMS, CONCEPTS, TABLE)
    roomy = Forms(data, TABLE)
    expected = [find(normalise_joined(text, roomy), roomy) for text in texts]
    monkeypatch.setattr(numbering, "_MEMORY", 7)
    monkeypatch.setattr(trie, "_MEMORY", 5)
    tight = Forms(data, TABLE)
    assert [find(normalise_joined(text, tight), tight) for text in texts] == expected
    assert len(tight.numbers) <= 7
    assert len(roomy.numbers) > 7
