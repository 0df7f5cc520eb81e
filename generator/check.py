"""Checks that need more than one file: references, shared forms, missing languages, reading level, retired ids.

Pure: what was loaded goes in, problems come out, all of them.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from generator.figures.check import check_figures
from generator.forms import Pieces, Spelling, spellings
from generator.kinds import DECIDING, Kind
from generator.load import Loaded
from generator.model import Block, Code, Concept, Form, Glossary, Language
from generator.problems import Problem, Severity
from generator.reading import reading_score
from reportlink.characters import Characters

FULL_LANGUAGE_SHARE = 0.5
"""A language with blocks for at least this share of all entries is meant to be complete."""


Frequency = Callable[[str, str], float]
"""Word and language -> how common the word is, on the Zipf scale."""

EVERYDAY = 4.0
"""The frequency (once in a hundred thousand words) from which a word is an everyday word."""

MUCH_MORE_COMMON = 1.0
"""A made spelling ten times as common as what the editor wrote is another word that happens to look the same."""


def check(loaded: Loaded, pinned: Characters, frequency: Frequency) -> list[Problem]:
    """Every problem of the content, those of loading included, in the order of the files.

    Args:
        loaded: The content as it was read.
        pinned: The character table.
        frequency: How common words are.
    """
    problems = list(loaded.problems)
    # What refers to a file that could not be read is not wrong for that: only the file is.
    unread = {p.file for p in problems if p.severity is Severity.ERROR}
    for concept in loaded.glossary.concepts.values():
        problems += _references(concept, loaded, unread)
        problems += _languages(concept, loaded, unread)
        for lang, block in concept.blocks.items():
            if language := loaded.glossary.languages.get(lang):
                problems += _block(concept, block, language, loaded)
    for language in loaded.glossary.languages.values():
        users = _users(language, loaded.glossary, pinned)
        problems += _shared_forms(language, loaded, users)
        problems += _meaning_nothing(language, loaded, users, pinned)
        problems += _everyday(language, loaded, users, pinned, frequency)
        problems += _language(language, loaded)
    problems += _shared_codes(loaded)
    problems += _retired(loaded)
    problems += check_figures(loaded.glossary, loaded.line, unread)
    return sorted(set(problems))


def _at(loaded: Loaded, concept: Concept, *path: str | int) -> tuple[str, int]:
    file = str(concept.path)
    return file, loaded.line(file, *path)


def _references(concept: Concept, loaded: Loaded, unread: set[str]) -> Iterator[Problem]:
    wanted: dict[str, tuple[tuple[str, ...], Kind | None]] = {
        "body": (concept.body, Kind.ANATOMY),
        "exams": (concept.exams, Kind.EXAM),
        "related": (concept.related, None),
        "between": (concept.between, None),
    }
    for key, (ids, kind) in wanted.items():
        for number, other in enumerate(ids):
            yield from _reference(loaded, unread, _at(loaded, concept, key, number), concept, other, kind)
    for lang, block in concept.blocks.items():
        for number, form in enumerate(block.forms):
            where = _at(loaded, concept, "languages", lang, "forms", number)
            for exam in form.exams:
                yield from _reference(loaded, unread, where, concept, exam, Kind.EXAM, own=True)
            for part in form.body:
                yield from _reference(loaded, unread, where, concept, part, Kind.ANATOMY, own=True)
            if form.level and form.level not in {level.key for level in block.levels}:
                yield Problem(*where, f"there is no level `{form.level}` in this entry", "write one of its `levels`")


def _reference(
    loaded: Loaded,
    unread: set[str],
    where: tuple[str, int],
    concept: Concept,
    other: str,
    kind: Kind | None,
    *,
    own: bool = False,
) -> Iterator[Problem]:
    concepts, retired = loaded.glossary.concepts, loaded.glossary.retired
    if other == concept.id and not own:
        yield Problem(*where, "the entry refers to itself", f"delete `{other}` here")
    elif other in retired:
        yield Problem(*where, f"`{other}` is retired", f"write its successor `{retired[other]}`")
    elif other not in concepts:
        if {f"glossary/concepts/{other}.yml", f"glossary/explainers/{other}.yml"} & unread:
            return
        near = difflib.get_close_matches(other, concepts, n=1)
        cure = f"did you mean `{near[0]}`?" if near else "write an entry with this id, or delete it here"
        yield Problem(*where, f"there is no entry `{other}`", cure)
    elif kind is not None and concepts[other].kind is not kind:
        said = concepts[other].kind
        yield Problem(*where, f"`{other}` is of kind `{said}`", f"only entries of kind `{kind}` stand here")


def _languages(concept: Concept, loaded: Loaded, unread: set[str]) -> Iterator[Problem]:
    known = loaded.glossary.languages
    for lang in concept.blocks:
        if lang not in known and f"locales/{lang}/language.yml" not in unread:
            where = _at(loaded, concept, "languages", lang)
            yield Problem(
                *where, f"there is no language `{lang}`", f"add locales/{lang}/language.yml, or mend the code"
            )
    for lang in _full_languages(loaded.glossary):
        if lang not in concept.blocks:
            where = _at(loaded, concept, "languages")
            yield Problem(*where, f"the language `{lang}` is missing", f"write the block `{lang}:`", Severity.WARNING)


def _full_languages(glossary: Glossary) -> list[str]:
    total = len(glossary.concepts)
    counts = {lang: sum(lang in c.blocks for c in glossary.concepts.values()) for lang in glossary.languages}
    return [lang for lang, count in counts.items() if total and count >= FULL_LANGUAGE_SHARE * total]


def _block(concept: Concept, block: Block, language: Language, loaded: Loaded) -> Iterator[Problem]:
    lang = language.code

    def at(*path: str | int) -> tuple[str, int]:
        return _at(loaded, concept, "languages", lang, *path)

    score = reading_score(_reading_text(block), language.reading)
    if not language.reading.meets(score):
        wanted = f"{language.reading.bar:g} or {'less' if language.reading.harder == 'higher' else 'more'}"
        yield Problem(
            *at(),
            f"hard to read: {language.reading.name} is {score:g}, the bar is {wanted}",
            "shorter sentences, shorter and more common words",
            Severity.WARNING,
        )
    for key, text in {"short": block.short, **{f"sections/{k}": v for k, v in block.sections.items()}}.items():
        if "<" in text or "](" in text:
            where = at(*key.split("/"))
            yield Problem(
                *where, "the text holds mark-up", "write plain sentences; only blank lines and `- ` lists work"
            )
    if "\n" in block.short:
        yield Problem(*at("short"), "`short` is more than one line", "write one sentence that can stand alone")
    seen: dict[str, int] = {}
    for number, form in enumerate(block.forms):
        if form.text in seen:
            yield Problem(*at("forms", number), f"the form `{form.text}` stands twice", "delete one of the two")
        seen[form.text] = number
        if form.inflection and form.inflection not in language.inflection.classes:
            known = ", ".join(sorted(language.inflection.classes))
            yield Problem(*at("forms", number), f"there is no inflection class `{form.inflection}`", f"known: {known}")
    levels = [level.key for level in block.levels]
    for number, level in enumerate(levels):
        if level in levels[:number]:
            yield Problem(*at("levels", number), f"the level `{level}` stands twice", "delete one of the two")
    if concept.kind in DECIDING and set(block.meanings) != set(concept.between):
        missing = ", ".join(sorted(set(concept.between) ^ set(block.meanings)))
        yield Problem(*at("meanings"), f"`meanings` and `between` differ: {missing}", "write one line for each concept")
    if block.review.state == "signed" and {s.role for s in block.review.signatures} != {
        "radiologist",
        "patient-representative",
    }:
        yield Problem(
            *at("review"),
            "signed, but not by both a radiologist and a patient representative",
            "sign with `python -m generator sign`, or write `state: draft`",
        )


def _reading_text(block: Block) -> str:
    parts = [block.short, *block.sections.values(), *(level.text for level in block.levels), *block.meanings.values()]
    return "\n".join(parts)


Users = dict[Pieces, list[tuple[Concept, Spelling]]]
"""Folded spelling -> the entries that it leads to."""


def _users(language: Language, glossary: Glossary, pinned: Characters) -> Users:
    users: Users = {}
    for concept in glossary.concepts.values():
        if language.code in concept.blocks:
            for pieces, spelling in spellings(concept, language, pinned):
                users.setdefault(pieces, []).append((concept, spelling))
    return users


def _form_at(loaded: Loaded, concept: Concept, lang: str, spelling: Spelling) -> tuple[str, int]:
    texts = [form.text for form in concept.blocks[lang].forms]
    return _at(loaded, concept, "languages", lang, "forms", texts.index(spelling.form.text))


def _meaning_nothing(language: Language, loaded: Loaded, users: Users, pinned: Characters) -> Iterator[Problem]:
    file = f"locales/{language.code}/language.yml"
    for number, phrase in enumerate(language.not_terms):
        for concept, spelling in users.get(pinned.fold_text(phrase), ()):
            if spelling.written:
                message = f"`{phrase}` is a form of `{concept.id}` and cannot mean nothing"
                yield Problem(file, loaded.line(file, "not-terms", number), message, "delete it here or there")


def _everyday(
    language: Language, loaded: Loaded, users: Users, pinned: Characters, frequency: Frequency
) -> Iterator[Problem]:
    """Spellings made by a rule that are everyday words of their own."""
    silenced = {pinned.fold_text(phrase) for phrase in language.not_terms}
    for pieces, sharing in users.items():
        if len(pieces) > 1 or pieces in silenced:
            continue
        for concept, spelling in sharing:
            common = 0.0 if spelling.written else frequency(spelling.text, language.code)
            if common >= EVERYDAY and common >= frequency(spelling.form.text, language.code) + MUCH_MORE_COMMON:
                yield Problem(
                    *_form_at(loaded, concept, language.code, spelling),
                    f"a rule makes the everyday word `{spelling.text}` of `{spelling.form.text}`",
                    f"give the form another `class`, or list `{spelling.text}` under not-terms in language.yml",
                )


def _shared_forms(language: Language, loaded: Loaded, users: Users) -> Iterator[Problem]:
    for sharing in users.values():
        if len(sharing) < 2:  # noqa: PLR2004
            continue
        written = [(concept, spelling) for concept, spelling in sharing if spelling.written]
        # Where only one entry writes it, that one has it (generator.index drops the made ones).
        for (one, first), (other, second) in combinations(written if written else sharing, 2):
            if one.id == other.id or _told_apart(first.form, second.form) or _explained(one, other, loaded.glossary):
                continue
            yield Problem(
                *_form_at(loaded, other, language.code, second),
                f"the form `{second.text}` also leads to `{one.id}`",
                "add `when:` with different examinations, or write an entry of kind `ambiguous` between the two",
            )


def _told_apart(one: Form, other: Form) -> bool:
    if one.exact_case and other.exact_case and one.text != other.text:
        return True
    if not one.contextual and not other.contextual:
        return False
    return not any(
        set(mine) & set(others)
        for mine, others in (
            (one.exams, other.exams),
            (one.body, other.body),
            (one.sections, other.sections),
            (one.near, other.near),
        )
    )


def _explained(one: Concept, other: Concept, glossary: Glossary) -> bool:
    pair = {one.id, other.id}
    return any(
        c.kind in DECIDING and (pair <= set(c.between) or (c.id in pair and pair - {c.id} <= set(c.between)))
        for c in glossary.concepts.values()
    )


def _shared_codes(loaded: Loaded) -> Iterator[Problem]:
    """A number that two entries claim would lead to one of them by chance."""
    first: dict[Code, str] = {}
    for concept in loaded.glossary.concepts.values():
        for code in concept.codes:
            other = first.setdefault(code, concept.id)
            if other != concept.id:
                message = f"`{code.system}` `{code.value}` is the number of `{other}` too"
                yield Problem(*_at(loaded, concept, "codes", code.system), message, "keep it where it belongs")


def _language(language: Language, loaded: Loaded) -> Iterator[Problem]:
    file = f"locales/{language.code}/language.yml"
    if language.inflection.default not in language.inflection.classes:
        yield Problem(
            file,
            loaded.line(file, "inflection", "default"),
            f"there is no inflection class `{language.inflection.default}`",
            f"known: {', '.join(sorted(language.inflection.classes))}",
        )


def _retired(loaded: Loaded) -> Iterator[Problem]:
    file = "glossary/retired.yml"
    concepts, retired = loaded.glossary.concepts, loaded.glossary.retired
    for old, new in retired.items():
        line = loaded.line(file, old)
        if old in concepts:
            yield Problem(
                file, line, f"`{old}` is retired but has an entry", "an id is never used again: rename the entry"
            )
        if not _ends(old, retired, concepts):
            yield Problem(file, line, f"`{old}` leads to `{new}`, which leads nowhere", "name an entry that exists")


def _ends(old: str, retired: dict[str, str], concepts: Iterable[str]) -> bool:
    seen: set[str] = set()
    while old in retired and old not in seen:
        seen.add(old)
        old = retired[old]
    return old in concepts
