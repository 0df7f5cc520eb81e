"""The code systems that entries may name a number of, and how other software names the systems themselves."""

from __future__ import annotations

import re
from typing import Final

from reportlink.index import CodeSystem

CODE_SYSTEMS: Final = {
    "hpo": CodeSystem("Human Phenotype Ontology", "2.16.840.1.113883.6.339", "http://human-phenotype-ontology.org", {}),
    "radlex": CodeSystem("RadLex", "2.16.840.1.113883.6.256", "http://www.radlex.org", {}),
}
"""Name under `codes:` of an entry -> the system. Object identifiers are those of the HL7 registry."""

_UNSAFE = re.compile(r"[^a-z0-9]+")


def code_path(system: str, code: str) -> str:
    """The address that a code answers to, from the root: `code/2.16.840.1.113883.6.339/hp-0002107/`.

    Args:
        system: The system's name here.
        code: The code as the system writes it; small letters, and a hyphen for what is neither letter nor digit.
    """
    return f"code/{CODE_SYSTEMS[system].oid}/{_UNSAFE.sub('-', code.lower())}/"
