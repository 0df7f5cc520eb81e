"""The examples that a vendor copies do what they say: each is run against a service."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples.programs import EXAMPLES, FOUND, command
from tests.reportlink.server.service import Service

CANARY = "Kanarienvogel"
RESOURCE = {
    "resourceType": "DiagnosticReport",
    "status": "final",
    "code": {"text": "Thorax – zwei Ebenen"},
    "text": {
        "status": "generated",
        "div": '<div xmlns="http://www.w3.org/1999/xhtml">No pneumothorax. Kidney: größer 🫁.</div>',
    },
}
MESSAGE = (
    "MSH|^~\\&|RIS|H|P|H|20260101||ORU^R01|1|P|2.5|||||CH|8859/1\rPID|1||1\rOBR|1\r"
    "OBX|1|TX|1^Befund||No pneumothorax. Résumé: kidney.||||||F\r"
)
REPORTS = {
    # What is not UTF-8 must come back as it went in.
    "text": "No pneumothorax & kleiner als <5 mm – 🫁.\nKidney: ".encode() + b"\xff\x80\n",
    "html": b"<p>No pneumothorax \xff&nbsp;</p>\n",
    "fhir": json.dumps(RESOURCE, ensure_ascii=False).encode(),
    "hl7v2": MESSAGE.encode("latin-1"),
}


@pytest.fixture(scope="session", params=FOUND)
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return command(request.param, tmp_path_factory.mktemp(request.param))


def run(command: list[str], *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    # As where the module is installed.
    environment = {**os.environ, "PYTHONPATH": str(EXAMPLES.parent)}
    line = [*command, *map(str, arguments)]
    return subprocess.run(line, capture_output=True, check=False, timeout=60, env=environment)


def test_an_example_is_run_for_python_at_the_least() -> None:
    assert "python" in FOUND


def test_every_example_is_one_of_those_that_are_run() -> None:
    assert {folder.name for folder in EXAMPLES.iterdir()} == {"csharp", "java", "javascript", "php", "python"}


@pytest.mark.parametrize("form", REPORTS)
def test_the_example_writes_the_linked_report_byte_for_byte(
    form: str, program: list[str], service: Service, tmp_path: Path
) -> None:
    (tmp_path / "report").write_bytes(REPORTS[form])
    done = run(program, f"http://127.0.0.1:{service.port}", "en", form, tmp_path / "report")
    to = "html" if form == "text" else "same"
    expected = service.ask("POST", f"/v1/link/{form}?lang=en&to={to}", REPORTS[form])
    assert (expected.status, b"https://glossary.example/en/t/pneumothorax/#absent" in expected.body) == (200, True)
    assert (done.returncode, done.stdout, done.stderr) == (0, expected.body, b"")


def test_a_problem_is_told_without_the_report(program: list[str], service: Service, tmp_path: Path) -> None:
    (tmp_path / "report").write_text(CANARY, encoding="utf-8")
    done = run(program, f"http://127.0.0.1:{service.port}", "tlh", "text", tmp_path / "report")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"not linked" in done.stderr
    assert b"unknown-language" in done.stderr
    assert CANARY.encode() not in done.stderr


def test_an_example_says_that_nobody_answers(program: list[str], tmp_path: Path) -> None:
    (tmp_path / "report").write_text(CANARY, encoding="utf-8")
    with socket.socket() as taken:
        # Bound and not listening: nobody else can answer here.
        taken.bind(("127.0.0.1", 0))
        done = run(program, f"http://127.0.0.1:{taken.getsockname()[1]}", "en", "text", tmp_path / "report")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().strip() == "not linked: the service does not answer"


@pytest.mark.parametrize("form", REPORTS)
def test_linking_in_the_process_gives_what_the_service_gives(
    form: str, service: Service, published: str, tmp_path: Path
) -> None:
    (tmp_path / "report").write_bytes(REPORTS[form])
    done = run([sys.executable, str(EXAMPLES / "python/in_process.py")], published, "en", form, tmp_path / "report")
    to = "html" if form == "text" else "same"
    expected = service.ask("POST", f"/v1/link/{form}?lang=en&to={to}", REPORTS[form])
    assert (done.returncode, done.stdout, done.stderr) == (0, expected.body, b"")


def test_linking_in_the_process_tells_a_problem_without_the_report(published: str, tmp_path: Path) -> None:
    (tmp_path / "report").write_text(CANARY, encoding="utf-8")
    done = run([sys.executable, str(EXAMPLES / "python/in_process.py")], published, "tlh", "text", tmp_path / "report")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"not linked: " in done.stderr
    assert CANARY.encode() not in done.stderr
