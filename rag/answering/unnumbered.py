"""Day, number and issuer of a law or regulation that is named without a number: "Luật Khiếu nại ban hành năm nào".

A clause that only names it tells neither; a day that stands behind another document's name is not its day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import find_dates
from corpus.folding import fold
from corpus.model import Document, DocumentId
from corpus.number_reading import find_numbers
from rag.answering.citing import Evidence, passage_evidence
from rag.answering.composing import answered, answered_by_document, refused
from rag.answering.draft import Draft
from rag.answering.printed import as_printed
from rag.answering.scope import MOST_READ_WHOLE, Scope
from rag.answering.shelf import Shelf
from rag.understanding.question import Question

_NAMED = (
    r"(?P<name>(?:luat|bo luat|phap lenh|quy che|quy dinh|nghi quyet|chien luoc|de an|dieu le|hien phap)"
    r"(?: (?!nao\b|nay\b|do\b|tren\b)\w+){1,12}?)"
)
_DONE = r"(?:(?:duoc|co|da|do) )*(?:ban hanh |thong qua |ky |ra doi |ra |co )*(?:tu |vao |la )?"
_ASKED = re.compile(
    rf"^{_NAMED} {_DONE}(?:(?P<day>(?:ngay|nam|thang|hom|khi|luc)(?: thang)?(?: nam)? (?:nao|may|bao nhieu)|bao gio)"
    r"|(?P<number>(?:mang )?so (?:may|bao nhieu|hieu)(?: (?:la )?(?:gi|nao|bao nhieu))?))\W*$"
)
_WHO_ISSUED = re.compile(
    rf"^(?:ai|(?:co quan|cap|don vi|ben) nao) (?:da |la nguoi )?(?:ban hanh|ra) {_NAMED}"
    r"(?: (?:o|tai|trong|cho|cua) (?:\w+ ?){1,6})?\W*$"
)
_BETWEEN = re.compile(r"[\s,(]*(?:số\s*:?\s*)?(?:được )?(?:ban hành |thông qua )?(?:ngày )?\s*", re.IGNORECASE)
_BEHIND = 90  # characters behind a name within which its number and day stand
_MOST_TOLD = 4


def of_unnumbered(question: Question, scope: Scope, shelf: Shelf) -> Draft | None:
    """Answer which day or number a law has that the question names without one; refuse where no clause says it.

    None when nothing of that kind is asked, or no document in scope names it.
    """
    if question.numbers or len(scope.document_ids) > MOST_READ_WHOLE:
        return None
    asked = _ASKED.match(question.folded)
    if asked is None:
        return _issued_with(question, scope, shelf)
    documents = [shelf.document(i) for i in _holding(asked["name"], scope, shelf)]
    named = [(d, start, end) for d in documents for start, end in _mentions(d, asked["name"])]
    if not named:
        return None
    told = [(one[0], place, words) for one in named if (place := _place(*one)) and (words := _said(*one, asked))]
    if told:
        first = {document.id: (f"{words}.", [place]) for document, place, words in reversed(told)}
        groups = list(reversed(first.values()))[:_MOST_TOLD]
        return answered(*groups[0]) if len(groups) == 1 else answered_by_document(groups)
    document, start, end = named[0]
    name, left_out = document.text[start:end], "ngày ban hành" if asked["day"] else "số, ký hiệu"
    places = [place for one in named if (place := _place(*one))]
    return refused(f"Văn bản trong kho có nhắc đến {name} nhưng không ghi {left_out}.", places[:_MOST_TOLD])


def _issued_with(question: Question, scope: Scope, shelf: Shelf) -> Draft | None:
    """Answer who issued a regulation that comes with a mentioned document: "Quyết định … của … ban hành Quy chế …"."""
    asked = _WHO_ISSUED.match(question.folded)
    if asked is None:
        return None
    for document in (shelf.document(i) for i in _holding(asked["name"], scope, shelf)):
        for reference in document.references:
            words = as_printed(document, reference)
            place = _place(document, reference.start, reference.end)
            if reference.issuer and place and _brings(fold(words), asked["name"]):
                return answered(f"{words}.", [place])
    return None


def _brings(mention: str, name: str) -> bool:
    """Tell "… ban hành Quy chế X" from "… về việc thực hiện Quy chế X"."""
    return re.search(rf"\b(?:ban hanh|ve)(?: viec ban hanh)? \W?{re.escape(name)}\b", mention) is not None


def _holding(name: str, scope: Scope, shelf: Shelf) -> list[DocumentId]:
    return [i for i in scope.document_ids if re.search(rf"\b{re.escape(name)}\b", _one_line(shelf.folded_text(i)))]


def _mentions(document: Document, name: str) -> Iterator[tuple[int, int]]:
    """Yield where a document names it, with a capital: "Luật Khiếu nại", not "theo luật khiếu nại được …"."""
    pattern = re.compile(r"\b" + r"\s+".join(map(re.escape, name.split())) + r"\b")
    for found in pattern.finditer(fold(document.text)):
        if document.text[found.start()].isupper():
            yield found.start(), found.end()


def _said(document: Document, start: int, end: int, asked: re.Match[str]) -> str | None:
    """Return the name with the day or number right behind it, as printed."""
    window = document.text[end : end + _BEHIND]
    numbers = [n for n in find_numbers(window) if _BETWEEN.fullmatch(window[: n.start])]
    at = numbers[0].end if numbers else 0
    if asked["day"]:
        days = [d for d in find_dates(window[at:]) if d.date and _BETWEEN.fullmatch(window[at : at + d.start])]
        at = at + days[0].end if days else 0
    return " ".join(document.text[start : end + at].split()) if at else None


def _place(document: Document, start: int, _end: int) -> Evidence | None:
    passage = next((p for p in document.passages if p.start <= start < p.end), None)
    return passage_evidence(document, passage, None, start) if passage else None


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
