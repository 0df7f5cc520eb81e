"""An explainer as the reader of an examination's page meets it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "x-ray": "x-ray-explainer",
    "ct": "ct-explainer",
    "mri": "mri-explainer",
    "ultrasound": "ultrasound-explainer",
    "mammography": "mammography-explainer",
    "pet-ct": "pet-explainer",
}
LANGUAGES = ["en", "de", "fr", "it", "es"]

MOST_BEFORE = 150_000
MOST_WITH_FILM = 1_200_000

explainers = pytest.mark.parametrize("entry", PAGES)


def explainer(page, entry):
    return page.locator(f"#figure-{PAGES[entry]}")


def player(page, entry):
    return explainer(page, entry).locator("[data-explainer]")


def said(page, entry):
    """The caption that can be seen."""
    return player(page, entry).locator(".explainer-shown").inner_text()


def until(page, expression, *arguments):
    """Wait until this is so. The pages' policy lets nobody else evaluate in them, Playwright's own waiting included."""
    for _ in range(800):
        if page.evaluate(expression, *arguments):
            return
        page.wait_for_timeout(25)
    raise AssertionError(expression)


def begin(page, entry):
    """Start the film and wait until it moves."""
    player(page, entry).locator(".explainer-play").click()
    until(page, "document.querySelector('[data-explainer] video').currentTime > 0.1")


@explainers
def test_nothing_moves_or_is_fetched_unasked_and_the_page_is_light(open_page, entry):
    page = open_page("404.html")
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(page.url.replace("404.html", f"en/t/{entry}/"))
    page.wait_for_load_state("networkidle")
    before = sum(sizes)
    assert before < MOST_BEFORE
    assert [name for name in page.requested if name.endswith(".mp4")] == []
    assert page.evaluate("[...document.querySelectorAll('video')].every((video) => video.paused && !video.autoplay)")
    assert page.evaluate("document.getAnimations().length") == 0
    begin(page, entry)
    assert len({name for name in page.requested if name.endswith(".mp4")}) == 1, "one film, in one form"
    films = player(page, entry).locator("source[type^=video]").evaluate_all("films => films.map((film) => film.src)")
    assert before + max(len(page.request.get(film).body()) for film in films) < MOST_WITH_FILM


@pytest.mark.parametrize(("entry", "width"), [("ct", 320), ("ct", 1280), ("mammography", 320), ("pet-ct", 1280)])
def test_the_page_does_not_shift(open_page, entry, width):
    page = open_page(f"en/t/{entry}/", viewport={"width": width, "height": 700})
    page.evaluate(
        """() => { window.shifts = []; new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) if (!shift.hadRecentInput)
          window.shifts.push([shift.value, ...shift.sources.map((one) => one.node?.className ?? one.node?.nodeName)]);
        }).observe({type: "layout-shift", buffered: true}); }"""
    )
    explainer(page, entry).scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    height = explainer(page, entry).bounding_box()["height"]
    begin(page, entry)
    page.evaluate("document.querySelector('[data-explainer] video').currentTime = 20")
    page.wait_for_timeout(300)
    assert explainer(page, entry).bounding_box()["height"] == height
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("entry", ["ct", "pet-ct"])
def test_captions_follow_the_film(open_page, entry):
    page = open_page(f"de/t/{entry}/")
    steps = player(page, entry).locator(".explainer-steps li p").all_text_contents()
    before = said(page, entry)
    assert before not in steps
    begin(page, entry)
    until(page, "first => document.querySelector('.explainer-shown').textContent === first", steps[0])
    # A film cannot be wound where a server does not serve parts of files: so it is played fast.
    page.evaluate("document.querySelector('[data-explainer] video').playbackRate = 16")
    for step in steps[1:]:
        until(page, "step => document.querySelector('.explainer-shown').textContent === step", step)
    until(page, "document.querySelector('[data-explainer] video').ended")
    assert player(page, entry).locator(".explainer-shown").count() == 1


def test_it_starts_stops_and_hides_its_captions_by_keyboard(open_page):
    page = open_page("en/t/ct/")
    play = player(page, "ct").locator(".explainer-play")
    play.focus()
    assert play.inner_text().strip() == "Play the film"
    page.keyboard.press("Enter")
    until(page, "!document.querySelector('[data-explainer] video').paused")
    assert play.inner_text().strip() == "Pause"
    page.keyboard.press("Space")
    until(page, "document.querySelector('[data-explainer] video').paused")
    page.keyboard.press("Tab")
    switch = player(page, "ct").locator(".explainer-switch")
    assert switch.evaluate("button => button === document.activeElement"), "as easy to reach as play"
    assert switch.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Enter")
    assert switch.get_attribute("aria-pressed") == "false"
    assert not player(page, "ct").locator(".explainer-shown").is_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_its_own_words(open_page, lang):
    page = open_page(f"{lang}/t/ct/")
    for entry in PAGES:
        page.goto(page.url.rsplit("/", 2)[0] + f"/{entry}/", wait_until="domcontentloaded")
        track = player(page, entry).locator("track")
        assert track.get_attribute("srclang") == lang
        text = page.request.get(track.evaluate("track => track.src")).text()
        steps = player(page, entry).locator(".explainer-steps li p").all_text_contents()
        assert text.startswith("WEBVTT\n")
        assert [step in text for step in steps] == [True] * 5


@pytest.mark.parametrize("entry", ["ct"])
def test_without_scripts_the_browser_has_the_controls_and_the_steps_can_be_opened(open_page, entry):
    page = open_page(f"en/t/{entry}/", java_script_enabled=False)
    video = player(page, entry).locator("video")
    assert video.get_attribute("controls") is not None
    assert not player(page, entry).locator(".explainer-controls").is_visible()
    player(page, entry).locator("summary").click()
    assert player(page, entry).locator(".explainer-steps img").count() == 5
    assert player(page, entry).locator(".explainer-steps li p").last.is_visible()


@pytest.mark.parametrize("entry", ["ct"])
@pytest.mark.parametrize(
    "options", [{"reduced_motion": "reduce"}, {"java_script_enabled": False, "reduced_motion": "reduce"}]
)
def test_who_wants_no_motion_sees_the_steps_at_once(open_page, entry, options):
    page = open_page(f"en/t/{entry}/", **options)
    assert all(step.is_visible() for step in player(page, entry).locator(".explainer-steps li p").all())


@pytest.mark.parametrize("entry", ["mri"])
def test_on_paper_there_are_the_steps_and_no_buttons(open_page, entry):
    page = open_page(f"en/t/{entry}/")
    page.emulate_media(media="print")
    assert all(step.is_visible() for step in player(page, entry).locator(".explainer-steps li p").all())
    assert not player(page, entry).locator("video").is_visible()
    assert not player(page, entry).locator("button").first.is_visible()


@pytest.mark.parametrize("entry", ["ct", "pet-ct"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, entry, scheme):
    page = open_page(f"en/t/{entry}/", color_scheme=scheme)
    player(page, entry).locator("summary").click()
    rules = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    }
    found = Axe().run(page, options=rules).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.parametrize("entry", ["mammography"])
@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (360, "200%")])
def test_it_fits_a_small_screen_and_a_thumb(open_page, entry, width, text):
    page = open_page(f"de/t/{entry}/", viewport={"width": width, "height": 700})
    page.evaluate("size => document.documentElement.style.fontSize = size", text)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in player(page, entry).locator("button, summary").all():
        box = target.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_an_arabic_reader_reads_from_the_right_and_the_film_is_not_mirrored(open_page):
    page = open_page("ar/t/chest-x-ray/", viewport={"width": 320, "height": 700})
    film = page.locator("[data-explainer]")
    assert film.locator("track").get_attribute("srclang") == "ar"
    assert film.locator(".explainer-shown").evaluate("line => getComputedStyle(line).direction") == "rtl"
    assert film.locator("video").evaluate("video => getComputedStyle(video).transform") == "none"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
