"""Runs the service: one socket, one or more processes, a graceful stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import tempfile
from types import FrameType

import uvicorn

from reportlink.errors import ReportlinkError
from reportlink.server.logs import log_to_stderr
from reportlink.server.reload import Holder
from reportlink.server.settings import Settings

log = logging.getLogger("reportlink.server")
_BACKLOG = 2048
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def serve(settings: Settings) -> int:
    """Listen until told to stop (SIGTERM, SIGINT).

    Returns:
        The status for the shell.

    Raises:
        IndexFormatError: The index cannot be read.
        ReportlinkError: The address is taken or is not one of this machine.
    """
    log_to_stderr()
    with tempfile.TemporaryDirectory(prefix="reportlink-") as folder:
        if settings.workers > 1:
            # Where the processes share their counts. The library reads the variable when it is imported: in `_work`.
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        holder = Holder(settings.location)
        listening = _listen(settings)
        log.info("listening on http://%s:%d with index %s", *listening.getsockname()[:2], holder.index.build)
        if settings.workers == 1:
            # The server takes the signals over, and raises them again once it has stopped; then all is done.
            for number in _SIGNALS:
                signal.signal(number, lambda *_: sys.exit(0))
            _work(settings, holder, listening)
            return 0
        return _Parent(settings, holder, listening).run()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        raise ReportlinkError(f"cannot listen on {settings.host} port {settings.port}: {error.strerror}") from None
    listening.listen(_BACKLOG)
    listening.set_inheritable(True)
    return listening


def _work(settings: Settings, holder: Holder, listening: socket.socket) -> None:
    """Answer requests in this process."""
    from reportlink.server.app import create_app
    from reportlink.server.metrics import Metrics

    config = uvicorn.Config(
        create_app(settings, Metrics(), holder),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.stop_seconds,
        ws="none",
        # The faster parser loses the body of a request that offers to change to HTTP/2, as Java's client does.
        http="h11",
    )
    asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


class _Parent:
    """Starts the processes that answer, starts one anew where it dies, and stops them all."""

    def __init__(self, settings: Settings, holder: Holder, listening: socket.socket) -> None:
        self._settings = settings
        self._holder = holder
        self._listening = listening
        self._children: set[int] = set()
        self._stopping = False

    def run(self) -> int:
        """Until told to stop, and all have stopped."""
        for number in _SIGNALS:
            signal.signal(number, self._stop)
        for _ in range(self._settings.workers):
            self._start()
        while self._children:
            child, status = os.wait()
            if child not in self._children:
                # The first process of a container is handed orphans too.
                continue
            self._children.discard(child)
            if not self._stopping:
                log.error("a process ended with status %d; another one takes its place", status)
                self._start()
        return 0

    def _start(self) -> None:
        # Between its birth and its own handlers a child would take a signal for its parent's, and go on.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        child = os.fork()
        if child:
            self._children.add(child)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            return
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        status = 1
        try:
            _work(self._settings, self._holder, self._listening)
            status = 0
        finally:
            # Nothing of the parent's is tidied up here: its temporary folder is still in use.
            os._exit(status)

    def _stop(self, number: int, _: FrameType | None) -> None:
        self._stopping = True
        for child in self._children:
            os.kill(child, number)
