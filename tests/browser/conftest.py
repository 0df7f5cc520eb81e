"""Serves the built site and opens it in a Chromium. The tests walk what `make build` made."""

import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from generator.server import server
from tests.browser.chromium import executable

SITE = Path(__file__).resolve().parents[2] / "build" / "site"


@pytest.fixture(scope="session")
def site():
    """The address of the site."""
    assert (SITE / "index.html").is_file(), "build the site first: make build"
    running = server(SITE, "127.0.0.1", 0)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}/"
    running.shutdown()


@pytest.fixture(scope="session")
def browser():
    path = executable()
    assert path, "the browser tests need a Chromium: set CHROMIUM=/path/to/chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def open_page(browser, site):
    """Opens a page of the site and fails at the end on an error in it, or a request to anyone else."""
    contexts, faults = [], []

    def open_(path, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(site) else faults.append(request.url))
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url.removeprefix(site)))
        page.goto(site + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not faults
