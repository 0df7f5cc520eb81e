"""Requests that a service must outlive: too large, too deep, packed to burst, wrongly encoded, cut off, given up."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import Any, NamedTuple

_PATIENCE = 60
_JSON = {"Content-Type": "application/json"}
_GZIP = {"Content-Encoding": "gzip"}
_SENTENCE = b"No pneumothorax. Small pleural effusion on the left. "
_BOMB = gzip.compress(bytes(1_000_000_000), 1)
_DEEP = 100_000


class Case(NamedTuple):
    """A request and the statuses that are right for it."""

    name: str
    path: str
    body: bytes
    headers: dict[str, str]
    right: frozenset[int]


def _case(name: str, path: str, body: bytes, headers: dict[str, str], *right: int) -> Case:
    return Case(name, path, body, headers, frozenset(right))


def _latin() -> bytes:
    return "MSH|^~\\&|A|B|C|D|20260101||ORU^R01|1|P|2.5|||||CH|UNICODE UTF-8\rOBX|1|TX|1||Größe ä||||||F\r".encode(
        "latin-1"
    )


CASES = (
    _case("a report of a million bytes", "/v1/link/text?lang=en", _SENTENCE * (1_000_000 // len(_SENTENCE)), {}, 200),
    _case(
        "a hundred thousand tags deep",
        "/v1/link/html?lang=en&to=same",
        b"<div>" * _DEEP + _SENTENCE + b"</div>" * _DEEP,
        {},
        200,
    ),
    _case("a hundred thousand brackets of JSON", "/v1/link", b"[" * _DEEP, _JSON, 400),
    _case("the same as FHIR", "/v1/link/fhir?lang=en", b'{"a":' * _DEEP, {}, 422),
    _case("a hundred thousand elements of CDA", "/v1/link/cda?lang=en", b"<a>" * _DEEP, {}, 422),
    _case("a bomb of a gigabyte", "/v1/link/text?lang=en", _BOMB, _GZIP, 413),
    _case("the same in JSON", "/v1/link", _BOMB, _JSON | _GZIP, 413),
    _case("half of a gzip", "/v1/link/text?lang=en", gzip.compress(_SENTENCE * 99)[:-20], _GZIP, 400),
    _case("no UTF-8 in JSON", "/v1/link", b'{"lang": "en", "text": "\xff\xfe"}', _JSON, 400, 422),
    _case("half a surrogate", "/v1/link", b'{"lang": "en", "text": "\\ud800 pneumothorax"}', _JSON, 200, 422),
    _case("Latin-1 that says it is UTF-8", "/v1/link/hl7v2?lang=de", _latin(), {}, 200, 422),
    _case("UTF-16", "/v1/link/text?lang=en", _SENTENCE.decode().encode("utf-16"), {}, 200, 422),
    _case("bytes of every value", "/v1/link/rtf?lang=en", bytes(range(256)) * 100, {}, 422),
    _case("rows that are none", "/v1/batch", b"\xff\n{}\n[]\n" * 1_000, {}, 200),
)


def treat_roughly(port: int, stop: threading.Event) -> dict[str, Any]:
    """Send everything above again and again, and clients that break off between.

    Args:
        port: Where the service listens on this machine.
        stop: Set when it is enough; what has been begun is finished, once at the least.

    Returns:
        `answered`: how often each was answered as it should be; `failures`: what was not.
    """
    answered, failures = Counter[str](), list[str]()
    while True:
        for case in CASES:
            status = _send(port, case)
            if status in case.right:
                answered[case.name] += 1
            else:
                failures.append(f"{case.name}: status {status} in place of {sorted(case.right)}")
        for name, breaks_off in _BREAKING_OFF.items():
            breaks_off(port)
            answered[name] += 1
            if _send(port, _PLAIN) not in _PLAIN.right:
                failures.append(f"after {name}: not answered")
        if stop.is_set():
            return {"answered": answered, "failures": failures}


_PLAIN = _case("a report", "/v1/link", json.dumps({"lang": "en", "text": "No pneumothorax."}).encode(), _JSON, 200)


def _send(port: int, case: Case) -> int | str:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("POST", case.path, case.body, case.headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException) as error:
        return type(error).__name__
    else:
        return answer.status
    finally:
        connection.close()


def _half(port: int) -> None:
    """Half a body, then an orderly end."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as client:
        client.sendall(b"POST /v1/link HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2_500)


def _killed(port: int) -> None:
    """A client that is gone while its report is linked: no orderly end, as when its machine loses power."""
    body = _SENTENCE * 5_000
    client = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
    client.sendall(
        b"POST /v1/link/text?lang=en HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    )
    _reset(client)


def _deaf(port: int) -> None:
    """A client that asks for a large answer and never reads it."""
    body = _SENTENCE * 5_000
    client = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
    client.sendall(
        b"POST /v1/link/text?lang=en HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    )
    client.recv(1)
    _reset(client)


def _nonsense(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as client:
        client.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)))


def _reset(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


_BREAKING_OFF: dict[str, Callable[[int], None]] = {
    "half a body": _half,
    "a client killed while it waits": _killed,
    "a client killed in the middle of the answer": _deaf,
    "a TLS greeting": _nonsense,
}
