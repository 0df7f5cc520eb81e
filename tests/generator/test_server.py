"""The local server: parts of files, types, the page for what is not there."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.server import server


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "film.mp4").write_bytes(bytes(range(100)))
    (tmp_path / "picture.avif").write_bytes(b"x")
    (tmp_path / "404.html").write_text("not here", encoding="utf-8")
    running = server(tmp_path, "127.0.0.1", 0)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()
    thread.join()


def ask(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    ("asked", "status", "content_range", "length"),
    [
        ("bytes=0-", 206, "bytes 0-99/100", 100),
        ("bytes=0-1", 206, "bytes 0-1/100", 2),
        ("bytes=90-999", 206, "bytes 90-99/100", 10),
        ("bytes=-5", 206, "bytes 95-99/100", 5),
        ("bytes=-500", 206, "bytes 0-99/100", 100),
        ("bytes=100-", 416, "bytes */100", 0),
        ("bytes=5-2", 416, "bytes */100", 0),
        ("bytes=-", 200, None, 100),
        ("bytes=0-1,4-5", 200, None, 100),
        ("lines=0-1", 200, None, 100),
    ],
)
def test_a_part_of_a_file(port: int, asked: str, status: int, content_range: str | None, length: int) -> None:
    found, headers, body = ask(port, "/film.mp4", Range=asked)
    assert (found, headers["Content-Range"], len(body)) == (status, content_range, length)
    if status == 206:
        first = int(headers["Content-Range"].split()[1].split("-")[0])
        assert body == bytes(range(100))[first : first + length]


def test_types_do_not_depend_on_the_machine(port: int) -> None:
    assert ask(port, "/picture.avif")[1]["Content-Type"] == "image/avif"


def test_what_is_not_there_is_answered_by_the_sites_own_page(port: int) -> None:
    status, _, body = ask(port, "/gone.mp4", Range="bytes=0-")
    assert (status, body) == (404, b"not here")
