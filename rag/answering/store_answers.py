"""Questions about the store itself: which documents it holds, how many, the latest or oldest, and who signed them.

They say nothing of what documents say: beside place, year, type and other things that a document says of itself there
is no word left. What they get is read off the cards, newest first, each document with the block that says it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from corpus.model import Document, Metadata, SectionKind
from rag.answering.citing import Evidence, document_line, section_evidence
from rag.answering.composing import answered_by_document, refused, some_of
from rag.answering.draft import Draft
from rag.answering.in_force import documents_replaced
from rag.answering.offices import holds, signer_words, signs_for
from rag.answering.scope import Scope
from rag.answering.shelf import Card, Shelf
from rag.answering.store_traits import BLANKS, asked_traits, issued_as_asked, of_years
from rag.understanding.question import Question
from rag.understanding.store_questions import StoreQuestion

_MOST_LISTED = 8
_MOST_READ = 200  # documents that are read to see which replace others
_REPLACING_WORDS = ("thay thế", "bãi bỏ", "hủy bỏ", "hết hiệu lực")
_FEW = 3  # documents that are named one by one where the ones asked for are not there

Told = Callable[[Document], tuple[str | None, Sequence[Evidence]]]


def about_store(question: Question, asked: StoreQuestion, scope: Scope, shelf: Shelf, *, inside: bool = False) -> Draft:
    """Answer a question about which documents are stored, of those in scope.

    `inside` tells that they are of districts and communes of the province that the question names.
    """
    cards = of_years(question, asked, [shelf.cards[i] for i in scope.document_ids])
    if not cards:
        return refused(f"Kho không có văn bản của {_wanted(question) or 'những năm như câu hỏi'}.", ())
    typed = [card for card in cards if card.metadata.type_name in asked.types] if asked.types else cards
    if not typed:
        kinds = " hay ".join(name.lower() for name in asked.types)
        return refused(f"Kho không có {kinds} nào như vậy; có {_counted(cards)}{_named(cards)}.", _heads(cards, shelf))
    fitting = issued_as_asked(question, asked, typed)
    for trait, none in asked_traits(asked):
        fitting = [card for card in fitting if trait(card)]
        if not fitting:
            return refused(f"{none}; có {_counted(typed)}.", ())
    if asked.replacing and fitting:
        return _replacing(sorted(fitting, key=_newest_first), shelf)
    if not fitting:
        return refused(f"Kho không có văn bản nào ghi ngày như câu hỏi; có {_counted(typed)}.", ())
    ordered = sorted(fitting, key=_newest_first)
    if inside and asked == StoreQuestion(asked.types):
        lead = f"Kho không có văn bản của cơ quan cấp tỉnh {_wanted(question)}, nhưng có {_counted(ordered)}"
        return _listed(ordered, f"{lead} của địa phương thuộc tỉnh, thành phố này (hiện nay hoặc trước đây)", shelf)
    return _told(asked, ordered, typed, shelf)


def _told(asked: StoreQuestion, cards: Sequence[Card], typed: Sequence[Card], shelf: Shelf) -> Draft:
    if asked.order == "latest":
        return _listed(_latest(cards), "Văn bản mới nhất, theo ngày và năm ghi trên văn bản", shelf)
    if asked.order == "oldest":
        return _listed(_oldest(cards), "Văn bản cũ nhất, theo ngày và năm ghi trên văn bản", shelf)
    if asked.office:
        office = asked.office
        others = [c for c in typed if c not in cards and any(signs_for(s, office) for s in c.metadata.signers)]
        beside = f"; không kể {len(others)} văn bản do người khác ký thay hoặc thừa lệnh" if others else ""
        return _listed(cards, f"Kho có {_counted(cards)} như câu hỏi{beside}", shelf, _signed_by(office))
    words = ", ".join(BLANKS[name] for name in asked.lacking)
    return _listed(cards, f"Kho có {_counted(cards)}{f' {words}' if words else ''}", shelf)


def _listed(cards: Sequence[Card], lead: str, shelf: Shelf, told: Told | None = None) -> Draft:
    shown = [shelf.document(card.id) for card in cards[:_MOST_LISTED]]
    say = told or _titled
    return answered_by_document([say(document) for document in shown], f"{lead}{some_of(shown, cards)}.")


def _titled(document: Document) -> tuple[str, Sequence[Evidence]]:
    return f"{document.metadata.title.rstrip('.')}.", _head(document)


def _replacing(cards: Sequence[Card], shelf: Shelf) -> Draft:
    """List the documents that say that they replace or repeal others, with the clauses that say so."""
    ids = [card.id for card in cards]
    speaking = set().union(*(shelf.holding(ids, words) for words in _REPLACING_WORDS))
    if len(speaking) > _MOST_READ:
        text = f"Có {len(speaking)} văn bản nói đến thay thế, bãi bỏ. Xin nêu rõ nơi ban hành, năm hoặc loại văn bản."
        return Draft("clarify", text)
    documents = [shelf.document(i) for i in ids if i in speaking]
    told = [found for document in documents if (found := documents_replaced(document)) is not None]
    if not told:
        return refused(f"Kho không có văn bản nào nêu thay thế hay bãi bỏ văn bản khác; có {_counted(cards)}.", ())
    shown = told[:_MOST_LISTED]
    return answered_by_document(
        shown, f"Kho có {len(told)} văn bản nêu thay thế, bãi bỏ văn bản khác{some_of(shown, told)}."
    )


def _signed_by(office: str) -> Told:
    def told(document: Document) -> tuple[str, Sequence[Evidence]]:
        signers = [s for s in document.metadata.signers if holds(s, office)]
        words = "; ".join(signer_words(signer) for signer in signers)
        places = [
            section_evidence(document, section, None)
            for section in document.sections
            if section.kind is SectionKind.SIGNATURE
        ]
        places = [p for p in places if any(s.name in p.quote for s in signers)] or places or _head(document)
        return f"{document.metadata.title.rstrip('.')}. Người ký: {words}.", places[:1]

    return told


def _head(document: Document) -> list[Evidence]:
    """Return the block that says what a document is: its letterhead, or what it opens with."""
    heads = [section for section in document.sections if section.kind is SectionKind.LETTERHEAD]
    return [section_evidence(document, section, None) for section in (heads or list(document.sections))[:1]]


def _heads(cards: Sequence[Card], shelf: Shelf) -> list[Evidence]:
    few = cards if len(cards) <= _FEW else ()
    return [place for card in few for place in _head(shelf.document(card.id))]


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


def _oldest(ordered: Sequence[Card]) -> list[Card]:
    """Return the oldest documents: several when they bear no day and may be of the same time."""
    bearing = [card for card in ordered if card.metadata.year] or list(ordered)
    last = bearing[-1].metadata
    undated = [card for card in bearing if card.metadata.year == last.year and card.metadata.issued_on is None]
    dated = [card for card in bearing if card.metadata.year == last.year and card.metadata.issued_on is not None]
    return [*dated[-1:], *undated]


def _wanted(question: Question) -> str:
    """Say which place and year no document is of: "Long Khê năm 2031"."""
    places = [question.text[p.start : p.end] for p in question.stored_places] + [p.name for p in question.other_places]
    return " ".join(filter(None, [", ".join(places), ", ".join(f"năm {year}" for year in question.years)]))


def _named(cards: Sequence[Card]) -> str:
    """Name a few documents: ": công văn … của …"."""
    lines = [document_line(card.metadata) for card in cards] if len(cards) <= _FEW else []
    return ": " + "; ".join(line[:1].lower() + line[1:] for line in lines) if lines else ""


def _counted(cards: Sequence[Card]) -> str:
    """Count documents by type: "5 văn bản (4 kế hoạch, 1 công văn)"."""
    names = [_type_of(card.metadata) for card in cards]
    kinds = ", ".join(f"{names.count(name)} {name}" for name in dict.fromkeys(names))
    return f"{len(cards)} văn bản ({kinds})" if cards else "0 văn bản"


def _type_of(metadata: Metadata) -> str:
    return (metadata.type_name or "văn bản").lower()
