"""HTML: where links may stand, and that broken mark-up survives."""

from __future__ import annotations

import pytest

from reportlink import Index, InputError, link_document

A = '<a class="rl rl-present" href="https://glossary.example/en/t/nodule/#present" hreflang="en" rel="help noreferrer" title="nodule">'

CASES = [
    ("a word", "nodule", f"{A}nodule</a>"),
    ("in a paragraph", "<p>nodule</p>", f"<p>{A}nodule</a></p>"),
    ("an entity inside", "nod&#117;le", f"{A}nod&#117;le</a>"),
    ("an entity without its semicolon", "nod&#117 le &ampnodule", f"nod&#117 le &amp{A}nodule</a>"),
    ("a tag inside", "nod<b>ule</b>", f"{A}nod<b>ule</b></a>"),
    ("a tag that ends inside", "<b>nod</b>ule", f"{A}<b>nod</b>ule</a>"),
    ("a comment inside", "nod<!-- x -->ule", f"{A}nod<!-- x -->ule</a>"),
    ("a tag that ends outside", "nod<b>ule too</b>", None),
    ("a line break inside a word", "nod<br>ule", None),
    ("a block between", "<p>nod</p><p>ule</p>", None),
    ("inside a link", "<a href='/x'>nodule</a>", None),
    ("behind a link that was never closed", "<a href=x>one nodule", None),
    ("behind a link closed by the next", "<a>one<a>two</a> nodule", f"<a>one<a>two</a> {A}nodule</a>"),
    ("in a script", "<script>nodule</script>", None),
    ("in a script with a fake end", "<script>'</scrip' nodule</script>", None),
    ("in a style", "<style>nodule</style>", None),
    ("in code", "<code>nodule</code>", None),
    ("in a text area", "<textarea>nodule</textarea>", None),
    ("in a button", "<button>nodule</button>", None),
    ("in a title", "<title>nodule</title>", None),
    ("in a template", "<template><p>nodule</p></template>", None),
    ("in a drawing", "<svg><text>nodule</text></svg>", None),
    ("where the reader writes", "<div contenteditable>nodule</div>", None),
    (
        "where writing is switched off",
        "<div contenteditable=false>nodule</div>",
        f"<div contenteditable=false>{A}nodule</a></div>",
    ),
    ("in preformatted text", "<pre>nodule</pre>", f"<pre>{A}nodule</a></pre>"),
    ("in an attribute", '<p title="nodule">x</p>', None),
    ("a quote in an unquoted value", '<p a=b"c>nodule', f'<p a=b"c>{A}nodule</a>'),
    ("a quote never closed", '<p a="b>nodule', None),
    ("a tag never closed", "nodule <p a", f"{A}nodule</a> <p a"),
    ("a greater-than sign in a value", '<p a=">">nodule', f'<p a=">">{A}nodule</a>'),
    ("a less-than sign that is text", "3 < 4 nodule", f"3 < 4 {A}nodule</a>"),
    ("a comment", "<!-- nodule -->", None),
    ("an empty comment", "<!-->nodule", f"<!-->{A}nodule</a>"),
    ("a comment never closed", "<!-- nodule", None),
    ("a processing instruction", "<?xml nodule?>", None),
    ("a doctype", "<!DOCTYPE nodule>", None),
    ("an end tag with rubbish", "</p nodule>nodule", f"</p nodule>{A}nodule</a>"),
    ("upper-case tags", "<SCRIPT>nodule</SCRIPT>nodule", f"<SCRIPT>nodule</SCRIPT>{A}nodule</a>"),
    ("the same element twice", "<code><code>x</code>nodule</code>", None),
    ("plaintext swallows the rest", "<plaintext>nodule", None),
    ("carriage returns stay", "<p>\r\nnodule\r\n</p>", f"<p>\r\n{A}nodule</a>\r\n</p>"),
]


@pytest.mark.parametrize(("source", "expected"), [pytest.param(source, out, id=name) for name, source, out in CASES])
def test_linking(source: str, expected: str | None, index: Index) -> None:
    assert link_document(source, index, lang="en", form="html").write() == (source if expected is None else expected)


def test_blocks_bound_a_negation(index: Index) -> None:
    linked = link_document("<ul><li>no nodule<li>fibrosis</ul>", index, lang="en", form="html")
    assert [link.status for link in linked.result.links] == ["absent", "present"]


def test_a_term_that_crosses_tags_unevenly_is_returned(index: Index) -> None:
    linked = link_document("<p><b>x pleural</b> effusion</p>", index, lang="en", form="html")
    assert [s.reason for s in linked.result.skipped] == ["markup"]


def test_titles_are_escaped(index: Index) -> None:
    from dataclasses import replace

    from reportlink.index import Term

    hostile = Term('"><script>alert(1)</script>&', "", "en/t/nodule/")
    poisoned = replace(index, terms={"en": {**index.terms["en"], "nodule": hostile}})
    for form_in, form_out in (("text", "html"), ("html", "html"), ("text", "markdown")):
        out = link_document("nodule", poisoned, lang="en", form=form_in).write(form_out)
        assert "<script>" not in out
        assert link_document(out, poisoned, lang="en", form=form_out if form_out == "html" else "text").document


def test_text_becomes_safe_html(index: Index) -> None:
    out = link_document("<script>nodule</script> & more", index, lang="en").write("html")
    assert out == f"&lt;script&gt;{A}nodule</a>&lt;/script&gt; &amp; more"


def test_markdown_shows_the_same_words(index: Index) -> None:
    import markdown

    text = "# T2* <b> nodule_1 [x](y)\n    nodule &amp; 1. ~~no~~\n- `a` | b\n===\n2) \\n"
    out = link_document(text, index, lang="en").write("markdown")
    shown = markdown.markdown(out)
    import html
    import re

    assert html.unescape(re.sub(r"<[^>]*>", "", shown)).split() == text.split()
    assert '<a href="https://glossary.example/en/t/nodule/#present" title="nodule">nodule</a>' in shown


def test_what_cannot_be_written_is_refused(index: Index) -> None:
    linked = link_document("<p>nodule</p>", index, lang="en", form="html")
    with pytest.raises(InputError, match="html cannot be written as markdown"):
        linked.write("markdown")
    with pytest.raises(InputError, match="cannot read `docx`"):
        link_document("x", index, lang="en", form="docx")
