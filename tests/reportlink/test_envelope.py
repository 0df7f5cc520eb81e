"""The core of envelopes: report texts in several values, read as one and told apart again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from reportlink import formats
from reportlink.envelope import Body, LinkedBody, Notice, Piece
from reportlink.errors import InputError
from reportlink.index import Index
from reportlink.linking import LinkedEnvelope, link_envelope


@dataclass(frozen=True)
class Lines:
    """A toy: each line is a value, a line in `#` is context, and writing lists the concepts of each line."""

    bodies: tuple[Body, ...]
    notices: tuple[Notice, ...] = ()
    signed: str = ""
    outputs: tuple[str, ...] = ("same",)

    def write(self, linked: Sequence[LinkedBody], form: str = "same") -> bytes:
        assert form == "same"
        rows = [
            piece.value + "".join(f"|{link.concept}" for link in body.of_piece(number))
            for body in linked
            for number, piece in enumerate(body.body.pieces)
        ]
        return "\n".join(rows).encode()


def read(data: bytes) -> Lines:
    rows = data.decode().split("\n")
    pieces = tuple(Piece("" if row.startswith("#") else f"line[{n}]", row) for n, row in enumerate(rows))
    return Lines((Body("text", pieces, "\n", "fr"),))


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.ENVELOPES, "toy", read)


def link(text: str, index: Index, **wishes: object) -> LinkedEnvelope:
    return link_envelope(text.encode(), index, form="toy", lang="en", **wishes)  # type: ignore[arg-type]


def test_offsets_count_in_the_value_that_the_path_names(index: Index) -> None:
    result = link("Heart normal.\nNo pneumothorax.\nA nodule.", index).to_dict()
    assert [(x["path"], x["start"], x["end"], x["status"]) for x in result["links"]] == [
        ("line[1]", 3, 15, "absent"),
        ("line[2]", 2, 8, "present"),
    ]
    assert result["form"] == "toy"
    assert result["offsets"] == "code-points"


def test_a_term_that_goes_across_two_values_names_both(index: Index) -> None:
    linked = link("Small pleural\neffusion. Pneumothorax.", index)
    first, second = linked.to_dict()["links"]
    assert (first["path"], first["start"], first["end_path"], first["end"]) == ("line[0]", 6, "line[1]", 8)
    assert (second["path"], second["start"], second["end"]) == ("line[1]", 10, 22)
    assert "end_path" not in second
    assert linked.write() == b"Small pleural\neffusion. Pneumothorax.|pneumothorax"


def test_a_negation_reaches_into_the_next_value(index: Index) -> None:
    wrapped = "There is no sign whatever in this long line of any such thing as a\nnodule here."
    assert link(wrapped, index).to_dict()["links"][0]["status"] == "absent"


def test_first_mentions_are_counted_across_values(index: Index) -> None:
    result = link("A nodule.\nThe nodule.", index).to_dict()
    assert [x["path"] for x in result["links"]] == ["line[0]"]
    assert [(x["path"], x["reason"]) for x in result["skipped"]] == [("line[1]", "repeat")]
    assert len(link("A nodule.\nThe nodule.", index, mentions="all").to_dict()["links"]) == 2


def test_context_is_read_and_gets_no_link(index: Index) -> None:
    assert link("PE.", index).to_dict()["links"][0]["concept"] == "pe-abbreviation"
    result = link("# chest CT\nPE.", index).to_dict()
    assert [(x["path"], x["concept"]) for x in result["links"]] == [("line[1]", "pulmonary-embolism")]
    assert result["skipped"] == []


def test_another_language_is_said(index: Index) -> None:
    (notice,) = link("A nodule.", index).notices
    assert (notice.path, notice.code) == ("line[0]", "other-language")


def test_what_cannot_be_written_is_refused(index: Index) -> None:
    with pytest.raises(InputError, match="can be written as same, json, annotations"):
        link("A nodule.", index).write("html")
    with pytest.raises(InputError, match="cannot read `nothing`"):
        link_envelope(b"", index, form="nothing", lang="en")
