"""CDA R2: narrative blocks, embedded text, the identity of a derived document, and the laws."""

from __future__ import annotations

import base64
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlink.errors import InputError, SignedError
from reportlink.formats import cda
from reportlink.linking import LinkedEnvelope, link_envelope

from .conftest import make_index
from .narrative_rules import CDA, check_cda

INDEX = make_index()
ID = '<id root="1.2.3" extension="4"/>'


def link(data: bytes, **wishes: Any) -> LinkedEnvelope:
    return link_envelope(data, INDEX, form="cda", lang="en", **wishes)


def both_ways(data: bytes, **wishes: Any) -> bytes:
    """The output, after the laws and the schema's narrative part were checked on it."""
    out = link(data, **wishes).write()
    assert cda.unlink(out) == data
    assert link(out, **wishes).write() == out
    for section in ElementTree.fromstring(out).iter(f"{CDA}section"):
        for text in section.findall(f"{CDA}text"):
            check_cda(text)
    return out


def document(body: str, header: str = "", id_: str = ID) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc">\n'
        f'\t{id_}\n\t<title>chest CT</title>\n\t<languageCode code="en-US"/><setId root="9"/><versionNumber value="2"/>\n'
        f"\t{header}<component>{body}</component>\n</ClinicalDocument>\n"
    ).encode()


def sections(*texts: str) -> str:
    inner = "".join(f"<component><section><text>{text}</text></section></component>" for text in texts)
    return f"<structuredBody>{inner}</structuredBody>"


def test_a_mention_gets_a_link_that_the_schema_allows() -> None:
    out = both_ways(document(sections('<paragraph><content ID="c1">No pneumothorax.</content></paragraph>')))
    assert (
        b'<content ID="c1">No <linkHtml href="https://glossary.example/en/t/pneumothorax/#absent" rel="help noreferrer" '
        b'title="pneumothorax">pneumothorax</linkHtml>.</content>' in out
    )


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("A nodule.", 1),
        ("<paragraph><caption>Nodule</caption>No pneumothorax.</paragraph>", 2),
        ("<list><caption>Nodule</caption><item>PE <sub>nodule</sub></item></list>", 2),
        ("<table><thead><tr><th>Nodule</th></tr></thead><tbody><tr><td>lung</td></tr></tbody></table>", 2),
        ('<content styleCode="Bold">pleural</content> effusion', 0),
        ("pleural<br/>effusion", 0),
        ("pleural <!-- x -->effusion", 0),
        ("<sup>nodule</sup>", 0),
        ('<linkHtml href="#x">nodule</linkHtml> nodule', 1),
        ('<linkHtml href="#x">see<footnote>nodule</footnote></linkHtml>', 0),
        ('<renderMultiMedia referencedObject="m"><caption>nodule</caption></renderMultiMedia>', 0),
        ('<content revised="delete">nodule</content>', 0),
        ('<footnote ID="f">nodule</footnote><footnoteRef IDREF="f"/>', 1),
        ("<content><![CDATA[nodule]]></content>", 0),
        ("pneumo&#116;horax", 1),
        ('<paragraph xmlns="urn:hl7-org:v3">nodule</paragraph>', 1),
        ('<p:paragraph xmlns:p="urn:hl7-org:v3">nodule</p:paragraph>', 1),
    ],
)
def test_where_a_link_may_stand(text: str, links: int) -> None:
    out = both_ways(document(sections(text)))
    assert out.count(b"glossary.example") == links


def test_what_is_not_linked_for_the_schema_says_so() -> None:
    result = link(document(sections("<sup>nodule</sup> pleural<br/>effusion"))).to_dict()
    assert [x["reason"] for x in result["skipped"]] == ["markup", "markup"]


def test_paths_and_titles() -> None:
    body = (
        "<structuredBody><component><section><title>Clinical history</title><text>PE?</text></section></component>"
        "<component><section><title>Findings</title><text>Signal.</text><component><section><title>Lung</title>"
        "<text>PE.</text></section></component></section></component></structuredBody>"
    )
    result = link(document(body), skip_sections=["history"]).to_dict()
    where = "/ClinicalDocument/component/structuredBody/component[2]/section"
    assert [(x["path"], x["concept"]) for x in result["links"]] == [
        (f"{where}/text", "nodule"),
        (f"{where}/component/section/text", "pulmonary-embolism"),
    ]


