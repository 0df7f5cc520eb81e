"""Who may import whom, and what may not stand in the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STANDARD = set(sys.stdlib_module_names)
IO_MODULES = {"io", "os", "pathlib", "shutil", "socket", "subprocess", "urllib", "http", "sys", "tempfile", "logging"}

PURE = [
    "reportlink/characters.py", "reportlink/normalise.py", "reportlink/index.py", "reportlink/find.py",
    "reportlink/numbering.py", "reportlink/trie.py", "reportlink/builder.py", "reportlink/vocabulary.py", "reportlink/context.py", "reportlink/sections.py", "reportlink/measure.py",
    "reportlink/signs.py", "reportlink/lists.py", "reportlink/envelope.py", "reportlink/formats/spelling.py", "reportlink/formats/jsonscan.py",
    "reportlink/formats/xmlcode.py", "reportlink/formats/xmlscan.py", "reportlink/formats/narrative.py",
    "reportlink/formats/fhir/__init__.py", "reportlink/formats/fhir/tree.py", "reportlink/formats/fhir/reports.py",
    "reportlink/formats/fhir/attachments.py", "reportlink/formats/base64layout.py",
    "reportlink/formats/cda/__init__.py", "reportlink/formats/cda/embedded.py", "reportlink/formats/cda/identity.py", "reportlink/formats/cda/paths.py",
    "reportlink/detect.py", "reportlink/formats/attachment.py", "reportlink/formats/dicomhtml.py", "reportlink/formats/iso2022.py",
    "reportlink/formats/hl7v2.py", "reportlink/formats/hl7v2block.py", "reportlink/formats/hl7v2charset.py",
    "reportlink/formats/hl7v2text.py", "reportlink/formats/markdown.py", "reportlink/formats/markdownblocks.py",
    "reportlink/formats/markdowninline.py", "reportlink/formats/rtf.py", "reportlink/formats/rtfscan.py", "reportlink/formats/rtftext.py",
    "reportlink/formats/rtfwords.py", "reportlink/annotations.py", "reportlink/formats/mediatypes.py", "reportlink/formats/textcontent.py",
    "reportlink/linking.py",
    "reportlink/resolve.py", "reportlink/sentences.py", "reportlink/status.py", "reportlink/select.py",
    "reportlink/wrap.py", "reportlink/splice.py", "reportlink/anchor.py", "reportlink/document.py",
    "reportlink/result.py", "reportlink/pipeline.py", "reportlink/formats/text.py", "reportlink/formats/html.py",
    "reportlink/formats/htmlscan.py",
    "generator/model.py", "generator/kinds.py", "generator/check.py", "generator/forms.py", "generator/index.py",
    "generator/addresses.py", "generator/pages.py", "generator/reading.py", "generator/review.py", "generator/shape.py",
    "generator/schema.py", "generator/editing.py", "generator/problems.py", "generator/bundle.py",
    "generator/myreport.py", "generator/words.py",
    "generator/figures/body.py", "generator/figures/captions.py", "generator/figures/chart.py", "generator/figures/check.py",
    "generator/figures/credits.py", "generator/figures/layout.py", "generator/figures/media.py", "generator/figures/model.py",
    "generator/figures/outline.py", "generator/figures/pages.py", "generator/figures/shape.py",
    "generator/figures/variants.py",
]  # fmt: skip
MAY = {
    "reportlink/index.py": {"sys"},
    "reportlink/builder.py": {"sys"},
    "reportlink/characters.py": set(),
    "generator/model.py": {"pathlib"},
    "generator/figures/model.py": {"pathlib"},
    "generator/figures/variants.py": {"pathlib"},
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


EXTRAS = {
    "reportlink/server/": {"fastapi", "starlette", "pydantic", "uvicorn", "anyio", "prometheus_client"},
    "reportlink/formats/dicomsr.py": {"pydicom"},
    "reportlink/bulk/": {"pyarrow", "pyspark"},
}
"""What a part of the companion module may import beside the standard library: the packages of its own extra."""


@pytest.mark.parametrize("path", modules("reportlink"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_reportlink_needs_nothing_but_the_standard_library_and_its_own_extra(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    extra = {package for part, packages in EXTRAS.items() if name.startswith(part) for package in packages}
    outside = {name for name in imports(path) if name.split(".")[0] not in STANDARD | {"reportlink"} | extra}
    assert not outside


@pytest.mark.parametrize("path", modules("reportlink"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_core_never_imports_a_part_with_an_extra(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    parts = {
        part.removesuffix("/").removesuffix(".py").replace("/", ".") for part in EXTRAS if not name.startswith(part)
    }
    top_level = {
        node.module or ""
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom)
    }
    assert not [module for module in top_level if any(module.startswith(part) for part in parts)]


@pytest.mark.parametrize("path", modules("generator"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_only_the_site_package_knows_the_renderer(path: Path) -> None:
    known = {name.split(".")[0] for name in imports(path)}
    if "site" not in path.relative_to(ROOT / "generator").parts:
        assert not known & {"mkdocs", "mkdocs_static_i18n", "material"}
        assert not [n for n in imports(path) if n.startswith("generator.site")] or path.name == "__main__.py"


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_do_no_input_or_output(name: str) -> None:
    # Quoting an address opens no connection.
    known = {module.split(".")[0] for module in imports(ROOT / name) - {"urllib.parse"}}
    assert not (known & IO_MODULES) - MAY.get(name, set())


def test_nothing_imports_a_shell() -> None:
    for path in [*modules("reportlink"), *modules("generator")]:
        assert not imports(path) & {"reportlink.cli", "generator.__main__"}


def test_no_language_is_named_in_the_code() -> None:
    codes = "|".join(sorted(folder.name for folder in (ROOT / "locales").iterdir() if folder.is_dir()))
    decision = re.compile(rf"""(?:[=!]=|\bin)\s*[\[({{]?\s*["'](?:{codes})["']""")
    for path in [*modules("reportlink"), *modules("generator")]:
        assert not decision.search(path.read_text(encoding="utf-8")), path


def test_the_wheel_holds_the_companion_module_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "flit_core.wheel", "--outdir", str(tmp_path), str(ROOT)], check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    import zipfile

    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"reportlink"}
    assert {"reportlink/characters.json", "reportlink/js/reportlink.js", "reportlink/js/PORT.md"} <= set(names)
    assert not [name for name in names if name.endswith(".yml")]


def test_no_committed_file_names_a_download_address_or_a_machine() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    forbidden = re.compile(
        r"(^|[^A-Za-z])/(?:work|farm|root)/[a-z.]|https?://[^ \"]+\.(?:whl|tgz|deb)|--(?:extra-)?index-url[ =]",
        re.MULTILINE,
    )
    for name in filter(None, files):
        path = ROOT / name
        if path.is_file() and path.suffix not in (".avif", ".mp4", ".png", ".webp") and path != Path(__file__):
            assert not forbidden.search(path.read_text(encoding="utf-8")), name
