"""The service's log: what happens to the service, and never anything of a request."""

from __future__ import annotations

import logging
import sys
import traceback

_FRAMES = 4


def log_to_stderr() -> None:
    """Send the service's own lines to standard error and silence what would name clients or quote them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # It names clients and addresses, and warns of each offer to change the protocol.
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    # It prints the error that a task ended with, its message included.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def describe(error: BaseException) -> str:
    """An error for the log: its type and where it arose. Its message may quote what it stumbled over."""
    frames = traceback.extract_tb(error.__traceback__)
    where = ", ".join(f"{frame.name}:{frame.lineno}" for frame in frames[-_FRAMES:])
    return f"{type(error).__name__} ({where})"
