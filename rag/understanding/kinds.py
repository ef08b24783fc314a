"""What kind of answer a question asks for, read off its interrogatives.

All patterns run on folded text, so that a question without diacritics is read like one with them.
"""

from __future__ import annotations

import re
from enum import StrEnum

from corpus.doctypes import DOC_TYPES
from corpus.folding import fold


class Kind(StrEnum):
    """What the asker expects to read first."""

    SIGNER = "signer"
    RECIPIENTS = "recipients"
    ADDRESSEES = "addressees"
    OWN_NUMBER = "own_number"
    OWN_DATE = "own_date"
    OWN_ISSUER = "own_issuer"
    OWN_SUBJECT = "own_subject"
    BASES = "bases"
    WHICH_STORED = "which_stored"  # which documents of the store …
    WHERE_MENTIONED = "where_mentioned"  # at which place is … mentioned
    WHEN = "when"
    HOW_MANY = "how_many"
    PERCENT = "percent"
    MONEY = "money"
    WHICH_DOCUMENT = "which_document"  # which (cited) directive, plan, law …
    WHO = "who"
    TO_WHOM = "to_whom"
    CLAUSE = "clause"


_DOCUMENT = (
    r"(?:van ban|tai lieu|ke hoach|kh|cong van|cv|chi thi|quyet dinh|huong dan|thong bao|chuong trinh|ban ke hoach"
    r"|nghi quyet|ket luan|quy dinh|to trinh|bao cao nay|giay moi)"
)
_OFFICES = (
    r"(?:chu tich|pho chu tich|bi thu|pho bi thu|truong ban|pho truong ban|giam doc|chanh van phong|thu truong|ct|pct)"
)
_WHO = r"(?:ai|chu tich nao|pho chu tich nao|bi thu nao|nguoi nao|vi nao|ong nao|ba nao|dong chi nao|lanh dao nao)"

# "ai đề nghị ban hành": what is done before a document is issued, by others than its issuer.
_BEFORE_ISSUING = r"(?:de nghi|de xuat|kien nghi|trinh|tham muu|du thao|soan thao|xay dung|tham dinh|gop y|phoi hop)"

