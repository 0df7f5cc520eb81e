"""What FHIR and CDA allow in a narrative, written down anew from their specifications, to judge what is written."""

from __future__ import annotations

from xml.etree import ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"
CDA = "{urn:hl7-org:v3}"

# FHIR R4 and R5, 2.4 Narrative, invariant txt-1: elements and attributes of HTML 4 chapters 7 to 11 and 15.
FHIR_ELEMENTS = {
    "div",
    "p",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "span",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "big",
    "small",
    "sub",
    "sup",
    "tt",
    "q",
    "cite",
    "abbr",
    "acronym",
    "address",
    "code",
    "dfn",
    "kbd",
    "samp",
    "var",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "a",
    "img",
    "map",
    "area",
    "bdo",
    "center",
    "del",
    "ins",
    "s",
    "strike",
    "font",
}
FHIR_ON_LINK = {"href", "hreflang", "rel", "class", "title", "id", "name", "style", "lang", "dir"}

# NarrativeBlock.xsd of CDA R2: which elements each element may hold.
_LINE = {"content", "linkHtml", "sub", "sup", "br", "footnote", "footnoteRef", "renderMultiMedia"}
_CAPTION = {"linkHtml", "sub", "sup", "footnote", "footnoteRef"}
CDA_MODEL: dict[str, set[str]] = {
    "text": _LINE | {"paragraph", "list", "table"},
    "content": _LINE,
    "paragraph": _LINE | {"caption"},
    "item": _LINE | {"caption", "paragraph", "list", "table"},
    "td": _LINE | {"paragraph", "list", "table"},
    "th": _LINE,
    "footnote": (_LINE - {"footnote", "footnoteRef"}) | {"paragraph", "list", "table"},
    "caption": _CAPTION,
    "linkHtml": {"footnote", "footnoteRef"},
    "list": {"caption", "item"},
    "table": {"caption", "col", "colgroup", "thead", "tfoot", "tbody"},
    "colgroup": {"col"},
    "thead": {"tr"},
    "tfoot": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
    "renderMultiMedia": {"caption"},
    "sub": set(),
    "sup": set(),
    "br": set(),
    "col": set(),
    "footnoteRef": set(),
}
CDA_ON_LINK = {"name", "href", "rel", "rev", "title", "ID", "language", "styleCode"}


def check_fhir(div: ElementTree.Element) -> None:
    """A div by the rules of FHIR: allowed elements, no link in a link, links with allowed attributes."""
    assert div.tag == f"{XHTML}div"
    for element in div.iter():
        assert element.tag.startswith(XHTML), element.tag
        assert element.tag.removeprefix(XHTML) in FHIR_ELEMENTS, element.tag
        if element.tag == f"{XHTML}a":
            assert set(element.attrib) <= FHIR_ON_LINK
            assert not list(element.iter(f"{XHTML}a"))[1:]


def check_cda(text: ElementTree.Element) -> None:
    """A narrative block by the content model of CDA."""
    for element in text.iter():
        name = element.tag.removeprefix(CDA)
        inside = {child.tag.removeprefix(CDA) for child in element}
        assert inside <= CDA_MODEL[name], (name, inside - CDA_MODEL[name])
        if name == "linkHtml":
            assert set(element.attrib) <= CDA_ON_LINK
