"""A scanner for XML 1.0 with namespaces that tells where things stand, so that a document can be changed in place.

It checks well-formedness and refuses document type declarations: they can define entities, fetch files and grow
without bound, and neither FHIR nor CDA allows them. It keeps a stack of its own, so depth is no matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from reportlink.errors import InputError
from reportlink.formats import xmlcode
from reportlink.formats.spelling import Spelled

_NAME = r"[:_A-Za-z\x80-\U0010ffff][-.:\w\x80-\U0010ffff]*"
_OPEN = re.compile(rf"<({_NAME})")
_CLOSE = re.compile(rf"</({_NAME})[ \t\r\n]*>")
_ATTRIBUTE = re.compile(rf"[ \t\r\n]+({_NAME})[ \t\r\n]*=[ \t\r\n]*(?:\"([^<\"]*)\"|'([^<']*)')")
_TAG_END = re.compile(r"[ \t\r\n]*(/?)>")
_BLANK = " \t\r\n\ufeff"
_XML = "http://www.w3.org/XML/1998/namespace"


class Kind(StrEnum):
    """What a stretch of the source is."""

    TEXT = "text"
    CDATA = "cdata"
    OPEN = "open"
    EMPTY = "empty"
    CLOSE = "close"
    OTHER = "other"


class Token(NamedTuple):
    """One stretch of the source; tokens partition it.

    Attributes:
        kind: Text, a CDATA section, a start tag, an empty-element tag, an end tag, or a comment and the like.
        start: First code point.
        end: One past the last.
        name: The element's name as written, for tags.
        space: The namespace it belongs to, for start and empty-element tags; the prefix and a colon where no
            declaration stands in what is scanned.
        attributes: Name as written -> where its value starts and ends, for those.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""
    space: str = ""
    attributes: Mapping[str, tuple[int, int]] = {}


def scan(source: str, *, html_entities: bool = False) -> Iterator[Token]:
    """The tokens of a document, or of a stretch of one, in order.

    Args:
        source: The document.
        html_entities: Whether `&nbsp;` and the like are known without declaration, as in the narrative of FHIR.

    Raises:
        InputError: It is not well-formed, or declares a document type; with the code point where.
    """
    forbidden = xmlcode.no_char(source)
    if forbidden >= 0:
        raise _bad(forbidden, "a character that XML does not allow")
    scopes: list[dict[str, str]] = [{"xml": _XML}]
    open_names: list[str] = []
    at, length = 0, len(source)
    while at < length:
        if source[at] != "<":
            end = source.find("<", at)
            end = length if end < 0 else end
            _check_text(source, at, end, html_entities)
            if (marked := source.find("]]>", at, end)) >= 0:
                raise _bad(marked, "`]]>` ends no CDATA section; as characters it is `]]&gt;`")
            yield Token(Kind.TEXT, at, end)
        elif match := _OPEN.match(source, at):
            attributes, end, empty = _attributes(source, match.end(), html_entities)
            scope = _scope(source, scopes[-1], attributes)
            space = _space(match[1], scope)
            if not empty:
                scopes.append(scope)
                open_names.append(match[1])
            yield Token(Kind.EMPTY if empty else Kind.OPEN, at, end, match[1], space, attributes)
        elif match := _CLOSE.match(source, at):
            end = match.end()
            if not open_names or open_names.pop() != match[1]:
                raise _bad(at, "this end tag closes no open element")
            scopes.pop()
            yield Token(Kind.CLOSE, at, end, match[1])
        else:
            kind, end = _other(source, at)
            yield Token(kind, at, end)
        at = end
    if open_names:
        raise _bad(length, f"{len(open_names)} element(s) are never closed")


