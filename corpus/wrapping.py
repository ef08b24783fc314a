"""Telling by its words that a line breaks off early, where its length says nothing.

A page saved from the web keeps the line ends of its source, where marks and tags took up room: a paragraph's
first line may be twenty characters long and the next eighty. A dash at the start of a line may then be the
middle of a name ("Thi đua / - Khen thưởng").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus import anatomy
from corpus.folding import fold
from corpus.numbering import LETTER_STYLES, Style, marker_readings

_RAGGED_BELOW = 0.7
_RAGGED_SHARE = 0.2
_LONGEST_OPEN_HEADING = 200
_DASHED = re.compile(r"(\w+) ?[-–] ?(?=([^\W\d_]+))")
_DASH_BODY = re.compile(r"[-–]\s*(?P<word>[^\W_]+)")
_LAST_WORD = re.compile(r"([^\W_]+)\W*$")
_ENDS = (".", "!", "?", "…", ";", ":")
_BARE_NUMBER = re.compile(r"S[ốỐ]\s*:", re.IGNORECASE)
_NUMBER_BODY = re.compile(r"\d*\s?/\S+|\d+\S*/\S+")
_YEAR = re.compile(r"\d{4}\.?")
_BARE_DASHES = ("-", "–", "+", "•")
_REFERS_TO_ITSELF = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2} này\b")
_BARE_STYLES = LETTER_STYLES | {Style.ARTICLE, Style.NUMBER}
_SENTENCE_STYLES = LETTER_STYLES | {Style.BULLET}


def is_ragged(lengths: Sequence[int], width: int) -> bool:
    """Tell whether lines end anywhere, given the lengths of those that break off inside a sentence."""
    short = sum(length < _RAGGED_BELOW * width for length in lengths)
    return width > 0 and short >= _RAGGED_SHARE * len(lengths)


def dashed_words(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return the pairs of words, folded, that a document writes with a dash between them inside a line."""
    return frozenset((fold(m[1]), fold(m[2])) for text in texts for m in _DASHED.finditer(text))


def dash_goes_on(so_far: str, line: str, dashed: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a dash that begins a line stands inside a name or a range that began above."""
    found = _DASH_BODY.match(line)
    last = _LAST_WORD.search(so_far)
    if not found or not last or so_far.endswith(_ENDS):
        return False
    word = found["word"]
    if so_far.endswith("Lao động") and word == "Thương":
        return True
    return word[0].islower() or (word[0].isdigit() and last[1].isdigit()) or (fold(last[1]), fold(word)) in dashed


def breaks_off(pieces: Sequence[str], line: str, bold: bool) -> bool:
    """Tell whether the paragraph `pieces` goes on with `line`, which begins with a capital or a digit.

    Only for ragged texts and lines set alike. `bold`: the source sets headings in bold, so that what is plain
    is no heading.
    """
    so_far = " ".join(pieces)
    if has_open_bracket(so_far, line):
        return True
    if so_far.endswith(_ENDS) or so_far.isupper():
        return False
    if line[0].isdigit():
        return True
    if line.isupper():
        return False
    markers = marker_readings(pieces[0])
    words = pieces[0][markers[0].body :] if markers else pieces[0]
    if anatomy.opens_basis(line) or _REFERS_TO_ITSELF.match(line):
        return False
    if anatomy.is_strict_basis(words):
        return True
    if not markers or markers[0].style in _SENTENCE_STYLES:
        return bold or len(so_far) > _LONGEST_OPEN_HEADING
    return markers[0].style is Style.ARTICLE and bold


def has_open_bracket(so_far: str, line: str) -> bool:
    """Tell whether a bracket that is open in the paragraph so far is closed in the line."""
    closes = line.find(")")
    opens = line.find("(")
    return so_far.count("(") > so_far.count(")") and closes >= 0 and not 0 <= opens < closes


def is_bare_number(text: str) -> bool:
    """Tell whether a line is nothing but the number of an article or item."""
    return any(m.style in _BARE_STYLES and m.body >= len(text) for m in marker_readings(text))


def is_torn_mark(above: str, line: str) -> bool:
    """Tell whether a line break parts what is never written apart.

    "Số:" and the number, "năm" and the year in a date of issue, "Điều" and its number, a dash and its words,
    the title of a chapter.
    """
    if _BARE_NUMBER.fullmatch(above):
        return _NUMBER_BODY.fullmatch(line) is not None
    if anatomy.is_place_and_date(above):
        return above.endswith("năm") and _YEAR.fullmatch(line) is not None
    if above in ("Điều", "ĐIỀU"):
        return any(m.style is Style.NUMBER for m in marker_readings(line))
    if above in _BARE_DASHES:
        return line[0].isalpha() and not marker_readings(line)
    return above.endswith("QUY ĐỊNH") and line in ("CHUNG", "CỤ THỂ")


def is_long_prose(pieces: Sequence[str]) -> bool:
    """Tell whether a paragraph without a number is too long for a heading over a list, and still open."""
    so_far = " ".join(pieces)
    return len(so_far) > _LONGEST_OPEN_HEADING and not marker_readings(pieces[0]) and not so_far.endswith(_ENDS)
