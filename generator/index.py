"""The published link index as bytes: `manifest.json` and the files it names, for `/api/v1/`.

Pure: content in, file names and bytes out. Every file but the manifest carries its hash in its name, so it may be
cached for ever.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from generator.addresses import entry_address
from generator.bundle import bundle
from generator.codesystems import CODE_SYSTEMS
from generator.forms import Pieces, Spelling, braces, spellings, without_marks
from generator.kinds import ASSERTED, Kind
from generator.model import Block, Concept, Glossary, Language
from generator.words import Words
from reportlink.builder import build_forms
from reportlink.characters import Characters, characters
from reportlink.find import NEAR
from reportlink.index import FORMAT
from reportlink.measure import NOT_SIZE
from reportlink.vocabulary import Condition, Cue, Facts, Form, SentenceRules, Sizes

HASH_LENGTH = 16
_LONG_ENOUGH = 4


def page_title(block: Block) -> str:
    """How a page is named in a list or a tooltip: the report's word, and the everyday word where there is one."""
    return f"{block.term} ({block.name})" if block.name else block.term


def build_index(
    glossary: Glossary,
    base: str,
    table: str,
    *,
    words: Mapping[str, Words] | None = None,
    modules: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """All files of the index.

    Args:
        glossary: The content, checked.
        base: The absolute address of the site, ending in `/`.
        table: The text of the character table.
        words: Reader language -> the interface words that the browser needs there.
        modules: File name -> text of the modules in `reportlink/js/`; without them no script is published.

    Returns:
        File name -> bytes, `manifest.json` among them.
    """
    files: dict[str, bytes] = {}

    def publish(stem: str, ending: str, data: bytes) -> dict[str, Any]:
        digest = hashlib.sha256(data)
        name = f"{stem}.{digest.hexdigest()[:HASH_LENGTH]}.{ending}"
        files[name] = data
        integrity = "sha256-" + base64.b64encode(digest.digest()).decode("ascii")
        return {"file": name, "bytes": len(data), "integrity": integrity}

    pinned = characters(table)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "base": base,
        "characters": publish("characters", "json", table.encode("utf-8")),
        "codes": publish("codes", "json", _json(_codes(glossary))),
        "code_systems": {
            key: {"name": CODE_SYSTEMS[key].name, "oid": CODE_SYSTEMS[key].oid, "uri": CODE_SYSTEMS[key].uri}
            for key in _codes(glossary)
        },
        "languages": {},
    }
    for code, language in sorted(glossary.languages.items()):
        manifest["languages"][code] = {
            "name": language.name,
            "direction": language.direction,
            "forms": publish(f"forms.{code}", "bin", _forms(glossary, language, pinned)),
            "terms": publish(f"terms.{code}", "json", _json(_terms(glossary, code))),
        }
        if words is not None:
            manifest["languages"][code]["words"] = words[code]
    manifest["build"] = hashlib.sha256(_json(manifest)).hexdigest()[:HASH_LENGTH]
    # Behind the build hash, which says what was linked with: the same content is the same index, whatever reads it.
    if modules is not None:
        script = bundle(modules).encode("utf-8")
        manifest["script"] = publish("reportlink", "js", script)
        # An address that a portal can keep: the newest script, for pages that do without a hash.
        files["reportlink.js"] = script
    files["manifest.json"] = _json(manifest)
    return files


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode("utf-8")


def _terms(glossary: Glossary, lang: str) -> dict[str, dict[str, str]]:
    return {
        concept.id: {
            "title": page_title(block),
            "short": block.short,
            "path": entry_address(lang, concept.id).removeprefix("/"),
        }
        for concept in glossary.concepts.values()
        if (block := concept.blocks.get(lang))
    }


def _codes(glossary: Glossary) -> dict[str, dict[str, str]]:
    codes: dict[str, dict[str, str]] = {}
    for concept in glossary.concepts.values():
        for code in concept.codes:
            codes.setdefault(code.system, {})[code.value] = concept.id
    return codes


