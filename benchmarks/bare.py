"""The baseline of benchmarks/service.py: an endpoint of the same framework that gives the body back."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response

app = FastAPI(openapi_url=None)


@app.post("/v1/link")
async def give_back(request: Request) -> Response:
    """The body as it came."""
    return Response(await request.body(), media_type="application/json")
