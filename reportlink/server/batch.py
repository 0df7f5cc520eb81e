"""Bulk requests: rows of NDJSON in, one row of NDJSON out for each, while they come in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from reportlink.batch import LinkTask, process_line
from reportlink.index import Index
from reportlink.server.describe import NDJSON
from reportlink.server.metrics import Metrics
from reportlink.server.work import Workshop

_ROWS = 64


class BatchAnswer(Response):
    """Links row after row. What goes wrong with a row stands in its place; a broken body ends with a row that says so.

    It reads the request while it answers, so it holds a few rows and never the whole.
    """

    media_type = NDJSON

    def __init__(
        self, request: Request, index: Index, task: LinkTask, *, max_row: int, workshop: Workshop, metrics: Metrics
    ) -> None:
        super().__init__()
        # The length of the answer is not known.
        del self.headers["content-length"]
        self._request = request
        self._index = index
        self._task = task
        self._max_row = max_row
        self._workshop = workshop
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the request reads
        """Answer."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        number = 0
        try:
            async for lines in self._lines():
                first = number + 1
                number += len(lines)
                size = sum(map(len, lines))
                done = await self._workshop.run(partial(self._work, lines, first), size)
                self._metrics.rows.inc(len(lines))
                await send({"type": "http.response.body", "body": done, "more_body": True})
        except HTTPException as error:
            row = {"id": None, "error": {"code": error.detail, "line": number + 1, "message": "the body ends here"}}
            await send({"type": "http.response.body", "body": json.dumps(row).encode() + b"\n", "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _work(self, lines: list[bytes], first: int) -> bytes:
        rows = (process_line(line, number, self._task, self._index) for number, line in enumerate(lines, first))
        return b"".join(row for row, line in zip(rows, lines, strict=True) if line.strip())

    async def _lines(self) -> AsyncIterator[list[bytes]]:
        """The lines of the body, a few at a time."""
        rest = b""
        async for chunk in self._request.stream():
            *lines, rest = (rest + chunk).split(b"\n")
            for start in range(0, len(lines), _ROWS):
                yield lines[start : start + _ROWS]
            if len(rest) > self._max_row:
                raise HTTPException(413, "row-too-large")
        if rest.strip():
            yield [rest]
