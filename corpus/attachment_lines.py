"""What the annexes of a document say of it: "(Kèm theo Hướng dẫn số 12-HD/BTG, ngày 3/4/2024 của …)".

Where the letterhead is lost, number, date and issuer may stand only there.
"""

from __future__ import annotations

import re

from corpus.model import Reference
from corpus.references import find_references

_LINE = re.compile(r"^\W{0,4}(?:(?:được )?ban hành )?kèm theo\s.{5,300}$", re.IGNORECASE | re.MULTILINE)


def read_attachment_lines(text: str, type_name: str | None) -> Reference | None:
    """Return how the annexes of a document of this type name it; None when none does, or when they disagree."""
    if type_name is None:
        return None
    named = [found[0] for line in _LINE.finditer(text) if (found := find_references(line.group()))]
    own = [reference for reference in named if reference.type_name == type_name]
    if len({reference.key for reference in own}) != 1:
        return None
    return max(own, key=lambda r: (r.issued_on is not None) + (r.issuer is not None))
