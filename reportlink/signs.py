r"""Sets of characters for the patterns that Python and JavaScript share, written out for use inside `[...]`.

`\s`, `\d`, `\w`, `\b`, `$`, `(?m)` and letter case mean different characters in the two languages, and in two versions
of one: the patterns of the pipeline use these sets in their place. All stand in the basic plane. What a word is for
finding is a matter of the character table.
"""

SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""White space: what `str.strip` strips, and the class `space` of the character table."""

LINE_END = "\\r\\n\\u2028\\u2029"
"""Characters that end a line."""

DIGIT = "0-9\\u0660-\\u0669\\u06f0-\\u06f9"
"""Digits that number a list or a rib: European and both Arabic sets."""

NO_LETTER = (
    "\\0-/:-@\\[-^`{-\\xa9\\xab-\\xb1\\xb4\\xb6-\\xb8\\xbb-\\xbf\\xd7\\xf7\\u060c\\u061b\\u061f\\u06d4\\u1680\\u2000-\\u2bff"
    "\\u3000-\\u303f\\ufe00-\\uff0f"
)
"""White space, punctuation and symbols, roughly: everything else is a letter, a digit or a mark, for `[^...]`."""

LOWER = "a-z\\xdf-\\xf6\\xf8-\\xff"
"""Small letters that a word of a Latin-1 language begins with, where a capital would be a noun."""

UPPER = "A-Z\\xc0-\\xd6\\xd8-\\xde"
"""Capitals of the same languages."""
