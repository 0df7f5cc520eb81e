"""The application: its addresses, and what each of them answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp

from reportlink import __version__, infobutton
from reportlink.batch import LinkTask
from reportlink.conversion import convert
from reportlink.errors import InputError
from reportlink.index import Index
from reportlink.pipeline import LinkWishes, link_document
from reportlink.server import describe, documentation, failures
from reportlink.server.batch import BatchAnswer
from reportlink.server.guard import Guard
from reportlink.server.metrics import Metrics
from reportlink.server.models import BatchOptions, LinkRequest, Options, RawOptions
from reportlink.server.reload import Holder
from reportlink.server.settings import Settings
from reportlink.server.work import Workshop


def create_app(settings: Settings, metrics: Metrics, holder: Holder | None = None) -> ASGIApp:
    """The service as an ASGI application.

    Args:
        settings: How it is run.
        metrics: Where it counts.
        holder: The index, where it is loaded already.

    Raises:
        IndexFormatError: The index cannot be read.
    """
    held = holder or Holder(settings.location)

    @asynccontextmanager
    async def watching(_: FastAPI) -> AsyncIterator[None]:
        watch = asyncio.create_task(held.watch(settings.reload_seconds, metrics)) if settings.reload_seconds else None
        yield
        if watch:
            watch.cancel()

    app = FastAPI(
        title="reportlink",
        summary=describe.SUMMARY,
        description=describe.DESCRIPTION,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=watching,
        responses=describe.PROBLEMS,
    )
    failures.add(app)
    _add_linking(app, settings, metrics, held)
    _add_look_up(app, held)
    _add_probes(app, metrics)
    documentation.add(app)
    return Guard(app, settings, metrics)


def _add_linking(app: FastAPI, settings: Settings, metrics: Metrics, held: Holder) -> None:
    workshop = Workshop(settings.work_seconds)

    @app.post("/v1/link", **describe.LINK)
    async def link(asked: LinkRequest) -> Response:
        """Link a report that is text or HTML, sent in JSON."""
        index = held.index
        wishes = _wishes(asked, index)

        def work() -> dict[str, Any]:
            linked = link_document(asked.text, index, form=asked.form, **wishes)
            answer = linked.result.to_dict() | {"id": asked.id}
            return answer if asked.to == "json" else answer | {"output": linked.write(asked.to)}

        answer = await workshop.run(work, len(asked.text))
        metrics.links.inc(len(answer["links"]))
        return _json(answer)

    @app.post("/v1/link/{form}", **describe.LINK_FORM)
    async def link_form(form: str, request: Request, asked: Annotated[RawOptions, Query()]) -> Response:
        """Link a report in its own form, sent as it is."""
        if form not in describe.FORMS:
            raise HTTPException(404, "unknown-form")
        index = held.index
        wishes = _wishes(asked, index)
        data = await request.body()
        done = await workshop.run(lambda: convert(data, index, form=form, to=asked.to, **wishes), len(data))
        metrics.links.inc(done.links)
        return Response(done.data, media_type=describe.media_type(done.form, done.data))

    @app.post("/v1/batch", **describe.BATCH)
    async def batch(request: Request, asked: Annotated[BatchOptions, Query()]) -> Response:
        """Link many reports: NDJSON rows with `id`, `lang` and `text`. A row that cannot be linked says why."""
        task = LinkTask(asked.mentions, asked.explain, tuple(asked.exclude), tuple(asked.skip_sections), asked.budget)
        return BatchAnswer(request, held.index, task, max_row=settings.max_bytes, workshop=workshop, metrics=metrics)


def _wishes(asked: Options, index: Index) -> LinkWishes:
    """What linking is asked to do.

    Raises:
        InputError: A language is not known here. The message does not repeat it: it is the client's own text.
    """
    if index.report_language(asked.lang) is None:
        known = ", ".join(sorted(index.forms))
        raise InputError("unknown-language", f"no forms for reports in this language; known: {known}", "lang")
    if asked.explain and index.reader_language(asked.explain) is None:
        known = ", ".join(sorted(index.terms))
        raise InputError("unknown-language", f"no pages in this language; known: {known}", "explain")
    return {
        "lang": asked.lang,
        "explain": asked.explain,
        "mentions": asked.mentions,
        "exclude": asked.exclude,
        "skip_sections": asked.skip_sections,
        "budget": asked.budget,
    }


def _add_look_up(app: FastAPI, held: Holder) -> None:
    @app.get("/infobutton", **describe.INFOBUTTON)
    async def look_up(request: Request) -> Response:
        """The page for a code, by the parameters of HL7 Infobutton; as Atom, or as JSON on request."""
        query = infobutton.parse_query(request.query_params.multi_items())
        feed = infobutton.look_up(query, held.index, held.since)
        wanted = request.query_params.get("knowledgeResponseType") or request.headers.get("accept", "")
        if "json" in wanted:
            return _json(infobutton.to_json(feed))
        return Response(infobutton.to_atom(feed), media_type="application/atom+xml")


def _add_probes(app: FastAPI, metrics: Metrics) -> None:
    @app.get("/healthz", **describe.PROBE)
    async def health() -> Response:
        """Whether the process answers."""
        return _json({"status": "ok"})

    @app.get("/readyz", **describe.PROBE)
    async def ready() -> Response:
        """Whether it can link. A process that answers has its index: it does not listen before."""
        return _json({"status": "ok"})

    @app.get("/metrics", **describe.FIGURES)
    async def figures() -> Response:
        """Counts and times, for Prometheus."""
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _json(value: Any) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "surrogatepass"), media_type="application/json")
