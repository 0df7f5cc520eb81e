"""Links the words of one report and writes the linked report to standard output, byte for byte as it came back.

python link_report.py http://127.0.0.1:8080 en fhir report.json
"""

from __future__ import annotations

import json
import sys
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

SECONDS = 10


class NotLinkedError(Exception):
    """A report was not linked. A portal then shows it without links."""


def link(service: str, language: str, form: str, report: bytes) -> bytes:
    """Link a report in its own form (text, html, fhir, hl7v2, ...); text comes back as HTML.

    Raises:
        NotLinkedError: The service could not link it, or did not answer in time.
    """
    query = urlencode({"lang": language, "to": "html" if form == "text" else "same"})
    request = Request(  # noqa: S310 - the address is the caller's own setting
        f"{service}/v1/link/{quote(form)}?{query}", report, {"Content-Type": "application/octet-stream"}
    )
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - see above
            linked: bytes = answer.read()
            return linked
    except HTTPError as error:
        # Problem details (RFC 9457). They never repeat the report, so they may be logged; the report may not.
        if error.headers.get_content_type() != "application/problem+json":
            raise NotLinkedError(f"status {error.code}") from None
        problem = json.load(error)
        raise NotLinkedError(f"{problem['code']}: {problem['detail']}") from None
    except (OSError, HTTPException):
        raise NotLinkedError("the service does not answer") from None


if __name__ == "__main__":
    at, spoken, kind, file = sys.argv[1:]
    try:
        sys.stdout.buffer.write(link(at, spoken, kind, Path(file).read_bytes()))
    except NotLinkedError as failure:
        sys.exit(f"not linked: {failure}")
