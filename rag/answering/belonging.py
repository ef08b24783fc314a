"""What a value or a document of a clause belongs to, held against what the question asks of it.

A date belongs to the number behind which it stands, a share to the thing named with it. Where a clause gives a value
to something else than is asked, there is no short fact to tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.model import Reference
from corpus.numbers import matches_loose, parse_number
from rag.analyser import question_terms, terms
from rag.answering.citing import Evidence, sentences
from rag.answering.printed import as_printed, references_in
from rag.understanding.question import AskedNumber, Question

# "tiếp thu góp ý theo quy định nào": what is done stands before the document that it is done by.
_DONE_BY = re.compile(r"\b(?:theo|bang|can cu|dua (?:vao|tren)|thuc hien|tren co so)(?: \w+){1,4} (?:nao|gi|so may)\b")
_ORDINAL = re.compile(
    r"\b(dot|lan|quy|ky|loai|muc|buoc|giai doan|lan thu|dot thu)\s+"
    r"(i{1,3}|iv|v|mot|hai|ba|bon|nam|nhat|nhi|tu|\d{1,2})\b"
)
_FIGURES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3}
_FIGURES |= {"bon": 4, "tu": 4, "nam": 5}
# "+ Vùng ven biển A, B: đạt 88%": what stands before the colon is what the value is of.
_LABEL = re.compile(r"^\s*(?:[-+*•]|\d+[.)]|[a-zđ][.)])?\s*([^:]{3,80}):")
_NAME = re.compile(r"(?<=\s)[A-ZĐÂĂÊÔƠƯ][^\W\d_]+(?: [A-ZĐÂĂÊÔƠƯ][^\W\d_]+)*")
_SEVERAL_ASKED = re.compile(r"\b(?:nhung|cac|hai|ba|bon|may|\d) (?:\w+ ){1,4}nao\b")
_ANNEX = re.compile(r"\bPhụ lục(?: [IVX\d]+)?(?: (?:của|kèm theo|ban hành kèm theo))?\s*$")
_JOINING_WORDS = 3  # between two numbers of an enumeration: "và Quyết định"
_LABEL_WORDS = frozenset(
    "la dat phan dau cu the trong do gom muc tieu chi thoi gian han ty le so luong hoan thanh tien do".split()
)


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice of a clause, the words that tell what it belongs to, and those right before it alone."""

    words: str
    around: str
    near: str = ""


def documents_in(question: Question, place: Evidence) -> list[Slice]:
    """Return the documents that a place mentions, as printed with their dates, that the question may ask for.

    Those are of the type asked for, and neither the ones that it names itself nor the one they stand in. Of several
    that are asked for together ("những kết luận nào") none is told alone.
    """
    found = [r for r in references_in(place) if not _is_known(r, question, place)]
    asked = {kind for kind in question.types if _asks_for(kind, question)}
    found = [r for r in found if not asked or _is_of_types(r, asked)]
    if _SEVERAL_ASKED.search(question.folded) and len({r.key for r in found}) > 1:
        return []
    done_by = _DONE_BY.search(question.folded) is not None
    return [Slice(_with_annex(place, r), _before(place, r) if done_by else _behind(place, r)) for r in found]


def dated_documents(question: Question, place: Evidence) -> list[Slice]:
    """Return the dates of the documents that the question names by number, type or subject, as printed."""
    found = [r for r in references_in(place) if r.issued_on is not None]
    if question.numbers:
        found = [r for r in found if any(_means(number, r) for number in question.numbers)]
    else:
        asked = {t for t in question_terms(question.core) if "_" in t}
        found = [r for r in found if _is_of_types(r, question.types)]
        found = [r for r in found if asked & set(terms(as_printed(place.document, r)))]
    return [Slice(_date_of(place, r), as_printed(place.document, r)) for r in found]


