"""Who issued a document and for which place, from the evidence that the document itself gives.

Letterhead first; then the line in capitals under the subject; the sentence in which the body acts ("UBND xã X
xây dựng Kế hoạch"); the number's symbol; the place line. Names come out as officials write them: "UBND tỉnh …".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.body_names import body_of_symbol, spell_body
from corpus.folding import fold
from corpus.letterhead import INNER_BODY, Letterhead
from corpus.model import Level, Signer

LEVEL_WORDS = {
    "tinh": Level.PROVINCE, "thanh pho": Level.DISTRICT, "huyen": Level.DISTRICT, "quan": Level.DISTRICT,
    "thi xa": Level.DISTRICT, "xa": Level.COMMUNE, "phuong": Level.COMMUNE, "thi tran": Level.COMMUNE,
    "dac khu": Level.COMMUNE,
}  # fmt: skip
_PRINTED = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "huyen": "huyện", "quan": "quận", "thi xa": "thị xã", "xa": "xã",
    "phuong": "phường", "thi tran": "thị trấn", "dac khu": "đặc khu",
}  # fmt: skip
_CENTRAL_CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})
_WORD = r"(?:tinh|thanh pho|tp\.?|huyen|quan|thi xa|thi tran|xa|phuong|dac khu)"
_CAPITALIZED = r"[A-ZĐÂĂÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ][^\W_]*"
_PLACE_NAME = re.compile(rf"[ ]+(?!Hội\b)(?P<name>(?:{_CAPITALIZED}|\d+)(?:[ ]+(?:-[ ]+)?{_CAPITALIZED}){{0,4}})")
_ACTS = (
    r"(?:thong nhat\s+)?(?:ban hanh|xay dung|yeu cau|de nghi|trien khai|thong bao|bao cao|huong dan|chi dao|"
    r"quyet dinh|nhan duoc)"
)
_ACTING = re.compile(
    rf"(?P<body>(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|(?:ban thuong vu|btv|thuong truc)\s+\w+\s+uy|\w+\s+uy)"
    rf"(?:\s+{_WORD})?)(?P<name>\s+[^,;:.\n]{{0,40}}?)?\s+{_ACTS}\b"
)
_ISSUES = re.compile(
    r"(?:^|\n|[,;]\s)(?P<body>(?:Bộ trưởng|Thống đốc|Thủ tướng|Chính phủ|Quốc hội|Ủy ban|Hội đồng|Tổng Kiểm toán|"
    r"Chánh án|Viện trưởng|"
    r"Tổng Thanh tra|Bộ|Ban|Chủ tịch)[^\n;.]{0,90}?) ban hành (?:Nghị|Thông|Luật|Bộ luật|Pháp|Quyết|Chỉ|Quy|Kế|"
    r"Hướng|Chương)(?! ?\S* (?:số )?\d)"
)
_TOLD = re.compile(r"\b(?:vừa|đã|sẽ|chính thức|mới|đang)\b")
_OWN_BODY = re.compile(rf"\b(?:uy ban nhan dan|ubnd)\s+(?P<word>{_WORD})(?!\w)")
_BY_ASSEMBLY = {
    "Hiến pháp": "Quốc hội", "Bộ luật": "Quốc hội", "Luật": "Quốc hội", "Pháp lệnh": "Ủy ban Thường vụ Quốc hội",
}  # fmt: skip
_LEVEL_WORD = re.compile(rf"\b{_WORD}(?=\s)")
_PARTY_LEVELS = {
    "tinh uy": ("tinh", Level.PROVINCE), "thanh uy": ("thanh pho", Level.PROVINCE),
    "huyen uy": ("huyen", Level.DISTRICT),
    "quan uy": ("quan", Level.DISTRICT), "thi uy": ("thi xa", Level.DISTRICT), "dang uy xa": ("xa", Level.COMMUNE),
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
    locality = _locality(text, front, head)
    issuer = _joint(signers, locality) or _issuer(text, front, head, signers, locality)
    if issuer in {"UBND", "HĐND", "Đảng ủy", "Tỉnh ủy", "Huyện ủy"} and not (head.bodies or signers):
        issuer = None  # a text that speaks of such bodies, not one that they issued
    if issuer is None:
        return Issuing(None, _level_of_locality(locality), locality)
    if locality is None or _of_center(issuer):
        own = _place_in(issuer)
        locality = own or (None if _of_center(issuer) else locality)
    return Issuing(issuer, _level(issuer, locality), locality)


def _issuer(text: str, front: str, head: Letterhead, signers: Sequence[Signer], locality: str | None) -> str | None:
    if head.bodies:
        return _from_letterhead(head.bodies, text, locality)
    if head.acting is not None:
        return _with_place(spell_body(_without_office(INNER_BODY.split(head.acting)[-1]), text), locality)
    if "issuer" in head.labels:
        return spell_body(head.labels["issuer"], text)
    if head.type_name in _BY_ASSEMBLY:
        return _BY_ASSEMBLY[head.type_name]
    by_symbol = body_of_symbol(head.symbol or "")
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
    return None


def _from_letterhead(bodies: Sequence[str], text: str, locality: str | None) -> str:
    """The lowest body named; a body above it is named only to say where ("UBND TỈNH X" / "SỞ NỘI VỤ")."""
    spelled = [spell_body(body, text) for body in bodies[:3]]
    last = spelled[-1]
    if len(spelled) > 1 and last.split()[0].lower() in {"tỉnh", "huyện", "xã", "phường", "quận", "thị", "thành"}:
        last = f"{spelled[-2]} {last[0].lower()}{last[1:]}"
        spelled = [*spelled[:-2], last]
    if len(spelled) > 1 and not _place_in(last):
        above = spelled[-2]
        if fold(above).startswith("ban chap hanh trung uong"):
            return f"{last} Trung ương"
        if last.startswith(("Ban ", "Văn phòng", "Ủy ban Kiểm tra")) and re.search(r"[uủ][yỷ]\b|[ủu]y$", above):
            party = re.search(r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng)\s+(?:ủy|uỷ)", above)
            if party:
                return f"{last} {above[party.start() :]}"
        place = _place_in(above)
        if place and not _of_center(last):
            return f"{last} {place}"
    return _with_place(last, locality)


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
    for match in _ACTING.finditer(folded):
        body = " ".join(front[match.start("body") : match.end("body")].split())
        if not body[0].isupper():
            continue
        name = front[match.start("name") : match.end("name")].strip() if match.group("name") else ""
        named = _PLACE_NAME.fullmatch(f" {name}") if name else None
        spelled = spell_body(body, "")
        return f"{spelled} {name}" if named else _with_place(spelled, locality)
    issues = _ISSUES.search(front)
    if issues is None or _TOLD.search(issues.group("body")):
        return None
    return _with_place(spell_body(_without_office(issues.group("body")), text), locality)


def _with_place(body: str, locality: str | None) -> str:
    """Complete "UBND", "UBND huyện", "Ban Dân vận Huyện ủy", "Sở Nội vụ" with the place they are of."""
    if locality is None or _of_center(body) or _place_in(body):
        return body
    word, name = _split_place(locality)
    folded = fold(body)
    if folded in {"ubnd", "hdnd", "uy ban nhan dan", "hoi dong nhan dan"} or folded.startswith("so "):
        return f"{body} {locality}"
    if folded.endswith(f" {fold(word)}"):
        return f"{body} {name}"
    if re.search(r"(?:tinh|thanh|huyen|quan|thi) uy$", folded):
        return f"{body} {name}"
    return body


def _locality(text: str, front: str, head: Letterhead) -> str | None:
    """The place a document is issued for, with its level word."""
    for body in (*reversed(head.bodies), *([head.acting] if head.acting else [])):
        place = _place_in(spell_body(body, text))
        if place:
            return place
    joined = _place_in(spell_body(" ".join(head.bodies), text)) if head.bodies else None
    if joined:
        return joined
    if _names_center(head):
        return None
    own_word = _own_level_word(text, front)
    if head.place:
        return _named_with_level(text, head.place, own_word)
    return _place_of_acting(front) or _place_of_acting(text[-4000:])


def _names_center(head: Letterhead) -> bool:
    bodies = [*head.bodies, head.acting or "", body_of_symbol(head.symbol or "") or ""]
    return any(_of_center(spell_body(body, "")) for body in bodies if body)


def _named_with_level(text: str, place: str, own_word: str | None) -> str | None:
    """Give the place of the place line its level word, by what the text calls it."""
    place = place.title() if place.isupper() else place
    already = re.match(rf"(?P<word>{_WORD})\s+", fold(place))
    if already:
        word = "thanh pho" if already.group("word").startswith("tp") else already.group("word")
        return f"{_PRINTED[word]} {place[already.end() :]}"
    if fold(place) in _CENTRAL_CITIES:
        return f"thành phố {place}" if own_word in {"thanh pho", None} and _local_body(text) else None
    found: Counter[str] = Counter()
    for match in re.finditer(rf"\b(?P<word>{_WORD})\s+{re.escape(fold(place))}(?!\w)", fold(text)):
        word = match.group("word")
        found["thanh pho" if word.startswith("tp") else word] += 1
    if own_word is not None and (found[own_word] or not found):
        return f"{_PRINTED[own_word]} {place}"
    if found:
        return f"{_PRINTED[found.most_common(1)[0][0]]} {place}"
    return None


def _local_body(text: str) -> bool:
    """Whether a local body issued, and not a central one that sits in the same city."""
    return (
        re.search(r"TM\. ?(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG NHÂN DÂN|BAN THƯỜNG VỤ)|UBND (?:thành phố|TP)", text)
        is not None
    )


def _own_level_word(text: str, front: str) -> str | None:
    """The level word that the document's own body goes by: "UBND huyện yêu cầu …" in the front, else the commonest."""
    for match in _ACTING.finditer(fold(front)):
        word = re.search(rf"\s({_WORD})$", match.group("body"))
        if word and word.group(1) in _PRINTED:
            return word.group(1)
        for party, (level_word, _) in _PARTY_LEVELS.items():
            if match.group("body").endswith(party):
                return level_word
    counts = Counter(match.group("word") for match in _OWN_BODY.finditer(fold(text)) if match.group("word") in _PRINTED)
    return counts.most_common(1)[0][0] if counts else None


