"""What linking gives: links, what was found and not linked, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Link(NamedTuple):
    """One link.

    Attributes:
        start: First code point in the input.
        end: One past the last code point.
        concept: The concept's id.
        status: Its assertion status there.
        url: The page, with the level or else the status as fragment.
        title: The page's title in the reader's language.
        level: The level of a score, or of a size, that is named; else empty.
    """

    start: int
    end: int
    concept: str
    status: str
    url: str
    title: str
    level: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        plain = {
            "start": self.start,
            "end": self.end,
            "concept": self.concept,
            "status": self.status,
            "url": self.url,
            "title": self.title,
        }
        return plain | ({"level": self.level} if self.level else {})


class Skipped(NamedTuple):
    """Something found and not linked.

    Attributes:
        start: First code point in the input.
        end: One past the last code point.
        concepts: What it may mean.
        reason: `ambiguous`, `repeat`, `inside-link`, `markup`, `excluded`, `section`, `budget` or `not-explained`.
    """

    start: int
    end: int
    concepts: tuple[str, ...]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"start": self.start, "end": self.end, "concepts": list(self.concepts), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class LinkResult:
    """The result for one report; `to_dict` gives its documented JSON."""

    lang: str
    explain: str
    index: str
    input_sha256: str
    links: tuple[Link, ...]
    skipped: tuple[Skipped, ...]
    id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, keys in the documented order; `offsets` says what the offsets count."""
        return {
            "id": self.id,
            "lang": self.lang,
            "explain": self.explain,
            "index": self.index,
            "input_sha256": self.input_sha256,
            "offsets": "code-points",
            "links": [link.to_dict() for link in self.links],
            "skipped": [skipped.to_dict() for skipped in self.skipped],
        }
