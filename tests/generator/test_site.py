import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.addresses import ADDRESS, DEMO_PAGE, HAND_WRITTEN_PAGES
from generator.demo import LinkedSample
from generator.samples import sample_languages
from generator.site import SiteError, build_site, site_addresses
from tests.generator.small import block, glossary

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = {"en": [LinkedSample("x", "A report", "No lung.", "No lung.")]}
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} & [x](javascript:1) \"'"


def tree(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def with_block(content, id_, code, changed):
    concept = content.concepts[id_]
    return replace(
        content,
        concepts={**content.concepts, id_: replace(concept, blocks={**concept.blocks, code: changed})},
    )


@pytest.fixture(scope="module", autouse=True)
def _address_of_the_project():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("cold") / "site"
    report = build_site(glossary(retired={"old": "lung"}), ROOT, out, samples=SAMPLES)
    return out, report


def test_every_address_is_a_page(built):
    out, report = built
    for name in ("index.html", "404.html", "sitemap.xml", "robots.txt", "_headers", "_redirects", "t/lung/index.html"):
        assert (out / name).is_file(), name
    for code in ("ar", "de", "en"):
        for path in ("", "a-z/", "body/", "exams/", "t/lung/", "t/old/"):
            assert (out / code / path / "index.html").is_file(), (code, path)
    assert not (out / "ar/t/score").exists()
    assert report.rendered == report.pages


def test_the_addresses_that_are_promised_are_those_of_the_pages(built):
    out, _ = built
    promised = site_addresses(glossary(retired={"old": "lung"}), ROOT, SAMPLES)
    assert promised == {
        f"/{path.parent.relative_to(out).as_posix()}/".replace("/./", "/")
        for path in out.rglob("index.html")
        # A number may turn out wrong and be struck, so the look-up of numbers is no promise.
        if not path.is_relative_to(out / "code")
    }
    assert {f"/en/{name}/" for name in (*HAND_WRITTEN_PAGES, DEMO_PAGE)} < promised
    assert f"/de/{DEMO_PAGE}/" not in promised
    assert all(ADDRESS.fullmatch(address) for address in promised)


def test_a_number_of_a_code_system_leads_to_the_entry(built):
    out, _ = built
    page = (out / "code/2.16.840.1.113883.6.339/hp-0002202/index.html").read_text(encoding="utf-8")
    assert 'href="../../../de/t/pleural-effusion/"' in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/t/pleural-effusion/">' in page


def test_no_page_asks_another_host_or_holds_a_script(built):
    out, _ = built
    for path in out.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="([^"]*)"', page)
        assert loaded
        assert not [address for address in loaded if "//" in address], path
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|<noscript><img", page), path
        assert "Content-Security-Policy" in page
        assert not re.search(r"powered by|mkdocs|name=.generator", page, re.IGNORECASE), path


def test_alternates_are_absolute_and_only_of_pages_that_exist(built):
    out, _ = built
    page = (out / "en/t/score/index.html").read_text(encoding="utf-8")
    assert re.findall(r'hreflang="([^"]*)" href="(http[^"]*)"', page) == [
        ("en", "http://127.0.0.1:8000/en/t/score/"),
        ("x-default", "http://127.0.0.1:8000/t/score/"),
    ]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/t/score/">' in page


def test_every_link_leads_to_a_file(built):
    out, _ = built
    for path in out.rglob("*.html"):
        if path.name == "404.html":
            continue
        for href in re.findall(r'(?:href|src|action|data-search)="([^"#]*)[^"]*"', path.read_text(encoding="utf-8")):
            if href.startswith("http") or not href:
                continue
            target = (path.parent / href).resolve()
            assert target.is_file() or (target / "index.html").is_file(), (path, href)


def test_nothing_changed_renders_nothing_and_an_edit_renders_one_page(tmp_path):
    content, out = glossary(), tmp_path / "build" / "site"
    build_site(content, ROOT, out)
    before = tree(out)
    again = build_site(content, ROOT, out)
    assert (again.rendered, again.written, again.removed) == ({}, 0, 0)
    assert tree(out) == before

    text = content.concepts["lung"].blocks["de"]
    edited = with_block(content, "lung", "de", replace(text, questions=("Was nun?",)))
    report = build_site(edited, ROOT, out)
    assert report.rendered == {"de": 1}
    fresh = tmp_path / "fresh" / "site"
    build_site(edited, ROOT, fresh)
    assert tree(out) == tree(fresh)


