"""Finds the terms of a radiology report and links them to pages that explain them.

>>> from reportlink import load_index, link_report
>>> index = load_index("build/site/api/v1")
>>> result = link_report("No pneumothorax.", index, lang="en")
>>> [(link.concept, link.status) for link in result.links]
[('pneumothorax', 'absent')]
"""

from reportlink.errors import IndexFormatError, InputError, ReportlinkError
from reportlink.index import Index
from reportlink.linking import LinkedEnvelope, link_envelope
from reportlink.pipeline import LinkedDocument, link_document, link_report
from reportlink.result import Link, LinkResult, Skipped
from reportlink.sources import load_index

__all__ = [
    "Index",
    "IndexFormatError",
    "InputError",
    "Link",
    "LinkResult",
    "LinkedDocument",
    "LinkedEnvelope",
    "ReportlinkError",
    "Skipped",
    "link_document",
    "link_envelope",
    "link_report",
    "load_index",
]
__version__ = "0.1.0"
