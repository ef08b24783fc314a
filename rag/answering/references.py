"""Answers about other documents that stored ones mention: which mention it, where, since when, by whom.

A number asked for is looked up in the references that were read off every document; a loose one ("chỉ thị 33")
is compared with the references of the documents in scope. A date that contradicts every mention is a false
premise, and is said to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.dates import format_date
from corpus.folding import fold
from corpus.model import Document, DocumentId, Passage, Reference
from corpus.numbers import LooseNumber, matches_loose, parse_number
from rag.answering.citing import Evidence, passage_evidence
from rag.answering.composing import answered, answered_by_document, refused, some_of
from rag.answering.draft import Draft
from rag.answering.expected import asks_about_documents
from rag.answering.printed import as_printed, dated_together, list_as_printed
from rag.answering.shelf import Shelf
from rag.understanding.kinds import Kind
from rag.understanding.question import AskedNumber, Question, same_day

_MOST_MENTIONS = 12
_MOST_READ = 40  # mentions whose documents are read to tell which of them says most


_SIDE_BY_SIDE = 30  # characters between numbers of one enumeration
_PART_OF = re.compile(
    r"\b(?:phu luc|dieu \d+|khoan \d+|chuong [ivx\d]+|muc [ivx\d]+|ban hanh kem(?: theo)?|kem theo)\s+(?:(?:cua"
    r"|trong|tai|kem theo|kem|ban hanh kem theo|o)\s+)?(?:(?!thuc hien|trien khai)\w+\s+){0,4}"
    r"(?:(?:\w+\s+){0,6}ban hanh (?:kem )?theo (?:\w+\s+){0,3})?$"
)
_INSIDE = re.compile(
    r"\W*(?:nam \d{4} |ngay [\d/]+ )?(?:cua (?:\w+ ){1,6})?"
    r"(?:quy dinh (?!tai|o|ve)|co (?:may|bao nhieu)|gom (?:may|bao nhieu)|(?:co |van con "
    r"|con )?(?P<force>(?:het )?hieu luc)|do ai ky|ai ky|dai (?:may|bao nhieu)|ap dung (?:cho(?! giai doan)|tu))"
)
_IN_FORCE = re.compile(r"\b(?:hieu luc|bai bo|thay the|huy bo)\b")
# Whose it is: "vốn là của tỉnh nào", "do cơ quan nào ban hành".
_ISSUER_ASKED = re.compile(
    r"\b(?:la|von|do|la von)\s+(?:cua|do)?\s*(?:tinh|thanh pho|huyen|xa|bo|so|co quan|don vi|dia phuong|cap|ben) nao"
    r"(?: (?:ban hanh|ra|ky|phat hanh))?\s*\W*$|\b(?:la|von) cua (?:ai|dau|noi nao)\b"
)
# What has a date of its own beside that of the document it follows: "tổng kết 10 năm Quyết định … vào ngày nào".
_EVENT = re.compile(
    r"\b(?:to chuc|dien ra|(?<!phoi )hop|hoi nghi|tong ket|so ket|hoan thanh|nop|gui|bao cao|kiem tra|bat dau|ket thuc"
    r"|khai mac|trien khai|thuc hien)\b"
)
# What is issued because of it: "ban hành văn bản để triển khai Chỉ thị …".
_FOLLOWED_UP = re.compile(r"\bban hanh (?:\w+ ){1,4}(?:de |nham )?(?:trien khai|thuc hien|quan triet)\b")
# "Quyết định số 5-QĐ/TW ngày … của ai": whose it is, asked right behind its number.
_WHOSE = re.compile(
    r"\W*(?:(?:nay|do|la|von|duoc|ban hanh) )*(?:cua|do) (?:ai|(?:co quan|don vi|cap|ben|noi|to chuc) nao)"
    r"(?: (?:ban hanh|ra|ky|phat hanh))?\W*$"
)
_DAY_ASKED = re.compile(
    r"\W*(?:nay |do )?(?:cua (?:\w+ ){1,6}?)?(?:duoc |la |co |ky |ra doi |ra |ban hanh |phat hanh )*(?:vao |tu |la )?"
    r"(?:ngay|hom|nam|thang|khi|luc|bao gio)(?: thang)?(?: nam)?(?: (?:nao|may|bao nhieu))?\W*$"
)
_SUBJECT_ASKED = re.compile(
    r"\bve (?:cai gi|viec gi|noi dung gi|van de gi|linh vuc (?:gi|nao)|dieu gi|gi|chu de gi)\b"
    r"|\bten (?:day du )?(?:la )?gi\b|\btrich yeu\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a stored document names the document asked for."""

    document_id: DocumentId
    reference: Reference
    shelf: Shelf = field(repr=False, compare=False)

    @property
    def document(self) -> Document:
        """The document that names it; it is read when asked for, since a law may be named by a thousand."""
        return self.shelf.document(self.document_id)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was found for one number of the question: mentions in scope, and what speaks against the premise."""

    asked: AskedNumber
    mentions: tuple[Mention, ...]
    contradicted: bool


def own_documents(number: AskedNumber, shelf: Shelf) -> tuple[DocumentId, ...]:
    """Return the stored documents that carry a number themselves."""
    if number.exact is not None:
        return shelf.numbered(number.exact.key)
    return shelf.loosely_numbered(number.loose) if number.loose is not None else ()


def who_mention(number: AskedNumber, document_ids: Sequence[DocumentId], shelf: Shelf) -> frozenset[DocumentId]:
    """Return those of the documents that mention a number."""
    return frozenset(mention.document_id for mention in _lookup(number, document_ids, shelf).mentions)


def look_up(question: Question, document_ids: Sequence[DocumentId], shelf: Shelf) -> tuple[Lookup, ...]:
    """Look up every number of a question; numbers that stored documents carry themselves are left out."""
    asked = [n for n in question.numbers if not own_documents(n, shelf)]
    return tuple(_lookup(number, document_ids, shelf) for number in asked)


def missing_number(lookups: Sequence[Lookup]) -> Draft | None:
    """Return the refusal that a number asks for which nothing in scope mentions, or whose date is another."""
    for lookup in lookups:
        if lookup.contradicted:
            dates = sorted({m.reference.issued_on for m in lookup.mentions if m.reference.issued_on})
            told = ", ".join(format_date(day) for day in dates)
            reason = (
                f"Kho văn bản không nhắc {lookup.asked.text} với ngày như câu hỏi; văn bản trong kho ghi ngày {told}."
            )
            return refused(reason, _places(lookup.mentions, 3))
        if not lookup.mentions:
            return refused(f"Văn bản được hỏi không nhắc đến {lookup.asked.text}.", ())
    return None


def not_held(question: Question, lookups: Sequence[Lookup]) -> Draft | None:
    """Refuse a question about the inside of a document that the store only mentions and does not hold."""
    if asks_whose(question):
        return None  # the clause that names a document says whose it is
    for lookup in lookups:
        before, after = question.folded[: lookup.asked.start], question.folded[lookup.asked.end :]
        if _PART_OF.search(before) or _asks_inside(after, lookup) or Kind.SIGNER in question.kinds:
            reason = f"Kho chỉ có văn bản nhắc đến {lookup.asked.text}, không có toàn văn của văn bản đó."
            return refused(reason, _places(lookup.mentions, 3))
    return None


def asks_whose(question: Question) -> bool:
    """Tell whether it is asked whose a document is that the question names by number: "… là của cơ quan nào"."""
    last = question.numbers[-1] if question.numbers else None
    behind = question.folded[(last.dated.end if last.dated else last.end) :] if last else ""
    return bool(_ISSUER_ASKED.search(question.folded) or last and _WHOSE.fullmatch(behind))


def _asks_inside(after: str, lookup: Lookup) -> bool:
    """Tell whether the words behind a number ask what only that document says.

    Whether it is in force is also said by the document that replaces it: a clause that names it and says so answers.
    """
    inside = _INSIDE.match(after)
    if inside is None or not inside.group("force"):
        return inside is not None
    return not any(_IN_FORCE.search(fold(place.quote)) for place in _places(lookup.mentions, _MOST_MENTIONS))


def asks_of_document(question: Question) -> bool:
    """Tell whether date, issuer or subject of a mentioned document is asked for, not of what is done about it."""
    if asks_whose(question):
        return True
    if _FOLLOWED_UP.search(question.folded):
        return False
    if question.kinds & {Kind.OWN_DATE, Kind.OWN_ISSUER} or _SUBJECT_ASKED.search(question.folded):
        return True
    of_document = asks_about_documents(question.folded) or not _EVENT.search(question.folded)
    return Kind.WHEN in question.kinds and of_document


def asked_last(lookups: Sequence[Lookup]) -> tuple[Lookup, ...]:
    """Return the last run of numbers that stand side by side: what comes before them is preamble."""
    run = list(lookups[-1:])
    for lookup in reversed(lookups[:-1]):
        if run[0].asked.start - lookup.asked.end > _SIDE_BY_SIDE:
            break
        run.insert(0, lookup)
    return tuple(run)


def who_mentions(lookups: Sequence[Lookup]) -> Draft | None:
    """Answer "which documents mention …": one place for each document that mentions every number asked."""
    by_document = [_by_document(lookup.mentions) for lookup in lookups]
    if not by_document:
        return None
    shared = [i for i in by_document[0] if all(i in other for other in by_document[1:])]
    shared = shared or list(dict.fromkeys(i for group in by_document for i in group))
    shown = shared[:_MOST_MENTIONS]
    groups = [(None, _fullest([m for group in by_document for m in group.get(i, ())])) for i in shown]
    names = "; ".join(lookup.asked.text for lookup in lookups)
    lead = f"{len(shared)} văn bản trong kho nhắc đến {names}{some_of(shown, shared)}."
    return answered_by_document(groups, lead=lead)


def where_mentioned(lookups: Sequence[Lookup]) -> Draft:
    """Answer "at which places is … mentioned": every passage that names it, in document order."""
    places = _places((m for lookup in lookups for m in lookup.mentions), _MOST_MENTIONS)
    names = "; ".join(dict.fromkeys(m.reference.number for lookup in lookups for m in lookup.mentions[:1]))
    labels = "; ".join(dict.fromkeys(place.label for place in places))
    if len({place.document.id for place in places}) == 1:
        return answered(f"{names} được nhắc ở: {labels}.", places)
    groups = _grouped(places)
    return answered_by_document([(f"nhắc {names} ở {'; '.join(p.label for p in g)}.", g) for g in groups])


def described(lookups: Sequence[Lookup], question: Question) -> Draft | None:
    """Answer what a mentioned document's date, issuer or subject is, in the words of a clause that says it.

    Refused where every clause that names it leaves out what is plainly asked of it.
    """
    wants_date = bool(question.kinds & {Kind.WHEN, Kind.OWN_DATE})
    wants_issuer = bool(question.kinds & {Kind.OWN_ISSUER, Kind.WHO}) or asks_whose(question)
    told = [
        _told(lookup.mentions, wants_date=wants_date, wants_issuer=wants_issuer)
        or _told(lookup.mentions, wants_date=wants_date, wants_issuer=False)
        for lookup in lookups
    ]
    silent = asks_whose(question) and not wants_date and not any(_names_issuer(lookup) for lookup in lookups)
    if silent or not all(told):
        return _left_out(lookups, question)
    found = [one for one in told if one is not None]
    places = _places((mention for mention, _ in found), _MOST_READ)
    facts = {words: 1 + next(i for i, p in enumerate(places) if _holds(p, m)) for m, words in found}
    draft = answered(None, places)
    lead = " ".join(f"{words}. [{marker}]" for words, marker in _within_others(facts).items())
    return replace(draft, text=f"{lead}\n{draft.text}")


def _names_issuer(lookup: Lookup) -> bool:
    return any(mention.reference.issuer for mention in lookup.mentions)


def _told(mentions: Sequence[Mention], *, wants_date: bool, wants_issuer: bool) -> tuple[Mention, str] | None:
    """Return the mention that says most of what is wanted, and its words; None where none says it."""
    saying = [m for m in mentions if _says(m.reference, wants_date=wants_date, wants_issuer=wants_issuer)]
    saying = [m for m in saying if _place(m) is not None]
    if saying:
        best = max(saying, key=lambda m: _richness(m.reference))
        return best, as_printed(best.document, best.reference)
    for mention in mentions if wants_date else ():
        last = dated_together(mention.document, mention.reference)
        if last is not None and _place(mention) is not None:
            return mention, list_as_printed(mention.document, mention.reference, last)
    return None


def _within_others(facts: dict[str, int]) -> dict[str, int]:
    """Leave out what another fact of the same place says as well."""
    return {
        words: marker
        for words, marker in facts.items()
        if not any(words != other and words in other and facts[other] == marker for other in facts)
    }


def _left_out(lookups: Sequence[Lookup], question: Question) -> Draft | None:
    """Refuse what is asked of a document and nothing else, where every clause that names it is silent on that."""
    last = question.numbers[-1]
    behind = question.folded[last.dated.end if last.dated else last.end :]
    asked = "ngày" if _DAY_ASKED.match(behind) else "cơ quan" if asks_whose(question) else None
    if asked is None:
        return None
    named = [m.reference for lookup in lookups for m in lookup.mentions[:1]]
    names = "; ".join(dict.fromkeys(f"{r.type_name or 'văn bản'} số {r.number}" for r in named))
    reason = f"Văn bản trong kho có nhắc đến {names} nhưng không ghi {asked} ban hành."
    return refused(reason, _places((m for lookup in lookups for m in lookup.mentions), 3))


def mention_places(lookups: Sequence[Lookup], nearest: Sequence[tuple[DocumentId, Passage]]) -> list[Evidence]:
    """Return passages that mention a number asked for, once each: the nearest first, others in the store's order."""
    mentions = [m for lookup in lookups for m in lookup.mentions]
    by_document = _by_document(mentions)
    near = [
        m
        for document_id, passage in nearest
        for m in by_document.get(document_id, ())
        if passage.start <= m.reference.start < passage.end
    ]
    return _places([*near, *mentions], _MOST_READ)


