"""Another place of the same name: "xã Minh Tân, huyện X" where the store holds the xã Minh Tân of another huyện.

Hundreds of communes share their names. A document is another's when the higher place that the question names is none
that the document stands in: by its own pages, or by the register where they are silent.
"""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.model import Level
from corpus.places import FoundPlace, find_places
from rag.answering.provinces import frame_pages, may_lie_in
from rag.answering.shelf import Card, Shelf
from rag.understanding.question import Question, placed

_RANK = {Level.COMMUNE: 0, Level.DISTRICT: 1, Level.PROVINCE: 2, Level.CENTRAL: 3}


def namesake(question: Question, shelf: Shelf) -> str | None:
    """Return why no stored document is of the place that is meant; None when one may be, or no such place is named."""
    for stored, higher in placed(question.stored_places, question.other_places, question.folded):
        cards = [shelf.cards[i] for i in stored.document_ids]
        lower = [card for card in cards if _rank(card) < _RANK[higher.level]]
        if lower and not any(_may_stand_in(card, higher, shelf) for card in lower):
            name, above = question.text[stored.start : stored.end], question.text[higher.start : higher.end]
            return f"Kho có văn bản của {lower[0].metadata.locality or name}, nhưng không phải thuộc {above}."
    return None


def _rank(card: Card) -> int:
    named = next(iter(find_places(card.metadata.locality or "")), None)
    return _RANK[named.level] if named else _RANK[Level.CENTRAL]


def _may_stand_in(card: Card, higher: FoundPlace, shelf: Shelf) -> bool:
    if re.search(rf"\b{re.escape(fold(higher.name))}\b", shelf.folded_text(card.id)):
        return True
    if higher.level is Level.PROVINCE:
        return may_lie_in(card, higher, shelf)
    named = [p for page in frame_pages(card, shelf) for p in find_places(page)]
    return not any(p.level is Level.DISTRICT and p.level_printed for p in named)
