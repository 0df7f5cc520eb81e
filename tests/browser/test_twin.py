"""Python and JavaScript give the same links: on every shared vector, and on hostile text."""

from __future__ import annotations

import json
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.server import server
from reportlink import link_report
from reportlink.characters import packaged_table
from tests.vectors.load import BASE, HERE, Case, Options, cases, index

from .twin import in_browser, in_python, publish

CASES = list(cases())
VOCABULARY = json.loads((HERE / "vocabulary.json").read_text(encoding="utf-8"))
WORDS = {
    lang: [row["text"] for row in words["forms"]]
    + [row["text"] for row in words["cues"]] * 2
    + [*words["not_terms"], *words["abbreviations"], *words["titles"], *words["units"]]
    for lang, words in VOCABULARY["languages"].items()
}
LINKED = f"{BASE}en/t/pneumothorax/#absent"
HOSTILE = [
    *" \t\n\r\v\x1c\x1d\x85\u00a0\u2028\u2029\u202f\u3000\ufeff\u00ad\u200b\u200d\u0301\ufe0f\u20dd\u0345",
    *".,;:!?()[]<>'\"’«»-\u2010\u2011/\\*+_@#&|²³×√•–—…،؛؟۔",
    *"0129٣۴Ⅳ½①ßẞİıſK㎜ǅŒ中日\ue000\ufffd\U0001f600\U0001d5d9\U0001d7d8\U00010330\x00\udc80",
    "\r\n", "\n\n", "\r\n\r\n", "-\n", "\u00ad\r\n", ". ", ", ", ": ", "; ", "\n- ", "\n1. ", "\n2) ", " 3. ", " (", ") ",
    "5 mm", "3,2 x 1,5 cm", "3 X 4 CM", "12.11.2020", "1/2 mm", "5 mm²", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "https://x.example/", "www.", "a@b.example", "Dr. ", "e.g. ", "A. ", "٣. ", "𝟛. ", f" <{LINKED}>", f'[x]({LINKED} "y")',
    "x" * 50, " " * 45, "_", "a:b", "((", "))",
]  # fmt: skip


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    """A page that can import the script; it fails on an error in it, and on a request to anyone else."""
    folder = tmp_path_factory.mktemp("twin")
    publish(folder)
    running = server(folder, "127.0.0.1", 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{running.server_address[1]}/"
    context = browser.new_context()
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(address) else faults.append(asked.url))
    opened.goto(address)
    yield opened
    context.close()
    running.shutdown()
    assert not faults


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.topic}-{case.lang}-{case.name}") for case in CASES])
def test_vector(page, case: Case) -> None:
    ((links, skipped),) = in_browser(page, [case.text], case.lang, case.options)
    assert [link[:5] for link in links] == list(case.links)
    assert skipped == list(case.skipped)


def hostile(lang: str) -> st.SearchStrategy[str]:
    piece = st.one_of(st.sampled_from(WORDS[lang]), st.sampled_from(HOSTILE), st.text(max_size=4))
    lists = st.lists(piece, max_size=40)
    return st.one_of(lists.map("".join), lists.map(" ".join))


wishes = st.builds(
    Options,
    mentions=st.sampled_from(["first", "all"]),
    exclude=st.sampled_from([(), ("pneumothorax",)]),
    skip_sections=st.sampled_from([(), ("impression",), ("history", "findings")]),
    budget=st.sampled_from([None, None, 0, 2.5, 10]),
    explain=st.sampled_from([None, None, *WORDS]),
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.data_too_large])
@given(data=st.data(), lang=st.sampled_from(sorted(WORDS)), options=wishes)
def test_hostile_text(page, data: st.DataObject, lang: str, options: Options) -> None:
    texts = data.draw(st.lists(hostile(lang), min_size=1, max_size=8))
    ours = [
        in_python(
            link_report(
                text,
                index(),
                lang=lang,
                explain=options.explain,
                mentions=options.mentions,  # type: ignore[arg-type]
                exclude=options.exclude,
                skip_sections=options.skip_sections,
                budget=options.budget,
            )
        )
        for text in texts
    ]
    assert in_browser(page, texts, lang, options) == ours


def test_every_character_beside_and_inside_a_term(page) -> None:
    """All of the basic plane that is no ideograph, and some beyond: the table and the written-out sets are the same."""
    points = [*range(0x3400), 0xD83D, 0xDC80, *range(0xF900, 0x10000), *range(0x1D400, 0x1D500), 0xE0100]
    line = "{0}cyst{0}no{0}fracture {0}3{0}mm{0} cy{0}st:{0}\n"
    texts = ["".join(line.format(chr(p)) for p in points[n : n + 64]) for n in range(0, len(points), 64)]
    ours = [in_python(link_report(text, index(), lang="en", mentions="all")) for text in texts]
    assert sum(len(links) for links, _ in ours) > 10_000
    assert in_browser(page, texts, "en", Options(mentions="all")) == ours


