"""Questions about persons: who somebody is, which office they hold, what they signed, whether they are the head.

What the store knows of persons stands in signature blocks, and where a document names somebody right behind an office
("Phó Chủ tịch UBND tỉnh Nguyễn Văn A"). A name that stands nowhere is said to stand nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.folding import fold, nfc
from corpus.model import Document, DocumentId, SectionKind, Signer
from rag.answering.citing import Evidence, document_line, passage_evidence, section_evidence
from rag.answering.composing import answered, answered_by_document, refused, some_of
from rag.answering.draft import Draft
from rag.answering.named_persons import is_name, places_naming
from rag.answering.offices import OFFICE, holds, signer_words
from rag.answering.shelf import Card, Shelf
from rag.understanding.question import Question

_MOST_TOLD = 8
_ADDRESS = r"(?:(?:ong|ba|dong chi|co|anh|chi|bac) )?"
_NOW = r"(?: (?:hien|hien nay|nay|dang|co phai|van|lam|duoc|da))*"
_IS_ASKED = rf"{_NOW} (?:la (?:ai|{OFFICE}\b)|giu (?:chuc|cuong vi|vi tri)|chuc (?:vu|danh)|lam (?:chuc|{OFFICE}\b))"
_SIGNED_ASKED = rf"{_NOW} ky\b(?: \w+){{0,8}}? (?:nao|gi|may|bao nhieu)\b"
_BEHIND = re.compile(rf"(?P<is>{_IS_ASKED})|(?P<signed>{_SIGNED_ASKED})")
_BEFORE_IS = re.compile(rf"\b(?:chuc (?:vu|danh)(?: gi)?(?: cua)?|ai la|co phai) {_ADDRESS}$")
_BEFORE_SIGNED = re.compile(rf"\b(?:do|boi|cua|nguoi ky la|chu ky cua) {_ADDRESS}$")
_SIGNS = re.compile(r"\bky\b|\bchu ky\b")
_MAY_ASK = re.compile(
    rf"\bky\b|\bchu ky\b|\bla ai\b|\bai la\b|\bchuc (?:vu|danh|gi|nao)\b|\bgiu (?:chuc|cuong vi|vi tri)\b"
    rf"|\b(?:la|lam) {OFFICE}\b"
)
_CLAIM = re.compile(rf"\b(?:la|lam|giu chuc(?: vu)?) (?P<office>{OFFICE})\b")
_BESIDE_SIGNING = frozenset(
    "ky ten ban hanh da nhung cac nao gi may bao nhieu do boi ong ba dong chi co la kho trong van ban tai lieu cua"
    " nguoi chu nam co nhieu tinh huyen xa o tai ubnd tat ca liet ke".split()
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A person as the question writes the name, and whether it asks what they signed or who they are."""

    name: str
    of_signing: bool


def asks_of_person(question: Question) -> bool:
    """Tell whether a question may be about a person; most are not, and then no signer need be looked at."""
    return not question.numbers and question.position is None and _MAY_ASK.search(question.folded) is not None


def about_person(question: Question, ids: Sequence[DocumentId], shelf: Shelf) -> Draft | None:
    """Answer who a named person is, or what they signed, from the documents `ids`; None when neither is asked."""
    cards = [shelf.cards[i] for i in ids]
    asked = _signer_asked(question, cards) or _stranger_asked(question)
    if asked is None:
        return None
    signed = [(card, signer) for card in cards for signer in card.metadata.signers if _is_same(signer.name, asked.name)]
    if asked.of_signing:
        return _what_was_signed(question, asked, signed, shelf)
    if signed:
        return _who_it_is(question, signed, shelf)
    return _named_elsewhere(asked, ids, shelf)


def _signer_asked(question: Question, cards: Sequence[Card]) -> _Asked | None:
    """Return the signer whom a question asks about, by the whole name, with its marks or all without."""
    names = {nfc(signer.name) for card in cards for signer in card.metadata.signers}
    for name in sorted(names, key=len, reverse=True):
        if fold(name) in question.folded and len(name.split()) > 1:
            for found in re.finditer(rf"(?<!\w){re.escape(fold(name))}(?!\w)", question.folded):
                printed = question.text[found.start() : found.end()]
                if printed and printed.isascii() or printed.lower() == name.lower():
                    asked = _asked_of(question, found.start(), found.end())
                    if asked is not None:
                        return asked
    return None


def _stranger_asked(question: Question) -> _Asked | None:
    """Return a person whom a question names in capitals where a signer may be named."""
    for start, end in _capital_runs(question.text):
        if is_name(question.text[start:end]) and not _is_of_something(question, start, end):
            asked = _asked_of(question, start, end)
            if asked is not None:
                return asked
    return None


def _asked_of(question: Question, start: int, end: int) -> _Asked | None:
    """Read what is asked of the person who stands at a place; None when it is nothing that a signature tells."""
    before, after = question.folded[:start], question.folded[end:]
    if _is_capital(question.text[:start].split()[-1:]) or _is_capital(question.text[end:].split()[:1]):
        return None  # part of a longer name
    behind = _BEHIND.match(after)
    name = question.text[start:end]
    if behind is not None and behind["signed"] or _BEFORE_SIGNED.search(before) and _SIGNS.search(question.folded):
        return _Asked(name, of_signing=True)
    if behind is not None or _BEFORE_IS.search(before):
        return _Asked(name, of_signing=False)
    return None


