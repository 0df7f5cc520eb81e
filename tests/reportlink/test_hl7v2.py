"""HL7 v2: what is read, in every charset and under any delimiters, and that not a byte of it changes."""

from __future__ import annotations

import base64
import itertools

import hl7
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlink.errors import InputError
from reportlink.formats import hl7v2
from reportlink.formats.hl7v2scan import Delimiters, scan
from reportlink.formats.hl7v2text import escape, unescape
from reportlink.linking import LinkedEnvelope, link_envelope

from .conftest import make_index

INDEX = make_index()
PLAIN = Delimiters("|", "^", "~", "\\", "&")


NONE = "In all of both sides and at the top of the chest, no"


def message(*segments: str, charset: str = "", end: str = "\r", marks: str = "^~\\&") -> str:
    f = marks[-1] if len(marks) > 6 else "|"
    head = f.join(["MSH", marks, "RIS", "H", "PORTAL", "H", "20260102", "", "ORU^R01", "7", "P", "2.5"])
    return end.join(
        [head + f * 6 + charset, "PID|1".replace("|", f), "OBR|1||9|71046^Chest X-ray^L".replace("|", f), *segments, ""]
    )


def obx(number: int, text: str, type_: str = "TX", code: str = "1^Report^L") -> str:
    return f"OBX|{number}|{type_}|{code}||{text}||||||F"


def link(data: bytes, mentions: str = "first") -> LinkedEnvelope:
    return link_envelope(data, INDEX, form="hl7v2", lang="en", mentions=mentions)  # type: ignore[arg-type]


def found(data: bytes) -> list[tuple[str, str, str]]:
    return [(x["path"], x["concept"], x["status"]) for x in link(data).to_dict()["links"]]


def values(data: bytes) -> list[tuple[str, str]]:
    return [(piece.path, piece.value) for body in hl7v2.read(data).bodies for piece in body.pieces if piece.path]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("type_", ["TX", "FT", "ST", ""])
def test_report_text_is_read(type_: str, end: str) -> None:
    data = message(obx(1, "No pneumothorax.", type_), obx(2, "A nodule.", type_), end=end).encode()
    assert values(data) == [("OBX[1]-5[1]", "No pneumothorax."), ("OBX[2]-5[1]", "A nodule.")]
    assert found(data) == [("OBX[1]-5[1]", "pneumothorax", "absent"), ("OBX[2]-5[1]", "nodule", "present")]


def test_a_sentence_and_a_word_go_on_in_the_next_segment() -> None:
    data = message(
        obx(1, NONE), obx(2, "pneumothorax but there is a small and new left pleural"), obx(3, "effusion.")
    ).encode()
    (first, second) = link(data).to_dict()["links"]
    assert (first["path"], first["status"]) == ("OBX[2]-5[1]", "absent")
    assert (second["path"], second["end_path"], second["end"]) == ("OBX[2]-5[1]", "OBX[3]-5[1]", len("effusion"))


def test_another_observation_begins_another_paragraph_under_its_name() -> None:
    data = message(obx(1, NONE), obx(2, "pneumothorax", code="2^Impression^L")).encode()
    assert found(data) == [("OBX[2]-5[1]", "pneumothorax", "present")]
    (body,) = hl7v2.read(data).bodies
    assert [piece.value for piece in body.pieces if not piece.path] == [
        "Chest X-ray",
        "",
        "",
        "Report",
        "",
        "",
        "Impression",
        "",
    ]


def test_a_line_number_in_the_code_is_no_other_observation() -> None:
    data = message(obx(1, NONE, code="r1^Report^L"), obx(2, "pneumothorax", code="r2^Report^L")).encode()
    assert found(data) == [("OBX[2]-5[1]", "pneumothorax", "absent")]


def test_the_name_of_the_order_and_of_the_observation_get_no_link() -> None:
    data = message(obx(1, "A nodule.", code="1^Pneumothorax^L")).encode()
    assert found(data) == [("OBX[1]-5[1]", "nodule", "present")]