_OWN = (
    (
        Kind.SIGNER,
        rf"\b{_WHO}\b(?: \w+){{0,14}} ky\b(?! (?:nang|thuat|luat|cuong|niem|ket))"
        rf"|\bai (?:dang )?(?:la|giu chuc) (?:chu tich|pho chu tich|bi thu|pho bi thu|giam doc|chanh van phong)\b"
        rf"|\b{_OFFICES}\b.{{0,60}}\bky\b.{{0,60}}\b(?:la ai|ten gi|ten la gi)\b|\b{_OFFICES}\b.{{0,90}}\b(?:la ai"
        rf"|ten gi|ten la gi|la (?:ong|ba|ong ba|dong chi|nguoi|vi) nao)\b"
        rf"|\bnguoi (?:(?:da|dung ten|dat but|thay mat|dai dien) )*ky\b"
        rf"|\bky (?:ten|duyet|voi tu cach|voi chuc|thay|thay mat)\b|\bchu ky cua\b"
        rf"|\bco phai (?:do )?{_OFFICES}(?: \w+){{0,4}} ky\b"
        rf"|\bdo {_WHO} ky\b|\b{_DOCUMENT}\b.{{0,80}}\bky boi\b|\bai la nguoi ky\b|\b{_WHO} dung ten\b",
    ),
    (
        Kind.RECIPIENTS,
        rf"\bnoi nhan\b|\b{_DOCUMENT}\b.{{0,60}}\bluu (?:tru )?(?:o|tai) (?:dau|(?:co quan|don vi|noi) nao)\b"
        rf"|\b{_DOCUMENT}(?: nay| do| tren)? gui (?:bao cao )?(?:cho|den|toi)\b"
        rf"|\b{_DOCUMENT} (?:(?!bao cao|nop|yeu cau|de nghi|giao)[\w/.&-]+ ){{0,6}}(?<!kinh )gui (?:cho |den |toi )?"
        r"(?:nhung |cac )?(?:ai|dau|(?:co quan|don vi|noi) nao)\b"
        rf"|\b{_DOCUMENT}\b.{{0,60}}\b(?:duoc|da) gui (?:bao cao )?(?:cho|den|toi)\b.{{0,40}}\b(?:ai|nao|dau)\b"
        r"|\b(?:co quan|don vi|noi) nao (?:duoc )?nhan (?:duoc )?(?:van ban|ke hoach|cong van|ban)\b",
    ),
    (Kind.ADDRESSEES, r"\bkinh gui\b"),
    (
        Kind.OWN_NUMBER,
        rf"^(?:so|so hieu) (?:cua )?{_DOCUMENT}\b(?! (?:\w+ ){{0,6}}(?:phai|can|duoc|nam \d+ dat)\b)"
        rf"|\b(?:so hieu|so ky hieu|so, ky hieu|ky hieu|so van ban)\b|\b{_DOCUMENT}\b.{{0,80}}\b(?:so may"
        rf"|so bao nhieu|mang so)\b"
        rf"|\bso (?:cua )?{_DOCUMENT}\b.{{0,60}}\bla (?:gi|bao nhieu|may)\b",
    ),
    (
        Kind.OWN_DATE,
        r"\b(?:cai|ban) (?:nay|do)\b.{0,20}\b(?:ky|ban hanh|ra) (?:hom|ngay|khi|luc)\b|"
        r"\bky (?:ban hanh )?(?:van ban|ke hoach|cong van|chi thi|quyet dinh|thong bao|nghi quyet)\b"
        r".{0,80}\b(?:ngay|hom|thang|luc) (?:nao|may)\b|"
        rf"\b{_DOCUMENT}\b.{{0,120}}\b(?:ban hanh|phat hanh|ra|ky|de|ghi)\b(?: \w+){{0,2}} (?:ngay|hom|luc|khi"
        rf"|thang|bao gio)\b"
        rf"|\b(?:ban hanh|phat hanh|ra|ky) (?:cai |ban |to )*{_DOCUMENT}\b.{{0,80}}\b(?:ngay|hom|luc|khi|thang|bao gio)"
        rf"(?: nao| may)?\b"
        rf"|\bngay (?:thang )?(?:nam )?(?:ban hanh|ky|ra|phat hanh)\b"
        rf"|\b(?:ban hanh|phat hanh) (?:vao )?(?:khi|luc|ngay|hom|thang) (?:nao|may)\b|\b(?:khi nao|bao gio"
        rf"|ngay nao)\b.{{0,60}}\bban hanh\b",
    ),
    (
        Kind.OWN_ISSUER,
        rf"\b(?:{_WHO}|co quan nao|don vi nao|cap nao|noi nao)\b(?: (?!{_BEFORE_ISSUING}\b)\w+){{0,3}}"
        r" (?:ban hanh|phat hanh)\b"
        rf"|\b{_DOCUMENT}\b.{{0,60}}\b(?:do|cua) (?:nhung |cac )?(?:{_WHO}|co quan nao|don vi nao|cap nao"
        rf"|ben nao) (?:cung |phoi hop )*(?:lam|xay dung|lap|soan|ban hanh|ra)\b"
        rf"|\bdo (?:{_WHO}|co quan nao|don vi nao|cap nao) (?:ban hanh|ra|phat hanh)\b|\bcua co quan nao ban hanh\b",
    ),
    (
        Kind.OWN_SUBJECT,
        rf"^(?:cho biet |xem )?ten (?:cua )?{_DOCUMENT}\b(?!.*\b(?:nguoi|co quan|don vi)\b)"
        rf"|\btrich yeu\b|\bten (?:day du|goi|chinh thuc)\b|\b{_DOCUMENT}\b.{{0,80}}\bten (?:la )?gi\b",
    ),
    (
        Kind.BASES,
        r"\bcan cu (?:vao |phap ly |de |ban hanh |xay dung )*(?:dau|gi|nao|nhung|cac|van ban|chi thi|ke hoach"
        r"|chuong trinh|cong van)\b"
        rf"|\bcan cu phap ly {_DOCUMENT}\b|\bco so phap ly (?:cua )?{_DOCUMENT}\b"
        r"|\bcan cu (?:phap ly )?(?:cua|ban hanh|de ban hanh|de xay dung)\b|\bdua tren (?:co so "
        r"|can cu )?(?:van ban|nhung|cac) "
        rf"|\b{_DOCUMENT}\b.{{0,60}}\b(?:ban hanh|ra doi|xay dung|lap)\b(?: nay)? (?:de|nham) (?:trien khai "
        rf"|thuc hien )+"
        r"(?:chuong trinh|van ban|cong van|ke hoach|chi thi|nghi quyet)\b(?:.{0,20}\bnao\b)?",
    ),
)