@dataclass(slots=True)
class Element:
    """An element and where it stands.

    Attributes:
        name: Its local name.
        prefix: Its prefix with the colon, or nothing.
        space: Its namespace.
        start: First code point of its start tag.
        inner: One past its start tag.
        attributes: Name as written -> where its value starts and ends.
        parent: The element around it.
        inner_end: First code point of its end tag; `inner` where it is one empty-element tag.
        end: One past its end tag.
        children: The elements in it.
    """

    name: str
    prefix: str
    space: str
    start: int
    inner: int
    attributes: Mapping[str, tuple[int, int]]
    parent: Element | None = field(default=None, repr=False)
    inner_end: int = -1
    end: int = -1
    children: list[Element] = field(default_factory=list)

    def all(self, name: str, space: str | None = None) -> list[Element]:
        """The children of this name, in the element's own namespace or another."""
        wanted = self.space if space is None else space
        return [child for child in self.children if child.name == name and child.space == wanted]

    def first(self, *names: str) -> Element | None:
        """The first child of the first of these names, its first child of the second, and so on."""
        at: Element | None = self
        for name in names:
            found = at.all(name) if at is not None else []
            at = found[0] if found else None
        return at

    def attribute(self, source: str, name: str) -> Spelled | None:
        """The value of an attribute, or None."""
        place = self.attributes.get(name)
        return None if place is None else xmlcode.attribute_text(source, *place)

    def walk(self) -> Iterator[Element]:
        """The element and everything in it, in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)


def parse(source: str) -> Element:
    """The root element of a document.

    Raises:
        InputError: As `scan`; or not one element around everything.
    """
    root: Element | None = None
    at: Element | None = None
    for token in scan(source):
        if token.kind in (Kind.OPEN, Kind.EMPTY):
            prefix, _, name = token.name.rpartition(":")
            prefix = prefix and prefix + ":"
            element = Element(name, prefix, token.space, token.start, token.end, token.attributes, at)
            if at is not None:
                at.children.append(element)
            elif root is not None:
                raise _bad(token.start, "a second element beside the root: the document holds one element only")
            else:
                root = element
            if token.kind is Kind.OPEN:
                at = element
            else:
                element.inner_end = element.end = token.end
        elif token.kind is Kind.CLOSE:
            assert at is not None
            at.inner_end, at.end = token.start, token.end
            at = at.parent
        elif at is None and token.kind is not Kind.OTHER and source[token.start : token.end].strip(_BLANK):
            raise _bad(token.start, "text outside the root element")
    if root is None:
        raise _bad(0, "there is no element")
    return root


def _check_text(source: str, start: int, end: int, html: bool) -> None:
    at = source.find("&", start, end)
    while at >= 0:
        match = xmlcode.REFERENCE.match(source, at, end)
        if match is None or xmlcode.resolve(match, html) is None:
            raise _bad(at, "`&` begins no reference that XML knows; as a character it is `&amp;`")
        at = source.find("&", match.end(), end)


def _attributes(source: str, at: int, html: bool) -> tuple[dict[str, tuple[int, int]], int, bool]:
    found: dict[str, tuple[int, int]] = {}
    while match := _ATTRIBUTE.match(source, at):
        if match[1] in found:
            raise _bad(match.start(1), "the element has this attribute twice")
        found[match[1]] = match.span(2) if match[2] is not None else match.span(3)
        _check_text(source, *found[match[1]], html)
        at = match.end()
    end = _TAG_END.match(source, at)
    if end is None:
        raise _bad(at, "the tag is not finished, or an attribute has no quotes")
    return found, end.end(), end[1] == "/"


def _scope(source: str, around: dict[str, str], attributes: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    declared = {
        name[6:]: xmlcode.attribute_text(source, *place).value
        for name, place in attributes.items()
        if name == "xmlns" or name.startswith("xmlns:")
    }
    return around | declared if declared else around


def _space(name: str, scope: Mapping[str, str]) -> str:
    prefix, colon, _ = name.rpartition(":")
    return scope.get(prefix, prefix + colon)


def _other(source: str, at: int) -> tuple[Kind, int]:
    if source.startswith("<!--", at):
        end = source.find("--", at + 4)
        if end < 0 or source[end + 2 : end + 3] != ">":
            raise _bad(at, "the comment is not finished, or holds `--`")
        return Kind.OTHER, end + 3
    if source.startswith("<![CDATA[", at):
        end = source.find("]]>", at + 9)
        if end >= 0:
            return Kind.CDATA, end + 3
    elif source.startswith("<?", at):
        end = source.find("?>", at + 2)
        if end >= 0:
            return Kind.OTHER, end + 2
    elif source.startswith("<!DOCTYPE", at):
        raise InputError(
            "doctype",
            "the document declares a document type, which FHIR and CDA do not allow and which is not read: take it out",
            f"character {at}",
        )
    raise _bad(at, "`<` begins no tag; as a character it is `&lt;`")


def _bad(at: int, message: str) -> InputError:
    return InputError("bad-xml", f"not well-formed XML: {message}", f"character {at}")