def test_what_leaves_the_glossary_leaves_the_site_and_what_is_not_ours_stays(tmp_path):
    content, out = glossary(), tmp_path / "build" / "site"
    (out / "api").mkdir(parents=True)
    (out / "api" / "manifest.json").write_text("{}", encoding="utf-8")
    build_site(content, ROOT, out)
    left = {id_: concept for id_, concept in content.concepts.items() if id_ != "score"}
    report = build_site(replace(content, concepts=left), ROOT, out)
    assert report.removed == 2
    assert not (out / "en/t/score").exists()
    assert not (out / "t/score").exists()
    assert (out / "api" / "manifest.json").is_file()


def test_a_page_that_somebody_damaged_is_made_again(tmp_path):
    content, out = glossary(), tmp_path / "build" / "site"
    build_site(content, ROOT, out)
    before = tree(out)
    (out / "de/t/lung/index.html").write_text("broken", encoding="utf-8")
    (out / "en/a-z/index.html").unlink()
    assert build_site(content, ROOT, out).rendered == {"de": 1, "en": 1}
    assert tree(out) == before


def test_hostile_text_shows_as_written(tmp_path):
    text = block(HOSTILE, HOSTILE, short=HOSTILE, questions=(HOSTILE,), urgent=(HOSTILE,))
    text = replace(text, sections=dict.fromkeys(text.sections, HOSTILE))
    out = tmp_path / "build" / "site"
    build_site(
        with_block(glossary(), "pleural-effusion", "en", text),
        ROOT,
        out,
        samples={"en": [LinkedSample("x", HOSTILE, HOSTILE, "<b>linked</b>", ("pleural-effusion",))]},
    )
    for name in ("t/pleural-effusion", "a-z", "body", "exams", "t/lung", "portal-demo"):
        page = (out / "en" / name / "index.html").read_text(encoding="utf-8")
        assert "<script>alert" not in page, name
        assert "javascript:1)</a>" not in page, name
    assert "<b>linked</b>" in (out / "en/portal-demo/index.html").read_text(encoding="utf-8")
    assert "{{ 7*7 }}" in (out / "en/t/pleural-effusion/index.html").read_text(encoding="utf-8")


def test_a_lost_address_stops_the_build_before_anything_is_touched(tmp_path):
    content, out = glossary(published=frozenset({"/de/t/gone/", "/en/t/away/"})), tmp_path / "build" / "site"
    with pytest.raises(SiteError, match=r"/de/t/gone/\n.*/en/t/away/"):
        build_site(content, ROOT, out)
    assert not out.exists()


@pytest.mark.parametrize("lost", ["/de/about/", "/en/for-portals/", "/en/portal-demo/"])
def test_a_page_besides_the_entries_may_not_vanish_either(tmp_path, lost):
    for name in ("docs", "generator", "locales", "overrides", "samples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    promised = site_addresses(glossary(), tmp_path, sample_languages(tmp_path))
    assert lost in promised
    (tmp_path / "docs" / f"{lost.strip('/')}.md").unlink(missing_ok=True)
    samples = {code: SAMPLES["en"] for code in sample_languages(tmp_path) if f"/{code}/{DEMO_PAGE}/" != lost}
    # A successor is no cure here: only entries have one.
    content = glossary(published=promised, retired={lost.split("/")[2]: "lung"})
    with pytest.raises(SiteError, match=rf":\n  {lost}$"):
        build_site(content, tmp_path, tmp_path / "build" / "site", samples=samples)
    assert not (tmp_path / "build" / "site").exists()


def test_the_operator_decides_where_the_site_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/words")
    out = tmp_path / "build" / "site"
    build_site(glossary(), ROOT, out)
    page = (out / "de/t/lung/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/words/de/t/lung/">' in page
    assert 'hreflang="x-default" href="https://example.org/words/t/lung/"' in page
    assert 'src="/words/assets/' in (out / "404.html").read_text(encoding="utf-8")
    assert "https://example.org/words/sitemap.xml" in (out / "robots.txt").read_text(encoding="utf-8")


def test_a_word_that_is_not_translated_stops_the_build(tmp_path, monkeypatch):
    from generator.site.messages import Messages

    monkeypatch.setattr("generator.site.project.load_messages", lambda _, lang: Messages(lang, {"Home": "..."}))
    with pytest.raises(SiteError, match=r"locales/ar/ui\.po does not translate"):
        build_site(glossary(), ROOT, tmp_path / "site")