def _lookup(asked: AskedNumber, document_ids: Sequence[DocumentId], shelf: Shelf) -> Lookup:
    mentions = _exact(asked, document_ids, shelf) if asked.exact else _loose(asked, document_ids, shelf)
    if asked.dated is None:
        return Lookup(asked, tuple(mentions), contradicted=False)
    dated = [m for m in mentions if m.reference.issued_on]
    right = [m for m in mentions if m.reference.issued_on is None or same_day(asked.dated, m.reference.issued_on)]
    confirmed = any(m.reference.issued_on for m in right)
    return Lookup(asked, tuple(mentions), contradicted=bool(dated) and not confirmed)


def _exact(asked: AskedNumber, document_ids: Sequence[DocumentId], shelf: Shelf) -> list[Mention]:
    assert asked.exact is not None  # noqa: S101 - the caller has looked
    within = set(document_ids)
    found = [Mention(d, r, shelf) for d, r in shelf.mentions_of(asked.exact.key) if d in within]
    if asked.exact.year is None:
        return found
    same_year = [m for m in found if _year_of(m.reference) in {asked.exact.year, None}]
    return same_year or ([] if found and all(_year_of(m.reference) for m in found) else found)


def _year_of(reference: Reference) -> int | None:
    number = parse_number(reference.number)
    if number is not None and number.year:
        return number.year
    return reference.issued_on.year if reference.issued_on else None


