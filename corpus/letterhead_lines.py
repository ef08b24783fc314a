"""The lines of a letterhead: found in a text, cut apart where a page ran them together."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus import anatomy
from corpus.capitals import LOWER, UPPER
from corpus.folding import fold

# How far a letterhead may begin and reach, in characters and lines.
_REACH = 12_000
_SEARCHED = 150
_ABOVE = 7
_LINES = 60
_BODY = re.compile(
    r"(?:Điều\s+1|Chương\s+(?:I|1)|Phần\s+(?:I|1|thứ nhất)|CHƯƠNG\s+I|PHẦN\s+I|I|A|1)\s*(?:[.:)]|$)(?!\d)"
)
_RULE = re.compile(r"[\s\-–—_*=.•]{2,}$")
_LABELS = {
    "so ky hieu": "number", "so hieu": "number", "so, ky hieu": "number", "loai van ban": "type",
    "co quan ban hanh": "issuer", "noi ban hanh": "issuer", "ngay ban hanh": "date", "trich yeu": "subject",
}  # fmt: skip


def front_lines(text: str, body_start: int) -> list[str]:
    """Return the lines from the top of the letterhead to where the numbered text begins, rules and debris left out."""
    lines = [_RULE.sub("", line).strip(" |*") for line in _unglued(text[:_REACH])]
    lines = [line for line in lines if line and not anatomy.is_debris(line)]
    top = next((index for index, line in enumerate(lines[:_SEARCHED]) if _is_anchor(line)), None)
    if top is not None:
        first = max(0, top - _ABOVE)
        return _until_body(lines[first : top + _LINES], top - first + 1)
    fitting = max(body_start, 400)
    return _until_body([line for line in lines[:_LINES] if text.find(line) < fitting], 0)


# What a page's markup has run together in one line: body, motto, number, place and date, type.
_SEAMS = (
    re.compile(
        r"(?<=\S)(?<!NƯỚC)(?<!nước)\s+(?=CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|Độc lập\s*[-–]|Luật số\s*:|Số\s*:\s*\d|V/v\s)"
    ),
    re.compile(r"(?<=[Hh]ạnh phúc)[\s\-–_*=.]+(?=\S)"),
    re.compile(rf"(?<=năm 19\d\d)\s+(?=[{UPPER}]{{2,}}\b)|(?<=năm 20\d\d)\s+(?=[{UPPER}]{{2,}}\b)"),
    re.compile(rf"(?<=[{UPPER}]{{2}})\s+(?=[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{0,3}}, ngày\s)"),
    re.compile(r"(?<=[A-Z]\d\d)\s+(?=[A-ZĐ][^\W\d_]+ [^\W\d_]+, ngày\s)"),
)


def _unglued(text: str) -> list[str]:
    """The lines of a text, with those that hold several parts of a letterhead cut at their seams."""
    lines: list[str] = []
    for line in text.split("\n"):
        parts = [line]
        if len(line) < 1_500 and (is_national_motto(line) or re.search(r"(?:Số|SỐ)\s*:|, ngày\b", line)):
            for seam in _SEAMS:
                parts = [piece for part in parts for piece in seam.split(part)]
        lines += parts
    return lines


def _is_anchor(line: str) -> bool:
    """Whether a line can only belong to a letterhead."""
    if is_national_motto(line) and len(line) <= 160:
        return True
    if anatomy.opens_addressees(line):
        return True
    return anatomy.is_type_line(line) or anatomy.is_place_and_date(line) or anatomy.is_number_line(line)


def is_national_motto(line: str) -> bool:
    """Return whether a line holds the national title or the Party's name in capitals."""
    return "CỘNG HÒA XÃ HỘI" in line.upper().replace("HOÀ", "HÒA") or "ĐẢNG CỘNG SẢN VIỆT NAM" in line


def _until_body(lines: list[str], after: int) -> list[str]:
    for index in range(after, len(lines)):
        if _BODY.match(lines[index]):
            return lines[:index]
    return lines


def described(text: str) -> dict[str, str]:
    """Return the rows of a description before the text, by kind: label, then a tab, a colon or a bar, then the value.

    Kinds are "number", "type", "issuer", "date" and "subject"; values are as printed.
    """
    lines = text[:_REACH].split("\n")[:_LINES]
    rows: dict[str, str] = {}
    for line in lines:
        cells = [cell.strip(" *") for cell in re.split(r"\s*[\t|]\s*|(?<=[^\W\d_]):\s+|:$", line.strip(" |*-#"))]
        for label, value in pairwise(cell for cell in cells if cell.strip(" :")):
            kind = _LABELS.get(fold(label.strip(" :*")))
            if kind is not None and fold(value.strip(" :")) not in _LABELS:
                rows.setdefault(kind, value)
    return rows
