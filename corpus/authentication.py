"""Consolidated texts: number and date stand in the block that authenticates them, at the end.

Source: Ordinance 01/2012/UBTVQH13 on consolidation of legal documents; the gazette prints the block after the text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.dates import find_dates
from corpus.letterhead import Letterhead
from corpus.number_reading import find_numbers

_BLOCK = re.compile(r"XÁC THỰC VĂN BẢN HỢP NHẤT|(?:^|\n)Số\s*:\s*\d{1,4}/VBHN-")
_AROUND = 160


def with_authentication(head: Letterhead, text: str) -> Letterhead:
    """Return the letterhead with number, date and type of the authenticating block, where it has none of its own."""
    if head.number is not None:
        return head
    for block in _BLOCK.finditer(text):
        near = text[max(0, block.start() - _AROUND) : block.end() + _AROUND]
        number = next((found.number for found in find_numbers(near) if found.number.symbol.startswith("VBHN")), None)
        if number is None:
            continue
        day = next((found.date for found in find_dates(near) if found.date), None)
        return replace(
            head,
            number=number,
            symbol=number.symbol,
            issued_on=day,
            year=day.year if day else None,
            type_name="Văn bản hợp nhất",
        )
    return head
