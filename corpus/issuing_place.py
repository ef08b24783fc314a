"""For which place a document is issued, and at which level a body stands.

The lowest body of the letterhead that names a place comes first; then the place line, whose name gets the level
word that the text calls it by; then the body that acts in the text.
"""

from __future__ import annotations

import re
from collections import Counter

from corpus.body_names import body_of_symbol, spell_body
from corpus.folding import fold
from corpus.letterhead import Letterhead
from corpus.model import Level
from corpus.place_words import LEVEL_WORDS

_LEVELS = {
    "tinh": Level.PROVINCE, "thanh pho": Level.DISTRICT, "huyen": Level.DISTRICT, "quan": Level.DISTRICT,
    "thi xa": Level.DISTRICT, "xa": Level.COMMUNE, "phuong": Level.COMMUNE, "thi tran": Level.COMMUNE,
    "dac khu": Level.COMMUNE,
}  # fmt: skip
_PRINTED = {word: LEVEL_WORDS[word] for word in _LEVELS}
_CENTRAL_CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})
_WORD = r"(?:tinh|thanh pho|tp\.?|huyen|quan|thi xa|thi tran|xa|phuong|dac khu)"
_CAPITALIZED = r"[A-ZĐÂĂÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ][^\W_]*"
PLACE_NAME = re.compile(rf"[ ]+(?!Hội\b)(?P<name>(?:{_CAPITALIZED}|\d+)(?:[ ]+(?:-[ ]+)?{_CAPITALIZED}){{0,4}})")
_ACTS = (
    r"(?:thong nhat\s+)?(?:ban hanh|xay dung|yeu cau|de nghi|trien khai|thong bao|bao cao|huong dan|chi dao|"
    r"quyet dinh|nhan duoc)"
)
ACTING = re.compile(
    rf"(?P<body>(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|(?:ban thuong vu|btv|thuong truc)\s+\w+\s+uy|\w+\s+uy)"
    rf"(?:\s+{_WORD})?)(?P<name>\s+[^,;:.\n]{{0,40}}?)?\s+{_ACTS}\b"
)
_OWN_BODY = re.compile(rf"\b(?:uy ban nhan dan|ubnd)\s+(?P<word>{_WORD})(?!\w)")
_LEVEL_WORD = re.compile(rf"\b{_WORD}(?=\s)")
_PARTY_LEVELS = {
    "tinh uy": ("tinh", Level.PROVINCE), "thanh uy": ("thanh pho", Level.PROVINCE),
    "huyen uy": ("huyen", Level.DISTRICT),
    "quan uy": ("quan", Level.DISTRICT), "thi uy": ("thi xa", Level.DISTRICT), "dang uy xa": ("xa", Level.COMMUNE),
}  # fmt: skip


def read_locality(text: str, front: str, head: Letterhead) -> str | None:
    """The place a document is issued for, with its level word."""
    for body in (*reversed(head.bodies), *([head.acting] if head.acting else [])):
        place = place_in(spell_body(body, text))
        if place:
            return place
    joined = place_in(spell_body(" ".join(head.bodies), text)) if head.bodies else None
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
    return any(of_center(spell_body(body, "")) for body in bodies if body)


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
    for match in ACTING.finditer(fold(front)):
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
        named = PLACE_NAME.match(part, match.end("word"))
        if named and part[match.start("word") : match.end("word")].lower() == _PRINTED.get(match.group("word")):
            acts = re.match(rf"\s+{_ACTS}\b", folded[named.end() : named.end() + 40]) is not None
            on_site = match.group().startswith("tren dia ban")
            counts[f"{_PRINTED[match.group('word')]} {named.group('name')}"] += 3 if acts else 2 if on_site else 1
    return counts.most_common(1)[0][0] if counts else None


def place_in(body: str) -> str | None:
    """Return the place in a spelled body: "UBND huyện X" -> "huyện X"."""
    for match in _LEVEL_WORD.finditer(fold(body)):
        named = PLACE_NAME.match(body, match.end())
        shown = body[match.start() : match.end()].lower().rstrip(".")
        word = "thanh pho" if match.group().startswith("tp") else match.group()
        if named and shown in {_PRINTED[word], "tp"}:
            return f"{_PRINTED[word]} {named.group('name')}"
    party = re.search(r"(?P<word>Tỉnh|Huyện|Quận|Thành|Thị) (?:ủy|uỷ|đoàn)\s+(?P<name>\S.*)$", body)
    if party:
        words = {"Tỉnh": "tỉnh", "Huyện": "huyện", "Quận": "quận", "Thành": "thành phố", "Thị": "thị xã"}
        return f"{words[party.group('word')]} {party.group('name')}"
    return None


def split_place(locality: str) -> tuple[str, str]:
    """Return level word and name of a place: "huyện X" -> ("huyện", "X"); the word is "" where there is none."""
    match = re.match(rf"({_WORD})\s+", fold(locality))
    return (locality[: match.end() - 1], locality[match.end() :]) if match else ("", locality)


_CENTER = re.compile(
    r"(?:bo|chinh phu|thu tuong|quoc hoi|uy ban thuong vu quoc hoi|chu tich nuoc|bo chinh tri|ban bi thu|trung uong|"
    r"ban chap hanh trung uong|tong cuc|toa an nhan dan toi cao|vien kiem sat nhan dan toi cao|ngan hang nha nuoc|"
    r"van phong chinh phu|van phong quoc hoi|van phong trung uong|thanh tra chinh phu|uy ban dan toc|"
    r"bao hiem xa hoi viet nam|"
    r"kiem toan nha nuoc|tong lien doan|lien bo|cuc|vu|ban (?:\w+ ){1,6}trung uong|hoi dong bo truong|"
    r"hoi dong tham phan)\b"
)
_LOCAL_BO = re.compile(r"bo (?:chi huy|phan)\b")


def of_center(body: str) -> bool:
    """Return whether a spelled body is one of the central level."""
    folded = fold(body)
    return _CENTER.match(folded) is not None and _LOCAL_BO.match(folded) is None and place_in(body) is None


def level_of(issuer: str, locality: str | None) -> Level | None:
    """Return the level at which an issuer stands, None where neither its name nor its place tells."""
    if of_center(issuer):
        return Level.CENTRAL
    folded = fold(issuer)
    for party, (_, level) in _PARTY_LEVELS.items():
        if party in folded and not party.startswith("thanh"):
            return level
    by_place = level_of_locality(locality)
    if by_place is Level.PROVINCE and re.match(r"phong\s", folded):
        return Level.DISTRICT
    return by_place


def level_of_locality(locality: str | None) -> Level | None:
    """Return the level of a place: the central cities stand at the level of provinces."""
    if locality is None:
        return None
    word, name = split_place(locality)
    if fold(word) == "thanh pho" and fold(name) in _CENTRAL_CITIES:
        return Level.PROVINCE
    return _LEVELS.get(fold(word))