def _loose(asked: AskedNumber, document_ids: Sequence[DocumentId], shelf: Shelf) -> list[Mention]:
    assert asked.loose is not None  # noqa: S101 - the caller has looked
    within = set(document_ids)
    return [
        Mention(document_id, reference, shelf)
        for document_id, reference in shelf.mentions_by_serial(asked.loose.serial)
        if document_id in within and _may_mean(asked.loose, reference)
    ]


def _may_mean(loose: LooseNumber, reference: Reference) -> bool:
    number = parse_number(reference.number)
    return number is not None and matches_loose(loose, number, reference.type_name)


def _by_document(mentions: Iterable[Mention]) -> dict[DocumentId, list[Mention]]:
    groups: dict[DocumentId, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(mention.document_id, []).append(mention)
    return groups


def _places(mentions: Iterable[Mention], most: int) -> list[Evidence]:
    seen: dict[tuple[DocumentId, int], Evidence] = {}
    for mention in mentions:
        if len(seen) >= most:
            break
        place = _place(mention)
        if place is not None:
            seen.setdefault((place.document.id, place.start), place)
    return list(seen.values())


def _place(mention: Mention) -> Evidence | None:
    at = mention.reference.start
    passage = next((p for p in mention.document.passages if p.start <= at < p.end), None)
    return passage_evidence(mention.document, passage, None, at) if passage else None


def _fullest(mentions: Sequence[Mention]) -> list[Evidence]:
    """Return the place that says most: that names the most of the numbers, then with date, issuer and title."""
    places = _places(sorted(mentions, key=lambda m: -_richness(m.reference)), _MOST_READ)
    counts = {(p.document.id, p.start): sum(_holds(p, m) for m in mentions) for p in places}
    return sorted(places, key=lambda p: -counts[p.document.id, p.start])[:1]


def _holds(place: Evidence, mention: Mention) -> bool:
    return place.document.id == mention.document_id and place.start <= mention.reference.start < place.end


def _grouped(places: Sequence[Evidence]) -> list[list[Evidence]]:
    groups: dict[DocumentId, list[Evidence]] = {}
    for place in places:
        groups.setdefault(place.document.id, []).append(place)
    return list(groups.values())


def _richness(reference: Reference) -> int:
    return sum(part is not None for part in (reference.issued_on, reference.issuer, reference.title))


def _says(reference: Reference, *, wants_date: bool, wants_issuer: bool) -> bool:
    return (not wants_date or reference.issued_on is not None) and (not wants_issuer or reference.issuer is not None)