_TITLES = frozenset({"ong", "ba", "dong", "chi", "co", "anh", "bac", "la", "do", "ai", "chuc", "vu", "phai", "cua"})


def _is_capital(words: Sequence[str]) -> bool:
    """Tell whether the word beside a name belongs to it, because it is written with a capital."""
    return any(word[:1].isupper() and fold(word) not in _TITLES for word in words)


def _capital_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of two to five words in capitals, without the words that address somebody."""
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\W\d_]+", text)]
    run: list[tuple[int, int]] = []
    for start, end in [*words, (len(text), len(text))]:
        word = text[start:end]
        joined = not run or text[run[-1][1] : start] == " "
        if word[:1].isupper() and joined and not word.isupper() and (run or fold(word) not in _TITLES):
            run.append((start, end))
            continue
        if 2 <= len(run) <= 5:
            yield run[0][0], run[-1][1]
        run = []


def _is_of_something(question: Question, start: int, end: int) -> bool:
    """Tell whether a run of capitals is a place, a body or a number rather than a person."""
    spans = [(p.start, p.end) for p in question.stored_places] + [(p.start, p.end) for p in question.other_places]
    spans += [(b.start, b.end) for b in question.bodies]
    return any(s <= start and end <= e for s, e in spans)


def _is_same(name: str, asked: str) -> bool:
    return fold(name) == fold(asked) if asked.isascii() else nfc(name).lower() == nfc(asked).lower()


def _what_was_signed(
    question: Question, asked: _Asked, signed: Sequence[tuple[Card, Signer]], shelf: Shelf
) -> Draft | None:
    left = set(re.findall(r"[a-z]+", fold(question.core))) - set(fold(asked.name).split()) - _BESIDE_SIGNING
    left -= {word for name in question.types for word in fold(name).split()}
    if left:
        return None
    meant = [(c, s) for c, s in signed if not question.years or c.metadata.year in question.years]
    for place in question.stored_places:
        meant = [(c, s) for c, s in meant if c.id in place.document_ids]
    meant = [(c, s) for c, s in meant if not question.types or c.metadata.type_name in question.types]
    if not meant:
        kind = " hay ".join(name.lower() for name in question.types) or "văn bản"
        told = _told_signed(signed[:3])
        return refused(f"Không có {kind} nào trong kho ghi {asked.name} là người ký{told}.", ())
    shown = [shelf.document(card.id) for card, _ in meant[:_MOST_TOLD]]
    told_of = [
        (f"{d.metadata.title.rstrip('.')}. Người ký: {signer_words(s)}.", _signature(d, s))
        for d, (_, s) in zip(shown, meant, strict=False)
    ]
    return answered_by_document(told_of, f"{asked.name} ký {len(meant)} văn bản trong kho{some_of(shown, meant)}.")


def _told_signed(signed: Sequence[tuple[Card, Signer]]) -> str:
    lines = [document_line(card.metadata) for card, _ in signed]
    return "; chỉ có " + "; ".join(line[:1].lower() + line[1:] for line in lines) if lines else ""


def _who_it_is(question: Question, signed: Sequence[tuple[Card, Signer]], shelf: Shelf) -> Draft:
    """Tell in which office somebody signed; where another one is claimed, that the documents do not say so."""
    claim = _CLAIM.search(question.folded)
    told: list[tuple[str | None, Sequence[Evidence]]] = []
    for card, signer in signed[:_MOST_TOLD]:
        fact = f"Người ký: {signer_words(signer)}."
        if claim is not None and not holds(signer, claim["office"]):
            fact = f"Văn bản không ghi như câu hỏi; {fact[:1].lower()}{fact[1:]}"
        document = shelf.document(card.id)
        told.append((fact, _signature(document, signer)))
    if len(told) == 1:
        return answered(told[0][0], told[0][1])
    return answered_by_document(told)


def _signature(document: Document, signer: Signer) -> list[Evidence]:
    """Return the block in which a signer's name stands, or the letterhead where no block was found."""
    places = [
        section_evidence(document, section, None)
        for section in document.sections
        if section.kind is SectionKind.SIGNATURE
    ]
    naming = [place for place in places if nfc(signer.name).lower() in place.quote.lower()]
    head = [section_evidence(document, section, None) for section in document.sections[:1]]
    return (naming or places or head)[:1]


def _named_elsewhere(asked: _Asked, ids: Sequence[DocumentId], shelf: Shelf) -> Draft:
    """Tell in which office documents name somebody who signed none of them."""
    told = [
        (f"{office} {asked.name}.", [passage_evidence(document, passage, None, at)])
        for document, office, passage, at in places_naming(asked.name, ids, shelf)
    ]
    if not told:
        return refused(f"Không có văn bản nào trong kho nêu chức vụ của {asked.name}.", ())
    if len(told) == 1:
        return answered(told[0][0], told[0][1])
    return answered_by_document(told)
