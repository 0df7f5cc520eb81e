"""Reads `glossary/` and `locales/` into the frozen model.

Files are read in sorted order and every problem of every file is collected before anything is raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from generator import schema
from generator.figures.load import load_figures
from generator.kinds import Kind
from generator.model import (
    Block,
    Code,
    Concept,
    Form,
    Glossary,
    Inflection,
    InflectionClass,
    InflectionRule,
    Language,
    Level,
    Source,
    StatusCue,
)
from generator.problems import Problem
from generator.reading import ReadingFormula, SyllableRule
from generator.review import read_review
from generator.yamltree import Mapping, Node, Report, Scalar, Sequence, parse
from reportlink.vocabulary import ListRules

Place = tuple[str, tuple[str | int, ...]]
"""A file, relative to the project, and the path of keys inside it."""


@dataclass(slots=True)
class Loaded:
    """What could be read, and what was wrong.

    Attributes:
        glossary: All entries and languages that were sound.
        problems: Everything else.
        lines: Where each value stands, so that later checks can name the line.
    """

    glossary: Glossary
    problems: list[Problem]
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, file: str, *path: str | int) -> int:
        """The line of the value at this path, or of the nearest thing around it that exists."""
        while path and (file, path) not in self.lines:
            path = path[:-1]
        return self.lines.get((file, path), 1)


def load(root: Path) -> Loaded:
    """Read the content under a project folder.

    Args:
        root: The folder that holds `glossary/` and `locales/`.

    Returns:
        Everything sound, and every problem; never raises for bad content.
    """
    reader = _Reader(root)
    languages = {
        path.parent.name: language
        for path in sorted((root / "locales").glob("*/language.yml"))
        if (language := reader.language(path))
    }
    concepts: dict[str, Concept] = {}
    for folder in ("concepts", "explainers"):
        for path in sorted((root / "glossary" / folder).glob("*.yml")):
            concept = reader.concept(path)
            if concept is None:
                continue
            if concept.id in concepts:
                reader.problem(path, 1, f"the id `{concept.id}` is taken", f"see {concepts[concept.id].path}")
                continue
            concepts[concept.id] = concept
    for folder, pattern in (("concepts", "*.yaml"), ("explainers", "*.yaml"), ("concepts", "*/*.yml")):
        for path in sorted((root / "glossary" / folder).glob(pattern)):
            reader.problem(path, 1, "this file is not read", "move it up and name it <id>.yml")
    found = load_figures(root, reader.tree)
    glossary = Glossary(
        concepts=dict(sorted(concepts.items())),
        languages=languages,
        retired=reader.retired(root / "glossary" / "retired.yml"),
        published=frozenset(_lock_lines(root / "glossary" / "urls.lock")),
        figures=found.figures,
        media=found.media,
        outline=found.outline,
    )
    return Loaded(glossary, reader.problems, reader.lines)


def _lock_lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class _Reader:
    """Reads single files and gathers problems and line numbers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.lines: dict[Place, int] = {}

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def problem(self, path: Path, line: int, message: str, cure: str) -> None:
        self.problems.append(Problem(self.name(path), line, message, cure))

    def tree(self, path: Path) -> tuple[Node | None, Report]:
        def report(line: int, message: str, cure: str) -> None:
            self.problem(path, line, message, cure)

        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            report(1, f"byte {error.start} is not UTF-8", "save the file as UTF-8")
            return None, report
        node = parse(text, report)
        if node is not None:
            name = self.name(path)
            self.lines.update(((name, where), line) for where, line in _walk(node, ()))
        return node, report

    def concept(self, path: Path) -> Concept | None:
        node, report = self.tree(path)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            report(node.line, "an entry is a mapping of keys", "start from `python -m generator new <id>`")
            return None
        kind = next((v.text for k, v in node.items if k.text == "kind" and isinstance(v, Scalar)), None)
        if kind not in tuple(Kind):
            said = f"`{kind}` is not a kind" if kind else "the entry has no `kind`"
            report(self.lines.get((self.name(path), ("kind",)), node.line), said, f"write one of: {', '.join(Kind)}")
            return None
        before = len(self.problems)
        raw = schema.concept_shape(Kind(kind)).read(node, report)
        if raw is not None and raw.get("id", path.stem) != path.stem:
            report(
                self.lines[self.name(path), ("id",)],
                f"the id `{raw['id']}` is not the file's name",
                f"write `id: {path.stem}`, or rename the file; a published id never changes",
            )
        explainer = path.parent.name == "explainers"
        if raw is not None and explainer is not (kind == Kind.EXPLAINER):
            report(1, f"kind `{kind}` does not belong in {path.parent.name}/", "explainers live in glossary/explainers")
        if raw is None or len(self.problems) > before:
            return None
        return Concept(
            id=raw["id"],
            kind=Kind(raw["kind"]),
            path=PurePosixPath(self.name(path)),
            body=tuple(raw.get("body", ())),
            exams=tuple(raw.get("exams", ())),
            related=tuple(raw.get("related", ())),
            between=tuple(raw.get("between", ())),
            figures=tuple(raw.get("figures", ())),
            codes=tuple(Code(system, value) for system, value in sorted(raw.get("codes", {}).items())),
            sources=tuple(Source(**source) for source in raw["sources"]),
            tier=raw.get("tier", 2),
            blocks={lang: _block(block) for lang, block in raw["languages"].items()},
        )

    def language(self, path: Path) -> Language | None:
        node, report = self.tree(path)
        before = len(self.problems)
        raw = None if node is None else schema.LANGUAGE_FILE.read(node, report)
        if raw is None or len(self.problems) > before:
            return None
        return _language(path.parent.name, raw)

    def retired(self, path: Path) -> dict[str, str]:
        if not path.is_file():
            return {}
        node, report = self.tree(path)
        raw = None if node is None else schema.RETIRED_FILE.read(node, report)
        return raw or {}


