"""What the service answers when all is well."""

from __future__ import annotations

import gzip
import json
import re
import xml.etree.ElementTree as ET

import jsonschema
import pytest

from reportlink import link_report, load_index
from tests.reportlink.server.service import Service

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_text_in_json_gives_the_documented_result(service: Service, published: str) -> None:
    text = "No pneumothorax. Kidney."
    answer = service.link(text, id="7")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == link_report(text, load_index(published), lang="en", id="7").to_dict()


def test_the_linked_report_comes_back_where_it_is_asked_for(service: Service) -> None:
    answer = service.link("<p>No pneumothorax</p>", **{"from": "html", "to": "same"}).json()
    assert re.sub(r"<a [^>]*>|</a>", "", answer["output"]) == "<p>No pneumothorax</p>"
    assert "rl-absent" in answer["output"]


def test_a_report_in_its_own_form_goes_in_and_comes_out_as_bytes(service: Service) -> None:
    data = b"<P CLASS=x>No pneumothorax \xff&nbsp;</p>"
    answer = service.ask("POST", "/v1/link/html?lang=en&to=same", data)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert re.sub(rb"<a [^>]*>|</a>", b"", answer.body) == data


FHIR = b"""{"resourceType" : "DiagnosticReport", "status" : "final", "code" : {"text" : "X"},
 "text" : {"status" : "generated", "div" : "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">No pneumothorax</div>"}}"""
HL7 = b"MSH|^~\\&|A|B|C|D|20260101||ORU^R01|1|P|2.5\rOBR|1\rOBX|1|TX|X||No pneumothorax||||||F\r"


@pytest.mark.parametrize(
    ("path", "data", "media_type", "has"),
    [
        ("fhir?to=same", FHIR, "application/fhir+json", b"/en/t/pneumothorax/#absent"),
        ("auto?to=same", FHIR, "application/fhir+json", b"/en/t/pneumothorax/#absent"),
        ("hl7v2?to=same", HL7, "application/hl7-v2", b"No pneumothorax||||||F\rOBX|2|"),
        ("auto?to=json", HL7, "application/json", b'"path": "OBX[1]-5'),
        ("fhir?to=annotations", FHIR, "application/ld+json", b'"AnnotationPage"'),
        ("rtf?to=same", b"{\\rtf1\\ansi No pneumothorax.}", "application/rtf", b"HYPERLINK"),
    ],
)
def test_messages_and_documents_are_linked_in_their_own_form(
    path: str, data: bytes, media_type: str, has: bytes, service: Service
) -> None:
    answer = service.ask("POST", f"/v1/link/{path}&lang=en", data)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert has in answer.body


def test_options_are_those_of_the_module(service: Service) -> None:
    text = "kidney, nodule, kidney"

    def concepts(query: str) -> list[str]:
        return [link["concept"] for link in service.ask("POST", f"/v1/link/text?lang=en{query}", text).json()["links"]]

    assert concepts("") == ["kidney", "nodule"]
    assert concepts("&mentions=all") == ["kidney", "nodule", "kidney"]
    assert concepts("&exclude=kidney&exclude=lung") == ["nodule"]


def test_a_budget_may_be_past_all_bounds(service: Service) -> None:
    answer = service.ask("POST", "/v1/link/text?lang=en&budget=1e308", "kidney nodule")
    assert len(answer.json()["links"]) == 2


def test_an_offer_to_change_the_protocol_loses_no_report(service: Service) -> None:
    headers = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABkAAQAAP__"}
    answer = service.ask("POST", "/v1/link/text?lang=en&to=html", "No pneumothorax.", headers)
    assert b"rl-absent" in answer.body


def test_bulk_rows_come_back_in_order_and_a_bad_one_says_why(service: Service) -> None:
    rows = [json.dumps({"id": n, "lang": "en", "text": "No pneumothorax."}) for n in range(300)]
    rows[17] = '{"id": 17'
    rows[18] = json.dumps({"id": 18, "lang": "en"})
    answer = service.ask("POST", "/v1/batch", ("\n".join(rows) + "\n\n").encode())
    found = [json.loads(line) for line in answer.body.splitlines()]
    assert (answer.status, len(found)) == (200, 300)
    assert [row["id"] for row in found if "error" not in row] == [n for n in range(300) if n not in (17, 18)]
    assert found[17]["error"] == {"code": "bad-row", "line": 18, "message": "the row is not JSON (byte 10)"}
    assert found[18]["error"]["message"] == "`text` is missing"


