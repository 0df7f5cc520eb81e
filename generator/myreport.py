"""Makes the page on which a reader's own report is read, on the reader's device."""

from __future__ import annotations

from generator.addresses import MY_REPORT_PAGE
from generator.edition import Edition
from generator.pages import Page


def my_report_page(edition: Edition) -> Page:
    """The page; every language has it. The report itself never gets near it while the site is built or served."""
    return Page(
        f"{MY_REPORT_PAGE}/",
        {
            "template": "my-report.html",
            "title": edition.say("Understand my report"),
            "description": edition.say("Paste your report and read what its words mean. It stays on your device."),
            "languages": list(edition.everywhere),
        },
        "",
    )
