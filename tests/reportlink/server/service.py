"""A service of its own process, spoken to over the network as a portal does."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

_WAIT = 30


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Service:
    """`reportlink serve`; what it prints is kept, to be searched for what must not be there."""

    def __init__(self, index: str | Path, *options: str) -> None:
        command = [sys.executable, "-X", "dev", "-m", "reportlink.cli", "serve", "--index", str(index), "--port", "0"]
        self.process = subprocess.Popen(
            [*command, *options], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
        )
        self.lines: list[str] = []
        self._listening = threading.Event()
        self._readers = [
            threading.Thread(target=self._read, args=(pipe,), daemon=True)
            for pipe in (self.process.stdout, self.process.stderr)
        ]
        for reader in self._readers:
            reader.start()
        assert self._listening.wait(_WAIT), self.printed()

    def _read(self, pipe: Any) -> None:
        for line in pipe:
            self.lines.append(line)
            if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                self._listening.set()

    def printed(self) -> str:
        return "".join(self.lines)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_WAIT)
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        sent = {"Content-Type": "application/json"} if isinstance(body, (dict, list)) else {}
        connection.request(method, path, data, {**sent, **(headers or {})})
        answer = connection.getresponse()
        found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        connection.close()
        return found

    def link(self, text: str, **options: Any) -> Answer:
        return self.ask("POST", "/v1/link", {"text": text, "lang": "en", **options})

    def raw(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=_WAIT)

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(_WAIT)
        for reader in self._readers:
            reader.join(_WAIT)
        return status


def until(condition: Any, seconds: float = _WAIT) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False
