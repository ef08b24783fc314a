"""Which documents a question is about, and what it names that the store does not have.

Locality, year and number are part of the question: where the question names one, only documents of that place,
year or number may answer, and a named one that the store lacks is said to be lacking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold
from corpus.model import DocumentId, Level, SectionKind
from corpus.places import FoundPlace, find_places, parent_province, successor
from rag.answering.place_levels import of_another_level
from rag.answering.references import own_documents, who_mention
from rag.answering.shelf import Card, Shelf
from rag.model import Filters
from rag.understanding.kinds import Kind
from rag.understanding.question import Question, StoredPlace

MOST_READ_WHOLE = 12  # documents that are read whole to see whether they name a place, a year or a body
_OWNED = re.compile(
    r"\b(?:ke hoach|cong van|van ban|chi thi|quyet dinh|huong dan)(?: \w+){0,8} (?:cua|o|tai)\s+(?:ubnd "
    r"|uy ban nhan dan )?(?:(?:tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa|phuong) )?$"
)
_LEVEL_WORDS = {"tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE}
_OF_LEVEL = re.compile(r"\bcua ((?:tinh|huyen|xa)(?:(?: va|,) (?:tinh|huyen|xa))*)\b(?! (?:uy|hoi)\b)")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that may answer, in the store's order.

    `pinned` tells that the question chose them, or that a filter left but one. `groups` are the places asked about
    when there are several, each with its documents. `missing` are what the question names and the store lacks, as
    phrases. `naming` are folded names of places that the documents only mention: no clause may answer that names
    none of them, since what one place orders says nothing of another.
    """

    document_ids: tuple[DocumentId, ...]
    pinned: bool
    groups: tuple[tuple[str, tuple[DocumentId, ...]], ...]
    missing: tuple[str, ...]
    naming: tuple[str, ...] = ()


def find_scope(question: Question, filters: Filters, shelf: Shelf) -> Scope:
    """Return the scope of a question under filters."""
    allowed = [card for card in shelf.cards.values() if passes(card, filters)]
    pinned = len(allowed) == 1 < len(shelf.cards)
    unheld = [place for place in question.stored_places if _is_only_about(place, question, shelf)]
    missing = [question.text[place.start : place.end] for place in unheld]
    naming: tuple[str, ...] = ()
    named = {d for place in question.stored_places for d in _of_level_said(place, question.folded, shelf)}
    own = _own(question, shelf)
    if named or own:
        both = named & own if len(question.stored_places) == 1 else set()
        chosen = [card for card in allowed if card.id in (both or named | own)]
        if own and not own & {card.id for card in allowed}:  # a filter shuts out the document that is meant
            allowed, pinned = _telling_of(question, allowed, shelf), False
        else:
            allowed, pinned = (
                chosen or [c for c in allowed if own or _names_any(c, question.stored_places, shelf)],
                True,
            )
            allowed = allowed if own else _of_type(question, allowed)
    strangers = [p for p in question.other_places if _owns(p, question) or not _mentioned(p, allowed, shelf)]
    missing += [p.name for p in strangers if not _around(p, question.stored_places, shelf)]
    missing += of_another_level(question, shelf) if not missing else []
    if question.other_places and not named and not missing:
        mentioning = _mentioning(question.other_places, allowed, shelf)
        concerned = [c for c in mentioning if _concerns_any(question.other_places, c, mentioning, shelf)]
        naming = () if concerned or question.numbers else tuple(fold(place.name) for place in question.other_places)
        allowed, pinned = concerned or mentioning or allowed, pinned or 0 < len(mentioning) <= MOST_READ_WHOLE
    years = _own_years(question, shelf)
    of_another = bool(question.types) and not any(c.metadata.type_name in question.types for c in allowed)
    allowed, years_missing, by_year = _of_years(years, allowed, shelf, of_another=of_another)
    missing += years_missing
    levelled = allowed if pinned else _of_level(question.folded, allowed)
    pinned = pinned or by_year and len(allowed) == 1
    ids = tuple(c.id for c in levelled)
    return Scope(ids, pinned, _groups(question, set(ids)), tuple(missing), naming)


