"""The published JSON Schema: committed as generated, draft-07, and true of every entry."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.figures.outline import outline_json_schema
from generator.figures.shape import figure_json_schema
from generator.schema import concept_json_schema, language_json_schema

ROOT = Path(__file__).parents[2]
ENTRIES = sorted((ROOT / "glossary").glob("*/*.yml"))


def test_the_committed_schemas_are_the_generated_ones() -> None:
    assert json.loads((ROOT / "glossary/concept.schema.json").read_text()) == concept_json_schema()
    assert json.loads((ROOT / "glossary/figure.schema.json").read_text()) == figure_json_schema()
    assert json.loads((ROOT / "glossary/outline.schema.json").read_text()) == outline_json_schema()
    assert json.loads((ROOT / "locales/language.schema.json").read_text()) == language_json_schema()


SCHEMAS = [concept_json_schema(), figure_json_schema(), outline_json_schema(), language_json_schema()]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_they_are_draft_07(schema: dict[str, object]) -> None:
    jsonschema.Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("path", ENTRIES, ids=lambda p: p.stem)
def test_every_entry_fits_and_names_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name, schema = "concept", concept_json_schema()
    if path.parent.name == "figures":
        is_outline = path.name == "body.yml"
        name, schema = ("outline", outline_json_schema()) if is_outline else ("figure", figure_json_schema())
    jsonschema.Draft7Validator(schema).validate(yaml.safe_load(text))
    modeline = text.splitlines()[0]
    assert modeline.startswith("# yaml-language-server: $schema=")
    assert (path.parent / modeline.partition("=")[2]).resolve() == ROOT / f"glossary/{name}.schema.json"


@pytest.mark.parametrize("path", sorted((ROOT / "locales").glob("*/language.yml")), ids=lambda p: p.parent.name)
def test_every_language_fits(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(language_json_schema()).validate(content)


@pytest.mark.parametrize(
    "broken",
    [
        lambda entry: entry | {"kind": "organ"},
        lambda entry: entry | {"surprise": 1},
        lambda entry: {key: value for key, value in entry.items() if key != "sources"},
        lambda entry: entry | {"between": ["lung"]},
        lambda entry: entry | {"languages": {"en": {**entry["languages"]["en"], "sections": {"what": "x"}}}},
    ],
)
def test_an_editor_is_told_of_mistakes_while_typing(broken: object) -> None:
    entry = yaml.safe_load((ROOT / "glossary/concepts/lung.yml").read_text(encoding="utf-8"))
    assert not jsonschema.Draft7Validator(concept_json_schema()).is_valid(broken(entry))  # type: ignore[operator]
