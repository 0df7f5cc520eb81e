"""Who has checked a text, and whether that still holds."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any, Final

from generator.model import Block, Review, Signature

SIGNING_ROLES: Final = frozenset({"radiologist", "patient-representative"})
"""Both have to sign before a text counts as checked."""


class ReviewState(StrEnum):
    """What a page says about the checking of its text."""

    DRAFT = "draft"
    SIGNED = "signed"
    CHANGED = "changed"


def read_review(raw: dict[str, Any]) -> Review:
    """The review block of a text, which its shape has found sound."""
    signatures = (Signature(s["role"], s["name"], s["date"], s["text-hash"]) for s in raw.get("signatures", ()))
    return Review(raw["state"], tuple(signatures))


def text_hash(block: Block) -> str:
    """The fingerprint of exactly the text that a signature approves."""
    read = "\n".join((block.term, block.name or "", block.text()))
    return hashlib.sha256(read.encode("utf-8")).hexdigest()


def review_state(block: Block) -> ReviewState:
    """Compare the signatures with the text as it is now.

    A signature for another text than this one counts for nothing: the page says `changed since it was checked`.
    """
    if block.review.state != "signed":
        return ReviewState.DRAFT
    current = text_hash(block)
    holding = {signature.role for signature in block.review.signatures if signature.text_hash == current}
    if holding >= SIGNING_ROLES:
        return ReviewState.SIGNED
    return ReviewState.CHANGED if block.review.signatures else ReviewState.DRAFT
