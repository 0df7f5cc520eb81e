"""The index that the service links with, exchanged for a newer one without dropping a request."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from reportlink.errors import ReportlinkError
from reportlink.index import Index
from reportlink.server.logs import describe
from reportlink.sources import load_index

if TYPE_CHECKING:
    from reportlink.server.metrics import Metrics

log = logging.getLogger("reportlink.server")
_TIMEOUT = 10.0


class Holder:
    """Holds the newest index. A request takes it once, so all of an answer is made with one and the same.

    Attributes:
        index: The index.
        since: When it was loaded (RFC 3339).
    """

    def __init__(self, location: str) -> None:
        """Load the index.

        Raises:
            IndexFormatError: It cannot be read.
        """
        self.location = location
        self._seen = _first_fingerprint(location)
        self._take(load_index(location))

    def _take(self, index: Index) -> None:
        self.index = index
        self.since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        # An index is millions of small values that stay. Set aside, they do not slow the collection of what does not.
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def refresh(self) -> bool:
        """Load the index again if its manifest has changed.

        Returns:
            Whether there was a newer one.

        Raises:
            ReportlinkError: It could not be read; the old one stays.
            OSError: It could not be reached; the old one stays.
        """
        seen = _fingerprint(self.location)
        if seen == self._seen:
            return False
        newer = load_index(self.location)
        changed = (newer.build, newer.base) != (self.index.build, self.index.base)
        if changed:
            self._take(newer)
        self._seen = seen
        return changed

    async def watch(self, seconds: float, metrics: Metrics) -> None:
        """Look for a newer index again and again, until cancelled."""
        while True:
            await asyncio.sleep(seconds)
            try:
                if await asyncio.to_thread(self.refresh):
                    metrics.reloads.inc()
                    log.info("index %s is in use", self.index.build)
            except (ReportlinkError, OSError, ValueError) as error:
                metrics.failed_reloads.inc()
                log.warning("the newer index cannot be used; the old one stays: %s", describe(error))


def _first_fingerprint(location: str) -> bytes:
    """The fingerprint before the first loading, which says better what is wrong if it cannot be had."""
    try:
        return _fingerprint(location)
    except OSError:
        return b""


def _fingerprint(location: str) -> bytes:
    """What tells one manifest from another."""
    if location.startswith(("http://", "https://")):
        base = location if location.endswith(("/", "manifest.json")) else location + "/"
        address = base if base.endswith("manifest.json") else base + "manifest.json"
        with urlopen(address, timeout=_TIMEOUT) as answer:  # noqa: S310 - http(s) only, see above
            return hashlib.sha256(answer.read()).digest()
    path = Path(location)
    manifest = path if path.name == "manifest.json" else path / "manifest.json"
    return hashlib.sha256(manifest.read_bytes()).digest()
