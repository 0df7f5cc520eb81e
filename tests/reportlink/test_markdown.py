"""Markdown: prose is linked, everything else stays, and another parser sees the same document with links in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reportlink import link_document
from reportlink.formats import markdown

from .conftest import make_index

INDEX = make_index()
JUDGE = MarkdownIt("commonmark").enable("table")
OURS = re.compile(r'<a href="https://glossary\.example/[^>]*>([\s\S]*?)</a>')


def link(source: str, mentions: str = "all") -> str:
    return link_document(source, INDEX, lang="en", form="markdown", mentions=mentions).write("same")  # type: ignore[arg-type]


def a(word: str, concept: str, status: str = "present") -> str:
    return f'[{word}](https://glossary.example/en/t/{concept}/#{status} "{concept.replace("-", " ")}")'


NODULE = a("nodule", "nodule")
EFFUSION = "pleural-effusion"


@pytest.mark.parametrize(
    ("source", "linked"),
    [
        ("No nodule.", f"No {a('nodule', 'nodule', 'absent')}."),
        ("# Nodule: nodule ##", f"# {a('Nodule', 'nodule')}: {NODULE} ##"),
        ("nodule\n===\nx", f"{NODULE}\n===\nx"),
        ("- nodule\n  * nodule\n10. nodule", f"- {NODULE}\n  * {NODULE}\n10. {NODULE}"),
        ("> pleural\n> effusion", "> " + a("pleural\n> effusion", EFFUSION)),
        ("> pleural\neffusion", "> " + a("pleural\neffusion", EFFUSION)),
        ("- pleural\n  effusion", "- " + a("pleural\n  effusion", EFFUSION)),
        ("pleural\n\neffusion", "pleural\n\neffusion"),
        ("- pleural\n- effusion", "- pleural\n- effusion"),
        ("**pleural** effusion", a("**pleural** effusion", EFFUSION)),
        ("a **pleural effusion**", f"a **{a('pleural effusion', EFFUSION)}**"),
        ("***pleural** effusion* x", f"*{a('**pleural** effusion', EFFUSION)}* x"),
        ("*x pleural* effusion", "*x pleural* effusion"),
        ("~~pleural~~ effusion", a("~~pleural~~ effusion", EFFUSION)),
        ("pleural\\\neffusion", "pleural\\\neffusion"),
        (r"\*nodule\* \_x", rf"\*{NODULE}\* \_x"),
        ("&eacute;panchement", a("&eacute;panchement", EFFUSION)),
        ("`nodule` ``nodule ` nodule`` nodule", f"`nodule` ``nodule ` nodule`` {NODULE}"),
        ("` nodule", f"` {NODULE}"),
        ("```\nnodule\n```\nnodule", f"```\nnodule\n```\n{NODULE}"),
        ("~~~ x\nnodule\n\nnodule", "~~~ x\nnodule\n\nnodule"),
        ("> ```\n> nodule\n\nnodule", f"> ```\n> nodule\n\n{NODULE}"),
        ("- ```\n  nodule\n\nnodule", f"- ```\n  nodule\n\n{NODULE}"),
        ("    nodule\n\n\tnodule", "    nodule\n\n\tnodule"),
        ("x\n    nodule", f"x\n    {NODULE}"),
        ("- x\n\n      nodule\n\n  nodule", f"- x\n\n      nodule\n\n  {NODULE}"),
        ("[nodule](/x) [nodule][x] [nodule] ![nodule](/x) nodule", f"[nodule](/x) [nodule][x] [nodule] ![nodule](/x) {NODULE}"),
        ("[x]: /nodule 'nodule'\n\nnodule", f"[x]: /nodule 'nodule'\n\n{NODULE}"),
        ("[x](/nodule \"nodule\") <https://nodule.example/> https://nodule.example/", "[x](/nodule \"nodule\") <https://nodule.example/> https://nodule.example/"),
        ("<div>\nnodule\n</div>\n\nnodule", f"<div>\nnodule\n</div>\n\n{NODULE}"),
        ("<!-- nodule\n\nnodule --> nodule\nnodule", f"<!-- nodule\n\nnodule --> nodule\n{NODULE}"),
        ('x <b title="nodule">nodule</b> <a href="/">nodule</a> <code>nodule</code> nodule', f'x <b title="nodule">{NODULE}</b> <a href="/">nodule</a> <code>nodule</code> {NODULE}'),
        ("---\ntitle: nodule\n---\nnodule", f"---\ntitle: nodule\n---\n{NODULE}"),
        ("| nodule | x |\n|--|:-:|\n| pleural | effusion |\n| nodule \\| x |", f"| {NODULE} | x |\n|--|:-:|\n| pleural | effusion |\n| {NODULE} \\| x |"),
        ("danger!nodule \\nodule [x]nodule", "danger!nodule \\nodule [x]nodule"),
        ("T*nodule*", "T*nodule*"),
        ("nodule*_*", "nodule*_*"),
        ("(*nodule*)", f"(*{NODULE}*)"),
        ("5 * nodule * 5", f"5 * {NODULE} * 5"),
    ],
)  # fmt: skip
def test_links(source: str, linked: str) -> None:
    out = link(source)
    assert out == linked
    assert markdown.unlink(out) == source
    assert link(out) == out


PARTS = st.sampled_from(
    ["nodule", "pleural", "effusion", "no ", " ", " ", "\n", "\n\n", "*", "**", "_", "__", "`", "``", "```", "~~~", "~~", "\n```\n", "[", "]", "](", ")", "(", "!", "\\", "<", ">", "&amp;", "|", "\n|--|--|\n",
     "\n> ", "\n- ", "\n1. ", "\n2) ", "\n    ", "\n  ", "\t", "\n# ", " #", "\n---\n", "\n===\n", "<b>", "</b>", "<a href='/'>", "</a>", "<!--", "-->", "\n<div>\n", "</div>", "<code>", "</code>", "\n<!-- ", "<?", "?>",
     "[nodule]: /x\n", "'", '"', "https://x.example", "<https://x.example>", "+", ".", ":", "kidney stone", "\u00a0", "\r\n", "\\\n", NODULE, "x"]
)  # fmt: skip
documents = st.lists(st.one_of(PARTS, PARTS, st.text(max_size=3)), max_size=30).map("".join)


@pytest.mark.parametrize("before", ["*", "**", "a *", "_", "![", "[", "~~", "`"])
def test_a_mark_that_opens_nothing_before_a_link_leaves_it_a_link(before: str) -> None:
    source = f"{before}{NODULE} b"
    assert link(source) == source


@settings(max_examples=600, deadline=None, derandomize=True)
@given(documents, st.sampled_from(["first", "all"]))
def test_laws_1_and_3_for_any_document(source: str, mentions: str) -> None:
    out = link(source, mentions)
    assert markdown.unlink(out) == markdown.unlink(source)
    assert link(out, mentions) == out


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(
    documents.filter(
        lambda text: not text.startswith("---") and not set(text) & set("\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029~")
    )
)
def test_another_parser_sees_the_same_document_with_links_in_it(source: str) -> None:
    source = markdown.unlink(source)
    linked = link_document(source, INDEX, lang="en", form="markdown", mentions="all")
    rendered = JUDGE.render(linked.write("same"))
    assert OURS.sub(r"\1", rendered) == JUDGE.render(source)
    assert len(OURS.findall(rendered)) == len(linked.result.links)
