"""Type and subject of a document, read off the lines of its letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus import anatomy
from corpus.capitals import LOWER, UPPER
from corpus.doctypes import DOC_TYPES
from corpus.folding import fold
from corpus.number_reading import find_numbers

SUBJECT_LEAD = re.compile(r"(?:^|\s|\*)(?:V/v|V/V|Về việc)\s*[:.]?\s*")
# A footnote's mark after the type: "NGHỊ ĐỊNH1".
_FOOTNOTE = re.compile(rf"(?<=[{UPPER}])\s*[\[(]?\d{{1,2}}[\])]?$")
# Types that stand alone in a line are types in small letters too.
_NAMES_ALONE = frozenset(kind.name for kind in DOC_TYPES)
_TYPE_WORDS = sorted(((fold(kind.name).upper(), kind.name) for kind in DOC_TYPES), key=lambda pair: -len(pair[0]))


def type_of_line(line: str, following: str = "") -> tuple[str, str] | None:
    """Return type and what follows it when a line opens with a type in capitals ("KẾ HOẠCH Phối hợp …").

    A page's markup may have glued both ("NGHỊ ĐỊNHQuy định …"), or printed the subject once more on its own.
    """
    line = _FOOTNOTE.sub("", line)
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


# A telegram's body acts in the line that opens its text: "THỦ TƯỚNG CHÍNH PHỦ điện:".
_ACTS_BY_WIRE = re.compile(rf"(?P<body>[{UPPER} ]+) điện\s*:")
_NO_TYPE = re.compile(r"(?:chung|cu the|chi tiet|khac|chuyen tiep|thi hanh)$")


def type_and_subject(lines: Sequence[str], shown: str | None) -> tuple[str | None, str | None, str | None]:
    """Return the type in capitals, its subject in one line, and the acting body under it; each None where missing.

    `shown` is the type that the document's number shows: of several lines that open with a type, it is that one.
    """
    found = list(_typed_lines(lines))
    best = next((item for item in found if item[0] == shown), found[0] if found else None)
    if best is None:
        return None, None, None
    name, rest, after = best
    subject, acting = _subject([rest] if rest else [], lines[after : after + 7])
    return name, subject, acting


def _typed_lines(lines: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Yield type, the words behind it, and the index of the line after it, for lines that open with a type."""
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        after = index + 1
        named = type_of_line(line, following)
        if line.isupper() and len(line.split()) == 1 and anatomy.is_type_line(f"{line} {following}"):
            named, after = type_of_line(f"{line} {following}"), index + 2  # torn over two lines
        if named is None or anatomy.is_motto(line) or _NO_TYPE.match(fold(named[1])):
            continue
        if named[1][:1] in {",", "/"} or names_body(named[1]) or (named[1] and find_numbers(line) and len(line) < 40):
            continue
        yield named[0], named[1], after


def _subject(parts: list[str], following: Sequence[str]) -> tuple[str | None, str | None]:
    acting = None
    for line in following:
        body, about = _parted_from_body(" ".join(parts))
        if _ends_subject(line, [] if body and not about else parts):
            acts = _ACTS_BY_WIRE.match(line)
            acting = acts.group("body") if acts else line if line.isupper() and names_body(line) else None
            break
        parts.append(line)
    body, about = _parted_from_body(" ".join(_NOTE.sub(" ", " ".join(parts)).split()))
    return _trimmed(about), acting or body


_NOTE = re.compile(r"\[[^\]]{0,600}\]?")
_SMALL_AFTER_CAPITALS = re.compile(rf"(?<=[{UPPER}\d])\s+(?=[{UPPER}][{LOWER}])")
_ACTING_AFTER = re.compile(
    rf"(?<!CỦA)(?<!VÀ)(?<!DO)(?<!GIỮA)(?<!THUỘC)(?<!TẠI)\s+(?:[ỦU][YỶ] BAN NHÂN DÂN|CHỦ TỊCH [ỦU][YỶ] BAN|"
    rf"BỘ TRƯỞNG BỘ)\s[^{LOWER}]*$"
)


def _trimmed(subject: str) -> str | None:
    """A subject without an editor's notes, and without what a page ran together with it."""
    subject = _NOTE.sub(" ", subject).strip(" *|.;:")
    change = _SMALL_AFTER_CAPITALS.search(subject)
    if change and subject[: change.start()].isupper() and change.start() > 3:
        subject = subject[: change.start()]
    if subject.isupper():
        subject = _ACTING_AFTER.sub("", subject)
    return " ".join(subject.split()).strip(" *|.;:") or None


