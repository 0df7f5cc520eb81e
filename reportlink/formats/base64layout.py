"""Base64 (RFC 4648) with its line breaks: what can be written again exactly as it was can be changed without loss."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

_PARTS = re.compile(r"([ \t\r\n]*)(.*?)([ \t\r\n]*)\Z", re.DOTALL)
_BLANKS = re.compile(r"[ \t\r\n]+")


def decode(text: str) -> bytes | None:
    """The bytes, or None where it is not Base64; white space may stand anywhere."""
    try:
        return base64.b64decode(_BLANKS.sub("", text), validate=True)
    except (binascii.Error, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Layout:
    """How Base64 is broken into lines.

    Attributes:
        before: White space before the first line.
        after: White space behind the last.
        width: Characters a line; 0 where there is one line only.
        between: What stands between two lines.
    """

    before: str
    after: str
    width: int = 0
    between: str = ""

    def write(self, data: bytes) -> str:
        """These bytes in this layout."""
        text = base64.b64encode(data).decode("ascii")
        if self.width:
            text = self.between.join(text[at : at + self.width] for at in range(0, len(text), self.width))
        return self.before + text + self.after


def layout_of(text: str, data: bytes) -> Layout | None:
    """The layout of Base64, or None where it has none that gives the same characters again.

    Args:
        text: The Base64.
        data: The bytes that it stands for.
    """
    match = _PARTS.match(text)
    assert match is not None
    before, lines, after = match.groups()
    gap = _BLANKS.search(lines)
    layout = Layout(before, after, gap.start(), gap[0]) if gap else Layout(before, after)
    return layout if layout.write(data) == text else None
