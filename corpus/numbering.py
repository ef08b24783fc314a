"""Printed numbers: which marker opens a line, what it counts, and which number comes after which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "abcdđefghijklmnopqrstuvwxyz"  # điểm run a, b, c, d, đ, e, g; others write d, e, f
_OFTEN_SKIPPED = frozenset("đfjwz")
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
LARGEST_ITEM = 199


class Style(StrEnum):
    """How a marker is written. Siblings share one style."""

    PHAN = "phần"
    CHUONG = "chương"
    MUC = "mục"
    TIEU_MUC = "tiểu mục"
    ARTICLE = "điều"
    ROMAN = "I."
    CAPITAL = "A."
    NUMBER = "1."
    DOTTED = "1.1."
    NUMBER_PAREN = "1)"
    PAREN_NUMBER = "(1)"
    LETTER_PAREN = "a)"
    LETTER_DOT = "a."
    SMALL_ROMAN = "i)"
    BULLET = "-"


WORD_STYLES = frozenset({Style.PHAN, Style.CHUONG, Style.MUC, Style.TIEU_MUC})
PART_STYLES = WORD_STYLES | {Style.ROMAN, Style.CAPITAL}
LETTER_STYLES = frozenset({Style.LETTER_PAREN, Style.LETTER_DOT})


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the start of a line.

    `printed` is the number without its closing punctuation; `values` what it counts, outermost first
    (1.9 is (1, 9)); `body` the offset in the line where the words after it begin.
    """

    style: Style
    printed: str
    values: tuple[int, ...]
    body: int

    @property
    def value(self) -> int:
        """Return the number itself, its last component."""
        return self.values[-1]


_WORDED = re.compile(
    r"(phần|chương|mục|tiểu mục)\s+(?:thứ\s+)?([ivxlc]+|\d{1,3}|[a-h]|" + "|".join(_ORDINALS) + r")\b"
    r"(?:\s*[.:\-–—)/]+)?(?:\s+|$)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(điều)\s+(\d{1,3}[a-zđ]?)(\s*[.:]|\s+[-–]|)(?:\s*|$)", re.IGNORECASE)
_ROMAN = re.compile(r"([IVXLC]{1,7})\s*([.)]|/(?=\s)|[-–—](?=\s)|:)\s*")
_CAPITAL = re.compile(r"([A-HĐKL])\s*([.)]|/(?=\s)|[-–](?=\s))\s+")
_DOTTED = re.compile(r"(\d{1,3}(?:\s?\.\s?\d{1,3}){1,4})(?:\s*[.:)]\s*|\s+|\s*-\s+)")
_DOTTED_LETTER = re.compile(r"((\d{1,3}(?:\.\d{1,3}){1,3})\.([a-zđ]))[.)]\s+(?=[^\W\d_])")
_NUMBER = re.compile(r"(\d{1,3})\s*([.:]|/(?=\s|[^\W\d_][a-zà-ỹ])|[-–](?=\s))\s*")
_NUMBER_PAREN = re.compile(r"(\d{1,3})\s*\)\s*")
_PAREN_NUMBER = re.compile(r"\((\d{1,3})\)\s*")
_LETTER = re.compile(r"\(?([a-zđ]\d?)\s*(\)|\.|/(?=\s))\s*")
_SMALL_ROMAN = re.compile(r"([IVXLC]{1,7})\s*([.)]|/(?=\s)|[-–—](?=\s)|:)\s*")
_BULLET = re.compile(r"([-–—−+•●○▪▫■□◦*¯‑➢✓➤►·])(?:\s+|(?=[A-ZĐÀ-ỸĂÂÊÔƠƯ“\"(]))")


def roman_value(numeral: str) -> int | None:
    """Return the value of a Roman numeral in either case, None when it is not well formed."""
    digits = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    held = 0
    for char in numeral.upper():
        digit = digits.get(char)
        if digit is None:
            return None
        total += digit - 2 * held if digit > held else digit
        held = digit
    return total if total and _as_roman(total) == numeral.upper() else None


def _as_roman(value: int) -> str:
    pieces = []
    for size, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        count, value = divmod(value, size)
        pieces.append(sign * count)
    return "".join(pieces)


def marker_readings(line: str) -> tuple[Marker, ...]:
    """Return every way to read the start of a line as a marker, the likeliest first; () when there is none.

    "C." may be a Roman hundred or the third capital, "i)" a letter or a small Roman one: the place in the
    outline decides.
    """
    if not line:
        return ()
    first = line[0]
    if first.isdigit():
        return _numeric(line)
    if first == "(":
        return tuple(m for m in (_parenthesised(line), _small_roman(line), _letter(line)) if m)
    if first.isalpha():
        return _alphabetic(line)
    return tuple(m for m in (_bullet(line),) if m)


