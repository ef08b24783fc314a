"""What stands before a question and is none of it: a greeting, who asks and why, "xin cho tôi hỏi nội dung sau đây:".

Left in, it hides how a question begins ("còn …?"), lends its diacritics to a question that has none, and its bodies
("em bên văn phòng") to one that names none. Only pieces that speak of asker and asked are taken off; one that names a
topic, a place, a document or a number stays: "Cho em hỏi về công tác tiếp dân: …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.doctypes import find_types
from corpus.folding import fold
from corpus.places import find_places

_WHO = (
    r"(?:cac anh chi|anh chi|anh|chi|cac ban|ban|em|toi|tui|minh|chau|bac|chu|cau|tro ly|dong chi|quy co quan"
    r"|moi nguoi|admin|ad|sep)"
)
_HAIL = rf"(?:da|thua(?: {_WHO})?|alo|kinh (?:gui|chao|thua)(?: {_WHO})?|(?:xin )?chao(?: {_WHO})?|hello|{_WHO} oi)"
_WISH = r"(?:xin|nho|mong|lam on|vui long|phien|de nghi|muon|can|dang can|co the)(?: phep)?(?: duoc)?"
_ASKING = (
    rf"(?:{_WISH} )*(?:{_WHO} )?(?:{_WISH} )*"
    rf"(?:(?:cho|giup|chi|bao|tra loi|giai dap|xem)(?: giup| ho)?(?: cho)? {_WHO}(?: xin)? (?:hoi|biet|xem)"
    rf"|giup {_WHO}|giai dap cho {_WHO}|cho (?:biet|hoi)"
    r"|(?<=xin )hoi|(?<=muon )hoi|(?<=can )hoi|(?<=duoc )hoi|(?<=phep )hoi|(?<=muon )biet|(?<=can )biet)"
)
_FILLER = r"(?: (?:lai|voi|a|nhe|nha|mot chut|chut|ti|la|rang|them))*"
# "mình là cán bộ xã, cho mình hỏi …": who asks goes where the wish to ask follows.
_SELF = rf"(?P<self>{_WHO} (?:la|o|ben|lam|dang|moi)\b[^,.:?]{{2,60}}[,.]\s*)?"
_OPENING = re.compile(rf"\s*(?:{_HAIL}\s*[,.!]+\s*)*(?:(?:{_HAIL}\s+)?{_SELF}{_ASKING}{_FILLER}(?!\w)[\s,.!:]*)?")
# Words of asker and asked. "bạn", "chị", "ạ" count with their marks only: without, they are "ban", "chi", "a" too.
_ADDRESS = re.compile(
    r"\b(?:bạn|chị|ạ|chào|bác|cháu|sếp|tôi|toi|tui|cậu|em|mình|anh|tro ly|trợ lý|dong chi|đồng chí|xin|hỏi|hoi"
    r"|giúp|giup|nhờ|mong|đề nghị|de nghi|cảm ơn|cam on|alo)\b",
    re.IGNORECASE,
)
_LEADERS = r"(?:em|toi|minh|chau|lanh dao|sep|thu truong|cap tren|co quan|don vi|phong em|ben em)"
_TOPIC = re.compile(
    rf"\d|\b(?:ve (?!viec nay|mang nay|van de nay|cai nay)|doi voi|lien quan|cua (?!{_LEADERS})"
    rf"|theo (?!doi|(?:yeu cau|chi dao|y kien)(?: cua)? {_LEADERS})"
    r"|trong (?!chieu|sang|trua|toi|ngay|tuan|hom|thang|khi|luc|tay))"
)
_ASKS = re.compile(r"\?|\b(?:gi|nao|ai|bao nhieu|may|the nao|ra sao|bao gio|o dau|liet ke|cho biet)\b")
_ALSO_TASKS = frozenset({"Báo cáo"})  # the asker's own work, as a rule, and no document of the store
_ALREADY = re.compile(r"\b(?:đã|đa|đá)\b", re.IGNORECASE)
_STOP = re.compile(r"[.!]\s+|:\s+")
_FEWEST_WORDS = 2


def without_lead_in(question: str) -> str:
    """Return a cleaned question from where it begins to ask; the same text where nothing, or everything, is lead-in."""
    rest = question[max(_ends_of_lead(question), default=0) :]
    opening = _OPENING.match(_folded(rest))
    if opening and not _tells(rest[slice(*opening.span("self"))] if opening["self"] else ""):
        rest = rest[opening.end() :]
    return rest if len(rest.split()) >= _FEWEST_WORDS else question


def _ends_of_lead(question: str) -> Iterator[int]:
    """Yield where pieces end up to which a question speaks of nothing but asker and asked."""
    begin = 0
    for stop in _STOP.finditer(question):
        piece, rest = question[begin : stop.start()], question[stop.end() :]
        if _tells(piece) or not (_is_asked(rest) if stop.group().startswith(":") else not _ASKS.search(fold(piece))):
            return
        if _ADDRESS.search(piece):
            yield stop.end()
        begin = stop.end()


def _is_asked(rest: str) -> bool:
    """Tell whether what follows a colon can be the question."""
    return _ASKS.search(fold(rest)) is not None or _tells(rest)


def _tells(piece: str) -> bool:
    """Tell whether words name a topic, a document or a place."""
    named = {found.name for found in find_types(piece)} - _ALSO_TASKS
    return bool(_TOPIC.search(fold(piece)) or named or find_places(piece))


def _folded(text: str) -> str:
    """Fold a text, keeping "đã" apart from "dạ"; the length stays."""
    return fold(_ALREADY.sub("d__", text))
