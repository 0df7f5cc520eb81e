"""Makes the maps by which static hosts, nginx and Apache send readers from a retired address to its successor.

The pages that do the same without any help from the server are the renderer's business.
"""

from __future__ import annotations

from collections.abc import Mapping


def static_host_map(moved: Mapping[str, str]) -> str:
    """The `_redirects` file that many static hosts read."""
    return "".join(f"{old} {new} 301\n" for old, new in sorted(moved.items()))


def nginx_map(moved: Mapping[str, str]) -> str:
    """A map for nginx; `return 301 $moved_to` where `$moved_to` is not empty."""
    rows = "".join(f"    {old} {new};\n" for old, new in sorted(moved.items()))
    return f"map $uri $moved_to {{\n    default '';\n{rows}}}\n"


def apache_map(moved: Mapping[str, str]) -> str:
    """A text map for Apache's `RewriteMap moved txt:...`."""
    return "".join(f"{old} {new}\n" for old, new in sorted(moved.items()))