def test_repetitions_are_lines() -> None:
    data = message(obx(1, NONE + "~pneumothorax~~A nodule")).encode()
    assert values(data) == [("OBX[1]-5[1]", NONE), ("OBX[1]-5[2]", "pneumothorax"), ("OBX[1]-5[4]", "A nodule")]
    assert found(data)[0] == ("OBX[1]-5[2]", "pneumothorax", "absent")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (r"5 \T\ 6 \F\ \S\ \R\ \E\ x", "5 & 6 | ^ ~ \\ x"),
        (r"one\.br\two\.sp+2\three", "one\ntwo\n\nthree"),
        (r"\H\high\N\ \.in+4\in\.fi\ \.sk 3\x", "high in    x"),
        (r"\X41\\X4243\ \Zlocal\z", "ABC z"),
        (r"C:\temp\new and a\b", r"C:\temp\new and a\b"),
        (r"\T", r"\T"),
        (r"\\T\ \\\\ \E\E\ ", "\\& \\\\\\\\ \\E\\ "),
        (r"kept ^ as & is", "kept ^ as & is"),
    ],
)
def test_escape_sequences(raw: str, shown: str) -> None:
    assert unescape(raw, PLAIN) == shown


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="|^~\\&#ab.T\u00e9\U0001f600", max_size=30), st.sampled_from(["", "#"]))
def test_escaping_is_undone_by_unescaping(text: str, truncation: str) -> None:
    delimiters = PLAIN._replace(truncation=truncation)
    escaped = escape(text, delimiters)
    assert escaped is not None
    assert not set(escaped) & {"|", "^", "~", "&", truncation}
    assert unescape(escaped, delimiters) == text


def test_own_delimiters() -> None:
    data = b"MSH*:+?%#*A\rOBR*1***9:Chest X-ray\rOBX*1*TX*1:Report**No?T?%|^~\\+pneumothorax?S?nodule?P?*****F\r"
    assert values(data) == [("OBX[1]-5[1]", "No%%|^~\\"), ("OBX[1]-5[2]", "pneumothorax:nodule#")]
    out = link(data).write("same")
    line = b"OBX*2*TX*RL-WORD:Word explained:99REPORTLINK*1*pneumothorax?S? https?S?//glossary.example/en/t/pneumothorax/?P?"
    assert out.split(b"\r")[3].startswith(line)
    assert hl7v2.unlink(out) == data


CHARSETS = [
    ("8859/1", "iso8859-1", "épanchement"),
    ("8859/15", "iso8859-15", "épanchement"),
    ("UNICODE UTF-8", "utf-8", "épanchement"),
    ("", "utf-8", "épanchement"),
    ("", "iso8859-1", "épanchement"),
    ("ASCII", "iso8859-1", "épanchement"),
    ("", "cp1252", "’x’"),
    ("8859/1", "iso8859-1", "masse"),
    ("8859/2", "iso8859-2", "łagodna"),
    ("8859/3", "iso8859-3", "ħobż"),
    ("8859/4", "iso8859-4", "ķērpis"),
    ("8859/5", "iso8859-5", "лёгкое"),
    ("8859/6", "iso8859-6", "رئة"),
    ("8859/7", "iso8859-7", "πνεύμονας"),
    ("8859/8", "iso8859-8", "ריאה"),
    ("8859/9", "iso8859-9", "akciğer"),
    ("8859/11", "iso8859-11", "ปอด"),
    ("GB 18030-2000", "gb18030", "肺结节𠀀"),
    ("KS X 1001", "euc_kr", "폐결절"),
    ("BIG-5", "big5", "功能許蓋"),
    ("ISO IR14", "shift_jis", "ﾊｲ"),
    ("~ISO IR87", "iso2022_jp", "肺結節"),
    ("ASCII~ISO IR87~ISO IR159", "iso2022_jp_2", "肺結節丂"),
    ("ISO IR14~ISO IR87", "iso2022_jp", "肺ソ"),
]


@pytest.mark.parametrize(("declared", "codec", "word"), CHARSETS)
@pytest.mark.parametrize("kind", ["same", "nte"])
def test_charsets(declared: str, codec: str, word: str, kind: str) -> None:
    data = message(obx(1, f"{word} and a nodule"), charset=declared).encode(codec)
    assert values(data) == [("OBX[1]-5[1]", f"{word} and a nodule")]
    (result, *_) = link(data).to_dict()["links"]
    out = link(data).write(kind)
    assert hl7v2.unlink(out) == data
    assert values(out) == values(data)
    assert link(out).write(kind) == out
    if word not in {"épanchement", "masse"}:
        assert (result["start"], result["end"]) == (len(word) + 7, len(word) + 13)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_wide_charsets(codec: str) -> None:
    data = message(obx(1, "𝄞 No pneumothorax."), charset="UNICODE UTF-16").encode(codec)
    assert values(data) == [("OBX[1]-5[1]", "𝄞 No pneumothorax.")]
    out = link(data).write()
    assert len(out) > len(data)
    assert hl7v2.unlink(out) == data
    assert "pneumothorax: https://glossary.example/" in out.decode(codec)


