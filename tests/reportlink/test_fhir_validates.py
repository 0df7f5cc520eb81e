"""What is written is FHIR by the judgement of another's models (fhir.resources), of R4B and of R5."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from fhir.resources.bundle import Bundle
from fhir.resources.composition import Composition
from fhir.resources.diagnosticreport import DiagnosticReport
from fhir.resources.imagingstudy import ImagingStudy
from fhir.resources.observation import Observation
from fhir.resources.R4B.bundle import Bundle as BundleR4B
from fhir.resources.R4B.composition import Composition as CompositionR4B
from fhir.resources.R4B.diagnosticreport import DiagnosticReport as DiagnosticReportR4B

from reportlink.formats import fhir
from reportlink.linking import link_envelope

from .conftest import make_index

INDEX = make_index()
TEXT = {
    "status": "generated",
    "div": '<div xmlns="http://www.w3.org/1999/xhtml"><p>No <b>pneumo</b>thorax. A nodule.</p></div>',
}


def attached(text: str, type_: str, **more: Any) -> dict[str, Any]:
    return {"contentType": type_, "data": base64.b64encode(text.encode()).decode(), **more}


REPORT = {
    "resourceType": "DiagnosticReport",
    "id": "r1",
    "language": "en",
    "text": TEXT,
    "status": "final",
    "code": {"text": "chest CT"},
    "issued": "2024-07-19T12:03:30.120+02:00",
    "presentedForm": [
        attached(
            "No pneumothorax.", "text/plain", language="en", title="Report", size=16, creation="2024-07-19T12:03:30Z"
        ),
        attached("<p>A nodule", "text/html; charset=utf-8"),
    ],
    "conclusion": "No nodule.",
}
COMPOSITION = {
    "resourceType": "Composition",
    "status": "final",
    "type": {"text": "report"},
    "date": "2024-07-19",
    "author": [{"display": "x"}],
    "title": "Report",
    "section": [{"title": "Findings", "text": TEXT, "section": [{"title": "Lung", "text": TEXT}]}],
}
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [{"fullUrl": "urn:uuid:1b1c5f6e-6a0b-4f5c-9a53-1ed4b5a4a0a1", "resource": REPORT}],
}
OBSERVATION = {
    "resourceType": "Observation",
    "text": TEXT,
    "status": "final",
    "code": {"text": "x"},
    "valueString": "nodule",
}
STUDY = {
    "resourceType": "ImagingStudy",
    "text": TEXT,
    "status": "available",
    "subject": {"display": "x"},
    "description": "chest CT",
}


@pytest.mark.parametrize(
    ("resource", "model"),
    [
        (REPORT, DiagnosticReport),
        (REPORT, DiagnosticReportR4B),
        (COMPOSITION, Composition),
        (COMPOSITION, CompositionR4B),
        (BUNDLE, Bundle),
        (BUNDLE, BundleR4B),
        (OBSERVATION, Observation),
        (STUDY, ImagingStudy),
    ],
    ids=lambda value: getattr(value, "__module__", None),
)
def test_an_output_validates(resource: dict[str, Any], model: Any) -> None:
    data = json.dumps(resource).encode()
    model.model_validate_json(data)
    out = link_envelope(data, INDEX, form="fhir", lang="en").write()
    assert b"rl rl-absent rl-was-generated" in out
    assert fhir.unlink(out) == data
    read = model.model_validate_json(out)
    assert read.get_resource_type() == resource["resourceType"]