# "thay thế hướng dẫn số mấy, ngày nào": number and day of another document, which this one does something about.
_OF_ANOTHER = re.compile(
    rf"\b(?:thay the|bai bo|huy bo|dinh chinh|sua doi|bo sung|can cu|dua (?:tren|vao)|theo|thuc hien|trien khai|tra loi"
    rf"|phuc dap|quan triet|vien dan|kem theo)(?: (?:cho|vao|tren|cac|nhung|nao))* {_DOCUMENT}\b(?: \w+){{0,6}}? "
    r"(?:so may|so bao nhieu|so nao|mang so|so hieu|ngay nao|nao)\b"
)
# "ai ký thư xin lỗi": what is signed is not a document of the store but something the document speaks of.
_SIGNS_SOMETHING = re.compile(
    rf"\bky (?!(?:{_DOCUMENT}|ban|ten|duyet|voi|thay|nay|do|vay|the|a|nhe|nhi|so|vao|ngay|o|la|lanh|va|khong|hom"
    rf"|luc|nam|phoi|de|cong|dan|nam)\b)[a-z]+"
)
_STORED = (
    r"\b(?:nhung|cac|may|bao nhieu|liet ke (?:nhung|cac)?)?\s*(?:van ban|tai lieu|dia phuong|noi|tinh|huyen|xa)"
    r"(?: (?!(?:ngay|thang|nam|luc|khi|truoc)\b)\w+){0,3} nao\b"
    r"|\b(?:co )?(?:may|bao nhieu) (?:van ban|dia phuong|tai lieu|noi)\b"
    r"|\b(?:nhung|cac) (?:ke hoach|cong van|van ban|dia phuong|tai lieu) (?:nao |co |deu |cung )"
    r"|\b(?:nhung|cac) (?:quyet dinh|chi thi|ke hoach|cong van|huong dan|nghi quyet|thong bao) nao (?:co|duoc|noi|dan"
    r"|nhac|quy dinh|ap dung)\b"
    r"|\b(?:o|tai) nhung (?:dau|noi nao|van ban nao)\b|^(?:ke hoach|cong van|van ban) nao\b"
    r"|\bliet ke (?:nhung |cac |tat ca (?:cac )?)?(?:van ban|dia phuong|tai lieu)\b|\b(?:tinh|huyen|xa) nao\b"
)
_WHERE = (
    r"\b(?:muc|(?<!bo )phan|diem|khoan|(?<!giai )doan|cho|dieu|vi tri|trang) nao\b|\b(?:nhac|neu|de cap|vien dan|dan"
    r"|noi|ghi|quy dinh|trich)\b.{0,60}\b(?:o|tai) dau\b|\bnam (?:o|tai) dau\b|\bnhung (?:muc|phan|cho"
    r"|diem) nao\b"
    r"|\bnam (?:o|trong) (?:dau|phan nao|muc nao)\b"
)
_WHEN = (
    r"\b(?:khi nao|bao gio|luc nao|hom nao|ngay nao|ngay may|thang may|thang nao|nam nao|may gio|thoi (?:gian|han"
    r"|diem) nao)\b"
    r"|\bhan (?:nop|chot|cuoi|bao cao|gui|hoan thanh)\b|\bthoi han\b|\bdeadline\b|\b(?:cham nhat"
    r"|truoc) (?:la )?(?:ngay |khi )?(?:nao|may)\b"
    r"|\bngay bao nhieu\b|\bngay thang nam nao\b|\bthoi gian\b.{0,30}\b(?:nao|the nao|ra sao)\b|\bmoc thoi gian\b"
    r"|\bden (?:het )?nam nao\b|\bgiai doan (?:nao|may|bao nhieu)\b"
)
_PERCENT = r"\b(?:bao nhieu|may) (?:%|phan tram)|\bty le\b|\bti le\b|\bbao nhieu ?%|\bphan tram\b"
_MONEY = (
    r"\b(?:bao nhieu|may) (?:tien|kinh phi|dong|trieu|ty|ti)\b|\b(?:chi|tieu|ton) (?:het )?bao nhieu\b(?! \w+ vien)"
    r"|\b(?:kinh phi|so tien|don gia|gia tien|chi phi"
    r"|le phi|tien (?:thuong|luong|phat|ho tro|boi thuong|an|cong)|phu cap|thu lao|muc (?:chi|thuong|phat|ho tro"
    r"|khoan|dong|thu|boi thuong|phu cap|luong|vay))\b.{0,80}\bbao nhieu\b(?! (?:ngay|lan|nguoi|ho|thang|nam|xa|lop))"
)
_COUNT = r"\bbao nhieu\b|(?<!bo )\bmay (?!gio|hom|moc|tinh)\w+|\bso luong\b|\bthu may\b"
# "mấy lớp … thì ai mở", "hỏi mấy chuyện": several, where something else is asked behind it.
_SEVERAL = re.compile(
    r"(?:^|[.!?;] |\b(?:hoi|ve|voi|lam) )(?:a |em |toi |cho )?may \w+(?=.*\b(?:nao|gi|ai|the nao|ra sao|o dau|hay)\b)"
)
_TYPE = "|".join(
    sorted(
        ({fold(kind.name) for kind in DOC_TYPES} - {"bao cao"})
        | {"van ban", "van kien", "tai lieu", "kh", "cv", "nq", "nd", "ct", "qd", "kl"},
        key=len,
        reverse=True,
    )
)
_NUMBER_ASKED = re.compile(rf"\b(?:{_TYPE}) so (?:may|bao nhieu)\b")
# "tỉnh quy định gì", "huyện hướng dẫn những gì": here the type of a document is a verb.
_AS_VERB = (
    r"(?<!theo )(?<!vao )(?<!bang )(?<!can cu )(?<!thuc hien )(?<!ban hanh )"
    r"(?:quy dinh|huong dan|ket luan|quyet dinh|chi thi|thong bao) (?:nhung |cac |them |dieu |cai |viec |ve )*gi\b"
)
# Words that do not belong to a document's name: between its type and the interrogative they tell what is asked.
_NO_NAME = (
    r"(?:the|nhu|yeu cau|neu|noi|giao(?! duc| thong)|co|quy dinh|huong dan|ghi|de (?=cap|ra|nghi)|dat(?! dai)|ky|ra"
    r"|can(?! bo)|phai|la"
    r"|lam|muc(?! tieu)|ngay|ho tro|nham|viet|nhac|duoc|se|da|cho|do|phan cong)"
)
_WHICH_DOCUMENT = (
    rf"\b(?!{_AS_VERB})(?:{_TYPE})(?! (?:ve|tai|cho|doi)\b)(?: (?!{_NO_NAME}\b)\w+){{0,2}} (?:nao|gi|so may"
    rf"|so bao nhieu)\b"
)
_WHO_DOES = (
    r"\b(?:ai|co quan nao|don vi nao|bo phan nao|cap nao|phong nao|ban nao|so nao|nguoi nao|can bo nao|to chuc nao"
    r"|noi nao|ben nao|phong ban nao"
    r"|chu the nao|luc luong nao|nganh nao)\b|\b(?:do|giao|cho|voi|cua) (?:ai|don vi|co quan) (?:nao)?\b"
)
_SENDS = r"(?:bao cao|(?<!kinh )gui|nop|(?<!chuong )(?<!qua )(?<!quy )(?<!cong )(?<!tien )(?<!lo )trinh)"
_TO_WHOM = (
    rf"\b{_SENDS}\b.{{0,60}}?\b(?:ve|cho|den|toi|len) (?:cap )?(?:nhung |cac )?"
    r"(?:ai|dau|(?:co quan|don vi|cap|noi|so|phong|ban|bo phan|ben) nao)\b"
    rf"|\b{_SENDS} (?:nhung )?ai\b"
)


