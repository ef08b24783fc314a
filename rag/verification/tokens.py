"""A text as words to compare: folded syllables in reading order, abbreviations spelled out, letters remembered."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

from corpus.folding import fold
from rag.abbreviations import abbreviations

# What says nothing by itself, or only talks about the text: it neither supports nor needs support.
_FREE = frozenset(
    "la va cua cho voi tai o ve den tu trong theo nay do thi ma se da dang cung deu ra nhu cac nhung moi mot co duoc"
    " bi boi vao tren duoi khi de hoac hay vi nen tung gom sau truoc neu phai can ngoai con nguoi toi cu the nham"
    " gi qua giua bang rang viec nam ngay thang thuoc su khong chua nop gui".split()
)
# Phrases of a reporter: what a document does with its words, and what a duty is called.
_TALK = re.compile(
    r"\b(?:theo do|cu the(?: la| nhu sau)?|nhu sau|bao gom|trong do|dong thoi|ngoai ra|ben canh do|theo(?: noi dung)?"
    r"|co trach nhiem|chiu trach nhiem|co nhiem vu|duoc giao(?: nhiem vu)?|duoc yeu cau|duoc phan cong|duoc quy dinh"
    r"|nhiem vu(?: cua| la)|van ban(?: nay)?(?: quy dinh| neu| yeu cau| giao| ghi)?"
    r"|(?:quy dinh|neu|ghi|xac dinh|nhan manh) ro"
    r"|thoi han|thoi diem|noi dung|yeu cau|quy dinh|phan cong|giao cho|la co quan|la don vi|don vi nay|co quan nay"
    r"|lan luot|tuc la|nghia la|dieu nay|viec nay|han nop|han chot|cham nhat|muon nhat|som nhat"
    r"|it nhat|nhieu nhat|toi thieu|toi da|phan tram|tat ca|(?:duoc )?chia thanh|mot lan"
    r"|tro len|tro xuong|dien ra|tien hanh|nhan duoc|tuong ung|chiem"
    r"|(?:hai|ba|bon|nam|sau|[2-9]) (?:thu tieng|noi|viec|y|muc dich)|dinh ky|bat dau|ban hanh(?= nam)"
    r"|tong so|tong cong|thoi gian|thoi luong|phan dau|ty le)\b"
)
BRIDGING = frozenset({"các", "những", "mỗi", "từng", "và"})
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;:!?\n]")
_SOFT = re.compile(r"[,.;:!?\n()–-]")
_SPELLINGS = {"hy": "hi", "ky": "ki", "ly": "li", "my": "mi", "sy": "si", "ty": "ti", "vy": "vi", "qui": "quy"}


class Token(NamedTuple):
    """One syllable at `text[start:end]`; those of a spelled-out abbreviation share their place.

    `shown` keeps the letters, `low` has them small, `stop` tells that a sentence or member ends before it, `soft` that
    any mark stands before it, `free` that it carries no content of its own.
    """

    syllable: str
    shown: str
    start: int
    end: int
    stop: bool
    soft: bool
    free: bool
    low: str


def tokens_of(text: str, definitions: Mapping[str, str] | None = None, folded: str | None = None) -> tuple[Token, ...]:
    """Return the syllables of an NFC text, perhaps folded before; `definitions` are a document's own abbreviations."""
    folded = fold(text) if folded is None else folded
    own = {
        fold(short): tuple((s, s in _FREE) for s in fold(long).split()) for short, long in (definitions or {}).items()
    }
    talk = _Spans([match.span() for match in _TALK.finditer(folded)])
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(folded):
        word = match.group()
        start, close = match.span()
        stop, soft = (False, False) if start == end + 1 and folded[end] == " " else _marked(text, end, start, word)
        shown = text[start:close]
        low = shown.lower()
        talking = talk.hold(start)
        for syllable, free in own.get(word) or _syllables(word):
            found.append(Token(syllable, shown, start, close, stop, soft, talking or free, low))
            stop = soft = False
        end = close
    return tuple(found)


@lru_cache(maxsize=16384)
def _syllables(word: str) -> tuple[tuple[str, bool], ...]:
    """Return the syllables that a folded word stands for, each with whether it is free by itself."""
    syllables = abbreviations().always.get(word) or (_plain(word),)
    return tuple((syllable, syllable in _FREE or syllable.isdigit()) for syllable in syllables)


class _Spans:
    """Stretches of a text in order, asked for offsets in order."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._next = 0

    def hold(self, offset: int) -> bool:
        """Tell whether an offset, not before the last one asked for, lies in a stretch."""
        while self._next < len(self._spans) and self._spans[self._next][1] <= offset:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= offset


def freed(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> tuple[Token, ...]:
    """Return tokens of which those within some spans carry no content."""
    inside = within(tokens, spans)
    return tuple(t._replace(free=True) if n in inside and not t.free else t for n, t in enumerate(tokens))


def within(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> set[int]:
    """Return the places of the tokens within some spans."""
    starts = [token.start for token in tokens]
    return {place for start, end in spans for place in range(bisect_left(starts, start), bisect_left(starts, end))}


def _marked(text: str, end: int, start: int, word: str) -> tuple[bool, bool]:
    """Tell whether a stop, and any mark, parts a word from the one that ended before it."""
    gap = text[end:start]
    if gap in {".", ","} and word.isdigit() and text[end - 1].isdigit():
        return False, False  # 1.500.000; 84,5
    return _BREAK.search(gap) is not None, _SOFT.search(gap) is not None


def pairs_of(tokens: Sequence[Token]) -> frozenset[tuple[str, str]]:
    """Return the neighbouring syllables of a text, but for those that a full stop parts."""
    return frozenset((a.syllable, b.syllable) for a, b in pairwise(tokens) if not b.stop)


def bridged_of(tokens: Sequence[Token]) -> frozenset[tuple[str, str]]:
    """Return the neighbours that words part which tell no bodies apart: "các xã", "Mặt trận Tổ quốc Việt Nam xã"."""
    bridging = {n for n, token in enumerate(tokens) if token.low in BRIDGING and not token.soft}
    for n, (first, second) in enumerate(pairwise(tokens)):
        if (first.syllable, second.syllable) == ("viet", "nam") and not second.soft and not first.soft:
            bridging |= {n, n + 1}
    kept = [(n, token) for n, token in enumerate(tokens) if n not in bridging]
    return frozenset((a.syllable, b.syllable) for (n, a), (m, b) in pairwise(kept) if m > n + 1 and not b.soft)


@lru_cache(maxsize=8192)
def spelling(word: str) -> str:
    """Return a word in small letters, the same for both places of a tone mark ("hòa", "hoà")."""
    return "".join(sorted(normalize("NFD", word.lower())))


def _plain(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    return _SPELLINGS.get(word, word)
