"""To whom a clause sends or reports something: the answer to "báo cáo cho ai", "gửi về đâu".

The body whose duties a clause lists is the one that sends, never the one that receives: the receiver stands behind
the verb.
"""

from __future__ import annotations

import re

from corpus.folding import fold

_SENDS = r"(?:bao cao|gui|nop|(?<!chuong )(?<!qua )(?<!quy )trinh|chuyen)"
_TOWARDS = r"(?:ve|cho|den|toi|len)"
_BODY = (
    r"(?:ubnd|uy ban|hdnd|hoi dong|thuong truc|thuong vu|ban|so|phong|van phong|bo|chinh phu|thu tuong|trung uong"
    r"|tinh uy|thanh uy|huyen uy|quan uy|dang uy|cap uy|cap tren|cap co tham quyen|co quan|don vi|lanh dao|chu tich"
    r"|bi thu|thu truong|nguoi dung dau|to truong|truong (?:ban|phong|thon)|bcd|bdv|ubmttq|mttq"
    r"|xa|huyen|tinh|thon|nhan dan|mat tran|cong an|thanh tra|toa an|vien kiem sat|chi cuc|cuc|tong cuc)"
)
_BETWEEN = r"(?: (?!de\b)[^\s.;:]+){0,14}?"
_RECEIVER = re.compile(
    rf"\b{_SENDS}(?: (?:bao cao|ket qua|van ban|ho so))?(?: {_TOWARDS})? (?={_BODY}\b)|"
    rf"\b{_SENDS}{_BETWEEN} {_TOWARDS} (?={_BODY}\b)"
)
_END = re.compile(
    r"\s+(?:để|trước|trong|theo|chậm nhất|vào|xem xét|phê duyệt|quyết định|cho ý kiến|tổng hợp|theo dõi|biết)\b"
    r"|[,.;:\n]|\s+\((?!qua\b)|$"
)


def receivers_in(text: str) -> list[str]:
    """Return those to whom a clause sends or reports something, as printed, in order, each once."""
    folded = fold(text)
    starts = [match.end() for match in _RECEIVER.finditer(folded)]
    found = []
    for start in starts:
        end = _END.search(text, start)
        found.append(" ".join(text[start : end.start() if end else len(text)].split()))
    return list(dict.fromkeys(found))