def _forms(glossary: Glossary, language: Language, pinned: Characters) -> bytes:
    written: dict[Pieces, set[str]] = {}
    all_spellings: dict[str, list[tuple[Pieces, Spelling]]] = {}
    for concept in glossary.concepts.values():
        if language.code in concept.blocks:
            all_spellings[concept.id] = spellings(concept, language, pinned)
            for pieces, spelling in all_spellings[concept.id]:
                if spelling.written:
                    written.setdefault(pieces, set()).add(concept.id)
    forms = [
        Form(
            spelling.text,
            concept=concept_id,
            level=spelling.form.level or spelling.form.status,
            condition=_condition(spelling, pinned),
        )
        for concept_id, by_pieces in all_spellings.items()
        for pieces, spelling in by_pieces
        # A spelling made by a rule gives way where another entry really writes it.
        if spelling.written or not written.get(pieces, set()) - {concept_id}
    ]
    near = {form.near for c in glossary.concepts.values() if (b := c.blocks.get(language.code)) for form in b.forms}
    return build_forms(
        language.code,
        [*forms, *_cues(language, pinned), *_neighbours(near), *(Form(text) for text in language.not_terms)],
        {concept.id: _facts(concept) for concept in glossary.concepts.values()},
        pinned,
        asserted=[kind.value for kind in ASSERTED],
        rules=SentenceRules(
            abbreviations=frozenset(language.abbreviations),
            titles={title: role for role, titles in language.sections.items() for title in titles},
            ordinals=language.ordinals,
            lists=language.lists,
        ),
        sizes=_sizes(glossary, language),
    )


def _cues(language: Language, pinned: Characters) -> list[Form]:
    """Every cue as written and, where reports leave accents out, without them, unless that is another cue."""
    forms = [Form(cue.text, cue=Cue(cue.status or "", cue.direction)) for cue in language.cues]
    forms += [Form(word, cue=Cue("", "join")) for word in language.joins]
    forms += [Form(phrase, cue=Cue(NOT_SIZE, NEAR)) for phrase in language.not_sizes]
    if not language.strip_marks:
        return forms
    written = {pinned.fold_text(form.text) for form in forms}
    # A short word may be nothing but its accent: `né` is a negation, `ne` is not.
    bare = [replace(form, text=without_marks(form.text)) for form in forms if len(form.text) >= _LONG_ENOUGH]
    return forms + [form for form in bare if pinned.fold_text(form.text) not in written]


def _facts(concept: Concept) -> Facts:
    body = (*concept.body, concept.id) if concept.kind is Kind.ANATOMY else concept.body
    return Facts(concept.kind.value, concept.exams, body, concept.tier)


def _condition(spelling: Spelling, pinned: Characters) -> Condition:
    form = spelling.form
    return Condition(
        exact=pinned.letters(spelling.text) if form.exact_case else "",
        exams=tuple(sorted(form.exams)),
        body=tuple(sorted(form.body)),
        sections=tuple(sorted(form.sections)),
        near=_near_name(form.near),
    )


def _near_name(phrases: tuple[str, ...]) -> str:
    return "|".join(phrases)


def _neighbours(near: Iterable[tuple[str, ...]]) -> list[Form]:
    """The phrases by whose nearness a form is told apart, as cues of their own."""
    return [
        Form(text, cue=Cue(_near_name(phrases), NEAR))
        for phrases in near
        for phrase in phrases
        for text in braces(phrase)
    ]


def _sizes(glossary: Glossary, language: Language) -> Sizes:
    """The entry whose levels are sizes, where this language explains one."""
    for concept in glossary.concepts.values():
        block = concept.blocks.get(language.code)
        sized = sorted((level.up_to_mm, level.key) for level in block.levels if level.up_to_mm) if block else []
        if sized:
            return Sizes(concept.id, tuple((key, up_to) for up_to, key in sized), language.units, language.times)
    return Sizes()
