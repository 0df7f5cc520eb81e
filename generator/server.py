"""Serves the built site on this machine. It writes no log of what was asked for: nobody learns what was clicked."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

_PART = re.compile(r"bytes=(\d*)-(\d*)")


class _Handler(SimpleHTTPRequestHandler):
    """Static files and parts of them, the site's own page for what is not there, and no log."""

    # What the machine's own table of types may lack.
    extensions_map = {  # noqa: RUF012 - it is the base class that keeps it there
        **SimpleHTTPRequestHandler.extensions_map,
        ".avif": "image/avif",
        ".mp4": "video/mp4",
        ".vtt": "text/vtt",
        ".webp": "image/webp",
    }

    def send_head(self) -> Any:
        """Answer a request for a part of a file too: some browsers play a film from nothing else."""
        path = Path(self.translate_path(self.path))
        part = _PART.fullmatch(self.headers.get("Range", ""))
        if part is None or not (part[1] or part[2]) or not path.is_file():
            return super().send_head()
        data = path.read_bytes()
        first = int(part[1]) if part[1] else max(len(data) - int(part[2]), 0)
        last = min(int(part[2]), len(data) - 1) if part[1] and part[2] else len(data) - 1
        if first > last:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{len(data)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        return BytesIO(data[first : last + 1])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nothing is logged."""

    def end_headers(self) -> None:
        """Add what any host of the site should send."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        if self.path.startswith("/api/"):
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page with the site's own."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def server(folder: Path, host: str, port: int) -> ThreadingHTTPServer:
    """A server of a folder, not yet running.

    Raises:
        OSError: The port is taken.
    """
    return ThreadingHTTPServer((host, port), partial(_Handler, directory=str(folder)))
