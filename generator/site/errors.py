"""Why a site could not be built. Each member of the family carries what it is about."""

from __future__ import annotations

from collections.abc import Sequence


class SiteError(Exception):
    """The site could not be built."""


class MissingMessageError(SiteError):
    """An interface message that a language does not translate."""

    def __init__(self, lang: str, message: str) -> None:
        self.lang, self.message = lang, message
        super().__init__(f"locales/{lang}/ui.po does not translate {message!r}")


class LostAddressesError(SiteError):
    """Addresses that were published once and would be answered no more."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = tuple(addresses)
        lines = "\n".join(f"  {address}" for address in addresses)
        super().__init__(
            "published once, and now neither a page nor a redirect; give each a page again, "
            f"or, where it was an entry, a successor in glossary/retired.yml:\n{lines}"
        )


class MkDocsError(SiteError):
    """MkDocs could not render a language, or warned."""
