"""A day that a question gives to a stored document, held against the day that the document bears."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import FoundDate
from corpus.doctypes import find_types
from corpus.model import SectionKind
from rag.answering.citing import document_line, section_evidence
from rag.answering.composing import refused
from rag.answering.draft import Draft
from rag.answering.references import own_documents
from rag.answering.scope import Scope
from rag.answering.shelf import Card, Shelf
from rag.understanding.question import Question, same_day

_MOST_TOLD = 3
_YEAR_BEHIND = re.compile(r"\s*,?\s*nam (\d{4})\b")
# "… của UBND tỉnh X ban hành ngày": what may stand between a document's name and its day.
_TO_DAY = re.compile(
    r"[\s,(]*(?:(?:cua|do) (?:(?!truoc|sau|tu|den|tinh|han|cham|trong|vao|nop|bao cao)\w+[ ,]*){1,8})?"
    r"(?:(?:duoc )?(?:ban hanh|ky|phat hanh|ra) )?(?:vao )?(?:ngay )?\s*"
)


def other_day(question: Question, scope: Scope, shelf: Shelf) -> Draft | None:
    """Refuse a question that gives a stored document another day than it bears, and say which one it bears.

    None when the days agree, when none is given, or when a document that may be meant bears no day.
    """
    for cards, asked in _dated(question, scope, shelf):
        borne = [card.metadata.issued_on for card in cards]
        if not cards or not all(borne) or any(day is not None and same_day(asked, day) for day in borne):
            continue
        told = "; ".join(document_line(card.metadata) for card in cards[:_MOST_TOLD])
        reason = f"Văn bản trong kho không ghi ngày {question.text[asked.start : asked.end].removeprefix('ngày ')}"
        heads = [shelf.document(card.id) for card in cards[:_MOST_TOLD]]
        places = [
            section_evidence(document, section, None)
            for document in heads
            for section in document.sections
            if section.kind is SectionKind.LETTERHEAD
        ]
        return refused(f"{reason} như câu hỏi; kho có: {told}.", places)
    return None


def other_year(question: Question, shelf: Shelf) -> Draft | None:
    """Refuse a question that gives the number of a stored document with another year ("kế hoạch 209 năm 2024")."""
    for number in question.numbers:
        said = _YEAR_BEHIND.match(question.folded[number.end :])
        cards = [shelf.cards[d] for d in own_documents(number, shelf)]
        years = {card.metadata.year for card in cards}
        if said is None or not cards or None in years or int(said.group(1)) in years:
            continue
        told = "; ".join(document_line(card.metadata) for card in cards[:_MOST_TOLD])
        return refused(f"Kho không có văn bản số này của năm {said.group(1)}; kho có: {told}.", ())
    return None


def _dated(question: Question, scope: Scope, shelf: Shelf) -> Sequence[tuple[list[Card], FoundDate]]:
    """Return the documents that a question gives a day to, by their numbers or by their type, with that day."""
    found = []
    for number in question.numbers:
        day = number.dated or _day_behind(question, number.end)
        cards = [shelf.cards[d] for d in own_documents(number, shelf)]
        if day is not None and cards:
            found.append((cards, day))
    if not question.numbers and scope.pinned and len(scope.document_ids) <= _MOST_TOLD:
        for kind in find_types(question.text):
            day = _day_behind(question, kind.end)
            cards = [shelf.cards[d] for d in scope.document_ids if shelf.cards[d].metadata.type_name == kind.name]
            if day is not None and cards:
                found.append((cards, day))
    return found


def _day_behind(question: Question, end: int) -> FoundDate | None:
    days = (d for d in question.dates if d.start >= end and _TO_DAY.fullmatch(question.folded[end : d.start]))
    return next(days, None)