RUN = """async (run) => {
  const twin = await import(new URL("reportlink.js", document.baseURI));
  try {
    return await new Function("twin", `return (async () => { ${run} })()`)(twin);
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
}"""


def test_offsets_are_those_of_the_browser(page) -> None:
    run = """
      const index = await twin.loadIndex("api/v1/manifest.json", { report: "en-US", explain: "de" });
      const text = "\\u{1f600} No pneumothorax.";
      const { links: [link], ...result } = twin.linkText(text, index);
      return { ...result, ...link, text: text.slice(link.start, link.end), asserted: index.isAsserted(link.concept) };
    """
    found = page.evaluate(RUN, run)
    assert found["text"] == "pneumothorax"
    assert (found["lang"], found["explain"], found["offsets"], found["start"]) == ("en", "de", "utf-16", 6)
    assert (found["title"], found["short"]) == ("de pneumothorax", "de: pneumothorax.")
    assert found["url"] == f"{BASE}de/t/pneumothorax/#absent"
    assert found["asserted"] is True


def test_links_of_a_page_and_places_without_room_are_respected(page) -> None:
    run = """
      const index = await twin.loadIndex("api/v1/", { report: "en" });
      const blocked = [{ start: 3, end: 15, url: "" }];
      const canWrap = (start) => start < 40;
      return twin.linkText("\\u{1f600} pneumothorax. Pneumothorax. A fracture. Cysts.", index, { blocked, canWrap }).skipped;
    """
    skipped = page.evaluate(RUN, run)
    assert [(one["start"], one["reason"]) for one in skipped] == [(3, "inside-link"), (43, "markup")]


@pytest.mark.parametrize(
    ("run", "message"),
    [
        ('await twin.loadIndex("api/v1/", { report: "xx" })', "unknown-language: no forms for reports in `xx`"),
        (
            'await twin.loadIndex("api/v1/", { report: "en", explain: "xx-YY" })',
            "unknown-language: no pages in `xx-YY`",
        ),
        ('await twin.loadIndex("api/v9/", { report: "en" })', "index-unreachable"),
        ('twin.linkText("", null, { mentions: "some" })', "bad-option: mentions"),
        ('twin.linkText("", null, { budget: -1 })', "bad-option: budget"),
        ('twin.linkText("", null, { budget: NaN })', "bad-option: budget"),
    ],
)
def test_what_cannot_be_done_is_an_error_with_a_code(page, run: str, message: str) -> None:
    assert page.evaluate(RUN, run).startswith(f"ReportlinkError {message}")


def test_another_format_and_a_damaged_file_are_refused(page) -> None:
    """Answered in the server's place: another version, a file that does not fit its hash, a file cut off."""
    manifest = json.loads(page.evaluate("async () => (await fetch('api/v1/manifest.json')).text()"))
    answers = {
        "**/newer/manifest.json": json.dumps(manifest | {"format": manifest["format"] + 1}),
        "**/odd/manifest.json": "[]",
        "**/broken/manifest.json": "{",
        "**/swapped/manifest.json": json.dumps(manifest),
        "**/swapped/*.bin": "RLFORMS",
        "**/cut/manifest.json": json.dumps(_without_hashes(manifest)),
        "**/cut/characters.json": packaged_table(),
        "**/cut/terms.en.json": "{}",
        "**/cut/forms.en.bin": "RLFORMS",
    }
    for pattern, body in answers.items():
        page.route(pattern, _answer(body))
    codes = {
        name: page.evaluate(RUN, f'await twin.loadIndex("{name}/", {{ report: "en" }})').split(":")[0].split()[1]
        for name in ("newer", "odd", "broken", "swapped", "cut")
    }
    page.unroute_all()
    assert codes == {
        "newer": "index-format",
        "odd": "index-format",
        "broken": "index-damaged",
        "swapped": "index-unreachable",
        "cut": "index-damaged",
    }


def _answer(body: str):
    return lambda route: route.fulfill(body=body)


def _without_hashes(manifest: dict) -> dict:
    return json.loads(json.dumps(manifest), object_hook=lambda one: {k: v for k, v in one.items() if k != "integrity"})


def test_what_is_loaded_is_not_fetched_again(page) -> None:
    run = """
      const { loadIndex } = await import(new URL("reportlink.js?unused", document.baseURI));
      const asked = [];
      const fetched = globalThis.fetch;
      globalThis.fetch = (address, ...rest) => { asked.push(address); return fetched(address, ...rest); };
      for (const explain of ["it", "fr", "it"]) await loadIndex("api/v1/", { report: "it", explain });
      globalThis.fetch = fetched;
      return asked.map((address) => address.split("/").at(-1));
    """
    asked = page.evaluate(RUN, run)
    assert sorted(asked) == ["characters.json", "forms.it.bin", "manifest.json", "terms.fr.json", "terms.it.json"]
