"""Media types as far as they matter here."""

from __future__ import annotations

import re

_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)\s*(?:;|\Z)", re.ASCII)
_KNOWN = re.compile(
    r"application/(?:pdf|rtf|xml|xhtml\+xml|dicom|msword|octet-stream|zip)|text/[a-z]{2,10}|image/[a-z]{2,5}"
)


def media_type(stated: str) -> str:
    """The type itself, in lower case and without parameters; empty where it is none."""
    match = _TYPE.match(stated)
    return match[1].lower() if match else ""


def shown(type_: str) -> str:
    """A type as a message names it. What senders put there instead of a type is never repeated."""
    return f"the type {type_}" if _KNOWN.fullmatch(type_) else "this type" if type_ else "what states no type"
