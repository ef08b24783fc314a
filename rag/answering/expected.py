"""What an answer of a kind must contain: a date, a share, a count, a document of the type asked for.

A clause that is about the right thing but lacks what was asked for is not an answer. Dates that only belong to a
document mentioned in the clause ("Chỉ thị số … ngày …") are not times at which anything is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.dates import FoundDate, find_dates
from corpus.doctypes import DOC_TYPES, types_of_abbreviation
from corpus.folding import fold
from corpus.numbers import find_numbers
from rag.answering.destinations import receivers_in
from rag.understanding.kinds import Kind
from rag.understanding.periods import periods_named
from rag.understanding.spelling import is_syllable
from rag.understanding.wording import focus_words

_REGULAR_DAY = r"\b(?:ngay \d{1,2}|thu (?:hai|ba|tu|nam|sau|bay)) (?:hang|hang|moi|cua thang|cua tuan)\b"
_WEEKDAY = (
    r"\bthu (?:hai|ba|tu|nam|sau|bay)\b|\bchu nhat\b|\bngay (?:\d{1,2}(?![/\d]| thang)|cuoi|dau|mung)\b"
    r"|\b\d+ ngay\b|\bngay lam viec\b|\btrong ngay\b"
)
_MONEY = r"\d[\d.,]*\s*(?:dong|trieu|ty|nghin|vnd)"
_SHARE_PAID = r"(?:\d ?%|phan tram|toan bo|mot nua) (?:tien|kinh phi|chi phi|gia tri|le phi)\b"
_PERCENT = r"\d+(?:[.,]\d+)?\s?%|\d+ phan tram"
_DAY_ASKED = re.compile(
    r"\bngay (?:nao|may|bao nhieu|thang nao)\b|\bhom nao\b|\bhan (?:chot|nop|cuoi|chot nop|bao cao|gui)\b"
    r"|\btruoc (?:khi nao|ngay nao|bao gio)\b|\bngay thang nam nao\b"
)
_PERIOD = (
    r"(?:hang|moi) (?:nam|thang|quy|tuan|ngay)|(?:tuan|thang|quy|ngay) (?:dau|cuoi)\b|dinh ky"
    r"|thuong xuyen|dot xuat|\d+ (?:nam|thang|ngay)|quy [iv]+\b|nam \d{4}"
    r"|thang \d{1,2}\b"
    r"|giai doan|nhiem ky|sau thang|mot nam|cuoi nam|dau nam"
)
# "có giá trị khi nào": a condition, not a time.
_CONDITION_ASKED = re.compile(
    r"^(?:khi nao|luc nao|bao gio|truong hop nao)\b.{0,120}\b(?:duoc|phai|bi|thi|moi)\b|\b(?:co gia tri|hop le"
    r"|duoc coi|duoc tinh|bi|duoc|moi|chi)\b.{0,40}\b(?:khi nao|bao gio|luc nao)\b"
    r"|\b(?:khi nao|luc nao|bao gio) (?:thi |moi |la )*(?:co gia tri|hop le|duoc coi|duoc tinh)\b"
)
# "tới năm nào thì hết": a last year must be said, not merely a year.
_END_ASKED = re.compile(r"\b(?:den|toi)(?: het| cuoi)? nam (?:nao|may|bao nhieu)\b|\bnam nao (?:thi )?(?:het|xong)\b")
_END = r"\b\d{4} ?[-–] ?\d{4}\b|\b(?:den|toi|het)(?: het| cuoi| ngay \S+| thang \d+)* nam \d{4}\b|\bden \d{4}\b"
_MONTH_ASKED = re.compile(r"\bthang (?:may|nao)\b")
_ORDER_ASKED = re.compile(r"\b(?:lan thu|khoa) (?:may|bao nhieu|nao)\b")
_TIMES_ASKED = re.compile(r"\b(?:bao nhieu|may) lan\b")
_RANK_ASKED = re.compile(r"\b(?:hang may|xep (?:hang )?thu|thu bac|hang bao nhieu|thu may)\b")
_COUNTED = re.compile(r"\b(?:bao nhieu|may|so luong(?: cac| nhung)?)\s+(\w+)")
_ANYTHING = frozenset(
    {
        "noi",
        "cho",
        "thu",
        "cai",
        "viec",
        "dieu",
        "muc",
        "y",
        "ve",
        "nhom",
        "loai",
        "phan",
        "van",
        "la",
        "thi",
        "trong",
        "o",
        "de",
        "mot",
        "moi",
        "va",
        "ai",
    }
)
# "còn bao nhiêu chưa giải quyết": what is counted was named before.
_OF_COUNTED = re.compile(r"\bcon bao nhieu (?:chua|da|bi|duoc|khong) \w+")
_PEOPLE = "nguoi|thanh vien|dai bieu|can bo|cong chuc|dong chi|ho|dai dien"
_OFFICE_ASKED = re.compile(
    r"\bai (?:lam|giu chuc|dam nhiem|la|duoc cu lam|duoc phan cong lam) (truong ban|pho ban|to truong|truong doan"
    r"|chu tich|giam doc|bi thu|doi truong|chu nhiem|pho truong ban)\b"
)
# "Tổ trưởng … là ai": a clause that says who it is, not one that only names the office.
_OFFICE_IS = re.compile(
    r"^(to truong|to pho|doi truong|doi pho|truong doan|chu nhiem|truong ban|pho ban|pho truong ban)\b"
    r".* la (?:ai|nhung ai)\b"
)
_FORBIDDEN_ASKED = re.compile(
    r"\bkhong duoc (?:phep )?(?:lam )?(?:nhung )?(?:viec )?gi\b|\bcam (?:nhung )?(?:viec |dieu )?gi\b"
    r"|\b(?:gi|nao) (?:thi )?(?:bi )?(?:cam|nghiem cam|khong duoc)\b"
)
_FORBIDDEN = re.compile(r"\b(?:khong|nghiem cam|cam)\b")
_BARE_COUNT = re.compile(r"(?<!\bso) bao nhieu\s*[?.!]*$")
_COMMON = (
    2  # words that a sentence with a numeral shares with the question where it lacks those right before "bao nhiêu"
)
_FREE_NUMERAL = re.compile(r"(?<![\w/.,-])\d{1,3}(?:[.,]\d+)*(?![\w/-]|[.)]\s)")
_WHY = re.compile(r"\b(?:tai sao|vi sao|ly do (?:gi|nao|vi sao)|do dau|sao lai)\b")
_CAUSE = re.compile(r"\b(?:do|vi|nham|de|boi|nguyen nhan|ly do|can cu|theo)\b")
_SPOKEN_PERIODS = frozenset({"half year", "quarter", "month", "week"})
_LISTED = re.compile(r"\bmay (?:\w+ ){1,3}nao\b|\b(?:ke ra|liet ke|neu ra|nhung gi|la nhung|gom nhung|ke ten)\b")
# "có mấy chỉ số và so với mốc nào": what is asked behind the count answers too.
_MORE_ASKED = re.compile(r"\b(?:bao nhieu|may) \w+ .{0,60}\bva (?!hang\b|ngay\b|thang\b).{0,40}\b(?:nao|gi|ai)\b")
_UNIT_ASKED = re.compile(r"\b(?:xa|huyen|thon|phuong|thi tran|ap|khu pho|to dan pho|lang) nao\b")
_UNIT_NAMED = re.compile(
    r"\b(?:xã|huyện|thôn|phường|thị trấn|ấp|khu phố|tổ dân phố|làng|thị xã|thành phố)\s+(?:[A-ZĐÂÊÔƠƯÁÀẢÃẠ]|\d)"
)
_DURATION_ASKED = re.compile(r"\b(?:bao lau|trong may (?:ngay|thang|gio)|thoi gian bao nhieu)\b")
_PERSON_ASKED = re.compile(
    r"\b(?:cong chuc|can bo|nguoi|dong chi|truong (?:ban|phong|thon|doan)|pho (?:ban|phong)|chanh van phong"
    r"|chu tich|bi thu|giam doc|ong|ba)\b.{0,60}"
    r"\b(?:ten (?:la )?gi|ho ten|ten ho|ten tuoi)\b"
)
_FUNDS_ASKED = re.compile(r"\b(?:tien|kinh phi|ngan sach|von)\b.{0,40}\b(?:nguon nao|tu dau|o dau|dau ra|nguon gi)\b")
_CONTACT = re.compile(
    r"\b(?:so dien thoai|(?<!qua )(?<!bang )(?<!goi )dien thoai|email|thu dien tu|dia chi|website|trang web"
    r"|duong day nong|hotline|so tai khoan"
    r"|ma so thue)\b"
)
_CALL_NUMBER_ASKED = re.compile(r"\b(?:tong dai|dien thoai|duong day nong|hotline)\b.*\bso (?:may|nao|bao nhieu)\b")
_CALL_NUMBER = re.compile(
    r"\b(?:1[89]\d{2}|0)[ .]?\d{2,}|\b(?:tong dai|duong day nong|hotline|dien thoai)(?: \w+){0,2} \d{3,}\b"
)
_OF_DOCUMENTS = re.compile(
    r"\b(?:ban hanh|phat hanh|ra doi|ky|ra ngay|ngay ra|van ban)\b"
    r"|\b(?:quyet dinh|chi thi|ket luan|nghi quyet|nghi dinh|cong van|thong tri)(?: so)? \d"
    r"|\b(?:quyet dinh|chi thi|ket luan|nghi quyet|nghi dinh|cong van|thong tri|phap lenh|quy che|luat|thong tu)\b"
    r".{0,80}\bco tu (?:ngay|nam|thang|hom|luc|khi|bao gio)\b"
)
# "hội nghị tổng kết Quyết định … họp ngày nào": the day of what is done about a document.
_EVENT_ASKED = re.compile(
    r"\b(?:hop|to chuc|dien ra|khai mac|nop|hoan thanh)(?: (?:vao|truoc|xong))? (?:ngay|hom|luc|khi|thang|bao gio)\b"
)
# "tổng kết Quyết định … trước ngày nào": a limit for what is done, never the day of a document.
_LIMIT_ASKED = re.compile(
    r"\b(?:truoc|cham nhat|den het|han) (?:la )?(?:khi|ngay|luc|hom|thang|bao gio)\b"
    r"|\bthoi (?:gian|han) (?:nop|gui|bao cao|thuc hien|hoan thanh)\b"
)
# "thay thế chỉ thị nào": what one document does to another must be said, not merely that it is named.
_RELATION_ASKED = re.compile(
    r"\b(thay the|bai bo|huy bo|dinh chinh|sua doi)(?: cho| bo sung)?(?: cac| nhung)? (?:\w+ ){1,3}(?:nao|gi|so may)\b"
)
# "qua theo dõi, đến ngày 28/02 còn 143 hộ": up to when something is reported, no limit for anything.
_REPORTED = re.compile(r"[\s,]*(?:(?:trên|tại|ở|trong|toàn)(?: [^\s,;.]+){1,6},? )?(?:còn|đã|mới)\b")
# "Luật Tổ chức … ngày 19/6/2015": the day of a law that is named without its number.
_LAW_NAMED = re.compile(r"\b(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp)(?: [^\W\d_]+,?){1,14}?(?: ngày)?\s*$")
_LAW_ASKED = re.compile(r"(?:bo )?luat(?: \w+){4}")  # asked by the first words of its name
_LAW_BEFORE = 120
_UNTIL = re.compile(r"\b(?:tính )?đến(?: hết)?(?: ngày)?\s*$", re.IGNORECASE)
_MEMBERS = re.compile(r"\b(?:bao nhieu|may) (?:\w+ ){1,2}vien\b")
_AMOUNT = re.compile(r"\b(?:bao nhieu|may)\s+(von|dien tich|san luong|doanh thu|thu nhap|ngan sach|kinh phi|no)\b")
_NUMERAL = r"(?:\d[\d.,/]*|hai phan ba|mot nua|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_SHORT = {short: fold(types_of_abbreviation(short)[0]) for short in ("kh", "cv", "nq", "nd", "ct", "qd", "kl")}
_TYPES = f"(?:{'|'.join(sorted({fold(kind.name) for kind in DOC_TYPES} | set(_SHORT), key=len, reverse=True))})"
_TYPE_ASKED = re.compile(rf"\b({_TYPES})(?:, {_TYPES})*(?: (?!the\b|nhu\b)\w+){{0,2}} (?:nao|gi|so may|so bao nhieu)\b")
_DOCUMENTS_COUNTED = re.compile(rf"\b(?:bao nhieu|may) (?!bao cao)({_TYPES})\b")
_WRITTEN_SMALL = frozenset({"chien luoc", "de an", "chuong trinh", "quy che", "du an", "phuong an", "quy hoach"})
_NAMED = re.compile(
    r"\b(?:" + "|".join(sorted((kind.name for kind in DOC_TYPES), key=len, reverse=True)) + r")"
    r"(?= (?!này|trên|đã|được)(?:số|[A-ZĐ\d]|về|công tác|phối hợp|thực hiện|dân chủ|hành động))"
)


def holds_expected(kinds: Iterable[Kind], folded_question: str, quote: str) -> bool:
    """Tell whether a quote holds what a question of these kinds asks for; True where nothing special is asked."""
    folded = fold(quote)
    asked = set(kinds)
    if Kind.PERCENT in asked:
        asked.discard(Kind.MONEY)
    if Kind.WHICH_DOCUMENT in asked:
        asked -= {
            Kind.HOW_MANY,
            Kind.WHEN,
        }  # "mấy kết luận nào", "nộp lúc nào thì mở công văn số mấy": its name answers
    if asked & {Kind.PERCENT, Kind.MONEY} or _LISTED.search(folded_question) or _UNIT_ASKED.search(folded_question):
        asked.discard(Kind.HOW_MANY)
    if _MORE_ASKED.search(folded_question):
        asked.discard(Kind.HOW_MANY)
    # "mấy báo cáo, hạn ngày nào": days in a clause count what is due on them.
    enough = any if asked == {Kind.HOW_MANY, Kind.WHEN} else all
    of_documents = Kind.WHICH_DOCUMENT in asked or asks_about_documents(folded_question)
    return _holds_named(folded_question, folded, quote) and enough(
        _holds_time(folded_question, folded, quote, of_documents=of_documents)
        if kind is Kind.WHEN
        else _holds(kind, folded_question, folded, quote)
        for kind in asked
    )


def unsaid(dates: Iterable[FoundDate], folded_question: str, quotes: Iterable[str]) -> list[str]:
    """Return the dates and percentages of a question that none of the quotes holds, as printed in it."""
    told = list(quotes)
    days = {(d.day, d.month): d.year for quote in told for d in find_dates(quote)}
    missing = [
        folded_question[d.start : d.end]
        for d in dates
        if (d.day, d.month) not in days or None not in {d.year, days[d.day, d.month]} and d.year != days[d.day, d.month]
    ]
    shares = {match.replace(" ", "") for quote in told for match in re.findall(r"\d+(?:[.,]\d+)?\s?%", quote)}
    asked = [
        match for match in re.findall(r"\d+(?:[.,]\d+)?\s?%", folded_question) if match.replace(" ", "") not in shares
    ]
    sums = " ; ".join(fold(quote) for quote in told)
    unpaid = [m for m in re.findall(_MONEY, folded_question) if re.sub(r"\s+", " ", m) not in sums]
    return missing + asked + unpaid


def values_set(text: str) -> frozenset[Kind]:
    """Return the kinds of value that a clause itself sets: a day, a share, a sum."""
    folded = fold(text)
    found = {Kind.WHEN} if free_dates(text) or re.search(_REGULAR_DAY, folded) else set()
    found |= {Kind.PERCENT} if re.search(_PERCENT, folded) else set()
    found |= {Kind.MONEY} if re.search(_MONEY, folded) else set()
    return frozenset(found)


def free_dates(text: str) -> list[FoundDate]:
    """Return the dates of a text that are not merely the date of a document it mentions."""
    ends = [number.end for number in find_numbers(text)]
    return [
        d
        for d in find_dates(text)
        if not any(0 <= d.start - end <= 8 for end in ends)
        and not _LAW_NAMED.search(text, max(0, d.start - _LAW_BEFORE), d.start)
        and not (_UNTIL.search(text, max(0, d.start - 30), d.start) and _REPORTED.match(text, d.end))
    ]


def asks_about_documents(folded_question: str) -> bool:
    """Tell whether a date asked for may be the date of a document: when it was issued, signed, sent out."""
    if _LIMIT_ASKED.search(folded_question):
        return False
    return _OF_DOCUMENTS.search(folded_question) is not None and not _EVENT_ASKED.search(folded_question)


def _holds(kind: Kind, question: str, folded: str, quote: str) -> bool:
    match kind:
        case Kind.PERCENT:
            return re.search(_PERCENT, folded) is not None
        case Kind.MONEY:
            return re.search(rf"{_MONEY}|{_SHARE_PAID}", folded) is not None
        case Kind.HOW_MANY:
            return holds_count(question, folded)
        case Kind.WHICH_DOCUMENT:
            return _holds_document(question, quote)
        case Kind.TO_WHOM:
            return bool(receivers_in(quote))
        case _:
            return True


def _holds_named(question: str, folded: str, quote: str) -> bool:
    """A person's office or a way to reach somebody that is asked for must be spoken of at all."""
    if _PERSON_ASKED.search(question):
        return False  # names of people stand in signature blocks, which are answered from elsewhere
    office = _OFFICE_ASKED.search(question)
    if office is not None and office.group(1) not in folded:
        return False
    if _FORBIDDEN_ASKED.search(question) and not _FORBIDDEN.search(folded):
        return False
    held = _OFFICE_IS.search(question)
    if held is not None and not _says_who(held.group(1), folded):
        return False
    if _UNIT_ASKED.search(question) and not _UNIT_NAMED.search(quote):
        return False
    if _DURATION_ASKED.search(question) and not re.search(rf"\b{_NUMERAL} (?:ngay|thang|nam|gio|tuan|phut)\b", folded):
        return False
    if _FUNDS_ASKED.search(question) and not re.search(r"\bkinh phi|\bngan sach|\bnguon von", folded):
        return False
    if asks_why(question) and not _CAUSE.search(folded):
        return False
    if _CALL_NUMBER_ASKED.search(question) and not _CALL_NUMBER.search(folded):
        return False
    contact = _CONTACT.search(question)
    return contact is None or contact.group() in folded