def test_a_copy_with_links_is_a_document_of_its_own() -> None:
    data = document(sections("A nodule."))
    root = ElementTree.fromstring(both_ways(data))
    new = root.find(f"{CDA}id")
    assert new is not None
    assert new.attrib["root"].startswith("2.25.")
    assert len(new.attrib["root"]) <= 64
    related = root.find(f"{CDA}relatedDocument")
    assert related is not None
    assert related.attrib == {"typeCode": "XFRM"}
    assert [child.attrib for child in related.findall(f"{CDA}parentDocument/{CDA}id")] == [
        {"root": "1.2.3", "extension": "4"}
    ]
    names = [child.tag.removeprefix(CDA) for child in root]
    assert names == ["id", "title", "languageCode", "setId", "versionNumber", "relatedDocument", "component"]
    assert both_ways(data) == both_ways(data)


def test_other_links_are_another_document() -> None:
    data = document(sections("A nodule. The nodule."))
    ids = {
        ElementTree.fromstring(link(data, mentions=m).write()).find(f"{CDA}id").get("root") for m in ("first", "all")
    }  # type: ignore[union-attr,arg-type]
    assert len(ids) == 2
    more = link(link(data).write(), mentions="all").write()
    assert more.count(b"<relatedDocument") == 1
    assert cda.unlink(more) == data


def related(type_: str) -> str:
    return f'<relatedDocument typeCode="{type_}"><parentDocument><id root="7"/></parentDocument></relatedDocument>'


@pytest.mark.parametrize(("taken", "ours"), [([], "XFRM"), (["APND"], "XFRM"), (["RPLC"], "XFRM"), (["XFRM"], "APND")])
def test_the_relation_to_the_parent_keeps_to_the_allowed_combinations(taken: list[str], ours: str) -> None:
    header = "".join(map(related, taken)) + "<authorization/><componentOf/>"
    root = ElementTree.fromstring(both_ways(document(sections("A nodule."), header)))
    assert [r.get("typeCode") for r in root.findall(f"{CDA}relatedDocument")] == [ours, *taken]
    names = [child.tag.removeprefix(CDA) for child in root]
    assert names[-3:] == ["authorization", "componentOf", "component"]


def test_where_no_further_relation_is_allowed_the_document_is_refused() -> None:
    linked = link(document(sections("A nodule."), related("XFRM") + related("RPLC")))
    assert len(linked.to_dict()["links"]) == 1
    with pytest.raises(InputError, match="no further related document beside these \\(RPLC, XFRM\\)"):
        linked.write()


def test_without_links_nothing_is_touched() -> None:
    data = document(sections("Nothing here."), related("XFRM") + related("RPLC"))
    assert both_ways(data) == data


def test_prefixes_are_kept() -> None:
    data = (
        b'<c:ClinicalDocument xmlns:c="urn:hl7-org:v3"><c:id root="1"><!-- odd --></c:id><c:component><c:structuredBody>'
        b"<c:component><c:section><c:text><c:paragraph>A nodule.</c:paragraph><x xmlns='u'>lung</x></c:text></c:section>"
        b"</c:component></c:structuredBody></c:component></c:ClinicalDocument>"
    )
    out = link(data).write()
    assert b"<c:linkHtml href=" in out
    assert b'<c:relatedDocument typeCode="XFRM"><c:parentDocument><c:id root="1"><!-- odd --></c:id></c:parent' in out
    assert out.count(b"glossary.example") == 1
    ElementTree.fromstring(out)
    assert cda.unlink(out) == data


def embedded(text: str, attributes: str = 'mediaType="text/plain"') -> bytes:
    return document(f"<nonXMLBody><text {attributes}>{text}</text></nonXMLBody>")


ADDRESS = "https://glossary.example/en/t/nodule/#present"