def _own(question: Question, shelf: Shelf) -> set[DocumentId]:
    """Return the documents whose own numbers the question names.

    Loosely given numbers are cited ones when some of them are no stored document's own ("quyết định 217, 218"): in
    a large store one of them is somebody's own by chance.
    """
    own = [(number, own_documents(number, shelf)) for number in question.numbers]
    cited = any(not ids for _, ids in own)
    return {d for number, ids in own if number.exact or not cited for d in ids}


def _telling_of(question: Question, cards: Sequence[Card], shelf: Shelf) -> list[Card]:
    """Return those of the documents that mention a number of the question."""
    ids = [card.id for card in cards]
    telling = {document_id for number in question.numbers for document_id in who_mention(number, ids, shelf)}
    return [card for card in cards if card.id in telling]


def passes(card: Card, filters: Filters) -> bool:
    """Tell whether filters allow a document as a source."""
    meta = card.metadata
    place = fold(filters.locality or "")
    return (
        (not filters.document_ids or card.id in filters.document_ids)
        and (not place or place in fold(meta.locality or "") or (bool(card.place) and card.place in place))
        and (filters.year is None or meta.year == filters.year)
        and (not filters.type or fold(filters.type) == fold(meta.type_name or ""))
    )


def _owns(place: FoundPlace, question: Question) -> bool:
    """Tell "kế hoạch của huyện X" from a place that is merely spoken of: X must then have a document here."""
    return not question.numbers and _OWNED.search(question.folded[: place.start]) is not None


def _is_only_about(place: StoredPlace, question: Question, shelf: Shelf) -> bool:
    """Tell "kế hoạch của tỉnh X" where the store holds but others' documents about X, of other types than asked."""
    owned = _OWNED.search(question.folded[: place.start])
    cards = [shelf.cards[d] for d in place.document_ids]
    if question.numbers or owned is None or " cua " not in owned.group() or any(_is_of(place, c) for c in cards):
        return False
    return not any(card.metadata.type_name in question.types for card in cards)


def _is_of(place: StoredPlace, card: Card) -> bool:
    """Tell whether a document is issued for the place, and not only about it."""
    return fold(place.name) == card.place


def _concerns_any(places: Sequence[FoundPlace], card: Card, cards: Sequence[Card], shelf: Shelf) -> bool:
    """Tell whether a document is sent to one of the places, or issued inside it, rather than mentions it in passing."""
    names = [fold(place.name) for place in places]
    if card.metadata.locality and not _provinces_around(card.metadata.locality).isdisjoint(names):
        return True
    if len(cards) > MOST_READ_WHOLE:
        return False
    document = shelf.document(card.id)
    sent = " ".join(document.text[s.start : s.end] for s in document.sections if s.kind is SectionKind.ADDRESSEES)
    return _names_of(names).search(fold(sent)) is not None


def _names_of(names: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in names)})(?!\w)")


def _names_any(card: Card, places: Sequence[StoredPlace], shelf: Shelf) -> bool:
    """Tell whether a document names one of the places, whose own documents a filter shut out."""
    return any(_mentioned(place, [card], shelf) for place in places)


def _mentioned(place: FoundPlace | StoredPlace, cards: Sequence[Card], shelf: Shelf) -> bool:
    """Tell whether a document names the place: a question may name whom the document names."""
    return bool(_mentioning([place], cards, shelf))


def _mentioning(places: Sequence[FoundPlace | StoredPlace], cards: Sequence[Card], shelf: Shelf) -> list[Card]:
    """Return the documents that name one of the places; of many documents, those that hold all words of its name."""
    names = [fold(place.name) for place in places]
    if len(cards) > MOST_READ_WHOLE:
        found = set().union(*(shelf.holding((c.id for c in cards), name) for name in names))
        return [c for c in cards if c.id in found]
    whole = _names_of(names)
    return [c for c in cards if whole.search(shelf.folded_text(c.id))]


def _around(place: FoundPlace, named: Sequence[StoredPlace], shelf: Shelf) -> bool:
    """Tell whether the place is the province, old or new, around a place of the store that is named too."""
    localities = {shelf.cards[d].metadata.locality for stored in named for d in stored.document_ids}
    return any(fold(place.name) in _provinces_around(locality) for locality in localities if locality)


