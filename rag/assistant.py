"""The assistant: one question in, one grounded answer out. Doors only render what comes from here."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import DocumentId
from rag.answering.citing import Evidence, cite, passage_evidence
from rag.answering.clause_answers import ClauseAnswerer
from rag.answering.composing import NOT_A_QUESTION, refused
from rag.answering.draft import Draft
from rag.answering.drafting import Drafter
from rag.answering.notices import notices_for
from rag.answering.ranking import Ranked, Ranker
from rag.answering.rarity import Rarity
from rag.answering.scope import Scope, find_scope, passes
from rag.answering.settings import AnswerSettings
from rag.answering.shelf import DocumentSource, Shelf
from rag.generation.restating import rests_on_what_is_cited
from rag.generation.retelling import Reteller
from rag.generation.rewriting import UNDERSTOOD
from rag.model import Answer, Filters, Inquiry, SearchHit
from rag.retrieval import Retriever
from rag.selection import SelectedDocuments
from rag.understanding.cleaning import clean_question, clean_turn
from rag.understanding.commands import without_orders
from rag.understanding.conversation import readings
from rag.understanding.question import Question, read_question
from rag.understanding.spelling import repaired


class Assistant:
    """Answers questions over the documents of one store. Safe to call from several threads."""

    def __init__(
        self,
        source: DocumentSource,
        retriever: Retriever,
        settings: AnswerSettings,
        reteller: Reteller | None = None,
    ) -> None:
        self._source, self._retriever, self._settings = source, retriever, settings
        self._reteller = reteller or Reteller()
        self._today = settings.today
        self._shelf = Shelf(source, retriever.held_terms)
        self._rarity = Rarity(lambda: retriever.words)
        self._ranker = Ranker(self._shelf, self._rarity, retriever.held_terms, settings.weights)
        self._clauses = ClauseAnswerer(self._shelf, retriever, self._ranker, self._rarity, settings.limits)
        self._drafter = Drafter(self._shelf, self._clauses, self._rarity)

    def within(self, document_ids: Sequence[DocumentId]) -> Assistant:
        """Return an assistant to which these documents, at least one, are the whole store."""
        source = SelectedDocuments(self._source, document_ids)
        return Assistant(source, self._retriever.within(document_ids), self._settings, self._reteller)

    def answer(self, inquiry: Inquiry) -> Answer:
        """Answer one question. Raises `QuestionRejected` when there is nothing to ask.

        Where a language model is at hand and `inquiry.mode` does not ask for the extracted answer, the answer is in the
        model's words as far as they are proven.
        """
        began = time.perf_counter()
        asked = self._read(inquiry.question)
        understood = time.perf_counter()
        meant, draft = inquiry, refused(NOT_A_QUESTION, ())
        if asked.text:
            meant, draft = self._by_rules_or_anew(asked, inquiry)
        found = time.perf_counter()
        own_words = self._reteller.told(meant, draft, lambda ids: self._near(meant, ids))
        extracted, draft = draft, (own_words.draft if own_words and own_words.draft else draft)
        told = time.perf_counter()
        return Answer(
            id=uuid.uuid4().hex,
            status=draft.status,
            answer=draft.text,
            citations=cite(draft.evidence),
            related=cite([place for place in draft.related if self._passes(place.document.id, inquiry.filters)]),
            options=draft.options,
            notices=(
                *draft.notices,
                *([own_words.notice] if own_words and own_words.notice else ()),
                *notices_for([place.document for place in draft.evidence], self._today()),
            ),
            mode="extractive" if draft is extracted else "generative",
            conversation_id=inquiry.conversation_id or uuid.uuid4().hex,
            timings_ms={
                "understand": _ms(began, understood),
                "find": _ms(understood, found),
                **({"write": _ms(found, told)} if own_words else {}),
                "total": _ms(began, time.perf_counter()),
            },
            confidence=extracted.evidence[0].score if extracted.evidence else None,
            verification=own_words.checks if own_words else None,
        )

    def _by_rules_or_anew(self, asked: Question, inquiry: Inquiry) -> tuple[Inquiry, Draft]:
        """Answer by the rules; where they find nothing, from the question as a model wrote it anew, if one did."""
        with self._reteller.rewriting(inquiry) as rewriting:
            draft = self._first_supported(asked, inquiry)
            words = rewriting.words() if rewriting is not None and draft.status != "answered" else None
        if words is None:
            return inquiry, draft
        anew = replace(inquiry, question=words)
        found = self._drafter.draft(self._first_reading(anew)[0], inquiry.filters)
        if found.status != "answered" or not rests_on_what_is_cited(
            words, clean_question(inquiry.question), found.evidence
        ):
            return inquiry, draft
        return anew, replace(found, notices=(UNDERSTOOD.format(words), *found.notices))

    def _near(self, inquiry: Inquiry, ids: tuple[DocumentId, ...]) -> list[Evidence]:
        """Return the passages of some documents that are nearest to a question, best first."""
        question = self._first_reading(inquiry)[0]
        return [passage_evidence(r.document, r.passage, r.score) for r in self._clauses.ranked(question, ids)]

    def search(self, query: str, k: int, filters: Filters) -> list[SearchHit]:
        """Return the `k` passages nearest to a query under filters, best first. Raises `QuestionRejected`."""
        question = self._read(query)
        scope = find_scope(question, filters, self._shelf)
        if not scope.document_ids and filters != Filters():
            return []  # a filter that nothing meets must not find everything
        ranked = self._clauses.ranked(question, scope.document_ids, pinned=scope.pinned)[:k]
        places = cite([passage_evidence(r.document, r.passage, r.score) for r in ranked])
        return [SearchHit(place, r.score) for place, r in zip(places, ranked, strict=True)]

    def considered(self, inquiry: Inquiry) -> list[Ranked]:
        """Return the passages considered for a question with the scores that led to its answer, best first."""
        question, scope = self._first_reading(inquiry)
        return self._clauses.ranked(question, scope.document_ids, pinned=scope.pinned)

    def fitting(self, inquiry: Inquiry) -> list[Ranked]:
        """Return those of the passages considered from which an answer is chosen: they hold what the kind asks for."""
        question, scope = self._first_reading(inquiry)
        return self._clauses.fitting(question, self._clauses.ranked(question, scope.document_ids, pinned=scope.pinned))

    def pinned(self, inquiry: Inquiry) -> bool:
        """Tell whether the question or its filters name whose documents are meant."""
        return self._first_reading(inquiry)[1].pinned

    def _passes(self, document_id: DocumentId, filters: Filters) -> bool:
        return passes(self._shelf.cards[document_id], filters)

    def _first_reading(self, inquiry: Inquiry) -> tuple[Question, Scope]:
        question = readings(self._read(inquiry.question), inquiry.history, self._shelf.places)[0]
        return question, find_scope(question, inquiry.filters, self._shelf)

    def _read(self, raw: str) -> Question:
        """Clean a question, set orders to the machine aside, undo slips, and read it; its text may end up empty."""
        text = repaired(without_orders(clean_question(raw)), self._rarity.known)
        return read_question(text, self._shelf.places)

    def _first_supported(self, asked: Question, inquiry: Inquiry) -> Draft:
        """Try the readings of a follow-up in order; the first that is not refused is the answer."""
        drafts = []
        for question in readings(asked, inquiry.history, self._shelf.places):
            draft = self._of_those_before(question, inquiry) or self._drafter.draft(question, inquiry.filters)
            if draft.status != "refused":
                return draft
            drafts.append(draft)
        return drafts[0]

    def _of_those_before(self, question: Question, inquiry: Inquiry) -> Draft | None:
        """Answer a follow-up from the documents of the answer before it, where its place has several; None if not."""
        turns = [turn for turn in inquiry.history if turn.role == "user"]
        said = clean_turn(turns[-1].content) if turns else ""
        scope = find_scope(question, inquiry.filters, self._shelf)
        if not said or not scope.pinned or scope.groups or question.numbers or len(scope.document_ids) < 2:
            return None
        earlier = replace(inquiry, history=tuple(turns[-2:-1]))
        before = self._first_supported(read_question(said, self._shelf.places), earlier)
        cited = {place.document.id for place in before.evidence} & set(scope.document_ids)
        if not cited or len(cited) == len(scope.document_ids):
            return None
        filters = replace(inquiry.filters, document_ids=tuple(d for d in scope.document_ids if d in cited))
        draft = self._drafter.draft(question, filters)
        return draft if draft.status == "answered" else None


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 3)
