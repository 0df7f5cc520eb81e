"""Where an element of a CDA document stands, as XPath."""

from __future__ import annotations

from collections import Counter

from reportlink.errors import InputError
from reportlink.formats.xmlscan import Element

_DEEPEST = 200
_STEPS = frozenset(
    [
        "ClinicalDocument",
        "component",
        "structuredBody",
        "section",
        "title",
        "text",
        "nonXMLBody",
        "entry",
        "observation",
        "act",
        "organizer",
        "author",
        "legalAuthenticator",
        "authenticator",
        "assignedEntity",
        "signatureText",
        "Signature",
        "relatedDocument",
    ]
)
"""Names that a path may show: what else somebody calls an element is never repeated in a message."""


class Paths:
    """Tells paths; the children of each element are numbered once, however many of them are asked for."""

    def __init__(self) -> None:
        self._steps: dict[int, str] = {}

    def of(self, element: Element) -> str:
        """XPath without namespaces, numbered from 1 among its like; `*` for a name that is none of CDA.

        Raises:
            InputError: The element stands deeper than any real one.
        """
        steps: list[str] = []
        at: Element | None = element
        while at is not None:
            if len(steps) == _DEEPEST:
                raise InputError(
                    "too-deep", f"more than {_DEEPEST} elements stand one inside the other", f"character {at.start}"
                )
            if id(at) not in self._steps:
                self._number(at.parent.children if at.parent else [at])
            steps.append(self._steps[id(at)])
            at = at.parent
        return "/" + "/".join(reversed(steps))

    def _number(self, children: list[Element]) -> None:
        like = Counter((child.name, child.space) for child in children)
        seen: Counter[tuple[str, str]] = Counter()
        for place, child in enumerate(children, 1):
            name = (child.name, child.space)
            seen[name] += 1
            if child.name not in _STEPS:
                step = "*" if len(children) == 1 else f"*[{place}]"
            else:
                step = child.name if like[name] == 1 else f"{child.name}[{seen[name]}]"
            self._steps[id(child)] = step
