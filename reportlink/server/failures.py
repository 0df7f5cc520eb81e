"""Turns every failure into a problem that repeats nothing of the request."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from reportlink.errors import InputError, SignedError
from reportlink.server.models import BatchOptions, LinkRequest, RawOptions
from reportlink.server.problems import problem, validation_errors

_REASONS = {
    "bad-gzip": "The body is not the gzip that its header announces, or it is cut off.",
    "content-encoding": "Send the body as it is or packed with gzip.",
    "too-large": "The body is larger than this service takes. Its operator can raise the limit.",
    "too-slow": "The body did not come in time.",
    "too-long": "Linking took too long. Send the report in parts.",
    "unknown-form": "There is no such form of report here; the documentation lists them.",
}
_CODES = {400: "bad-body", 404: "not-found", 405: "method-not-allowed"}
_SAYS = {400: "The body cannot be read.", 404: "There is nothing at this address.", 405: "This is not done here."}


def _names(*models: type[BaseModel]) -> frozenset[str]:
    return frozenset(
        name for model in models for key, field in model.model_fields.items() for name in (key, field.alias) if name
    )


_KNOWN = _names(LinkRequest, RawOptions, BatchOptions)


def add(app: FastAPI) -> None:
    """Let the application answer every failure with a problem."""

    @app.exception_handler(InputError)
    async def input_error(_: Request, error: InputError) -> Response:
        return problem(409 if isinstance(error, SignedError) else 422, error.code, str(error))

    @app.exception_handler(RequestValidationError)
    async def not_valid(_: Request, error: RequestValidationError) -> Response:
        broken = any(one["type"] == "json_invalid" for one in error.errors())
        return problem(
            400 if broken else 422,
            "bad-json" if broken else "not-valid",
            "The body is not JSON." if broken else "The request is not as the documentation says.",
            errors=() if broken else validation_errors(error.errors(), _KNOWN),
        )

    @app.exception_handler(HTTPException)
    async def http_error(_: Request, error: HTTPException) -> Response:
        status = error.status_code
        if error.detail in _REASONS:
            headers = {"Retry-After": "1"} if status == 503 else {}  # noqa: PLR2004
            return problem(status, error.detail, _REASONS[error.detail], headers=headers)
        return problem(
            status, _CODES.get(status, "http"), _SAYS.get(status, "This cannot be done."), headers=error.headers
        )

    @app.exception_handler(Exception)
    async def internal(_: Request, __: Exception) -> Response:
        return problem(500, "internal", "This is our fault. Nothing of the request was kept.")
