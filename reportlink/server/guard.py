"""What stands between the network and the application: limits of size, time and number, and the last catch.

A plain ASGI layer, so that a body is counted while it comes in and is never held whole beyond its limit.
"""

from __future__ import annotations

import asyncio
import logging
import time
import zlib
from collections.abc import MutableMapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportlink.server.logs import describe
from reportlink.server.metrics import Metrics
from reportlink.server.problems import problem
from reportlink.server.settings import Settings

log = logging.getLogger("reportlink.server")

BULK = "/v1/batch"
PROBES = ("/healthz", "/readyz", "/metrics")
"""Always answered: a service that is busy is not a service that is dead."""


class Guard:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request (or the start and stop of the application)."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = time.perf_counter()
        answer = _Answer(send)
        probe = scope["path"] in PROBES
        if not probe and self._inside >= self._settings.max_waiting:
            await problem(
                503, "busy", "Too many requests at once. Try again in a moment.", headers={"Retry-After": "1"}
            )(scope, receive, answer)
        else:
            self._inside += not probe
            try:
                await self._app(scope, self._body(scope, receive), answer)
            except ClientDisconnect:
                answer.status = 499
            except Exception as error:  # noqa: BLE001 - the last catch: a traceback of the server would show the report
                log.error("internal error: %s", describe(error))
                if not answer.status:
                    await problem(500, "internal", "This is our fault. Nothing of the request was kept.")(
                        scope, receive, answer
                    )
            finally:
                self._inside -= not probe
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.request(route, answer.status, time.perf_counter() - start)

    def _body(self, scope: Scope, receive: Receive) -> Receive:
        bulk = scope["path"] == BULK
        limit = self._settings.max_batch_bytes if bulk else self._settings.max_bytes
        headers = dict(scope["headers"])
        packing = headers.get(b"content-encoding", b"identity").strip().lower()
        if packing not in (b"identity", b"gzip", b""):
            return _refuse(HTTPException(415, "content-encoding"))
        declared = headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            return _refuse(HTTPException(413, "too-large"))
        return _Body(receive, limit, self._settings.body_seconds, packed=packing == b"gzip", bulk=bulk).receive


class _Body:
    """Counts what comes in, unpacks it, and gives up on a client that takes too long."""

    def __init__(self, receive: Receive, limit: int, seconds: float, *, packed: bool, bulk: bool) -> None:
        self._receive = receive
        self._left = limit
        self._seconds = seconds
        self._bulk = bulk
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if packed else None
        self._packed = b""
        self._unread = False
        self._more = True

    async def receive(self) -> Message:
        """The next message, its body unpacked and counted."""
        if self._unread:
            return self._piece()
        if not self._more:
            # Waits for the client to go away, for which there is no limit.
            return await self._receive()
        message = await self._next()
        if message["type"] != "http.request":
            return message
        self._more = message.get("more_body", False)
        self._packed = message.get("body", b"")
        return self._piece()

    async def _next(self) -> Message:
        if self._bulk:
            self._deadline = asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._receive()
        except TimeoutError:
            raise HTTPException(408, "too-slow") from None

    def _piece(self) -> MutableMapping[str, Any]:
        data = self._packed if self._unpack is None else self._unpacked(self._unpack)
        self._left -= len(data)
        if self._left < 0:
            raise HTTPException(413, "too-large")
        return {"type": "http.request", "body": data, "more_body": self._more or self._unread}

    def _unpacked(self, unpack: Any) -> bytes:
        try:
            # Not more at a time than a piece: a bomb is noticed before it has gone off.
            data: bytes = unpack.decompress(self._packed, _PIECE)
        except zlib.error:
            raise HTTPException(400, "bad-gzip") from None
        self._packed = unpack.unconsumed_tail
        self._unread = bool(self._packed) or len(data) == _PIECE
        if not (self._more or self._unread or unpack.eof):
            raise HTTPException(400, "bad-gzip")
        return data


_PIECE = 1 << 16


def _refuse(error: HTTPException) -> Receive:
    async def receive() -> Message:
        raise error

    return receive


class _Answer:
    """Passes an answer on and remembers its status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)
