"""The document types of State and Party, their names, and the symbols by which numbers show them.

Sources: Decree 30/2020/NĐ-CP, Annex III (administrative types and abbreviations); the Law on Promulgation of
Legal Documents (laws, decrees, circulars); Guidance 36-HD/VPTW (Party types: Kết luận, Thông tri, Quy định).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.folding import fold


@dataclass(frozen=True, slots=True)
class DocType:
    """A type of document: its full name and its symbols in numbers.

    `spoken` are further short forms that people type; a short form may belong to several types.
    """

    name: str
    symbols: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundType:
    """A type named in a text; `abbreviated` when only its short form stands there."""

    name: str
    start: int
    end: int
    abbreviated: bool


DOC_TYPES: tuple[DocType, ...] = (
    DocType("Hiến pháp"),
    DocType("Bộ luật"),
    DocType("Luật"),
    DocType("Pháp lệnh", ("PL",)),
    DocType("Lệnh", ("L",)),
    DocType("Nghị quyết liên tịch", ("NQLT",)),
    DocType("Nghị quyết", ("NQ",)),
    DocType("Nghị định", ("NĐ",)),
    DocType("Thông tư liên tịch", ("TTLT",)),
    DocType("Thông tư", ("TT",)),
    DocType("Văn bản hợp nhất", ("VBHN",)),
    DocType("Quyết định", ("QĐ",)),
    DocType("Chỉ thị", ("CT",)),
    DocType("Kết luận", ("KL",)),
    DocType("Quy định", ("QyĐ", "QĐi", "QĐ"), spoken=("qđ",)),
    DocType("Quy chế phối hợp", ("QCPH",)),
    DocType("Quy chế", ("QC",)),
    DocType("Hướng dẫn liên ngành", ("HDLN",)),
    DocType("Hướng dẫn", ("HD",)),
    DocType("Thông báo", ("TB",)),
    DocType("Thông tri", ("TTr", "TT"), spoken=("tt",)),
    DocType("Thông cáo", ("TC",)),
    DocType("Kế hoạch liên tịch", ("KHLT",)),
    DocType("Kế hoạch phối hợp", ("KHPH",)),
    DocType("Kế hoạch", ("KH",)),
    DocType("Chương trình phối hợp", ("CTrPH", "CTPH")),
    DocType("Chương trình hành động", ("CTrHĐ", "CTHĐ")),
    DocType("Chương trình", ("CTr",), spoken=("ct",)),
    DocType("Phương án", ("PA",)),
    DocType("Đề án", ("ĐA",)),
    DocType("Dự án", ("DA",)),
    DocType("Báo cáo", ("BC",)),
    DocType("Biên bản", ("BB",)),
    DocType("Tờ trình", ("TTr",)),
    DocType("Hợp đồng", ("HĐ",)),
    DocType("Công điện", ("CĐ",)),
    DocType("Công văn", ("CV",)),
    DocType("Bản ghi nhớ", ("BGN",)),
    DocType("Bản thỏa thuận", ("BTT",)),
    DocType("Giấy ủy quyền", ("GUQ",)),
    DocType("Giấy mời", ("GM",)),
    DocType("Giấy giới thiệu", ("GGT",)),
    DocType("Giấy nghỉ phép", ("GNP",)),
    DocType("Phiếu gửi", ("PG",)),
    DocType("Phiếu chuyển", ("PC",)),
    DocType("Phiếu báo", ("PB",)),
    DocType("Thư công"),
    DocType("Điều lệ", ("ĐL",)),
    DocType("Quy trình"),
    DocType("Quy hoạch"),
    DocType("Chiến lược"),
    DocType("Danh mục"),
    DocType("Lời kêu gọi"),
    DocType("Tuyên bố"),
)

# Which type a symbol shows when nothing else is printed, where several share it.
_PREFERRED = {"qd": "Quyết định", "tt": "Thông tư", "ttr": "Tờ trình", "ct": "Chỉ thị"}
_TYPE_SYMBOLS = frozenset(fold(symbol) for kind in DOC_TYPES for symbol in kind.symbols)
# Short forms that are also ordinary syllables once folded, or too short to stand for a type in a sentence.
_NOT_SPOKEN = frozenset({"l", "tc", "da", "dl", "pa", "pb", "pg", "pc", "bb"})


@cache
def canonical_type_symbols() -> dict[str, str]:
    """Return folded type symbol -> symbol as a clean official would print it ("ctr" -> "CTr")."""
    spelled: dict[str, str] = {}
    for kind in DOC_TYPES:
        for symbol in kind.symbols:
            spelled.setdefault(fold(symbol), symbol)
    return spelled


def is_type_symbol(part: str) -> bool:
    """Return whether the first part of a symbol ("KH" of "KH-UBND") names a type, in any case, accented or not."""
    return fold(part) in _TYPE_SYMBOLS


@cache
def types_of_abbreviation(short: str) -> tuple[str, ...]:
    """Return the names of all types that a short form may stand for, the usual one first."""
    folded = fold(short)
    names = [
        kind.name
        for kind in DOC_TYPES
        if folded in {fold(symbol) for symbol in kind.symbols} | {fold(word) for word in kind.spoken}
    ]
    usual = _PREFERRED.get(folded)
    return tuple(sorted(names, key=lambda name: name != usual))


def type_of_symbol(symbol: str) -> str | None:
    """Return the full name of the type that a number's symbol shows.

    "KH-UBND" -> "Kế hoạch"; "CT/TW" -> "Chỉ thị"; a symbol that opens with a body instead of a type is that of
    a letter: "UBND-NC" -> "Công văn". Laws and resolutions of the National Assembly share "QH14": None.
    """
    parts = [part for part in re.split(r"[-/.\s]+", fold(symbol)) if part]
    if not parts:
        return None
    if re.fullmatch(r"qh\d+|ubtvqh\d+|hdbt|cp|ttg|hdnd\d*", parts[0]) and len(parts) == 1:
        return None
    names = types_of_abbreviation(parts[0])
    if not names:
        return "Công văn" if parts[0].isalnum() else None
    if parts[0] == "tt" and parts[-1] in {"tw", "tu", "hu", "tvtu"}:
        return "Thông tri"
    return names[0]


def _spaced(name: str) -> str:
    return r"\s+".join(fold(name).split())


@cache
def _full_name_pattern() -> re.Pattern[str]:
    names = sorted((kind.name for kind in DOC_TYPES), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(_spaced(name) for name in names) + r")(?!\w)")


@cache
def _short_pattern() -> re.Pattern[str]:
    shorts = {fold(s) for kind in DOC_TYPES for s in (*kind.symbols, *kind.spoken)} - _NOT_SPOKEN
    ordered = sorted(shorts, key=len, reverse=True)
    return re.compile(r"(?<![\w/-])(?:" + "|".join(ordered) + r")(?=\d|\s|[.:,;?!]|$)")


@cache
def _names_folded() -> dict[str, str]:
    return {fold(kind.name): kind.name for kind in DOC_TYPES}


def type_named(words: str) -> str | None:
    """Return the type whose full name these words are, in any case, accented or not; None where they are none."""
    return _names_folded().get(fold(words))


def find_full_types(text: str) -> tuple[FoundType, ...]:
    """Return the types named in full in `text`, accented or not, in order; never overlapping."""
    found = []
    for match in _full_name_pattern().finditer(fold(text)):
        name = _names_folded()[" ".join(match.group().split())]
        if _same_accents(text[match.start() : match.end()], name):
            found.append(FoundType(name, match.start(), match.end(), abbreviated=False))
    return tuple(found)


def find_types(text: str) -> tuple[FoundType, ...]:
    """Return the types named in a question, in full or by a short form ("KH", "qđ", "ct 33"), in order."""
    full = find_full_types(text)
    taken = [(item.start, item.end) for item in full]
    found = list(full)
    for match in _short_pattern().finditer(fold(text)):
        start, end = match.span()
        printed = text[start:end]
        if any(start < stop and begin < end for begin, stop in taken):
            continue
        if not _reads_as_short(printed, text[end:]):
            continue
        found.append(FoundType(types_of_abbreviation(printed)[0], start, end, abbreviated=True))
    return tuple(sorted(found, key=lambda item: item.start))


def _reads_as_short(printed: str, rest: str) -> bool:
    """Whether a short form stands for a type here: printed in capitals, or with a number behind it."""
    numbered = re.match(r"\s*(?:số|so)?\s*:?\s*\d", rest, re.IGNORECASE) is not None
    capital = printed[:1].isupper() and sum(ch.isupper() for ch in printed) >= 2
    return numbered or capital or fold(printed) in {"kh", "qd", "nq", "kl", "cv", "nd", "vbhn", "ttlt"}


def _same_accents(printed: str, name: str) -> bool:
    """Whether `printed` is `name` with all, some or none of its accents: "kế hoach" is, "bào cao" is not "báo cáo"."""
    flat = " ".join(printed.lower().split())
    return all(
        ours == theirs or fold(ours) == ours or theirs in _MOVING_TONES or ours in _MOVING_TONES
        for ours, theirs in zip(flat, name.lower(), strict=True)
    )


# Letters on which the two tone-mark styles (thỏa, thoả; ủy, uỷ) differ.
_MOVING_TONES = frozenset("ỏảủỷ")
