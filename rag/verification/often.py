"""How often something is done: "hằng quý", "mỗi quý một lần", "sáu tháng một lần", "02 cuộc trong một năm"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TIME = r"(?P<unit>ngay|tuan|thang|quy|nam)\b(?!\s+(?!1 lan)\d)"
_ONCE = r"(?:\s+(?:1|mot)\s+lan\b)?"
_ONCE_LATER = r"(?:\s+[a-z]+){0,3}\s+(?:1|mot)\s+lan\b"
# Each with words of which one must stand in a text, so that most patterns are never tried.
_PATTERNS = tuple(
    (tuple(needles.split("|")), re.compile(pattern))
    for needles, pattern in (
        ("hang |tung ", rf"\b(?:dinh ky\s+)?(?:hang|tung)\s+{_TIME}{_ONCE}"),
        ("moi ", rf"(?<!thon )(?<!doi )\bmoi\s+{_TIME}{_ONCE}"),
        ("dinh ky |moi ", rf"\b(?:dinh ky|moi)\s+(?P<count>\d{{1,2}})\s+{_TIME}(?:{_ONCE_LATER})?"),
        (" lan|/lan", rf"(?<![\d/.,])(?P<count>\d{{1,2}})\s+{_TIME}(?:{_ONCE_LATER}|/lan\b)"),
        ("trong 1 |trong mot ", r"\btrong\s+(?:1|01|mot)\s+(?P<unit>tuan|thang|quy|nam)\b(?!\s+\d)"),
        (
            " 1 | 01 | mot ",
            r"(?:(?<=lan )|(?<=cuoc )|(?<=dong )|(?<=ngay )|(?<=buoi )|(?<=hanh )|(?<=ky )"
            r"|(?<=luot )|(?<=phieu )|(?<=nguoi )|(?<=gio )|(?<=bai )|(?<=tau )|(?<=ho ))"
            r"(?:1|01|mot)\s+(?P<unit>tuan|thang|quy|nam)\b(?!\s+\d)",
        ),
        (" 1 | mot ", r"(?:(?<=luot )|(?<=lan )|(?<=phieu ))(?:1|mot)\s+(?P<unit>ngay)\b(?!\s+\d)"),
        ("1 quy|mot quy", r"\b(?:1|mot)\s+(?P<unit>quy)\b"),
        ("/", r"/(?P<unit>tuan|thang|quy|nam)\b"),
    )
)


def find_often(folded: str) -> Iterator[tuple[int, str, int, int]]:
    """Yield how often: a count, the folded unit of time, and where it stands in a folded text; some may overlap."""
    for needles, pattern in _PATTERNS:
        if any(needle in folded for needle in needles):
            for match in pattern.finditer(folded):
                yield int(match.groupdict().get("count") or 1), match.group("unit"), *match.span()