def _place_of_acting(part: str) -> str | None:
    """The place of a body that acts or is named: "UBND xã X", "trên địa bàn xã X"."""
    folded = fold(part)
    counts: Counter[str] = Counter()
    for match in re.finditer(rf"(?:uy ban nhan dan|ubnd|tren dia ban)\s+(?P<word>{_WORD})(?!\w)", folded):
        named = _PLACE_NAME.match(part, match.end("word"))
        if named and part[match.start("word") : match.end("word")].lower() == _PRINTED.get(match.group("word")):
            acts = re.match(rf"\s+{_ACTS}\b", folded[named.end() : named.end() + 40]) is not None
            on_site = match.group().startswith("tren dia ban")
            counts[f"{_PRINTED[match.group('word')]} {named.group('name')}"] += 3 if acts else 2 if on_site else 1
    return counts.most_common(1)[0][0] if counts else None


def _place_in(body: str) -> str | None:
    """The place in a spelled body: "UBND huyện X" -> "huyện X"."""
    for match in _LEVEL_WORD.finditer(fold(body)):
        named = _PLACE_NAME.match(body, match.end())
        shown = body[match.start() : match.end()].lower().rstrip(".")
        word = "thanh pho" if match.group().startswith("tp") else match.group()
        if named and shown in {_PRINTED[word], "tp"}:
            return f"{_PRINTED[word]} {named.group('name')}"
    party = re.search(r"(?P<word>Tỉnh|Huyện|Quận|Thành|Thị) (?:ủy|uỷ)\s+(?P<name>\S.*)$", body)
    if party:
        words = {"Tỉnh": "tỉnh", "Huyện": "huyện", "Quận": "quận", "Thành": "thành phố", "Thị": "thị xã"}
        return f"{words[party.group('word')]} {party.group('name')}"
    return None


