"""The letterhead: what a document prints over its text — bodies, number, place and date, type and subject.

Sources: Decree 30/2020/NĐ-CP, Annex I, and Guidance 36-HD/VPTW for Party documents. Any part may be missing or
blank, and what a page or a scanner put before it is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import anatomy
from corpus.doctypes import type_named, type_of_symbol
from corpus.folding import fold
from corpus.letterhead_lines import described, front_lines, is_national_motto
from corpus.letterhead_subject import SUBJECT_LEAD, letter_subject, names_body, type_and_subject, type_of_line
from corpus.number_reading import DocumentNumber, find_numbers

_NUMBER_LEAD = re.compile(
    r"(?:^|\s|[*|])(?:(?:luat|nghi quyet|phap lenh|bo luat|lenh)\s+)?so(?:\s*(?:ky\s*)?hieu|"
    r",\s*ky hieu)?\s*(?P<colon>[:\t])?\s*"
)
_BLANK_SYMBOL = re.compile(r"[\s._…-]*(?:/(?:19|20)\d\d)?\s*[/-]\s*(?P<symbol>[A-ZĐ][\w&]*(?:[-/][\w&]+)*)")
_PLACE_DATE = re.compile(
    r"(?P<place>[^\W\d_][^,;:|/\d\t\n]{1,40}?)\s*,?\s*ngay\s*(?P<day>\d{1,2}|"
    r"[.…_\s]*)\s*[/]?\s*thang\s*(?P<month>\d{1,2}|[.…_\s]*)\s*"
    r"(?:nam\s*(?P<year>(?:19|20)\d\d)?)?"
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What was read off a letterhead; None or empty where it is blank or missing.

    `symbol` is known even where the serial is blank ("Số: /KH-UBND" -> "KH-UBND"). `bodies` are the lines that
    name bodies in capitals, from the top. `year` is printed with the date, `issued_on` needs day and month too.
    `number_type` is the type before the number ("Luật số: …"). `acting` is the line in capitals under the subject
    ("BỘ TRƯỞNG BỘ Y TẾ"). `labels` are the rows of a description ("Cơ quan ban hành: …") that some files carry
    before their text, and under "attached by" the body that the annexes name.
    """

    number: DocumentNumber | None
    symbol: str | None
    bodies: tuple[str, ...]
    place: str | None
    issued_on: date | None
    year: int | None
    type_name: str | None
    number_type: str | None
    subject: str | None
    acting: str | None
    is_letter: bool
    labels: dict[str, str]


def read_letterhead(text: str, body_start: int) -> Letterhead:
    """Read the letterhead of a clean text (one paragraph per line). `body_start` is where numbered text begins."""
    lines = front_lines(text, body_start)
    number, symbol, at = _number(lines)
    labels = described(text)
    if number is None and symbol is None and "number" in labels:
        found = find_numbers(labels["number"])
        number = found[0].number if found else None
        symbol = number.symbol if number else None
    place, day, year = _place_and_date(lines)
    type_name, subject, acting = type_and_subject(_own_lines(lines), type_of_symbol(symbol) if symbol else None)
    consolidated = any(line.startswith("VĂN BẢN HỢP NHẤT") for line in lines)
    if consolidated or (symbol is not None and fold(symbol).startswith("vbhn")):
        type_name = "Văn bản hợp nhất"
    about = letter_subject(lines)
    is_letter = type_name is None and (about is not None or any(map(anatomy.opens_addressees, lines)))
    return Letterhead(
        number=number,
        symbol=symbol,
        bodies=_bodies(lines, at),
        place=place,
        issued_on=day,
        year=year,
        type_name=type_name,
        number_type=_number_type(lines[at]) if at < len(lines) else None,
        subject=subject if type_name else about,
        acting=acting,
        is_letter=is_letter,
        labels=labels,
    )


def _own_lines(lines: Sequence[str]) -> Sequence[str]:
    """The lines from the motto, where a type stands below it, down to "Kính gửi".

    A type below the address is another document's, or what a page adds; one over a letterhead that has its own is
    what a page is called.
    """
    end = next((index for index, line in enumerate(lines) if anatomy.opens_addressees(line)), len(lines))
    motto = next((index for index, line in enumerate(lines[:end]) if _opens_motto(line)), 0)
    typed = any(anatomy.is_type_line(line) for line in lines[motto:end])
    return lines[motto if typed else 0 : end + 1]


def _number(lines: Sequence[str]) -> tuple[DocumentNumber | None, str | None, int]:
    """The document's own number, its symbol, and the line where "Số" stands (len(lines) when there is none)."""
    for index, line in enumerate(lines):
        if anatomy.opens_basis(line) or len(line) > 400:
            continue
        for lead in _NUMBER_LEAD.finditer(fold(line)):
            if not _says_number(line, lead):
                continue
            alone = lead.group("colon") and lead.end() == len(line) and index + 1 < len(lines)
            rest = lines[index + 1] if alone else line[lead.end() :]
            if rest.endswith(("-", "/")) and index + 1 < len(lines) and lines[index + 1].isupper():
                rest += lines[index + 1]  # torn: "3783/QĐ-" / "UBND"
            found = find_numbers(rest)
            if found and found[0].start <= 2 and (lead.group("colon") or _is_alone(line, lead, rest[found[0].end :])):
                return found[0].number, found[0].number.symbol, index
            blank = _BLANK_SYMBOL.match(rest)
            if blank and lead.group("colon"):
                return None, blank.group("symbol"), index
    return _titled_number(lines)


