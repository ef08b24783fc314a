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
from corpus.doctypes import DOC_TYPES
from corpus.folding import fold
from corpus.number_reading import DocumentNumber, find_numbers

# How far a letterhead may begin and reach, in characters and lines.
_REACH = 12_000
_SEARCHED = 150
_ABOVE = 7
_LINES = 60

_BODY = re.compile(
    r"(?:Điều\s+1|Chương\s+(?:I|1)|Phần\s+(?:I|1|thứ nhất)|CHƯƠNG\s+I|PHẦN\s+I|I|A|1)\s*(?:[.:)]|$)(?!\d)"
)
_NUMBER_LEAD = re.compile(
    r"(?:^|\s|[*|])(?:(?:luat|nghi quyet|phap lenh|bo luat|lenh)\s+)?so(?:\s*(?:ky\s*)?hieu|,\s*ky hieu)?\s*(?P<colon>[:.\t])?\s*"
)
_BLANK_SYMBOL = re.compile(r"[\s._…-]*(?:/(?:19|20)\d\d)?\s*[/-]\s*(?P<symbol>[A-ZĐ][\w&]*(?:[-/][\w&]+)*)")
_PLACE_DATE = re.compile(
    r"(?P<place>[^\W\d_][^,;:|/\d\t\n]{1,40}?)\s*,?\s*ngay\s*(?P<day>\d{1,2}|[.…_\s]*)\s*[/]?\s*thang\s*(?P<month>\d{1,2}|[.…_\s]*)\s*"
    r"(?:nam\s*(?P<year>(?:19|20)\d\d)?)?"
)
_SUBJECT_LEAD = re.compile(r"(?:^|\s|\*)(?:V/v|V/V|Về việc)\s*[:.]?\s*")
_RULE = re.compile(r"[\s\-–—_*=.•]{2,}$")
_LABELS = {
    "so ky hieu": "number", "so hieu": "number", "so, ky hieu": "number", "loai van ban": "type",
    "co quan ban hanh": "issuer", "noi ban hanh": "issuer", "ngay ban hanh": "date", "trich yeu": "subject",
}  # fmt: skip
# Types that stand alone in a line are types in small letters too.
_NAMES_ALONE = frozenset(kind.name for kind in DOC_TYPES)
_TYPE_WORDS = sorted(((fold(kind.name).upper(), kind.name) for kind in DOC_TYPES), key=lambda pair: -len(pair[0]))
_BY_FOLDED_NAME = {fold(kind.name): kind.name for kind in DOC_TYPES}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What was read off a letterhead; None or empty where it is blank or missing.

    `symbol` is known even where the serial is blank ("Số: /KH-UBND" -> "KH-UBND"). `bodies` are the lines that
    name bodies in capitals, from the top. `year` is printed with the date, `issued_on` needs day and month too.
    `number_type` is the type before the number ("Luật số: …"). `acting` is the line in capitals under the subject ("BỘ TRƯỞNG BỘ Y TẾ"). `labels` are the rows of a
    description ("Cơ quan ban hành: …") that some files carry before their text.
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
    lines = _front_lines(text, body_start)
    number, symbol, at = _number(lines)
    labels = _labels(text[:_REACH].split("\n")[:_LINES])
    if number is None and symbol is None and "number" in labels:
        found = find_numbers(labels["number"])
        number = found[0].number if found else None
        symbol = number.symbol if number else None
    place, day, year = _place_and_date(lines)
    type_name, subject, acting = _type_and_subject(lines)
    if symbol is not None and fold(symbol).startswith("vbhn"):
        type_name = "Văn bản hợp nhất"
    letter_subject = _letter_subject(lines)
    is_letter = type_name is None and (letter_subject is not None or any(map(anatomy.opens_addressees, lines)))
    return Letterhead(
        number=number,
        symbol=symbol,
        bodies=_bodies(lines, at),
        place=place,
        issued_on=day,
        year=year,
        type_name=type_name,
        number_type=_number_type(lines[at]) if at < len(lines) else None,
        subject=subject if type_name else letter_subject,
        acting=acting,
        is_letter=is_letter,
        labels=labels,
    )


