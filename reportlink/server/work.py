"""Runs the linking of a report so that the service keeps answering meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException

T = TypeVar("T")

_AT_ONCE_BYTES = 20_000
"""A report of this size is linked in about a millisecond: handing it to a thread would cost more than waiting."""
_THREADS = 4


class Workshop:
    """Where reports are linked.

    Large ones go to a few threads. One that takes too long is given up; its thread ends in its own time and its place
    stays taken until then, which holds back the next large ones.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._limiter = CapacityLimiter(_THREADS)

    async def run(self, job: Callable[[], T], size: int) -> T:
        """The result of a job.

        Args:
            job: What to do.
            size: Bytes of the report that it is about.

        Raises:
            HTTPException: 503 where it takes too long.
        """
        if size <= _AT_ONCE_BYTES:
            return job()
        try:
            async with asyncio.timeout(self._seconds):
                return await to_thread.run_sync(job, limiter=self._limiter, abandon_on_cancel=True)
        except TimeoutError:
            raise HTTPException(503, "too-long") from None
