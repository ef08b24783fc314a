"""Which stored documents are of districts and communes of a province, as it is today or was before.

Of a name that several provinces have, the document decides: its first and last page name its district or province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.folding import fold
from corpus.model import Level, SectionKind
from corpus.places import FoundPlace, find_places, parent_province, successor
from rag.answering.scope import Scope, passes
from rag.answering.shelf import Card, Shelf
from rag.model import Filters
from rag.understanding.question import Question

_FRAME = frozenset({SectionKind.LETTERHEAD, SectionKind.PREAMBLE, SectionKind.ADDRESSEES, SectionKind.RECIPIENTS})


def within_provinces(question: Question, scope: Scope, filters: Filters, shelf: Shelf) -> Scope | None:
    """Return the scope of documents from inside the provinces that a question names and that have none of their own.

    None when it names none, or a place besides, or when the store holds none from inside them.
    """
    provinces = question.other_places
    if question.stored_places or not provinces or any(p.level is not Level.PROVINCE for p in provinces):
        return None
    allowed = [card for card in shelf.cards.values() if passes(card, filters)]
    ids = tuple(card.id for card in allowed if any(_is_inside(card, place, shelf) for place in provinces))
    return replace(scope, document_ids=ids, pinned=True, groups=(), missing=(), naming=()) if ids else None


def _is_inside(card: Card, province: FoundPlace, shelf: Shelf) -> bool:
    parents, of_asked = _parents_of_asked(card, province)
    if len(of_asked) == len(parents):
        return bool(parents)
    return bool(of_asked) and not _named_around(card, shelf).isdisjoint(of_asked)


def may_lie_in(card: Card, province: FoundPlace, shelf: Shelf) -> bool:
    """Tell whether a document's place may lie in a province: by the register, and as its pages name no other."""
    parents, of_asked = _parents_of_asked(card, province)
    named = _named_around(card, shelf)
    return not parents or bool(of_asked) and (not named or not named.isdisjoint(of_asked))


def frame_pages(card: Card, shelf: Shelf) -> list[str]:
    """Return what stands on a document's first and last page."""
    document = shelf.document(card.id)
    return [document.text[s.start : s.end] for s in document.sections if s.kind in _FRAME]


def _parents_of_asked(card: Card, province: FoundPlace) -> tuple[tuple[str, ...], list[str]]:
    """Return the provinces that have a place of the document's name, and those of them that are the one asked for."""
    parents = _parents(card.metadata.locality or "")
    return parents, [parent for parent in parents if fold(province.name) in _then_and_now(parent)]


@lru_cache(maxsize=1000)
def _parents(locality: str) -> tuple[str, ...]:
    """Return the provinces that have or had a district or commune of this name; () for a province."""
    place = next(iter(find_places(locality)), None)
    lower = place is not None and place.level in {Level.DISTRICT, Level.COMMUNE}
    return parent_province(place.name, place.level) if place and lower else ()


@lru_cache(maxsize=200)
def _then_and_now(province: str) -> frozenset[str]:
    """Return a province's name and those of the provinces that it became part of, folded."""
    named = FoundPlace(province, Level.PROVINCE, 0, len(province), level_printed=True)
    return frozenset({fold(province), *(fold(now.name) for now in successor(named))})


def _named_around(card: Card, shelf: Shelf) -> set[str]:
    """Return the provinces that a document's first and last page name, or that alone have a district named there."""
    return {name for page in frame_pages(card, shelf) for place in find_places(page) for name in _surely_in(place)}


def _surely_in(place: FoundPlace) -> Sequence[str]:
    if place.level is Level.PROVINCE:
        return [place.name]
    parents = parent_province(place.name, Level.DISTRICT) if place.level is Level.DISTRICT else ()
    return parents if len(parents) == 1 else ()
