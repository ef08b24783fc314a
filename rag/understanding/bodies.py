"""Bodies that a question names: "Sở Nội vụ", "công an tỉnh", "hội phụ nữ", in any case, with or without diacritics.

A body is a head word ("sở", "phòng", "ban") with a field of work, or a name that stands alone ("công an"). The
lists are those of the organisation of State and Party bodies at province, district and commune level (Decrees
24/2014, 37/2014 and their successors; the Party Charter; the Law on the Fatherland Front), not of any document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.abbreviations import abbreviations

_FIELD = (
    r"noi vu|tu phap|tai chinh(?: (?:ke hoach|- ke hoach|ke toan))?|ke hoach(?: va)? dau tu|cong thuong"
    r"|nong nghiep(?: va (?:ptnt|phat trien nong thon|moi truong))?"
    r"|giao thong(?: van tai)?|xay dung|tai nguyen(?: va)? moi truong|thong tin(?: va)? truyen thong"
    r"|lao dong(?:,? thuong binh(?: va)? xa hoi)?|ldtbxh|van hoa(?:,? the thao(?: va)? du lich| thong tin| xa hoi)?"
    r"|khoa hoc(?: va)? cong nghe|giao duc(?: va)? dao tao|y te|ngoai vu|du lich|dan toc|ton giao|thanh tra"
    r"|kinh te(?: ha tang)?|quan ly do thi"
)
_SHORT = {
    "nv": "noi vu", "tp": "tu phap", "tc": "tai chinh", "khdt": "ke hoach", "ct": "cong thuong", "nn": "nong nghiep",
    "nnptnt": "nong nghiep", "gtvt": "giao thong", "xd": "xay dung", "tnmt": "tai nguyen", "tttt": "thong tin",
    "ldtbxh": "lao dong", "vhttdl": "van hoa", "vhtt": "van hoa",
    "khcn": "khoa hoc", "gddt": "giao duc", "gd": "giao duc", "yt": "y te",
}  # fmt: skip
_SHORT_FIELD = "|".join("[&-]?".join(short) for short in sorted(_SHORT, key=len, reverse=True))
_PARTY = (
    r"dan van|tuyen giao(?: va dan van)?|to chuc|noi chinh|kiem tra|kinh te|can su(?: dang)?|chi dao"
    r"|thanh tra nhan dan|giam sat dau tu cong dong|chap hanh|thuong vu"
)
_NAME = re.compile(
    rf"\b(?:(?:so|phong) (?:{_FIELD}|{_SHORT_FIELD})|(?:thanh tra|van phong) (?:tinh|huyen|so|xa|ubnd"
    rf"|uy ban nhan dan|hdnd|cap uy|tinh uy|huyen uy)"
    rf"|ban (?:{_PARTY})|uy ban kiem tra|ubkt|cong an|quan su|bo chi huy quan su|ban chi huy quan su"
    rf"|bo doi bien phong|bien phong|luc luong vu trang|vien kiem sat|toa an"
    r"|thi hanh an|kho bac|bao hiem xa hoi|cuc thue|chi cuc thue|hai quan|ngan hang|buu dien|dien luc"
    r"|trung tam (?:truyen thong|van hoa|y te|chinh tri|hanh chinh cong)"
    r"|dai (?:phat thanh|truyen hinh|truyen thanh)|bao chi|hoi (?:nong dan|phu nu|lien hiep phu nu|cuu chien binh"
    r"|chu thap do|nguoi cao tuoi|luat gia|khuyen hoc|dong y)"
    r"|doan thanh nien|thanh doan|tinh doan|huyen doan|lien doan lao dong|cong doan|mat tran(?: to quoc)?|mttq"
    r"|tu phap|ke toan|van hoa xa hoi|dia chinh|truong thon|to dan pho"
    r"|hoi dong nhan dan|hdnd|nha truong|truong hoc|benh vien|tram y te)\b"
)


_LOOK_ALIKES = frozenset(
    {
        "số",
        "so",
        "phong",
        "phóng",
        "bạn",
        "bàn",
        "bán",
        "bản",
        "hỏi",
        "đoạn",
        "đoán",
        "đại",
        "từ",
        "tự",
        "tư",
        "kể",
        "kê",
    }
) - {"tư"}
_HEADS_CLOSE = frozenset({"so", "phong", "ban", "cong", "mat", "tu", "ke", "quan", "bao"})
# "Báo Hà Thanh" is a newspaper; "báo cáo Hà Thanh", "thông báo Hà Thanh" are not.
_PAPER = re.compile(r"(?<!thong )(?<!canh )(?<!co )(?<!da )(?<!tin )(?<!du )\b(bao) (?:(?:tinh|thanh pho) )?$")


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body as the question names it, folded, and where."""

    name: str
    start: int
    end: int


