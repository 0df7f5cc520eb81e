"""Links one report in this process, without a service (`pip install reportlink`), and writes it to standard output.

python in_process.py build/site/api/v1 en fhir report.json
"""

from __future__ import annotations

import sys
from pathlib import Path

from reportlink import Index, InputError, link_document, link_envelope, load_index

WHOLE = ("text", "html", "markdown")
"""Forms that are one text; the others are messages and documents with a report somewhere inside."""


def link(index: Index, language: str, form: str, report: bytes) -> bytes:
    """Link a report in its own form; text comes back as HTML.

    Raises:
        InputError: It cannot be linked. Its message never quotes the report.
    """
    if form not in WHOLE:
        return link_envelope(report, index, form=form, lang=language).write("same")
    # Bytes that are not UTF-8 come back as they went in.
    text = report.decode("utf-8", "surrogateescape")
    linked = link_document(text, index, form=form, lang=language).write("html" if form == "text" else "same")
    return linked.encode("utf-8", "surrogateescape")


if __name__ == "__main__":
    location, spoken, kind, file = sys.argv[1:]
    try:
        # Loaded once and kept: it is the same for every report.
        sys.stdout.buffer.write(link(load_index(location), spoken, kind, Path(file).read_bytes()))
    except InputError as failure:
        sys.exit(f"not linked: {failure}")
