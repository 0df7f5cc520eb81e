"""Counts and times, and nothing else, in the text form that Prometheus reads."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The figures of a service.

    Labels are routes as they are declared and status codes: nothing that a client sent.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "reportlink_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "reportlink_request_seconds",
            "Time from a request's head to the end of its answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.links = Counter("reportlink_links", "Links inserted.", registry=self._registry)
        self.rows = Counter("reportlink_batch_rows", "Rows of bulk requests.", registry=self._registry)
        self.reloads = Counter("reportlink_reloads", "Newer indexes taken up.", registry=self._registry)
        self.failed_reloads = Counter(
            "reportlink_failed_reloads", "Newer indexes that could not be read.", registry=self._registry
        )

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count one request; status 499 where the client went away."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All figures, those of the other processes included."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry)
        everything = CollectorRegistry()
        MultiProcessCollector(everything)  # type: ignore[no-untyped-call]
        return generate_latest(everything)
