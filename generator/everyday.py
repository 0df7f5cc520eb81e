"""How common a word is in everyday language, from the word lists of the `wordfreq` package."""

from __future__ import annotations

from functools import lru_cache

from wordfreq import zipf_frequency


@lru_cache(maxsize=200_000)
def frequency(word: str, lang: str) -> float:
    """The word's frequency on the Zipf scale: 3 is once in a million words, 6 once in a thousand; 0 where unknown.

    Languages without a list know no word.
    """
    try:
        return zipf_frequency(word, lang)
    except LookupError:
        return 0.0
