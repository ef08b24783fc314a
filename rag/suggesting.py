"""Questions to begin with, drawn by rule from the stored documents; each has been answered before it is offered.

A rule reads one document and proposes questions about it: a date by which to report, who is to do what, a field of
work, the purpose, the signer. What the assistant does not answer from that very place is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from typing import Protocol

from corpus.folding import fold
from corpus.model import Document, DocumentId, Metadata, Passage, Section, SectionKind
from rag.model import Answer, Inquiry, Option
from rag.understanding.bodies import names_body

_MOST_DOCUMENTS = 8  # read whole
_MOST_TRIES = 4  # questions of one kind about one document that may fail in a row
_LONGEST_HEADING = 70  # characters; longer ones make no question that a person would ask
_LONGEST_LABEL = 60
_REPORT = re.compile(r"\b(?:dinh ky|bao cao)(?: \w+){0,3}? (?:0?6 (thang)|(quy)|(nam))\b")
_DAY = re.compile(r"\btruoc (?:ngay )?\d{1,2}/\d{1,2}\b")
_PERIODS = {"thang": "6 tháng", "quy": "quý", "nam": "năm"}
_DUTIES = re.compile(r"\b(?:to chuc thuc hien|phan cong)\b")
_FIELDS = re.compile(r"\b(?:noi dung|nhiem vu|giai phap)\b")
_PURPOSE = re.compile(r"^muc dich\b")
_ABOUT = re.compile(r"^về\s+", re.IGNORECASE)
_BEFORE_BODY = re.compile(r"^(?:trách nhiệm của|đối với|đề nghị|giao)\s+", re.IGNORECASE)


class Summary(Protocol):
    """What is read of a listed document."""

    @property
    def id(self) -> DocumentId:
        """The document's id."""
        ...

    @property
    def metadata(self) -> Metadata:
        """What the document says of itself."""
        ...


class Source(Protocol):
    """The stored documents."""

    def documents(self) -> Sequence[Summary]:
        """Return every stored document's id and metadata."""
        ...

    def document(self, document_id: DocumentId) -> Document:
        """Return one document whole. Raises `DocumentUnknown`."""
        ...


@dataclass(frozen=True, slots=True)
class _Idea:
    """A question about a document, and the place that must answer it: `text[start:end]`."""

    option: Option
    document_id: DocumentId
    start: int
    end: int


Rule = Callable[[Document, str], Iterator[_Idea]]


def suggest(
    source: Source, answer: Callable[[Inquiry], Answer], allowed: Collection[DocumentId], most: int
) -> list[Option]:
    """Return at most `most` questions about the allowed documents of a store, spread over places and kinds.

    Each was answered by `answer` with a first citation from the place it was drawn from. The same store gives the same
    questions.
    """
    about = frozenset(allowed)
    listed = [summary for summary in source.documents() if summary.id in about]
    chosen = [source.document(s.id) for s in _spread(listed)[:_MOST_DOCUMENTS]]
    ask = partial(_is_answered, answer)
    telling = [_offered(document, (*_RULES[n % 4 :], *_RULES[: n % 4]), ask) for n, document in enumerate(chosen)]
    found: dict[str, Option] = {}
    for option in chain(_in_turn(telling), _in_turn([_offered(d, _PLAIN, ask) for d in chosen])):
        found.setdefault(option.question, option)
        if len(found) == most:
            break
    return list(found.values())


def _spread(summaries: Sequence[Summary]) -> list[Summary]:
    """Return documents newest first, those of a place not seen before ahead of the rest."""
    newest = sorted(summaries, key=lambda s: (_day(s.metadata), s.id), reverse=True)
    first: dict[str | None, Summary] = {}
    for summary in newest:
        first.setdefault(summary.metadata.locality, summary)
    ahead = {summary.id for summary in first.values()}
    return [*first.values(), *(summary for summary in newest if summary.id not in ahead)]


def _day(metadata: Metadata) -> date:
    return metadata.issued_on or date(metadata.year or 1, 1, 1)


def _in_turn(offers: Sequence[Iterator[Option]]) -> Iterator[Option]:
    """Yield one of each, then another of each, until none has any left."""
    waiting = list(offers)
    while waiting:
        for offer in list(waiting):
            option = next(offer, None)
            if option is None:
                waiting.remove(offer)
            else:
                yield option


def _offered(document: Document, rules: Sequence[Rule], is_answered: Callable[[_Idea], bool]) -> Iterator[Option]:
    """Yield the questions about a document that are answered from where they were drawn, the rules in turn."""
    name = _called(document.metadata)
    if name is not None:
        yield from _in_turn([_proven(rule(document, name), is_answered) for rule in rules])


