"""Questions about the store itself, read: which documents are asked for, by what they say of themselves.

"Văn bản nào do phó chủ tịch ký", "kế hoạch cũ nhất", "văn bản nào chưa ghi số": beside types, places, years and such
traits no word is left. What is left would be something that documents say, and the question none about the store.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.doctypes import find_types
from corpus.folding import fold
from rag.analyser import question_terms
from rag.understanding.question import Question
from rag.understanding.wording import content_segments

_ANY_DOCUMENT = re.compile(r"\b(?:van ban|tai lieu)\b")
_LATEST = re.compile(r"\b(?:moi|gan day|gan)(?: ban hanh)? nhat\b")
_OLDEST = re.compile(r"\b(?:cu|lau|xua|som)(?: ban hanh)? nhat\b|\b(?:ban hanh|van ban) dau tien\b")
_ASKED = re.compile(
    r"\b(?:nhung|cac|tat ca|toan bo|bao nhieu|may|danh sach|danh muc|liet ke|ke ten|nao|gi)\b|\bco\b.*\bkhong\b"
)
# When, where and how something is done is asked of what documents say; so is what they cite.
_OF_CONTENT = re.compile(
    r"\b(?:khi nao|luc nao|bao gio|ngay nao|ngay may|hom nao|thang nao|thang may|o dau|the nao|bao lau|sao|ly do|ai)\b"
    r"|\bco phai\b|\b(?:phai|dung) khong\b|\b(?:nhac|vien dan|trich dan|dan chieu|de cap|can cu|noi (?:den|ve|toi))\b"
)
# "hướng dẫn những gì", "báo cáo tỉnh": names of types that are verbs where nothing counts or points at them.
_VERBS = frozenset({"Báo cáo", "Hướng dẫn", "Quy định", "Kết luận", "Thông báo", "Chỉ thị", "Quyết định", "Giám sát"})
_COUNTED = re.compile(
    r"\b(?:nhung|cac|bao nhieu|may|co|tat ca|toan bo|danh sach|danh muc|liet ke|ke ten|kho)(?: cac)?\s+$"
)
_NAMED_AFTER = re.compile(r"^\s+(?:nao|moi|cu|gan|lau|som|do|cua|nam|chua|khong)\b")
_OFFICE = (
    r"(?:pho chu tich|pho bi thu|pho truong ban|pho giam doc|pho chanh van phong|pho chu nhiem|chu tich|bi thu"
    r"|truong ban|giam doc|chanh van phong|chu nhiem|pct|ct)"
)
_LEVEL = r"(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran)"
_SIGNED = re.compile(
    rf"\b(?:do |duoc |boi |cua )*(?:dong chi )?(?P<office>{_OFFICE}(?: thuong truc)?)"
    rf"(?: (?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan))?(?: (?:cap )?(?P<level>{_LEVEL}))?"
    r"(?:(?: cua)? ·+)?(?: da| truc tiep)* ky"
    rf"(?: ten| ban hanh| duyet)*\b|\bky boi (?P<office2>{_OFFICE})\b|\bnguoi ky la (?P<office3>{_OFFICE})\b"
)
# "trước năm 2021", "từ 2022 đến nay", "từ năm 2020 đến năm 2022": years of the documents, both ends among them.
_FROM_TO = re.compile(
    r"\b(?:(?:duoc|ban hanh|phat hanh|ky|ra|co|cac|tinh) )*(?:trong )?(?:giai doan )?"
    r"(?:(?P<end>truoc|sau) (?:nam )?(?P<year>20\d\d|19\d\d)(?!\d)"
    r"|tu (?:nam )?(?P<since>20\d\d|19\d\d)(?: (?:tro di|den nay|toi nay|ve sau)|\b(?! den| toi))"
    r"|tu (?:nam )?(?P<from>20\d\d|19\d\d) (?:den|toi) (?:het )?(?:nam )?(?P<to>20\d\d|19\d\d))"
)
_SIGNED_WHAT = re.compile(r"\bky (?:nhung )?gi\b")
_LACKS = r"\b(?:chua|khong|thieu|de trong|bo trong)(?: (?:ghi|co|de|dien|phan|muc|duoc|cho|day du|ro))* "
_LACKING = re.compile(
    rf"{_LACKS}(?P<what>so(?: hieu| ky hieu|, ky hieu| va ky hieu)?|ngay(?: thang)?(?: nam)?(?: ban hanh)?|nguoi ky"
    r"|noi nhan)(?![\w/])(?: (?:va|hay|hoac|,) (?P<also>so|ngay)(?: thang)?(?: nam)?(?: ban hanh)?)?"
)
_REPLACING = re.compile(
    r"\bnao (?:co |da |se )*(?:thay the|bai bo|huy bo|lam het hieu luc)(?: cho)?(?: (?:mot|cac|nhung))?"
    r" (?:van ban|quyet dinh|quy dinh|ke hoach|quy che|chi thi|huong dan)(?: (?:khac|cu|truoc|truoc do|truoc day|nao"
    r"|da ban hanh))+\b"
)
_BODY = (
    r"(?:dang(?! \w+)|ben dang|to chuc dang|cap uy|co quan dang|trung uong|(?:cap )?(?:tinh|huyen|xa)(?! uy\b)"
    rf"|(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)(?: (?:cac |cap )?{_LEVEL})?"
    r"|(?:uy ban )?(?:mttq|mat tran)(?: to quoc)?(?: viet nam)?(?: (?:cap )?(?:tinh|huyen|xa))?"
    r"|(?:tinh|huyen|thanh|thi|quan|dang) uy|ban dan van(?: (?:tinh|huyen|thanh|thi|dang) uy)?|ban thuong vu"
    r"(?: (?:tinh|huyen|thanh|thi|dang) uy)?|chinh phu|thu tuong(?: chinh phu)?|quoc hoi|so noi vu|phong noi vu)"
)
_ISSUED_BY = re.compile(rf"\b(?:cua|do) (?:cac )?(?P<body>{_BODY})(?: (?:ban hanh|phat hanh|ra))?\b")
_LEVEL_ASKED = re.compile(r"\b(?P<body>tinh|huyen|xa) nao\b")
_ISSUED_ON = re.compile(r"(?:\b(?:duoc|ban hanh|phat hanh|ky|ra|de|ghi|co|trong|vao|cua|ngay) )*$")
_MONTH = re.compile(
    r"\b(?:(?:duoc|ban hanh|phat hanh|ky|ra|de|ghi|trong|vao|cua) )*thang (?P<month>1[0-2]|0?[1-9])"
    r"(?:\s*[/-]\s*| (?:cua )?nam )(?P<year>20\d\d|19\d\d)\b"
    r"|\b(?:(?:duoc|ban hanh|phat hanh|ky|ra|trong|vao) )+thang (?P<month2>1[0-2]|0?[1-9])\b(?![/-])"
)
_SIGNED_IN_YEAR = re.compile(r"\bky(?= (?:trong |vao )?nam\b)")
_OF_THE_STORE = frozenset(
    "kho trong danh sach muc liet ke ten nhat moi cu lau xua som gan day dang co luu hien tru tat ca toan bo bao nhieu"
    " may nhung cac xem nao gi la nam nay duoc cua o tai va voi cho loai chua khong tong cong gom ban hanh dau tien"
    " tinh huyen xa thi tran phuong thanh pho ubnd thuoc dia ban vao phat ra con thay".split()
)
_NO_TOPIC = re.compile(r"\b(?:van ban|tai lieu|uy ban nhan dan)\b")


@dataclass(frozen=True, slots=True)
class StoreQuestion:
    """Which documents are asked for; what is not asked for is None or empty.

    `types` are names of types ("Kế hoạch"); `order` is "latest" or "oldest"; `office` who signed, folded, of a `level`
    word; `lacking` are what is left blank ("so", "ngay", "nguoi ky", "noi nhan"); `issuer` a body or level, folded;
    `issuer_said` is that body as the question writes it; `month` and `year` are those of issue; `years` the
    first and last year that may be a document's; `on_days` tells that the question names days of issue.
    """

    types: tuple[str, ...] = ()
    order: str | None = None
    office: str | None = None
    level: str | None = None
    lacking: tuple[str, ...] = ()
    replacing: bool = False
    issuer: str | None = None
    issuer_said: str = ""
    month: int | None = None
    year: int | None = None
    years: tuple[int, int] | None = None
    on_days: bool = False
    issued: bool = False  # "ban hành năm …": the year of issue, not the year that a plan is for


def read_store_question(question: Question) -> StoreQuestion | None:
    """Read a question about which documents are stored; None when it is about anything else."""
    folded = question.folded
    if question.numbers or question.position or question.follows or _OF_CONTENT.search(folded):
        return None
    types, spans = _types(question)
    folded = _without_places(question)
    traits = {
        "signed": _SIGNED.search(folded), "lacking": _LACKING.search(folded), "replacing": _REPLACING.search(folded),
        "issuer": _ISSUED_BY.search(folded) or _LEVEL_ASKED.search(folded),
        "month": None if question.dates else _MONTH.search(folded),
        "years": None if question.dates else _FROM_TO.search(folded),
    }  # fmt: skip
    days = [_issued_span(folded, d.start, d.end) for d in question.dates]
    spans += [found.span() for found in traits.values() if found] + days
    documents = types or _ANY_DOCUMENT.search(folded) or (traits["signed"] and _SIGNED_WHAT.search(folded))
    order = "latest" if _LATEST.search(folded) else "oldest" if _OLDEST.search(folded) else None
    of_body = traits["issuer"] and not question.stored_places
    asks = _ASKED.search(folded) or order or days or of_body or any(map(traits.get, ("month", "years", "lacking")))
    if not (asks and documents) or _bodies_left(question, spans) or _words_left(question, spans):
        return None
    read = _read(traits, types, order)
    issuer = traits["issuer"]
    text = question.text if len(question.text) == len(folded) else folded
    said = text[issuer.start("body") : issuer.end("body")] if issuer else ""
    return replace(read, issuer_said=said, on_days=bool(days), issued=_says_issued(folded))


def _read(traits: dict[str, re.Match[str] | None], types: tuple[str, ...], order: str | None) -> StoreQuestion:
    signed, lacking, month, issuer = traits["signed"], traits["lacking"], traits["month"], traits["issuer"]
    office = signed and (signed["office"] or signed["office2"] or signed["office3"])
    said = month and (month["month"] or month["month2"])
    return StoreQuestion(
        types, order,
        office=office or None,
        level=signed["level"] if signed else None,
        lacking=_blanks(lacking) if lacking else (),
        replacing=traits["replacing"] is not None,
        issuer=issuer["body"] if issuer else None,
        month=int(said) if said else None,
        year=int(month["year"]) if month and month["year"] else None,
        years=_bounds(traits["years"]),
    )  # fmt: skip


def _bounds(said: re.Match[str] | None) -> tuple[int, int] | None:
    if said is None:
        return None
    if said["end"]:
        return (0, int(said["year"]) - 1) if said["end"] == "truoc" else (int(said["year"]) + 1, 9999)
    return (int(said["since"]), 9999) if said["since"] else (int(said["from"]), int(said["to"]))


def _blanks(lacking: re.Match[str]) -> tuple[str, ...]:
    said = [lacking["what"], lacking["also"] or ""]
    names = [name for what in said for name in ("so", "ngay", "nguoi ky", "noi nhan") if what.startswith(name)]
    return tuple(dict.fromkeys(names))


def _types(question: Question) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """Return the types of documents that are asked for, and where; a verb that reads like one is none."""
    folded = fold(question.text)
    meant = [
        found
        for found in find_types(question.text)
        if found.name not in _VERBS
        or _COUNTED.search(folded[: found.start])
        and not re.match(r"\s+(?:nhung |cac )*gi\b", folded[found.end :])
        or _NAMED_AFTER.match(folded[found.end :])
    ]
    return tuple(dict.fromkeys(found.name for found in meant)), [(found.start, found.end) for found in meant]


def _without_places(question: Question) -> str:
    """Return the folded question with a dot for every letter of a stored place."""
    letters = list(question.folded)
    for place in question.stored_places:
        if question.folded[place.start : place.end] == place.name:  # not carried over from an earlier question
            letters[place.start : place.end] = "·" * (place.end - place.start)
    return "".join(letters)


def _issued_span(folded: str, start: int, end: int) -> tuple[int, int]:
    before = _ISSUED_ON.search(folded[:start])
    return (before.start() if before else start, end)


def _says_issued(folded: str) -> bool:
    return re.search(r"\b(?:ban hanh|phat hanh|ky|ra)(?: (?:trong|vao|trong ca))* nam\b", folded) is not None


def _bodies_left(question: Question, spans: list[tuple[int, int]]) -> bool:
    return any(not any(start <= b.start and b.end <= end for start, end in spans) for b in question.bodies)


def _words_left(question: Question, spans: list[tuple[int, int]]) -> list[str]:
    """Return the words that are no part of a question about the store, those that a follow-up carries over too."""
    folded = question.folded
    named = [(p.name, p.start, p.end) for p in question.stored_places]
    named += [(p.name, p.start, p.end) for p in question.other_places]
    places = [(start, end) for name, start, end in named if folded[start:end].endswith(fold(name))]
    signed_in = [m.span() for m in _SIGNED_IN_YEAR.finditer(folded)]
    carried = [segment for segment in question.segments if segment not in question.text]
    core = " ; ".join([*content_segments(folded, [*spans, *places, *signed_in]), *carried])
    said = question_terms(_NO_TOPIC.sub(" ; ", fold(core)))
    return [t for t in said if t.isalpha() and t not in _OF_THE_STORE]
