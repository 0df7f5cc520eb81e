"""The slice viewer: every way to move, nothing fetched before it is asked for, and what stands without the script."""

import gzip
import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_access import RULES

ROOT = Path(__file__).resolve().parents[2]
SLICES = len(json.loads((ROOT / "media" / "manifest.json").read_text())["media"]["ct-chest-slices"]["files"])
PAGE = "en/t/chest-ct/"
STACK = "#figure-ct-chest-stack"
START = 29  # counted from 1, as it is spoken


@pytest.fixture
def stack(open_page):
    """The viewer on its page, in view."""
    page = open_page(PAGE)
    found = page.locator(STACK)
    found.locator("img").scroll_into_view_if_needed()
    found.locator("img").evaluate("image => image.decode()")
    return found


def slider(stack):
    return stack.get_by_role("slider")


def now(stack):
    return int(slider(stack).input_value())


def fetched(stack):
    return [address for address in stack.page.requested if "ct-chest-slices" in address]


def shown(stack, number):
    """The number of the slice that is shown, once it has come."""
    expect(stack.locator("img")).to_have_attribute("src", re.compile(rf"ct-chest-slices-{number - 1:02}\."))
    return number


def test_only_the_first_slice_is_fetched_until_the_reader_moves(stack):
    stack.page.wait_for_timeout(300)
    assert len(set(fetched(stack))) == 1
    slider(stack).press("ArrowRight")
    assert shown(stack, START + 1)
    stack.page.wait_for_timeout(300)
    assert 2 <= len(set(fetched(stack))) <= 6


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("ArrowRight", START + 1),
        ("ArrowUp", START - 1),
        ("ArrowDown", START + 1),
        ("ArrowLeft", START - 1),
        ("Home", 1),
        ("End", SLICES),
        ("PageUp", START + SLICES // 10),
    ],
)
def test_keys_move_and_the_place_is_spoken(stack, key, wanted):
    slider(stack).press(key)
    assert now(stack) == shown(stack, wanted)
    assert slider(stack).get_attribute("aria-valuetext").startswith(f"Slice {wanted} of {SLICES}")
    assert stack.locator(".stack-now").inner_text() == f"Slice {wanted} of {SLICES}"


def test_the_names_of_what_is_pinned_are_spoken_with_the_place(stack):
    assert "heart" in slider(stack).get_attribute("aria-valuetext")
    slider(stack).press("Home")
    spoken = slider(stack).get_attribute("aria-valuetext")
    assert "heart" not in spoken
    assert "lung" in spoken


def test_pins_stand_on_their_own_slices_only(stack):
    for key in ("Home", "End"):
        slider(stack).press(key)
        at = now(stack) - 1
        for pin in stack.locator(".pin").all():
            here = int(pin.get_attribute("data-first")) <= at <= int(pin.get_attribute("data-last"))
            assert (pin.get_attribute("visibility") == "visible") == here


def test_buttons_step_and_stop_at_the_ends(stack):
    stack.get_by_role("button", name="One slice down").click()
    assert now(stack) == shown(stack, START + 1)
    slider(stack).press("Home")
    stack.get_by_role("button", name="One slice up").click()
    assert now(stack) == 1


def test_a_number_of_the_legend_leads_to_its_slice(stack):
    stack.get_by_role("button", name="Show in the picture: trachea").click()
    assert now(stack) < START
    assert "trachea" in slider(stack).get_attribute("aria-valuetext")


def wheel(stack, by):
    frame = stack.locator(".stack-frame")
    frame.hover()
    before = stack.page.evaluate("scrollY")
    stack.page.mouse.wheel(0, by)
    stack.page.wait_for_timeout(250)
    return stack.page.evaluate("scrollY") - before


def test_a_wheel_moves_the_page_until_the_reader_has_taken_hold(stack):
    assert wheel(stack, 120) > 0
    assert now(stack) == START
    slider(stack).focus()
    stack.locator("img").scroll_into_view_if_needed()
    assert wheel(stack, 120) == 0
    assert now(stack) == START + 3


def test_at_the_last_slice_the_wheel_moves_the_page_again(stack):
    slider(stack).press("End")
    shown(stack, SLICES)
    stack.locator("img").scroll_into_view_if_needed()
    assert wheel(stack, 120) > 0
    assert now(stack) == SLICES


def test_a_drag_to_the_side_moves_through_the_slices(stack):
    box = stack.locator(".stack-frame").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    stack.page.mouse.move(x, y)
    stack.page.mouse.down()
    stack.page.mouse.move(x + 45, y, steps=5)
    stack.page.mouse.up()
    assert now(stack) == START + 5
    stack.page.mouse.move(x - 200, y)
    assert now(stack) == START + 5


def test_a_finger_up_and_down_scrolls_the_page(stack):
    assert stack.locator(".stack-frame").evaluate("frame => getComputedStyle(frame).touchAction") == "pan-y"


def test_without_the_script_the_first_slice_stands_with_its_pins(open_page):
    page = open_page(PAGE, java_script_enabled=False)
    stack = page.locator(STACK)
    assert f"ct-chest-slices-{START - 1:02}." in stack.locator("img").get_attribute("src")
    assert not stack.get_by_role("slider").is_visible()
    assert not stack.get_by_role("button").count()
    assert stack.locator(".pin:not([visibility=hidden])").count() >= 3
    assert stack.get_by_role("link", name="heart").is_visible()


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 640}}])
def test_the_viewer_passes_axe_and_fits(open_page, options):
    page = open_page(PAGE, **options)
    faults = Axe().run(page, context=STACK, options=RULES).response["violations"]
    assert not faults
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator(STACK).get_by_role("button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_a_page_with_slices_is_light_before_the_reader_moves(open_page, site):
    page = open_page(PAGE, viewport={"width": 390, "height": 800})
    page.locator(STACK).locator("img").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    answers = [page.request.get(site + address) for address in sorted(set(page.requested))]
    # Text travels packed, pictures as they are: whatever is the smaller.
    sizes = [min(len(body), len(gzip.compress(body))) for body in (answer.body() for answer in answers)]
    assert len(sizes) > 3
    assert sum(sizes) < 150_000, dict(zip(sorted(set(page.requested)), sizes, strict=True))


SHIFTS = """() => new Promise((told) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => told(sum), 400);
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_when_the_viewer_comes(open_page, width):
    page = open_page(PAGE + STACK, viewport={"width": width, "height": 800})
    page.locator(STACK).get_by_role("slider").press("ArrowRight")
    assert page.evaluate(SHIFTS) == 0


def test_on_paper_the_legend_has_its_numbers_and_no_buttons(stack):
    stack.page.emulate_media(media="print")
    assert not stack.get_by_role("slider").is_visible()
    for item in stack.locator(".legend-item").all():
        assert item.locator("> .legend-number").is_visible()
        assert not item.locator("button").is_visible()