def _says_number(line: str, lead: re.Match[str]) -> bool:
    """Whether the word is "Số" and not "sơ" or "so", and with a capital unless it opens the line."""
    word = line[lead.start() : lead.end()]
    return re.search(r"S[ốỐo]|SO", word) is not None or (lead.start() <= 1 and "số" in word)


def _titled_number(lines: Sequence[str]) -> tuple[DocumentNumber | None, str | None, int]:
    """The number of a page headed "Nghị định 213/2026/NĐ-CP", without "Số"."""
    for index, line in enumerate(lines[:12]):
        found = find_numbers(line)
        if len(found) == 1 and found[0].end == len(line) and type_named(line[: found[0].start].strip()):
            return found[0].number, found[0].number.symbol, index
    return None, None, len(lines)


def _number_type(line: str) -> str | None:
    named = re.match(r"\W*(luat|bo luat|nghi quyet|phap lenh|lenh)\s+so\b", fold(line))
    return type_named(named.group(1)) if named else None


def _is_alone(line: str, lead: re.Match[str], after: str) -> bool:
    """Whether a number without a colon fills its line, or is followed by place and date or a letter's subject."""
    opens = line[: lead.end()].lstrip(" *|").startswith(("Số", "SỐ", "Luật", "LUẬT"))
    after = after.strip(" |*.-–")
    follows = not after or anatomy.is_place_and_date(after) or SUBJECT_LEAD.match(after) is not None
    return opens and follows


def _place_and_date(lines: Sequence[str]) -> tuple[str | None, date | None, int | None]:
    for line in lines:
        if len(line) > 300 or anatomy.opens_basis(line):
            continue
        numbers = [found.end for found in find_numbers(line)]
        first = numbers[0] if numbers else 0
        for match in _PLACE_DATE.finditer(fold(line), first):
            place = line[match.start("place") : match.end("place")].strip(" *|–-.")
            if not _stands_alone(line, match, first) or not place[:1].isupper() or _not_a_place(place):
                continue
            year = int(match.group("year")) if match.group("year") else None
            return place, _day(match, year), year
    return None, None, None


def _stands_alone(line: str, match: re.Match[str], first: int) -> bool:
    """Whether nothing but the number, the motto or a subject shares the line with place and date."""
    before, after = line[first : match.start()].strip(" *|-–"), line[match.end() :].strip(" *|.-–")
    ends = not after or is_national_motto(after) or SUBJECT_LEAD.match(after) is not None
    return ends and (
        not before or bool(find_numbers(before)) or is_national_motto(before) or before.endswith(("phúc", ":"))
    )


_NO_PLACE = re.compile(
    r"\b(?:so|luat|nghi|quyet|thong tu|ke hoach|chi thi|tu|den|truoc|sau|ke|hom|vao|can cu|thong qua|ngay|thang)\b"
)


def _not_a_place(place: str) -> bool:
    return len(place.split()) > 6 or _NO_PLACE.search(fold(place)) is not None


def _day(match: re.Match[str], year: int | None) -> date | None:
    day, month = match.group("day").strip(), match.group("month").strip()
    if not (year and day.isdigit() and month.isdigit()):
        return None
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


# A body named in one line with the body over it: "BỘ TÀI CHÍNH CỤC THUẾ".
INNER_BODY = re.compile(
    r"(?<!TỔNG)(?<!CHI)(?<!VÀ)(?<!CHÁNH)(?<!TRƯỞNG)(?:\s+-)?\s+(?=(?:TỔNG CỤC|CHI CỤC|CỤC|SỞ|VĂN PHÒNG|TRUNG TÂM|"
    r"THUẾ TỈNH|THUẾ THÀNH PHỐ|"
    r"BAN (?:CHỈ ĐẠO|DÂN VẬN|TỔ CHỨC|TUYÊN GIÁO|NỘI CHÍNH|QUẢN LÝ))(?:\s|$))"
)


_REACH_OF_MOTTO = 12


def _opens_motto(line: str) -> bool:
    """Whether a line begins with the national title: "QUỐC HỘI NƯỚC CỘNG HÒA …" names a body."""
    return line.startswith("CỘNG H") and is_national_motto(line)


def _bodies(lines: Sequence[str], number_at: int) -> tuple[str, ...]:
    """The lines over the type that name bodies in capitals, the national motto left out."""
    bodies: list[str] = []
    last = number_at if number_at < len(lines) else 8
    below = range(last + 1, min(len(lines), last + _REACH_OF_MOTTO))
    last = next((index for index in below if _opens_motto(lines[index])), last)  # a title with its number stood on top
    for index, line in enumerate(lines[: last + 1]):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if type_of_line(line, following) is not None or anatomy.opens_addressees(line):
            if any(map(_opens_motto, lines[index + 1 : last + 1])):
                bodies = []  # a title over the letterhead
                continue
            break
        name = re.split(r"\s*(?:(?:NƯỚC )?CỘNG (?:HÒA|HOÀ)|ĐẢNG CỘNG SẢN|Độc lập|Số\s*:)", line)[0].strip(" *|-–")
        if name and name.isupper() and len(name.split()) <= 18 and names_body(name):
            bodies += INNER_BODY.split(name)
        elif bodies and name.isupper() and (name.startswith("VÀ ") or lines[index - 1].rstrip().endswith(("-", ","))):
            bodies[-1] = f"{lines[index - 1].strip()} {name}"
    return tuple(dict.fromkeys(bodies))