@pytest.mark.parametrize(
    ("text", "attributes", "wanted"),
    [
        ("A nodule &lt; five", 'mediaType="text/plain"', f"A nodule &lt;{ADDRESS}&gt; &lt; five"),
        ("A nodule", "", f"A nodule &lt;{ADDRESS}&gt;"),
        (
            "<![CDATA[A nodule & more]]>",
            'mediaType="text/plain; charset=UTF-8"',
            f"<![CDATA[A nodule <{ADDRESS}> & more]]>",
        ),
        ("A no<![CDATA[dule]]> is", "", f"A no<![CDATA[dule]]> &lt;{ADDRESS}&gt; is"),
        ("A nodule<!-- x -->\r\nis", "", f"A nodule<!-- x --> &lt;{ADDRESS}&gt;\r\nis"),
        ("&lt;p&gt;A nodule&lt;/p&gt;", 'mediaType="text/html"', "A &lt;a class=&quot;rl rl-present&quot; href=&quot;"),
        ("<![CDATA[<p>A nodule</p>]]>", 'mediaType="text/html"', '<![CDATA[<p>A <a class="rl rl-present" href="'),
    ],
)
def test_embedded_characters(text: str, attributes: str, wanted: str) -> None:
    data = embedded(text, attributes)
    out = both_ways(data).decode()
    assert wanted in out.replace("\r\n", "\r\n")
    assert link(data).to_dict()["links"][0]["path"] == "/ClinicalDocument/component/nonXMLBody/text"
    assert "<relatedDocument " in out


@pytest.mark.parametrize("between", ["", "\n", "\r\n\t\t"])
@pytest.mark.parametrize(
    ("type_", "text"), [("text/plain", "Small nodule: größer."), ("text/html", "<p>Small nodule</p>")]
)
def test_embedded_base64(type_: str, text: str, between: str) -> None:
    packed = base64.b64encode(text.encode()).decode()
    lines = between.join(packed[at : at + 8] for at in range(0, len(packed), 8))
    data = embedded(f"\n\t{lines}\n", f'mediaType="{type_}" representation="B64"')
    element = ElementTree.fromstring(both_ways(data)).find(f".//{CDA}nonXMLBody/{CDA}text")
    assert element is not None
    content = base64.b64decode(element.text or "").decode()
    assert ADDRESS in content
    assert content.startswith(text[:5])


@pytest.mark.parametrize(
    ("text", "attributes", "code"),
    [
        ("JVBERi0=", 'mediaType="application/pdf" representation="B64"', "attachment-type"),
        ('<reference value="x.pdf"/>', "", "attachment-data"),
        ("bm9kdWxl", 'mediaType="text/plain" representation="B64" compression="DF"', "attachment-data"),
        ("*", 'mediaType="text/plain" representation="B64"', "base64"),
        ("bm9k\ndWxlbm9k\nd\n", 'mediaType="text/plain" representation="B64"', "base64"),
        ("bm9k\ndWxlbm9kdWxl\nbm9k", 'mediaType="text/plain" representation="B64"', "base64"),
        ("5A==", 'mediaType="text/plain" representation="B64"', "encoding"),
    ],
)
def test_what_is_embedded_and_not_read_is_said(text: str, attributes: str, code: str) -> None:
    data = embedded(text, attributes)
    (notice,) = link(data).notices
    assert (notice.path, notice.code) == ("/ClinicalDocument/component/nonXMLBody/text", code)
    assert both_ways(data) == data


@pytest.mark.parametrize(
    "header",
    [
        "<legalAuthenticator><sdtc:signatureText>eA==</sdtc:signatureText></legalAuthenticator>",
        '<legalAuthenticator><signatureText><reference value="x"/></signatureText></legalAuthenticator>',
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
    ],
)
def test_what_is_signed_is_never_rewritten(header: str) -> None:
    linked = link(document(sections("A nodule."), header))
    assert len(linked.to_dict()["links"]) == 1
    with pytest.raises(SignedError) as error:
        linked.write()
    assert error.value.place.startswith("/ClinicalDocument/")


def test_that_somebody_signed_is_no_signature() -> None:
    header = '<authenticator><signatureCode code="S"/><sdtc:signatureText nullFlavor="NI"/></authenticator>'
    both_ways(document(sections("A nodule."), header))


def test_a_part_with_sections_is_linked_too() -> None:
    data = b"<component><section><text>A nodule</text></section></component>"
    assert cda.unlink(link(data).write()) == data
    assert link(data).to_dict()["links"][0]["path"] == "/component/section/text"