def is_of_asked(question: Question, found: Slice, *, several: bool) -> bool:
    """Tell whether a value may be of what is asked: not of another stage, nor of another thing before a colon."""
    asked, told = _ordinals(question.folded), _ordinals(fold(found.around))
    if any(name in told and told[name] != number for name, number in asked.items()):
        return False
    label = _LABEL.match(found.around) if several else None
    words = {t for t in terms(label.group(1)) if t.isalpha() and t not in _LABEL_WORDS} if label else set()
    return not words or bool(words & set(question_terms(question.core)))


def is_added(question: Question, found: Slice, others: Sequence[Slice]) -> bool:
    """Tell whether a value is of something more ("gửi thêm …") than is asked, beside that of another slice."""
    if not re.search(r"\bthêm\b", found.around):
        return False
    asked = {t for t in question_terms(question.core) if "_" in t} - terms_of_names(question)
    return not (asked & set(terms(found.around))) - {t for other in others for t in terms(other.around)}


def terms_of_names(question: Question) -> set[str]:
    """Return the terms of the names in a question: they tell whose a value is, not what it is of."""
    names = [question.text[place.start : place.end] for place in question.other_places]
    return {t for name in [*names, *_NAME.findall(question.text)] for t in terms(name)}


def _ordinals(folded: str) -> dict[str, int]:
    return {
        name.removesuffix(" thu"): _FIGURES.get(number, 0) or int(number) for name, number in _ORDINAL.findall(folded)
    }


def _asks_for(kind: str, question: Question) -> bool:
    """Tell whether documents of a type are asked for: "theo quy định nào"."""
    return (
        re.search(rf"\b{fold(kind)}(?: (?!cua\b)\w+){{0,2}} (?:nao|gi|so may|so bao nhieu)\b", question.folded)
        is not None
    )


def _is_of_types(reference: Reference, types: Collection[str]) -> bool:
    return any((reference.type_name or "").startswith(kind) for kind in types)


def _with_annex(place: Evidence, reference: Reference) -> str:
    """Return a mention as printed, with the annex of it that is spoken of."""
    words = as_printed(place.document, reference, whole=False)
    annex = _ANNEX.search(place.document.text, place.start, reference.start)
    return f"{' '.join(annex.group().split())} {words}" if annex else words


def _is_known(reference: Reference, question: Question, place: Evidence) -> bool:
    own = parse_number(place.document.metadata.number or "")
    return own is not None and own.key == reference.key or any(_means(n, reference) for n in question.numbers)


def _means(number: AskedNumber, reference: Reference) -> bool:
    if number.exact is not None:
        return number.exact.key == reference.key
    printed = parse_number(reference.number)
    return (
        number.loose is not None and printed is not None and matches_loose(number.loose, printed, reference.type_name)
    )


def _date_of(place: Evidence, reference: Reference) -> str:
    """Return the date behind a number as printed: "Ngày 12/12/2013"."""
    words = as_printed(place.document, reference, whole=False)
    found = re.search(r"ngày .*$", words, re.IGNORECASE)
    return found.group() if found else words


def _sentence(place: Evidence, at: int) -> tuple[int, int]:
    spans = sentences(place.document.text, place.start, place.end)
    return next((span for span in spans if span[0] <= at < span[1]), (place.start, place.end))


def _before(place: Evidence, reference: Reference) -> str:
    """Return the words of the sentence before a mention, and its subject; an enumeration has one beginning."""
    start, _ = _sentence(place, reference.start)
    earlier = [r for r in references_in(place) if start <= r.start and r.end <= reference.start]
    words = place.document.text[max([start, *(r.end for r in earlier)]) : reference.start]
    if earlier and len(words.split()) <= _JOINING_WORDS:
        return _before(place, earlier[-1])
    return f"{words} ; {reference.title or ''}"


def _behind(place: Evidence, reference: Reference) -> str:
    _, end = _sentence(place, reference.start)
    following = min((r.start for r in references_in(place) if r.start >= reference.end), default=end)
    return place.document.text[reference.start : max(reference.end, min(following, end))]
