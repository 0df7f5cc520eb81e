"""Linking on Apache Spark: a data frame of reports in, a data frame of links out.

`reportlink` with the extra `spark` must be installed where the executors run, and the index must be within their reach:
a folder that all of them see, or a web address. Each Python worker loads it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from reportlink.batch import LinkTask
from reportlink.bulk.arrow import link_rows, linked_schema, wanted_columns
from reportlink.index import Index
from reportlink.pipeline import Mentions
from reportlink.sources import load_index

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def link_reports(
    dataframe: DataFrame,
    index_location: str | Path,
    *,
    explain: str | None = None,
    mentions: Mentions = "first",
    exclude: Iterable[str] = (),
    skip_sections: Iterable[str] = (),
    budget: float | None = None,
) -> DataFrame:
    """Link every report of a data frame.

    Args:
        dataframe: With the columns `id`, `lang`, `text` and perhaps `explain`; others stay behind, join them by `id`.
        index_location: The published index, as for `reportlink.load_index`.
        explain: The reader's language where a row has none; each report's own by default.
        mentions: `first` of each concept and status, or `all`.
        exclude: Concept ids not to link.
        skip_sections: Roles of sections to leave alone.
        budget: The most links for 100 words.

    Returns:
        One row a report, with the columns of `reportlink.bulk.arrow.linked_schema`. What goes wrong with a report
        stands in its `error`; no error of Spark ever holds a word of it.

    Raises:
        InputError: A column is missing.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_type

    task = LinkTask(mentions, explain, tuple(exclude), tuple(skip_sections), budget)
    asked = dataframe.select(*wanted_columns(dataframe.columns))
    schema = linked_schema(to_arrow_type(dataframe.schema["id"].dataType))
    return asked.mapInArrow(partial(link_batches, task, str(index_location)), from_arrow_schema(schema))


def link_batches(task: LinkTask, location: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What a worker does with the batches that Spark gives it."""
    index = _index(location)
    for batch in batches:
        yield link_rows(batch, task, index)


@lru_cache(maxsize=1)
def _index(location: str) -> Index:
    return load_index(location)
