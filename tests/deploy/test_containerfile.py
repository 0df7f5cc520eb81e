"""The image: what it is made of, who it runs as, and that what it starts is there."""

from __future__ import annotations

import fnmatch
import re
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from reportlink.server.settings import Settings
from tests.deploy.containerfile import ROOT, listed, only, stages


def test_it_runs_as_a_number_that_is_not_root() -> None:
    # A number: an orchestrator that demands a user without rights cannot look a name up.
    user, group = only("service", "USER").split(":")
    assert int(user) > 0
    assert int(group) > 0
    assert not [step for step in stages()["with-index"] if step.word == "USER"]


def test_every_package_is_pinned_by_its_hash_and_the_wheel_asks_nobody() -> None:
    runs = [step.rest for steps in stages().values() for step in steps if step.word == "RUN"]
    installs = [part for run in runs for part in run.split("&&") if " install " in part]
    assert len(installs) == 3
    for install in installs:
        hashed = "--require-hashes" in install and re.search(r"-r requirements/\w+\.lock", install)
        assert hashed or ("--no-deps --no-index" in install and "/wheel/*.whl" in install), install
    assert not [run for run in runs if re.search(r"\b(apt|apk|dnf|curl|wget)\b", run)]


def test_the_locks_pin_everything_by_hash() -> None:
    for name in ("build", "server"):
        lock = (ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8")
        pinned = re.findall(r"^(\S+)==\S+ \\\n    --hash=sha256:", lock, re.MULTILINE)
        assert len(pinned) == lock.count("==")
        assert pinned
        assert "http" not in lock


def test_nothing_of_the_build_but_its_result_is_in_the_image() -> None:
    copied = [step.rest for step in stages()["service"] if step.word in ("COPY", "ADD")]
    assert copied == ["--from=build /opt/reportlink /opt/reportlink"]
    assert stages()[""][0].rest == "service"
    assert only("with-index", "ARG") == "INDEX=build/site/api/v1"


def test_the_builder_is_sent_what_is_copied_and_little_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = [line[1:] for line in lines if line.startswith("!")]
    assert "*" in lines
    copied = [
        source
        for steps in stages().values()
        for step in steps
        if step.word == "COPY" and not step.rest.startswith("--from")
        for source in step.rest.split()[:-1]
    ]
    for source in copied:
        path = source.replace("${INDEX}", "build/site/api/v1")
        assert any(fnmatch.fnmatch(path, name) or path.startswith(f"{name}/") for name in allowed), source
    assert len(copied) == 6


@pytest.fixture
def started(published: str) -> tuple[subprocess.Popen[str], int]:
    """What the image starts, with an index and a port of this machine."""
    words = listed("service", "ENTRYPOINT") + listed("service", "CMD")
    assert words[0] == "reportlink"
    here = {"/index": published, "0.0.0.0": "127.0.0.1", "8080": "0"}
    command = [sys.executable, "-m", "reportlink.cli", *(here.get(word, word) for word in words[1:])]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", process.stderr.readline())
    assert found
    return process, int(found[1])


def check(port: int) -> int:
    interpreter, flag, program = listed("service", "HEALTHCHECK")
    assert (interpreter, flag) == ("python3", "-c")
    assert "curl" not in program
    return subprocess.run(
        [sys.executable, flag, program.replace("8080", str(port))], capture_output=True, check=False
    ).returncode


def test_its_health_is_checked_and_its_stop_signal_stops_it(started: tuple[subprocess.Popen[str], int]) -> None:
    process, port = started
    end = time.monotonic() + 30
    while check(port) and time.monotonic() < end:
        time.sleep(0.1)
    assert check(port) == 0
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/v1/link/text?lang=en", b"No pneumothorax.")
    assert connection.getresponse().status == 200
    connection.close()
    process.send_signal(getattr(signal, only("service", "STOPSIGNAL")))
    assert process.wait(30) == 0
    assert check(port) != 0


def test_it_waits_for_the_index_at_the_place_that_is_documented() -> None:
    words = listed("service", "CMD")
    assert words[words.index("--index") + 1] == "/index"
    (copied,) = [step.rest for step in stages()["with-index"] if step.word == "COPY"]
    assert copied == "${INDEX} /index"
    assert Settings("/index").port == int(only("service", "EXPOSE"))
    assert Path("/index") == Path(words[1])
