"""What the OpenAPI description says of each address beyond its parameters: forms, examples, answers."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from reportlink.formats import ENVELOPES, READERS
from reportlink.server.models import LinkAnswer
from reportlink.server.problems import MEDIA_TYPE as PROBLEM
from reportlink.server.problems import Problem

SUMMARY: Final = "Finds the terms of a radiology report and links them to pages that explain them."
DESCRIPTION: Final = """\
A report goes in as it is and comes back whole with links, or its links come back alone (standoff). Nothing of a request
is logged or kept. The service explains words; it does not interpret a patient's case, and it is no medical device."""

MEDIA_TYPES: Final = {
    "text": "text/plain",
    "html": "text/html",
    "markdown": "text/markdown",
    "json": "application/json",
    "annotations": "application/ld+json",
    "fhir": "application/fhir+json",
    "hl7v2": "application/hl7-v2",
    "cda": "application/xml",
    "dicom-sr": "application/dicom",
    "rtf": "application/rtf",
}
"""Form -> media type of its answer."""

FORMS: Final = ("auto", *sorted({*READERS, *ENVELOPES}))
"""The forms that a report may come in: `/v1/link/<form>`."""

NDJSON: Final = "application/x-ndjson"

_TEXT = "No pneumothorax. Small pleural effusion on the left."
_ROWS = '{"id": "1", "lang": "en", "text": "No pneumothorax."}\n{"id": "2", "lang": "de", "text": "Kein Erguss."}\n'


def _problem(text: str) -> dict[str, Any]:
    return {"description": text, "content": {PROBLEM: {"schema": Problem.model_json_schema()}}}


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: _problem(text)
    for status, text in (
        (400, "The body is damaged."),
        (413, "The body is too large."),
        (422, "The report cannot be linked as asked."),
        (500, "This is our fault."),
        (503, "Too many requests at once; try again."),
    )
}


def _body(content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"content": content}}


def media_type(form: str, data: bytes) -> str:
    """The media type of an answer: FHIR is JSON or XML, which its first character tells."""
    if form == "fhir" and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return "application/fhir+xml"
    return MEDIA_TYPES[form]


LINK: Final[dict[str, Any]] = {"tags": ["Linking"], "responses": {200: {"model": LinkAnswer, "description": "Links."}}}

LINK_FORM: Final[dict[str, Any]] = {
    "tags": ["Linking"],
    "responses": {
        200: {
            "description": "The linked report, or its links.",
            "content": {key: {} for key in MEDIA_TYPES.values()},
        },
        404: _problem("No such form."),
        409: _problem("It is signed and must not be rewritten."),
    },
    "openapi_extra": _body({"text/plain": {"example": _TEXT}, "application/octet-stream": {}}),
}

BATCH: Final[dict[str, Any]] = {
    "tags": ["Linking"],
    "responses": {200: {"description": "One row for each row.", "content": {NDJSON: {}}}},
    "openapi_extra": _body({NDJSON: {"example": _ROWS}}),
}


def _parameter(name: str, says: str, example: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}, "description": says, "example": example}


INFOBUTTON: Final[dict[str, Any]] = {
    "tags": ["Looking up codes"],
    "responses": {200: {"description": "A feed.", "content": {"application/atom+xml": {}, "application/json": {}}}},
    "openapi_extra": {
        "parameters": [
            _parameter("mainSearchCriteria.v.c", "The code.", "RID5352"),
            _parameter("mainSearchCriteria.v.cs", "Its system: an OID or address.", "2.16.840.1.113883.6.256"),
            _parameter("mainSearchCriteria.v.dn", "Its display name, tried where the code is not known.", ""),
            _parameter("informationRecipient.languageCode.c", "The reader's language.", "de"),
            _parameter("knowledgeResponseType", "`application/json` for JSON.", "application/json"),
        ]
    },
}

PROBE: Final[dict[str, Any]] = {"tags": ["Running it"], "responses": {200: {"description": "It does."}}}
FIGURES: Final[dict[str, Any]] = {
    "tags": ["Running it"],
    "response_class": Response,
    "responses": {200: {"description": "The figures.", "content": {"text/plain": {}}}},
}
