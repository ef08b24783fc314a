"""What a sentence says of the document itself ("Theo Kế hoạch số …, Mục III.2, …"), set apart and held to its card."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numbers import same_document
from rag.understanding.positions import fits
from rag.verification.clause import Clause
from rag.verification.faults import Fault
from rag.verification.statement import Span, Statement
from rag.verification.support import is_same

_DAY_FOLLOWS = re.compile(r"[\s,(]*(?:(?:duoc\s+)?(?:ban hanh|ky)\s*)?(?:ngay\s*)?$")
_DAY_OF_ISSUE = re.compile(r"\b(?:ban hanh|ky)(?:\s+(?:vao|ngay|la))*\s*$")
_YEAR_OF_TITLE = re.compile(r"[^,.;:()]{0,90}?\bnam\s+(?P<year>(?:19|20)\d\d)\b")
_OPENING = re.compile(r"(?:cung )?(?:theo|tai|trong|can cu)\b")
_TALK = frozenset(
    "so ngay thang nam cua quy dinh tai o trong muc khoan diem dieu phan doan gach dau dong thu nay"
    " ban hanh kem quy che".split()
)
_LONGEST_PLACE = 60  # characters; what lies between two levels named further apart is no part of a place


@dataclass(frozen=True, slots=True)
class Naming:
    """Where a sentence speaks of the clause's document, and so of nothing that the clause must say; or its fault."""

    spans: tuple[Span, ...]
    fault: Fault | None = None


def read_naming(statement: Statement, clause: Clause) -> Naming:
    """Find the own number, day, year and section of the clause's document in a sentence."""
    spans: list[Span] = []
    lead = _lead(statement, clause)
    if lead:
        spans.append((0, lead))
    fault = _own_number(statement, clause, spans) or _own_place(statement, clause, spans)
    issued = clause.metadata.issued_on
    own_days = [day for day in statement.days if issued and day.date == issued]
    spans += [(d.start, d.end) for d in own_days if _DAY_OF_ISSUE.search(statement.folded[: d.start])]
    for named in statement.types:
        match = _YEAR_OF_TITLE.match(statement.folded, named.end)
        if match and clause.metadata.type_name == named.name and int(match.group("year")) == clause.metadata.year:
            spans.append(match.span("year"))
    return Naming(tuple(spans), fault)


def _lead(statement: Statement, clause: Clause) -> int:
    """Return where an opening "Theo …, Mục …," ends that only says how document and place are called; 0 for none."""
    opening = _OPENING.match(statement.folded)
    if opening is None:
        return 0
    own, place = clause.card, clause.place
    values = (*own.values, *place[1])
    end = 0
    tokens = iter(statement.tokens)
    token = next((t for t in tokens if t.start >= opening.end()), None)
    for comma in re.finditer(",", statement.text):
        while token is not None and token.start < comma.start():
            if token.syllable not in own.syllables and token.syllable not in place[0] and token.syllable not in _TALK:
                return end
            token = next(tokens, None)
        if not all(any(is_same(v, h) for h in values) for v in statement.values if end <= v.start < comma.start()):
            return end
        end = comma.end()
    return end


def _own_number(statement: Statement, clause: Clause, spans: list[Span]) -> Fault | None:
    """Set apart the document's number with its day; a day that is not its own is a fault."""
    own = clause.card.number
    if own is None:
        return None
    for found in statement.numbers:
        if not same_document(found.number, own):
            continue
        spans.append((found.start, found.end))
        day = next((d for d in statement.days if d.start >= found.end), None)
        if day is None or not _DAY_FOLLOWS.fullmatch(statement.folded[found.end : day.start]):
            continue
        if day.date != clause.metadata.issued_on:
            return Fault.VALUE
        spans.append((day.start, day.end))
    return None


def _own_place(statement: Statement, clause: Clause, spans: list[Span]) -> Fault | None:
    """Set apart the section that a sentence names, when it is the clause's own or one around it."""
    position = statement.position
    if position is None:
        return None
    named = " ".join(statement.folded[position.start : position.end].split())
    if named in clause.folded:
        return None  # a place in a document that the clause itself names
    around = [clause.path[:length] for length in range(1, len(clause.path) + 1)]
    numbered = not position.markers or any(fits(position.markers, path) for path in around)
    bulleted = position.bullet is None or f"-{position.bullet}" in clause.path
    if not (numbered and bulleted):
        return Fault.SECTION
    if position.end - position.start <= _LONGEST_PLACE:
        spans.append((position.start, position.end))
    return None
