"""Small structured reports of DICOM, for tests."""

from __future__ import annotations

import io
from typing import Any

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

BASIC_TEXT = "1.2.840.10008.5.1.4.1.1.88.11"


def code(meaning: str, value: str = "1", scheme: str = "L") -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def content(
    kind: str, name: str = "", children: tuple[Dataset, ...] = (), relation: str = "CONTAINS", **values: Any
) -> Dataset:
    item = Dataset()
    item.RelationshipType, item.ValueType = relation, kind
    if name:
        item.ConceptNameCodeSequence = [code(name)]
    if children:
        item.ContentSequence = list(children)
    if kind == "CONTAINER":
        item.ContinuityOfContent = "SEPARATE"
    for key, value in values.items():
        setattr(item, key, value)
    return item


def text(value: str, name: str = "Finding", **values: Any) -> Dataset:
    return content("TEXT", name, TextValue=value, **values)


def measured(name: str, value: str, unit: str) -> Dataset:
    number = Dataset()
    number.NumericValue, number.MeasurementUnitsCodeSequence = value, [code("unit", unit, "UCUM")]
    return content("NUM", name, MeasuredValueSequence=[number])


def report(
    *children: Dataset, charset: Any = "ISO_IR 192", syntax: str = ExplicitVRLittleEndian, class_: str = BASIC_TEXT
) -> bytes:
    dataset = content("CONTAINER", "Radiology Report", children)
    del dataset.RelationshipType
    dataset.SpecificCharacterSet = charset
    dataset.SOPClassUID, dataset.SOPInstanceUID, dataset.Modality = class_, "1.2.3", "SR"
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    out = io.BytesIO()
    dataset.save_as(out, enforce_file_format=True)
    return out.getvalue()


TREE = (
    content("TEXT", "Observer", relation="HAS OBS CONTEXT", TextValue="nodule"),
    content("CODE", "Procedure", ConceptCodeSequence=[code("Chest CT")]),
    content("CONTAINER", "Findings", (text("No pneumothorax.\r\nA nodule <1 & more."), text("A kidney stone."))),
    content("CONTAINER", "Impression", (text("There is no", ""), text("pneumothorax", ""))),
)
