from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reportlink.server.service import Service


@pytest.fixture(scope="session")
def service(published: str) -> Iterator[Service]:
    running = Service(published, "--max-bytes", "2000000")
    yield running
    running.stop()