def test_charset_switched_by_escape_sequences() -> None:
    raw = b"A \\M2442\\\x47\x59\\C2842\\ nodule and \\C2D41\\\xe9panchement"
    data = message(obx(1, "@"), charset="8859/1~ISO IR87").encode().replace(b"@", raw)
    assert values(data) == [("OBX[1]-5[1]", "A 肺 nodule and épanchement")]
    assert hl7v2.unlink(link(data).write()) == data


@pytest.mark.parametrize("declared", ["CNS 11643-1992", "KLINGON", "UNICODE UTF-8", "8859/8", "BIG-5", "GB 18030-2000"])
def test_an_unknown_or_lying_charset_alters_nothing(declared: str) -> None:
    data = message(obx(1, "A nodule @ here"), charset=declared).encode().replace(b"@", b"\xa1\xff\xfe\xe1")
    linked = link(data)
    assert [x.link.concept for x in linked.bodies[0].links] == ["nodule"]
    assert [notice.code for notice in linked.notices] == ["charset"]
    assert hl7v2.unlink(linked.write()) == data


def test_frames_batches_and_several_messages_are_kept() -> None:
    one = message(obx(1, "No pneumothorax.")).encode()
    two = message(obx(1, "A nodule."), marks="^~\\&").encode()
    framed = b"\x0b" + one + b"\x1c\r\x0b" + two + b"\x1c\r"
    batch = b"FHS|^~\\&|A\rBHS|^~\\&|A\r" + one + two + b"BTS|2\rFTS|1\r"
    for data in (framed, batch):
        assert found(data) == [
            ("MSH[1].OBX[1]-5[1]", "pneumothorax", "absent"),
            ("MSH[2].OBX[1]-5[1]", "nodule", "present"),
        ]
        out = link(data).write()
        assert out.count(b"RL-WORD") == 2
        assert hl7v2.unlink(out) == data
    assert link(framed).write().endswith(b"/en/t/nodule/#present||||||F\r\x1c\r")


def test_each_report_of_a_message_is_read_by_itself() -> None:
    data = message(obx(1, "No pneumothorax."), "OBR|2||8|2^CT^L", obx(1, "No pneumothorax.")).encode()
    assert [path for path, _, _ in found(data)] == ["OBX[1]-5[1]", "OBX[2]-5[1]"]
    out = link(data).write().split(b"\r")
    assert [s[:6] for s in out[3:]] == [b"OBX|1|", b"OBX|2|", b"OBR|2|", b"OBX|1|", b"OBX|2|", b""]


def test_notes_are_read_by_themselves() -> None:
    data = message(f"NTE|1||{NONE}~nodule", obx(1, NONE), "NTE|1|L|pneumothorax", "NTE|2|L|was seen").encode()
    assert [p for p, _ in values(data)] == ["OBX[1]-5[1]", "NTE[1]-3[1]", "NTE[1]-3[2]", "NTE[2]-3[1]", "NTE[3]-3[1]"]
    assert found(data) == [("NTE[1]-3[2]", "nodule", "absent"), ("NTE[2]-3[1]", "pneumothorax", "present")]


def test_a_line_break_inside_a_field_is_part_of_it() -> None:
    data = message(obx(1, "There is no\nMRI: pneumothorax")).encode()
    assert values(data) == [("OBX[1]-5[1]", "There is no\nMRI: pneumothorax")]


def encapsulated(content: bytes, kind: str = "", subtype: str = "", encoding: str = "Base64") -> bytes:
    packed = content.hex() if encoding == "Hex" else base64.b64encode(content).decode()
    packed = content.decode() if encoding == "A" else packed
    return message(obx(1, f"^{kind}^{subtype}^{encoding}^{packed}", "ED")).encode()


