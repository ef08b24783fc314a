"""A place of the same name on another level: "xã X" where the store holds documents of huyện X."""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.model import Level
from rag.answering.shelf import Shelf
from rag.understanding.question import Question, StoredPlace

_LEVELS = {
    "tỉnh": Level.PROVINCE, "huyện": Level.DISTRICT, "quận": Level.DISTRICT, "thị xã": Level.DISTRICT,
    "xã": Level.COMMUNE, "phường": Level.COMMUNE, "thị trấn": Level.COMMUNE,
}  # fmt: skip
_UNMARKED = {fold(word): word for word in _LEVELS if word != "thị xã"}  # "thi xa" may be "thì xã"
# "thành phố" is no level; "các xã X", "cấp xã X" are communes inside X; "phường, xã X" may be either.
_SEVERAL = re.compile(r"(?:\b(?:cac|cap|moi|nhung|dia|phuong|tran|thi)|,)\s+$")
_LEVEL_BEFORE = re.compile(rf"(?<!\w)(?P<word>{'|'.join([*_LEVELS, *_UNMARKED])})\s+$", re.IGNORECASE)


def of_another_level(question: Question, shelf: Shelf) -> list[str]:
    """Return the place that a question names with a level which the store's place of that name does not have.

    [] where a document of the store's place speaks of the other ("xã Tây Sơn" inside huyện Tây Sơn), or where the
    name is one that documents are only about.
    """
    if len(question.stored_places) != 1 or question.numbers:
        return []
    place = question.stored_places[0]
    cards = [shelf.cards[d] for d in place.document_ids]
    before = _level_before(question, place)
    levels = [card.metadata.level for card in cards]
    if before is None or None in levels or _LEVELS[before[0]] in levels:
        return []
    if not all(card.place == fold(place.name) for card in cards):
        return []
    named = re.compile(rf"\b{fold(before[0])}\s+{re.escape(fold(place.name))}\b")
    if any(named.search(shelf.folded_text(card.id)) for card in cards):
        return []
    return [question.text[before[1] : place.end]]


def _level_before(question: Question, place: StoredPlace) -> tuple[str, int] | None:
    """Return the level word right before a place, and where; a word without its marks counts in a text without any."""
    before = _LEVEL_BEFORE.search(question.text[: place.start])
    if before is None or _SEVERAL.search(question.folded[: before.start()]):
        return None
    printed = before["word"].lower()
    word = _UNMARKED.get(printed) if question.text.isascii() else printed
    return (word, before.start("word")) if word in _LEVELS else None