def _says_who(office: str, folded: str) -> bool:
    said = rf"\b{office}(?: \w+){{0,2}} la\b|\b(?:lam|la|giu chuc) {office}\b|\b{office}:"
    return re.search(said, folded) is not None


def asks_why(folded_question: str) -> bool:
    """Tell whether a reason is asked for."""
    return _WHY.search(folded_question) is not None


def _holds_period(question: str, folded: str) -> bool:
    """A day within a period that is asked for ("báo cáo quý") must be one of that period."""
    asked = periods_named(question) & _SPOKEN_PERIODS
    return not asked or bool(asked & periods_named(folded))


def _holds_bare_count(question: str, folded: str) -> bool:
    """Where nothing is named that is counted ("điểm PCI đạt bao nhiêu"), a numeral beside the words right before."""
    wanted, said = set(focus_words(question)), set(question.split())
    return any(
        wanted & set(sentence.split()) or len(said & set(sentence.split())) >= _COMMON
        for sentence in re.split(r"[.;]\s", folded)
        if _FREE_NUMERAL.search(sentence)
    )


def _holds_time(question: str, folded: str, quote: str, *, of_documents: bool) -> bool:
    if not _holds_period(question, folded):
        return False
    law = _LAW_ASKED.match(question)
    of_documents = of_documents or law is not None and law.group() in folded.replace(",", "")
    dates = find_dates(quote) if of_documents else free_dates(quote)
    if _END_ASKED.search(question):
        return re.search(_END, folded) is not None
    if _MONTH_ASKED.search(question):
        return bool(dates) or re.search(r"\bthang \d", folded) is not None
    if _DAY_ASKED.search(question):
        return bool(dates) or re.search(_WEEKDAY, folded) is not None
    held = rf"{_PERIOD}|{_WEEKDAY}|\b(?:sau|truoc) khi\b"
    return bool(_CONDITION_ASKED.search(question) or dates) or re.search(held, folded) is not None