@pytest.mark.parametrize("encoding", ["Base64", "Hex", "A"])
@pytest.mark.parametrize(
    ("content", "kind", "subtype", "form"),
    [
        (b"There is no pneumothorax", "TEXT", "", "text"),
        (b"<p>There is <b>no</b> pneumothorax</p>", "text", "html", "html"),
        (b"<html><p>There is no pneumothorax</p></html>", "application", "octet-stream", "html"),
        ("<p>\u00e9 no pneumothorax</p>".encode(), "TEXT", "HTML", "html"),
        (rb"{\rtf1\ansi There is {\b no} pneumothorax\par}", "application", "rtf", "rtf"),
    ],
)
def test_encapsulated_documents_are_read(content: bytes, kind: str, subtype: str, form: str, encoding: str) -> None:
    if encoding == "A":
        content = content.replace(b"\\", b"\\E\\")
    data = encapsulated(content, kind, subtype, encoding)
    assert [body.form for body in hl7v2.read(data).bodies] == [form]
    assert found(data) == [("OBX[1]-5[1].5", "pneumothorax", "absent")]
    out = link(data).write()
    assert b"<a" not in out
    assert hl7v2.unlink(out) == data


CDA = b"""<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1"/><languageCode code="de"/><component>
<structuredBody><component><section><title>Findings</title><text><paragraph>There is no pneumothorax.</paragraph></text>
</section></component></structuredBody></component></ClinicalDocument>"""


@pytest.mark.parametrize("kind", ["multipart", "application", "text"])
def test_an_encapsulated_cda_document_is_read_by_its_own_paths(kind: str) -> None:
    data = encapsulated(CDA, kind, "x-hl7-cda-level-one")
    ((path, concept, status),) = found(data)
    assert path.startswith("OBX[1]-5[1].5:/ClinicalDocument")
    assert (concept, status) == ("pneumothorax", "absent")
    assert hl7v2.unlink(link(data).write()) == data
    assert [notice.code for notice in link(data).notices] == ["other-language"]
    with pytest.raises(InputError, match="CDA document cannot be read"):
        hl7v2.read(encapsulated(CDA[:-30], kind, "xml"))


