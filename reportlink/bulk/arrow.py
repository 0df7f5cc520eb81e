"""Rows of an Arrow table, linked: what Parquet files and Apache Spark have in common."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from reportlink.batch import LinkTask, Row, process_row
from reportlink.errors import InputError
from reportlink.index import Index

COLUMNS = ("id", "lang", "text")
"""The columns that a table must have."""

EXPLAIN = "explain"
"""The column that it may have: the reader's language of each report."""

_LINK = pa.struct(
    [
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("concept", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("level", pa.string()),
    ]
)
_SKIPPED = pa.struct(
    [
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("concepts", pa.list_(pa.string()), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
    ]
)
_ERROR = pa.struct([pa.field("code", pa.string(), nullable=False), pa.field("message", pa.string(), nullable=False)])


def linked_schema(id_type: pa.DataType) -> pa.Schema:
    """The columns of linked reports; their text is not among them.

    Offsets count code points. `notice` says why a report was left unlinked (`language-not-in-index`). A row with an
    `error` has nothing but its `id`; every other row has no error.

    Args:
        id_type: The type of the input's `id`, which is kept.
    """
    return pa.schema(
        [
            pa.field("id", id_type),
            pa.field("lang", pa.string()),
            pa.field("explain", pa.string()),
            pa.field("index", pa.string()),
            pa.field("input_sha256", pa.string()),
            pa.field("links", pa.list_(_LINK)),
            pa.field("skipped", pa.list_(_SKIPPED)),
            pa.field("notice", pa.string()),
            pa.field("error", _ERROR),
        ]
    )


def wanted_columns(names: Sequence[str]) -> list[str]:
    """Those of a table's columns that linking reads; any others stay behind.

    Raises:
        InputError: One is missing.
    """
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        told = ", ".join(f"`{name}`" for name in missing)
        raise InputError("missing-columns", f"the table has no column {told}; it needs `id`, `lang` and `text`")
    return [*COLUMNS, EXPLAIN] if EXPLAIN in names else [*COLUMNS]


def link_rows(batch: pa.RecordBatch, task: LinkTask, index: Index) -> pa.RecordBatch:
    """Link every row.

    Args:
        batch: With the columns of `wanted_columns`.
        task: What is wanted.
        index: The link index.

    Returns:
        As many rows in the same order, of `linked_schema`.
    """
    answers = [process_row(_asked(row), task, index) for row in batch.to_pylist()]
    return pa.RecordBatch.from_pylist(answers, schema=linked_schema(batch.schema.field("id").type))


def _asked(row: Row) -> Row:
    """A table has a reader's language for every row or for none; none said is none asked for."""
    return {name: value for name, value in row.items() if name != EXPLAIN or value is not None}