def kinds_of(folded_question: str) -> frozenset[Kind]:
    """Return every kind the question may be of; `Kind.CLAUSE` alone when no interrogative says more.

    `folded_question` is folded text (`corpus.folding.fold`). Kinds about the document itself ("own") are
    candidates only: whether they hold depends on which document is meant.
    """
    found = {kind for kind, pattern in _OWN if re.search(pattern, folded_question)}
    if _SIGNS_SOMETHING.search(folded_question):
        found.discard(Kind.SIGNER)
    if _OF_ANOTHER.search(folded_question):
        found -= {Kind.OWN_NUMBER, Kind.OWN_DATE}
    content = (
        (Kind.WHICH_STORED, _STORED),
        (Kind.WHERE_MENTIONED, _WHERE),
        (Kind.WHEN, _WHEN),
        (Kind.PERCENT, _PERCENT),
        (Kind.MONEY, _MONEY),
        (Kind.HOW_MANY, _COUNT),
        (Kind.WHICH_DOCUMENT, _WHICH_DOCUMENT),
        (Kind.WHO, _WHO_DOES),
        (Kind.TO_WHOM, _TO_WHOM),
    )
    found |= {kind for kind, pattern in content if re.search(pattern, folded_question)}
    if Kind.TO_WHOM in found:  # who receives is asked for, not who does
        found -= {Kind.WHO} if Kind.RECIPIENTS not in found else {Kind.WHO, Kind.TO_WHOM}
    if Kind.HOW_MANY in found and _counts_nothing(folded_question):
        found.discard(Kind.HOW_MANY)
    return frozenset(found) or frozenset({Kind.CLAUSE})


def _counts_nothing(folded_question: str) -> bool:
    """Tell "mấy lớp học nghề thì ai mở", where "mấy" means several, and "công văn số mấy", from "mở mấy lớp"."""
    asking = _SEVERAL.sub(" ", _NUMBER_ASKED.sub(" ", folded_question))
    return asking != folded_question and not re.search(_COUNT, asking)
