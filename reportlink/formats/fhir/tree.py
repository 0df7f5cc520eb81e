"""One view of a FHIR resource for both of its forms: JSON and XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from reportlink.errors import InputError
from reportlink.formats import jsonscan, xmlcode, xmlscan
from reportlink.formats.spelling import Spelled, as_it_is
from reportlink.formats.xmlscan import Element

_FHIR = "http://hl7.org/fhir"
_XHTML = "http://www.w3.org/1999/xhtml"
_DSIG = "http://www.w3.org/2000/09/xmldsig#"
_LISTS = frozenset(["contained", "entry", "section", "presentedForm", "note", "parameter", "part", "coding"])
"""Elements that repeat: XML does not show it where there is one only. FHIRPath numbers them from 0."""
_SIGNATURES = frozenset(["signature", "valueSignature"])
_SHOWN = frozenset(["Bundle", "Composition", "DiagnosticReport", "ImagingStudy", "Observation", "Parameters"])
"""Types of resources that a path may begin with; every other one is a `Resource`, as FHIRPath says for all."""
_NAME = re.compile("[A-Za-z]{1,64}")
"""What a type or an element of FHIR is called: what else stands in such a place is never repeated in a message."""


class Node(Protocol):
    """An element or a resource.

    Attributes:
        path: Its FHIRPath from the root.
        kind: The type of a resource; empty for an element.
        end: One past its last code point in the source.
    """

    path: str
    kind: str

    @property
    def end(self) -> int: ...  # noqa: D102

    def each(self, name: str) -> list[Node]:
        """The child elements, or resources, of this name."""
        ...

    def value(self, name: str) -> Spelled | None:
        """The value of the primitive element of this name, or None."""
        ...

    def mark(self) -> str:
        """The `id` of an element, or nothing."""
        ...

    def narrative(self) -> Spelled | None:
        """The mark-up of the `div` in a Narrative, or None."""
        ...


class Tree(Protocol):
    """A whole document.

    Attributes:
        source: Its text.
        root: The resource in it.
        signature: FHIRPath of a digital signature in it, or empty.
    """

    source: str
    root: Node
    signature: str

    def markup(self, text: str) -> str:
        """Mark-up as it is spelled inside the `div` of a narrative."""
        ...

    def element(self, name: str, like: Node, mark: str, values: dict[str, str | int]) -> str:
        """One more element behind the last of its name.

        Args:
            name: Its name.
            like: An element of that name.
            mark: Its `id`.
            values: Its primitive elements, in the order of the specification.
        """
        ...

    def encode(self, text: str) -> bytes:
        """The document's bytes."""
        ...


def read(data: bytes) -> Tree:
    """The resource in these bytes.

    Raises:
        InputError: Neither FHIR in JSON nor FHIR in XML, with the place where reading failed.
    """
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    return XmlTree(data) if start.startswith(b"<") else JsonTree(data)


class JsonNode:
    """An element or a resource in JSON."""

    def __init__(self, source: str, value: jsonscan.Value, path: str) -> None:
        self._source, self._value = source, value
        kind = self.value("resourceType")
        self.kind = kind.value if kind and _NAME.fullmatch(kind.value) else ""
        self.path = path or (self.kind if self.kind in _SHOWN else "Resource")

    @property
    def end(self) -> int:
        """One past its last code point in the source."""
        return self._value.end

    def each(self, name: str) -> list[Node]:
        """The child elements, or resources, of this name."""
        value = self._value.members.get(name)
        if value is None:
            return []
        path = f"{self.path}.{name}"
        found = [(value, path)] if value.kind != "array" else [(v, f"{path}[{n}]") for n, v in enumerate(value.items)]
        return [JsonNode(self._source, one, where) for one, where in found if one.kind == "object"]

    def value(self, name: str) -> Spelled | None:
        """The value of the primitive element of this name, where it is a string."""
        value = self._value.members.get(name)
        return jsonscan.text(self._source, value) if value is not None and value.kind == "string" else None

    def mark(self) -> str:
        """The `id` of an element, or nothing."""
        mark = self.value("id")
        return mark.value if mark else ""

    def narrative(self) -> Spelled | None:
        """The mark-up of the `div` in a Narrative, or None."""
        return self.value("div")


