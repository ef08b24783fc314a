"""Places in a document as people name them: "mục III.2", "điểm 7", "gạch đầu dòng thứ hai, mục 1 phần II".

A position is a list of markers from the outside in; it is resolved against a document's outline, where
outer markers may be left out ("khoản 1.9" names ("III", "1", "1.9") when no other section ends so).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.model import Document, Section, SectionKind

_ORDINALS = {
    "mot": 1, "nhat": 1, "dau": 1, "dau tien": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_ORDINAL = r"(\d{1,2}|dau tien|nhat|nhi|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|dau|cuoi cung|cuoi)"
_PRINTED_LEVELS = frozenset(
    {"phụ lục", "phần", "chương", "mục", "điều", "khoản", "điểm", "tiết", "nội dung", "số", "nhiệm vụ"}
)
_TELLING = frozenset({"dieu", "chuong"})  # levels that are printed before their numeral
_INNER = frozenset({"khoan", "diem", "tiet"})  # levels that are never an article, nor a part with a Roman numeral
_ROMAN = r"[ivx]{1,6}"
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,3}"
_LEVEL = r"(?:phu luc|phan|chuong|muc|dieu|khoan|diem|tiet|noi dung|so|nhiem vu)"
_MARKED = re.compile(
    rf"\b({_LEVEL})(?: so| thu)? ({_ROMAN}|{_NUMBER}|[a-eghik])"
    rf"((?:\s?[./-]\s?(?:{_NUMBER}|[a-eghik](?![a-z])))*)(?![\w%/-])"
)
_BARE = re.compile(rf"(?<![\w./-])({_ROMAN})\s?[.]\s?({_NUMBER})(?![\w/%])")
_BULLET = re.compile(
    rf"\b(?:(?:gach dau dong|gach|dau dong|bullet)(?: thu| so)?|(?:y|dong) thu) {_ORDINAL}\b"
    r"(?! (?:truong|chuc|noi|ban|khu|tang|quyen))"
)
# "Điều 3 quy chế", "khoản 2 Điều 5 của quy định kèm theo": a place in what a decision issues, not in the decision.
_ISSUED_AFTER = re.compile(
    r"^(?: (?:cua|trong|tai|o|thuoc))*(?: ban)? (?:(quy che|dieu le|noi quy)\b(?! (?:the|nhu|ra|phoi hop))"
    r"|(quy dinh|quy che|phuong an|de an|huong dan) (?:ban hanh )?kem theo\b)"
)
_ISSUED_BEFORE = re.compile(r"\b(quy che|dieu le|noi quy)\b(?! phoi hop)[^.;?!]{0,60}$")
_PARAGRAPH = re.compile(rf"(?<!giai )\bdoan(?: van)? (?:thu|so) {_ORDINAL}\b")


@dataclass(frozen=True, slots=True)
class Position:
    """A place as asked for: markers from the outside in (folded), and where the question names it.

    A marker keeps its level word where that tells one place from another: "dieu 3", "chuong ii", "khoan 2", "diem b".
    """

    markers: tuple[str, ...]
    bullet: int | None
    start: int
    end: int
    paragraph: int | None = None
    issued: str | None = None  # folded type of what a decision issues ("quy che"), where the place is said to be in it


def find_position(question: str) -> Position | None:
    """Return the place a question names, or None. Positions of the question's own words are characters."""
    folded = fold(question)
    found = [
        (m.start(), m.end(), m.group(1), _with_level(m.group(1), _markers(m)))
        for m in _MARKED.finditer(folded)
        if not _is_number_of(m, folded) and _is_level(question[m.start(1) : m.end(1)])
    ]
    if not found:
        found = [(m.start(), m.end(), "muc", [m.group(1), m.group(2)]) for m in _BARE.finditer(folded)]
    bullet, paragraph = _BULLET.search(folded), _PARAGRAPH.search(folded)
    if not found and bullet is None:
        return None
    counted = [match for match in (bullet, paragraph) if match]
    spans = [(start, end) for start, end, *_ in found] + [match.span() for match in counted]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return Position(
        markers=tuple(_outside_in(found)),
        bullet=_ordinal(bullet.group(1)) if bullet else None,
        start=start,
        end=end,
        paragraph=_ordinal(paragraph.group(1)) if paragraph else None,
        issued=_issued(folded[:start], folded[end:]),
    )


def resolve(position: Position, document: Document) -> tuple[Section, ...]:
    """Return the sections of `document` at this position, outermost match first; () when there is none."""
    numbered = [s for s in document.sections if s.path and s.kind is not SectionKind.BULLET]
    matches = [s for s in numbered if fits(position.markers, s.path)] if position.markers else []
    issued = [s for s in matches if position.issued and fold(s.path[0]).startswith(position.issued)]
    matches = _outermost(issued or matches)
    if position.bullet is None:
        return tuple(matches)
    parents = {s.ordinal for s in matches} if position.markers else None
    return tuple(_bullets(document, parents, position.bullet))


