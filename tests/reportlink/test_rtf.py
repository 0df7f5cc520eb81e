r"""RTF: its visible text in its charsets, and fields that leave every other character where it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from reportlink import link_document, link_report
from reportlink.errors import InputError
from reportlink.formats import rtf

from .conftest import make_index

INDEX = make_index()


def shown(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> str:
    return rtf.read(r"{\rtf1" + head + " " + body + "}").text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("plain text", "plain text"),
        ("two\nlines\r\nof source", "twolinesof source"),
        (r"a\par b\line c\tab d", "a\nb\nc\td"),
        ("a\\\nb", "a\nb"),
        (r"\{\}\\\~\-\_", "{}\\\u00a0\u00ad\u2011"),
        (r"\'e9panchement", "épanchement"),
        (r"\u233?panchement", "épanchement"),
        (r"\u233 panchement", "éanchement"),
        (r"{\uc0\u233 panchement}\u233?", "épanchementé"),
        (r"\uc2\u233\'c3\'a9panchement", "épanchement"),
        (r"\u-10179?\u-8704?x", "\U0001f600x"),
        (r"\u-10179?x", "\ufffdx"),
        (r"it\rquote s \ldblquote x\rdblquote  \emdash  y", "it\u2019s \u201cx\u201d \u2014 y"),
        (r"{\b bold} and {\i\ul both}", "bold and both"),
        (r"{\v hidden}seen\v gone\v0 back", "seenback"),
        (r"{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\*\generator X;}{\info{\author Y}}x", "x"),
        (r"{\*\unknown a {b} c}x{\header no}{\footnote no}{\pict 00ff}y", "xy"),
        (r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1\'eb\'b8\'e3\'ea\'ee\'e5\f0\'e9", "лёгкоеé"),
        (r"{\fonttbl{\f0\fcharset128 A;}}\f0\'94\'78\'8c\'8b\'90\'df", "肺結節"),
        (r"{\fonttbl{\f0\fcharset128 A;}}\f0\'83A x", "ア x"),
        (r"\'e9{\b\'e9}", "éé"),
        (r'{\field{\*\fldinst HYPERLINK "https://x.example/"}{\fldrslt linked}} x', "linked x"),
        (r"\bin5 }{\ab x", " x"),
        ("a}b", "a"),
        ("{{{a", "a"),
        ("x\\", "x}"),
    ],
)
def test_visible_text(body: str, text: str) -> None:
    assert shown(body) == text


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\ansi\ansicpg1251", r"\'eb", "л"),
        (r"\mac", r"\'8e", "é"),
        (r"\pc", r"\'82", "é"),
        (r"\ansi\ansicpg950", r"\'aa\'cd\'b3\'5c", "肺許"),
        (r"\ansi\ansicpg99999", r"\'e9", "é"),
        (r"\ansi\ansicpg932", "\udc94xx", "肺x"),
        (r"\ansi\ansicpg1252", "\udce9 é", "é é"),
        (r"\ansi\ansicpg65001", r"\'c3\'a9", "é"),
    ],
)
def test_charsets(head: str, body: str, text: str) -> None:
    assert shown(body, head) == text


def link(source: str, mentions: str = "first") -> str:
    return link_document(source, INDEX, lang="en", form="rtf", mentions=mentions).write("rtf")  # type: ignore[arg-type]


def field(word: str, concept: str, status: str = "present") -> str:
    url = f"https://glossary.example/en/t/{concept}/#{status}"
    return rf'{{\field{{\*\fldinst HYPERLINK "{url}"}}{{\fldrslt {word}}}}}'


@pytest.mark.parametrize(
    ("body", "linked"),
    [
        ("No pneumothorax.", f"No {field('pneumothorax', 'pneumothorax', 'absent')}."),
        (r"{\b pleural} effusion", field(r"{\b pleural} effusion", "pleural-effusion")),
        (r"pleural {\b effusion}", field(r"pleural {\b effusion}", "pleural-effusion")),
        ("{\\b\npleural effusion}", "{\\b\n" + field("pleural effusion", "pleural-effusion") + "}"),
        (r"pleural \b effusion", r"pleural \b effusion"),
        (r"{\b pleural }{\i effusion}", field(r"{\b pleural }{\i effusion}", "pleural-effusion")),
        (r"{a pleural }{\i effusion}", r"{a pleural }{\i effusion}"),
        (r"pleural\par effusion", r"pleural\par effusion"),
        ("pleural eff\nusion", field("pleural eff\nusion", "pleural-effusion")),
        (r"\'e9panchement x", field(r"\'e9panchement", "pleural-effusion") + " x"),
        (r"\u233?panchement", field(r"\u233?panchement", "pleural-effusion")),
        (r"masse\par", field("masse", "nodule") + r"\par"),
        (r"{\*\bkmkstart a}nod{\*\bkmkend a}ule", r"{\*\bkmkstart a}" + field(r"nod{\*\bkmkend a}ule", "nodule")),
        (r'{\field{\*\fldinst{HYPERLINK "x"}}{\fldrslt a nodule}} nodule', r'{\field{\*\fldinst{HYPERLINK "x"}}{\fldrslt a nodule}} ' + field("nodule", "nodule")),
        (r"{\header nodule}{\v nodule}{\*\x nodule}", r"{\header nodule}{\v nodule}{\*\x nodule}"),
    ],
)  # fmt: skip
def test_fields_hold_whole_groups(body: str, linked: str) -> None:
    source = r"{\rtf1\ansi " + body + "}"
    out = link(source)
    assert out == r"{\rtf1\ansi " + linked + "}"
    assert rtf.unlink(out) == source
    assert link(out) == out


def test_what_is_no_rtf_is_refused() -> None:
    with pytest.raises(InputError, match="byte 0"):
        link_report("zebra", INDEX, lang="en", form="rtf")


PARTS = st.sampled_from(
    ["{", "}", "\\", r"\b ", r"\b0 ", r"\par ", r"\u233?", r"\u-10179 ?", r"\uc2 ", r"\uc0 ", r"\'e9", r"\'", r"\f1 ", r"\bin3 ", r"\v ", r"\plain ", r"\*", r"{\*\x ",
     r"{\field{\*\fldinst HYPERLINK ", r"{\fldrslt ", r"{\fonttbl{\f1\fcharset128 x;}}", "\udc94", "nodule", "pleural", " ", "effusion", "no ", "\n", r"\tab ", "}}",
     field("nodule", "nodule"), field("x", "nodule")[:-1]]
)  # fmt: skip


@settings(max_examples=800, deadline=None, derandomize=True)
@given(st.lists(st.one_of(PARTS, st.text(max_size=4)), max_size=25).map("".join), st.sampled_from(["first", "all"]))
def test_laws_1_and_3_for_any_document(body: str, mentions: str) -> None:
    source = r"{\rtf1\ansi " + body
    out = link(source, mentions)
    assert rtf.unlink(out) == rtf.unlink(source)
    assert link(out, mentions) == out
    assert rtf.read(out).text == rtf.read(source).text


SAFE = st.sampled_from(
    ["nodule", " pleural effusion ", "no pneumothorax", r"{\b pleural} effusion ", r"\par ", r"\tab ", r"\'e9panchement ", r"{\i kidney {\b stone}}", ". ", r"\u233?"]
)  # fmt: skip


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(SAFE, max_size=15).map("".join))
def test_another_parser_sees_the_same_words_and_balanced_groups(body: str) -> None:
    source = r"{\rtf1\ansi\ansicpg1252 " + body + "}"
    out = link(source, "all")
    assert rtf_to_text(out) == rtf_to_text(source)
    bare = out.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")
