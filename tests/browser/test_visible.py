"""The browser reads a page by the rules of `reportlink/formats/html.py`."""

import re

import pytest

from reportlink.formats import html

OURS = {"report-links"}
BLOCKS = {"p", "div", "li", "td", "section", "h2", "figure", "blockquote", "portal-card"}
WITHOUT_TEXT = {"input", "embed", "img", "wbr"}
"""Elements that hold nothing, and those whose content is no part of the page."""


@pytest.fixture(scope="module")
def visible(browser, site):
    """What the published script reads of a piece of mark-up."""
    page = browser.new_page()
    page.goto(f"{site}en/")
    page.evaluate(
        """async (api) => {
            const { script } = await (await fetch(`${api}manifest.json`)).json();
            window.reader = await import(api + script.file);
            window.bodyOf = (source) => new DOMParser().parseFromString(source, 'text/html').body;
        }""",
        f"{site}api/v1/",
    )
    yield lambda source: page.evaluate("source => reader.visibleText(bodyOf(source)).text", source)
    page.close()


@pytest.fixture(scope="module")
def around(browser, site):
    """What is read of `left <name>inside</name> right`, the element made without a parser's opinion about it."""
    page = browser.new_page()
    page.goto(f"{site}en/")
    page.evaluate(
        """async (api) => {
            const { script } = await (await fetch(`${api}manifest.json`)).json();
            const { visibleText } = await import(api + script.file);
            window.around = (name) => {
                const [root, element] = [document.createElement('div'), document.createElement(name)];
                element.append('inside');
                root.append('left', element, 'right');
                return visibleText(root).text;
            };
        }""",
        f"{site}api/v1/",
    )
    yield lambda name: page.evaluate("name => around(name)", name)
    page.close()


def same_gaps(text):
    """How many blank lines stand between two blocks makes no difference: no form crosses one of them."""
    return re.sub(r"\n{2,}", "\n\n", text).strip("\n")


@pytest.mark.parametrize("name", sorted((html.NO_LINKS | html.INLINE | BLOCKS) - WITHOUT_TEXT))
def test_every_element_is_read_alike(around, name):
    python = html.read(f"left<{name}>inside</{name}>right").text
    assert same_gaps(around(name)) == same_gaps(python)


@pytest.mark.parametrize("name", sorted(OURS))
def test_an_element_inside_the_element_looks_after_itself(around, name):
    assert same_gaps(around(name)) == "left\n\nright"


@pytest.mark.parametrize(
    "source",
    [
        "<p>No <b>pleural</b> effusion.</p><p>Lungs clear.</p>",
        "one<br>two<br/>three",
        "a&nbsp;b &amp; c &lt;d&gt; &auml; &#x1F600; x",
        "<ul><li>one<li>two</ul>end",
        "<table><tr><td>1</td><td>2</td></tr></table>",
        "<p>a<!-- no -->b</p>",
        "<div contenteditable>never</div>seen <p contenteditable='false'>always</p>",
        "x<img src='' alt='no'>y<wbr>z",
        "<a href='https://a.example/'>link</a> text",
        "<p>un<b>closed <i>tags</p><p>here",
    ],
)
def test_a_page_is_read_alike(visible, source):
    assert same_gaps(visible(source)) == same_gaps(html.read(source).text)


def test_what_is_pressed_or_filled_in_is_left_alone(visible):
    assert same_gaps(visible("a<span role='button'>b</span>c")) == "a\n\nc"
