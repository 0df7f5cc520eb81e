"""What everyone can do: with a screen reader, on a small screen, with large text, in the dark, from right to left."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "en/",
    "en/t/pneumothorax/#absent",
    "de/t/pleural-effusion/#possible",
    "fr/t/bi-rads/#4a",
    "it/t/pe-abbreviation/",
    "es/t/ct/",
    "en/t/reading-your-report/",
    "ar/",
    "ar/t/pneumothorax/#present",
    "de/a-z/",
    "fr/body/",
    "en/exams/",
    "en/t/lung/",
    "de/t/liver/",
    "en/t/chest-x-ray/",
    "fr/t/chest-ct/",
    "es/t/mri/",
    "it/t/radiation-dose/",
    "ar/t/chest-x-ray/",
    "de/credits/",
    "ar/credits/",
    "en/about/",
    "en/for-portals/",
    "ar/for-portals/",
    "de/my-report/",
    "de/portal-demo/",
    "404.html",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page, path, scheme):
    page = open_page(path, color_scheme=scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


def test_axe_finds_nothing_in_an_open_search(open_page):
    page = open_page("en/t/lung/")
    page.locator("#search-field").press_sequentially("eff")
    page.locator("[role=option]").first.wait_for()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (360, "200%"), (1280, "200%")])
def test_nothing_has_to_be_scrolled_sideways(open_page, path, width, text):
    page = open_page(path, viewport={"width": width, "height": 700})
    page.evaluate("size => document.documentElement.style.fontSize = size", text)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["en/", "de/t/pneumothorax/", "fr/a-z/", "ar/t/lung/", "it/body/", "es/portal-demo/"])
def test_what_can_be_pressed_is_large_enough_for_a_thumb(open_page, path):
    page = open_page(path, viewport={"width": 360, "height": 700})
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input")].filter((element) => {
            const box = element.getBoundingClientRect();
            const inText = element.closest("p:not(.no), dd, dt, h2, .portal-report, .prose");
            // Of a card, the whole area can be pressed; beside an organ of the body map stands its name, the same link.
            const hidden = !box.width || element.matches(".skip, .cards a, .body-map-area");
            return !hidden && !inText && (box.height < 43.5 || (box.width < 43.5 && !element.closest("li")));
        }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_arabic_runs_from_right_to_left(open_page):
    page = open_page("ar/t/lung/")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    edges = page.evaluate("[...document.querySelectorAll('h1')].map((h) => getComputedStyle(h).textAlign)")
    assert edges == ["start"]


def test_the_keyboard_reaches_the_text_first(open_page):
    page = open_page("en/t/lung/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_links_are_told_by_more_than_colour(open_page):
    page = open_page("en/t/pneumothorax/")
    plain = page.evaluate(
        """() => [...document.querySelectorAll("main a, footer a")]
            .filter((link) => getComputedStyle(link).textDecorationLine !== "underline").map((link) => link.outerHTML)"""
    )
    assert plain == []


def test_lines_are_not_too_long(open_page):
    page = open_page("en/t/pneumothorax/")
    letters = page.evaluate(
        """() => {
            const paragraph = document.querySelector(".prose p");
            const range = document.createRange();
            range.selectNodeContents(paragraph);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
            return paragraph.textContent.length / lines.size;
        }"""
    )
    assert letters <= 75
