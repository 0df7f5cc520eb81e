"""An entry as the reader of a report meets it."""

import pytest

STATUSES = ["present", "absent", "possible", "past", "family", "conditional"]


def shown(page):
    return [box for box in STATUSES if page.locator(f"#{box}").is_visible()]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("status", STATUSES)
def test_the_address_shows_one_status_without_any_script(open_page, status, scripts):
    page = open_page(f"de/t/pneumothorax/#{status}", java_script_enabled=scripts)
    assert shown(page) == [status]
    assert page.evaluate("scrollY") == 0


def test_no_status_without_a_fragment(open_page):
    page = open_page("de/t/pneumothorax/")
    assert shown(page) == []
    assert page.locator("#not-seen").is_visible()


def test_the_text_for_not_seen_stands_once(open_page):
    page = open_page("de/t/pneumothorax/#absent")
    assert not page.locator("#not-seen").is_visible()


def test_a_body_part_is_never_said_to_be_absent(open_page):
    assert open_page("de/t/lung/#absent").locator(".status").count() == 0


def test_a_level_has_an_anchor(open_page):
    page = open_page("en/t/bi-rads/#4a")
    assert page.locator("h3:target").inner_text().startswith("BI-RADS 4A")


def test_switching_the_language_stays_on_the_entry_and_keeps_the_status(open_page, site):
    page = open_page("de/t/pneumothorax/#absent")
    page.locator(".languages summary").click()
    assert page.locator(".languages a").count() == 6
    page.locator(".languages a[hreflang=fr]").click()
    page.wait_for_url("**/fr/**")
    assert page.url == f"{site}fr/t/pneumothorax/#absent"
    assert shown(page) == ["absent"]


def test_a_language_without_the_page_is_not_offered(open_page):
    page = open_page("de/t/bi-rads/")
    assert "ar" not in page.locator(".languages a").evaluate_all("links => links.map((link) => link.lang)")


def test_the_questions_can_be_printed_alone(open_page):
    page = open_page("en/t/pneumothorax/")
    page.evaluate("window.print = () => { window.printed = document.documentElement.className; }")
    page.locator("[data-print]").click()
    assert "print-questions" in page.evaluate("window.printed")
    page.emulate_media(media="print")
    visible = page.evaluate(
        "[...document.querySelector('main').children].filter((part) => part.getClientRects().length).map((part) => part.className)"
    )
    assert visible == ["", "questions"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".in-short").is_visible()


def test_questions_are_a_plain_list_without_scripts(open_page):
    page = open_page("en/t/pneumothorax/", java_script_enabled=False)
    assert page.locator(".questions li").count() >= 2
    assert not page.locator("[data-print]").is_visible()
    assert not page.locator("[data-palette-switch]").is_visible()


@pytest.mark.parametrize(("locale", "lang"), [("de-AT", "de"), ("fr-CH", "fr"), ("ar", "ar")])
def test_an_address_without_a_language_chooses_it_and_keeps_the_fragment(open_page, site, locale, lang):
    page = open_page("t/pneumothorax/#absent", locale=locale)
    page.wait_for_url("**/t/pneumothorax/#absent")
    assert page.url == f"{site}{lang}/t/pneumothorax/#absent"


def test_an_address_without_a_language_is_a_list_for_everybody_else(open_page):
    page = open_page("t/pneumothorax/", locale="fi-FI")
    assert page.locator(".choices a").count() == 6
    assert open_page("t/pneumothorax/", java_script_enabled=False).locator(".choices a").count() == 6


def test_the_demonstration_opens_the_explanation_beside_the_word(open_page):
    page = open_page("en/portal-demo/")
    word = page.locator("a.rl-absent[href*='/pneumothorax/']").first
    word.click()
    note = page.locator(".portal-note")
    assert "not seen" in note.inner_text()
    assert note.bounding_box()["y"] >= word.bounding_box()["y"]
    page.keyboard.press("Escape")
    assert note.count() == 0
    assert page.evaluate("document.activeElement.className").startswith("rl")


def test_the_demonstration_works_without_scripts(open_page, site):
    page = open_page("en/portal-demo/", java_script_enabled=False)
    page.locator("a.rl-absent[href*='/pneumothorax/']").first.click()
    assert page.url == f"{site}en/t/pneumothorax/#absent"
