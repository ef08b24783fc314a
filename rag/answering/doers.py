"""Who does what a clause says: the body over it, where nobody else does the thing within the clause itself."""

from __future__ import annotations

import re

from corpus.folding import fold
from rag.analyser import terms
from rag.answering.citing import Evidence, sentences
from rag.understanding.everyday import paraphrases, with_said
from rag.understanding.question import Question

_ROLE = re.compile(
    r"^(?:trách nhiệm của|đối với|đề nghị|giao|nhiệm vụ của|phân công)\s+(?:các\s+(?=lực lượng|cơ quan))?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"^(?:so|ban|phong|van phong|ubnd|uy ban|trung tam|dai|cong an|hoi|doan|mat tran|bo chi huy|tu phap|van hoa"
    r"|ke toan|cac so|cac phong|tram|kho bac|ngan hang|benh vien|lien doan"
    r"|chi cuc|cuc|bo|thanh tra|toa an|vien|luc luong|co quan|bao|truong|dang uy|huyen uy|tinh uy|cac co quan"
    r"|cac luc luong|chu tich|thu truong)\b"
)
# "Cơ quan chủ trì: Sở Nội vụ": what stands before the colon is a label, what stands behind it is the body.
_LABELLED = re.compile(
    r"^(?:\d+(?:\.\d+)*[.)]\s*|[-+*•]\s*)?(?:cơ quan|đơn vị|bộ phận)"
    r" (?:chủ trì|thực hiện|phối hợp|chịu trách nhiệm|tham mưu|đầu mối)(?: \w+){0,2}:\s*"
    r"([^.,;:\n]{3,90}?)(?=\s+(?:chủ trì|phối hợp|tham mưu|và các)\b|[.,;\n]|$)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:\d+(?:\.\d+)*[.)]\s*|-\s*)?([^:.;]{3,90}):\s")
_MARKER = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?\s+|[a-zđ][.)]\s+|[-+*•]\s*|Điều \d+\.\s*)")
_WHO = r"(?:ai|(?:co quan|don vi|bo phan|cap|phong|ban|so|nguoi|can bo|to chuc|noi|ben|phong ban|luc luong|nganh) nao)"
# "tập huấn cho ai", "phối hợp với ai": another than who does it; "giao cho ai", "là trách nhiệm của ai" ask who does.
_ANOTHER = re.compile(
    rf"(?<!giao )(?<!phan cong )(?<!trach nhiem )(?<!nhiem vu )(?<!viec )"
    rf"\b(?:cho|voi|cung|tu|cua|den|toi|ve) (?:nhung |cac )?{_WHO}\b"
)
_ASKED_DEED = re.compile(rf"\b{_WHO}\b(?: (?:la nguoi|se|phai|duoc giao|co trach nhiem|chiu trach nhiem))?\s+(.+)$")
# "ai lo", "ai chủ trì": words for doing anything.
_ANY_DEED = frozenset("lam viec do chu tri lo phu trach thuc hien chiu nhiem dam nhan vay the day thi a nay".split())
# Somebody within a clause who does what follows, or to whom it is done.
_SOMEBODY = re.compile(
    r"\b(?:Sở|Ban(?! hành)|Phòng(?! ngừa|,? chống)|UBND|Ủy ban|Uỷ ban|Hội(?! nghị|,? họp)|Đoàn(?! kết)|Mặt trận"
    r"|Công an|Văn phòng|Bộ|HĐND|Tỉnh ủy|Huyện ủy|Đảng ủy"
    r"|Thành ủy|Chủ tịch|Bí thư|Trưởng|Nhân dân)\b"
    r"|\b(?:mặt trận|đoàn thể|nhân dân|chính quyền|cơ quan|đơn vị|cán bộ|công chức|người dân|địa phương|cấp ủy"
    r"|các ngành|cá nhân|tập thể|hội viên|đoàn viên|tổ chức chính trị|doanh nghiệp|thủ trưởng|người đứng đầu)\b"
)
# With whom and for whom the body over the clause works: it is the one that does.
_WITH_OTHERS = re.compile(
    r"\bphối hợp(?: chặt chẽ)?(?: (?:với|cùng))? [^,;.]*(?:,|$)"
    r"|\b(?:giúp|tham mưu|đề xuất|trình|báo cáo)(?: cho| giúp| với)? (?:UBND|Ủy ban nhân dân|HĐND|Ban Thường vụ"
    r"|Tỉnh ủy|Huyện ủy|Đảng ủy|Chủ tịch)(?: (?:UBND|tỉnh|huyện|xã|cấp xã|thành phố|thị xã|phường))*",
    re.IGNORECASE,
)
# "…, do Phó Trưởng Ban … làm Chủ tịch": the clause says who does it; "các việc do A chủ trì" only says which.
_DONE_BY = re.compile(
    r"(?:(?:^|[,;:(]\s*)do|\bdo(?= [^,;:.()\n]{2,90}? (?:làm|đảm nhiệm|phê duyệt|quyết định|ký)\b)"
    r"|\bgiao(?: cho)?) ([A-ZĐ][^,;:.()\n]{2,90}?)"
    r" ((?:làm|chủ trì|thực hiện|phụ trách|đảm nhiệm|tham mưu|ký|quyết định|ban hành|phê duyệt|chi trả|bảo đảm"
    r"|đảm bảo|quản lý|tổ chức|chịu trách nhiệm)\b[^,;:.()\n]{0,40})"
)


