"""What an answer of a kind must contain, and where it stands in a clause: a date, a share, a count, a document.

A clause that is about the right thing but lacks what was asked for is not an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.dates import find_dates
from corpus.folding import fold
from corpus.numbers import find_numbers
from rag.understanding.kinds import Kind

_PERIOD = (
    r"hang nam|hang thang|hang quy|dinh ky|thuong xuyen|dot xuat|\d+ (?:nam|thang|ngay)|truoc ngay|sau \d|quy [iv]+"
    r"|nam \d{4}|thang \d{1,2}|giai doan|nhiem ky|khoa [ivx]+|kip thoi|6 thang|sau thang|mot nam|cuoi nam|dau nam"
)
_MONEY = r"\d[\d.,]*\s*(?:dong|trieu|ty|nghin|vnd)"
_PERCENT = r"\d+(?:[.,]\d+)?\s?%|\d+ phan tram"
_NAMED_DOCUMENT = (
    r"\b(?:luat|bo luat|phap lenh|nghi quyet|nghi dinh|chi thi|quyet dinh|ket luan|ke hoach|chuong trinh|cong van|thong tri"
    r"|quy che|thong tu|quy dinh|huong dan)\b"
)
_COUNTED = re.compile(r"\b(?:bao nhieu|may|so luong(?: cac| nhung)?)\s+(\w+(?: \w+)?)")
_NUMERAL = r"(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_MONTH_ASKED = re.compile(r"\bthang (?:may|nao)\b")
_RANK_ASKED = re.compile(r"\b(?:thu may|hang may|xep thu|thu bac|hang bao nhieu)\b")


def holds_expected(kinds: Iterable[Kind], folded_question: str, quote: str) -> bool:
    """Tell whether a quote holds what a question of these kinds asks for; True where nothing special is asked."""
    folded = fold(quote)
    return all(_holds(kind, folded_question, folded, quote) for kind in kinds)


def _holds(kind: Kind, question: str, folded: str, quote: str) -> bool:
    if kind is Kind.PERCENT:
        return re.search(_PERCENT, folded) is not None
    if kind is Kind.MONEY:
        return re.search(_MONEY, folded) is not None
    if kind is Kind.HOW_MANY:
        return _holds_count(question, folded)
    if kind is Kind.WHEN:
        if _MONTH_ASKED.search(question):
            return bool(find_dates(quote)) or re.search(r"\bthang \d", folded) is not None
        return bool(find_dates(quote)) or re.search(_PERIOD, folded) is not None
    if kind is Kind.WHICH_DOCUMENT:
        return bool(find_numbers(quote)) or re.search(_NAMED_DOCUMENT, folded) is not None
    return True


def _holds_count(question: str, folded: str) -> bool:
    """A count must stand before the very thing that is counted."""
    if _RANK_ASKED.search(question):
        return re.search(r"\b(?:thu|hang|top) \d+", folded) is not None
    for match in _COUNTED.finditer(question):
        thing = match.group(1)
        first = thing.split()[0]
        if not any(re.search(rf"\b{_NUMERAL} (?:\w+ ){{0,1}}{re.escape(t)}\b", folded) for t in (thing, first)):
            return False
    return re.search(r"\d|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\b", folded) is not None
