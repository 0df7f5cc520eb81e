"""Bulk linking of Parquet files: row group after row group, in order, resumed where it was cut off.

A Parquet file cannot be read before its end is written. Until a run is complete, its finished row groups stand as
files of their own in the folder `<OUT>.parts`, beside a state file that names the run; the same command goes on behind
them. At the end they are put together, and the folder is removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from reportlink.batch import LinkTask, run_mark, same_run
from reportlink.bulk.arrow import link_rows, linked_schema, wanted_columns
from reportlink.errors import InputError
from reportlink.index import Index
from reportlink.processes import in_order
from reportlink.sources import load_index

_ROWS = 256
"""How many rows are linked at a time; a row group may hold a million."""

_GROUP = 65_536
"""How many rows a row group of the output holds at most."""


class _Piece(NamedTuple):
    """Some rows, and the number of the row group that they are from."""

    group: int
    rows: pa.RecordBatch


@dataclass(frozen=True, slots=True)
class ParquetRun:
    """One bulk run.

    Attributes:
        source: Parquet in, with the columns `id`, `lang`, `text` and perhaps `explain`.
        target: Parquet out, with the columns of `reportlink.bulk.arrow.linked_schema`.
        location: Where the index is.
        task: What is wanted.
        jobs: Number of processes.
    """

    source: Path
    target: Path
    location: str
    task: LinkTask
    jobs: int = 1

    def execute(self, progress: Callable[[int], None]) -> int:
        """Process every row group that is not done yet.

        Args:
            progress: Called with the number of rows done, now and then.

        Returns:
            The number of rows with an `error` that this call wrote.

        Raises:
            InputError: The source is no Parquet file, or lacks a column.
        """
        index = load_index(self.location)
        try:
            source = pq.ParquetFile(self.source)
        except pa.ArrowInvalid:
            raise InputError("bad-parquet", f"{self.source} is not a Parquet file, or is cut off") from None
        with source:
            columns = wanted_columns(source.schema_arrow.names)
            parts = self._parts(index)
            done = len(list(parts.glob("*.parquet")))
            rows = sum(source.metadata.row_group(group).num_rows for group in range(done))
            errors = 0
            for group, pieces in groupby(self._linked(source, columns, done, index), key=lambda piece: piece.group):
                schema = linked_schema(source.schema_arrow.field("id").type)
                unfinished = parts / "unfinished"
                with pq.ParquetWriter(unfinished, schema) as out:
                    for piece in pieces:
                        out.write_batch(piece.rows, row_group_size=_GROUP)
                        rows += piece.rows.num_rows
                        errors += piece.rows.num_rows - piece.rows.column("error").null_count
                        progress(rows)
                unfinished.rename(parts / f"{group:08}.parquet")
            self._join(parts, linked_schema(source.schema_arrow.field("id").type))
        shutil.rmtree(parts)
        return errors

    def _parts(self, index: Index) -> Path:
        """The folder of what is done, emptied where another run left it."""
        parts = self.target.with_name(self.target.name + ".parts")
        state, mark = parts / "state", run_mark(self.source, self.task, index)
        if not same_run(state, mark):
            shutil.rmtree(parts, ignore_errors=True)
            parts.mkdir(parents=True)
            state.write_text(mark, encoding="ascii")
        return parts

    def _linked(self, source: pq.ParquetFile, columns: list[str], done: int, index: Index) -> Iterator[_Piece]:
        start = (lambda: index) if self.jobs <= 1 else partial(load_index, self.location)
        return in_order(partial(_link, self.task), _pieces(source, columns, done), start, self.jobs)

    def _join(self, parts: Path, schema: pa.Schema) -> None:
        whole = parts / "whole"
        with pq.ParquetWriter(whole, schema) as out:
            for path in sorted(parts.glob("*.parquet")):
                with pq.ParquetFile(path) as part:
                    for group in range(part.num_row_groups):
                        out.write_table(part.read_row_group(group, use_threads=False), row_group_size=_GROUP)
        whole.replace(self.target)


def _pieces(source: pq.ParquetFile, columns: list[str], done: int) -> Iterator[_Piece]:
    for group in range(done, source.num_row_groups):
        none = True
        for rows in source.iter_batches(_ROWS, row_groups=[group], columns=columns, use_threads=False):
            none = False
            yield _Piece(group, rows.select(columns))
        if none:
            # Every row group has its part, so that counting parts tells how many are done.
            schema = pa.schema([source.schema_arrow.field(name) for name in columns])
            yield _Piece(group, pa.RecordBatch.from_pylist([], schema=schema))


def _link(task: LinkTask, piece: _Piece, index: Index) -> _Piece:
    return _Piece(piece.group, link_rows(piece.rows, task, index))
