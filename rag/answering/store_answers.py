"""Questions about the store itself: which documents it holds, how many, and the latest of them.

They say nothing of what documents say: beside place, year, type and the words that ask there is no word left. What
they get is read off the cards, newest first, each document with the letterhead that says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from corpus.folding import fold
from corpus.model import Document, Metadata, SectionKind
from rag.analyser import question_terms
from rag.answering.citing import Evidence, section_evidence
from rag.answering.composing import answered_by_document, refused, some_of
from rag.answering.draft import Draft
from rag.answering.scope import Scope
from rag.answering.shelf import Card, Shelf
from rag.understanding.question import Question

_MOST_LISTED = 8
_ANY_DOCUMENT = re.compile(r"\b(?:van ban|tai lieu)\b")
_LATEST = re.compile(r"\b(?:moi|gan day|gan)(?: ban hanh)? nhat\b")
_ASKED = re.compile(
    r"\b(?:nhung|cac|tat ca|toan bo|bao nhieu|may|danh sach|danh muc|liet ke|ke ten|nao|gi)\b|\bco\b.*\bkhong\b"
)
_NO_TOPIC = re.compile(r"\b(?:van ban|tai lieu|uy ban nhan dan)\b")
_OF_THE_STORE = frozenset(
    "kho trong danh sach muc liet ke ten nhat moi gan day dang co luu hien tru tat ca toan bo bao nhieu may nhung cac"
    " xem nao gi la nam nay duoc cua o tai va voi cho loai chua khong tong cong gom ban hanh"
    " tinh huyen xa thi tran phuong thanh pho ubnd".split()
)


def about_store(question: Question, scope: Scope, shelf: Shelf) -> Draft | None:
    """Answer a question about which documents are stored; None when it is about anything else."""
    if not _is_about_store(question):
        return None
    cards = [shelf.cards[i] for i in scope.document_ids]
    typed = [card for card in cards if card.metadata.type_name in question.types] if question.types else cards
    if not typed:
        kinds = " hay ".join(name.lower() for name in question.types)
        return refused(f"Kho không có {kinds} nào như vậy; có {_counted(cards)}.", ())
    ordered = sorted(typed, key=_newest_first)
    if _LATEST.search(question.folded):
        return _listed(_latest(ordered), "Văn bản mới nhất, theo ngày và năm ghi trên văn bản", shelf)
    return _listed(ordered, f"Kho có {_counted(ordered)}", shelf)


def _is_about_store(question: Question) -> bool:
    asks = _ASKED.search(question.folded) or _LATEST.search(question.folded)
    documents = question.types or _ANY_DOCUMENT.search(question.folded)
    other = question.numbers or question.bodies or question.position or question.dates or question.follows
    return bool(asks and documents) and not other and not _words_left(question)


def _words_left(question: Question) -> list[str]:
    types = {word for name in question.types for word in question_terms(name)}
    said = question_terms(_NO_TOPIC.sub(" ; ", fold(question.core)))
    return [t for t in said if t.isalpha() and t not in _OF_THE_STORE and t not in types]


def _listed(cards: Sequence[Card], lead: str, shelf: Shelf) -> Draft:
    shown = [shelf.document(card.id) for card in cards[:_MOST_LISTED]]
    told = [(f"{d.metadata.title.rstrip('.')}.", _head(d)) for d in shown]
    return answered_by_document(told, f"{lead}{some_of(shown, cards)}.")


def _head(document: Document) -> list[Evidence]:
    """Return the block that says what a document is: its letterhead, or what it opens with."""
    heads = [section for section in document.sections if section.kind is SectionKind.LETTERHEAD]
    return [section_evidence(document, section, None) for section in (heads or list(document.sections))[:1]]


def _newest_first(card: Card) -> tuple[int, int]:
    """Order by year, then by day; what bears no day comes before the days of its year, for it may be later."""
    issued = card.metadata.issued_on
    return -(card.metadata.year or 0), -(issued or date.max).toordinal()


def _latest(ordered: Sequence[Card]) -> list[Card]:
    """Return the latest documents: several when they bear no day and may be of the same time."""
    first = ordered[0].metadata
    undated = [card for card in ordered if card.metadata.year == first.year and card.metadata.issued_on is None]
    dated = [card for card in ordered if card.metadata.year == first.year and card.metadata.issued_on is not None]
    return [*undated, *dated[:1]]


def _counted(cards: Sequence[Card]) -> str:
    """Count documents by type: "5 văn bản (4 kế hoạch, 1 công văn)"."""
    names = [_type_of(card.metadata) for card in cards]
    kinds = ", ".join(f"{names.count(name)} {name}" for name in dict.fromkeys(names))
    return f"{len(cards)} văn bản ({kinds})" if cards else "0 văn bản"


def _type_of(metadata: Metadata) -> str:
    return (metadata.type_name or "văn bản").lower()
