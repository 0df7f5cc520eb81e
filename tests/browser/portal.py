"""A portal of somebody else: another origin, the strictest policy, and one script tag."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import urlopen


def policy(site):
    """Nothing but the glossary's script and index, and no string ever becomes a script."""
    return (
        f"default-src 'none'; script-src {site}; connect-src {site}; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def script_tag(site):
    with urlopen(f"{site}api/v1/manifest.json") as answer:
        script = json.load(answer)["script"]
    return (
        f'<script type="module" src="{site}api/v1/{script["file"]}" integrity="{script["integrity"]}" '
        'crossorigin="anonymous"></script>'
    )


class Portal:
    """Serves whatever page a test gives it."""

    def __init__(self, site):
        self.site = site
        self.page = b""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def show(self, body, *, lang="de"):
        """Serve a page with this body."""
        self.page = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Portal</title>'
            f"{script_tag(self.site)}</head><body><main><h1>Portal</h1>\n{body}\n</main></body></html>"
        ).encode()
        return self.address

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _handler(portal):  # noqa: N805 - the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format, *args):  # noqa: A002 - the name of the base class
                """Nothing is logged."""

            def do_GET(self):
                found = self.path == "/"
                self.send_response(200 if found else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", policy(portal.site))
                self.end_headers()
                self.wfile.write(portal.page if found else b"")

        return Handler
