"""Loads a published index from a folder or from the web, and checks every file against its manifest."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

from reportlink.characters import characters
from reportlink.errors import IndexFormatError
from reportlink.index import FORMAT, CodeSystem, Forms, Index, Term

_TIMEOUT = 30.0


def load_index(location: str | Path, languages: Iterable[str] | None = None) -> Index:
    """Load a link index.

    Args:
        location: The folder or the web address of `api/v1`, or of its `manifest.json`.
        languages: Only these languages (report and reader alike); all where not given. A server that links German
            reports for Arabic readers needs `["de", "ar"]`.

    Raises:
        IndexFormatError: It cannot be read, is damaged, or is of another format version.
    """
    read = _web(str(location)) if str(location).startswith(("http://", "https://")) else _folder(Path(location))
    try:
        manifest: dict[str, Any] = json.loads(read("manifest.json"))
        version = manifest["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise IndexFormatError(f"{location}: manifest.json is not a manifest of a link index") from error
    if version != FORMAT:
        raise IndexFormatError(f"{location}: an index of format {version}; this reportlink reads format {FORMAT}")
    try:
        return _index(manifest, read, None if languages is None else frozenset(languages))
    except (KeyError, TypeError, ValueError) as error:
        raise IndexFormatError(f"{location}: the index is damaged ({type(error).__name__})") from error


def _index(manifest: dict[str, Any], read: Callable[[str], bytes], wanted: frozenset[str] | None) -> Index:
    def fetch(entry: dict[str, Any]) -> bytes:
        data = read(entry["file"])
        digest = "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode("ascii")
        if digest != entry["integrity"]:
            raise IndexFormatError(
                f"{entry['file']} does not fit its hash in the manifest; it is damaged or half updated"
            )
        return data

    table = characters(fetch(manifest["characters"]).decode("utf-8"))
    forms: dict[str, Forms] = {}
    terms: dict[str, dict[str, Term]] = {}
    for lang, entry in manifest["languages"].items():
        if wanted is not None and lang not in wanted:
            continue
        forms[lang] = Forms(fetch(entry["forms"]), table)
        pages = json.loads(fetch(entry["terms"]))
        terms[lang] = {id_: Term(page["title"], page["short"], page["path"]) for id_, page in pages.items()}
    # Both were added to a format that older indexes have without them.
    codes = json.loads(fetch(manifest["codes"])) if "codes" in manifest else {}
    systems = tuple(
        CodeSystem(system["name"], system["oid"], system["uri"], codes[key])
        for key, system in manifest.get("code_systems", {}).items()
    )
    return Index(manifest["build"], manifest["base"], forms, terms, systems)


def _folder(path: Path) -> Callable[[str], bytes]:
    folder = path.parent if path.name == "manifest.json" else path

    def read(name: str) -> bytes:
        try:
            return (folder / name).read_bytes()
        except OSError as error:
            raise IndexFormatError(f"{folder / name}: {error.strerror or 'cannot be read'}") from error

    return read


def _web(address: str) -> Callable[[str], bytes]:
    base = address if address.endswith(("/", "manifest.json")) else address + "/"

    def read(name: str) -> bytes:
        url = urljoin(base, name)
        try:
            with urlopen(url, timeout=_TIMEOUT) as answer:  # noqa: S310 - http(s) only, checked by the caller
                data: bytes = answer.read()
                return data
        except (URLError, TimeoutError) as error:
            raise IndexFormatError(f"{url} cannot be fetched") from error

    return read
