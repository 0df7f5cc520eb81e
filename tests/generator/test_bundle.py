"""One script of many modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.bundle import BundleError, bundle

ROOT = Path(__file__).parents[2]
MODULES = {
    "reportlink.js": 'import "./effect.js";\nexport { one as first } from "./one.js";\nexport { Two } from "./two.js";\n',
    "one.js": 'import { Two as Other } from "./two.js";\nconst hidden = 1;\nexport const one = [Other, hidden];\n',
    "two.js": "const hidden = 2;\nexport class Two {}\nexport async function later() {\n  return hidden;\n}\n",
    "effect.js": 'import {\n  later,\n} from "./two.js";\nlater(import.meta.url);\n',
    "unused.js": "export const unused = 0;\n",
}


def test_modules_stand_behind_what_they_need_and_keep_their_names_apart() -> None:
    assert bundle(MODULES) == (
        "const $two = (() => {\nconst hidden = 2;\nclass Two {}\nasync function later() {\n  return hidden;\n}\n"
        "return { Two, later };\n})();\n"
        "const $effect = (() => {\nconst { later } = $two;\nlater(import.meta.url);\nreturn {  };\n})();\n"
        "const $one = (() => {\nconst { Two: Other } = $two;\nconst hidden = 1;\nconst one = [Other, hidden];\n"
        "return { one };\n})();\n"
        "const $reportlink = (() => {\nconst { one: first } = $one;\nconst { Two } = $two;\nreturn { first, Two };\n})();\n"
        "export const { first, Two } = $reportlink;\n"
    )


def test_the_order_of_the_modules_changes_nothing() -> None:
    assert bundle(MODULES) == bundle(dict(reversed(MODULES.items())))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("one.js", 'import { x } from "./reportlink.js";\nexport const one = x;\n', "circle: reportlink.js -> one.js"),
        ("one.js", 'import { x } from "./gone.js";\nexport const one = x;\n', r"one\.js needs gone\.js"),
        ("one.js", 'import * as all from "./two.js";\nexport const one = all;\n', r"one\.js: .*import \* as all"),
        ("one.js", 'import { x } from "elsewhere";\nexport const one = x;\n', r"one\.js: .*elsewhere"),
        ("one.js", "export default 1;\n", r"one\.js: .*export default"),
        ("one.js", "export let one = 1;\n", r"one\.js: .*export let"),
        ("one.js", 'export const one = () => import("./two.js");\n', r"one\.js: .*import\("),
    ],
)
def test_what_is_not_understood_is_refused(name: str, text: str, message: str) -> None:
    with pytest.raises(BundleError, match=message):
        bundle(MODULES | {name: text})


def test_our_own_modules_are_all_in_the_script() -> None:
    modules = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "reportlink" / "js").glob("*.js")}
    script = bundle(modules)
    for name in modules:
        assert f"const ${name.removesuffix('.js')} = (() => {{\n" in script
    assert script.splitlines()[-1].startswith("export const { ")
