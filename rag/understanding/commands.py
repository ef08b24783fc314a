"""Orders to the machine inside a question: to play a part, to invent, to reveal, to answer in some form.

They are not questions about documents. They are set aside; what remains is the question, and if nothing remains
there is nothing to answer.
"""

from __future__ import annotations

import re

from corpus.folding import fold

_ORDER = re.compile(
    r"\b(?:hay (?:xac nhan|khang dinh|cong nhan) (?:rang|la)|noi xau|boi nho|xem (?:toan bo )?(?:prompt|ma nguon"
    r"|cau hinh)"
    r"|tat (?:trich dan|bo loc|kiem duyet)|quen (?:moi|het|tat ca)|xoa (?:toan bo|het|tat ca|sach)|thuc thi (?:lenh"
    r"|ma)|chay lenh|dong vai|gia vo|gia su ban la|hay bia"
    r"|bia (?:ra|dat|them)|sang tac|lam (?:cho (?:toi|minh|em) )?(?:mot )?(?:bai tho|bai van|bai hat|tho)"
    r"|viet (?:(?:cho|giup|ho) (?:toi|minh|em) )?(?:mot |1 )?(?:bai tho|bai van|doan code|chuong trinh python"
    r"|truyen|code|email|bai phat bieu|bai dien van)|ke (?:cho \w+ )?(?:mot )?(?:cau )?chuyen"
    r"|bo qua (?:moi |tat ca |cac |nhung )*(?:huong dan|chi dan|chi thi|quy tac|yeu cau) (?:truoc|tren|o tren"
    r"|he thong|do|cu)"
    r"|(?:in|cho (?:toi|minh) (?:luon )?|tiet lo|doc|hien|xuat|gui) (?:ra |luon )?(?:mat khau|prompt|system prompt"
    r"|loi nhac|khoa api|api key|token|cau hinh|bien moi truong)"
    r"|chi dan he thong|loi nhac he thong|system prompt|mat khau (?:quan tri|admin|he thong)|ignore (?:all|previous"
    r"|the)|you are now|act as|developer mode|jailbreak"
    r"|tu (?:gio|nay|bay gio)(?: tro di)?,? (?:moi|chi|hay|ban|tat ca|cau)|ket thuc (?:moi )?(?:cau tra loi )?bang"
    r"|chi tra loi (?:bang|la)|tra loi (?:bang|duoi dang) (?:tieng (?:anh|trung|phap)|json|base64|html)"
    r"|(?:roi|hay|chi) tra loi (?!cau)|khong can (?:trich dan|can cu|nguon)|dich (?:toan bo|het|sang|ra) "
    r"|ban la (?:mot )?(?:dan|chatgpt|hacker|ai khong)|khong bi gioi han)\b"
)
_SENTENCE = re.compile(
    r"(?<=[.!?;\]])\s+|,?\s+(?=(?:rồi|roi|sau đó|sau do)\s)|\s*\n\s*|(?<=[:])\s+(?=[A-ZĐÁÀẢẠÂĂÊÔƠƯ])"
)


def without_orders(question: str) -> str:
    """Return the sentences of a cleaned question that are not orders to the machine; "" when all of them are."""
    if _ORDER.search(fold(question)) is None:
        return question
    kept = [s for s in _SENTENCE.split(question) if s and _ORDER.search(fold(s)) is None]
    return " ".join(kept) if any(len(s.split()) > 2 for s in kept) else ""
