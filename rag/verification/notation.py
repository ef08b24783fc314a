"""One notation for what is written in many: "hai mươi lăm" and "25", "4 giờ chiều" and "16 giờ", "Phòng TC-KH".

Clauses and sentences are brought to it alike before their values are read. Nothing here makes two values one that are
not: a text only loses the ways in which it may be written.
"""

from __future__ import annotations

import re

from corpus.notations import counts_in_figures

_DIGITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_ENDINGS = {w: n for w, n in _DIGITS.items() if w != "năm"} | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_TENS = re.compile(
    rf"(?<!\w)(?:(?P<tens>{'|'.join(d for d in _DIGITS if d != 'một')}) mươi|(?P<ten>mười))"
    rf"(?: (?P<ending>{'|'.join(_ENDINGS)}))?(?= [\w(]|[,.;]|$)",
    re.IGNORECASE,
)
# "năm" is nearly always a year, "một" nearly always an article: they are left to units of their own.
_DIGIT = re.compile(
    r"(?<!\w)(?<!thứ )(?<!khóa )(?P<digit>hai|ba|bốn|sáu|bảy|tám|chín)"
    r"(?= (?:lượt|hộ|lớp|căn|tổ|đội|phút|đêm|buổi|cuộc|bản|ấp|xóm|phường|tỉnh|đoàn|chi bộ|học viên|tuổi"
    r"|khách|ngôi|chiếc|vụ|đơn|phiếu|lít|mét|cây|con|kg|tấn|đồng|triệu|nghìn|tỷ|điểm|trường|bộ|bến|phần trăm)(?!\w))",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![\w/.,])(?P<hour>[01]?\d|2[0-4])(?:h|:)(?P<minute>[0-5]\d)?(?!\w)")
_HALF_DAY = re.compile(
    r"(?<![\w/.,])(?P<hour>\d{1,2}) giờ(?P<minutes> \d{1,2} phút)? (?:buổi )?(?P<half>sáng|trưa|chiều|tối)(?!\w)",
    re.IGNORECASE,
)
_MONTHS = ("Giêng", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười một", "Mười hai")
_MONTH = re.compile(rf"(?<!\w)(?P<word>[Tt]háng) (?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})(?!\w)")
_WEEKDAY = re.compile(r"(?<!\w)[Tt]hứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)(?!\w)")
_HALVED = re.compile(r"(?<!\w)(?P<bound>quá|hơn|trên|ít nhất|tối thiểu) (?:một )?nửa(?!\w)", re.IGNORECASE)
_ONE = re.compile(r"(?<!\w)(?P<bound>ít nhất|tối thiểu|tối đa|không quá) một(?= \w)", re.IGNORECASE)
_PER = re.compile(r"(?<=[^\W\d_])/(?=(?!tháng|năm|quý|tuần|lần|ngày|hoặc)[a-zà-ỹ]{2})")
_OF_UNIT = (
    (re.compile(r"(?<=\d)\s?m(?![\w²2])"), " mét"),
    (re.compile(r"ki-?lô-?mét"), "km"),
    (re.compile(r"ki-?lô-?gam"), "kg"),
    (re.compile(r"héc-?\s?ta"), "ha"),
)
# Abbreviations of bodies whose parts are joined by a mark, each as it is read.
_JOINED = {
    "TC[-&]KH": "Tài chính - Kế hoạch",
    "TN[-&]?MT": "Tài nguyên và Môi trường",
    "GD[-&]?ĐT": "Giáo dục và Đào tạo",
    "LĐ-?TB[-&]?XH": "Lao động - Thương binh và Xã hội",
    "NN[-&]?PTNT": "Nông nghiệp và Phát triển nông thôn",
    "VH-?TT[-&]?DL": "Văn hóa, Thể thao và Du lịch",
    "VH[-&]TT": "Văn hóa và Thông tin",
    "KH[-&]ĐT": "Kế hoạch và Đầu tư",
    "KH[-&]CN": "Khoa học và Công nghệ",
    "KT[-&]HT": "Kinh tế và Hạ tầng",
    "TT&TT": "Thông tin và Truyền thông",
    "PT-TH": "Phát thanh và Truyền hình",
    "TT-TH": "Truyền thanh - Truyền hình",
}
_SHORT = re.compile("|".join(rf"(?P<n{n}>(?<![\w/&-]){short}(?![\w/&-]))" for n, short in enumerate(_JOINED)))
_LONG = tuple(_JOINED.values())


def in_one_notation(text: str) -> str:
    """Return an NFC text with counts in figures, hours from 0 to 24 and abbreviations of two parts spelled out."""
    text = _SHORT.sub(lambda match: _LONG[int(str(match.lastgroup)[1:])], text)
    text = _MONTH.sub(lambda m: f"{m['word']} {_MONTHS.index(m['name']) + 1}", text)
    text = _WEEKDAY.sub(lambda match: match.group().lower(), text)
    text = _HALVED.sub(r"\g<bound> 50%", text)
    text = counts_in_figures(_ONE.sub(r"\g<bound> 1", text))
    text = _DIGIT.sub(lambda match: str(_DIGITS[match["digit"].lower()]), _TENS.sub(_tens, text))
    text = _HALF_DAY.sub(_hour, _CLOCK.sub(_clock, text))
    for pattern, written in _OF_UNIT:
        text = pattern.sub(written, text)
    return _PER.sub(" một ", text)


def _tens(words: re.Match[str]) -> str:
    tens = 1 if words["ten"] else _DIGITS[words["tens"].lower()]
    return str(10 * tens + (_ENDINGS[words["ending"].lower()] if words["ending"] else 0))


def _clock(match: re.Match[str]) -> str:
    minute = match["minute"]
    return f"{match['hour']} giờ" if not minute or minute == "00" else f"{match['hour']} giờ {minute} phút"


def _hour(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    later = match["half"].lower() in {"chiều", "tối"} and hour < 12
    return f"{hour + 12 if later else hour} giờ{match['minutes'] or ''}"
