"""What a mentioned document is about, as the sentence around the mention says it."""

from __future__ import annotations

import re

from corpus.folding import fold

_OPEN, _CLOSE = '“"‘«', '”"’»'
_LEAD = re.compile(
    r"[\s,]*(?:\((?:khoa|nhiem ky|lan)[^()]{0,40}\)\s*|khoa\s+[ivxlc]+\s*|nhiem ky\s+\d{4}\s*-\s*\d{4}\s*)?[\s,]*"
)
_ABOUT = re.compile(r"(?:ve\s+viec|v/v|ve)\s+")
# A title may open with what the document does, without "về".
_DEED = re.compile(
    r"(?:quy dinh|ban hanh|trien khai|huong dan|phe duyet|sua doi|thanh lap|cong bo|dieu chinh|bai bo|bo sung|"
    r"thuc hien|to chuc|quy che|thong qua|phan cong|giao)\b"
)
# Where a title ends before the next mention.
_PUNCTUATION = r";|\n|\.(?=\s|$|/)|:|\.\.\.|…|\)"
_NEW_SUBJECT = (
    r",\s*(?=(?:uy ban nhan dan|ubnd|so|bo|ban|van phong|tinh uy|huyen uy|thanh uy|hoi dong|phong|chu tich|quoc hoi|"
    r"chinh phu|dang uy)\b[^,;.]{0,70}?\b(?:ban hanh|xay dung|yeu cau|thong nhat|de nghi|trien khai|quyet dinh|"
    r"thong bao|bao cao|huong dan|chi dao|co y kien|giao|to chuc))"
)
_NEW_DOCUMENT = (
    r"(?:,|\s+va)\s+(?:cac\s+)?(?=(?:chi thi|ket luan|nghi quyet|quyet dinh|ke hoach|nghi dinh|thong tu|cong van|"
    r"phap lenh|luat|quy dinh|thong bao|huong dan|chuong trinh|bao cao|to trinh|thong tri)\s+so\b)"
)
_NEW_CLAUSE = (
    r",\s*(?=(?:dam bao|bao dam|gop phan|dac biet|trong do|gan voi|nhat la|de nghi|yeu cau|phan cong|kip thoi|"
    r"co hieu luc)\b)|\s+gan voi\s(?=[^,;.]{0,40}\bso\s\d)"
)
_AMENDED = (
    r",?\s+\(?(?:da\s+)?duoc\s+(?:sua doi|thay the|bo sung|ban hanh)|\s+\((?:sua doi|sau day|goi tat)"
    r"|\s+va\s+(?:cac\s+)?(?:van ban|thong tu|nghi dinh)\s+(?:sua|huong|khac|co|lien)"
)
_END = re.compile("|".join((_PUNCTUATION, _NEW_SUBJECT, _NEW_DOCUMENT, _NEW_CLAUSE, _AMENDED)))
# A period ends a title, unless its place or its horizon follows: "giai đoạn 2021 - 2025 trên địa bàn tỉnh".
_PERIOD_END = re.compile(
    r"(?:giai doan|nam|nhiem ky)\s+(?:19|20)\d\d(?:\s*-\s*(?:19|20)\d\d)?(?=\s+[a-z])"
    r"(?!\s+(?:cua|tren|tai|o|doi voi|cho|den|dinh huong|tam nhin|"
    r"va (?:dinh huong|tam nhin|nhung nam|cac nam|den nam|nam)|vung|tinh|huyen|xa|thanh pho|thi xa)\b)"
)
_MAX = 500


def read_title(text: str, position: int, limit: int) -> str | None:
    """Return what the document is about, from the words at `position` up to `limit` at most, or None.

    "về “Tiếp tục …”" gives the words inside the quotes, "về việc …" the phrase without "về việc", and a deed
    ("quy định …", "triển khai …") the phrase itself.
    """
    limit = min(limit, position + _MAX * 2)
    folded = fold(text[position:limit])
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    about = _ABOUT.match(folded, start)
    if about:
        start = about.end()
        while start < len(folded) and text[position + start].isspace():
            start += 1
    opens = start < len(folded) and text[position + start] in _OPEN
    if opens:
        return _quoted(text, position + start, limit, strip_about=not about) or _phrase(text, folded, position, start)
    if about or _DEED.match(folded, start):
        return _phrase(text, folded, position, start)
    return None


def _quoted(text: str, start: int, limit: int, *, strip_about: bool) -> str | None:
    """The words between the quotes that open at `start`, when what follows does not go on with the phrase."""
    close = _CLOSE[_OPEN.index(text[start])]
    end = text.find(close, start + 1, limit)
    if end < 0:
        return None
    after = re.match(r"\s+[\w]", text[end + 1 : end + 4])
    words = text[start + 1 : end]
    if after and len(words) < 40 and not strip_about:
        return None  # “Năm dân vận khéo” 2020: the quotes hold a name, not the title
    words = " ".join(words.split()).strip(" .,")
    if strip_about:
        words = re.sub(r"^[Vv]ề (?:việc )?", "", words)
    return words or None


def _phrase(text: str, folded: str, position: int, start: int) -> str | None:
    end = _phrase_end(folded, start)
    words = " ".join(text[position + start : position + end].split()).strip(" ,.;:-")
    words = _without_lead_out(words)
    if "(" in words and ")" not in words:
        words = words[: words.index("(")].rstrip(" ,;")
    return words[:_MAX] or None


def _phrase_end(folded: str, start: int) -> int:
    stop = _END.search(folded, start)
    end = stop.start() if stop else len(folded)
    period = _PERIOD_END.search(folded, start, end)
    return period.end() if period else end


def _without_lead_out(words: str) -> str:
    """Drop words that only lead into the next mention, left over at the end ("…, Quyết định", "… và")."""
    trimmed = re.sub(
        r"(?:[,;]?\s+(?:và|theo|của|các|tại)|[,;]?\s+(?:Chỉ thị|Kết luận|Nghị quyết|Quyết định|Kế hoạch|Nghị định|"
        r"Thông tư|Công văn|Quy định|Luật)(?:\s+số)?)+$",
        "",
        words,
    )
    return trimmed.strip(" ,.;:-")