def _walk(node: Node, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    yield where, node.line
    if isinstance(node, Mapping):
        for key, child in node.items:
            yield from _walk(child, (*where, key.text))
            yield (*where, key.text), key.line
    elif isinstance(node, Sequence):
        for number, child in enumerate(node.items):
            yield from _walk(child, (*where, number))


def _block(raw: dict[str, Any]) -> Block:
    return Block(
        term=raw["term"],
        name=raw.get("name"),
        short=raw["short"],
        forms=tuple(_form(form) for form in raw["forms"]),
        sections=raw["sections"],
        levels=tuple(_level(level) for level in raw.get("levels", ())),
        meanings=raw.get("meanings", {}),
        questions=tuple(raw.get("questions", ())),
        urgent=tuple(raw.get("urgent", ())),
        review=read_review(raw["review"]),
    )


def _level(raw: dict[str, Any]) -> Level:
    return Level(raw["level"], raw["name"], raw["text"], tuple(raw.get("spellings", ())), raw.get("up-to-mm"))


def _form(raw: dict[str, Any]) -> Form:
    when = raw.get("when", {})
    return Form(
        text=raw["form"],
        inflection=raw.get("class"),
        exact_case=raw.get("exact-case", False),
        level=raw.get("level", ""),
        status=raw.get("status", ""),
        compound=raw.get("compound", False),
        exams=tuple(when.get("exams", ())),
        body=tuple(when.get("body", ())),
        sections=tuple(when.get("sections", ())),
        near=tuple(when.get("near", ())),
    )


def _language(code: str, raw: dict[str, Any]) -> Language:
    reading, inflection = raw["reading"], raw["inflection"]
    syllables = reading.get("syllables", {})
    status = raw.get("status", {})
    cues = [
        StatusCue(text, name, way)
        for name in (*schema.STATUSES, "planned")
        for way, texts in status.get(name, {}).items()
        for text in texts
    ]
    cues += [StatusCue(text, None, way) for way in ("pseudo", "stop") for text in status.get(way, ())]
    return Language(
        code=code,
        name=raw["name"],
        direction=raw["direction"],
        emergency=raw["emergency"],
        reading=ReadingFormula(
            name=reading["name"],
            source=reading["source"],
            constant=reading["constant"],
            coefficients=tuple(reading["coefficients"].items()),
            harder=reading["harder"],
            bar=reading["bar"],
            syllables=SyllableRule(
                syllables.get("vowels", ""),
                tuple(syllables.get("separate", ())),
                tuple(syllables.get("silent-endings", ())),
                tuple(syllables.get("spoken-endings", ())),
            ),
        ),
        inflection=Inflection(
            default=inflection["default"],
            small_words=frozenset(inflection.get("small-words", ())),
            classes={
                name: InflectionClass(
                    bends["words"],
                    tuple(InflectionRule(ending, tuple(new)) for ending, new in bends["rules"].items()),
                )
                for name, bends in inflection["classes"].items()
            },
        ),
        variants=tuple(raw.get("variants", {}).items()),
        strip_marks=raw.get("accents-optional", False),
        cues=tuple(cues),
        abbreviations=tuple(raw.get("abbreviations", ())),
        joins=tuple(raw.get("joins", ())),
        lists=_lists(raw.get("lists", {})),
        not_terms=tuple(raw.get("not-terms", ())),
        not_sizes=tuple(raw.get("not-sizes", ())),
        ordinals=raw.get("ordinals-with-stop", False),
        level_words=tuple(raw.get("level-words", ())),
        units=tuple(raw.get("units", {}).items()),
        times=tuple(raw.get("times", ())),
        compound_firsts=tuple(raw.get("compounds", {}).get("firsts", ())),
        compound_joints=tuple(raw.get("compounds", {}).get("joints", ())),
        sections={role: tuple(titles) for role, titles in raw.get("sections", {}).items()},
    )


def _lists(raw: dict[str, list[str]]) -> ListRules:
    return ListRules(
        alternatives=frozenset(raw.get("alternatives", ())),
        words=frozenset(raw.get("words", ())),
        endings=tuple(raw.get("endings", ())),
        repeated=frozenset(raw.get("repeated", ())),
        ranges=frozenset(raw.get("ranges", ())),
    )
