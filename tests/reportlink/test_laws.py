"""The laws of link insertion, for any text."""

from __future__ import annotations

import html as stdlib_html
import itertools
import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reportlink import link_document, link_report
from reportlink.formats import WRITERS
from reportlink.index import Index

from .conftest import FORMS, make_index

INDEX = make_index()

WORDS = [form.text for form in FORMS]
HOSTILE = [
    " ", "\n", "\r\n", "\n\n", "\t", ".", ", ", "; ", "-", "\u00ad", "\u200b", "\u00a0", "İ", "ß", "\U0001f600", "\u0301",
    "<", ">", "&", "&amp;", "&lt;b&gt;", "&#233;", "&nbsp;", "&notanentity;", "&ampx", '"', "'", "\\", "*", "_", "`", "#",
    "[", "](", ")", "~", "|", "<!--", "-->", "<p a=b\"c>", "<p class='", "</p>", "<b>", "</b>", "<br>", "<i>", "</i>",
    "<a href='/x'>", "</a>", "<script>", "</script>", "<textarea>", "</textarea>", "<style>", "</style>", "<code>", "</code>",
    "<![CDATA[", "]]>", "<?php", "</>", "<1", "<plaintext>", "https://x.example/", "@", "1. ", "- ", "    ", "\udc80", "\x00",
]  # fmt: skip

pieces = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(HOSTILE), st.text(max_size=5)), max_size=25)
texts = st.one_of(pieces.map("".join), pieces.map(" ".join))
many = st.sampled_from(["first", "all"])


@settings(max_examples=600, deadline=None)
@given(texts, many)
def test_law_1_nothing_is_lost(text: str, mentions: str) -> None:
    for (form_in, form_out), output in WRITERS.items():
        given = _in_form(text, form_in)
        linked = link_document(given, INDEX, lang="en", form=form_in, mentions=mentions)  # type: ignore[arg-type]
        assert output.unlink(linked.write(form_out)) == _unlinked(given, form_in, form_out)


def _in_form(text: str, form: str) -> str:
    """Some forms are known by how they begin."""
    return "{\\rtf1 " + text if form == "rtf" else text


def _unlinked(text: str, form_in: str, form_out: str) -> str:
    """An input that already holds links like ours loses those too when links are taken out."""
    return WRITERS[form_in, form_out].unlink(text) if form_in == form_out != "text" else text


@settings(max_examples=300, deadline=None)
@given(texts)
def test_law_1_by_the_eyes_of_another_parser(text: str) -> None:
    """Our own `unlink` could share a mistake with our own writer: here plain standard-library means judge."""
    from_text = link_document(text, INDEX, lang="en", mentions="all").write("html")
    assert stdlib_html.unescape(re.sub(r"<[^<>]*>", "", from_text)) == text
    linked = link_document(text, INDEX, lang="en", form="html", mentions="all")
    out, edits = linked.write("html"), 0
    for link in reversed(linked.result.links):
        assert text[link.start : link.end] in out
        edits += 1
    assert len(out) - len(text) == sum(len(m) for m in re.findall(r'<a class="rl rl-[^>]*>', out)) - sum(
        len(m) for m in re.findall(r'<a class="rl rl-[^>]*>', text)
    ) + edits * len("</a>")


@settings(max_examples=300, deadline=None)
@given(texts, many)
def test_law_3_linking_what_is_linked_changes_nothing(text: str, mentions: str) -> None:
    for form in ("text", "html"):
        once = link_document(text, INDEX, lang="en", form=form, mentions=mentions).write()  # type: ignore[arg-type]
        twice = link_document(once, INDEX, lang="en", form=form, mentions=mentions).write()  # type: ignore[arg-type]
        assert twice == once


@settings(max_examples=100, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_law_4_the_order_of_the_vocabulary_changes_nothing(text: str, order: random.Random) -> None:
    shuffled = list(FORMS)
    order.shuffle(shuffled)
    one = link_report(text, INDEX, lang="en", mentions="all")
    other = link_report(text, make_index(shuffled), lang="en", mentions="all")
    assert one == other


@settings(max_examples=200, deadline=None)
@given(texts)
def test_links_do_not_overlap_and_stand_where_they_say(text: str) -> None:
    for form in ("text", "html"):
        result = link_report(text, INDEX, lang="en", form=form, mentions="all")
        everything = sorted([(x.start, x.end) for x in result.links] + [(x.start, x.end) for x in result.skipped])
        assert all(0 <= start < end <= len(text) for start, end in everything)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(everything))


@settings(max_examples=200, deadline=None)
@given(texts)
def test_finding_agrees_with_brute_force(text: str) -> None:
    """Every form at every boundary, by the definition of a match: the walk finds the same, no more and no less."""
    from reportlink.find import find
    from reportlink.normalise import normalise, normalise_joined

    forms = INDEX.forms["en"]
    assert find(normalise_joined(text, forms), forms) == find(normalise(text, forms), forms)
    found = {(m.start, m.end) for m in find(normalise(text, forms), forms).matches}
    pieces = normalise(text, forms)
    by_number = {number: piece for piece, number in forms.pieces.items()}
    spelled = {forms.characters.fold_text(form.text): form for form in FORMS if not form.cue}
    expected = set()
    for first in range(len(pieces.numbers)):
        walked: tuple[str, ...] = ()
        for last in range(first, min(first + 16, len(pieces.numbers))):
            walked += (by_number.get(pieces.numbers[last], "\0"),)
            if walked in spelled:
                start, end = pieces.starts[first], pieces.starts[last + 1]
                exact = [f.condition.exact for f in FORMS if not f.cue and forms.characters.fold_text(f.text) == walked]
                letters = forms.characters.letters(text[start:end])
                if any(not e or e == letters for e in exact):
                    expected.add((start, end))
    assert found == expected


def test_law_5_no_error_quotes_the_report(published: str) -> None:
    from reportlink.batch import LinkTask, process_line
    from reportlink.sources import load_index

    loaded: Index = load_index(published)
    canary = "zebra4711"
    for line in (
        f'{{"id": 1, "lang": "xx", "text": "{canary}"}}',
        f'{{"id": 1, "lang": 7, "text": "{canary}"}}',
        f'{{"id": 1, "text": "{canary}"}}',
        f'{{"id": 1, "lang": "en", "text": "{canary}", "explain": 5}}',
        f'{{"id": 1, "lang": "en", "text": "{canary}"',
        f'["{canary}"]',
        f'"{canary}"',
        f'{{"id": 1, "lang": "en", "text": ["{canary}"]}}',
    ):
        assert canary.encode() not in process_line(line.encode(), 1, LinkTask(), loaded)
