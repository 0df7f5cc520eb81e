"""The interface words: read, compiled for the templates, and gathered from the code for the translators."""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from generator.kinds import SECTIONS
from generator.pages import KIND_LABELS
from generator.site.errors import MissingMessageError

_NO_DATE: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Babel would write the time into a catalogue, and the same words would not be the same bytes."""

_KEYWORDS: Final = {"_": None, "gettext": None, "say": None}
_SOURCES: Final = (("overrides", [("**.html", "jinja2.ext:babel_extract")]), ("generator", [("**.py", "python")]))


class Messages:
    """The interface words of one language. A missing one is an error, never silent English."""

    def __init__(self, lang: str, words: dict[str, str]) -> None:
        self.lang = lang
        self.words = words

    def __call__(self, message: str) -> str:
        """The translation of a message."""
        try:
            return self.words[message]
        except KeyError:
            raise MissingMessageError(self.lang, message) from None

    def compiled(self) -> bytes:
        """The catalogue as `gettext` reads it."""
        catalogue = Catalog(locale=None, charset="utf-8", creation_date=_NO_DATE, revision_date=_NO_DATE)
        for message, translation in self.words.items():
            catalogue.add(message, translation)
        out = io.BytesIO()
        write_mo(out, catalogue)
        return out.getvalue()


class StrictTranslations(gettext.GNUTranslations):
    """A compiled catalogue that refuses what it does not know."""

    def __init__(self, lang: str, compiled: bytes) -> None:
        super().__init__(io.BytesIO(compiled))
        self._lang = lang

    def gettext(self, message: str) -> str:
        """The translation of a message."""
        if message not in self._catalog:  # type: ignore[attr-defined]
            raise MissingMessageError(self._lang, message)
        return super().gettext(message)


def catalogue_path(root: Path, lang: str) -> Path:
    """Where the interface words of a language are kept."""
    return root / "locales" / lang / "ui.po"


def load_messages(root: Path, lang: str) -> Messages:
    """Read the interface words of a language."""
    with catalogue_path(root, lang).open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    words = {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string and not entry.fuzzy}
    return Messages(lang, words)


def extract_messages(root: Path) -> dict[str, tuple[str, ...]]:
    """Every interface message that templates and code use, with the comments left for translators."""
    found: dict[str, tuple[str, ...]] = {}
    for message, comments in _extracted(root):
        found[message] = found.get(message) or comments
    return dict(sorted(found.items()))


def _extracted(root: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for sections in SECTIONS.values():
        for section in sections:
            yield section.heading, ("A question as a heading over a part of an entry.",)
    for label in KIND_LABELS.values():
        yield label, ("What an entry explains.",)
    for folder, methods in _SOURCES:
        rows = extract_from_dir(root / folder, methods, keywords=_KEYWORDS, comment_tags=("Translators:",))
        for _, _, message, comments, _ in rows:
            yield str(message), tuple(comment.removeprefix("Translators:").strip() for comment in comments)


def update_catalogue(root: Path, lang: str) -> tuple[str, ...]:
    """Bring a language's `ui.po` in line with the code, and name what still has to be translated."""
    path = catalogue_path(root, lang)
    known = Catalog(locale=lang)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=lang)
    fresh = Catalog(locale=None, charset="utf-8")
    for message, comments in extract_messages(root).items():
        entry = known.get(message)
        fresh.add(message, entry.string if entry else "", auto_comments=comments)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, fresh, width=0, omit_header=True, no_location=True, sort_output=True)
    header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {lang}\\n"\n\n'
    path.write_text(header + out.getvalue().decode("utf-8"), encoding="utf-8", newline="\n")
    return tuple(str(entry.id) for entry in fresh if entry.id and not entry.string)