def test_an_encapsulated_document_may_come_in_a_mime_package() -> None:
    part = b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(
        b"<p>no pneumothorax</p>"
    )
    data = encapsulated(
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" + part + b"\n--x--\n", "multipart"
    )
    assert found(data) == [("OBX[1]-5[1].5", "pneumothorax", "absent")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("^application^pdf^Base64^" + base64.b64encode(b"%PDF-1.7").decode(), "attachment-type"),
        ("^application^octet-stream^Base64^" + base64.b64encode(bytes(9)).decode(), "attachment-type"),
        ("^text^xml^Base64^" + base64.b64encode(b"<a>zebra</a>").decode(), "attachment-type"),
        ("^text^plain^Base64^zebra!", "attachment-encoding"),
        ("^text^plain^Hex^zebra", "attachment-encoding"),
        ("^text^plain^Base64^", "attachment-empty"),
        ("zebra", "attachment-empty"),
    ],
)
def test_what_cannot_be_read_is_told_and_never_quoted(value: str, code: str) -> None:
    data = message(obx(1, "A nodule."), obx(2, value, "ED")).encode()
    (notice,) = link(data).notices
    assert notice.code == code
    assert notice.path.startswith("OBX[2]-5[1]")
    with pytest.raises(InputError, match=r"OBX\[1\]-5") as caught:
        hl7v2.read(message(obx(1, value, "ED")).encode())
    assert "zebra" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "not-hl7v2", "byte 0"),
        (b"\r\nzebra", "not-hl7v2", "byte 2"),
        (b"MSH", "bad-delimiters", "byte 0"),
        (b"MSHzebra", "bad-delimiters", "byte 0"),
        (b"MSH|^^|zebra\r", "bad-delimiters", "byte 0"),
        (b"MSH|abc|zebra\r", "bad-delimiters", "byte 0"),
        (b"FHS|^~\\&|a\rMSH|^~|\x1c\rMSH||", "no-text", ""),
        (b"MSH|^~\\&|zebra\rPID|1||zebra\rOBX|1|NM|x||5\r", "no-text", ""),
    ],
)
def test_errors_tell_the_place_and_never_the_text(data: bytes, code: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        hl7v2.read(data)
    assert (caught.value.code, caught.value.place) == (code, place)
    assert "zebra" not in str(caught.value)


def test_the_closing_block() -> None:
    data = message(obx(1, "No pneumothorax."), obx(2, "A kidney stone."), "ZDS|1").encode()
    out = link(data).write()
    assert out.split(b"\r")[5:7] == [
        b"OBX|3|TX|RL-WORD^Word explained^99REPORTLINK|1|pneumothorax: https://glossary.example/en/t/pneumothorax/#absent||||||F",
        b"OBX|4|TX|RL-WORD^Word explained^99REPORTLINK|2|kidney stone: https://glossary.example/en/t/kidney-stone/#present||||||F",
    ]
    notes = link(data).write("nte").split(b"\r")
    assert (
        notes[5]
        == b"NTE|1||pneumothorax: https://glossary.example/en/t/pneumothorax/#absent|RL-WORD^Word explained^99REPORTLINK"
    )
    parsed = hl7.parse(out.decode())
    assert [str(segment[1]) for segment in parsed.segments("OBX")] == ["1", "2", "3", "4"]
    assert [str(segment[11]) for segment in parsed.segments("OBX")] == ["F"] * 4
    assert str(parsed.segments("OBX")[2][5]).endswith("/en/t/pneumothorax/#absent")


def test_an_address_is_escaped_where_a_delimiter_stands_in_it() -> None:
    data = b"MSH|^~\\&#|A\rOBX|1|TX|1||pneumothorax||||||P\r"
    out = link(data).write()
    assert b"pneumothorax/\\P\\present||||||P\r" in out
    assert hl7v2.unlink(out) == data
    assert link(out).write() == out
    without = b"MSH|/|A\rOBX|1|TX|1||pneumothorax||||||P\r"
    with pytest.raises(InputError, match="escape character"):
        link(without).write()
    assert found(without) == [("OBX[1]-5[1]", "pneumothorax", "present")]


@pytest.mark.parametrize("charset", ["", "ASCII", "8859/1", "KLINGON"])
def test_a_title_that_the_charset_lacks_leaves_the_address(charset: str) -> None:
    data = message(obx(1, "No pneumothorax."), charset=charset).encode()
    linked = link_envelope(data, INDEX, form="hl7v2", lang="en", explain="ar")
    assert b"|1|https://glossary.example/ar/t/pneumothorax/#absent||||||F\r" in linked.write()
    assert hl7v2.unlink(linked.write()) == data


SEGMENTS = st.sampled_from(
    [obx(1, "No pneumothorax"), obx(2, "and nodule~kidney stone"), obx(3, "", "FT"), obx(4, r"a \.br\nodule \X41\ \Q\ ", "FT"), "NTE|1||no nodule",
     "OBR|1", "TXA|1", "ZZZ", "OBX", "OBX|", "OBX|1|TX", "MSH|^~\\&|A", "MSH*:+?%#*A", "FHS|^~\\&", "BTS|1", "\x0b", "\x1c", "\n", "OBX*1*TX*1**no nodule*****F",
     "OBX|9|TX|RL-WORD^Word explained^99REPORTLINK|1|x: https://glossary.example/en/t/nodule/#present||||||F", "\xa7\u20ac", "free text", "OBX|1|ED|||^TEXT^^A^nodule"]
)  # fmt: skip


@settings(max_examples=600, deadline=None, derandomize=True)
@given(
    st.lists(st.one_of(SEGMENTS, st.text(max_size=8)), max_size=12),
    st.lists(st.sampled_from(["\r", "\n", "\r\n", "\x1c\r", "\r\x0b"]), min_size=13, max_size=13),
    st.sampled_from(["utf-8", "utf-16", "utf-16-be", "gb18030"]),
    st.sampled_from(["first", "all"]),
    st.sampled_from(["same", "nte"]),
)
def test_laws_1_and_3_for_any_message(parts: list[str], ends: list[str], codec: str, mentions: str, kind: str) -> None:
    text = "MSH|^~\\&|A|||||||||||||||||\r" + "".join(p + e for p, e in zip(parts, ends, strict=False))
    data = text.encode(codec, "replace")
    try:
        linked = link(data, mentions)
        out = linked.write(kind)
    except InputError:
        return
    assert hl7v2.unlink(out) == hl7v2.unlink(data)
    assert link(out, mentions).write(kind) == out
    assert len(link(out, mentions).bodies[0].links) == len(linked.bodies[0].links)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.binary(max_size=60),
    st.sampled_from([b"", b"MSH|^~\\&|A\r", b"\x0bMSH|^~\\&#|\rOBX|1|TX|||", b"\xff\xfeM\0S\0H\0|\0^\0"]),
)
def test_any_bytes_are_scanned_or_refused(tail: bytes, head: bytes) -> None:
    data = head + tail
    try:
        messages = scan(data)
    except InputError:
        return
    segments = [segment for one in messages for segment in one.segments]
    assert all(0 <= s.start <= s.end <= len(data) for s in segments)
    assert all(one.end <= other.start for one, other in itertools.pairwise(segments))
    assert all(s.wide or data[s.start : s.end].decode("latin-1") == s.raw for s in segments)