def _front_lines(text: str, body_start: int) -> list[str]:
    """The lines from the top of the letterhead to where the numbered text begins."""
    lines = [_RULE.sub("", line).strip(" |*") for line in text[:_REACH].split("\n")]
    lines = [line for line in lines if line and not anatomy.is_debris(line)]
    top = next((index for index, line in enumerate(lines[:_SEARCHED]) if _is_anchor(line)), None)
    if top is not None:
        first = max(0, top - _ABOVE)
        return _until_body(lines[first : top + _LINES], top - first + 1)
    fitting = max(body_start, 400)
    return _until_body([line for line in lines[:_LINES] if text.find(line) < fitting], 0)


def _is_anchor(line: str) -> bool:
    """Whether a line can only belong to a letterhead."""
    if _is_national_motto(line) and len(line) <= 160:
        return True
    return anatomy.is_type_line(line) or anatomy.is_place_and_date(line) or anatomy.is_number_line(line)


def _is_national_motto(line: str) -> bool:
    return "CỘNG HÒA XÃ HỘI" in line.upper().replace("HOÀ", "HÒA") or "ĐẢNG CỘNG SẢN VIỆT NAM" in line


def _until_body(lines: list[str], after: int) -> list[str]:
    for index in range(after, len(lines)):
        if _BODY.match(lines[index]):
            return lines[:index]
    return lines


def _number(lines: Sequence[str]) -> tuple[DocumentNumber | None, str | None, int]:
    """The document's own number, its symbol, and the line where "Số" stands (len(lines) when there is none)."""
    for index, line in enumerate(lines):
        if anatomy.opens_basis(line) or len(line) > 400:
            continue
        for lead in _NUMBER_LEAD.finditer(fold(line)):
            rest = line[lead.end() :] or (lines[index + 1] if index + 1 < len(lines) else "")
            found = find_numbers(rest)
            if found and found[0].start <= 2 and (lead.group("colon") or _is_alone(line, lead, rest[found[0].end :])):
                return found[0].number, found[0].number.symbol, index
            blank = _BLANK_SYMBOL.match(rest)
            if blank and lead.group("colon"):
                return None, blank.group("symbol"), index
    return _titled_number(lines)


def _titled_number(lines: Sequence[str]) -> tuple[DocumentNumber | None, str | None, int]:
    """The number of a page headed "Nghị định 213/2026/NĐ-CP", without "Số"."""
    for index, line in enumerate(lines[:12]):
        found = find_numbers(line)
        if len(found) == 1 and found[0].end == len(line) and fold(line[: found[0].start].strip()) in _BY_FOLDED_NAME:
            return found[0].number, found[0].number.symbol, index
    return None, None, len(lines)


def _number_type(line: str) -> str | None:
    named = re.match(r"\W*(luat|bo luat|nghi quyet|phap lenh|lenh)\s+so\b", fold(line))
    return _BY_FOLDED_NAME[named.group(1)] if named else None


def _is_alone(line: str, lead: re.Match[str], after: str) -> bool:
    """Whether a number without a colon fills its line, or is followed by place and date or a letter's subject."""
    opens = line[: lead.end()].lstrip(" *|").startswith(("Số", "SỐ", "Luật", "LUẬT"))
    after = after.strip(" |*.-–")
    follows = not after or anatomy.is_place_and_date(after) or _SUBJECT_LEAD.match(after) is not None
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
    ends = not after or _is_national_motto(after) or _SUBJECT_LEAD.match(after) is not None
    return ends and (
        not before or bool(find_numbers(before)) or _is_national_motto(before) or before.endswith(("phúc", ":"))
    )


