"""Problem details (RFC 9457) for every error of the service. None of them repeats anything of the request."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong, for programs (`code`) and for people (`detail`)."""

    type: str = "about:blank"
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    code: str = Field(examples=["unknown-language"], description="A stable word for programs.")
    detail: str = Field(description="What is wrong and how to mend it. Never a word of the report.")
    errors: list[dict[str, str]] = Field(
        default=[], description="Each place that is wrong: a JSON pointer or the name of a parameter, and why."
    )


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An error as a response."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = list(errors)
    return Response(json.dumps(body), status, dict(headers or {}), MEDIA_TYPE)


_SAYS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "json_invalid": "is not valid JSON",
    "string_type": "must be text",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_attributes_type": "must be an object",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "greater_than_equal": "is too small",
    "finite_number": "must be a number that is not endless",
    "literal_error": "is none of the values allowed",
    "enum": "is none of the values allowed",
    "string_unicode": "is not valid Unicode",
}


def validation_errors(errors: Sequence[Any], known: frozenset[str]) -> list[dict[str, str]]:
    """Where a request is not as it must be.

    The library's own errors carry the value that is wrong, and a key that nobody knows is the client's own text. Only
    names of ours and the kind of error are passed on.

    Args:
        errors: What pydantic says.
        known: The names of all fields and parameters.
    """
    found = []
    for error in errors:
        place = [part for part in error["loc"][1:] if isinstance(part, int) or part in known]
        inside = error["loc"][0] == "query"
        pointer = ", ".join(map(str, place)) if inside else "/" + "/".join(map(str, place))
        detail = _SAYS.get(error["type"], "is not valid")
        found.append({"parameter" if inside else "pointer": pointer, "detail": detail})
    return sorted(found, key=lambda one: one.get("pointer", one.get("parameter", "")))
