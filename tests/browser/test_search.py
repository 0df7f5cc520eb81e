"""The search field, and what the browser remembers."""

import pytest


def results(page):
    page.locator("[role=option]").first.wait_for()
    return page.locator("[role=option]").evaluate_all("options => options.map((o) => o.pathname.split('/').at(-2))")


@pytest.mark.parametrize(
    ("lang", "typed", "found"),
    [
        ("en", "EFFUS", "pleural-effusion"),
        ("en", "collapsed", "pneumothorax"),
        ("de", "erguss", "pleural-effusion"),
        ("de", "lymphknoten", "lymph-node"),
        ("fr", "epanchement", "pleural-effusion"),
        ("es", "corazon", "heart"),
        ("ar", "رئة", "lung"),
    ],
)
def test_words_are_found_whatever_the_accents_and_capitals(open_page, lang, typed, found):
    page = open_page(f"{lang}/")
    page.locator("#search-field").press_sequentially(typed)
    assert found in results(page)


def test_typing_asks_the_server_for_one_list_and_nothing_else(open_page):
    page = open_page("en/t/lung/")
    before = len(page.requested)
    assert not [url for url in page.requested if "search.json" in url]
    page.locator("#search-field").press_sequentially("pneumothorax", delay=20)
    results(page)
    assert [url for url in page.requested[before:] if not url.endswith(".svg")] == ["en/search.json"]
    assert "?" not in page.url


def test_the_keyboard_is_enough(open_page, site):
    page = open_page("en/")
    field = page.locator("#search-field")
    field.focus()
    field.press_sequentially("pleur")
    count = len(results(page))
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "search-result-1"
    field.press("ArrowUp")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == f"search-result-{count - 1}"
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press_sequentially("a")
    results(page)
    field.press("Enter")
    page.wait_for_url("**/t/**")
    assert page.url == f"{site}en/t/pleura/"


def test_nothing_found_is_said_aloud(open_page):
    page = open_page("en/")
    page.locator("#search-field").press_sequentially("qqqq")
    page.locator("[role=status]", has_text="No word found").wait_for()
    assert not page.locator("[role=listbox]").is_visible()


def test_without_scripts_the_field_leads_to_all_words_and_sends_nothing(open_page, site):
    page = open_page("en/", java_script_enabled=False)
    page.locator("#search-field").fill("cancer")
    page.locator(".search button").click()
    page.wait_for_url("**/a-z/**")
    assert page.url.rstrip("?") == f"{site}en/a-z/"


def test_the_palette_is_the_only_thing_remembered(open_page):
    page = open_page("en/t/lung/")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.locator("[data-palette-switch]").click()
    dark = page.evaluate(background)
    assert dark != light
    page.locator("[data-text-size='1']").click()
    page.reload()
    assert page.evaluate(background) == dark
    assert page.evaluate("Object.keys(localStorage)") == ["palette"]
    assert page.context.cookies() == []


def test_the_page_follows_the_system_until_told_otherwise(open_page):
    background = "getComputedStyle(document.body).backgroundColor"
    light = open_page("en/", color_scheme="light").evaluate(background)
    page = open_page("en/", color_scheme="dark")
    assert page.evaluate(background) != light
    page.locator("[data-palette-switch]").click()
    assert page.evaluate(background) == light


def test_text_can_be_made_larger_and_smaller(open_page):
    page = open_page("en/t/lung/")
    size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    normal = page.evaluate(size)
    assert 18 <= normal <= 20
    page.locator("button[data-text-size='1']").click()
    page.locator("button[data-text-size='1']").click()
    assert page.evaluate(size) >= normal * 1.3
    page.locator("button[data-text-size='-1']").click()
    page.locator("button[data-text-size='-1']").click()
    assert page.evaluate(size) == normal
    assert page.locator("button[data-text-size='-1']").is_disabled()
