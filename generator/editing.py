"""Changes to entries that the command line makes for an editor: a new file, a signature. Pure text in, text out."""

from __future__ import annotations

import json

import yaml

from generator.kinds import DECIDING, LEVELLED, SECTIONS, Kind
from generator.model import Signature

MODELINE = "# yaml-language-server: $schema=../concept.schema.json"


def new_entry(id_: str, kind: Kind, languages: list[str]) -> str:
    """The text of a new entry: every key that its kind has, and nothing filled in that could be taken for content.

    `check` reports each part that is still empty, so nothing half-written is published.
    """
    lines = [
        MODELINE,
        f"id: {id_}",
        f"kind: {kind.value}",
        "body: []",
        "exams: []",
        "related: []",
        *(["between: []"] if kind in DECIDING else []),
        "sources:",
        '  - {name: "", publisher: ""}',
        "languages:",
    ]
    for lang in languages:
        lines += [f"  {lang}:", '    term: ""', '    short: ""', "    forms: []", "    sections:"]
        lines += [f'      {section.key}: ""   # {section.heading}' for section in SECTIONS[kind]]
        if kind in LEVELLED:
            lines += ["    levels:", '      - {level: "", name: "", text: ""}']
        if kind in DECIDING:
            lines += ["    meanings: {}"]
        lines += ["    questions: []", "    review: {state: draft}"]
    return "\n".join(lines) + "\n"


class NothingToSignError(ValueError):
    """The entry has no block in this language."""


def signed(text: str, lang: str, signature: Signature, kept: tuple[Signature, ...], complete: bool) -> str:
    """The entry's text with a signature under its block in one language; every other byte stays.

    Args:
        text: The file.
        lang: The language of the block that is signed.
        signature: The new signature; it takes the place of an older one of the same role.
        kept: The signatures that stay.
        complete: Whether both roles have now signed this text.

    Raises:
        NothingToSignError: There is no block in this language.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    review = _value(_value(_value(root, "languages"), lang), "review")
    if review is None:
        raise NothingToSignError(lang)
    signatures = sorted((*(s for s in kept if s.role != signature.role), signature), key=lambda s: (s.role, s.date))
    rows = [
        f'        - {{role: {s.role}, name: {json.dumps(s.name, ensure_ascii=False)}, date: "{s.date}", '
        f'text-hash: "{s.text_hash}"}}'
        for s in signatures
    ]
    state = "signed" if complete else "draft"
    block = "\n".join(["", f"      state: {state}", "      signatures:", *rows])
    start = text.rindex(":", 0, review.start_mark.index) + 1
    return text[:start] + block + text[_end(review) :]


def _end(node: yaml.Node) -> int:
    """Where a value's last character stands; PyYAML ends a block only where the next key begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    return end


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key_node, value in node.value:
            if key_node.value == key:
                found: yaml.Node = value
                return found
    return None
