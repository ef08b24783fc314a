"""Metadata: what a document says of itself. A blank in the document is None, and never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus import anatomy
from corpus.attachment_lines import read_attachment_lines
from corpus.authentication import with_authentication
from corpus.capitals import UPPER
from corpus.dates import find_dates, find_years
from corpus.doctypes import type_named, type_of_symbol
from corpus.folding import fold
from corpus.issuing_body import read_issuing
from corpus.letterhead import Letterhead, read_letterhead
from corpus.model import Metadata, Section, SectionKind
from corpus.numbers import parse_number
from corpus.signers import read_signers

_NUMBERED = (SectionKind.PART, SectionKind.ARTICLE, SectionKind.ITEM, SectionKind.BULLET, SectionKind.APPENDIX)
_FRAME = (SectionKind.LETTERHEAD, SectionKind.ADDRESSEES, SectionKind.PREAMBLE)
_FRONT = 6_000
_MARK_LINES = 25
_MARK = re.compile(r"(?:ĐỘ MẬT\s*:?\s*)?[(\[“\"*|\s]*(?P<mark>TUYỆT MẬT|TỐI MẬT|MẬT)[)\]”\"*|\s.]*")
_ADOPTED = re.compile(
    r" này (?:đã )?được (?:Quốc hội|Ủy ban|Uỷ ban|Hội đồng nhân dân)[^.;\n]{0,200}?thông qua (?:vào )?(?=ngày\s)"
)
_LONGEST_TITLE = 300


def read_metadata(text: str, sections: Sequence[Section]) -> Metadata:
    """Return what `text` says of itself. `sections` is its outline; blocks it lacks are looked for in the text."""
    body_start = _body_start(text, sections)
    head = _with_attachment_lines(with_authentication(read_letterhead(text, body_start), text), text)
    signers = read_signers(text, sections)
    front = text[: min(body_start, _FRONT)]
    issuing = read_issuing(text, front, head, signers)
    type_name = _type_name(head, signed=bool(signers))
    subject = head.subject or head.labels.get("subject")
    issued_on = head.issued_on or _labelled_date(head) or _adopted_on(text, type_name)
    return Metadata(
        title=_title(text, type_name, subject, head),
        type_name=type_name,
        number=head.number.canonical if head.number else None,
        issuer=issuing.issuer,
        level=issuing.level,
        locality=issuing.locality,
        issued_on=issued_on,
        year=_year(subject, issued_on.year if issued_on else head.year, type_name),
        subject=subject,
        signers=signers,
        recipients=_recipients(text, sections),
        bases=_bases(text, sections, body_start),
    )


def _with_attachment_lines(head: Letterhead, text: str) -> Letterhead:
    """Add what only the annexes say: number, symbol, day, and the issuer where no body is named."""
    if head.number is not None and head.issued_on is not None:
        return head
    named = read_attachment_lines(text, _type_name(head, signed=True))
    number = parse_number(named.number) if named else None
    if named is None or number is None or (head.symbol or number.symbol) != number.symbol:
        return head
    if head.number is not None and head.number.key != number.key:
        return head
    labels = head.labels if named.issuer is None else {"attached by": named.issuer, **head.labels}
    day = head.issued_on or named.issued_on
    return replace(head, number=number, symbol=number.symbol, issued_on=day, labels=labels)


def secrecy_mark(text: str) -> str | None:
    """Return MẬT, TỐI MẬT or TUYỆT MẬT when it stands as a mark of its own at the top of the document, else None.

    The words in a sentence ("bí mật nhà nước") are no mark.
    """
    lines = [line for line in text.split("\n") if line.strip()][:_MARK_LINES]
    for line in lines:
        for cell in re.split(r"\t|\s\|\s", line.strip()):
            match = _MARK.fullmatch(cell.strip())
            if match:
                return match.group("mark")
    return None


def _body_start(text: str, sections: Sequence[Section]) -> int:
    """Where the numbered text begins: after the frame, at the first numbered section that no frame block holds."""
    frames = [(s.start, s.end) for s in sections if s.kind in _FRAME and s.start < _FRONT * 2]
    for section in sections:
        inside = any(start <= section.start < end for start, end in frames)
        if section.kind in _NUMBERED and not inside and section.start >= max((s for s, _ in frames), default=0):
            return section.start
    return min(len(text), _FRONT)


def _type_name(head: Letterhead, *, signed: bool) -> str | None:
    if head.type_name is not None:
        return head.type_name
    if head.is_letter and (signed or head.symbol or head.subject or head.bodies or head.year):
        return "Công văn"
    if "type" in head.labels:
        label = head.labels["type"]
        return type_named(label) or label[:1].upper() + label[1:].lower()
    shown = type_of_symbol(head.symbol) if head.symbol else None
    return shown or head.number_type


def _title(text: str, type_name: str | None, subject: str | None, head: Letterhead) -> str:
    """What to call the document, in one line."""
    if type_name and subject:
        link = " về việc " if head.is_letter else " "
        return f"{type_name}{link}{subject}"[:_LONGEST_TITLE]
    if type_name and head.number:
        return f"{type_name} số {head.number.canonical}"
    if type_name and head.symbol is None and subject is None:
        return type_name
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return (type_name or first)[:_LONGEST_TITLE]


def _year(subject: str | None, printed: int | None, type_name: str | None) -> int | None:
    """The year that the subject names ("năm 2022"), else the year of issue.

    Laws and decrees name years of other documents in their subjects: there the year of issue counts.
    """
    planned = fold(type_name or "").startswith(
        ("ke hoach", "chuong trinh", "cong van", "bao cao", "huong dan", "chi thi")
    )
    if subject and (planned or printed is None):
        years = {found.year for found in find_years(subject) if not found.in_range and not found.in_date}
        if len(years) == 1 and (printed is None or abs(next(iter(years)) - printed) <= 1):
            return years.pop()
    return printed


def _labelled_date(head: Letterhead) -> date | None:
    for found in find_dates(head.labels.get("date", "")):
        return found.date
    return None


def _adopted_on(text: str, type_name: str | None) -> date | None:
    """The day a law was passed, from its last sentence: "… thông qua ngày 30 tháng 11 năm 2024"."""
    if type_name not in {"Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh", "Hiến pháp"}:
        return None
    adopted = _ADOPTED.search(text)
    found = find_dates(text[adopted.end() : adopted.end() + 60]) if adopted else ()
    return found[0].date if found and found[0].start <= 2 else None


def _recipients(text: str, sections: Sequence[Section]) -> tuple[str, ...]:
    block = next((s for s in sections if s.kind is SectionKind.RECIPIENTS and s.parent is None), None)
    if block is not None:
        return _recipient_lines(text[block.start : block.end])
    tail = text[-4_000:]
    opened = re.search(r"(?:^|\n)\W*Nơi\s+nhận\s*:?", tail, re.IGNORECASE)
    return _recipient_lines(tail[opened.start() :]) if opened else ()


def _recipient_lines(block: str) -> tuple[str, ...]:
    """The lines under "Nơi nhận", without dashes and closing marks; a line that lists several is cut at its dashes."""
    words = re.sub(r"^\W*Nơi\s+nhận\s*:?", "", block, flags=re.IGNORECASE)
    found: list[str] = []
    for line in words.split("\n"):
        if anatomy.is_capacity(line.strip()):
            break
        for part in re.split(r"(?:^|[;:,.])\s*[-–+•*]\s*(?=\w)", line.strip()):
            plain = part.strip(" -–+•*\t;,.:}{|/")
            if len(plain) > 1:
                found.append(plain + (")" if plain.count("(") > plain.count(")") else ""))
    return tuple(found)


_BODY_LINE = re.compile(r"(?:Điều \d|Chương|Phần|[IVX]+|[A-E]|\d+)\s*[.):]|[-+•]\s|QUYẾT ĐỊNH:|QUYẾT NGHỊ:")


def _unread_preamble(text: str, body_start: int) -> list[str]:
    """The lines between type and numbered text, for a text whose preamble nobody marked."""
    lines = [line.strip() for line in text[:body_start].split("\n") if line.strip()]
    typed = next((at for at, line in enumerate(lines) if anatomy.is_type_line(line)), None)
    first = 0 if typed is None else typed + 2  # the line under the type is its subject
    last = next((at for at in range(first, len(lines)) if _BODY_LINE.match(lines[at])), len(lines))
    return lines[first:last]


_SENTENCE = re.compile(rf"(?<=[^\W\d_]{{2}}[.])\s+(?=[{UPPER}])|(?<=\d\.)\s+(?=[{UPPER}])")
_ACT = re.compile(
    r",\s+(?=(?:Ủy ban|Uỷ ban|UBND|Ban |Bộ |Sở |Hội đồng|Thủ tướng|Chính phủ|Văn phòng|Tỉnh ủy|Huyện ủy|Thành ủy|"
    r"Đảng ủy|Phòng |"
    r"Cục |Chủ tịch)[^,;.]{0,120}?(?:ban hành|xây dựng|yêu cầu|thống nhất|đề nghị|triển khai|quyết định|hướng dẫn|"
    r"thông báo|báo cáo|"
    r"chỉ đạo|nhận được))"
)
_ACT_AFTER_SEMICOLON = re.compile(_ACT.pattern.replace(r",\s+", r";\s+", 1))
# What the body found itself is no base any more: "Thực hiện Thông báo số …; qua theo dõi, …".
_FINDING = re.compile(r"[;,]\s+qua (?:theo dõi|kiểm tra|rà soát|khảo sát|nắm tình hình)\b")


def _bases(text: str, sections: Sequence[Section], body_start: int) -> tuple[str, ...]:
    """The sentences that say on what the document rests, as printed, without the clause in which the body acts."""
    block = next((s for s in sections if s.kind is SectionKind.PREAMBLE and s.parent is None), None)
    lines = text[block.start : block.end].split("\n") if block else _unread_preamble(text, body_start)
    found: list[str] = []
    for line in lines:
        plain = line.strip(" *-–\t")
        if not anatomy.opens_basis(plain):
            continue
        acted = _ACT.search(plain) or _ACT_AFTER_SEMICOLON.search(plain) or _FINDING.search(plain)
        plain = plain[: acted.start()] if acted else plain
        found += [part.rstrip(" ;.,:") for part in _SENTENCE.split(plain) if anatomy.opens_basis(part)]
    return tuple(found)
