"""YAML as a tree that remembers its lines and distrusts YAML's guesses.

PyYAML composes the document; this module turns it into nodes and reports what editors trip over: tabs, duplicate
keys, `no` read as False, `1.10` read as a number, anchors and tags nobody asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import yaml

Report = Callable[[int, str, str], None]
"""Called with line, message and cure."""

# The same grammar in C where PyYAML was built with it: ten times faster on a whole glossary.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_STRING = "tag:yaml.org,2002:str"
_READ_AS = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:timestamp": "a date",
}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `read_as` says what YAML would make of it if that is not text, else None."""

    text: str
    line: int
    read_as: str | None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Key and value nodes in the order of the file; keys are unique."""

    items: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | Sequence | Mapping


def parse(text: str, report: Report) -> Node | None:
    """Parse one document; None where it cannot be read at all, after the reason was reported."""
    tabs = [n for n, line in enumerate(text.splitlines(), 1) if "\t" in line[: len(line) - len(line.lstrip())]]
    for line in tabs:
        report(line, "a tab indents this line", "indent with spaces; YAML forbids tabs")
    if tabs:
        return None
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "it cannot be read"
        report(
            mark.line + 1 if mark else 1,
            f"this is not valid YAML: {reason}",
            "look at this line and the one above: a missing quote, colon, dash or indentation",
        )
        return None
    except yaml.YAMLError as error:
        report(1, f"this is not valid YAML: {error}", "save the file as UTF-8 text without control characters")
        return None
    if root is None:
        report(1, "the file is empty", "write the entry, or delete the file")
        return None
    return _convert(root, report)


def _convert(node: yaml.Node, report: Report) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, line, None if node.tag == _STRING else _READ_AS.get(node.tag, "something else"))
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_convert(item, report) for item in node.value), line)
    assert isinstance(node, yaml.MappingNode)
    seen: dict[str, int] = {}
    items: list[tuple[Scalar, Node]] = []
    for key_node, value_node in node.value:
        key = _convert(key_node, report)
        if not isinstance(key, Scalar):
            report(line, "a key is a list or a mapping", "write a plain word before the colon")
            continue
        if key.read_as in ("true or false", "nothing"):
            report(key.line, f"YAML reads the key `{key.text}` as {key.read_as}", f'put it in quotes: "{key.text}":')
        if key.text in seen:
            report(
                key.line,
                f"the key `{key.text}` stands twice (first in line {seen[key.text]})",
                "delete one of the two, or join them",
            )
            continue
        seen[key.text] = key.line
        items.append((key, _convert(value_node, report)))
    return Mapping(tuple(items), line)