def test_a_bulk_answer_begins_before_the_request_has_ended(service: Service) -> None:
    with service.raw() as connection:
        row = json.dumps({"id": 1, "lang": "en", "text": "No pneumothorax."}).encode() + b"\n"
        connection.sendall(b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.sendall(b"%x\r\n%b\r\n" % (len(row), row))
        received = b""
        while b'"pneumothorax"' not in received:
            received += connection.recv(4096)
        connection.sendall(b"0\r\n\r\n")
        assert connection.recv(4096)


def test_packed_bodies_are_unpacked(service: Service) -> None:
    text = ("No pneumothorax. " * 20_000).encode()
    answer = service.ask("POST", "/v1/link/text?lang=en", gzip.compress(text), {"Content-Encoding": "gzip"})
    assert answer.json()["input_sha256"] == service.ask("POST", "/v1/link/text?lang=en", text).json()["input_sha256"]


def test_a_million_bytes_are_linked(service: Service) -> None:
    text = "No pneumothorax in the left kidney. " * 27_000
    answer = service.ask("POST", "/v1/link/text?lang=en&mentions=all", text.encode())
    assert len(answer.json()["links"]) == 54_000


def test_a_hundred_thousand_open_tags_are_linked(service: Service) -> None:
    data = b"<b>" * 100_000 + b"no pneumothorax" + b"</b>" * 100_000
    answer = service.ask("POST", "/v1/link/html?lang=en&to=same", data)
    assert re.sub(rb"<a [^>]*>|</a>", b"", answer.body) == data
    assert b"rl-absent" in answer.body


INFOBUTTON = "/infobutton?mainSearchCriteria.v.c=RID5352&mainSearchCriteria.v.cs=2.16.840.1.113883.6.256"


def test_a_code_is_looked_up_as_atom_and_as_json(service: Service) -> None:
    answer = service.ask("GET", f"{INFOBUTTON}&informationRecipient.languageCode.c=en-GB")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.body)
    (entry,) = feed.findall(f"{ATOM}entry")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://glossary.example/en/t/pneumothorax/"
    same = service.ask(
        "GET", f"{INFOBUTTON}&knowledgeResponseType=application/json&informationRecipient.languageCode.c=en"
    )
    assert same.json()["feed"]["entry"][0]["link"][0]["href"] == link.get("href")


def test_without_a_language_the_page_chooses_it(service: Service) -> None:
    feed = service.ask("GET", INFOBUTTON, headers={"Accept": "application/json"}).json()["feed"]
    assert feed["entry"][0]["link"][0]["href"] == "https://glossary.example/t/pneumothorax/"


def test_an_unknown_code_is_tried_by_its_name_and_else_an_empty_feed(service: Service) -> None:
    def entries(query: str) -> list[str]:
        path = f"/infobutton?mainSearchCriteria.v.c=1&mainSearchCriteria.v.cs=1.2.3&{query}"
        answer = service.ask("GET", path, headers={"Accept": "application/json"})
        assert answer.status == 200
        return [entry["title"]["_value"] for entry in answer.json()["feed"]["entry"]]

    assert entries("mainSearchCriteria.v.dn=Pneumothorax&informationRecipient.languageCode.c=en") == ["pneumothorax"]
    assert entries("mainSearchCriteria.v.dn=no%20pneumothorax&informationRecipient.languageCode.c=en") == []
    assert entries("") == []


def test_a_name_with_mark_up_and_control_characters_leaves_the_feed_well_formed(service: Service) -> None:
    path = "/infobutton?mainSearchCriteria.v.dn=%3Cb%3E%22%26%00%01%ef%bf%bf%ed%a0%80"
    ET.fromstring(service.ask("GET", path).body)


def test_probes_and_figures(service: Service) -> None:
    assert service.ask("GET", "/healthz").json() == {"status": "ok"}
    assert service.ask("GET", "/readyz").json() == {"status": "ok"}
    before = service.ask("GET", "/metrics").body.decode()
    service.link("No pneumothorax.")
    after = service.ask("GET", "/metrics").body.decode()

    def links(figures: str) -> float:
        return float(re.search(r"^reportlink_links_total (\S+)$", figures, re.MULTILINE)[1])

    assert links(after) == links(before) + 1


def test_the_description_fits_its_schema_and_names_every_address(service: Service) -> None:
    api = service.ask("GET", "/openapi.json").json()
    assert api["openapi"].startswith("3.1")
    expected = ["/healthz", "/infobutton", "/metrics", "/readyz", "/v1/batch", "/v1/link", "/v1/link/{form}"]
    assert sorted(api["paths"]) == expected
    answer = service.link("No pneumothorax.").json()
    schema = {"$ref": "#/components/schemas/LinkAnswer", "components": api["components"]}
    jsonschema.validate(answer, schema)


def test_the_documentation_page_needs_no_script_and_no_other_host(service: Service) -> None:
    answer = service.ask("GET", "/docs")
    page = answer.body.decode()
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!#)([^"]*)"', page) == ["docs/style.css", "openapi.json"]
    assert "/v1/link/{form}" in page
    assert service.ask("GET", "/docs/style.css").status == 200
