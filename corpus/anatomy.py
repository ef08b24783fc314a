"""Telling by its words what a single line is, in the anatomy of an administrative document.

Every test takes one line without surrounding spaces. Sources: Decree 30/2020/NĐ-CP, Annex I, and Guidance
36-HD/VPTW for Party documents.
"""

from __future__ import annotations

import re

from corpus.folding import fold

_TYPES = (
    "nghị quyết|nghị quyết liên tịch|quyết định|chỉ thị|quy chế|quy định|thông cáo|thông báo|thông tri|thông tư|"
    "thông tư liên tịch|hướng dẫn|chương trình|chương trình hành động|chương trình phối hợp|kế hoạch|"
    "kế hoạch liên tịch|kế hoạch phối hợp|phương án|đề án|dự án|báo cáo|biên bản|tờ trình|hợp đồng|công văn|"
    "công điện|bản ghi nhớ|bản thỏa thuận|kết luận|lệnh|pháp lệnh|luật|bộ luật|nghị định|hiến pháp|điều lệ|"
    "giấy mời|giấy ủy quyền|giấy giới thiệu|văn bản hợp nhất|sắc lệnh|quy trình|nội quy|đề cương|quyết nghị"
)
_TYPE_LINE = re.compile(rf"(?:dự thảo\s+)?(?:{_TYPES})\s*[:.]?", re.IGNORECASE)
_TYPE_START = re.compile(rf"(?:{'|'.join(sorted((t.upper() for t in _TYPES.split('|')), key=len, reverse=True))})\b")
_CAPACITY = re.compile(
    r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)(?:\s*[./]\s*|\s+)[A-ZĐÀ-Ỹ]{2}|"
    r"(?:PHÓ |QUYỀN |Q\. ?)?(?:CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHỦ NHIỆM|CHÁNH|TRƯỞNG|BÍ THƯ|"
    r"THỦ TƯỚNG|VIỆN TRƯỞNG|CỤC TRƯỞNG|VỤ TRƯỞNG|TỔNG CỤC TRƯỞNG|TỔNG BÍ THƯ|HIỆU TRƯỞNG|THỐNG ĐỐC|TỔNG KIỂM TOÁN|"
    r"TỔNG THANH TRA|CHỈ HUY|TƯ LỆNH|CHÍNH ỦY|CHI CỤC TRƯỞNG|TỔNG THƯ KÝ|TRƯỞNG BAN|ỦY VIÊN|PHÓ)\b"
)
_AUTHORITY = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ)\s*[./]\s*[A-ZĐÀ-Ỹ]{2}")
_PLACE_AND_DATE = re.compile(
    r"[^.;:]{0,60},\s*(?:ngày|ngay)\s*[\d.…_\s/]{0,12}\s*tháng\s*[\d.…_\s/]{0,12}\s*năm\s*[\d.…_\s]{0,8}\.?",
    re.IGNORECASE,
)
_NUMBER_LINE = re.compile(r"(?:Số|SỐ)(?:\s*[:.]\s*|\s+)(?=\S*\s?\S*[/-])|(?:Số|SỐ)\s*:")
_SUBJECT_OF_LETTER = re.compile(r"(?:V/v|V/V|Về việc)\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"n[ơo]i\s+nh[ậâ]n\s*(?::|$)", re.IGNORECASE)
_ADDRESSEES = re.compile(r"kính\s+g[ửữở]i\b", re.IGNORECASE)
_APPENDIX = re.compile(
    r"(PHỤ LỤC|Phụ lục|BIỂU MẪU|MẪU SỐ|Mẫu số|Mẫu biểu|MẪU BIỂU|Mẫu|MẪU|BIỂU SỐ|Biểu số|PHỤ BIỂU)"
    r"(?:\s+(?:SỐ|số)?\s*(?:[:.]?\s*)"
    r"([IVX]{1,5}(?:\.\d{1,3})*|\d{1,3}|[A-Z]|\d{1,2}[a-zA-Z.]{0,3})(?:[/-]\S{1,12})?)?\b"
)
_BASIS = re.compile(
    r"(?:căn cứ|xét|theo đề nghị|trên cơ sở|thực hiện|thi hành|triển khai|để|nhằm|theo|thừa ủy quyền|sau khi|"
    r"trong thời gian)\b",
    re.IGNORECASE,
)
_STRICT_BASIS = re.compile(r"(?:căn cứ|xét đề nghị|theo đề nghị)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:trên đây là|trên đây,|yêu cầu (?:thủ trưởng|các|giám đốc|chủ tịch)|đề nghị (?:các|thủ trưởng|quý)|"
    r"nhận được|trong quá trình (?:tổ chức |triển khai )?thực hiện|quá trình (?:tổ chức |triển khai )?thực hiện|"
    r"kính đề nghị|trân trọng|rất mong|kế hoạch này|chỉ thị này|thông báo này|hướng dẫn này|kết luận này|"
    r"giao (?:sở|ban|văn phòng|bộ|ủy ban|ubnd)|ủy ban nhân dân .{0,60}yêu cầu|ubnd .{0,60}yêu cầu|"
    r"luật này (?:đã )?được|nghị quyết này (?:đã )?được|pháp lệnh này (?:đã )?được|"
    r"căn cứ (?:nội dung |kế hoạch |chỉ thị )?(?:này|trên))",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"(?:trên đây là|trên đây,|trân trọng|rất mong|(?:trong )?quá trình\b.{0,40}\bthực hiện)", re.IGNORECASE
)
_RECEIVES = re.compile(r"[A-ZĐỦÀ-Ỹ][^;:.]{2,60}\bnhận được\b")
_DEBRIS = (
    re.compile(r"(?:trang\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*/\s*\d{1,4})?", re.IGNORECASE),
    re.compile(r"(?:\d{1,3}\s+)?CÔNG BÁO\s*/.{0,60}"),
    re.compile(r"(?:Ký bởi|Ngày ký|Thời gian ký|Signature Not Verified|Signed by)\s*:.{0,120}"),
    re.compile(r"[\W_]{1,12}"),
    re.compile(r"\(\s*(?:xem tiếp|tiếp theo)\b[^)]{0,60}\)", re.IGNORECASE),
)
_NAME_WORD = r"[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ][^\W\d_A-ZĐ]*[’']?"
_DEGREE = (
    r"(?:(?:Thiếu|Trung|Thượng|Đại)\s+(?:úy|tá|tướng)|Đại tướng|GS|PGS|TS|ThS|BS|CKI{0,2}|KS|Ông|Bà|\(?đã ký\)?)\.?"
)
_NAME = re.compile(rf"(?:{_DEGREE}[ .,]*)*({_NAME_WORD}(?:\s+{_NAME_WORD}){{1,5}})\.?")
_SHORT_NAME_STOPS = frozenset(
    (
        "Nơi",
        "Điều",
        "Chương",
        "Mục",
        "Phụ",
        "Lưu",
        "Kính",
        "Số",
        "Như",
        "Ngày",
        "Phần",
        "Trên",
        "Mẫu",
        "Biểu",
        "Bộ",
        "Sở",
        "Ban",
        "Hội",
        "Cơ",
        "Trường",
        "Phòng",
        "Cục",
        "Vụ",
        "Tổng",
    )
)
_MOTTO = re.compile(
    r"(?:\W*(?:cong hoa xa hoi chu nghia( viet nam)?|viet nam dan chu cong hoa|dang cong san viet nam)\W*)|"
    r"\W*doc lap\s*[-–—]\s*tu do\s*[-–—]?\s*(?:hanh phuc)?.{0,20}"
)
_NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"


def opens_lower(line: str) -> bool:
    """Tell whether a line begins with a small letter, as the rest of a broken sentence does."""
    stripped = line.lstrip("\"'“”‘’([")
    return bool(stripped) and stripped[0].islower()


def is_type_line(line: str) -> bool:
    """Tell whether a line is nothing but a document type in capitals ("KẾ HOẠCH", "QUYẾT ĐỊNH:")."""
    return len(line) <= 40 and line.isupper() and _TYPE_LINE.fullmatch(line) is not None


def opens_with_type(line: str) -> bool:
    """Tell whether a line begins with a document type in capitals ("KẾ HOẠCH Phối hợp …")."""
    return _TYPE_START.match(line) is not None


def is_motto(line: str) -> bool:
    """Tell whether a line carries the national title and motto, or the Party's name."""
    if len(line) > 120:
        return False
    return _MOTTO.fullmatch(fold(line)) is not None or _NATIONAL_TITLE in line.replace("HOÀ", "HÒA")


def is_number_line(line: str) -> bool:
    """Tell whether a line is the document's own number ("Số: 614 /KH-UBND"), filled in or blank."""
    return len(line) <= 90 and _NUMBER_LINE.match(line) is not None


def is_place_and_date(line: str) -> bool:
    """Tell whether a line is place and date of issue ("Hà Nội, ngày 24 tháng 3 năm 2020"), filled in or blank."""
    return len(line) <= 110 and _PLACE_AND_DATE.fullmatch(line) is not None


def is_letter_subject(line: str) -> bool:
    """Tell whether a line opens the subject of a letter ("V/v …")."""
    return _SUBJECT_OF_LETTER.match(line) is not None


def opens_recipients(line: str) -> bool:
    """Tell whether a line opens the list of recipients."""
    return _RECIPIENTS.match(line) is not None


def opens_addressees(line: str) -> bool:
    """Tell whether a line opens the address of a letter ("Kính gửi: …") or telegram ("THỦ TƯỚNG CHÍNH PHỦ điện:")."""
    if line.endswith("điện:") and line.removesuffix("điện:").isupper():
        return True
    return _ADDRESSEES.match(line) is not None


def opens_letter_body(line: str) -> bool:
    """Tell whether a line begins what a letter says below its address ("Sở X nhận được …", "Trả lời công văn …")."""
    return _RECEIVES.match(line) is not None or line.startswith(("Trả lời", "Phúc đáp")) or opens_basis(line)


def opens_appendix(line: str) -> str | None:
    """Return the printed name of an appendix or form that a line opens ("Phụ lục I", "Mẫu số 02"), else None."""
    found = _APPENDIX.match(line)
    if not found or len(line) > 160:
        return None
    rest = line[found.end() :].strip()
    if rest and not (rest.isupper() or rest[0] in ".:-–(/" or (found[1].isupper() and found[2])):
        return None
    if not found[2] and (not found[1].isupper() or (rest and rest[0] not in ":.(-–")):
        return None
    return " ".join(found[0].split())


def opens_basis(line: str) -> bool:
    """Tell whether a line begins like a legal basis or the reason for issuing."""
    return _BASIS.match(line) is not None


def is_strict_basis(line: str) -> bool:
    """Tell whether a line is a legal basis beyond doubt ("Căn cứ …", "Theo đề nghị …")."""
    return _STRICT_BASIS.match(line) is not None


def opens_closing(line: str) -> bool:
    """Tell whether a paragraph begins like the one that ends a document ("Trên đây là …")."""
    return _CLOSING.match(line) is not None


def is_closing_formula(line: str) -> bool:
    """Tell whether a paragraph is nothing but the formula that ends a document ("Trên đây là …", "Trân trọng")."""
    return _FORMULA.match(line) is not None


def is_capacity(line: str) -> bool:
    """Tell whether a line names an authority or office in a signature block ("TM. ỦY BAN …", "PHÓ CHỦ TỊCH")."""
    return len(line) <= 120 and _CAPACITY.match(line) is not None and _mostly_upper(line)


def is_authority(line: str) -> bool:
    """Tell whether a line says on whose behalf one signs ("TM.", "KT.", "TL.", "TUQ.")."""
    return len(line) <= 120 and _AUTHORITY.match(line) is not None


def is_person_name(line: str) -> bool:
    """Tell whether a line is nothing but a Vietnamese person's name, perhaps with rank or degree."""
    if len(line) > 60 or line.isupper():
        return False
    found = _NAME.fullmatch(line)
    return found is not None and found[1].split()[0] not in _SHORT_NAME_STOPS


def is_signature_line(line: str) -> bool:
    """Tell whether a whole signature stands on one line ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn A")."""
    if len(line) > 160 or not _CAPACITY.match(line):
        return False
    words = line.split()
    name = [place for place, word in enumerate(words) if not word.isupper() and any(map(str.isalpha, word))]
    if not name or name[0] == 0:
        return False
    return is_person_name(" ".join(words[name[0] :]))


def is_debris(line: str) -> bool:
    """Tell whether a line is a page number, a running head, a digital stamp or a rule."""
    if len(line) > 140:
        return False
    if line.startswith(("Người ký:", "Cơ quan:")):
        return line.partition(":")[2].isupper()
    return any(pattern.fullmatch(line) for pattern in _DEBRIS)


def _mostly_upper(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    return sum(char.isupper() for char in letters) >= 0.8 * len(letters)
