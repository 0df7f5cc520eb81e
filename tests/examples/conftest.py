from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reportlink import conftest as companion
from tests.reportlink.server.service import Service

published = companion.published


@pytest.fixture(scope="session")
def service(published: str) -> Iterator[Service]:
    running = Service(published)
    yield running
    running.stop()
