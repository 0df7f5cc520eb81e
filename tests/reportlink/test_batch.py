"""Bulk runs: order, bad rows, resuming, several processes; and the command line around them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportlink.batch import LinkTask, Run, StatusTask
from reportlink.cli import main

ROWS = [
    {"id": "a", "lang": "en", "text": "No nodule. A nodule."},
    {"id": "b", "lang": "nl", "text": "Geen nodule."},
    {"id": "c", "lang": "en"},
    {"id": "d", "lang": "en", "text": ""},
    {"id": "e", "lang": "en-GB", "text": "Possible pneumothorax.", "explain": "en"},
]


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read_rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def run(source: Path, target: Path, index: str, jobs: int = 1) -> int:
    return Run(source, target, index, LinkTask(), jobs).execute(lambda done: None)


def test_rows_keep_their_order_and_a_bad_one_its_place(tmp_path: Path, published: str) -> None:
    source = write_rows(tmp_path / "in.ndjson", ROWS)  # type: ignore[arg-type]
    with source.open("a") as file:
        file.write("{broken\n\n[1]\n")
    assert run(source, tmp_path / "out.ndjson", published) == 3
    out = read_rows(tmp_path / "out.ndjson")
    assert [row["id"] for row in out] == ["a", "b", "c", "d", "e", None, None]
    assert [link["status"] for link in out[0]["links"]] == ["absent", "present"]  # type: ignore[union-attr,index]
    assert out[1]["notice"] == "language-not-in-index"
    assert out[2]["error"] == {"code": "bad-row", "line": 3, "message": "`text` is missing"}
    assert out[3]["links"] == []
    assert out[5]["error"] == {"code": "bad-row", "line": 6, "message": "the row is not JSON (byte 2)"}
    assert out[6]["error"] == {"code": "bad-row", "line": 8, "message": "the row is not a JSON object"}


def test_several_processes_give_the_same_bytes(tmp_path: Path, published: str) -> None:
    source = write_rows(tmp_path / "in.ndjson", [{**ROWS[n % 5], "id": n} for n in range(400)])
    run(source, tmp_path / "one.ndjson", published)
    run(source, tmp_path / "two.ndjson", published, jobs=2)
    assert (tmp_path / "one.ndjson").read_bytes() == (tmp_path / "two.ndjson").read_bytes()


def test_a_cut_off_run_goes_on_where_it_stopped(tmp_path: Path, published: str) -> None:
    source = write_rows(
        tmp_path / "in.ndjson", [{"id": n, "lang": "en", "text": "No nodule. " * 40} for n in range(4000)]
    )
    target = tmp_path / "out.ndjson"
    command = [sys.executable, "-m", "reportlink.cli", "batch", str(source), str(target), "--index", published]
    process = subprocess.Popen(command)
    while not (target.exists() and target.stat().st_size > 20_000):
        time.sleep(0.005)
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = target.read_bytes()
    whole_rows = kept[: kept.rindex(b"\n") + 1]
    assert 0 < whole_rows.count(b"\n") < 4000
    target.write_bytes(whole_rows + b'{"id": half a row')
    started = target.stat().st_ino
    subprocess.run(command, check=True)
    assert target.stat().st_ino == started
    assert target.read_bytes().startswith(whole_rows)
    assert [row["id"] for row in read_rows(target)] == list(range(4000))
    assert not Path(f"{target}.state").exists()


def test_another_run_does_not_take_over_rows_of_the_first(tmp_path: Path, published: str) -> None:
    source, target = write_rows(tmp_path / "in.ndjson", ROWS), tmp_path / "out.ndjson"  # type: ignore[arg-type]
    target.write_text('{"id": "stale"}\n')
    Path(f"{target}.state").write_text("of another run")
    run(source, target, published)
    assert [row["id"] for row in read_rows(target)] == ["a", "b", "c", "d", "e"]


def test_status_is_added_to_the_row(tmp_path: Path, published: str) -> None:
    rows = [
        {"id": 1, "lang": "en", "text": "No zebra.", "start": 3, "end": 8},
        {"id": 2, "lang": "en", "text": "No zebra.", "start": 3, "end": 80},
        {"id": 3, "lang": "en", "text": "No zebra.", "start": "x", "end": 8},
    ]
    source = write_rows(tmp_path / "in.ndjson", rows)
    Run(source, tmp_path / "out.ndjson", published, StatusTask()).execute(lambda done: None)
    out = read_rows(tmp_path / "out.ndjson")
    assert out[0] == rows[0] | {"status": "absent"}
    assert [row["error"]["code"] for row in out[1:]] == ["bad-span", "bad-row"]  # type: ignore[index]


def test_link_on_the_command_line(tmp_path: Path, published: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    report = tmp_path / "report.txt"
    report.write_bytes(b"\xef\xbb\xbfNo nodule.\r\n\xff\xfe kidney <here>\r\n")
    assert main(["link", str(report), "--index", published, "--lang", "en", "--to", "text"]) == 0
    out = capfdbinary.readouterr().out
    assert out == (
        b"\xef\xbb\xbfNo nodule <https://glossary.example/en/t/nodule/#absent>.\r\n\xff\xfe kidney "
        b"<https://glossary.example/en/t/kidney/#present> <here>\r\n"
    )
    assert main(["link", str(report), "--index", published, "--lang", "en", "--to", "json"]) == 0
    result = json.loads(capfdbinary.readouterr().out)
    assert result["offsets"] == "code-points"
    assert list(result) == ["id", "lang", "explain", "index", "input_sha256", "offsets", "links", "skipped"]
    assert list(result["links"][0]) == ["start", "end", "concept", "status", "url", "title"]


def test_what_a_site_wants_left_alone(
    tmp_path: Path, published: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Findings: nodule, kidney. " + "word " * 98)
    common = ["link", str(report), "--index", published, "--lang", "en", "--to", "json"]

    def linked(*options: str) -> list[str]:
        assert main([*common, *options]) == 0
        return [link["concept"] for link in json.loads(capfdbinary.readouterr().out)["links"]]

    assert linked() == ["nodule", "kidney"]
    assert linked("--exclude", "kidney") == ["nodule"]
    assert linked("--budget", "1") == ["nodule"]
    source = write_rows(tmp_path / "in.ndjson", [{"id": 1, "lang": "en", "text": report.read_text()}])
    target = tmp_path / "out.ndjson"
    assert main(["batch", str(source), str(target), "--index", published, "--budget", "0"]) == 0
    (row,) = read_rows(target)
    assert row["links"] == []
    assert [skipped["reason"] for skipped in row["skipped"]] == ["budget", "budget"]  # type: ignore[union-attr,index]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["link", "gone.txt", "--lang", "en", "--index", "{index}"], "gone.txt: No such file"),
        (
            ["link", "{report}", "--lang", "tlh", "--index", "{index}"],
            "no forms for reports in this language; known: en",
        ),
        (
            ["link", "{report}", "--lang", "en", "--explain", "tlh", "--index", "{index}"],
            "no pages in the reader's language; known: en",
        ),
        (["link", "{report}", "--lang", "en", "--index", "nowhere"], "nowhere/manifest.json"),
        (
            ["link", "{report}", "--lang", "en", "--index", "{index}", "--from", "html", "--to", "markdown"],
            "html cannot",
        ),
        (["batch", "gone.ndjson", "out.ndjson", "--index", "{index}"], "gone.ndjson: No such file"),
    ],
)
def test_a_clear_error_and_never_a_trace(
    arguments: list[str], said: str, tmp_path: Path, published: str, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.txt"
    report.write_text("zebra4711")
    filled = [a.format(index=published, report=report) for a in arguments]
    assert main(filled) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "zebra4711" not in error
    assert "Traceback" not in error
