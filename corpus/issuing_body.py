"""Who issued a document and for which place, from the evidence that the document itself gives.

Letterhead first; then the line in capitals under the subject; the sentence in which the body acts ("UBND xã X
xây dựng Kế hoạch"); the number's symbol; the place line. Names come out as officials write them: "UBND tỉnh …".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.body_names import body_of_symbol, spell_body
from corpus.folding import fold
from corpus.issuing_place import (
    ACTING,
    PLACE_NAME,
    level_of,
    level_of_locality,
    of_center,
    place_in,
    read_locality,
    split_place,
)
from corpus.letterhead import INNER_BODY, Letterhead
from corpus.model import Level, Signer

_ISSUES = re.compile(
    r"(?:^|\n|[,;]\s)(?P<body>(?:Bộ trưởng|Thống đốc|Thủ tướng|Chính phủ|Quốc hội|Ủy ban|Hội đồng|Tổng Kiểm toán|"
    r"Chánh án|Viện trưởng|"
    r"Tổng Thanh tra|Bộ|Ban|Chủ tịch)[^\n;.]{0,90}?) ban hành (?:Nghị|Thông|Luật|Bộ luật|Pháp|Quyết|Chỉ|Quy|Kế|"
    r"Hướng|Chương)(?! ?\S* (?:số )?\d)"
)
_TOLD = re.compile(r"\b(?:vừa|đã|sẽ|chính thức|mới|đang)\b")
_BY_ASSEMBLY = {
    "Hiến pháp": "Quốc hội", "Bộ luật": "Quốc hội", "Luật": "Quốc hội", "Pháp lệnh": "Ủy ban Thường vụ Quốc hội",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issuing:
    """The issuing body, its level, and the place it is issued for ("tỉnh …"); each None where unknown."""

    issuer: str | None
    level: Level | None
    locality: str | None


def read_issuing(text: str, front: str, head: Letterhead, signers: Sequence[Signer]) -> Issuing:
    """Tell issuer, level and locality. `front` is the text before the numbered body, with the preamble."""
    if not (head.type_name or head.symbol or head.place or head.bodies or signers or head.labels):
        return Issuing(None, None, None)  # a text about documents, not one that a body issued
    locality = read_locality(text, front, head)
    issuer = _joint(signers, locality) or _issuer(text, front, head, signers, locality)
    if issuer in {"UBND", "HĐND", "Đảng ủy", "Tỉnh ủy", "Huyện ủy"} and not (head.bodies or signers):
        issuer = None  # a text that speaks of such bodies, not one that they issued
    if issuer is None:
        return Issuing(None, level_of_locality(locality), locality)
    if locality is None or of_center(issuer):
        own = place_in(issuer)
        locality = own or (None if of_center(issuer) else locality)
    return Issuing(issuer, level_of(issuer, locality), locality)


def _issuer(text: str, front: str, head: Letterhead, signers: Sequence[Signer], locality: str | None) -> str | None:
    if head.bodies:
        return _own_name(head, text, locality) or _from_letterhead(head.bodies, text, locality)
    if head.acting is not None:
        return _with_place(spell_body(_without_office(INNER_BODY.split(head.acting)[-1]), text), locality)
    by_symbol = body_of_symbol(head.symbol or "")
    if "issuer" in head.labels:
        label = head.labels["issuer"]
        return (
            f"{by_symbol} {label[0].lower()}{label[1:]}" if by_symbol and _is_place(label) else spell_body(label, text)
        )
    if head.type_name in _BY_ASSEMBLY:
        return _BY_ASSEMBLY[head.type_name]
    if by_symbol is not None and by_symbol not in {"UBND", "HĐND"}:
        return _with_place(by_symbol, locality)
    acting = _acting_body(front, text, locality)
    if acting is not None:
        return acting
    if by_symbol is not None:
        return _with_place(by_symbol, locality)
    for signer in signers:
        if signer.authority.startswith(("TM", "T/M")):
            return _with_place(spell_body(re.sub(r"^(?:TM|T/M)\s*[./]\s*", "", signer.authority), text), locality)
    return _from_annex(head, text, locality) or _speaking_body(front, text, locality)


# A line that only says where: "TỈNH HÀ NAM", and not "TỈNH ỦY", "TỈNH ĐOÀN".
_PLACE_LINE = re.compile(r"(?:tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong|dac khu)\b(?! (?:uy|doan|hoi|doi)\b)")
# The parts of a body that act in their own name, named with the whole: "Ban Thường vụ Huyện ủy …".
_ACTING_PART = re.compile(r"(?:ban thuong vu|ban chap hanh|ban thuong truc|thuong truc)\b(?! trung uong)")
_PARTY_COMMITTEE = re.compile(r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng)\s+(?:ủy|uỷ)(?!\w)")
_COMMITTEES = {
    "tinh": "Tỉnh ủy", "thanh pho": "Thành ủy", "huyen": "Huyện ủy", "quan": "Quận ủy", "thi xa": "Thị ủy",
}  # fmt: skip


def _own_name(head: Letterhead, text: str, locality: str | None) -> str | None:
    """The part of the body that the type line names as issuing: "CHỈ THỊ CỦA BAN THƯỜNG VỤ HUYỆN ỦY"."""
    part = spell_body(head.acting or "", text)
    acts = _ACTING_PART.match(fold(part))
    if acts is None:
        return None
    if acts.end() < len(part):
        return _with_place(part, locality)
    whole = _from_letterhead(head.bodies, text, locality)
    return whole if fold(whole).startswith(fold(part)) else f"{part} {whole}"


def _from_letterhead(bodies: Sequence[str], text: str, locality: str | None) -> str:
    """The lowest body named: the one above it is its superior, and says only whose and where.

    Guidance 36-HD/VPTW and Decree 30/2020/NĐ-CP print the superior over the body that issues.
    """
    spelled = [spell_body(body, text) for body in bodies[:3]]
    last = spelled[-1]
    if len(spelled) > 1 and _PLACE_LINE.match(fold(last)):
        last = f"{spelled[-2]} {last[0].lower()}{last[1:]}"
        spelled = [*spelled[:-2], last]
    if len(spelled) > 1 and not place_in(last):
        under = _under(last, spelled[-2])
        if under is not None:
            return under
    return _with_place(last, locality)


def _under(body: str, superior: str) -> str | None:
    """A body named with what its superior says of it: "BAN DÂN VẬN" under "TỈNH ỦY X"; None where that says nothing."""
    if fold(superior).startswith("ban chap hanh trung uong"):
        return body if body.endswith("Trung ương") else f"{body} Trung ương"
    part = _ACTING_PART.fullmatch(fold(body))
    if part and part.group() == "ban chap hanh":
        return f"{body} {superior}"
    superior = _committee_of(superior)
    if part:
        return f"{body} {superior}"
    party = _PARTY_COMMITTEE.search(superior)
    own = _PARTY_COMMITTEE.search(body)
    if party and own is None and body.startswith(("Ban ", "Văn phòng", "Ủy ban Kiểm tra")):
        return f"{body} {superior[party.start() :]}"
    place = place_in(superior)
    if place is None or of_center(body):
        return None
    if body.startswith("Chi bộ "):
        return f"{body}, {place}"
    placed = _with_place(body, place)
    return placed if placed != body else f"{body} {place}"


def _committee_of(superior: str) -> str:
    """The committee that leads a Party organization: "Đảng bộ tỉnh X" is led by "Tỉnh ủy X"."""
    place = place_in(superior)
    if place is None or not fold(superior).startswith("dang bo "):
        return superior
    word, name = split_place(place)
    committee = _COMMITTEES.get(fold(word))
    return f"{committee} {name}" if committee else f"Đảng ủy {place}"


_OFFICE = re.compile(
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG|THỐNG ĐỐC|TỔNG CỤC TRƯỞNG|CHỦ NHIỆM|CHÁNH ÁN|VIỆN TRƯỞNG|"
    r"TỔNG(?= KIỂM TOÁN| THANH TRA))"
    r"\s+(?=\S+ \S+)(?!NƯỚC)",
    re.IGNORECASE,
)


def _without_office(line: str) -> str:
    """The body behind an office: "BỘ TRƯỞNG BỘ Y TẾ" acts for "BỘ Y TẾ"; the Prime Minister is his own body."""
    return _OFFICE.sub("", line, count=1) if _OFFICE.match(line) else line


def _joint(signers: Sequence[Signer], locality: str | None) -> str | None:
    """The bodies of a document that two signed for two bodies, in the order of signing."""
    bodies = [re.sub(r"^(?:TM|T/M)\s*[./]\s*", "", signer.authority) for signer in signers if signer.authority]
    if len(bodies) < 2 or len(set(bodies)) < 2 or len(bodies) > 3:
        return None
    spelled = list(dict.fromkeys(spell_body(body, "") for body in bodies))
    spelled[-1] = _with_place(spelled[-1], locality)
    return " và ".join([", ".join(spelled[:-1]), spelled[-1]])


def _acting_body(front: str, text: str, locality: str | None) -> str | None:
    """The body in the sentence that issues: "…, UBND xã X xây dựng Kế hoạch", "Bộ trưởng Bộ X ban hành Thông tư"."""
    folded = fold(front)
    for match in ACTING.finditer(folded):
        body = " ".join(front[match.start("body") : match.end("body")].split())
        if not body[0].isupper():
            continue
        name = front[match.start("name") : match.end("name")].strip() if match.group("name") else ""
        named = PLACE_NAME.fullmatch(f" {name}") if name else None
        spelled = spell_body(body, "")
        return f"{spelled} {name}" if named else _with_place(spelled, locality)
    issues = _ISSUES.search(front)
    if issues is None or _TOLD.search(issues.group("body")):
        return None
    return _with_place(spell_body(_without_office(issues.group("body")), text), locality)


# The body that speaks in the first or last lines: "Ban X Trung ương hướng dẫn …", "Văn phòng X thông báo để … biết".
_SPEAKS = re.compile(
    r"(?:^[-+*\s]*|,\s(?=[^\n]*:$))(?P<body>(?:Ban(?! hành)|Bộ|Sở|Văn phòng|Ủy ban|Uỷ ban|Tổng cục|Cục|Chi cục|Thuế|"
    r"Kho bạc|Bảo hiểm xã hội|Thanh tra|Hội đồng|Hội|Liên đoàn|Tổng Liên đoàn|Đảng ủy|Tỉnh ủy|Thành ủy|Huyện ủy|"
    r"Phòng|Viện|Trung tâm)"
    r"\s[^\n;:.,()\d]{1,90}?)\s"
    r"(?:nhận được|hướng dẫn|thông báo (?:để|đến|cho)|trả lời (?:để|về|như)|có ý kiến|đề nghị (?:các|quý|đồng chí)|"
    r"báo cáo (?:kết quả|tình hình)|xây dựng kế hoạch|ban hành (?:kế hoạch|hướng dẫn))",
    re.MULTILINE | re.IGNORECASE,
)
_LAST_LINES = 3_000


def _is_place(label: str) -> bool:
    """Tell whether a description names a place where the body that issued should stand ("Tỉnh Hà Nam")."""
    return re.match(r"(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran) (?!uy|doan)", fold(label)) is not None


def _from_annex(head: Letterhead, text: str, locality: str | None) -> str | None:
    """The body that the document's own annexes name: "(Kèm theo Kế hoạch số … của Sở X)"."""
    named = head.labels.get("attached by")
    return _with_place(spell_body(_without_office(named), text), locality) if named else None


