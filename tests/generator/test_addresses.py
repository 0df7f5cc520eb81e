import pytest

from generator.addresses import ADDRESS, addresses, entry_address, lost_addresses, redirects, relative
from generator.redirects import apache_map, nginx_map, static_host_map
from generator.sitemap import alternates, sitemap_xml
from tests.generator.small import glossary


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("t/lung/", "t/pleura/", "../pleura/"),
        ("t/lung/", "a-z/", "../../a-z/"),
        ("t/lung/", "", "../../"),
        ("", "t/lung/", "t/lung/"),
        ("", "", "./"),
        ("a-z/", "t/lung/", "../t/lung/"),
        ("t/lung/", "t/lung/", "./"),
    ],
)
def test_relative(source, target, link):
    assert relative(source, target) == link


def test_every_address_keeps_to_the_grammar():
    found = addresses(glossary())
    assert {"/", "/de/", "/ar/t/lung/", "/t/lung/", "/en/a-z/", "/de/body/", "/ar/exams/"} <= found
    assert "/ar/t/score/" not in found
    assert all(ADDRESS.fullmatch(address) for address in found)


def test_a_retired_id_leads_to_the_end_of_its_chain():
    content = glossary(retired={"old": "older", "older": "score"})
    assert redirects(content) == {
        "/ar/t/old/": "/t/score/",
        "/ar/t/older/": "/t/score/",
        "/de/t/old/": "/t/score/",
        "/de/t/older/": "/t/score/",
        "/en/t/old/": "/en/t/score/",
        "/en/t/older/": "/en/t/score/",
        "/t/old/": "/t/score/",
        "/t/older/": "/t/score/",
    }


def test_what_was_published_and_is_answered_no_more_is_named():
    content = glossary(published=frozenset({"/de/t/gone/", "/de/t/lung/"}))
    assert lost_addresses(content, addresses(content)) == ("/de/t/gone/",)


def test_maps_for_servers():
    moved = {"/de/t/old/": "/de/t/new/"}
    assert static_host_map(moved) == "/de/t/old/ /de/t/new/ 301\n"
    assert "    /de/t/old/ /de/t/new/;\n" in nginx_map(moved)
    assert apache_map(moved) == "/de/t/old/ /de/t/new/\n"


def test_sitemap_names_all_alternates_of_each_page():
    xml = sitemap_xml("https://example.org/", {"t/lung/": ("de", "en"), "a-z/": ("de",)})
    assert xml.count("<loc>") == 3
    assert xml.count('hreflang="x-default" href="https://example.org/t/lung/"') == 2
    assert entry_address("de", "lung") == "/de/t/lung/"
    assert alternates("https://example.org/", "a-z/", ("de",), has_default=False) == [
        ("de", "https://example.org/de/a-z/")
    ]