def test_a_section_without_text_says_so() -> None:
    data = b"<section><code code='1'/></section>"
    assert [notice.code for notice in link(data).notices] == ["fragment", "no-text"]
    assert link(data).write() == data


def test_an_odd_name_is_not_repeated() -> None:
    data = document(f"<zebra/><zebra4711>{sections('A nodule.')}</zebra4711>")
    path = "/ClinicalDocument/component/*[2]/structuredBody/component/section/text"
    assert link(data).to_dict()["links"][0]["path"] == path


def test_a_section_alone_is_linked_and_nothing_else_is_read() -> None:
    data = b"<section><title>Results</title><text><table><tbody><tr><td>A nodule</td></tr></tbody></table></text></section>"
    linked = link(data)
    assert [notice.code for notice in linked.notices] == ["fragment"]
    out = linked.write()
    assert cda.unlink(out) == data
    assert b"<linkHtml" in out
    assert b"relatedDocument" not in out


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<participant/>", "not-cda"),
        (b'<ClinicalDocument xmlns="urn:other"/>', "not-cda"),
        (b'<!DOCTYPE x><ClinicalDocument xmlns="urn:hl7-org:v3"/>', "doctype"),
        (b'<ClinicalDocument xmlns="urn:hl7-org:v3">zebra4711', "bad-xml"),
        (b'<?xml version="1.0" encoding="zebra4711"?><a/>', "encoding"),
        (document(sections("<content>" * 1)), "bad-xml"),
        (document("<component>" * 300 + "<section><text>nodule</text></section>" + "</component>" * 300), "too-deep"),
    ],
)
def test_errors_name_the_place_and_never_the_report(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        link(data)
    assert error.value.code == code
    assert error.value.place
    assert "zebra4711" not in str(error.value)


WORDS = ["pneumothorax", "pleural effusion", "no", "nodule", "PE", "kidney stone", "Crohn's disease"]
HOSTILE = [
    " ", "\n", "\r\n", ". ", "&amp;", "&lt;", "&#160;", "<paragraph>", "</paragraph>", "<content ID='x'>", "</content>", "<br/>",
    "<sub>", "</sub>", "<linkHtml href='x'>", "</linkHtml>", "<footnote>", "</footnote>", "<!-- nodule -->", "<![CDATA[", "]]>",
    "<list><item>", "</item></list>", "<table><tbody><tr><td>", "</td></tr></tbody></table>", "é", "\U0001f600", "<x xmlns='u'>",
    "</x>", "&", "<", '"', "&lt;https://glossary.example/en/t/nodule/#absent&gt;", "</text><text>",
    '<linkHtml href="https://glossary.example/en/t/nodule/#absent" rel="help noreferrer" title="x">', "<section>", "</section>",
]  # fmt: skip
texts = st.lists(st.sampled_from([*WORDS, *HOSTILE]), max_size=14).map("".join)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(texts, st.sampled_from(["first", "all"]), st.sampled_from(["narrative", "plain", "html"]))
def test_laws_1_and_3_for_any_document(inner: str, mentions: Any, kind: str) -> None:
    data = document(sections(inner)) if kind == "narrative" else embedded(inner, f'mediaType="text/{kind}"')
    try:
        before = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        with pytest.raises(InputError):
            link(data)
        return
    out = link(data, mentions=mentions).write()
    assert cda.unlink(out) == cda.unlink(data)
    assert link(out, mentions=mentions).write() == out
    after = ElementTree.fromstring(out)
    if kind == "narrative":
        assert "".join(before.itertext()) == "".join(after.itertext())


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts.map(lambda t: t.encode("utf-8", "replace")), st.sampled_from(["plain", "html"]), st.integers(4, 80))
def test_laws_1_and_3_for_any_base64(content: bytes, kind: str, width: int) -> None:
    packed = base64.b64encode(content).decode()
    lines = "\n".join(packed[at : at + width] for at in range(0, len(packed), width))
    data = embedded(lines, f'mediaType="text/{kind}" representation="B64"')
    out = link(data, mentions="all").write()
    assert cda.unlink(out) == cda.unlink(data)
    assert link(out, mentions="all").write() == out
