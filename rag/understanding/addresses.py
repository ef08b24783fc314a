"""Whom a clause is addressed to: "Giao Sở Nội vụ …", "Trung tâm …: tăng cường …", read off its opening words."""

from __future__ import annotations

import re

from corpus.folding import fold

LONGEST_ADDRESS = 110  # characters; a longer heading says what is to be done, not who is to do it
_OPENING = 140  # characters of a clause in which it says who is to do it
_LEAD = re.compile(
    r"^(?:\d+(?:\.\d+)*[.)]\s*|[a-zđ]\)\s*|[-+]\s*)?(?:(?:giao|phan cong|de nghi|yeu cau)\s+)?([^:;.,]{3,90}?)(?::"
    r"|\s+(?:chu tri|co trach nhiem|chiu trach nhiem|phoi hop|thuong xuyen|tham muu|to chuc|chi dao|huong dan"
    r"|giao)\b)"
)


def lead_of(text: str) -> str:
    """Return the folded words of a clause before its first colon or verb of duty; "" when it does not open so."""
    lead = _LEAD.match(fold(text[:_OPENING].split("\n", 1)[0]))
    return lead.group(1) if lead else ""
