"""Document numbers as people type them in questions: "chỉ thị 33", "CT33", "QĐ 217 với 218", "kl 114"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.doctypes import DOC_TYPES, FoundType, find_types, type_of_symbol, types_of_abbreviation
from corpus.folding import fold
from corpus.number_reading import DocumentNumber, bare_serial, find_numbers


@dataclass(frozen=True, slots=True)
class LooseNumber:
    """A serial with at most a type and a year; `abbreviated` when the type stands there as a short form.

    `start:end` spans from the type, or from the serial for further serials of a list, to the serial's end.
    """

    serial: str
    type_name: str | None
    year: int | None
    start: int
    end: int
    abbreviated: bool = False


# What stands between a type and its serial: "số", or the closing of a short form ("QĐ. 217").
_LEAD = re.compile(r"[\s.:]*(?:(?P<so>so)\b[\s.:]*(?:hieu[\s:]*)?)?")
_SERIAL = re.compile(r"(?P<serial>\d{1,5}[a-d]?)(?:/(?P<year>(?:19|20)\d\d))?(?![\w])")
_JOIN = re.compile(r"\s*(?:,|;|/|&|\+|\bva\b|\bvoi\b|\bcung\b|\bhoac\b|\bhay\b|\bso\b|\s)+\s*(?:\bso\b\s*)?")
_UNNAMED = re.compile(r"(?<!\w)(?:van ban|vb)\s+so\s*:?\s*(?=\d)")
# A number before one of these counts things; one before a slash, comma or percent sign is another kind.
_COUNTED = re.compile(
    r"\s*(?:%|[.,]\d|/\d|-\d|-[a-z]|(?:thang|nam(?! \d{4}| nao)|ngay(?! \d| nao| may| bao| thang)|gio|lan|"
    r"quy(?! dinh| che| trinh)|"
    r"nguoi|noi dung|nhiem vu|phan|diem|khoan|dieu|muc|trang|ban(?! hanh)|loai|cap|bo|buoc|don vi|xa|huyen|tinh|thon|"
    r"trieu|ty|dong|tieu chi|chi tieu|giai phap|tuan|hoi vien|"
    r"mo hinh|cau|van ban|ho|can bo|chuong|nhom|linh vuc|viec|co quan|dia phuong|y kien|ket luan|quyet dinh|chi thi)\b)"
)


def find_loose_numbers(text: str) -> tuple[LooseNumber, ...]:
    """Return the serials that stand after a type word, a short form or "văn bản số", in order.

    Full numbers ("33/CT-TTg"), dates, years ("kế hoạch 2022") and counts ("báo cáo 6 tháng") are left out.
    """
    folded = fold(text)
    full = [(item.start, item.end) for item in find_numbers(text)]
    found: list[LooseNumber] = []
    for anchor in find_types(text):
        found += _after_type(folded, anchor, full)
    for match in _UNNAMED.finditer(folded):
        found += _serials(folded, match.start(), match.end(), None, full, announced=True)
    return tuple(sorted(found, key=lambda item: item.start))


def matches_loose(loose: LooseNumber, number: DocumentNumber, type_name: str | None) -> bool:
    """Return whether `loose` may mean the document `number` of type `type_name`.

    Serials are equal but for leading zeros, years where both are given; the type, where given, is the
    document's own, one that shares the short form, or the one its symbol shows.
    """
    if bare_serial(loose.serial) != bare_serial(number.serial):
        return False
    if loose.year is not None and number.year is not None and loose.year != number.year:
        return False
    if loose.type_name is None:
        return True
    wanted = _type_family(loose)
    return bool(wanted & {type_name, type_of_symbol(number.symbol)})


def _type_family(loose: LooseNumber) -> set[str | None]:
    """All types that the words may stand for: a short form for each that shares it, a law for any kind of law."""
    family: set[str | None] = {loose.type_name}
    if loose.type_name in {"Luật", "Bộ luật"}:
        family |= {"Luật", "Bộ luật"}
    if loose.abbreviated:
        symbols = [symbol for kind in DOC_TYPES if kind.name == loose.type_name for symbol in kind.symbols]
        family |= {name for symbol in symbols for name in types_of_abbreviation(symbol)}
    # "chương trình 01" may be a joint one, "kế hoạch 01" a joint plan.
    family |= {kind.name for kind in DOC_TYPES if kind.name.startswith(f"{loose.type_name} ")}
    return family


def _after_type(folded: str, anchor: FoundType, full: list[tuple[int, int]]) -> list[LooseNumber]:
    lead = _LEAD.match(folded, anchor.end)
    if lead is None:
        return []
    return _serials(folded, anchor.start, lead.end(), anchor, full, announced=lead.group("so") is not None)


def _serials(
    folded: str,
    start: int,
    position: int,
    anchor: FoundType | None,
    full: list[tuple[int, int]],
    *,
    announced: bool,
) -> list[LooseNumber]:
    """Read the serial at `position` and those that follow it in a list."""
    found: list[LooseNumber] = []
    while (match := _SERIAL.match(folded, position)) and _is_serial(folded, match, full, announced):
        year = int(match.group("year")) if match.group("year") else None
        name = anchor.name if anchor else None
        short = anchor.abbreviated if anchor else False
        found.append(LooseNumber(match.group("serial"), name, year, start, match.end(), short))
        joined = _JOIN.match(folded, match.end())
        if joined is None:
            break
        position = start = joined.end()
        announced = False
    return found


def _is_serial(folded: str, match: re.Match[str], full: list[tuple[int, int]], announced: bool) -> bool:
    if any(start <= match.start() < end for start, end in full):
        return False
    if match.group("year") is not None:
        return True
    if _COUNTED.match(folded, match.end()):
        return False
    digits = match.group("serial")
    looks_like_year = len(digits) == 4 and digits.isdigit() and 1945 <= int(digits) <= 2100
    return announced or not (looks_like_year and match.group("year") is None)
