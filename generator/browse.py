"""Makes the pages that lead to the entries: home, A to Z, by body part, by examination."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.addresses import entry_path, relative
from generator.edition import Edition, Json, initial, sort_key
from generator.figures.body import body_map_values
from generator.kinds import Kind
from generator.pages import Page, link


def browse_pages(edition: Edition) -> list[Page]:
    """All pages of a language that are made from its entries and are not entries."""
    return [home_page(edition), a_to_z_page(edition), body_page(edition), exams_page(edition)]


def home_page(edition: Edition) -> Page:
    """One question, and the ways to an answer."""
    settings = edition.settings
    guide = settings.guide if settings.guide in edition.concepts else ""
    offered = [id_ for id_ in settings.examinations if id_ in edition.concepts]
    return Page(
        "",
        {
            **_frame(edition, "home.html", edition.say("Radiology in plain words"), ""),
            "guide": relative("", entry_path(guide)) if guide else "",
            "map": body_map_values(edition, ""),
            "body": [
                {"href": f"body/#{id_}", "title": edition.title(id_), "name": edition.block(id_).name or ""}
                for id_ in _top_parts(edition)
            ],
            "exams": [{**link(edition, "", id_), "text": edition.block(id_).short} for id_ in offered],
            "letters": [*_letters(edition)],
        },
        "",
    )


def a_to_z_page(edition: Edition) -> Page:
    """Every medical word, and every everyday name, under its letter."""
    groups: list[Json] = [
        {"id": f"letter-{letter}", "title": letter, "entries": rows} for letter, rows in _by_letter(edition)
    ]
    return Page("a-z/", {**_frame(edition, "a-z.html", edition.say("A to Z"), "a-z/"), "groups": groups}, "")


def body_page(edition: Edition) -> Page:
    """The parts of the body, each with what reports find there."""
    inside: dict[str, list[str]] = defaultdict(list)
    for id_, concept in edition.concepts.items():
        for part in concept.body:
            inside[part].append(id_)
    groups = []
    for top in _top_parts(edition):
        parts = [id_ for id_ in inside[top] if edition.concepts[id_].kind is Kind.ANATOMY]
        listed = dict.fromkeys(id_ for part in (top, *parts) for id_ in inside[part])
        groups.append(_group(edition, "body/", top, parts, [id_ for id_ in listed if id_ not in parts]))
    meta = {"groups": groups, "map": body_map_values(edition, "body/")}
    return Page("body/", {**_frame(edition, "groups.html", edition.say("The body"), "body/"), **meta}, "")


def exams_page(edition: Edition) -> Page:
    """The examinations, each with the words that its reports use."""
    met: dict[str, list[str]] = defaultdict(list)
    for id_, concept in edition.concepts.items():
        for exam in concept.exams:
            met[exam].append(id_)
    exams = [id_ for id_, concept in edition.concepts.items() if concept.kind is Kind.EXAM]
    groups: list[Json] = [_group(edition, "exams/", exam, [], met[exam]) for exam in exams]
    return Page(
        "exams/", {**_frame(edition, "groups.html", edition.say("Examinations"), "exams/"), "groups": groups}, ""
    )


def _frame(edition: Edition, template: str, title: str, path: str) -> dict[str, Json]:
    return {
        "template": template,
        "title": title,
        "description": edition.say("What the words in your radiology report mean, in plain language."),
        "languages": list(edition.everywhere),
        "path": path,
    }


def _top_parts(edition: Edition) -> list[str]:
    """The parts of the body that are not part of another one."""
    return [
        id_
        for id_, concept in edition.concepts.items()
        if concept.kind is Kind.ANATOMY and not any(part in edition.concepts for part in concept.body)
    ]


def _group(edition: Edition, path: str, head: str, parts: Iterable[str], entries: Iterable[str]) -> Json:
    return {
        **link(edition, path, head),
        "id": head,
        "text": edition.block(head).short,
        "parts": [link(edition, path, id_) for id_ in parts],
        "entries": [link(edition, path, id_) for id_ in entries],
    }


def _titles(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Title, the word beside it, id: an entry stands under its medical word and again under its everyday name."""
    for id_ in edition.concepts:
        block = edition.block(id_)
        yield block.term, block.name or "", id_
        if block.name and initial(block.name) != "#" and sort_key(block.name) != sort_key(block.term):
            yield block.name, block.term, id_


def _letters(edition: Edition) -> list[str]:
    return sorted({initial(title) for title, _, _ in _titles(edition)})


def _by_letter(edition: Edition) -> list[tuple[str, list[Json]]]:
    letters: dict[str, list[Json]] = defaultdict(list)
    for title, beside, id_ in sorted(_titles(edition), key=lambda row: (sort_key(row[0]), row[2])):
        letters[initial(title)].append({"href": relative("a-z/", entry_path(id_)), "title": title, "name": beside})
    return sorted(letters.items())
