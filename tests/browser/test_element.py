"""`<report-links>` in a portal of another origin, under a strict policy with Trusted Types."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.portal import Portal
from tests.browser.test_access import RULES

REPORT = """<report-links lang="de" explain="de"><h2>Befund</h2>
<p>Kein <!-- heute -->Pneumothorax. Kleiner <b>Pleura</b>erguss &amp; Herz normal&nbsp;groß, <a href="https://a.example/">Pneumonie</a>.</p>
<ul><li>Kein <em><strong>Pneumo</strong>thorax</em> rechts</li><li>Lunge<br>frei</li></ul>
<pre><code>Pneumothorax</code></pre>
<p contenteditable="true">Atelektase</p><p><span role="button" tabindex="0">Atelektase</span></p>
<textarea>Atelektase</textarea><select><option>Atelektase</option></select><button type="button">Atelektase</button>
<script type="text/plain">Atelektase</script><svg><text>Atelektase</text></svg></report-links>"""
PLAIN = """<report-links lang="de" explain="de"><h2>Befund</h2><p>Kein Pneumothorax. Kleiner Pleuraerguss.</p></report-links>"""
SERIALISED = "document.querySelector('report-links').outerHTML"
NODES = """() => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode.data);
    return found;
}"""
NOTE = "[role=dialog]"


@pytest.fixture(scope="module")
def portal(site):
    running = Portal(site)
    yield running
    running.close()


@pytest.fixture
def open_portal(browser, portal):
    """Opens a portal page; fails at the end on an error in it, a violated policy, or a request that says anything."""
    contexts, faults = [], []

    def open_(body=REPORT, *, linked=True, before=None, **options):
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 700}, **options})
        contexts.append(context)
        page = context.new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request))  # noqa: PLW0108 - Playwright marks what it is given
        page.on(
            "console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        if before:
            page.add_init_script(before)
        page.goto(portal.show(body))
        if linked:
            page.locator("a.rl").first.wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not faults


def links(page):
    return page.locator("a.rl").evaluate_all(
        "links => links.map((a) => [a.textContent, a.className.replace('rl rl-', ''), a.pathname.split('/').at(-2)])"
    )


def settled(page):
    page.wait_for_timeout(150)


def test_words_are_linked_across_elements_and_nowhere_else(open_portal):
    page = open_portal()
    found = links(page)
    assert ["Pneumothorax", "absent", "pneumothorax"] in found
    assert ["Pleura", "present", "pleural-effusion"] in found
    assert ["erguss", "present", "pleural-effusion"] in found
    assert ["Herz", "present", "heart"] in found
    assert ["Lunge", "present", "lung"] in found
    assert not [text for text, _, _ in found if text in ("Pneumonie", "Atelektase")]
    assert page.locator(":is(a, code, button, [role], [contenteditable], option, textarea, script, svg) a").count() == 0


def test_the_first_mention_of_each_status_or_all_of_them(open_portal):
    page = open_portal()
    assert [text for text, _, id_ in links(page) if id_ == "pneumothorax"] == ["Pneumothorax"]
    page.evaluate("document.querySelector('report-links').setAttribute('mentions', 'all')")
    settled(page)
    assert [text for text, _, id_ in links(page) if id_ == "pneumothorax"] == ["Pneumothorax", "Pneumo", "thorax"]
    assert page.locator("a.rl[tabindex='-1']").all_inner_texts() == ["erguss", "thorax"]


@pytest.mark.parametrize("undo", ["element.unlink()", "element.setAttribute('off', '')", "element.remove()"])
def test_undoing_restores_the_very_same_text_nodes(open_portal, undo):
    page = open_portal(REPORT.replace("<report-links ", "<report-links off "), linked=False)
    page.evaluate("customElements.whenDefined('report-links').then(() => true)")
    page.evaluate("window.element = document.querySelector('report-links')")
    before, nodes = page.evaluate("element.innerHTML"), page.evaluate(NODES)
    page.evaluate("window.text = element.querySelector('p').childNodes[2]")
    page.evaluate("element.removeAttribute('off')")
    page.locator("a.rl").first.wait_for()
    assert page.evaluate("element.innerHTML") != before
    page.evaluate(undo)
    settled(page)
    assert page.evaluate("element.innerHTML") == before
    assert page.evaluate(NODES) == nodes
    assert page.evaluate("text === element.querySelector('p').childNodes[2]")


def test_linking_again_changes_nothing(open_portal):
    page = open_portal()
    once = page.evaluate(SERIALISED)
    page.evaluate("document.querySelector('report-links').link()")
    settled(page)
    assert page.evaluate(SERIALISED) == once


def test_changed_attributes_link_anew(open_portal):
    page = open_portal()
    page.evaluate("document.querySelector('report-links').setAttribute('explain', 'fr')")
    page.locator("a.rl[hreflang=fr]").first.wait_for()
    assert page.locator("a.rl:not([hreflang=fr])").count() == 0
    page.evaluate("document.querySelector('report-links').setAttribute('exclude', 'heart, lung')")
    settled(page)
    assert not {"heart", "lung"} & {id_ for _, _, id_ in links(page)}


def test_what_the_page_adds_later_is_linked_and_what_it_takes_away_stays_away(open_portal):
    page = open_portal()
    page.evaluate(
        """() => {
            const paragraph = document.createElement('p');
            paragraph.textContent = 'Keine Fraktur.';
            document.querySelector('report-links').append(paragraph);
        }"""
    )
    page.locator("a.rl-absent[href*='/fracture/']").wait_for()
    page.evaluate("document.querySelector('report-links').replaceChildren('Lunge frei.')")
    settled(page)
    assert links(page) == [["Lunge", "present", "lung"]]
    assert page.locator("report-links").inner_text() == "Lunge frei."


def test_a_text_node_that_the_page_writes_anew_is_the_pages(open_portal):
    page = open_portal('<report-links lang="de">Kein Pneumothorax. Lunge frei.</report-links>')
    page.evaluate("document.querySelector('report-links').firstChild.data = 'Herz normal. '")
    page.locator("a.rl[href*='/heart/']").wait_for()
    assert page.locator("report-links").inner_text().strip() == "Herz normal."
    assert links(page) == [["Herz", "present", "heart"]]


@pytest.mark.parametrize(
    ("attribute", "value", "left"),
    [
        ("exclude", "lung heart", {"pneumothorax"}),
        ("budget", "0", set()),
        ("skip-sections", "impression", {"pneumothorax", "lung"}),
    ],
)
def test_the_portal_decides_what_is_linked(open_portal, attribute, value, left):
    page = open_portal(
        f"<report-links lang='de' {attribute}='{value}'><p>Befund: Kein Pneumothorax. Lunge frei.</p>"
        "<p>Beurteilung: Herz normal.</p></report-links>",
        linked=False,
    )
    page.get_by_role("switch").wait_for()
    settled(page)
    assert {id_ for _, _, id_ in links(page)} - {"impression"} == left


def test_without_attributes_the_page_tells_the_languages_and_the_script_the_index(open_portal):
    page = open_portal('<section lang="fr-CH"><report-links>Pas de pneumothorax.</report-links></section>')
    assert links(page) == [["pneumothorax", "absent", "pneumothorax"]]
    assert page.locator("a.rl").get_attribute("hreflang") == "de"


def test_links_lead_where_the_portal_keeps_the_glossary(open_portal):
    page = open_portal('<report-links lang="de" base="https://g.example/words">Lunge frei.</report-links>')
    assert page.locator("a.rl").get_attribute("href") == "https://g.example/words/de/t/lung/#present"


def test_links_of_the_portal_itself_count_and_stay_as_they_are(open_portal, site):
    ready = f'<a class="rl rl-absent" href="{site}de/t/pneumothorax/#absent">Pneumothorax</a>'
    page = open_portal(f'<report-links lang="de">Kein {ready}. Lunge frei. Kein Pneumothorax.</report-links>')
    page.locator("a.rl[href*='/lung/']").wait_for()
    assert ready in page.evaluate(SERIALISED)
    assert [id_ for _, _, id_ in links(page)] == ["pneumothorax", "lung"]


def test_nothing_of_the_report_is_sent_and_nothing_is_stored(open_portal, portal, site):
    page = open_portal()
    page.locator("a.rl").first.click()
    page.locator(NOTE).wait_for()
    asked = [request for request in page.requests if request.url != portal.address and "favicon" not in request.url]
    assert asked
    for request in asked:
        name = request.url.removeprefix(f"{site}api/v1/")
        assert name.split(".")[0] in {"reportlink", "manifest", "characters", "forms", "terms"}
        assert (request.method, request.post_data) == ("GET", None)
        assert not {"?", "#", "/"} & set(name)
        assert "referer" not in request.headers or "Pneumo" not in request.headers["referer"]
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_the_note_says_the_status_first_and_can_be_used_with_the_keyboard(open_portal):
    page = open_portal()
    word = page.locator("a.rl-absent").first
    assert (word.get_attribute("aria-expanded"), word.get_attribute("aria-haspopup")) == ("false", "dialog")
    for key in ("Enter", "Space"):
        word.focus()
        page.keyboard.press(key)
        note = page.locator(NOTE)
        assert note.inner_text().startswith("In Ihrem Befund steht: Das wurde nicht gesehen.")
        assert note.locator("strong").inner_text() == "nicht"
        assert word.get_attribute("aria-expanded") == "true"
        assert page.locator(f"#{word.get_attribute('aria-controls')} {NOTE}").count() == 1
        assert note.evaluate("note => note.getRootNode().activeElement === note")
        page.keyboard.press("Escape")
        assert note.count() == 0
        assert word.get_attribute("aria-expanded") == "false"
        assert word.get_attribute("aria-controls") is None
        assert word.evaluate("word => word === document.activeElement")


def test_the_tab_key_goes_through_the_note_and_back_to_the_word(open_portal):
    page = open_portal()
    word = page.locator("a.rl").first
    word.press("Enter")
    active = "document.activeElement.shadowRoot?.activeElement.localName"
    page.keyboard.press("Tab")
    assert page.evaluate(active) == "a"
    page.keyboard.press("Tab")
    assert page.evaluate(active) == "button"
    page.keyboard.press("Tab")
    assert page.locator(NOTE).count() == 0
    assert word.evaluate("word => word === document.activeElement")
    word.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert word.evaluate("word => word === document.activeElement")


def test_the_note_stays_until_it_is_closed(open_portal):
    page = open_portal()
    word = page.locator("a.rl").first
    word.click()
    note = page.locator(NOTE)
    page.mouse.move(900, 650)
    settled(page)
    note.hover()
    assert note.is_visible()
    note.locator("p").first.click()
    assert note.is_visible()
    page.mouse.click(900, 650)
    assert note.count() == 0
    word.click()
    note.get_by_role("button").click()
    assert note.count() == 0
    assert word.evaluate("word => word === document.activeElement")
    word.click()
    word.click()
    assert note.count() == 0


def test_one_note_at_a_time_and_it_leads_to_the_page(open_portal):
    page = open_portal()
    page.locator("a.rl-absent").first.click()
    page.locator("a.rl", has_text="Herz").click()
    assert page.locator(NOTE).count() == 1
    assert "gesehen" not in page.locator(NOTE).inner_text(), "an organ is never said to be seen or not seen"
    more = page.locator(NOTE).get_by_role("link")
    assert more.get_attribute("href").endswith("/de/t/heart/#present")
    assert more.get_attribute("rel") == "noopener noreferrer"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("explain", ["de", "ar"])
def test_axe_finds_nothing_in_an_open_note(open_portal, explain, scheme):
    page = open_portal(PLAIN.replace('explain="de"', f'explain="{explain}"'), color_scheme=scheme)
    page.locator("a.rl-absent").first.click()
    # The portal has no style sheet: axe takes its paper for white in the dark too, so there only the note is looked at.
    part = None if scheme == "light" else ".report-links-note"
    found = Axe().run(page, context=part, options=RULES).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


def test_the_note_runs_in_the_direction_of_the_reader(open_portal):
    page = open_portal(REPORT.replace('explain="de"', 'explain="ar"'))
    word = page.locator("a.rl-absent").first
    word.click()
    note = page.locator(NOTE)
    assert note.evaluate("note => [getComputedStyle(note).direction, note.lang]") == ["rtl", "ar"]
    assert page.locator("report-links").get_by_role("switch").evaluate("it => [it.dir, it.lang]") == ["rtl", "ar"]
    assert word.evaluate("word => getComputedStyle(word).direction") == "ltr"


@pytest.mark.parametrize(("width", "height"), [(320, 500), (360, 640), (1280, 400)])
def test_the_note_fits_the_window_and_leaves_the_word_free(open_portal, width, height):
    page = open_portal(viewport={"width": width, "height": height})
    for word in page.locator("a.rl:not([tabindex])").all():
        word.scroll_into_view_if_needed()
        word.press("Enter")
        box, text = page.locator(NOTE).bounding_box(), word.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
        assert box["y"] >= text["y"] + text["height"] or box["y"] + box["height"] <= text["y"]
        page.keyboard.press("Escape")


def test_the_switch_is_the_readers_and_remembered_only_once_used(open_portal):
    page = open_portal(REPORT + REPORT)
    switches = page.get_by_role("switch")
    assert switches.evaluate_all("all => all.map((it) => it.ariaChecked)") == ["true", "true"]
    assert page.evaluate("localStorage.length") == 0
    switches.first.click()
    settled(page)
    assert page.locator("a.rl").count() == 0
    assert switches.evaluate_all("all => all.map((it) => it.ariaChecked)") == ["false", "false"]
    page.reload()
    page.get_by_role("switch").first.wait_for()
    assert page.locator("a.rl").count() == 0
    page.get_by_role("switch").first.press("Space")
    page.locator("a.rl").first.wait_for()
    assert page.evaluate("localStorage.length") == 0


def test_inside_a_dialog_and_a_shadow_root(open_portal):
    page = open_portal(
        '<dialog><report-links lang="de">Kein Pneumothorax.</report-links><p>Ende</p></dialog><div id="app"></div>',
        linked=False,
    )
    page.evaluate("customElements.whenDefined('report-links').then(() => true)")
    page.evaluate("document.querySelector('dialog').showModal()")
    page.locator("a.rl").click()
    assert page.locator(NOTE).is_visible()
    page.keyboard.press("Escape")
    assert page.locator(NOTE).count() == 0
    assert page.evaluate("document.querySelector('dialog').open")
    page.evaluate(
        """() => {
            document.querySelector('dialog').close();
            const root = document.querySelector('#app').attachShadow({ mode: 'open' });
            const report = document.createElement('report-links');
            report.lang = 'de';
            report.textContent = 'Kein Pneumothorax.';
            root.append(report);
        }"""
    )
    word = page.locator("#app a.rl")
    word.click()
    assert page.locator(f"#app {NOTE}").is_visible()
    assert word.evaluate("word => getComputedStyle(word).textDecorationLine") == "underline"


def test_an_index_that_cannot_be_had_leaves_the_report_alone_and_says_so_by_an_event(open_portal):
    listen = "addEventListener('report-link-error', ({ detail }) => document.body.append(`code: ${detail.code}`))"
    page = open_portal(REPORT.replace('lang="de"', 'lang="xx"'), linked=False, before=listen)
    page.get_by_text("code: unknown-language").wait_for()
    assert page.locator("a.rl").count() == 0
