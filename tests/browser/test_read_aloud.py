"""Reading aloud, with a voice that a test can follow: only voices of this device, sentence by sentence, pause and stop."""

import json

import pytest

VOICE = """
(([voices, highlights]) => {
  if (!highlights) { delete globalThis.Highlight; }
  const spoken = (globalThis.spoken = []);
  class Utterance { constructor(text) { this.text = text; } }
  const synthesis = new EventTarget();
  let current = null;
  Object.assign(synthesis, {
    getVoices: () => globalThis.late ? [] : voices,
    speak: (utterance) => { current = utterance; spoken.push(utterance.text); },
    cancel: () => { const was = current; current = null; was?.onerror?.({ error: "canceled" }); },
  });
  globalThis.finish = () => { const was = current; current = null; was?.onend?.({}); };
  globalThis.voiceOf = () => current?.voice?.name;
  Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis });
  Object.defineProperty(globalThis, "SpeechSynthesisUtterance", { value: Utterance });
})
"""
LOCAL = {"name": "here", "lang": "en_GB", "localService": True, "default": False}
FAR = {"name": "far", "lang": "en-US", "localService": False, "default": True}
GERMAN = {"name": "hier", "lang": "de-DE", "localService": True, "default": True}
START, STOP = "[data-read=start]", "[data-read=stop]"


@pytest.fixture
def talking(open_page):
    """Opens a page in a browser with these voices."""

    def open_(path, voices, *, highlights=True):
        page = open_page("404.html")
        page.add_init_script(f"{VOICE}({json.dumps([voices, highlights])})")
        page.goto(page.url.replace("404.html", path))
        return page

    return open_


def marked(page):
    return page.evaluate("[...(CSS.highlights.get('read-aloud') ?? [])].map((range) => range.toString().trim()).join()")


@pytest.mark.parametrize("voices", [[], [FAR], [GERMAN], [FAR, GERMAN]])
def test_without_a_voice_of_this_device_for_this_language_there_is_no_button(talking, voices):
    page = talking("en/t/lung/", voices)
    assert not page.locator(START).is_visible()


def test_a_voice_that_comes_late_is_found_and_nothing_moves(talking):
    page = talking("en/t/lung/", [LOCAL])
    page.evaluate("late = true; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    assert not page.locator(START).is_visible()
    before = page.locator(".in-short p").bounding_box()
    page.evaluate("late = false; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    assert page.locator(START).is_visible()
    assert page.locator(".in-short p").bounding_box() == before


def test_sentence_after_sentence_is_read_and_marked(talking):
    page = talking("en/t/lung/", [FAR, GERMAN, LOCAL])
    text = page.locator("main").inner_text()
    page.locator(START).click()
    assert page.evaluate("voiceOf()") == "here"
    short = page.locator(".in-short p").text_content().strip()
    heard = []
    while page.evaluate("spoken.length") > len(heard):
        heard = page.evaluate("spoken")
        assert marked(page).split() == heard[-1].split()
        page.evaluate("finish()")
    assert short.startswith(heard[0])
    assert len(heard) > 8
    # What is marked is the page itself: every sentence stands in it, in its order, and none is read twice.
    visible = " ".join(page.locator("main").evaluate("main => main.textContent").split())
    behind = 0
    for sentence in heard:
        assert sentence in visible[behind:]
        behind = visible.index(sentence, behind) + len(sentence)
    assert page.locator("main").inner_text() == text
    assert not page.locator(STOP).is_visible()
    assert marked(page) == ""


def test_pause_goes_on_with_the_same_sentence(talking):
    page = talking("en/t/lung/", [LOCAL])
    page.locator(START).click()
    page.evaluate("finish()")
    second = page.evaluate("spoken.at(-1)")
    page.locator(START).click()
    assert page.locator(START).inner_text().strip() == "Read on"
    page.evaluate("finish()")
    assert page.evaluate("spoken.length") == 2
    page.locator(START).click()
    assert page.evaluate("spoken") == [*page.evaluate("spoken.slice(0, 1)"), second, second]


def test_stop_and_escape_end_it(talking):
    page = talking("en/t/lung/", [LOCAL])
    for end in (lambda: page.locator(STOP).click(), lambda: page.keyboard.press("Escape")):
        page.locator(START).click()
        assert page.locator(STOP).is_visible()
        end()
        assert not page.locator(STOP).is_visible()
        assert marked(page) == ""
        page.evaluate("finish()")
        assert page.locator(START).inner_text().strip() == "Read aloud"
    assert page.evaluate("spoken.length") == 2


def test_a_browser_without_highlights_marks_the_paragraph_and_restores_it(talking):
    page = talking("en/t/lung/", [LOCAL], highlights=False)
    markup = page.locator("main").evaluate("main => main.querySelector('.in-short p').outerHTML")
    page.locator(START).click()
    assert page.locator(".read-aloud-sentence").count() == 1
    page.locator(STOP).click()
    assert page.locator(".read-aloud-sentence").count() == 0
    page.evaluate("document.querySelector('.in-short p').removeAttribute('class')")
    assert page.locator("main").evaluate("main => main.querySelector('.in-short p').outerHTML") == markup


def test_what_the_report_did_not_send_is_not_read(talking):
    page = talking("en/t/pneumothorax/", [LOCAL])
    page.locator(START).click()
    while page.locator(STOP).is_visible():
        page.evaluate("finish()")
    heard = " ".join(page.evaluate("spoken"))
    assert "Your report says" not in heard
    assert "Draft" not in heard