# The body behind the type, and perhaps the number again: "CỦA BAN THƯỜNG VỤ HUYỆN ỦY về …", "CỦA QUỐC HỘI SỐ … VỀ …".
_OF_BODY = re.compile(
    rf"(?i:của)\s+(?P<body>[{UPPER}][^\d.;:()“\"]{{2,90}}?)"
    rf"(?P<again>\s+SỐ\s+\d\S*(?:\s+NGÀY\s+\d[^{LOWER}]{{0,25}}?\d{{4}})?)?"
    rf"(?:$|\s+(?P<rest>(?:về|Về|VỀ|V/v)\s.+)|(?P<change>(?<=[{UPPER}])\s+(?=[{UPPER}]?[{LOWER}])))"
)
_TERM = re.compile(r",?\s+(?i:khóa|khoá|nhiệm kỳ)\s.*$")


def _parted_from_body(subject: str) -> tuple[str | None, str]:
    """Part the body that a subject opens with from what the document is about; (None, subject) where it names none.

    Guidance 36-HD/VPTW prints the body under the type and the subject below it.
    """
    of = _OF_BODY.match(subject)
    if of is None or not names_body(of.group("body").upper()):
        return None, subject
    about = of.group("rest") or (subject[of.end() :] if of.group("change") else "")
    return _TERM.sub("", of.group("body")).strip(" ,"), about.strip()


def _ends_subject(line: str, parts: list[str]) -> bool:
    """Whether a line no longer belongs to the subject over it."""
    if parts and parts[-1].isupper() and (line.startswith("SỐ ") or line[0].isdigit()) and line.upper() == line:
        return False
    if anatomy.is_strict_basis(line) or anatomy.opens_addressees(line) or anatomy.is_number_line(line):
        return True
    if anatomy.is_place_and_date(line) or anatomy.is_motto(line) or line.startswith("(") or _ACTS_BY_WIRE.match(line):
        return True
    if line.isupper() and names_body(line) and not (parts and parts[-1].endswith((",", " CỦA", " VÀ"))):
        return True
    if not parts:
        return line.endswith(":") and line.isupper()
    if parts[-1].isupper() and line.isupper():
        return False
    goes_on = line[0].islower() or parts[-1].endswith((",", "-", " và", " của"))
    return not (goes_on and len(line) <= 200)


_BODY_HEAD = re.compile(
    r"(?:UỶ BAN|ỦY BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|BAN(?! HÀNH)|CỤC|TỔNG CỤC|CHI CỤC|VỤ|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|"
    r"CHỦ TỊCH|TỈNH ỦY|"
    r"TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|HUYỆN ỦY|HUYỆN UỶ|QUẬN ỦY|QUẬN UỶ|THỊ ỦY|THỊ UỶ|ĐẢNG ỦY|ĐẢNG BỘ|ĐẢNG UỶ|CHI BỘ|CHI ỦY|"
    r"THƯỜNG TRỰC|VĂN PHÒNG|THANH TRA|"
    r"TÒA ÁN|TOÀ ÁN|"
    r"VIỆN|NGÂN HÀNG|KIỂM TOÁN|BẢO HIỂM XÃ HỘI|PHÒNG(?!,| BỆNH| CHỐNG| CHÁY)|TRƯỜNG|CÔNG AN|TRUNG ƯƠNG|MẶT TRẬN|"
    r"HỘI|LIÊN ĐOÀN|TỔNG LIÊN ĐOÀN|GIÁM ĐỐC|"
    r"THỐNG ĐỐC|TỔNG (?:CỤC|CÔNG TY|LIÊN|THANH)|KHO BẠC|THUẾ (?:TỈNH|THÀNH PHỐ|CƠ SỞ)|CHI CỤC|TRUNG TÂM|HẢI QUAN|"
    r"ĐOÀN|BCH|ĐẠI HỌC|THÀNH PHỐ|TỈNH|HUYỆN|XÃ|PHƯỜNG|QUẬN|THỊ XÃ|"
    r"THỊ TRẤN|LIÊN BỘ|BỘ TRƯỞNG|CÔNG TY|TẬP ĐOÀN|HỌC VIỆN)(?![^\W\d_])"
)


# Below its number a letter may say "Về hướng dẫn …".
_ABOUT = re.compile(r"Về\s(?=\w)")


def names_body(line: str) -> bool:
    """Return whether a line in capitals opens with a word for a body."""
    return _BODY_HEAD.match(line) is not None


def letter_subject(lines: Sequence[str]) -> str | None:
    """The subject of a letter: "V/v …" and the lines it goes on in."""
    for index, line in enumerate(lines):
        lead = SUBJECT_LEAD.search(line)
        if lead is None and index > 0 and anatomy.is_number_line(lines[index - 1]):
            lead = _ABOUT.match(line)
        if lead is None or (lead.start() > 0 and not find_numbers(line[: lead.start()]) and "Số" not in line):
            continue
        parts = [part for part in re.split(r"\s+(?=CỘNG HÒA|CỘNG HOÀ)", line[lead.end() :])[:1] if part]
        for following in lines[index + 1 : index + 6]:
            if _ends_subject(following, parts):
                break
            parts.append(following)
        subject = " ".join(" ".join(parts).split()).strip(" *|.;:")
        return subject or None
    return None