def _split_place(locality: str) -> tuple[str, str]:
    match = re.match(rf"({_WORD})\s+", fold(locality))
    return (locality[: match.end() - 1], locality[match.end() :]) if match else ("", locality)


_CENTER = re.compile(
    r"(?:bo|chinh phu|thu tuong|quoc hoi|uy ban thuong vu quoc hoi|chu tich nuoc|bo chinh tri|ban bi thu|trung uong|"
    r"ban chap hanh trung uong|tong cuc|toa an nhan dan toi cao|vien kiem sat nhan dan toi cao|ngan hang nha nuoc|"
    r"van phong chinh phu|van phong quoc hoi|van phong trung uong|thanh tra chinh phu|uy ban dan toc|"
    r"bao hiem xa hoi viet nam|"
    r"kiem toan nha nuoc|tong lien doan|lien bo|cuc|vu|ban \w+(?: \w+)? trung uong|hoi dong bo truong|"
    r"hoi dong tham phan)\b"
)
_LOCAL_BO = re.compile(r"bo (?:chi huy|phan)\b")


def _of_center(body: str) -> bool:
    folded = fold(body)
    return _CENTER.match(folded) is not None and _LOCAL_BO.match(folded) is None and _place_in(body) is None


def _level(issuer: str, locality: str | None) -> Level | None:
    if _of_center(issuer):
        return Level.CENTRAL
    folded = fold(issuer)
    for party, (_, level) in _PARTY_LEVELS.items():
        if party in folded and not party.startswith("thanh"):
            return level
    by_place = _level_of_locality(locality)
    if by_place is Level.PROVINCE and re.match(r"phong\s", folded):
        return Level.DISTRICT
    return by_place


def _level_of_locality(locality: str | None) -> Level | None:
    if locality is None:
        return None
    word, name = _split_place(locality)
    if fold(word) == "thanh pho" and fold(name) in _CENTRAL_CITIES:
        return Level.PROVINCE
    return LEVEL_WORDS.get(fold(word))
