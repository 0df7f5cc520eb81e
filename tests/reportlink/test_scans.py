"""The scanners of JSON and XML against the standard library's parsers: same values, same refusals, right places."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlink.errors import InputError
from reportlink.formats import jsonscan, xmlcode, xmlscan
from reportlink.formats.base64layout import decode, layout_of
from reportlink.formats.spelling import Spelled

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def plain(source: str, value: jsonscan.Value) -> Any:
    if value.kind == "object":
        return {name: plain(source, member) for name, member in value.members.items()}
    if value.kind == "array":
        return [plain(source, item) for item in value.items]
    if value.kind == "string":
        return jsonscan.text(source, value).value
    return json.loads(source[value.start : value.end])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(values, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_json_reads_as_the_standard_library_does(value: Any, ascii_only: bool, indent: int | str | None) -> None:
    source = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert plain(source, jsonscan.scan(source)) == json.loads(source)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(['{', '}', '[', ']', ',', ':', '"a"', '"b"', "1", "-", "01", "1e5", "tru", "null", " ", "\n", '"\\u00"', '"\\ud800"', "\x00", '"', "\ufeff"]), max_size=9))  # fmt: skip
def test_json_takes_what_the_standard_library_takes_and_nothing_else(parts: list[str]) -> None:
    source = "".join(parts)
    try:
        wanted = json.loads(source.removeprefix("\ufeff"), object_pairs_hook=_no_duplicates)
    except ValueError:
        with pytest.raises(InputError):
            jsonscan.scan(source)
    else:
        assert plain(source, jsonscan.scan(source)) == wanted


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=10), st.booleans())
def test_each_character_of_a_string_is_where_it_is_said_to_be(text: str, ascii_only: bool) -> None:
    source = json.dumps([text], ensure_ascii=ascii_only)
    found = jsonscan.text(source, jsonscan.scan(source).items[0])
    assert found.value == text
    check_places(source, found, lambda part: json.loads(f'"{part}"'))


def check_places(source: str, found: Spelled, read: Any) -> None:
    at = [found.at(n) for n in range(len(found.value) + 1)]
    assert at == sorted(at)
    for n, char in enumerate(found.value):
        if at[n] != at[n + 1] and (n == 0 or at[n - 1] != at[n]):
            assert read(source[at[n] : at[n + 1]]) == char
            assert found.offset(at[n]) == n


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ('{"a":1,"a":2}', "byte 11"), ('{"é":1,"é":2}', "byte 13"), ("[1,]", "byte 3"), ("", "byte 0"),
        ('{"a":1', "byte 6"), ("[1] 2", "byte 4"), ('["\t"]', "byte 1"), ("{1:2}", "byte 1"),
    ],
)  # fmt: skip
def test_json_errors_name_the_byte(source: str, place: str) -> None:
    with pytest.raises(InputError) as error:
        jsonscan.scan(source)
    assert error.value.place == place


def test_depth_is_no_matter() -> None:
    depth = 20_000
    assert jsonscan.scan("[" * depth + "]" * depth).kind == "array"
    assert xmlscan.parse("<a>" * depth + "</a>" * depth).name == "a"
    with pytest.raises(InputError):
        jsonscan.scan("[" * depth)
    with pytest.raises(InputError, match="never closed"):
        xmlscan.parse("<a>" * depth)


def test_json_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(InputError, match="byte 2: not UTF-8"):
        jsonscan.decode(b'["\xe4"]')


PARTS = [
    "<a>", "</a>", "<b x='1'>", "</b>", "<c/>", '<d y="&lt;&#233;"/>', "text", " ", "\n", "&amp;", "&#x1F600;", "&nbsp;",
    "&", "<", ">", "]]", "<!-- c -->", "<!-- -- -->", "<?pi x?>", "<![CDATA[<a>&]]>", "<b x='1' x='2'>", "<b x=1>",
    "<b x='<'>", "\x01", "&#0;", "é", "<é/>", "<a b='c'/>", '<a xmlns="u">', '<p:a xmlns:p="u"/>',
]  # fmt: skip


@settings(max_examples=800, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PARTS), max_size=8), st.booleans())
def test_xml_takes_what_the_standard_library_takes(parts: list[str], wrapped: bool) -> None:
    source = "".join(parts)
    source = f"<r>{source}</r>" if wrapped else source
    try:
        wanted = ElementTree.fromstring(source)
    except (ElementTree.ParseError, ValueError):
        with pytest.raises(InputError):
            xmlscan.parse(source)
        return
    found = list(xmlscan.parse(source).walk())
    assert [f"{{{e.space}}}{e.name}" if e.space else e.name for e in found] == [e.tag for e in wanted.iter()]
    for ours, theirs in zip(found, wanted.iter(), strict=True):
        for name, place in ours.attributes.items():
            if not name.startswith("xmlns"):
                assert xmlcode.attribute_text(source, *place).value == theirs.attrib[name]
        if not ours.children:
            read = xmlcode.element_text(source, ours.inner, ours.inner_end)
            assert read.value == (theirs.text or "")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.text(alphabet="a&<>\"'é\r\n\t]", max_size=12), st.sampled_from(["\t", "&#9;", "&#13;", "<![CDATA[x&<y]]>", ""])
)
def test_text_between_tags_reads_as_a_parser_reads_it(text: str, more: str) -> None:
    source = f"<r>{xmlcode.escape_text(text)}{more}z</r>"
    element = xmlscan.parse(source)
    found = xmlcode.element_text(source, element.inner, element.inner_end)
    assert found.value == ElementTree.fromstring(source).text
    places = [found.at(n) for n in range(len(found.value) + 1)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "declared", "codec"),
    [
        ("grüße", "", "utf-8"), ("grüße", ' encoding="UTF-8"', "utf-8-sig"), ("grüße", ' encoding="ISO-8859-1"', "iso-8859-1"),
        ("„gut“ – €", ' encoding="windows-1252"', "cp1252"), ("grüße", ' encoding="UTF-16"', "utf-16"),
        ("grüße", ' encoding="UTF-16"', "utf-16-le"), ("łąka", " encoding='iso-8859-2'", "iso-8859-2"),
    ],
)  # fmt: skip
def test_every_encoding_comes_back_byte_for_byte(text: str, declared: str, codec: str) -> None:
    data = f'<?xml version="1.0"{declared}?><r>{text}</r>'.encode(codec)
    source, found = xmlcode.decode(data)
    assert xmlcode.encode(source, found) == data
    root = xmlscan.parse(source)
    assert source[root.inner : root.inner_end] == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<?xml version="1.0" encoding="EBCDIC-CP-FR"?><r/>', "encoding"),
        (b"<r>\xe4</r>", "encoding"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', "doctype"),
        (b'<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://x.example/"><r/>', "doctype"),
        (b"<r>&a;</r>", "bad-xml"),
        (b"<r/><r/>", "bad-xml"),
        (b"text", "bad-xml"),
        (b"", "bad-xml"),
    ],
)
def test_xml_that_is_not_read_is_refused_with_its_place(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        xmlscan.parse(xmlcode.decode(data)[0])
    assert error.value.code == code
    assert error.value.place


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.binary(max_size=200), st.binary(max_size=200), st.integers(1, 80), st.sampled_from(["\n", "\r\n", "\n\t\t"]), st.text(" \n", max_size=3)
)  # fmt: skip
def test_base64_with_line_breaks_is_written_again_as_it_was(
    data: bytes, other: bytes, width: int, between: str, around: str
) -> None:
    import base64

    text = base64.b64encode(data).decode()
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    source = around + between.join(lines) + around
    assert decode(source) == data
    layout = layout_of(source, data)
    assert layout is not None
    assert layout.write(data) == source
    # What matters: after a change and back, the characters are the same.
    longer = data + other
    again = layout_of(layout.write(longer), longer)
    assert again is not None
    if data or not other:
        assert again.write(data) == source


def test_base64_without_a_rule_in_its_line_breaks_has_no_layout() -> None:
    assert layout_of("YWJj\nZA==\nZGVm", b"") is None
    assert layout_of("YW\nJjZG\nVm", b"abcdef") is None