def _holds_document(question: str, quote: str) -> bool:
    """A document of the type asked for must be named; any named document where no type is asked."""
    relation = _RELATION_ASKED.search(question)
    if relation is not None and relation.group(1) not in fold(quote):
        return False
    named = {fold(match.group()) for match in _NAMED.finditer(quote)}
    asked = " ; ".join(match.group() for match in _TYPE_ASKED.finditer(question))
    if not asked:
        return bool(named or find_numbers(quote))
    wanted = {_SHORT.get(word, word) for word in re.findall(rf"\b{_TYPES}\b", asked)}
    loosely = any(re.search(rf"\b{word} (?!nay|tren|do)", fold(quote)) for word in wanted & _WRITTEN_SMALL)
    return loosely or bool(wanted & named)


def holds_count(question: str, folded: str) -> bool:
    """A count must stand before the very thing that is counted."""
    if _ORDER_ASKED.search(question):
        return re.search(r"\b(?:lan thu|khoa|dai hoi) [ivx\d]", folded) is not None
    if _TIMES_ASKED.search(question) and len(periods_named(folded)) > 1:
        return True  # "báo cáo mấy lần một năm": every half year and every year
    documents = _DOCUMENTS_COUNTED.search(question)
    if documents is not None:  # "mấy quyết định, số nào": those that are named by number can be counted
        return re.search(rf"\b{documents.group(1)} so \d", folded) is not None
    if _RANK_ASKED.search(question):
        return re.search(r"\b(?:thu|hang|top) \d+", folded) is not None
    if _BARE_COUNT.search(question):
        return _holds_bare_count(question, folded)
    if _MEMBERS.search(question):
        return re.search(rf"\b{_NUMERAL} (?:\w+ )?(?:{_PEOPLE}|\w+ \w+ vien|\w+ vien)\b", folded) is not None
    amount = _AMOUNT.search(question)
    if amount is not None:
        return re.search(rf"\b{amount.group(1)}\b[^.;]{{0,60}}?\b\d", folded) is not None
    if re.search(r"\b(?:bao nhieu|may) nam\b", question) and re.search(r"\b\d{4} ?[-–] ?\d{4}\b", folded):
        return True
    things = [thing for thing in _COUNTED.findall(_OF_COUNTED.sub(" ", question)) if thing not in _ANYTHING]
    if not things and _OF_COUNTED.search(question):
        return _FREE_NUMERAL.search(folded) is not None
    things = [thing.replace("_", "\\w") for thing in things if is_syllable(thing) or thing.endswith("_")]
    return all(
        re.search(rf"\b{_NUMERAL} (?:\w+ )?(?:{_PEOPLE if thing == 'nguoi' else thing})\b", folded) for thing in things
    )
