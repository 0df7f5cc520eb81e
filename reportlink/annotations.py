"""Links as Web Annotations (W3C Recommendation, 2017): a page of JSON-LD for a receiver that holds the report itself.

Each annotation points to a stretch of a value by position and by quotation, so that the receiver can check that both
mean the same words. Both count the text without its mark-up, as the recommendation asks (4.2.4 and 4.2.5). **The page
therefore quotes the report: it is patient data**, says so, and is guarded like the report.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any, NamedTuple

from reportlink.formats.spelling import Spelled
from reportlink.formats.textcontent import text_content
from reportlink.linking import LinkedEnvelope
from reportlink.pipeline import LinkedDocument
from reportlink.result import Link

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"patientData": None, "path": None}]
"""Two properties are for programs that read the page as plain JSON."""

_NOTICE = "Patient data: this page quotes a patient's report. Guard it like the report itself."
_AROUND = 32
"""Code points of context before and behind a quotation."""

Json = dict[str, Any]


class _Place(NamedTuple):
    """A link in one value: where that stands, its text without mark-up, and the link's offsets in the value."""

    path: str
    content: Spelled
    link: Link


def of_document(linked: LinkedDocument) -> Json:
    """The links of a report that came alone as an AnnotationPage."""
    result = linked.result
    content = text_content(linked.document.source, linked.form)
    places = (_Place("", content, link) for link in result.links)
    return _page(result.input_sha256, result.lang, result.explain, result.id, places)


def of_envelope(linked: LinkedEnvelope) -> Json:
    """The links of an envelope as an AnnotationPage; the fragment of each source is the path of the value.

    A link across two values has an annotation for its part in each of them.
    """
    return _page(linked.input_sha256, linked.lang, linked.explain, linked.id, _places(linked))


def _places(linked: LinkedEnvelope) -> Iterator[_Place]:
    for body in linked.bodies:
        pieces = body.body.pieces
        contents = [text_content(piece.value, body.body.form) if piece.path else None for piece in pieces]
        for first, last, link in body.links:
            for number in range(first, last + 1):
                content = contents[number]
                start = link.start if number == first else 0
                end = link.end if number == last else len(pieces[number].value)
                if content is not None and end > start:
                    yield _Place(pieces[number].path, content, link._replace(start=start, end=end))


def _page(digest: str, lang: str, explain: str, id_: str | None, places: Iterator[_Place]) -> Json:
    # A hash names the report and tells nothing of it (RFC 6920).
    report = "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")
    return {
        "@context": _CONTEXT,
        "id": f"{report}#annotations",
        "type": "AnnotationPage",
        **({"label": id_} if id_ is not None else {}),
        "patientData": True,
        "dcterms:accessRights": _NOTICE,
        "items": [_annotation(number, report, lang, explain, place) for number, place in enumerate(places, 1)],
    }


def _annotation(number: int, report: str, lang: str, explain: str, place: _Place) -> Json:
    link, text = place.link, place.content.value
    start, end = place.content.offset(link.start), place.content.offset(link.end)
    # Brackets are the only characters of a path that a fragment may not hold.
    path = place.path.replace("[", "%5B").replace("]", "%5D")
    source = f"{report}#{path}" if path else report
    return {
        "id": f"{report}#annotation-{number}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            {"id": link.url, "type": "Text", "format": "text/html", "language": explain},
            {"type": "TextualBody", "purpose": "tagging", "value": link.status},
        ],
        "target": {
            "source": source,
            **({"path": place.path} if place.path else {}),
            "language": lang,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - _AROUND) : start],
                    "suffix": text[end : end + _AROUND],
                },
            ],
        },
    }
