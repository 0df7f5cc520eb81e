"""What is wrong with the content, said so that an editor can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops every build; a warning is printed and does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend.

    Attributes:
        file: The file, relative to the project.
        line: The line, counted from 1.
        message: What is wrong.
        cure: How to mend it.
        severity: Whether it stops a build.
    """

    file: str
    line: int
    message: str
    cure: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message}\n    {self.cure}"


class ContentError(Exception):
    """The content has errors; carries all problems found, warnings too, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        count = sum(p.severity is Severity.ERROR for p in self.problems)
        super().__init__(f"{count} error(s) in the content; `python -m generator check` lists them")
