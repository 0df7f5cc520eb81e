"""Finds the Chromium that the browser tests use. `python -m tests.browser.chromium` makes sure that there is one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def executable() -> str | None:
    """The Chromium named by `$CHROMIUM`, else one on the PATH, else the one that Playwright fetched."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    with sync_playwright() as playwright:
        fetched = playwright.chromium.executable_path
    return fetched if Path(fetched).exists() else None


def main() -> int:
    """Have a Chromium, fetching it if need be; 1 with a word about what to do where there is none."""
    if executable() is None and not os.environ.get("CHROMIUM"):
        print("no Chromium on the PATH: fetching the one that Playwright knows", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if executable() is None:
        print("the browser tests need a Chromium: install one, or name it: CHROMIUM=/path/to/chromium", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
