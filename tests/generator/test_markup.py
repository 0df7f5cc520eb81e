import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from generator.markup import heading, inline, markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "a & b < c > d",
    "&lt;b&gt; &#60; &amp;",
    "**bold** _it_ `code` ~~gone~~",
    "[a link](https://example.org) ![a picture](x.png)",
    "<https://example.org>",
    "# not a heading",
    "===",
    "---",
    "* * *",
    "1. not a list",
    "2) nor this",
    "+ nor this",
    "> not a quotation",
    "| a | b |",
    "```not code",
    "    not code either",
    "a sign at the end \\",
    "{: #id .class onclick=x }",
    "!!! note",
    "*[abbr]: nothing",
    "[ref]: https://example.org",
    "\x02klzzwxh:0001\x03",
    "a \"quote\" and an 'apostrophe'",
    "⚠ ½ عربي ß İ 😀",
]


def rendered(source):
    """What a reader sees, and every tag that made it."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        def __init__(self):
            super().__init__()
            self.seen, self.tags = "", []

        def handle_starttag(self, tag, attrs):
            self.tags.append((tag, dict(attrs)))

        def handle_data(self, data):
            self.seen += data

        def handle_comment(self, data):
            self.tags.append(("comment", data))

    reader = Reader()
    reader.feed(Markdown(extensions=["toc", "tables", "fenced_code", "attr_list"]).convert(source))
    reader.close()
    return reader.seen, reader.tags


@pytest.mark.parametrize("text", HOSTILE)
def test_text_shows_as_written_and_makes_no_markup(text):
    seen, tags = rendered(markdown(text))
    assert seen.split() == text.replace("\x02", "").replace("\x03", "").split()
    assert tags == [("p", {})]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_list_item_shows_as_written(text):
    seen, tags = rendered(markdown(f"- {text}\n- second"))
    assert seen.split() == [*text.replace("\x02", "").replace("\x03", "").split(), "second"]
    assert tags == [("ul", {}), ("li", {}), ("li", {})]


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1))
def test_any_line_of_text_makes_one_paragraph(text):
    line = "x" + text
    seen, tags = rendered(markdown(line))
    assert seen.split() == line.split()
    assert tags == [("p", {})]


def test_paragraphs_and_lists():
    text = "One\nline.\n\nTwo:\n- a\n  goes on\n- b\n\nThree."
    assert markdown(text) == "One line.\n\nTwo:\n\n- a goes on\n- b\n\nThree."


def test_heading_keeps_its_anchor():
    seen, tags = rendered(heading(3, "4A: {low} #risk", "4a"))
    assert (seen, tags) == ("4A: {low} #risk", [("h3", {"id": "4a"})])


def test_inline_leaves_plain_words_alone():
    assert inline("A plain sentence, with 3 mm.") == "A plain sentence, with 3 mm."
