"""Publishes the vocabulary of the shared vectors, and links texts with it in Chromium as Python does."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

from generator.bundle import bundle
from reportlink.characters import packaged_table
from reportlink.index import FORMAT
from reportlink.result import LinkResult
from tests.vectors.load import BASE, BUILD, Options, forms_files, terms_files

MODULES = Path(__file__).parents[2] / "reportlink" / "js"

LINK = """async ([reports, lang, explain, options]) => {
  const { loadIndex, linkText } = await import(new URL("reportlink.js", document.baseURI));
  const index = await loadIndex("api/v1", { report: lang, explain });
  return reports.map((encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    const text = Array.from(new Uint16Array(bytes.buffer), (unit) => String.fromCharCode(unit)).join("");
    const { links, skipped } = linkText(text, index, options);
    return [
      links.map(({ start, end, concept, status, level, url, title }) => [start, end, concept, status, level, url, title]),
      skipped.map(({ start, end, concepts, reason }) => [start, end, concepts, reason]),
    ];
  });
}"""


def publish(folder: Path) -> None:
    """Write a page, the script of the twin, and an index as a site publishes it."""
    api = folder / "api" / "v1"
    api.mkdir(parents=True)
    modules = {path.name: path.read_text(encoding="utf-8") for path in MODULES.glob("*.js")}
    (folder / "reportlink.js").write_text(bundle(modules), encoding="utf-8")
    (folder / "index.html").write_text("<!doctype html><html lang=en><title>Twin</title>", encoding="utf-8")

    def entry(name: str, data: bytes) -> dict[str, object]:
        (api / name).write_bytes(data)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode("ascii")
        return {"file": name, "bytes": len(data), "integrity": f"sha256-{digest}"}

    manifest = {
        "format": FORMAT,
        "build": BUILD,
        "base": BASE,
        "characters": entry("characters.json", packaged_table().encode("utf-8")),
        "languages": {
            lang: {
                "direction": "ltr",
                "forms": entry(f"forms.{lang}.bin", data),
                "terms": entry(f"terms.{lang}.json", json.dumps(terms_files()[lang]).encode("utf-8")),
            }
            for lang, data in forms_files().items()
        },
    }
    (api / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


Linked = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def in_browser(page, texts: list[str], lang: str, options: Options) -> list[Linked]:
    """What the browser makes of texts, with its offsets counted in code points."""
    # As units of UTF-16: half a surrogate pair would not reach the browser as text.
    reports = [base64.b64encode(text.encode("utf-16-le", "surrogatepass")).decode("ascii") for text in texts]
    wishes = {
        "mentions": options.mentions,
        "exclude": list(options.exclude),
        "skipSections": list(options.skip_sections),
        "budget": options.budget,
    }
    answers = page.evaluate(LINK, [reports, lang, options.explain or lang, wishes])
    return [_in_code_points(text, links, skipped) for text, (links, skipped) in zip(texts, answers, strict=True)]


def _in_code_points(text: str, links: list[list[object]], skipped: list[list[object]]) -> Linked:
    offsets = [0]
    for point, char in enumerate(text, 1):
        offsets += [point] * (2 if ord(char) > 0xFFFF else 1)
    return (
        [(offsets[start], offsets[end], *rest) for start, end, *rest in links],
        [(offsets[start], offsets[end], tuple(concepts), reason) for start, end, concepts, reason in skipped],
    )


def in_python(result: LinkResult) -> Linked:
    """What Python made of a text, in the same words."""
    return (
        [(k.start, k.end, k.concept, str(k.status), k.level, k.url, k.title) for k in result.links],
        [(s.start, s.end, s.concepts, str(s.reason)) for s in result.skipped],
    )
