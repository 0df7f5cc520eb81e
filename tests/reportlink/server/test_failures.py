"""Every failure is a problem (RFC 9457), and nothing of a request stands in it, in the log or in a figure."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from reportlink.server.app import create_app
from reportlink.server.guard import Guard
from reportlink.server.metrics import Metrics
from reportlink.server.reload import Holder
from reportlink.server.settings import Settings
from reportlink.server.work import Workshop
from tests.reportlink.server.service import Answer, Service

CANARY = "Kanarienvogel"
JSON = {"Content-Type": "application/json"}
DEEP = b"[" * 200_000
BIG = b"x" * 2_000_001
BOMB = gzip.compress(b"\0" * 500_000_000, 1)

FAILURES: list[tuple[str, str, str, Any, dict[str, str], int, str]] = [
    ("no such address", "GET", f"/{CANARY}", None, {}, 404, "not-found"),
    ("no such form", "POST", f"/v1/link/{CANARY}?lang=en", "x", {}, 404, "unknown-form"),
    ("another method", "PUT", "/v1/link", CANARY, {}, 405, "method-not-allowed"),
    ("no JSON", "POST", "/v1/link", f'{{"text": "{CANARY}', JSON, 400, "bad-json"),
    ("JSON without end", "POST", "/v1/link", DEEP, JSON, 400, "bad-body"),
    ("no object", "POST", "/v1/link", [CANARY], {}, 422, "not-valid"),
    ("no text", "POST", "/v1/link", {"lang": "en", "id": CANARY}, {}, 422, "not-valid"),
    ("an unknown key", "POST", "/v1/link", {"text": CANARY, "lang": "en", CANARY: 1}, {}, 422, "not-valid"),
    ("a wrong type", "POST", "/v1/link", {"text": [CANARY], "lang": {CANARY: 1}}, {}, 422, "not-valid"),
    ("a wrong choice", "POST", "/v1/link", {"text": CANARY, "lang": "en", "mentions": CANARY}, {}, 422, "not-valid"),
    ("a wrong budget", "POST", "/v1/link", {"text": CANARY, "lang": "en", "budget": CANARY}, {}, 422, "not-valid"),
    ("a budget that is no number", "POST", "/v1/link", {"text": CANARY, "lang": "en", "budget": True}, {}, 422, "not-valid"),
    ("a negative budget", "POST", "/v1/link", {"text": CANARY, "lang": "en", "budget": -1}, {}, 422, "not-valid"),
    ("an unknown language", "POST", "/v1/link", {"text": CANARY, "lang": CANARY}, {}, 422, "unknown-language"),
    ("an unknown reader", "POST", "/v1/link", {"text": "x", "lang": "en", "explain": CANARY}, {}, 422, "unknown-language"),
    ("a form it cannot be", "POST", "/v1/link", {"text": CANARY, "lang": "en", "from": "html", "to": "text"}, {}, 422, "unknown-form"),
    ("no language", "POST", "/v1/link/text", CANARY, {}, 422, "not-valid"),
    ("an unknown parameter", "POST", f"/v1/link/text?lang=en&{CANARY}={CANARY}", CANARY, {}, 422, "not-valid"),
    ("an unknown output", "POST", f"/v1/link/text?lang=en&to={CANARY}", CANARY, {}, 422, "not-valid"),
    ("a bulk option", "POST", f"/v1/batch?mentions={CANARY}", CANARY, {}, 422, "not-valid"),
    ("another packing", "POST", "/v1/link/text?lang=en", CANARY, {"Content-Encoding": CANARY}, 415, "content-encoding"),
    ("no gzip", "POST", "/v1/link/text?lang=en", CANARY, {"Content-Encoding": "gzip"}, 400, "bad-gzip"),
    ("half a gzip", "POST", "/v1/link/text?lang=en", gzip.compress(CANARY.encode())[:-9], {"Content-Encoding": "gzip"}, 400, "bad-gzip"),
    ("a bomb", "POST", "/v1/link/text?lang=en", BOMB, {"Content-Encoding": "gzip"}, 413, "too-large"),
    ("a bomb in JSON", "POST", "/v1/link", BOMB, {**JSON, "Content-Encoding": "gzip"}, 413, "too-large"),
    ("too large", "POST", "/v1/link/text?lang=en", BIG, {}, 413, "too-large"),
    ("too large and not said", "POST", "/v1/link/text?lang=en", iter([BIG]), {}, 413, "too-large"),
    ("nothing to look up", "GET", f"/infobutton?{CANARY}={CANARY}", None, {}, 422, "missing-parameter"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "code"), [pytest.param(*f[1:], id=f[0]) for f in FAILURES]
)
def test_a_failure_is_a_problem_that_repeats_nothing(
    method: str, path: str, body: Any, headers: dict[str, str], status: int, code: str, service: Service
) -> None:
    answer = service.ask(method, path, body, headers)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json"), answer.body
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert problem["detail"]
    nothing_of_it(answer, service)
    assert service.ask("GET", "/healthz").status == 200


def nothing_of_it(answer: Answer, service: Service) -> None:
    told = (
        answer.body.decode() + repr(answer.headers) + service.printed() + service.ask("GET", "/metrics").body.decode()
    )
    assert CANARY.lower() not in told.lower()


def test_a_place_that_is_wrong_is_named(service: Service) -> None:
    errors = service.ask("POST", "/v1/link", {"text": 1, "mentions": "some"}).json()["errors"]
    assert errors == [
        {"pointer": "/lang", "detail": "is missing"},
        {"pointer": "/mentions", "detail": "is none of the values allowed"},
        {"pointer": "/text", "detail": "must be text"},
    ]
    assert service.ask("POST", "/v1/link/text?mentions=some", "x").json()["errors"] == [
        {"parameter": "lang", "detail": "is missing"},
        {"parameter": "mentions", "detail": "is none of the values allowed"},
    ]


def test_a_bulk_row_that_fails_repeats_nothing_but_its_id(service: Service) -> None:
    rows = [
        {"id": 1, "lang": "en", "text": [CANARY]},
        {"id": 2, "lang": "en", "text": CANARY, "explain": CANARY},
        {"id": 3, "text": CANARY},
    ]
    body = b"\n".join(json.dumps(row).encode() for row in rows) + f'\n"{CANARY}"\n{CANARY}\n'.encode()
    answer = service.ask("POST", "/v1/batch", body)
    assert [row["error"]["code"] for row in map(json.loads, answer.body.splitlines())] == [
        "bad-row",
        "unknown-language",
        "bad-row",
        "bad-row",
        "bad-row",
    ]
    nothing_of_it(answer, service)


def test_what_is_linked_stands_in_no_log_and_no_figure(service: Service) -> None:
    answer = service.link(f"{CANARY} pneumothorax", id=CANARY)
    assert answer.json()["id"] == CANARY
    assert CANARY not in service.printed() + service.ask("GET", "/metrics").body.decode()


def test_a_bulk_row_without_end_ends_the_answer_with_a_row_that_says_so(service: Service) -> None:
    answer = service.ask("POST", "/v1/batch", b'{"id": 1, "lang": "en", "text": "x"}\n' + b"x" * 3_000_000)
    *_, last = answer.body.splitlines()
    assert json.loads(last)["error"]["code"] == "row-too-large"


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /v1/link HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{",
        b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n" + CANARY.encode(),
        b"POST /v1/link HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\0\xff" + CANARY.encode() + b"\r\n\r\n",
        b"GET /" + b"a" * 100_000,
    ],
    ids=["half a body", "half a bulk body", "a wrong chunk", "no HTTP", "an endless line"],
)
def test_a_client_that_goes_away_or_raves_leaves_the_service_answering(sent: bytes, service: Service) -> None:
    connection = service.raw()
    connection.sendall(sent)
    connection.close()
    assert service.ask("GET", "/healthz").status == 200
    assert service.link("No pneumothorax.").status == 200
    assert CANARY not in service.printed()


# What takes a slow client, a crowd or a fault of our own to happen is tried on the guard alone.


def in_a_thread(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it on a loop of its own: the browser's tests leave one running in the thread that runs all tests."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


def ask_guard(app: Any, settings: Settings, receive: Any = None) -> tuple[int, dict[str, Any]]:
    sent: list[Any] = []

    async def whole() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        scope = {"type": "http", "method": "POST", "path": "/v1/link", "headers": [], "query_string": b""}
        guard = app if isinstance(app, Guard) else Guard(app, settings, Metrics())
        await guard(scope, receive or whole, send)

    in_a_thread(run())
    return sent[0]["status"], json.loads(sent[1]["body"])


SETTINGS = Settings("nowhere", max_waiting=1, body_seconds=0.05)


def test_a_fault_of_ours_is_logged_without_what_it_stumbled_over(caplog: pytest.LogCaptureFixture) -> None:
    async def app(*_: Any) -> None:
        raise ValueError(CANARY)

    with caplog.at_level(logging.DEBUG):
        assert ask_guard(app, SETTINGS)[0] == 500
    assert "ValueError" in caplog.text
    assert CANARY not in caplog.text


def test_more_requests_than_it_takes_in_are_sent_away() -> None:
    statuses: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        async def second(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                assert (b"retry-after", b"1") in message["headers"]

        await guard({**scope, "path": "/v1/link"}, receive, second)
        await guard({**scope, "path": "/v1/batch"}, receive, second)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    guard = Guard(app, SETTINGS, Metrics())
    assert ask_guard(guard, SETTINGS)[0] == 200
    assert statuses == [503, 503]


def test_a_client_that_sends_nothing_is_told_that_it_was_too_slow(published: str) -> None:
    async def never() -> Any:
        await asyncio.sleep(60)

    app = create_app(SETTINGS, Metrics(), Holder(published))
    status, body = ask_guard(app, SETTINGS, never)
    assert (status, body["code"]) == (408, "too-slow")


def test_linking_that_takes_too_long_is_given_up() -> None:
    async def run() -> int:
        try:
            await Workshop(0.05).run(lambda: time.sleep(0.3), 1_000_000)
        except HTTPException as error:
            return error.status_code
        return 200

    assert in_a_thread(run()) == 503
