"""The periods of reports and meetings that a text names: half a year, a year, a quarter, a month, a week."""

from __future__ import annotations

import re

_PERIODS = {
    "half year": r"\b0?6 thang\b|\bsau thang\b|\bnua nam\b",
    "year": r"\b(?:0?1|mot|hang|ca|cuoi|bao cao|tong ket|so ket) nam\b(?! \d)",
    "quarter": r"\b(?:hang|moi|bao cao|tung|theo) quy\b(?! che| dinh| trinh)|\bquy (?:i{1,3}|iv)\b",
    "month": r"\b(?:hang|moi|bao cao|tung) thang\b",
    "week": r"\b(?:hang|moi|bao cao|tung) tuan\b",
}


def periods_named(folded: str) -> frozenset[str]:
    """Return the names of the periods that a folded text speaks of."""
    return frozenset(name for name, pattern in _PERIODS.items() if re.search(pattern, folded))
