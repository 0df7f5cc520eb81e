from __future__ import annotations

from tests.reportlink import conftest as companion

published = companion.published
