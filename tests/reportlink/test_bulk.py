"""Tables of reports: Parquet files and what Spark's workers do. Spark itself runs in `make benchmark-spark`."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reportlink.batch import LinkTask, Run, process_row
from reportlink.bulk.arrow import link_rows, linked_schema, wanted_columns
from reportlink.bulk.parquet import ParquetRun
from reportlink.bulk.spark import link_batches
from reportlink.cli import main
from reportlink.errors import InputError
from reportlink.sources import load_index

CANARY = "zebra4711"
ROWS = [
    {"id": "a", "lang": "en", "text": "No nodule. A nodule. A growth."},
    {"id": "b", "lang": "nl", "text": "Geen nodule."},
    {"id": "c", "lang": "en", "text": None},
    {"id": None, "lang": "en", "text": ""},
    {"id": "e", "lang": "en-GB", "text": "Possible pneumothorax.", "explain": "en"},
    {"id": "f", "lang": "en", "text": CANARY, "explain": "tlh"},
    {"id": "g", "lang": None, "text": CANARY},
]


def table(rows: list[dict[str, object]]) -> pa.Table:
    types = [("id", pa.string()), ("lang", pa.string()), ("text", pa.large_string()), ("explain", pa.string())]
    return pa.Table.from_pylist(rows, schema=pa.schema(types))


def write(path: Path, rows: list[dict[str, object]], group: int = 3) -> Path:
    pq.write_table(table(rows), path, row_group_size=group)
    return path


def many(count: int) -> list[dict[str, object]]:
    return [ROWS[n % len(ROWS)] | {"id": str(n)} for n in range(count)]


def run(source: Path, target: Path, index: str, jobs: int = 1) -> int:
    return ParquetRun(source, target, index, LinkTask(), jobs).execute(lambda done: None)


def test_a_table_says_what_rows_of_ndjson_say(tmp_path: Path, published: str) -> None:
    """One truth in two forms: what is null in a table is not there in JSON."""
    source = write(tmp_path / "in.parquet", ROWS)  # type: ignore[arg-type]
    assert run(source, tmp_path / "out.parquet", published) == 3
    lines = tmp_path / "in.ndjson"
    lines.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    Run(lines, tmp_path / "out.ndjson", published, LinkTask()).execute(lambda done: None)
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.schema.equals(linked_schema(pa.string()))

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if v is not None and k not in ("offsets", "line")}
        return [plain(item) for item in value] if isinstance(value, list) else value

    expected = [plain(json.loads(line)) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
    assert [plain(row) for row in out.to_pylist()] == expected
    assert [row["error"]["code"] for row in out.to_pylist() if row["error"]] == [
        "bad-row",
        "unknown-language",
        "bad-row",
    ]
    assert CANARY not in str(out.to_pylist())


def test_several_processes_give_the_same_table(tmp_path: Path, published: str) -> None:
    source = write(tmp_path / "in.parquet", many(1_000), group=300)
    run(source, tmp_path / "one.parquet", published)
    run(source, tmp_path / "two.parquet", published, jobs=2)
    one, two = pq.read_table(tmp_path / "one.parquet"), pq.read_table(tmp_path / "two.parquet")
    assert one.equals(two)
    assert one.column("id").to_pylist() == [str(n) for n in range(1_000)]


def test_a_cut_off_run_goes_on_behind_its_last_whole_row_group(tmp_path: Path, published: str) -> None:
    source, target = write(tmp_path / "in.parquet", many(40), group=10), tmp_path / "out.parquet"

    class Killed(BaseException):
        pass

    def kill(done: int) -> None:
        if done > 25:
            raise Killed

    killed = ParquetRun(source, target, published, LinkTask())
    with pytest.raises(Killed):
        killed.execute(kill)
    assert not target.exists()
    seen: list[int] = []
    ParquetRun(source, target, published, LinkTask()).execute(seen.append)
    assert seen == [30, 40]
    assert pq.read_table(target).column("id").to_pylist() == [str(n) for n in range(40)]
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_another_run_does_not_take_over_what_the_first_left(tmp_path: Path, published: str) -> None:
    source, target = write(tmp_path / "in.parquet", many(20), group=10), tmp_path / "out.parquet"
    parts = tmp_path / "out.parquet.parts"
    parts.mkdir()
    (parts / "state").write_text("of another run")
    (parts / "00000000.parquet").write_text("stale")
    run(source, target, published)
    assert pq.read_table(target).num_rows == 20


def test_a_table_without_rows_has_the_same_columns(tmp_path: Path, published: str) -> None:
    assert run(write(tmp_path / "in.parquet", []), tmp_path / "out.parquet", published) == 0
    assert pq.read_table(tmp_path / "out.parquet").schema.equals(linked_schema(pa.string()))


def test_a_row_group_without_rows_does_not_lose_count(tmp_path: Path, published: str) -> None:
    source, rows = tmp_path / "in.parquet", table(many(4))
    with pq.ParquetWriter(source, rows.schema) as out:
        for part in (rows.slice(0, 2), rows.slice(0, 0), rows.slice(2)):
            out.write_table(part)
    assert run(source, tmp_path / "out.parquet", published) == 1
    assert pq.read_table(tmp_path / "out.parquet").column("id").to_pylist() == ["0", "1", "2", "3"]


def test_ids_keep_their_type_and_other_columns_stay_behind(published: str) -> None:
    rows = pa.RecordBatch.from_pylist([{"id": 7, "lang": "en", "text": "nodule", "name": CANARY}])
    assert wanted_columns(rows.schema.names) == ["id", "lang", "text"]
    linked = link_rows(rows, LinkTask(), load_index(published))
    assert linked.schema.equals(linked_schema(pa.int64()))
    assert linked.to_pylist()[0]["links"][0]["concept"] == "nodule"


def test_the_readers_language_of_a_row_goes_before_that_of_the_run(published: str) -> None:
    rows = [{"id": 1, "lang": "en", "text": "nodule", "explain": given} for given in ("en", None)]
    linked = link_rows(pa.RecordBatch.from_pylist(rows), LinkTask(explain="tlh"), load_index(published))
    assert [row["error"] and row["error"]["code"] for row in linked.to_pylist()] == [None, "unknown-language"]


def test_what_sparks_workers_do(published: str) -> None:
    batches = table(ROWS).to_batches(max_chunksize=2)  # type: ignore[arg-type]
    linked = list(link_batches(LinkTask(), published, iter(batches)))
    assert [batch.num_rows for batch in linked] == [2, 2, 2, 1]
    index = load_index(published)
    ids = [row["id"] for batch in linked for row in batch.to_pylist()]
    assert ids == [process_row(row, LinkTask(), index)["id"] for row in ROWS]


def test_no_failure_of_a_row_ends_the_run_or_quotes_it(published: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: dict[str, object]) -> None:
        raise RuntimeError(given[1]["text"])

    monkeypatch.setattr(LinkTask, "run", fail)
    rows = pa.RecordBatch.from_pylist([{"id": 1, "lang": "en", "text": CANARY}])
    (row,) = link_rows(rows, LinkTask(), load_index(published)).to_pylist()
    assert row["error"] == {"code": "internal", "message": "RuntimeError"}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"id": [1], "text": ["x"]}, "the table has no column `lang`"),
        ({"report": [CANARY]}, "the table has no column `id`, `lang`, `text`"),
        (None, "is not a Parquet file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_of(
    made: dict[str, list[object]] | None,
    said: str,
    tmp_path: Path,
    published: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = tmp_path / "in.parquet"
    if made is None:
        source.write_text(CANARY * 3)
    else:
        pq.write_table(pa.table(made), source)
    assert main(["batch", str(source), str(tmp_path / "out.parquet"), "--index", published]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert CANARY not in error
    assert not (tmp_path / "out.parquet").exists()


def test_the_file_names_choose_the_form(tmp_path: Path, published: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in.parquet", ROWS[:2])  # type: ignore[arg-type]
    command = ["batch", str(source), str(tmp_path / "out.PARQUET"), "--index", published, "--mentions", "all"]
    assert main(command) == 0
    assert len(pq.read_table(tmp_path / "out.PARQUET").to_pylist()[0]["links"]) == 2
    assert main(["batch", str(source), str(tmp_path / "out.ndjson"), "--index", published]) == 2
    assert "let both end in .parquet, or neither" in capsys.readouterr().err


def test_a_missing_column_is_an_input_error() -> None:
    with pytest.raises(InputError, match="`text`"):
        wanted_columns(["id", "lang"])