class JsonTree:
    """A resource in JSON."""

    def __init__(self, data: bytes) -> None:
        self.source = jsonscan.decode(data)
        self._ascii = data.isascii()
        value = jsonscan.scan(self.source)
        self.root: Node = JsonNode(self.source, value, "")
        if not self.root.kind:
            signed = "payload" in value.members and ("signatures" in value.members or "signature" in value.members)
            hint = "a signed wrapper (JWS) is unpacked first" if signed else "`resourceType` is missing at the top"
            raise InputError("not-fhir", f"no FHIR resource: {hint}", "byte 0")
        self.signature = self._signature(value)

    def _signature(self, root: jsonscan.Value) -> str:
        waiting = [(root, self.root.path)]
        while waiting:
            value, path = waiting.pop()
            for name, member in value.members.items():
                if name in _SIGNATURES and (member.kind == "object" or member.items):
                    return f"{path}.{name}"
                step = name if _NAME.fullmatch(name) else "*"
                waiting.append((member, f"{path}.{step}" if len(path) < _LONG else path))
            waiting += ((item, f"{path}[{n}]" if len(path) < _LONG else path) for n, item in enumerate(value.items))
        return ""

    def markup(self, text: str) -> str:
        """Mark-up as it is spelled inside the `div` of a narrative."""
        return jsonscan.escape(text, self._ascii)

    def element(self, name: str, like: Node, mark: str, values: dict[str, str | int]) -> str:  # noqa: ARG002
        """One more element behind the last of its name."""
        spelled = ",".join(
            f'"{key}":{value}' if isinstance(value, int) else f'"{key}":"{jsonscan.escape(value, self._ascii)}"'
            for key, value in {"id": mark, **values}.items()
        )
        return f",{{{spelled}}}"

    def encode(self, text: str) -> bytes:
        """The document's bytes."""
        return text.encode("utf-8")


_LONG = 1000
"""Longest path of a signature that is told: a path never grows with the depth of what was made to be deep."""


class XmlNode:
    """An element or a resource in XML."""

    def __init__(self, source: str, element: Element, path: str, resource: bool = False) -> None:
        self._source, self._element = source, element
        self.kind = element.name if resource and _NAME.fullmatch(element.name) else ""
        self.path = path or (self.kind if self.kind in _SHOWN else "Resource")

    @property
    def end(self) -> int:
        """One past its last code point in the source."""
        return self._element.end

    @property
    def prefix(self) -> str:
        """The prefix of its elements with the colon, or nothing."""
        return self._element.prefix

    def each(self, name: str) -> list[Node]:
        """The child elements, or resources, of this name."""
        found: list[Node] = []
        for number, child in enumerate(self._element.all(name)):
            path = f"{self.path}.{name}" + (f"[{number}]" if name in _LISTS else "")
            if name in ("contained", "resource"):
                found += (XmlNode(self._source, inner, path, resource=True) for inner in child.children)
            else:
                found.append(XmlNode(self._source, child, path))
        return found

    def value(self, name: str) -> Spelled | None:
        """The value of the primitive element of this name, or None."""
        child = self._element.first(name)
        return child.attribute(self._source, "value") if child else None

    def mark(self) -> str:
        """The `id` of an element, or nothing."""
        mark = self._element.attribute(self._source, "id")
        return mark.value if mark else ""

    def narrative(self) -> Spelled | None:
        """The mark-up of the `div` in a Narrative, or None."""
        found = self._element.all("div", _XHTML)
        return as_it_is(self._source, found[0].start, found[0].end) if found else None


class XmlTree:
    """A resource in XML."""

    def __init__(self, data: bytes) -> None:
        self.source, self._codec = xmlcode.decode(data)
        root = xmlscan.parse(self.source)
        if root.space != _FHIR:
            raise InputError("not-fhir", f"no FHIR resource: its namespace is not {_FHIR}", f"character {root.start}")
        self.root: Node = XmlNode(self.source, root, "", resource=True)
        if not self.root.kind:
            raise InputError("not-fhir", "no FHIR resource: its root is named like none", f"character {root.start}")
        self.signature = next(map(_path, _signatures(root)), "")

    def markup(self, text: str) -> str:
        """Mark-up as it is spelled inside the `div` of a narrative."""
        return text

    def element(self, name: str, like: Node, mark: str, values: dict[str, str | int]) -> str:
        """One more element behind the last of its name."""
        assert isinstance(like, XmlNode)
        inner = "".join(
            f'<{like.prefix}{key} value="{xmlcode.escape_text(str(value))}"/>' for key, value in values.items()
        )
        return f'<{like.prefix}{name} id="{mark}">{inner}</{like.prefix}{name}>'

    def encode(self, text: str) -> bytes:
        """The document's bytes."""
        return xmlcode.encode(text, self._codec)


def _signatures(root: Element) -> Iterator[Element]:
    for element in root.walk():
        by_fhir = element.space == _FHIR and element.name in _SIGNATURES and bool(element.children)
        if by_fhir or (element.space == _DSIG and element.name == "Signature"):
            yield element


def _path(element: Element) -> str:
    names: list[str] = []
    at: Element | None = element
    while at is not None and len(names) < _LONG:
        known = at.name in _SHOWN or (at.parent is not None and _NAME.fullmatch(at.name))
        names.append(at.name if known else "*")
        at = at.parent
    return ".".join(reversed(names))