def _proven(ideas: Iterator[_Idea], is_answered: Callable[[_Idea], bool]) -> Iterator[Option]:
    """Yield the ideas that are answered, until four in a row are not."""
    failed = 0
    for idea in ideas:
        if is_answered(idea):
            failed = 0
            yield idea.option
        elif (failed := failed + 1) == _MOST_TRIES:
            return


def _is_answered(answer: Callable[[Inquiry], Answer], idea: _Idea) -> bool:
    """Tell whether the first citation of the answer comes from the place that the idea was drawn from."""
    given = answer(Inquiry(idea.option.question, mode="extractive"))
    if given.status != "answered" or not given.citations:
        return False
    first = given.citations[0]
    return first.document_id == idea.document_id and first.start < idea.end and idea.start < first.end


def _called(metadata: Metadata) -> str | None:
    """Name a document as somebody who asks would, or return None where it says neither whose nor which it is."""
    kind = (metadata.type_name or "Văn bản").lower()
    if metadata.locality:
        year = f" năm {metadata.year}" if metadata.year else ""
        return f"{kind} của {metadata.locality}{year}"
    return f"{kind} số {metadata.number}" if metadata.number else None


def _deadlines(document: Document, name: str) -> Iterator[_Idea]:
    """Ask when a report is due, of passages that say by which day."""
    for passage in document.passages:
        words = fold(document.text[passage.start : passage.end])
        if _DAY.search(words) and (found := _REPORT.search(words)):
            period = _PERIODS[found.group(found.lastindex or 0)]
            asked = f"Báo cáo {period} nộp trước ngày nào theo {name}?"
            yield _idea(asked, f"Hạn báo cáo {period}", document, passage)


def _duties(document: Document, name: str) -> Iterator[_Idea]:
    """Ask what somebody has to do, of sections headed with a body's name where work is handed out."""
    for section in _headed_within(document, _DUTIES):
        body = _BEFORE_BODY.sub("", section.heading)
        if not names_body(fold(body)):
            continue
        body = body[:1].upper() + body[1:]
        yield _idea(f"{body} có nhiệm vụ gì theo {name}?", f"Nhiệm vụ của {body}", document, section)


def _fields(document: Document, name: str) -> Iterator[_Idea]:
    """Ask about a field of work, of headed sections where tasks are set."""
    for section in _headed_within(document, _FIELDS):
        field = _ABOUT.sub("", section.heading)
        asked = f"{name[:1].upper()}{name[1:]} nêu những gì về {field[:1].lower()}{field[1:]}?"
        yield _idea(asked, f"{field[:1].upper()}{field[1:]}", document, section)


def _purpose(document: Document, name: str) -> Iterator[_Idea]:
    """Ask for the purpose, where a section is headed so."""
    for section in document.sections:
        if section.path and _PURPOSE.match(fold(section.heading)):
            yield _idea(f"Mục đích của {name} là gì?", "Mục đích, yêu cầu", document, section)
            return


def _addressees(document: Document, name: str) -> Iterator[_Idea]:
    """Ask to whom a letter goes."""
    for section in document.sections:
        if section.kind is SectionKind.ADDRESSEES:
            yield _idea(f"{name[:1].upper()}{name[1:]} gửi những nơi nào?", "Nơi được gửi đến", document, section)
            return


def _signer(document: Document, name: str) -> Iterator[_Idea]:
    """Ask who signed."""
    signature = next((s for s in document.sections if s.kind is SectionKind.SIGNATURE), None)
    if signature is not None and document.metadata.signers:
        yield _idea(f"Ai ký {name}?", "Người ký", document, signature)


_RULES: tuple[Rule, ...] = (_deadlines, _duties, _fields, _purpose)
_PLAIN: tuple[Rule, ...] = (_addressees, _signer)  # every document has them: only when nothing tells more


def _idea(question: str, label: str, document: Document, place: Section | Passage) -> _Idea:
    """Return an idea; its label names whose document it is, cut where it is too long for a button."""
    whose = document.metadata.locality or document.metadata.number or ""
    label = label if len(label) <= _LONGEST_LABEL else f"{label[:_LONGEST_LABEL].rsplit(' ', 1)[0].rstrip(',;')}…"
    return _Idea(Option(f"{label} – {whose}", question), document.id, place.start, place.end)


def _headed_within(document: Document, parents: re.Pattern[str]) -> Iterator[Section]:
    """Yield the headed sections right below a section whose own heading says what they are."""
    for section in document.sections:
        if section.parent is None or not section.path or not 0 < len(section.heading) <= _LONGEST_HEADING:
            continue
        if parents.search(fold(document.sections[section.parent].heading)):
            yield section
