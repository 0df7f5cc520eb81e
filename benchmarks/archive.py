"""Makes an archive of reports of any size from the project's own samples, for measuring. Only the seed is chance."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_SENTENCE = re.compile(r"(?<=[.:])\s+")
_NUMBER = re.compile("[0-9]+")
_SENTENCES = 18
"""About how many sentences a report has: those of the samples have as many."""

_GROUP = 5_000
"""Rows in a row group."""


def archive(root: Path, reports: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Rows with `id`, `lang` and `text`, made one by one: an archive need not fit into memory.

    Each report is sentences of its language's samples in a new order, with other numbers in them.
    """
    chance = random.Random(seed)
    sentences = {
        folder.name: [
            sentence
            for path in sorted(folder.glob("*.txt"))
            for sentence in _SENTENCE.split(path.read_text(encoding="utf-8"))
            if sentence.strip()
        ]
        for folder in sorted((root / "samples").iterdir())
        if any(folder.glob("*.txt"))
    }
    languages = list(sentences)
    for number in range(reports):
        lang = languages[number % len(languages)]
        chosen = chance.choices(sentences[lang], k=chance.randint(_SENTENCES // 2, _SENTENCES * 3 // 2))
        text = " ".join(_NUMBER.sub(lambda _: str(chance.randint(1, 99)), sentence) for sentence in chosen)
        yield {"id": f"report-{number}", "lang": lang, "text": text}


def write_parquet(path: Path, rows: Iterator[dict[str, str]]) -> None:
    """Write rows as a table, row group by row group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in ("id", "lang", "text")])
    with pq.ParquetWriter(path, schema) as out:
        while group := list(islice(rows, _GROUP)):
            out.write_table(pa.Table.from_pylist(group, schema=schema))


def publish(root: Path, folder: Path) -> str:
    """Write the glossary's own index, as a site does; the folder's name."""
    from generator.index import build_index
    from generator.load import load
    from reportlink.characters import packaged_table

    folder.mkdir()
    for name, data in build_index(load(root).glossary, "https://glossary.example/", packaged_table()).items():
        (folder / name).write_bytes(data)
    return str(folder)
