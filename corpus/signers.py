"""Who signed: the signature block read into authority ("TM. ỦY BAN NHÂN DÂN"), office and name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus import anatomy
from corpus.model import Section, SectionKind, Signer

# Without sections, the block stands in the last lines of a text.
_TAIL = 2_500
_BLOCK_LINES = 9
_ON_BEHALF = re.compile(r"(?:TM|T/M|TL|T/L|TUQ|KT|K/T)\s*[./]?\s*")
# Offices that stand in one line: "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" is two.
_SPLIT = re.compile(
    r"\s+(?=(?:KT|K/T|TL|TUQ)\s*[./])|"
    r"(?<!PHÓ)(?<!QUYỀN)(?<!KT\.)(?<!K/T)(?<!TL\.)(?<!TM\.)(?<!TUQ\.)(?<!Q\.)(?<!KT)(?<!TL)(?<!TM)(?<!CỤC)(?<!VỤ)(?<!BỘ)(?<!TỔNG)(?<!,)"
    r"\s+(?=(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|TRƯỞNG BAN|CHÁNH VĂN PHÒNG|CỤC TRƯỞNG|"
    r"VỤ TRƯỞNG|CHỦ NHIỆM|THỦ TƯỚNG|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG PHÒNG|VIỆN TRƯỞNG|CHI CỤC TRƯỞNG)\b)"
)
_OFFICE = re.compile(
    r"(?:PHÓ |QUYỀN |Q\. ?)*(?:CHỦ TỊCH|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|TRƯỞNG|CHÁNH|CỤC TRƯỞNG|VỤ TRƯỞNG|"
    r"CHỦ NHIỆM|THỦ TƯỚNG|"
    r"TỔNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG|CHI CỤC TRƯỞNG|THỐNG ĐỐC|CHỈ HUY|TƯ LỆNH|CHÍNH ỦY|ỦY VIÊN|PHÓ)\b"
)
_SIGNED = re.compile(r"\s*[(\[](?:đã ký|da ?ky|đã kí)[)\]]\s*$", re.IGNORECASE)
# A title that goes on in the next line: "KT. BỘ TRƯỞNG," / "CHỦ NHIỆM", "KT." / "TRƯỞNG BAN", "CỤC TRƯỞNG CỤC" / "…".
_TORN = re.compile(r"(?:,|^(?:KT|TL|TM|TUQ)\.|^PHÓ|\b(?:CỤC|VỤ|VÀ))$")
_DEGREE = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|BS|CKI{1,2}|KS|Ths|Ông|Bà|Đồng chí|Thiếu tướng|Trung tướng|Thượng tướng|Đại tướng|"
    r"Đại tá|Thượng tá|"
    r"Trung tá|Thiếu tá)[.,\s]+)+"
)
_SYLLABLE = r"[^\W\d_]+[’']?"
_NAME_END = re.compile(rf"\s+(?P<name>(?:{_SYLLABLE}\s+){{1,4}}{_SYLLABLE})$")


def read_signers(text: str, sections: Sequence[Section]) -> tuple[Signer, ...]:
    """Return who signed, in printed order; () where no name stands under an office.

    A joint document has several. Stamps, "(Đã ký)" and notes on handwriting are left out.
    """
    blocks = [s for s in sections if s.kind is SectionKind.SIGNATURE and s.parent is None]
    found: list[Signer] = []
    if blocks:
        for block in _first_run(blocks):
            found += _read_block([line.strip() for line in text[block.start : block.end].split("\n") if line.strip()])
        return tuple(found)
    lines = [line.strip() for line in text[-_TAIL:].split("\n") if line.strip()]
    for start, end in _blocks_in(lines):
        found += _read_block(lines[start:end])
    return tuple(found)


def _first_run(blocks: Sequence[Section]) -> Iterator[Section]:
    """The blocks that close the document itself, not those of documents and forms attached to it."""
    yield blocks[0]
    for before, block in pairwise(blocks):
        if block.start - before.end > 900:
            return
        yield block


def _blocks_in(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(lines):
        if anatomy.is_capacity(lines[index]) or _opens_joint(lines, index):
            end = next(
                (
                    at
                    for at in range(index + 1, min(index + _BLOCK_LINES, len(lines)))
                    if _name_of(lines[at]) and not anatomy.is_capacity(lines[at])
                ),
                None,
            )
            if end is not None:
                yield index, end + 1
                index = end
        index += 1


def _opens_joint(lines: Sequence[str], index: int) -> bool:
    """Whether a body in capitals stands right over an office ("BAN DÂN VẬN HUYỆN ỦY" / "TRƯỞNG BAN")."""
    return lines[index].isupper() and index + 1 < len(lines) and _OFFICE.match(lines[index + 1]) is not None


def _read_block(lines: Sequence[str]) -> list[Signer]:
    """Read one block, or several one after another, down to each name."""
    signers: list[Signer] = []
    titles: list[str] = []
    for line in lines:
        name = _name_of(line) if titles else None
        if name is not None and not _is_title(line):
            signers.append(_signer(name, titles))
            titles = []
            continue
        if _is_title(line) or (titles and _is_small_title(line)):
            head, tail = _split_name(_SIGNED.sub("", line))
            parts = [part.strip() for part in _SPLIT.split(head) if part.strip()]
            if titles and parts and _TORN.search(titles[-1]):
                parts[0] = f"{titles.pop()} {parts[0]}"
            titles += parts
            if tail is not None:
                signers.append(_signer(tail, titles))
                titles = []
    return signers


def _is_title(line: str) -> bool:
    letters = [ch for ch in line if ch.isalpha()]
    if anatomy.opens_recipients(line) or "XÁC THỰC" in line:
        return False
    if len(letters) < 3:
        return _ON_BEHALF.fullmatch(line) is not None
    if anatomy.is_capacity(line) or line.isupper() or anatomy.is_signature_line(line):
        return True
    return _ON_BEHALF.match(line) is not None and len(line) < 120


def _is_small_title(line: str) -> bool:
    """Whether a line under other titles is an office in small letters ("Phó Chủ tịch")."""
    return len(line) <= 60 and _OFFICE.match(line.upper()) is not None


def _split_name(line: str) -> tuple[str, str | None]:
    """Split "KT. BỘ TRƯỞNG THỨ TRƯỞNG Lê Văn A" into titles and name."""
    words = line.split()
    cut = len(words)
    while cut > 0 and words[cut - 1][:1].isupper() and not words[cut - 1].isupper():
        cut -= 1
    if 2 <= len(words) - cut <= 5 and cut > 0:
        return " ".join(words[:cut]), " ".join(words[cut:])
    return line, None


def _name_of(line: str) -> str | None:
    """The person's name that a line is, without rank and degree, or None."""
    plain = _DEGREE.sub("", line.strip(" *().")).strip()
    words = plain.split()
    if not 2 <= len(words) <= 5 or any(not word[:1].isupper() or not word.strip("’'.").isalpha() for word in words):
        return None
    if (all(word.isascii() for word in words) and len(words) > 3) or _OFFICE.match(plain):
        return None
    if anatomy.is_person_name(plain):
        return plain
    return plain if plain.isupper() and not _is_office_or_body(plain) else None


_BODY_WORDS = re.compile(
    r"\b(?:BAN|ỦY|UỶ|BỘ|SỞ|PHÒNG|NHÂN DÂN|HỘI|TRƯỞNG|CHỦ|THƯ|GIÁM ĐỐC|QUỐC|CHÍNH PHỦ|NƠI|ĐÃ KÝ|PHÓ|TM|KT|VIỆN|CỤC)\b"
)


def _is_office_or_body(line: str) -> bool:
    return _BODY_WORDS.search(line) is not None


def _signer(name: str, titles: Sequence[str]) -> Signer:
    """Tell the authority (on whose behalf, or the body) from the offices."""
    authority: list[str] = []
    office: list[str] = []
    for title in titles:
        acts_for_office = re.match(r"(?:KT|K/T|TL|T/L|TUQ)", title) is not None
        if office or acts_for_office or _OFFICE.match(title):
            office.append(title)
        else:
            authority.append(title)
    return Signer(name=name, authority=" ".join(authority), office=" / ".join(office))
