"""The documentation page, made from the OpenAPI description: one page of HTML, no script, nothing from elsewhere."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response

_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def add(app: FastAPI) -> None:
    """Add `/docs` and its style sheet."""
    style = files("reportlink.server").joinpath("documentation.css").read_bytes()

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return Response(page(app.openapi()), media_type="text/html", headers={"Content-Security-Policy": _POLICY})

    @app.get("/docs/style.css", include_in_schema=False)
    async def css() -> Response:
        return Response(style, media_type="text/css")


def page(api: dict[str, Any]) -> str:
    """The page for an OpenAPI description."""
    info = api["info"]
    operations = [
        _operation(method, path, operation)
        for path, methods in api["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = [_schema(name, schema) for name, schema in api["components"]["schemas"].items() if "HTTP" not in name]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(info['title'])} {escape(info['version'])}</title>",
            '<link rel="stylesheet" href="docs/style.css">\n</head>\n<body>\n<main>',
            f"<h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>",
            f"<p>{escape(info['description'])}</p>",
            '<p>For programs: <a href="openapi.json">openapi.json</a></p>',
            *operations,
            "<h2>Values</h2>",
            *schemas,
            "</main>\n</body>\n</html>\n",
        ]
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    parts = [
        f"<section>\n<h2><code>{method.upper()} {escape(path)}</code></h2>",
        f"<p>{_prose(operation.get('description', ''))}</p>",
    ]
    if parameters := operation.get("parameters"):
        rows = [(p["name"], _type(p["schema"]), p.get("description", "")) for p in parameters]
        parts.append(_table("Parameters", rows))
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"<p>Body: <code>{escape(media_type)}</code> {_type(content.get('schema', {}))}</p>")
        if example := content.get("example"):
            shown = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=1)
            parts.append(f"<pre>{escape(shown)}</pre>")
    answers = [
        (status, ", ".join(f"<code>{escape(name)}</code>" for name in answer.get("content", {})), answer["description"])
        for status, answer in operation["responses"].items()
    ]
    return "\n".join([*parts, _table("Answers", answers), "</section>"])


def _schema(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = [
        (key + ("" if key in required else "?"), _type(value), value.get("description", ""))
        for key, value in schema.get("properties", {}).items()
    ]
    text = _prose(schema.get("description", ""))
    head = f'<section id="{escape(name)}">\n<h3>{escape(name)}</h3>\n<p>{text}</p>'
    return f"{head}\n{_table('Fields', rows)}\n</section>"


def _table(caption: str, rows: list[tuple[str, str, str]]) -> str:
    """A table of names, types (HTML) and texts."""
    lines = [
        f"<tr><th scope='row'><code>{escape(name)}</code></th><td>{kind}</td><td>{_prose(text)}</td></tr>"
        for name, kind, text in rows
    ]
    return f"<table>\n<caption>{caption}</caption>\n" + "\n".join(lines) + "\n</table>"


def _type(schema: dict[str, Any]) -> str:
    if reference := schema.get("$ref"):
        name = escape(reference.rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if choices := schema.get("enum") or ([schema["const"]] if "const" in schema else None):
        return " | ".join(f"<code>{escape(str(choice))}</code>" for choice in choices)
    if either := schema.get("anyOf"):
        return " or ".join(_type(one) for one in either if one.get("type") != "null")
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return escape(str(schema.get("type", "")))


def _prose(text: str) -> str:
    """Text with its `code` shown as such."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