def _speaking_body(front: str, text: str, locality: str | None) -> str | None:
    """The body that speaks of itself at the opening or the end of a document that names no issuer elsewhere."""
    for found in (_SPEAKS.finditer(front), reversed(list(_SPEAKS.finditer(text[-_LAST_LINES:])))):
        for said in found:
            body = " ".join(said.group("body").split())
            if body[0].isupper() and not _TOLD.search(body):
                return _with_place(spell_body(body, text), locality)
    return None


def _with_place(body: str, locality: str | None) -> str:
    """Complete "UBND", "UBND huyện", "Ban Dân vận Huyện ủy", "Sở Nội vụ" with the place they are of."""
    if locality is None or of_center(body) or place_in(body):
        return body
    word, name = split_place(locality)
    folded = fold(body)
    if folded in {"ubnd", "hdnd", "uy ban nhan dan", "hoi dong nhan dan"} or folded.startswith("so "):
        return f"{body} {locality}"
    if folded.endswith(f" {fold(word)}"):
        return f"{body[: -len(word)]}{word} {name}"
    if re.search(r"(?:tinh|thanh|huyen|quan|thi) (?:uy|doan)$", folded):
        return f"{body} {name}"
    if re.search(r"dang (?:uy|bo)$", folded):
        return f"{body} {locality}"
    return body
