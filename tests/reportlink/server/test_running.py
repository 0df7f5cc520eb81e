"""Starting, taking up a newer index, stopping, and a process that dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.reportlink.server.service import Service, until

ROW = json.dumps({"id": 1, "lang": "en", "text": "No pneumothorax."}).encode() + b"\n"


@pytest.fixture
def folder(published: str, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "api")
    return tmp_path / "api"


def rewrite(folder: Path, **values: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | values
    (folder / "new").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "new").replace(folder / "manifest.json")


def test_a_newer_index_is_taken_up_without_dropping_a_request(folder: Path) -> None:
    service = Service(folder, "--reload-seconds", "0.05")
    seen: list[tuple[int, str]] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            answer = service.link("No pneumothorax.")
            seen.append((answer.status, answer.json().get("index", "")))

    asking = threading.Thread(target=ask)
    asking.start()
    assert until(lambda: len(seen) > 9)
    assert "reportlink_reloads_total 0.0" in service.ask("GET", "/metrics").body.decode()
    rewrite(folder, build="newer")
    assert until(lambda: seen[-1][1] == "newer")
    # One that cannot be read leaves the old one in use.
    rewrite(folder, build="broken", format="2")
    assert until(lambda: "the old one stays" in service.printed())
    count = len(seen)
    assert until(lambda: len(seen) > count + 3)
    stop.set()
    asking.join()
    assert service.stop() == 0
    assert {status for status, _ in seen} == {200}
    assert seen[-1][1] == "newer"


def test_told_to_stop_it_ends_what_it_has_begun(published: str) -> None:
    service = Service(published)
    with service.raw() as connection:
        connection.sendall(b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.sendall(b"%x\r\n%b\r\n" % (len(ROW), ROW))
        received = connection.recv(4096)
        service.process.send_signal(signal.SIGTERM)
        connection.sendall(b"%x\r\n%b\r\n0\r\n\r\n" % (len(ROW), ROW))
        while not received.endswith(b"0\r\n\r\n"):
            received += connection.recv(4096)
        assert received.count(b'"concept"') == 2
    assert service.stop() == 0


def test_a_process_that_dies_is_replaced_and_counts_are_of_all(published: str) -> None:
    service = Service(published, "--workers", "2")
    children = f"/proc/{service.process.pid}/task/{service.process.pid}/children"

    def processes() -> list[str]:
        return Path(children).read_text(encoding="ascii").split()

    assert until(lambda: len(processes()) == 2)
    os.kill(int(processes()[0]), signal.SIGKILL)
    assert until(lambda: "another one takes its place" in service.printed())
    assert until(lambda: service.link("No pneumothorax.").status == 200)
    for _ in range(9):
        service.link("No pneumothorax.")
    assert "reportlink_links_total 10.0" in service.ask("GET", "/metrics").body.decode()
    assert service.stop() == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--index", "{nowhere}"], "manifest.json: No such file or directory"),
        (["--index", "{index}", "--host", "192.0.2.1"], "192.0.2.1"),
        (["--index", "{index}", "--workers", "0"], "1 or more"),
    ],
)
def test_what_keeps_it_from_starting_is_said(options: list[str], said: str, published: str, tmp_path: Path) -> None:
    filled = [option.format(index=published, nowhere=tmp_path / "nowhere") for option in options]
    done = subprocess.run(
        [sys.executable, "-m", "reportlink.cli", "serve", "--port", "0", *filled],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
