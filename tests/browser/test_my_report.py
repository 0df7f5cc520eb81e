"""\"Understand my report\": a reader's own report, read on the reader's device."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pdf import pdf
from tests.browser.test_access import RULES

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*/*.txt"))
VENDOR = ROOT / "overrides" / "vendor" / "pdfjs"
GERMAN = "Befund:\nKein Pneumothorax. Kleiner Pleuraerguss rechts.\n\nBeurteilung:\nHerz normal groß, Qwertz-Testname."
NOTE = "[role=dialog]"
TEXT = "report-links div[dir=auto]"
PASTE = """([selector, text]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(selector).dispatchEvent(event);
}"""
DROP = """([name, type, base64]) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name, { type }));
    document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}"""


def paste(page, text):
    page.evaluate(PASTE, ["#report-text", text])


def drop(page, name, kind, content):
    page.evaluate(DROP, [name, kind, base64.b64encode(content).decode()])


def read(page):
    """Wait for the report, and give its links: words and entry."""
    page.locator("report-links a.rl").first.wait_for()
    return page.locator("report-links a.rl").evaluate_all(
        "links => links.map((a) => [a.textContent, a.className.replace('rl rl-', ''), a.pathname.split('/').at(-2)])"
    )


def test_a_pasted_report_is_read_with_its_words_explained(open_page, site):
    page = open_page("de/my-report/")
    paste(page, GERMAN)
    assert ["Pneumothorax", "absent", "pneumothorax"] in read(page)
    assert page.locator(TEXT).inner_text() == GERMAN
    assert page.locator("#report-language").input_value() == "de"
    assert page.evaluate("document.activeElement.id") == "read"
    assert "Erklärte Wörter: " in page.locator("[data-state]").inner_text()
    page.locator("a.rl-absent").first.click()
    assert page.locator(NOTE).inner_text().startswith("In Ihrem Befund steht: Das wurde nicht gesehen.")
    assert page.locator(NOTE).get_by_role("link").get_attribute("href") == f"{site}de/t/pneumothorax/#absent"


def test_what_was_typed_is_read_at_the_press_of_a_button(open_page):
    page = open_page("en/my-report/")
    page.locator("#report-text").press_sequentially("No pneumothorax. The heart is normal.")
    page.locator("[data-show]").click()
    assert ["pneumothorax", "absent", "pneumothorax"] in read(page)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_dropped_text_file(open_page, encoding):
    page = open_page("en/my-report/")
    drop(page, "befund.txt", "text/plain", GERMAN.encode(encoding))
    read(page)
    assert page.locator(TEXT).inner_text() == GERMAN
    assert page.locator("#report-language").input_value() == "de"


def test_a_dropped_page_is_read_as_text_and_does_nothing(open_page):
    page = open_page("en/my-report/")
    source = """<title>x</title><script>window.hit = 1</script>
        <h1>Chest X-ray</h1><p>No\n   <b>pneumo</b>thorax.<img src="https://a.example/x.png"></p>"""
    drop(page, "report.html", "text/html", source.encode())
    assert ["pneumothorax", "absent", "pneumothorax"] in read(page)
    assert page.locator(TEXT).inner_text() == "Chest X-ray\n\nNo pneumothorax."
    assert page.evaluate("window.hit") is None


def test_a_dropped_pdf_is_read_line_by_line(open_page):
    page = open_page("en/my-report/")
    assert not [url for url in page.requested if "pdf" in url]
    lines = ["CT des Thorax (nativ)", "", "", "Kein Pneumothorax. Kleiner Pleura-", "erguss rechts, Herz normal groß."]
    drop(page, "befund.pdf", "application/pdf", pdf(lines))
    links = read(page)
    assert page.locator(TEXT).inner_text() == (
        "CT des Thorax (nativ)\n\nKein Pneumothorax. Kleiner Pleura-\nerguss rechts, Herz normal groß."
    )
    assert ["Pneumothorax", "absent", "pneumothorax"] in links
    assert [id_ for _, _, id_ in links].count("pleural-effusion") == 1
    assert len([url for url in page.requested if "pdf" in url]) == 2


def test_a_pdf_as_programs_print_it(open_page, browser):
    printer = browser.new_page()
    report = "\n\n".join(f"<p>{part}</p>" for part in GERMAN.split("\n\n")).replace("\n", "<br>")
    printer.set_content(f'<meta charset="utf-8"><table><tr><td>Name</td><td>Muster</td></tr></table>{report}')
    printed = printer.pdf()
    printer.close()
    page = open_page("fr/my-report/")
    drop(page, "befund.pdf", "application/pdf", printed)
    assert ["Pneumothorax", "absent", "pneumothorax"] in read(page)
    assert page.locator(TEXT).inner_text() == f"Name Muster\n\n{GERMAN}"
    assert page.locator("#report-language").input_value() == "de"


def test_a_file_is_chosen_without_dragging(open_page, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(["No pneumothorax. No pleural effusion is seen."]))
    page = open_page("en/my-report/")
    with page.expect_file_chooser() as chooser:
        page.locator("[data-choose]").click()
    chooser.value.set_files(path)
    assert len(read(page)) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("scan.pdf", pdf([]), "This PDF holds a picture and no text."),
        ("locked.pdf", pdf(["No pneumothorax."], locked=True), "This PDF is locked with a password."),
        ("broken.pdf", b"%PDF-1.4\nnothing more", "This file cannot be read here."),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "This file cannot be read here."),
        ("empty.txt", b"  \n", "This file cannot be read here."),
    ],
)
def test_a_file_without_text_is_answered_kindly(open_page, name, content, said):
    page = open_page("en/my-report/")
    page.locator("[data-state]", has_text="Everything is loaded").wait_for()
    drop(page, name, "", content)
    page.locator("[data-state]", has_text=said).wait_for()
    assert page.locator("#report-text").is_visible()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_language_of_a_report_is_recognised(detector, path):
    found = detector(path.read_text(encoding="utf-8"))
    assert found == {"lang": path.parent.name, "sure": True}


@pytest.mark.parametrize(
    ("text", "lang", "sure"),
    [
        ("Kein Pneumothorax.", "de", True),
        ("Pas d'épanchement pleural.", "fr", True),
        ("Non versamento pleurico.", "it", True),
        ("Sin derrame pleural.", "es", True),
        ("No pleural effusion.", "en", True),
        ("Nie stwierdza się odmy opłucnowej. Serce niepowiększone.", None, False),
        ("12345 ...", None, None),
    ],
)
def test_a_short_or_foreign_text(detector, text, lang, sure):
    found = detector(text)
    if lang:
        assert found == {"lang": lang, "sure": sure}
    else:
        assert found is None or not found["sure"]


@pytest.fixture(scope="module")
def detector(browser, site):
    """The detector of the published script, with every language of the published index."""
    page = browser.new_page()
    page.goto(f"{site}en/")
    page.evaluate(
        """async (api) => {
            const { languages, script } = await (await fetch(`${api}manifest.json`)).json();
            const { detectLanguage, loadIndex } = await import(api + script.file);
            const load = (lang) => loadIndex(api, { report: lang });
            const indexes = await Promise.all(Object.keys(languages).map(load));
            window.detect = (text) => detectLanguage(text, indexes);
        }""",
        f"{site}api/v1/",
    )
    yield lambda text: page.evaluate("text => detect(text)", text)
    page.close()


def test_an_unsure_language_is_asked_for_and_can_be_changed(open_page):
    page = open_page("en/my-report/")
    paste(page, "Pneumothorax. Thorax.")
    page.locator("[data-unsure-line]", has_text="Is this the language").wait_for()
    page.locator("#report-language").select_option("de")
    page.locator("report-links[lang=de] a.rl").first.wait_for()
    assert not page.locator("[data-unsure-line]").is_visible()


def test_the_reader_chooses_the_language_of_the_explanations(open_page):
    page = open_page("de/my-report/")
    paste(page, GERMAN)
    read(page)
    assert page.locator("#explain-language").input_value() == "de"
    page.locator("#explain-language").select_option("ar")
    page.locator("a.rl[hreflang=ar]").first.click()
    assert page.locator(NOTE).evaluate("note => getComputedStyle(note).direction") == "rtl"
    assert "لم يظهر" in page.locator(NOTE).inner_text()


def test_it_works_without_the_internet_once_it_says_so(open_page):
    page = open_page("fr/my-report/")
    page.locator("[data-state]", has_text="Tout est chargé").wait_for()
    page.context.set_offline(True)
    for text, explain in ((GERMAN, "ar"), ("Pas de pneumothorax. Épanchement pleural.", "it")):
        paste(page, text)
        page.locator("#explain-language").select_option(explain)
        page.locator(f"a.rl-absent[hreflang={explain}]").first.click()
        assert page.locator(NOTE).is_visible()
        page.keyboard.press("Escape")
        page.locator("[data-again]").click()


def test_nothing_is_sent_and_nothing_is_kept(open_page):
    page = open_page("de/my-report/")
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url, request.post_data)))
    page.locator("[data-state]", has_text="Alles ist geladen").wait_for()
    before = len(page.requested)
    paste(page, GERMAN)
    read(page)
    page.locator("a.rl").first.click()
    assert page.requested[before:] == []
    assert not [request for request in sent if request[0] != "GET" or request[2] or "?" in request[1]]
    kept = "[localStorage.length, sessionStorage.length, document.cookie, location.search, location.hash]"
    assert page.evaluate(kept) == [0, 1, "", "", ""], "the text size is the one thing kept, for this tab"
    assert page.evaluate("Object.keys(sessionStorage)") == ["text-size"]
    assert page.evaluate("caches.keys()") == []
    assert "Qwertz" not in page.evaluate("JSON.stringify([history.state, document.title])")
    assert page.locator("[data-my-report] form").count() == 0


def test_starting_again_and_leaving_delete_the_report(open_page):
    page = open_page("de/my-report/")
    for leave in (
        "document.querySelector('[data-again]').click()",
        "dispatchEvent(new PageTransitionEvent('pagehide'))",
    ):
        paste(page, GERMAN)
        read(page)
        page.evaluate(leave)
        assert "Qwertz" not in page.content()
        assert page.locator("#report-text").input_value() == ""
        assert page.locator("#report-text").is_visible()


def test_the_browser_is_asked_not_to_pass_the_text_on(open_page):
    field = open_page("en/my-report/").locator("#report-text")
    names = ("spellcheck", "autocomplete", "autocorrect", "translate", "name")
    assert [field.get_attribute(name) for name in names] == ["false", "off", "off", "no", None]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_without_scripts_the_page_says_why_and_what_else_there_is(open_page, lang):
    page = open_page(f"{lang}/my-report/", java_script_enabled=False)
    assert page.locator(".no-scripts a").get_attribute("href") == "../a-z/"
    assert not page.locator("#report-text").is_visible()


def test_every_home_page_leads_to_it(open_page, site):
    for lang in ("ar", "de", "en", "es", "fr", "it"):
        page = open_page(f"{lang}/")
        page.locator(".question a.guide").last.click()
        page.wait_for_url(f"{site}{lang}/my-report/")
        assert page.locator("#report-text").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("lang", "width"), [("de", 1280), ("ar", 360), ("fr", 320)])
def test_axe_finds_nothing_before_and_after(open_page, lang, width, scheme):
    page = open_page(f"{lang}/my-report/", color_scheme=scheme, viewport={"width": width, "height": 720})

    def faults():
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options=RULES).response["violations"]
        return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]

    assert faults() == []
    paste(page, GERMAN)
    read(page)
    assert faults() == []
    page.locator("a.rl-absent").first.click()
    assert faults() == []


def test_the_pdf_reader_is_the_one_that_was_looked_at():
    manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    assert {path.name for path in VENDOR.iterdir()} == {"manifest.json", "LICENSE", *manifest["files"]}
    for name, file in manifest["files"].items():
        assert sha256((VENDOR / name).read_bytes()).hexdigest() == file["sha256"]
    assert f'"{manifest["version"]}"' in (VENDOR / "pdf.min.js").read_text(encoding="utf-8")
