"""How the examples for vendors are started, for those languages whose tools are on this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"

# The compiler knows no `async Main`; everything else is compiled as it is.
_CSHARP_START = """\
public static class Start
{
    public static int Main(string[] arguments) { return LinkReport.Main(arguments).GetAwaiter().GetResult(); }
}
"""


def _csharp(folder: Path) -> list[str]:
    start, program = folder / "Start.cs", folder / "LinkReport.exe"
    start.write_text(_CSHARP_START, encoding="utf-8")
    compiler = ["mcs", "-langversion:7", "-warnaserror-", "-main:Start", "-r:System.Net.Http.dll", f"-out:{program}"]
    subprocess.run([*compiler, str(start), str(EXAMPLES / "csharp/LinkReport.cs")], check=True, capture_output=True)
    return ["mono", str(program)]


def _java(folder: Path) -> list[str]:
    source = str(EXAMPLES / "java/LinkReport.java")
    subprocess.run(
        ["javac", "-Xlint:all,-serial", "-Werror", "-d", str(folder), source], check=True, capture_output=True
    )
    return ["java", "-cp", str(folder), "LinkReport"]


_PROGRAMS: dict[str, tuple[tuple[str, ...], Callable[[Path], list[str]]]] = {
    "csharp": (("mcs", "mono"), _csharp),
    "java": (("javac", "java"), _java),
    "javascript": (("node",), lambda _: ["node", str(EXAMPLES / "javascript/link-report.mjs")]),
    "php": (("php",), lambda _: ["php", str(EXAMPLES / "php/link-report.php")]),
    "python": ((sys.executable,), lambda _: [sys.executable, str(EXAMPLES / "python/link_report.py")]),
}
"""Language -> the tools that it needs, and what makes its command, given a folder to compile into."""

FOUND = [language for language, (tools, _) in _PROGRAMS.items() if all(map(shutil.which, tools))]
"""The languages whose tools are here."""


def command(language: str, folder: Path) -> list[str]:
    """What starts the example; its arguments follow."""
    return _PROGRAMS[language][1](folder)
