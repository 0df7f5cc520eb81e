"""How the service is run; every number has a default that suits a hospital's portal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the service.

    Attributes:
        location: Where the index is: a folder or a web address.
        host: The address to listen on.
        port: The port to listen on; 0 for any free one.
        workers: Processes; each links one report at a time, so one a core.
        max_bytes: The largest body of a request, unpacked; of a bulk request the longest row.
        max_batch_bytes: The largest body of a bulk request, unpacked.
        max_waiting: Requests that a process takes in at once; further ones are told to come back.
        body_seconds: How long a client may take to send a body (each piece of a bulk body).
        work_seconds: How long linking may take.
        stop_seconds: How long requests may take to end when the service is told to stop.
        reload_seconds: How often the index is looked at for a newer one; 0 for never.
    """

    location: str
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    max_bytes: int = 8_000_000
    max_batch_bytes: int = 4_000_000_000
    max_waiting: int = 256
    body_seconds: float = 30.0
    work_seconds: float = 30.0
    stop_seconds: int = 30
    reload_seconds: float = 10.0