def _issued(before: str, after: str) -> str | None:
    named = _ISSUED_AFTER.match(after) or _ISSUED_BEFORE.search(before)
    return next((group for group in named.groups() if group), None) if named else None


def _markers(match: re.Match[str]) -> list[str]:
    tail = [part for part in re.split(r"\s?[.,/-]\s?", match.group(3)) if part]
    head = match.group(2)
    return [head, ".".join(tail)] if tail and re.fullmatch(_ROMAN, head) else [head, *tail]


def _with_level(level: str, markers: list[str]) -> list[str]:
    return [f"{level} {markers[0]}", *markers[1:]] if level in _TELLING or level in _INNER else markers


def _is_level(printed: str) -> bool:
    """Tell "mục 3" from "mức 3": where the word carries marks, they must be those of a level of structure."""
    return printed.isascii() or printed.lower() in _PRINTED_LEVELS


def _is_number_of(match: re.Match[str], folded: str) -> bool:
    """Tell "nội dung 5 năm", "số 63/KH" and the like from a place in a document."""
    if match.group(1) in {"so", "noi dung", "nhiem vu"}:
        return match.group(1) == "so" or folded[match.end() :].lstrip()[:3] in {"nam", "tha", "ngay"}
    return bool(re.match(r"\s?(?:nam\b|thang\b|%|/\d|, ?\d)", folded[match.end() :])) and "." not in match.group(2)


_DEPTH = {
    "phu luc": 0,
    "phan": 1,
    "chuong": 1,
    "muc": 2,
    "dieu": 3,
    "noi dung": 4,
    "khoan": 4,
    "nhiem vu": 4,
    "diem": 5,
    "tiet": 6,
}


def _outside_in(found: Sequence[tuple[int, int, str, list[str]]]) -> list[str]:
    """Order markers from the outermost level in: people say both "phần II mục 1" and "mục 1 phần II"."""

    def depth(entry: tuple[int, int, str, list[str]]) -> tuple[int, int]:
        roman = bool(re.fullmatch(_ROMAN, entry[3][0])) and entry[2] in {"phan", "muc", "chuong"}
        return (1 if roman else _DEPTH.get(entry[2], 4), entry[0])

    return [marker for entry in sorted(found, key=depth) for marker in entry[3]]


def _ordinal(word: str) -> int:
    if word.startswith("cuoi"):
        return -1
    return int(word) if word.isdigit() else _ORDINALS[word]


def _norm(marker: str) -> str:
    return re.sub(r"^(?:phan|chuong|muc|dieu|phu luc)(?: thu)? ", "", marker).strip(". )")


def fits(markers: Sequence[str], path: Sequence[str]) -> bool:
    """Tell whether a position's markers are found along a section's path in order, the last one at its end."""
    steps = [fold(step) for step in path]
    wanted = list(markers)
    if not steps or not _same(wanted[-1], steps, len(steps) - 1):
        return False
    at = len(steps) - 1
    for marker in reversed(wanted[:-1]):
        at = next((i for i in range(at - 1, -1, -1) if _same(marker, steps, i)), -1)
        if at < 0:
            return False
    return True


def _same(marker: str, steps: Sequence[str], at: int) -> bool:
    """A step matches as printed, or as parent.child when the paper prints the child alone or doubled."""
    level, _, name = marker.rpartition(" ")
    if level in _INNER:
        return steps[at] == name or at > 0 and name == f"{_norm(steps[at - 1])}.{steps[at]}"
    if level in _TELLING and not steps[at].startswith(f"{level} "):
        return False
    step = _norm(steps[at])
    if name == step or (name.isdigit() and _roman(int(name)) == step and at == 0):
        return True
    return at > 0 and name == f"{_norm(steps[at - 1])}.{step}"


def _roman(number: int) -> str:
    """Write 1 to 39 in lower-case Roman numerals: people type "phần 2" for "II."."""
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * (number // 10) + units[number % 10] if number < 40 else ""


def _outermost(matches: Sequence[Section]) -> list[Section]:
    shortest = min((len(s.path) for s in matches), default=0)
    return [s for s in matches if len(s.path) == shortest]


def _bullets(document: Document, parents: set[int] | None, ordinal: int) -> list[Section]:
    chosen: list[Section] = []
    holders = parents if parents is not None else {s.parent for s in document.sections if s.kind is SectionKind.BULLET}
    for parent in holders:
        bullets = [
            s for s in document.sections if s.parent == parent and s.kind in {SectionKind.BULLET, SectionKind.ITEM}
        ]
        index = ordinal - 1 if ordinal > 0 else len(bullets) - 1
        if 0 <= index < len(bullets):
            chosen.append(bullets[index])
    return chosen
