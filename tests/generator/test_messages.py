import re
from pathlib import Path

import pytest

from generator.site.errors import MissingMessageError
from generator.site.messages import Messages, StrictTranslations, extract_messages, load_messages

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(path.parent.name for path in (ROOT / "locales").glob("*/language.yml"))
MARKUP = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def used():
    return extract_messages(ROOT)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_translates_exactly_what_is_used(lang, used):
    messages = load_messages(ROOT, lang)
    assert set(messages.words) == set(used)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translations_keep_the_markup_of_the_message(lang):
    for message, translation in load_messages(ROOT, lang).words.items():
        assert sorted(MARKUP.findall(message)) == sorted(MARKUP.findall(translation))


def test_a_missing_message_is_an_error_and_not_english():
    messages = Messages("xx", {"Home": "Heim"})
    assert messages("Home") == "Heim"
    with pytest.raises(MissingMessageError, match=r"xx/ui\.po"):
        messages("Close")
    compiled = StrictTranslations("xx", messages.compiled())
    assert compiled.gettext("Home") == "Heim"
    with pytest.raises(MissingMessageError):
        compiled.gettext("Close")


def test_the_same_words_are_the_same_bytes():
    assert Messages("xx", {"a": "b"}).compiled() == Messages("xx", {"a": "b"}).compiled()
    assert b"1970" in Messages("xx", {"a": "b"}).compiled()