@lru_cache(maxsize=1000)
def _provinces_around(locality: str) -> frozenset[str]:
    around: set[str] = set()
    for found in find_places(locality):
        around.update(fold(name) for name in parent_province(found.name, found.level))
        for now in successor(found):
            around.update({fold(now.name), fold(now.province)})
    return frozenset(around)


def _own_years(question: Question, shelf: Shelf) -> tuple[int, ...]:
    """Return the years that may be a document's own; beside a number, another year is the number's."""
    stored = {card.metadata.year for card in shelf.cards.values()}
    return tuple(y for y in question.years if y in stored) if question.numbers else question.years


def _of_years(
    years: Sequence[int], cards: list[Card], shelf: Shelf, *, of_another: bool
) -> tuple[list[Card], list[str], bool]:
    """Keep documents of the years asked, or those that speak of them; say which year nobody has.

    `of_another` tells that a document is meant which these only mention: the year in its date is spoken of too.
    """
    if not years:
        return cards, [], False
    if not any(card.metadata.year in years for card in cards):
        few = len(cards) <= MOST_READ_WHOLE
        speaking = [c for c in cards if _speaks_of_all(years, c, shelf, in_dates=of_another)] if few else cards
        return (speaking, [], True) if speaking else (cards, [f"năm {year}" for year in years], False)
    undated = [card for card in cards if card.metadata.year is None][:MOST_READ_WHOLE]
    speaking = [card for card in undated if _speaks_of_all(years, card, shelf)]
    return [card for card in cards if card.metadata.year in years or card in speaking], [], True


def _speaks_of_all(years: Sequence[int], card: Card, shelf: Shelf, *, in_dates: bool = False) -> bool:
    return all(_speaks_of(year, card, shelf, in_dates=in_dates) for year in years)


def _speaks_of(year: int, card: Card, shelf: Shelf, *, in_dates: bool) -> bool:
    text = shelf.text(card.id)
    if in_dates and re.search(rf"(?<=\d/){year}\b", text):
        return True
    return re.search(rf"(?<![\d/-])(?<!- )(?<!– ){year}(?!\s?[-–/]\s?\d)(?!\d)", text) is not None


def _of_level_said(place: StoredPlace, folded: str, shelf: Shelf) -> list[DocumentId]:
    """Tell xã X from huyện X: where the word before the name is the level of some of its documents, prefer those."""
    before = folded[: place.start].split()
    levels = {" ".join(before[-words:]) for words in (1, 2)}
    owned = _OWNED.search(folded[: place.start]) is not None
    issued = [d for d in place.document_ids if owned and _is_of(place, shelf.cards[d])] or list(place.document_ids)
    said = [d for d in issued if not _is_of(place, shelf.cards[d]) or _level_word(shelf.cards[d]) in levels]
    return said if any(_is_of(place, shelf.cards[d]) for d in said) else issued


def _level_word(card: Card) -> str:
    return fold(card.metadata.locality or "").removesuffix(card.place).strip()


def _of_type(question: Question, cards: list[Card]) -> list[Card]:
    """Where a place has several documents, prefer those of the type that the question speaks of."""
    told = not question.numbers and Kind.WHICH_DOCUMENT not in question.kinds
    return [card for card in cards if told and card.metadata.type_name in question.types] or cards


def _of_level(folded: str, cards: list[Card]) -> list[Card]:
    """Where the question says "của huyện" without a name, prefer documents of that level."""
    said = _OF_LEVEL.search(folded)
    levels = {_LEVEL_WORDS[word] for word in re.findall(r"tinh|huyen|xa", said.group(1))} if said else set()
    return [card for card in cards if card.metadata.level in levels] or cards


def _groups(question: Question, kept: set[DocumentId]) -> tuple[tuple[str, tuple[DocumentId, ...]], ...]:
    groups = {p.name: tuple(d for d in p.document_ids if d in kept) for p in question.stored_places}
    return tuple((name, ids) for name, ids in groups.items() if ids) if len(groups) > 1 else ()