_NO_PLACE = re.compile(
    r"\b(?:so|luat|nghi|quyet|thong tu|ke hoach|chi thi|tu|den|truoc|sau|ke|hom|vao|can cu|thong qua)\b"
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


def _type_of_line(line: str, following: str = "") -> tuple[str, str] | None:
    """Return type and what follows it when a line opens with a type in capitals ("KẾ HOẠCH Phối hợp …").

    A page's markup may have glued both ("NGHỊ ĐỊNHQuy định …"), or printed the subject once more on its own.
    """
    plain = fold(line).upper()
    if line in _NAMES_ALONE:
        return line, ""
    for folded, name in _TYPE_WORDS:
        head, rest = line[: len(folded)], line[len(folded) :]
        if not plain.startswith(folded) or not head.isupper() or fold(head) != fold(name):
            continue
        glued = rest[:1].isalpha()
        if glued and not (rest[0].isupper() and (rest[1:2].islower() or rest.strip() == following.strip())):
            continue
        rest = rest.strip(" :.*|-–")
        return name, "" if following.strip() and rest.startswith(following.strip()) else rest
    return None


_NO_TYPE = re.compile(r"(?:chung|cu the|chi tiet|khac|chuyen tiep|thi hanh)$")


def _type_and_subject(lines: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """The type in capitals, its subject (one line), and the acting body under it."""
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        torn = f"{line} {following}"
        if line.isupper() and len(line.split()) == 1 and anatomy.is_type_line(torn):
            line, index, following = torn, index + 1, ""  # noqa: PLW2901 - a type torn over two lines
        named = _type_of_line(line, following)
        if named is None or anatomy.is_motto(line) or _NO_TYPE.match(fold(named[1])):
            continue
        if named[1][:1] in {",", "/"} or (named[1] and find_numbers(line) and len(line) < 40):
            continue
        subject, acting = _subject([named[1]] if named[1] else [], lines[index + 1 : index + 8])
        return named[0], subject, acting
    return None, None, None


def _subject(parts: list[str], following: Sequence[str]) -> tuple[str | None, str | None]:
    acting = None
    for line in following:
        if _ends_subject(line, parts):
            acting = line if line.isupper() and _names_body(line) else None
            break
        parts.append(line)
    subject = " ".join(" ".join(parts).split()).strip(" *|.;:")
    return (subject or None), acting


def _ends_subject(line: str, parts: list[str]) -> bool:
    """Whether a line no longer belongs to the subject over it."""
    if anatomy.is_strict_basis(line) or anatomy.opens_addressees(line) or anatomy.is_number_line(line):
        return True
    if anatomy.is_place_and_date(line) or anatomy.is_motto(line) or line.startswith("("):
        return True
    if line.isupper() and _names_body(line) and not (parts and parts[-1].endswith((",", " CỦA", " VÀ"))):
        return True
    if not parts:
        return line.endswith(":") and line.isupper()
    if parts[-1].isupper() and line.isupper():
        return False
    goes_on = line[0].islower() or parts[-1].endswith((",", "-", " và", " của"))
    return not (goes_on and len(line) <= 200)


_BODY_HEAD = re.compile(
    r"(?:UỶ BAN|ỦY BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|BAN(?! HÀNH)|CỤC|TỔNG CỤC|CHI CỤC|VỤ|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|CHỦ TỊCH|TỈNH ỦY|"
    r"TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|HUYỆN ỦY|HUYỆN UỶ|QUẬN ỦY|THỊ ỦY|ĐẢNG ỦY|ĐẢNG BỘ|ĐẢNG UỶ|VĂN PHÒNG|THANH TRA|TÒA ÁN|TOÀ ÁN|"
    r"VIỆN|NGÂN HÀNG|KIỂM TOÁN|BẢO HIỂM XÃ HỘI|PHÒNG(?!,| BỆNH| CHỐNG| CHÁY)|TRƯỜNG|CÔNG AN|TRUNG ƯƠNG|MẶT TRẬN|HỘI|LIÊN ĐOÀN|TỔNG LIÊN ĐOÀN|GIÁM ĐỐC|"
    r"THỐNG ĐỐC|TỔNG (?:CỤC|CÔNG TY|LIÊN|THANH)|KHO BẠC|THUẾ (?:TỈNH|THÀNH PHỐ|CƠ SỞ)|CHI CỤC|TRUNG TÂM|HẢI QUAN|ĐOÀN|BCH|ĐẠI HỌC|THÀNH PHỐ|TỈNH|HUYỆN|XÃ|PHƯỜNG|QUẬN|THỊ XÃ|"
    r"THỊ TRẤN|LIÊN BỘ|BỘ TRƯỞNG|CÔNG TY|TẬP ĐOÀN|HỌC VIỆN)(?![^\W\d_])"
)


def _names_body(line: str) -> bool:
    return _BODY_HEAD.match(line) is not None


def _letter_subject(lines: Sequence[str]) -> str | None:
    """The subject of a letter: "V/v …" and the lines it goes on in."""
    for index, line in enumerate(lines):
        lead = _SUBJECT_LEAD.search(line)
        if lead is None or (lead.start() > 0 and not find_numbers(line[: lead.start()]) and "Số" not in line):
            continue
        parts = [re.split(r"\s+(?=CỘNG HÒA|CỘNG HOÀ)", line[lead.end() :])[0]]
        for following in lines[index + 1 : index + 6]:
            if _ends_subject(following, parts):
                break
            parts.append(following)
        subject = " ".join(" ".join(parts).split()).strip(" *|.;:")
        return subject or None
    return None


# A body named in one line with the body over it: "BỘ TÀI CHÍNH CỤC THUẾ".
_INNER_BODY = re.compile(
    r"(?<!TỔNG)(?<!CHI)(?<!VÀ)(?<!CHÁNH)(?<!TRƯỞNG)(?:\s+-)?\s+(?=(?:TỔNG CỤC|CHI CỤC|CỤC|SỞ|VĂN PHÒNG|TRUNG TÂM|THUẾ TỈNH|THUẾ THÀNH PHỐ|"
    r"BAN (?:CHỈ ĐẠO|DÂN VẬN|TỔ CHỨC|TUYÊN GIÁO|NỘI CHÍNH|QUẢN LÝ))\s)"
)


def _bodies(lines: Sequence[str], number_at: int) -> tuple[str, ...]:
    """The lines over the type that name bodies in capitals, the national motto left out."""
    bodies: list[str] = []
    last = number_at if number_at < len(lines) else 8
    for index, line in enumerate(lines[: last + 1]):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if _type_of_line(line, following) is not None or anatomy.opens_addressees(line):
            break
        name = re.split(r"\s*(?:CỘNG HÒA|CỘNG HOÀ|ĐẢNG CỘNG SẢN|Độc lập|Số\s*:)", line)[0].strip(" *|-–")
        if name and name.isupper() and len(name.split()) <= 18 and _names_body(name):
            bodies += _INNER_BODY.split(name)
        elif bodies and name.isupper() and (name.startswith("VÀ ") or lines[index - 1].rstrip().endswith(("-", ","))):
            bodies[-1] = f"{lines[index - 1].strip()} {name}"
    return tuple(dict.fromkeys(bodies))


def _labels(lines: Sequence[str]) -> dict[str, str]:
    """Rows of a description before the text: label, then a tab, a colon or a bar, then the value."""
    rows: dict[str, str] = {}
    for line in lines:
        parts = re.split(r"\s*[\t:|]\s*", line.strip(" |*-"), maxsplit=1)
        if len(parts) == 2 and fold(parts[0].strip(" *")) in _LABELS and parts[1].strip(" |*"):
            rows.setdefault(_LABELS[fold(parts[0].strip(" *"))], parts[1].strip(" |*"))
    return rows
