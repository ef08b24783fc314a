"""One reading of a question becomes a draft: each way of answering is tried in order, and the first that fits is it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document, DocumentId, SectionKind
from rag.analyser import question_terms, terms
from rag.answering.cited_documents import cited_of
from rag.answering.clause_answers import ClauseAnswerer
from rag.answering.composing import answered, refused
from rag.answering.counting import belonging_to, counted_under
from rag.answering.definitions import term_asked
from rag.answering.draft import Draft
from rag.answering.duty_answers import DutyAnswerer
from rag.answering.expected import asks_why
from rag.answering.heading_answers import under_heading
from rag.answering.in_force import about_force, asks_of_force
from rag.answering.named_document import lacking_document
from rag.answering.namesakes import namesake
from rag.answering.own_dates import other_day, other_year
from rag.answering.own_facts import OWN_KINDS, own_fact, which_document
from rag.answering.persons import about_person, asks_of_person
from rag.answering.premises import (
    about_whole,
    absent_body,
    asks_own_day,
    names_only_documents,
    strange_name,
    telling_words,
)
from rag.answering.proposals import proposed_by
from rag.answering.provinces import within_provinces
from rag.answering.rarity import Rarity
from rag.answering.references import (
    Lookup,
    asked_last,
    asks_of_document,
    described,
    look_up,
    mention_places,
    missing_number,
    not_held,
    own_documents,
    where_mentioned,
    who_mentions,
)
from rag.answering.scope import Scope, find_scope, passes
from rag.answering.shelf import Shelf
from rag.answering.store_answers import about_store
from rag.answering.structure_answers import ask_for_topic, at_position, of_documents, whole_section
from rag.answering.successors import successor
from rag.answering.twins import asked_together, singled_out
from rag.answering.unnumbered import of_unnumbered
from rag.model import Filters
from rag.understanding.kinds import Kind
from rag.understanding.positions import resolve
from rag.understanding.question import Question
from rag.understanding.store_questions import read_store_question

# Of one place's documents, "những xã nào" and "theo văn bản nào" ask for what they say, not for which of them say it.
_DOCUMENTS_ASKED = re.compile(
    r"(?:^|\b(?:nhung|cac|may|bao nhieu|liet ke|co) (?:\w+ )?)"
    r"(?:van ban|tai lieu|ke hoach|cong van|chi thi|quyet dinh|nghi quyet|huong dan|thong bao|chuong trinh)\b"
)
_REGULATIONS = frozenset({"Quy chế", "Quy định", "Điều lệ", "Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư"})
_MOST_NAMED = 3  # documents about which it is asked back what is to be told of them
_MOST_TOLD = 8  # documents whose own facts are told one by one; of more it is asked which is meant
_MOST_READ = 40  # documents that are read whole to answer about a position in them


class Drafter:
    """Answers readings of questions by the rules. Safe to call from several threads."""

    def __init__(self, shelf: Shelf, clauses: ClauseAnswerer, rarity: Rarity) -> None:
        self._shelf, self._clauses, self._rarity = shelf, clauses, rarity
        self._duties = DutyAnswerer(shelf)

    def draft(self, question: Question, filters: Filters) -> Draft:
        """Answer one reading of a question under filters; a refusal says why."""
        replacing = successor(question, self._shelf)
        if replacing is not None and all(
            passes(self._shelf.cards[document_id], filters) for document_id in replacing[1]
        ):
            question, filters = replacing[0], replace(filters, document_ids=replacing[1])
        person = self._about_person(question, filters)
        if person is not None:
            return person
        scope = find_scope(question, filters, self._shelf)
        if not self._shelf.cards:
            return refused("Kho văn bản đang trống.", ())
        stored = self._cited(question, scope) or self._about_store(question, scope, filters)
        if stored is not None:
            return stored
        if scope.missing:
            return self._clauses.refusal(question, scope, f"Kho không có văn bản của {', '.join(scope.missing)}.")
        if not scope.document_ids:
            return refused("Không có văn bản nào khớp bộ lọc.", ())
        beside = self._asked_back(question, scope)
        if beside is not None:
            return beside
        wrong = other_day(question, scope, self._shelf) or other_year(question, self._shelf)
        if wrong is not None:
            return wrong
        absent = (
            absent_body(question, scope, self._shelf)
            or strange_name(question, scope, self._shelf, self._rarity)
            or lacking_document(question, scope, self._shelf)
        )
        if absent is not None:
            return self._clauses.refusal(question, scope, absent)
        return (
            self._about_force(question, scope)
            or self._counted(question, scope)
            or of_unnumbered(question, scope, self._shelf)
            or proposed_by(question, scope, self._shelf)
            or self._under_heading(question, scope)
            or self._about_numbers(question, scope)
            or self._at_position(question, scope)
            or self._about_documents(question, scope)
            or self._duties.duties_of(question, scope)
            or (self._duties.named_in_short(question, scope) if question.follows else None)
            or self._from_clauses(question, scope)
        )

    def _cited(self, question: Question, scope: Scope) -> Draft | None:
        """Answer which documents of a body those in scope cite."""
        if scope.missing or len(scope.document_ids) > _MOST_READ:
            return None
        return cited_of(question, [self._shelf.document(i) for i in scope.document_ids])

    def _about_person(self, question: Question, filters: Filters) -> Draft | None:
        if not asks_of_person(question):
            return None
        ids = [card.id for card in self._shelf.cards.values() if passes(card, filters)]
        return about_person(question, ids, self._shelf)

    def _about_store(self, question: Question, scope: Scope, filters: Filters) -> Draft | None:
        """Answer which documents are stored, inside a province too; refuse a place that only has the name of one."""
        elsewhere = namesake(question, self._shelf)
        if elsewhere is not None:
            return refused(elsewhere, ())
        asked = read_store_question(question)
        if asked is None:
            return None
        inside = within_provinces(question, scope, filters, self._shelf)
        scope = inside or scope
        if scope.missing or not scope.document_ids:
            return None
        return about_store(question, asked, scope, self._shelf, inside=inside is not None)

    def _asked_back(self, question: Question, scope: Scope) -> Draft | None:
        """Ask what is to be told of the few documents that are named, by their own numbers too, and nothing else."""
        ids = self._numbered(question, scope)
        if ids is None or len(ids) > _MOST_NAMED or not names_only_documents(question):
            return None
        return ask_for_topic([self._shelf.document(i) for i in ids])

    def _numbered(self, question: Question, scope: Scope) -> tuple[DocumentId, ...] | None:
        """Return the documents in scope, those that carry the numbers asked for; None when a number is another's."""
        own = [own_documents(number, self._shelf) for number in question.numbers]
        if not all(own):
            return None
        return tuple(i for i in scope.document_ids if all(i in ids for ids in own))

    def _at_position(self, question: Question, scope: Scope) -> Draft | None:
        if question.pointed and question.said and len(scope.document_ids) == 1:
            document = self._shelf.document(scope.document_ids[0])
            return self._clauses.within(question, document, resolve(question.said, document))
        if question.position is None:
            return None
        own = self._numbered(question, scope) if question.numbers else None
        ids = own or scope.document_ids
        if len(ids) > _MOST_READ:
            if not telling_words(question):
                return which_document(question.text, [self._shelf.cards[i].metadata for i in ids])
            ids = self._nearest(question, ids)
        documents = [self._shelf.document(i) for i in ids]
        asked = question.text[question.position.start : question.position.end]
        return at_position(question.position, asked, documents, pinned=scope.pinned or bool(own))

    def _under_heading(self, question: Question, scope: Scope) -> Draft | None:
        """Answer with the section whose heading is all that is asked of the document, or the few, that are meant."""
        ids = self._numbered(question, scope)
        if question.bodies or question.position or ids is None or len(ids) > _MOST_TOLD:
            return None
        documents = [self._shelf.document(i) for i in ids]
        found = [(document, section) for document in documents if (section := under_heading(question, document))]
        asked = f"mục “{found[0][1].heading}”" if found else ""
        return of_documents(
            [(d, whole_section(d, section)) for d, section in found],
            asked,
            pinned=scope.pinned or bool(question.numbers),
        )

    def _counted(self, question: Question, scope: Scope) -> Draft | None:
        """Answer which or how many things stand under the heading that names them and whose they are."""
        ids = self._numbered(question, scope)
        if question.position or ids is None or len(ids) > _MOST_TOLD:
            return None
        documents = [self._shelf.document(i) for i in ids]
        belonging = belonging_to(question, documents)
        if belonging is not None:
            return answered(None, whole_section(*belonging))
        return counted_under(question, documents) if scope.pinned or question.numbers else None

    def _about_force(self, question: Question, scope: Scope) -> Draft | None:
        """Answer from when stored documents are in effect, or which they replace, unless another's number is given."""
        others = any(not own_documents(number, self._shelf) for number in question.numbers)
        if others or scope.groups or not asks_of_force(question):
            return None
        ids = (
            scope.document_ids if len(scope.document_ids) <= _MOST_READ else self._titled(question, scope.document_ids)
        )
        return about_force(question, [self._shelf.document(i) for i in ids[:_MOST_READ]])

    def _about_numbers(self, question: Question, scope: Scope) -> Draft | None:
        lookups = look_up(question, scope.document_ids, self._shelf)
        if not lookups:
            return None
        missing = missing_number(lookups)
        if missing is not None:
            return missing
        outside = not_held(question, lookups)
        if outside is not None:
            return outside
        if Kind.WHERE_MENTIONED in question.kinds:
            return where_mentioned(lookups)
        if (
            Kind.WHICH_STORED in question.kinds
            and len(scope.document_ids) > 1
            or scope.groups
            or not scope.pinned
            and _only_numbers(question)
        ):
            return who_mentions(lookups)
        if asks_of_document(question):
            return described(asked_last(lookups), question)
        return self._among_mentions(question, scope, lookups)

    def _among_mentions(self, question: Question, scope: Scope, lookups: Sequence[Lookup]) -> Draft | None:
        """Answer from the clauses that name the document asked about, the best of them first."""
        ranked = self._clauses.ranked(question, scope.document_ids)
        nearest = [(r.document_id, r.passage) for r in ranked]
        return self._clauses.from_places(question, mention_places(lookups, nearest))

    def _nearest(self, question: Question, ids: Sequence[DocumentId]) -> tuple[DocumentId, ...]:
        """Return the documents of the passages nearest to a question, nearest first."""
        return tuple(dict.fromkeys(r.document_id for r in self._clauses.ranked(question, ids)))

    def _titled(self, question: Question, ids: Sequence[DocumentId]) -> tuple[DocumentId, ...]:
        """Return the documents of the types that a question speaks of whose titles hold most of its pairs of words."""
        cards = [self._shelf.cards[i] for i in ids]
        cards = [card for card in cards if card.metadata.type_name in question.types] or cards
        asked = {t for t in question_terms(question.core) if "_" in t}
        held = [len(asked.intersection(terms(card.metadata.title))) if asked else 0 for card in cards]
        return tuple(card.id for card, count in zip(cards, held, strict=True) if count == max(held))

    def _about_documents(self, question: Question, scope: Scope) -> Draft | None:
        kind = next((kind for kind in OWN_KINDS if kind in question.kinds), None)
        if kind is None and scope.pinned and asks_own_day(question):
            kind = Kind.OWN_DATE
        if kind is None or question.numbers and not scope.pinned or asks_why(question.folded):
            return None
        ids = scope.document_ids
        if len(ids) > _MOST_READ:
            ids = self._nearest(question, ids) if telling_words(question) else self._titled(question, ids)
        if len(ids) > _MOST_READ:
            return which_document(question.text, [self._shelf.cards[i].metadata for i in ids])
        documents = [self._shelf.document(i) for i in ids]
        meant = about_whole(question, documents) or (documents if kind is Kind.SIGNER else [])
        if len(meant) > _MOST_TOLD:
            return which_document(question.text, [document.metadata for document in meant])
        of_another = question.kinds & {Kind.WHICH_DOCUMENT, Kind.OWN_NUMBER, Kind.OWN_DATE}
        if of_another and not _is_of_types_asked(question, meant):
            return None  # "thông tri nào …, ban hành ngày nào": a document that these only mention
        if kind is Kind.OWN_ISSUER and _names_a_regulation(question, meant):
            return None  # "ai ban hành quy chế …": it is another's than these documents
        return own_fact(kind, question.folded, meant) if meant else None

    def _from_clauses(self, question: Question, scope: Scope) -> Draft:
        term = term_asked(question)
        if term is not None:
            return self._clauses.defined(question, scope, term)
        if scope.groups:
            return self._clauses.by_group(question, scope)
        documents_asked = not scope.pinned or _DOCUMENTS_ASKED.search(question.folded)
        if Kind.WHICH_STORED in question.kinds and len(scope.document_ids) > 1 and documents_asked:
            return self._clauses.by_topic(question, scope)
        return self._of_twins(question, scope) or self._clauses.answer(question, scope)

    def _of_twins(self, question: Question, scope: Scope) -> Draft | None:
        """Answer from those of a place's documents that the question's words single out; None when they say nothing."""
        if not scope.pinned or question.numbers or not 1 < len(scope.document_ids) <= _MOST_TOLD:
            return None
        meant = singled_out(question, [self._shelf.cards[i] for i in scope.document_ids])
        if not meant:
            return None
        narrowed = replace(scope, document_ids=meant)
        if len(meant) > 1 and asked_together(question):
            groups = tuple((self._shelf.cards[i].metadata.title, (i,)) for i in meant)
            draft = self._clauses.by_group(question, replace(narrowed, groups=groups))
        else:
            draft = self._clauses.answer(question, narrowed)
        return draft if draft.status == "answered" else None


def _is_of_types_asked(question: Question, documents: Sequence[Document]) -> bool:
    return not question.types or any(document.metadata.type_name in question.types for document in documents)


def _names_a_regulation(question: Question, documents: Sequence[Document]) -> bool:
    """Tell whether a regulation or law is spoken of that none of the documents is or brings with it."""
    named = [kind for kind in question.types if kind in _REGULATIONS]
    held = [d.metadata.type_name or "" for d in documents]
    held += [s.label for d in documents for s in d.sections if s.kind is SectionKind.APPENDIX]
    return bool(named) and not any(label.startswith(kind) for kind in named for label in held)


def _only_numbers(question: Question) -> bool:
    return sum(len(segment) for segment in question.segments) < 12