def doer(question: Question, place: Evidence) -> str | None:
    """Return who does what is asked, as printed in or over a clause; None where it cannot be told for sure."""
    if _ANOTHER.search(question.folded):
        return None
    labelled = _LABELLED.match(place.quote)
    if labelled is not None:
        return _sentence_case(labelled.group(1).strip())
    within = [
        name
        for name, deed in _DONE_BY.findall(place.quote)
        if _opens_alike(deed, question) and not _is_named(name, question)
    ]
    if within:
        return _sentence_case(within[0]) if len(set(within)) == 1 else None
    lead = _LEAD.match(place.quote)
    if lead is not None and (name := _body(lead.group(1))):
        return name if _does(place.quote[lead.end() :], question) else None
    name = _body(place.document.heading_of(place.section).rstrip(" :."))
    return name if name and not _is_named(name, question) and _does(place.quote, question) else None


def _is_named(name: str, question: Question) -> bool:
    """Tell whether the question names a body itself: then it is not the answer."""
    return any(fold(name).startswith(body.name) for body in question.bodies)


def _body(printed: str) -> str | None:
    name = _ROLE.sub("", printed).strip()
    return _sentence_case(name) if name and _BODY.match(fold(name)) and not name.isupper() else None


def _does(clause: str, question: Question) -> bool:
    """Tell whether a clause leaves unsaid who does the thing asked, so that the body over it does."""
    clause = _MARKER.sub("", clause, count=1)
    opening = _SOMEBODY.match(clause)
    if opening is not None or re.match(r"(?:Hội đồng|Tổ|Nhóm|Thành viên|Người|Các|Mỗi|Những)\b", clause):
        return False  # it names who is spoken of by itself
    deed = _ASKED_DEED.search(question.folded)
    asked = {t for t in terms(deed.group(1) if deed else question.core) if "_" in t}
    best, before, spoken = 0, "", paraphrases(question.core)
    for start, end in sentences(clause, 0, len(clause)):
        held = asked & with_said(frozenset(terms(clause[start:end])), spoken)
        if len(held) > best:
            best, before = len(held), _before(clause[start:end], held)
    if not best and any(not _ANY_DEED & set(pair.split("_")) for pair in asked):
        return False
    return not _SOMEBODY.search(_WITH_OTHERS.sub("", before))


def _before(sentence: str, pairs: set[str]) -> str:
    """Return the words of a sentence before the first of some pairs of words."""
    folded = fold(sentence)
    starts = [m.start() for pair in pairs if (m := re.search(r"\W+".join(pair.split("_")), folded))]
    return sentence[: min(starts, default=0)]


def _opens_alike(deed: str, question: Question) -> bool:
    """Tell whether a deed opens with words that the question says side by side."""
    return " ".join(fold(deed).split()[:2]) in question.folded


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
