"""Bulk linking of NDJSON: rows in their order, a bad row reported in its place, cut-off runs resumed.

Each finished row is written at once. Beside the output a small state file names the run (its options, the index, the
input's size and time; nothing of any report), so that the same command goes on where it was cut off. It is removed
when the run is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from reportlink.errors import InputError
from reportlink.index import Index
from reportlink.pipeline import Mentions, link_report, status_of
from reportlink.processes import in_order
from reportlink.sources import load_index

_CHUNK = 64
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LinkTask:
    """Link each row's `text`."""

    mentions: Mentions = "first"
    explain: str | None = None
    exclude: tuple[str, ...] = ()
    skip_sections: tuple[str, ...] = ()
    budget: float | None = None

    def run(self, row: Row, index: Index) -> Row:
        """The result of one row: `id`, `lang`, `text`, and optionally `explain`."""
        text, lang = _text(row, "text"), _text(row, "lang")
        id_ = row.get("id")
        if index.report_language(lang) is None:
            # A language without forms is a fact about the index and no fault of the row: it comes back unlinked.
            return {"id": id_, "lang": lang, "links": [], "skipped": [], "notice": "language-not-in-index"}
        explain = row.get("explain", self.explain)
        result = link_report(
            text,
            index,
            lang=lang,
            explain=explain,
            mentions=self.mentions,
            exclude=self.exclude,
            skip_sections=self.skip_sections,
            budget=self.budget,
        )
        return result.to_dict() | {"id": id_}


@dataclass(frozen=True, slots=True)
class StatusTask:
    """Add `status` to each row's `text` and `start:end`."""

    def run(self, row: Row, index: Index) -> Row:
        """The row with its status."""
        text, lang = _text(row, "text"), _text(row, "lang")
        start, end = row.get("start"), row.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            raise InputError("bad-row", "`start` and `end` must be whole numbers")
        return row | {"status": status_of(text, start, end, index, lang=lang)}


Task = LinkTask | StatusTask


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise InputError("bad-row", f"`{key}` is {'missing' if key not in row else 'not text'}")
    return value


def process_row(row: object, task: Task, index: Index, **place: int) -> Row:
    """The answer to one row; where it cannot be processed, its `id` and an `error` (`code`, its place, `message`).

    Whatever happens: one row must never end a run of millions, nor its text reach a trace.
    """
    id_: Any = None
    try:
        if not isinstance(row, dict):
            raise InputError("bad-row", "the row is not a JSON object")
        id_ = row.get("id")
        return task.run(row, index)
    except InputError as error:
        return {"id": id_, "error": {"code": error.code, **place, "message": str(error)}}
    except Exception as error:  # noqa: BLE001 - see above
        return {"id": id_, "error": {"code": "internal", **place, "message": type(error).__name__}}


def process_line(line: bytes, number: int, task: Task, index: Index) -> bytes:
    """The output line of one input line; an `error` row where it cannot be processed.

    Args:
        line: One line of NDJSON.
        number: Its number, from 1, for the message.
        task: What to do with it.
        index: The link index.
    """
    try:
        answer = process_row(json.loads(line), task, index, line=number)
    except ValueError as error:
        where = f" (byte {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else ""
        message = f"the row is not JSON{where}"
        answer = {"id": None, "error": {"code": "bad-row", "line": number, "message": message}}
    return _dump(answer)


def _dump(row: Row) -> bytes:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass" if not text.isascii() else "strict") + b"\n"


@dataclass(frozen=True, slots=True)
class Run:
    """One bulk run.

    Attributes:
        source: NDJSON in.
        target: NDJSON out.
        location: Where the index is.
        task: What to do with each row.
        jobs: Number of processes.
    """

    source: Path
    target: Path
    location: str
    task: Task
    jobs: int = 1

    def execute(self, progress: Callable[[int], None]) -> int:
        """Process every row that is not done yet.

        Args:
            progress: Called with the number of rows done, now and then.

        Returns:
            The number of `error` rows written by this call.
        """
        index = load_index(self.location)
        state = self.target.with_name(self.target.name + ".state")
        mark = self._mark(index)
        done = _rows_kept(self.target) if same_run(state, mark) else 0
        state.write_text(mark, encoding="ascii")
        errors = 0
        with self.source.open("rb") as lines, self.target.open("r+b" if done else "wb") as out:
            out.seek(0, os.SEEK_END)
            for output in self._outputs(_numbered(lines, skip=done), index):
                out.write(output)
                out.flush()
                done += 1
                errors += _is_error(output)
                progress(done)
        state.unlink()
        return errors

    def _outputs(self, lines: Iterator[tuple[int, bytes]], index: Index) -> Iterator[bytes]:
        start = (lambda: index) if self.jobs <= 1 else partial(load_index, self.location)
        chunks = _chunks(lines, 1 if self.jobs <= 1 else _CHUNK)
        return chain.from_iterable(in_order(partial(_work, self.task), chunks, start, self.jobs))

    def _mark(self, index: Index) -> str:
        return run_mark(self.source, self.task, index)


def run_mark(source: Path, task: Task, index: Index) -> str:
    """What tells a run from another: its options, the index, the input's size and time; nothing of any report."""
    facts = source.stat()
    run = (str(source.resolve()), facts.st_size, facts.st_mtime_ns, index.build, index.base, repr(task))
    return hashlib.sha256(repr(run).encode()).hexdigest()


def same_run(state: Path, mark: str) -> bool:
    """Whether a state file was left by the same run."""
    try:
        return state.read_text(encoding="ascii") == mark
    except (OSError, ValueError):
        return False


def _rows_kept(target: Path) -> int:
    """Cut a half-written last row off the output; how many whole rows it holds."""
    if not target.is_file():
        return 0
    rows = size = 0
    with target.open("r+b") as out:
        for line in out:
            if line.endswith(b"\n"):
                rows += 1
                size += len(line)
        out.truncate(size)
    return rows


def _numbered(lines: BinaryIO, skip: int) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers from 1, after the first `skip` of them."""
    seen = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            seen += 1
            if seen > skip:
                yield number, line


def _chunks(lines: Iterable[tuple[int, bytes]], size: int) -> Iterator[list[tuple[int, bytes]]]:
    chunk: list[tuple[int, bytes]] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_error(output: bytes) -> bool:
    return b'"error":{' in output and "error" in json.loads(output)


def _work(task: Task, chunk: list[tuple[int, bytes]], index: Index) -> list[bytes]:
    return [process_line(line, number, task, index) for number, line in chunk]
