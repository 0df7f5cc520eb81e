"""Makes the word list that the search field of a language loads."""

from __future__ import annotations

import json

from generator.edition import Edition


def search_index(edition: Edition) -> str:
    """One row an entry: id, medical word, everyday name, one sentence, further spellings.

    The browser folds and ranks; the file holds the words as they are shown, so it stays small.
    """
    rows = []
    for id_ in edition.concepts:
        block = edition.block(id_)
        shown = {block.term.casefold(), (block.name or "").casefold()}
        forms = dict.fromkeys(form.text for form in block.forms if form.text.casefold() not in shown)
        rows.append([id_, block.term, block.name or "", block.short, "|".join(forms)])
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n"
