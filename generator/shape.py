"""Shapes: one declaration that both reads a YAML node and describes itself as JSON Schema (draft-07).

A shape never raises on bad content. It reports what is wrong and returns `None`, so that one run finds every
problem of a file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Any, Protocol

from generator.yamltree import Mapping, Node, Report, Scalar, Sequence

Schema = dict[str, Any]


class Shape(Protocol):
    """What a value may look like."""

    def read(self, node: Node, report: Report) -> Any:
        """The plain value of the node, or None after reporting why it does not fit."""

    def schema(self) -> Schema:
        """The same as JSON Schema."""


def _expected(node: Node, what: str, report: Report) -> None:
    got = {Scalar: "a single value", Sequence: "a list", Mapping: "a mapping (keys with values)"}[type(node)]
    report(node.line, f"expected {what}, found {got}", f"write {what} here")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text.

    Attributes:
        pattern: A regular expression that the whole text must fit; None for any text that is not blank.
        means: What a fitting text is, for the message.
    """

    pattern: str | None = None
    means: str = "text"

    def read(self, node: Node, report: Report) -> str | None:
        """See `Shape.read`."""
        if not isinstance(node, Scalar):
            _expected(node, self.means, report)
            return None
        if node.read_as == "nothing" and not node.text.strip("~ "):
            report(node.line, "there is no text here", f"write {self.means}, or delete the key")
            return None
        if node.read_as is not None:
            report(node.line, f"YAML reads `{node.text}` as {node.read_as}", f'put it in quotes: "{node.text}"')
            return None
        text = node.text.strip()
        if not text:
            report(node.line, "the text is empty", f"write {self.means}, or delete the key")
            return None
        if self.pattern and not re.fullmatch(self.pattern, text):
            report(node.line, f"`{text}` is not {self.means}", f"write {self.means}")
            return None
        return text

    def schema(self) -> Schema:
        """See `Shape.schema`."""
        return {"type": "string"} | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {"minLength": 1})


@dataclass(frozen=True, slots=True)
class Number:
    """A number, whole or not."""

    whole: bool = False

    def read(self, node: Node, report: Report) -> float | None:
        """See `Shape.read`."""
        if isinstance(node, Scalar) and node.read_as == "a number":
            try:
                return int(node.text) if self.whole else float(node.text)
            except ValueError:
                pass
        what = "a whole number" if self.whole else "a number"
        _expected(node, what, report) if not isinstance(node, Scalar) else report(
            node.line, f"`{node.text}` is not {what}", f"write {what}, without quotes"
        )
        return None

    def schema(self) -> Schema:
        """See `Shape.schema`."""
        return {"type": "integer" if self.whole else "number"}


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, node: Node, report: Report) -> bool | None:
        """See `Shape.read`."""
        if isinstance(node, Scalar) and node.read_as == "true or false" and node.text.lower() in ("true", "false"):
            return node.text.lower() == "true"
        report(node.line, "expected true or false", "write true or false, without quotes")
        return None

    def schema(self) -> Schema:
        """See `Shape.schema`."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    def read(self, node: Node, report: Report) -> str | None:
        """See `Shape.read`."""
        if isinstance(node, Scalar) and node.text in self.options:
            return node.text
        if isinstance(node, Scalar):
            report(node.line, f"`{node.text}` is not one of the choices", f"write one of: {', '.join(self.options)}")
        else:
            _expected(node, f"one of {', '.join(self.options)}", report)
        return None

    def schema(self) -> Schema:
        """See `Shape.schema`."""
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items all have one shape; items that do not fit are reported and left out."""

    item: Shape

    def read(self, node: Node, report: Report) -> list[Any] | None:
        """See `Shape.read`."""
        if not isinstance(node, Sequence):
            _expected(node, "a list", report)
            return None
        values = [self.item.read(child, report) for child in node.items]
        return [value for value in values if value is not None]

    def schema(self) -> Schema:
        """See `Shape.schema`."""
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with free keys of one grammar and values of one shape."""

    key: str
    key_means: str
    value: Shape

    def read(self, node: Node, report: Report) -> dict[str, Any] | None:
        """See `Shape.read`."""
        if not isinstance(node, Mapping):
            _expected(node, "a mapping (keys with values)", report)
            return None
        result: dict[str, Any] = {}
        for key, child in node.items:
            if not re.fullmatch(self.key, key.text):
                report(key.line, f"the key `{key.text}` is not {self.key_means}", f"write {self.key_means}")
                continue
            value = self.value.read(child, report)
            if value is not None:
                result[key.text] = value
        return result

    def schema(self) -> Schema:
        """See `Shape.schema`."""
        return {
            "type": "object",
            "patternProperties": {f"^(?:{self.key})$": self.value.schema()},
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: its shape, whether it must be there, and what an editor's hover says."""

    shape: Shape
    required: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys. `read` gives a dict of the keys that are there and fit."""

    fields: MappingType[str, Field]
    name: str = "entry"

    def read(self, node: Node, report: Report) -> dict[str, Any] | None:
        """See `Shape.read`."""
        if not isinstance(node, Mapping):
            _expected(node, f"the keys of {self.name}", report)
            return None
        result: dict[str, Any] = {}
        present = {key.text for key, _ in node.items}
        for key, child in node.items:
            spec = self.fields.get(key.text)
            if spec is None:
                near = difflib.get_close_matches(key.text, [f for f in self.fields if f not in present], n=1)
                cure = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(self.fields)}"
                report(key.line, f"unknown key `{key.text}` in {self.name}", cure)
                continue
            value = spec.shape.read(child, report)
            if value is not None:
                result[key.text] = value
        for key_name, spec in self.fields.items():
            if spec.required and key_name not in present:
                report(node.line, f"{self.name} has no `{key_name}`", f"add `{key_name}:` ({spec.help or 'required'})")
        return result

    def schema(self) -> Schema:
        """See `Shape.schema`."""
        properties = {
            name: spec.shape.schema() | ({"description": spec.help} if spec.help else {})
            for name, spec in self.fields.items()
        }
        required = [name for name, spec in self.fields.items() if spec.required]
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return schema | ({"required": required} if required else {})


@dataclass(frozen=True, slots=True)
class TextOr:
    """Text alone, or a record: the short and the long way to write the same thing.

    `read` always gives the long way, with the text under `key`.
    """

    key: str
    record: Record
    text: Text = field(default_factory=Text)

    def read(self, node: Node, report: Report) -> dict[str, Any] | None:
        """See `Shape.read`."""
        if isinstance(node, Mapping):
            return self.record.read(node, report)
        text = self.text.read(node, report)
        return None if text is None else {self.key: text}

    def schema(self) -> Schema:
        """See `Shape.schema`."""
        return {"anyOf": [self.text.schema(), self.record.schema()]}
