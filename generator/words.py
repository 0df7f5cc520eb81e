"""The interface words that the browser needs beside a linked report, as the manifest of the index carries them."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from generator.edition import Say

Words: TypeAlias = "dict[str, str | dict[str, list[str]]]"
"""Key -> words; under `says` status -> what stands before, in and behind the stressed words."""

_STRESSED: Final = re.compile(r"</?strong>")


def note_words(say: Say) -> Words:
    """The words around an explanation that opens beside a word of a report, in one language."""
    return {
        "close": say("Close"),
        "explanations": say("With explanations"),
        "more": say("Read the whole page"),
        "opens": say("opens in a new tab"),
        "says": {
            "present": _stressed(say("Your report says that this <strong>was seen</strong>.")),
            "absent": _stressed(say("Your report says that this was <strong>not</strong> seen.")),
            "possible": _stressed(say("Your report says that this is <strong>possible</strong>.")),
            "past": _stressed(say("Your report says that this was there <strong>before</strong>.")),
            "family": _stressed(say("Your report says this about your <strong>family</strong>.")),
            "conditional": _stressed(say("Your report names this only <strong>for a certain case</strong>.")),
        },
    }


def _stressed(sentence: str) -> list[str]:
    """Mark-up has no place in the browser's hands: it gets three pieces of plain text instead."""
    before, stressed, after = _STRESSED.split(sentence)
    return [before, stressed, after]
