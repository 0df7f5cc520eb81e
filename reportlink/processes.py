"""Work in several processes: answers in the order of the work, and only a little of it waiting at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

State = TypeVar("State")
Item = TypeVar("Item")
Answer = TypeVar("Answer")

_WAITING = 4
"""How many items for each process are under way: enough that none stands still, few enough to bound memory."""


def in_order(
    work: Callable[[Item, State], Answer], items: Iterable[Item], start: Callable[[], State], jobs: int
) -> Iterator[Answer]:
    """Do each item's work.

    Args:
        work: Does one item's work; for several processes it must be a function of a module, or a partial of one.
        items: Read as far as there is room, and no farther.
        start: Makes what all work shares; called once in each process.
        jobs: How many processes; 1 works in this one.

    Yields:
        One answer an item, in the same order.
    """
    if jobs <= 1:
        state = start()
        for item in items:
            yield work(item, state)
        return
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(start,)) as pool:
        waiting: deque[Future[Answer]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(_call, work, item))
                if len(waiting) > jobs * _WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_state: Any = None


def _start(start: Callable[[], Any]) -> None:
    global _state  # noqa: PLW0603 - one a worker process
    _state = start()


def _call(work: Callable[[Any, Any], Answer], item: Any) -> Answer:
    return work(item, _state)
