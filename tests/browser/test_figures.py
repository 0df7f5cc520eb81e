"""Figures in a browser: seen, pressed, heard; light, steady, never mirrored."""

import pytest

LANGUAGES = ["en", "de", "fr", "it", "es", "ar"]
PICTURES = ["t/lung/", "t/chest-x-ray/", "t/chest-ct/", "t/mri/", "t/radiation-dose/", "t/liver/"]
LIGHT = 150_000
"""Bytes that a page with a figure may load before a film is started."""


def box(page, selector):
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_body_is_never_mirrored(open_page, lang):
    page = open_page(f"{lang}/", viewport={"width": 360, "height": 800})
    if not page.locator("[data-area=liver]").count():
        page = open_page("en/", locale=lang, viewport={"width": 360, "height": 800})
    middle = box(page, ".outline-body")["x"] + box(page, ".outline-body")["width"] / 2
    liver, spleen = (box(page, f".body-map-area[data-area={organ}]") for organ in ("liver", "spleen"))
    assert liver["x"] + liver["width"] / 2 < middle < spleen["x"]


@pytest.mark.parametrize(("path", "said"), [("en/t/liver/", "The liver is coloured"), ("de/t/liver/", "Die Leber ist")])
def test_the_outline_is_drawn_and_said(open_page, path, said):
    page = open_page(path)
    drawing = page.locator(".outline-drawing")
    assert said in drawing.get_attribute("aria-label")
    lit = box(page, ".outline-lit")
    assert lit["width"] > 20
    assert lit["height"] > 10
    whole = drawing.bounding_box()
    assert whole["x"] < lit["x"]
    assert lit["x"] + lit["width"] < whole["x"] + whole["width"]


@pytest.mark.parametrize("path", PICTURES)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_with_a_figure_is_light_and_nothing_moves(open_page, path, width):
    page = open_page("404.html", viewport={"width": width, "height": 800})
    page.add_init_script(
        """window.shifted = [];
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
                if (!entry.hadRecentInput) window.shifted.push([entry.value, entry.sources.map((s) => s.node?.outerHTML)]);
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(page.url.replace("404.html", f"en/{path}"))
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate(
        """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
            .map((entry) => [entry.encodedBodySize, entry.name])"""
    )
    assert sum(size for size, _ in loaded) < LIGHT, sorted(loaded)
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shifted") == []


def test_what_the_map_shows_its_list_leads_to_as_well(open_page):
    page = open_page("en/")
    organs = page.locator(".body-map-area").evaluate_all(
        "links => links.map(a => [a.getAttribute('href'), a.ariaLabel])"
    )
    names = page.locator(".body-map .legend a").evaluate_all(
        "links => links.map(a => [a.getAttribute('href'), a.text])"
    )
    assert len(organs) >= 10
    assert sorted(organs) == sorted(names)


def test_the_map_answers_the_keyboard(open_page):
    page = open_page("en/")
    page.locator(".body-map-area[data-area=liver]").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    fills = page.evaluate(
        """() => ["liver", "spleen"].map((area) =>
            getComputedStyle(document.querySelector(`.body-map-area[data-area=${area}]`)).fill)"""
    )
    assert fills[0] != fills[1]
    assert page.locator(".body-map .legend a.meant").text_content() == "Liver"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/t/liver/")


def test_a_name_and_its_organ_light_up_together(open_page):
    page = open_page("en/")
    page.locator(".body-map .legend a[data-area=heart]").hover()
    assert page.locator(".body-map-area.meant").get_attribute("data-area") == "heart"
    page.mouse.move(0, 0)
    assert page.locator(".meant").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_and_numbers_of_a_picture_belong_together_and_do_not_overlap(open_page, lang, width):
    page = open_page(f"{lang}/t/chest-x-ray/", viewport={"width": width, "height": 800})
    figure = page.locator(".figure-picture").first
    figure.scroll_into_view_if_needed()
    numbers = figure.locator(".pin text").all_text_contents()
    assert numbers
    assert set(numbers) == set(figure.locator(".legend-number").all_text_contents())
    overlaps = figure.evaluate(
        """(figure) => {
            const parts = [...figure.querySelectorAll(".legend li"), figure.querySelector(".picture-frame")];
            const boxes = parts.map((part) => [part.textContent.trim(), part.getBoundingClientRect()]);
            const pins = [...figure.querySelectorAll(".pin svg circle")].map((pin) => ["pin", pin.getBoundingClientRect()]);
            const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
            const found = [];
            for (const group of [boxes, pins])
                for (const [one, [name, box]] of group.entries())
                    for (const [other, there] of group.slice(one + 1)) if (meet(box, there)) found.push([name, other]);
            return found;
        }"""
    )
    assert overlaps == []


def test_lines_lead_from_names_to_pins_where_there_is_room(open_page):
    for width, shown in ((1280, True), (700, False)):
        page = open_page("en/t/chest-x-ray/", viewport={"width": width, "height": 800})
        page.locator(".figure-picture").first.scroll_into_view_if_needed()
        leaders = page.locator(".figure-picture .leader")
        assert leaders.count() > 2
        assert leaders.first.is_visible() is shown


def test_a_chart_is_a_table_whose_bars_are_as_long_as_their_numbers(open_page):
    page = open_page("de/t/radiation-dose/")
    rows = page.locator(".chart tbody tr").evaluate_all(
        """rows => rows.map((row) => [row.querySelector("th").textContent.trim(),
            row.querySelector("bdi").textContent, row.querySelector("rect:not(.chart-track)").getBoundingClientRect().width])"""
    )
    assert len(rows) >= 5
    doses = [float(number.replace(",", ".")) for _, number, _ in rows]
    longest = max(length for _, _, length in rows)
    assert [length / longest for _, _, length in rows] == pytest.approx(
        [max(dose / max(doses), 0.01) for dose in doses], abs=0.005
    )
    assert "," in rows[0][1]


def test_the_credits_name_every_licence_that_pages_show(open_page):
    page = open_page("en/t/chest-x-ray/")
    thanks = page.locator(".figure-credit [lang=en]").all_text_contents()
    assert thanks
    page.locator(".site-footer a", has_text="Credits").click()
    text = page.locator("main").text_content()
    for thank in thanks:
        words, _, licence = thank.strip().rpartition(" · ")
        assert words in text
        assert licence in text


def test_on_paper_the_outline_is_there_and_buttons_are_not(open_page):
    page = open_page("en/t/lung/")
    page.emulate_media(media="print")
    assert page.locator(".outline-drawing").is_visible()
    assert not page.locator(".read-aloud").is_visible()
