"""Issuing bodies in running text: "của Ban Thường vụ Tỉnh ủy Quảng Trị", "giữa A và B"."""

from __future__ import annotations

import re

from corpus.folding import fold

# Words that open the name of a body. Matched on folded text, capitals required in the original.
_HEADS = (
    "uy ban thuong vu quoc hoi", "uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd", "quoc hoi", "chinh phu",
    "thu tuong", "pho thu tuong", "chu tich", "bo chinh tri", "ban bi thu", "ban chap hanh", "ban thuong vu",
    "ban can su", "ban to chuc", "ban tuyen giao", "ban dan van", "ban chi dao", "ban noi chinh", "trung uong",
    "dang doan", "dang uy", "tinh uy", "thanh uy", "huyen uy", "quan uy", "thi uy", "quan khu", "thuong truc",
    "bo truong", "bo", "so", "cuc", "tong cuc", "vu", "chi cuc", "van phong", "thanh tra", "toa an", "vien",
    "uy ban", "hoi dong", "hoi", "lien doan", "tong lien doan", "mat tran", "mttq", "tong giam doc", "giam doc",
    "ngan hang", "thong doc", "kiem toan", "bao hiem", "ban", "phong", "truong", "cong an", "cuc truong",
    "bi thu", "lien bo", "lien nganh", "bch", "btv", "bcd", "tw", "hdbt", "kho bac", "trung tam", "chanh an",
)  # fmt: skip
_HEAD = re.compile(
    r"(?:" + "|".join(h.replace(" ", r"\s+") for h in sorted(_HEADS, key=len, reverse=True)) + r")(?!\w)"
)
_LEAD = re.compile(r"[\s,]*(?:\((?!sau day)[^()]{0,60}\)\s*)?(?:do\s+)?(?P<of>cua|giua)?\s+")
# Where the name of a body ends: the words that say what the document does, or the sentence's own verbs.
_BREAK = re.compile(r"[;:.()\[\]“”\"‘’/\n]|,|\s-\s(?!thuong binh)")
_VERB = re.compile(
    r"\b(?:ve|v/v|quy dinh|ban hanh|trien khai|huong dan|phe duyet|thuc hien|sua doi|thong qua|cong bo|thanh lap|giao|"
    r"theo|doi voi|ngay|nhu|nham|tai|trong|yeu cau|de nghi|can cu|da|duoc|co|cho|khoa|nhiem ky|la|va cac|bai bo|"
    r"bo sung|to chuc|chi dao|gan voi|dam bao|bao dam|phan bo|de|quyet dinh|gui|do|tiep tuc|tang cuong|chuan y|"
    r"dieu chinh|cu the|nghien cuu|ket luan|thong bao|so \d|len|den|khong|se|phai|can|vao|nay|neu|thi|de ra|dat)\b"
)
# Verbs that end a name even where someone wrote them with a capital.
_CAPITAL_VERB = re.compile(r"(?:ve|v/v|quy dinh|ban hanh|huong dan|sua doi|phe duyet|quyet dinh|khoa [ivxlc]+)\b")
# Names of bodies with a comma inside: one field, a comma, then a field in capitals and "và".
_COMMA_NAME = re.compile(r",\s+[^\W\d_]+(?:\s+[^\W\d_]+){0,4}?\s+và\s+(?=[A-ZĐÂĂÔƠƯÊ])")
_JOINT = re.compile(r"\s+va\s+")
_MAX = 160


def read_issuer(text: str, position: int, limit: int, *, bare: bool = False) -> tuple[str | None, int]:
    """Return the body named at `position` ("của …", "giữa … và …") and where the name ends.

    With `bare`, a name that stands there without "của" counts too.

    Returns (None, position) when no body is named there. The name is as printed, in one line.
    """
    folded = fold(text[position : min(limit, position + _MAX * 2)])
    lead = _LEAD.match(folded)
    if lead is None or (lead.group("of") is None and ("," in lead.group() or not bare)):
        return None, position
    start = lead.end()
    if not _opens_body(text, folded, position, start):
        return None, position
    end = _end_of_name(text, folded, position, start, joint=lead.group("of") == "giua")
    name = " ".join(text[position + start : position + end].split()).strip(" ,-")
    if not name or len(name) > _MAX:
        return None, position
    return name, position + end


def _opens_body(text: str, folded: str, offset: int, at: int) -> bool:
    return _HEAD.match(folded, at) is not None and text[offset + at].isupper()


def _end_of_name(text: str, folded: str, offset: int, start: int, *, joint: bool) -> int:
    """Walk to the end of the name, over commas inside names of ministries and over "và" between two bodies."""
    position = start
    while True:
        stop = _BREAK.search(folded, position)
        end = _first_verb(text, folded, offset, start, stop.start() if stop else len(folded))
        if stop and end == stop.start() and stop.group() == ",":
            inner = _COMMA_NAME.match(text, offset + stop.start())
            if inner and _names_fields(folded, start):
                position = inner.end() - offset
                continue
        return _cut_at_and(text, folded, offset, start, end, joint=joint)


def _first_verb(text: str, folded: str, offset: int, start: int, end: int) -> int:
    """Where the first verb stands. Words in capitals belong to the name ("Bộ Tài chính"), unless all are capitals."""
    shouted = text[offset + start : offset + start + 12].isupper()
    for verb in _VERB.finditer(folded, start, end):
        if verb.group() == "giao" and text[offset + verb.start() : offset + verb.end()].lower() != "giao":
            continue  # "Ban Tuyên giáo"
        if shouted or text[offset + verb.start()].islower() or _CAPITAL_VERB.match(folded, verb.start()):
            return verb.start()
    return end


def _names_fields(folded: str, start: int) -> bool:
    """Tell whether a body is named by its fields of work, among which "và" may stand: "Sở …", "Ban Tuyên giáo và …"."""
    return re.match(r"(?:bo|so|phong|ban|bo truong bo)\s", folded[start : start + 16]) is not None


def _cut_at_and(text: str, folded: str, offset: int, start: int, end: int, *, joint: bool) -> int:
    """Cut before an "và" that opens another clause, not before one inside a name or between two issuers."""
    for match in _JOINT.finditer(folded, start, end):
        after = offset + match.end()
        if not text[after : after + 1].isupper():
            if not _names_fields(folded, start):
                return match.start()
            continue
        opens = _opens_body(text, folded, offset, match.end())
        if opens and joint:
            continue
        if not opens and not _names_fields(folded, start):
            return match.start()
    return end
