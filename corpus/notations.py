"""One notation for what people write in many: dates, numbers, percentages, counts in words, tone marks, dashes, case.

A fact is looked for in an answer after both were brought to it: "30-5" is "ngày 30 tháng 5", "sáu tháng" is "06 tháng".
"""

from __future__ import annotations

import re
import unicodedata

TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"

_DIGITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_ENDINGS = _DIGITS | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_UNITS = "phần trăm|%|tháng|ngày|tuần|năm|lần|giờ|quý|người|xã|huyện|thôn|cơ quan|đơn vị|nhiệm vụ|nội dung|mô hình"
_TENS = rf"(?:(?P<tens>{'|'.join(_DIGITS)}) mươi|(?P<ten>mười))(?: (?P<ending>{'|'.join(_ENDINGS)}))?"
# "năm" alone is nearly always a year, "một" nearly always an article: they count before few words only.
_COUNT = re.compile(
    rf"(?<!\w)(?:{_TENS}|(?P<digit>{'|'.join(w for w in _DIGITS if w not in {'năm', 'một'})})"
    rf"|(?P<five>năm)(?= (?:lần|tuần|năm|phần trăm|người)(?!\w))|(?P<one>một)(?= (?:lần|tháng|năm|phần trăm)(?!\w)))"
    rf"(?= (?:{_UNITS})(?!\w))",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"(?<!\w)(quý) (iii|ii|iv|i)(?!\w)")
_QUARTERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_DAY, _MONTH = r"(0?[1-9]|[12]\d|3[01])", r"(0?[1-9]|1[0-2])"


def _compiled(*rewrites: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rewrites)


_TYPOGRAPHY = _compiled((r"\[\d+\]", " "), (r"[\"'“”‘’«»]", ""), (r"[‐‑–—]", "-"), (r"\s+", " "))
_NUMBERS = _compiled(
    (r"(?:ngày )?(?<!\d)(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})", r"\1/\2/\3"),
    (r"(?:ngày )?(?<!\d)(\d{1,2}) tháng (\d{1,2})(?!\d| lần)", r"\1/\2"),
    (r"tháng (\d{1,2})(?:,? năm |/|-)(\d{4})(?!\d)", r"\1/\2"),
    (r"(?<![\d.-])(\d{1,2})[.-](\d{1,2})[.-](\d{4})(?!\d)", r"\1/\2/\3"),
    (rf"^{_DAY}-{_MONTH}$", r"\1/\2"),
    (rf"\b(ngày|trước|hạn|đến) {_DAY}[.-]{_MONTH}(?![\d/%-]|\.\d| ?tháng| ?%)", r"\1 \2/\3"),
    (r"(?<![\d/])(\d{1,2}/\d{1,2}),? năm (\d{4})(?!\d)", r"\1/\2"),
    (r"(?<=\w) ?([/-]) ?(?=\w)", r"\1"),
    (r"\b(\d{1,3})\.(?=\d{3}\b)", r"\1"),
    (r"(\d),(\d{1,2})(?!\d)", r"\1.\2"),
    (r"(?<![\d.])0+(?=\d)", ""),
    (r"(\d) ?(?:%|phần trăm)", r"\1%"),
)


def comparable(text: str) -> str:
    """Return text with one notation for case, tone marks, dashes, quotes, dates, numbers and percentages."""
    text = unicodedata.normalize("NFC", text).lower().strip()
    for pattern, replacement in _TYPOGRAPHY:
        text = pattern.sub(replacement, text)
    text = _QUARTER.sub(lambda m: f"{m[1]} {_QUARTERS[m[2]]}", counts_in_figures(text))
    for pattern, replacement in _NUMBERS:
        text = pattern.sub(replacement, text)
    toneless_order = re.sub(r"[^\W\d_]+", _tone_last, text).strip()
    return _COMMITTEE.sub("ubnd", toneless_order)


def counts_in_figures(text: str) -> str:
    """Return NFC text with counts before units in figures: "sáu tháng" is "6 tháng"."""
    return _COUNT.sub(_counted, text)


def contains(answer: str, fact: str) -> bool:
    """Say whether an answer contains a fact in any notation; digits never match inside a longer number."""
    wanted = comparable(fact)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, comparable(answer)) is not None


def _counted(words: re.Match[str]) -> str:
    if words["five"] or words["one"]:
        return "5" if words["five"] else "1"
    if words["digit"]:
        return str(_DIGITS[words["digit"].lower()])
    tens = 1 if words["ten"] else _DIGITS[words["tens"].lower()]
    return str(10 * tens + (_ENDINGS[words["ending"].lower()] if words["ending"] else 0))


def _tone_last(word: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFD", word[0])
    tones = "".join(c for c in letters if c in TONE_MARKS)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONE_MARKS)) + tones


_COMMITTEE = re.compile(re.sub(r"\w+", _tone_last, "ủy ban nhân dân"))