def _numeric(line: str) -> tuple[Marker, ...]:
    found = _DOTTED_LETTER.match(line)
    if found:
        values = (*(int(piece) for piece in found[2].split(".")), ALPHABET.index(found[3]) + 1)
        return (Marker(Style.DOTTED, found[1], values, found.end()),)
    found = _DOTTED.match(line)
    if found:
        printed = re.sub(r"\s", "", found[1])
        values = tuple(int(piece) for piece in printed.split("."))
        leading_zero = any(len(piece) > 1 and piece[0] == "0" for piece in printed.split(".")[1:])
        if max(values) <= LARGEST_ITEM and not leading_zero and min(values) > 0:
            return (Marker(Style.DOTTED, printed, values, found.end()),)
        if not (leading_zero and re.search(r"\.\s", found[1])):  # "1. 05 không" is item 1
            return ()
    for pattern, style in ((_NUMBER_PAREN, Style.NUMBER_PAREN), (_NUMBER, Style.NUMBER)):
        found = pattern.match(line)
        if found and 0 < int(found[1]) <= LARGEST_ITEM and not line[found.end() : found.end() + 1].isdigit():
            return (Marker(style, found[1], (int(found[1]),), found.end()),)
        if found and found.end() < len(line) and line[found.end() - 1].isspace() and int(found[1]):
            return (Marker(style, found[1], (int(found[1]),), found.end()),)
    return ()


def _parenthesised(line: str) -> Marker | None:
    found = _PAREN_NUMBER.match(line)
    return Marker(Style.PAREN_NUMBER, f"({found[1]})", (int(found[1]),), found.end()) if found else None


def _alphabetic(line: str) -> tuple[Marker, ...]:
    readings = [_worded(line), _article(line), _roman(line), _capital(line), _letter(line), _small_roman(line)]
    return tuple(m for m in readings if m)


def _worded(line: str) -> Marker | None:
    found = _WORDED.match(line)
    if not found or not line[0].isupper():
        return None
    value = _ordinal_value(found[2])
    if value is None:
        return None
    style = Style(found[1].lower())
    printed = re.sub(r"\s*[.:\-–—)/]*\s*$", "", found[0])
    words = printed.split()
    words[0] = words[0].capitalize()
    words[1:-1] = [word.lower() for word in words[1:-1]]
    return Marker(style, " ".join(words), (value,), found.end())


def _ordinal_value(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word.lower() in _ORDINALS:
        return _ORDINALS.index(word.lower()) + 1
    value = roman_value(word) if word.isupper() or len(word) > 1 else None
    if value is None and len(word) == 1 and word.lower() in ALPHABET:
        return ALPHABET.index(word.lower()) + 1
    return value


def _article(line: str) -> Marker | None:
    found = _ARTICLE.match(line)
    if not found or not line[0].isupper():
        return None
    rest = line[found.end() :]
    if not found[3] and rest and not (rest[0].isupper() and found[0][-1:].isspace()):
        return None
    if not found[3] and re.match(r"(?:Luật|Nghị|Thông|Quyết|Quy|Bộ luật|Pháp|Hiến)\b", rest):
        return None
    digits = found[2].rstrip(ALPHABET)
    return Marker(Style.ARTICLE, f"Điều {found[2]}", (int(digits),), found.end())


def _roman(line: str) -> Marker | None:
    found = _ROMAN.match(line)
    value = roman_value(found[1]) if found else None
    if not found or value is None or value > 40:
        return None
    if not line[found.end() - 1].isspace() and line[found.end() :][:1].isdigit():
        return None
    return Marker(Style.ROMAN, found[1], (value,), found.end())


def _capital(line: str) -> Marker | None:
    found = _CAPITAL.match(line)
    return Marker(Style.CAPITAL, found[1], (ALPHABET.index(found[1].lower()) + 1,), found.end()) if found else None


def _letter(line: str) -> Marker | None:
    found = _LETTER.match(line)
    if not found or found[1][0] not in ALPHABET:
        return None
    if found[2] == "." and not found[0][-1].isspace():
        return None
    style = Style.LETTER_DOT if found[2] == "." else Style.LETTER_PAREN
    return Marker(style, found[1], (ALPHABET.index(found[1][0]) + 1,), found.end())


def _small_roman(line: str) -> Marker | None:
    found = _SMALL_ROMAN.match(line)
    value = roman_value(found[1]) if found else None
    return Marker(Style.SMALL_ROMAN, found[1], (value,), found.end()) if found and value else None


def _bullet(line: str) -> Marker | None:
    found = _BULLET.match(line)
    if not found or found.end() >= len(line) or (found[1] == "*" and line[found.end()] == "("):
        return None
    sign = "-" if found[1] in "-–—−‑¯" else found[1]
    return Marker(Style.BULLET, sign, (0,), found.end())


def follows(after: Marker, before: Marker) -> bool:
    """Tell whether `after` is exactly the next number after `before` in the same style.

    Lists of letters may or may not have đ, f, j, w and z.
    """
    if after.style is not before.style or after.values[:-1] != before.values[:-1]:
        return False
    if after.style in LETTER_STYLES or after.style is Style.CAPITAL:
        skipped = ALPHABET[before.value : after.value - 1]
        return after.value > before.value and _OFTEN_SKIPPED.issuperset(skipped)
    return after.value == before.value + 1


def opens_list(marker: Marker) -> bool:
    """Tell whether a marker is the first of its kind: 1, 1.1, a, I, or any bullet."""
    return marker.style is Style.BULLET or marker.value == 1
