"""Persons whom documents name right behind their office: "Phó Chủ tịch UBND tỉnh Nguyễn Văn A"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.anatomy import is_person_name
from corpus.folding import fold
from corpus.model import Document, DocumentId, Passage
from rag.answering.shelf import Shelf

_MOST_READ = 12
_OFFICE = (
    r"(?:Phó\s+|Quyền\s+)?(?:Chủ tịch|Bí thư|Trưởng ban|Trưởng Ban|Giám đốc|Chánh Văn phòng|Chủ nhiệm|Trưởng phòng"
    r"|Bộ trưởng|Thứ trưởng|Viện trưởng|Chánh án|Chủ tịch nước|Thủ tướng)(?:\s+Thường trực|\s+thường trực)?"
)
# What may stand between an office and a name: the body and its place, and how the person is addressed.
_BODY = (
    r"(?:\s+(?:UBND|HĐND|MTTQ|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|Ủy ban MTTQ|Tỉnh ủy|Huyện ủy|Thành ủy"
    r"|Thị ủy|Đảng ủy|Ban Dân vận|Sở Nội vụ|tỉnh|huyện|thành phố|thị xã|xã|phường|thị trấn|Việt Nam))*"
)
_ADDRESS = r"(?:\s*[-–,:]?\s+(?:đồng chí|Đồng chí|ông|Ông|bà|Bà))?"
_WORD = r"[A-ZĐÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ][a-zà-ỹđ]+"
_LEVEL = re.compile(r"\b(?:tinh|huyen|thanh pho|thi xa|thi tran|quan|phuong|xa)\b")
_SURNAMES = frozenset(
    "an au bach ban bang be bui cam cao chau chu chung co cong cu cung dam dang danh dao diep dieu dinh do doan"
    " doi dong du duong giang giap ha hau ho hoang hong hua huu huynh khong khuat khuong khuu kieu kim kpa ksor"
    " la lai lam lang le lieu lo lu luc luong luu ly ma mac mai mau mong mua muong nghiem ngo nguyen nham nhu"
    " ninh nong ong pham phan phi phu phung quach quan que rcom ro siu son sung ta tang thach thai tham than thao"
    " thi thieu thong thuy tieu to ton tong tran trang trieu trinh truong tu uc uong van vang vi viet vo vu vuong"
    " xa y yen".split()
)
_NAMED = re.compile(rf"(?P<office>{_OFFICE}{_BODY}){_ADDRESS}\s+(?P<name>{_WORD}(?:\s+{_WORD}){{1,4}})(?!\s+[A-ZĐ])")


def places_naming(name: str, ids: Sequence[DocumentId], shelf: Shelf) -> list[tuple[Document, str, Passage, int]]:
    """Return where documents name somebody behind an office: document, that office as printed, passage, offset.

    One place a document, the first; of many documents those are read that hold the name's words.
    """
    found = []
    for document_id in [i for i in ids if i in shelf.holding(ids, name)][:_MOST_READ]:
        document = shelf.document(document_id)
        told = next((n for n in _named_in(document) if fold(n[1]) == fold(name)), None)
        if told is not None:
            found.append((document, told[0], told[2], told[3]))
    return found


def holders_named(document: Document, office: str, level: str | None) -> list[tuple[str, str, Passage, int]]:
    """Return who a document names behind an office, given folded, of a body of the level word given.

    Where none is given, the body is of the document's own level, or of none said. Each is the office as printed, the
    name, the passage and the offset of the office in the text.
    """
    told = [n for n in _named_in(document) if re.match(rf"{office}\b", fold(n[0]))]
    own = fold(document.metadata.locality or "")
    fitting = [n for n in told if _of_level(fold(n[0]), level, own)]
    return list({fold(n[1]): n for n in reversed(fitting)}.values())


def _of_level(office: str, asked: str | None, own: str) -> bool:
    """Tell whether an office is of the level asked for; where none is, of the document's own, or of none said."""
    if asked is not None:
        return re.search(rf"\b{asked}\b", office) is not None
    said = _LEVEL.findall(office)
    return not said or any(own.startswith(f"{word} ") for word in said)


def is_name(printed: str) -> bool:
    """Tell whether words printed in capitals are a person's name: they open with a surname."""
    return is_person_name(printed) and fold(printed.split()[0]) in _SURNAMES


def _named_in(document: Document) -> Iterator[tuple[str, str, Passage, int]]:
    for found in _NAMED.finditer(document.text):
        name = " ".join(found["name"].split())
        passage = next((p for p in document.passages if p.start <= found.start() < p.end), None)
        if passage is not None and is_name(name):
            yield " ".join(found["office"].split()), name, passage, found.start()