def find_bodies(question: str, folded_question: str) -> tuple[NamedBody, ...]:
    """Return the bodies named in a question, in order; `folded_question` is the question folded."""
    accented = not question.isascii()
    found = [
        NamedBody(m.group(), m.start(), m.end())
        for m in _NAME.finditer(folded_question)
        if not accented or _is_head(question[m.start() : m.end()].split()[0].lower())
    ]
    found += [b for b in _in_short(folded_question) if not any(f.start <= b.start < f.end for f in found)]
    return tuple(sorted(found, key=lambda body: body.start))


def find_papers(question: str, folded_question: str, places: Iterable[tuple[int, int]]) -> tuple[NamedBody, ...]:
    """Return the newspapers named after places whose spans are given: "Báo Hà Thanh"."""
    heads = [(_PAPER.search(folded_question[:start]), start, end) for start, end in places]
    return tuple(
        NamedBody(f"bao {folded_question[start:end]}", head.start(1), end)
        for head, start, end in heads
        if head and (question.isascii() or question[head.start(1) : head.end(1)].lower() == "báo")
    )


def _in_short(folded_question: str) -> Iterator[NamedBody]:
    """Yield the bodies that a question names by an abbreviation: "ĐTN", "UBMTTQ"."""
    known = abbreviations().always
    for match in re.finditer(r"(?:\b(hoi )?)([^\W_]+)", folded_question):
        spelled = (match.group(1) or "") + " ".join(known.get(match.group(2), ()))
        named = _NAME.search(spelled) if match.group(2) in known else None
        if named is not None and named.end() == len(spelled):
            yield NamedBody(named.group(), match.start(), match.end())


def names_body(folded_text: str) -> bool:
    """Tell whether a folded text names any body."""
    return _NAME.search(folded_text) is not None


def _is_head(printed: str) -> bool:
    """Tell "sở" from "số": in a question with diacritics, a head word must carry its own."""
    return printed not in _LOOK_ALIKES


def spelled_out(name: str) -> str:
    """Return a body's folded name with the short form of its field spelled out: "so ld-tb&xh" -> "so lao dong"."""
    head, _, field = name.partition(" ")
    return f"{head} {_SHORT.get(re.sub(r'[&-]', '', field), field)}".strip()


def mentions_body(name: str, folded_text: str) -> bool:
    """Tell whether a folded text mentions a body: its head and its field, with little between them.

    "dai truyen hinh" is mentioned by "dai phat thanh va truyen hinh"; "phong tu phap" not by "phong, ban tu phap".
    Fields may be asked for without what joins them: "so van hoa the thao" is mentioned by "so van hoa, the thao".
    """
    head, _, field = name.partition(" ")
    between = r"\s+" if head in _HEADS_CLOSE else r"(?:\s+[\w-]+){0,5}?\s+"
    joined = r",?\s+(?:(?:va|cua)\s+)?".join(re.escape(word) for word in field.split())
    pattern = rf"\b{re.escape(head)}{between}{joined}\b" if field else rf"\b{re.escape(head)}\b"
    return re.search(pattern, folded_text) is not None
