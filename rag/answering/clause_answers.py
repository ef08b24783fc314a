"""Answers from clauses: the passage that answers, its siblings when they answer together, or none at all."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.folding import fold
from corpus.model import Document, DocumentId, Section, SectionKind
from rag.analyser import question_terms, terms
from rag.answering.citing import MAX_QUOTE_CHARS, Evidence, document_line, passage_evidence, sentences
from rag.answering.composing import answered, answered_by_document, first_of, refused, some_of
from rag.answering.definitions import defining
from rag.answering.draft import Draft
from rag.answering.duty_answers import HeadedSections
from rag.answering.enumerations import lists_asked, whole_list
from rag.answering.expected import asks_about_documents, free_dates, holds_expected, unsaid
from rag.answering.facts import short_fact, value_bears
from rag.answering.follow_ups import speaks_of_another
from rag.answering.premises import wrong_premise
from rag.answering.qualifiers import contradicted
from rag.answering.ranking import Ranked, Ranker
from rag.answering.rarity import Rarity
from rag.answering.scope import Scope
from rag.answering.shelf import Shelf
from rag.answering.sureness import sureness
from rag.retrieval import Retriever
from rag.understanding.everyday import paraphrases
from rag.understanding.kinds import Kind
from rag.understanding.question import Question

_FITTED = 15  # passages that are looked through for what the kind of question asks
_MOST_DOCUMENTS = 8  # documents that are answered one by one
_ASK_APART = "Nêu địa phương, năm hoặc số văn bản để hỏi riêng."
_FEWEST_SAID = 5  # words of a question that a sentence must say to answer it whatever its passage is about
_NEAR = 8  # passages among which a day or share of the question is looked for
# "Bốn mức ứng với bao nhiêu điểm", "theo từng nhóm": a value for each of them is asked for.
_LEVELS = re.compile(
    r"\b(?:hai|ba|bon|nam|sau|bay|tam|\d|cac|nhung|tung|moi) (?:muc|bac|loai|hang|nhom|buoc|cap do|truong hop)\b"
)
_PAYS = re.compile(r"\b(?:duoc |muc )?(?:ho tro|kinh phi|tien(?: an| thuong| mat)?|chi phi|bao nhieu|thuong|moi)\b")
_MOST_SIBLINGS = 12
# The letterhead tells of the document, which is asked and answered elsewhere; it is no clause. Signature and
# recipients are looked through only when the question is about sending, receiving or signing.
_FRAME_ONLY = frozenset({SectionKind.LETTERHEAD})
_ENDS = frozenset({SectionKind.SIGNATURE, SectionKind.RECIPIENTS, SectionKind.ADDRESSEES})
_FRAME_ASKED = re.compile(
    r"\b(?:noi nhan|nhan(?! (?:dan|thuc|rong|su|to|manh|xet|vien|ra|lam))|gui|ky|luu|kinh gui|dong kinh gui)\b"
)
_TYPED = frozenset({Kind.PERCENT, Kind.MONEY, Kind.HOW_MANY, Kind.WHEN, Kind.WHICH_DOCUMENT, Kind.TO_WHOM})


@dataclass(frozen=True, slots=True)
class Limits:
    """Where to cut; calibrated on the dev split (docs/evaluation.md)."""

    candidates: int = 40
    answer_at: float = 0.3  # below this probability nothing is an answer
    value_at: float = 0.25  # the same when a value is asked for and the passage sets one
    open_at: float = 0.4  # the same when the question names no document, place or year
    chance_at: float = 0.5  # the same when no two neighbouring words of the question are said
    chance_slope: float = 0.04  # how much that threshold rises (log-odds) when the store grows e-fold
    second_gap: float = 1.5  # how much less relevant than the first a further citation may be (log-odds)
    document_gap: float = 1.6  # the same for the answer of another document, when none was named
    value_gap: float = 3.0  # the same when each sets a value of the kind asked for
    topic_gap: float = 2.6  # the same for a document among those that speak of a topic
    fitting_gap: float = 3.0  # the same for a passage of the kind asked for, against the nearest of any kind
    group_at: float = 0.15  # below this probability a place that was named is silent on the question
    most_citations: int = 3
    most_in_section: int = 8


class ClauseAnswerer:
    """Finds the clauses that answer a question within a scope."""

    def __init__(self, shelf: Shelf, retriever: Retriever, ranker: Ranker, rarity: Rarity, limits: Limits) -> None:
        self._shelf = shelf
        self._sections = HeadedSections(rarity)
        self._retriever = retriever
        self._ranker = ranker
        self._rarity = rarity
        self._limits = limits

    def ranked(self, question: Question, document_ids: Sequence[DocumentId], *, pinned: bool = True) -> list[Ranked]:
        """Return passages of the named documents by relevance, best first; see `Ranker.rank`."""
        whole = len(document_ids) == len(self._shelf.cards)
        asked = question.core or question.text
        official = [words for phrase in paraphrases(asked) for words in phrase.words]
        asked = " ; ".join([asked, *dict.fromkeys(official)])
        found = self._retriever.retrieve(asked, self._limits.candidates, () if whole else document_ids)
        barred = _FRAME_ONLY if _FRAME_ASKED.search(question.folded) else _FRAME_ONLY | _ENDS
        return [r for r in self._ranker.rank(question, found, pinned=pinned) if r.kind not in barred]

    def answer(self, question: Question, scope: Scope) -> Draft:
        """Answer from one document, or from each of several that answer equally well; or refuse."""
        found = [r for r in self.ranked(question, scope.document_ids, pinned=scope.pinned) if _names(r, scope.naming)]
        listed = lists_asked(question, found, self._rarity)
        if listed:
            return self._told_lists(question, listed)
        ranked = self.fitting(question, found)
        if not ranked or ranked[0].score < self._floor(question, scope) and not says_all(question, ranked[0].text):
            return self.refusal(question, scope, None)
        if speaks_of_another(question, ranked[0]) or not scope.pinned and _only_pays(question, ranked[0]):
            return self.refusal(question, scope, None)
        if _by_chance(question, ranked[0]) and (
            not scope.pinned or ranked[0].score < self._limits.chance_at or _misses_focus(question, ranked[0])
        ):
            return self.refusal(question, scope, None)
        agreeing = self._agreeing(question, ranked)
        if not agreeing:
            return self.refusal(question, scope, wrong_premise(question, _evidence(question, ranked[0])))
        ranked = agreeing
        other = contradicted(question, ranked[0])
        if other is not None:
            ranked = self._narrowed(question, ranked)
            if not ranked or ranked[0].score < self._floor(question, scope):
                return self.refusal(question, scope, f"Các mục gần nhất không nói về {other}.")
        # Several documents of one place, as of two years, answer apart too; a number in the question means one of them.
        if not scope.pinned or len(scope.document_ids) > 1 and not question.numbers:
            rivals = self._rivals(question, ranked)
            if len(rivals) > 1:
                kept = rivals[:_MOST_DOCUMENTS]
                groups = [whole_list(question, r) or [_evidence(question, r)] for r in kept]
                groups[0] = self._weighed(groups[0], ranked)
                told = f"{len(rivals)} văn bản có nội dung này{some_of(kept, rivals)}."
                lead = f"{told} {_ASK_APART}" if len(rivals) > len(kept) else None
                return answered_by_document([(self._fact(question, g), g) for g in groups], lead)
        chosen, lead = self._chosen(question, ranked)
        return answered(self._fact(question, chosen), chosen, lead=lead)

    def _told_lists(self, question: Question, listed: Sequence[list[Evidence]]) -> Draft:
        """Answer with enumerations whose lead-ins say all that is asked, one for each document."""
        if len(listed) == 1:
            kept, lead = first_of(listed[0], self._limits.most_in_section)
            return answered(self._fact(question, kept), kept, lead=lead)
        groups = [places[: self._limits.most_citations] for places in listed[:_MOST_DOCUMENTS]]
        return answered_by_document([(self._fact(question, places), places) for places in groups])

    def within(self, question: Question, document: Document, sections: Sequence[Section]) -> Draft | None:
        """Answer from inside the sections that an earlier answer named; None when nothing there fits."""
        ranked = self.ranked(question, (document.id,))
        inside = [r for r in ranked if any(s.start <= r.passage.start and r.passage.end <= s.end for s in sections)]
        fitting = self.fitting(question, inside)
        if not fitting:
            return None
        chosen, lead = self._chosen(question, fitting)
        return answered(self._fact(question, chosen), chosen, lead=lead)

    def by_group(self, question: Question, scope: Scope) -> Draft:
        """Answer place by place when the question names several."""
        groups: list[tuple[str | None, list[Evidence]]] = []
        silent: list[str] = []
        for _, document_ids in scope.groups:
            found = self.ranked(question, document_ids)
            ranked = self.fitting(question, found) or found
            if ranked and ranked[0].score >= self._limits.group_at:
                chosen, _ = self._chosen(question, ranked)
                groups.append((self._fact(question, chosen), chosen))
            else:
                silent += [document_line(self._shelf.document(d).metadata) for d in document_ids[:1]]
        if not groups:
            return self.refusal(question, scope, None)
        notes = [f"{line} không nêu nội dung này." for line in silent]
        return answered_by_document(groups, notices=notes)

    def by_topic(self, question: Question, scope: Scope) -> Draft:
        """Answer "which documents speak of …": the best passage of every document that speaks of it."""
        near = self.ranked(question, scope.document_ids, pinned=scope.pinned)
        ranked = [r for r in near if not _lacks_day(question, r.text)]
        best = {r.document_id: r for r in reversed(ranked)}
        ordered = sorted(best.values(), key=lambda r: -r.relevance)
        if not ordered or ordered[0].score < self._floor(question, scope) or _by_chance(question, ordered[0]):
            wrong = wrong_premise(question, _evidence(question, near[0])) if near and not ordered else None
            return self.refusal(question, scope, wrong)
        found = [r for r in ordered if self._on_topic(question, r, ordered[0])]
        kept = found[:_MOST_DOCUMENTS]
        lead = f"{len(found)} văn bản có nội dung này{some_of(kept, found)}."
        places = self._weighed([_evidence(question, r) for r in kept], ordered)
        return answered_by_document([(None, [place]) for place in places], lead=lead)

    def _on_topic(self, question: Question, ranked: Ranked, first: Ranked) -> bool:
        """Tell whether a document speaks of a topic too; one that holds the day asked for need not come as near."""
        near = first.relevance - ranked.relevance <= self._limits.topic_gap
        return near or bool(question.free_dates) and ranked.score >= self._limits.answer_at

    def defined(self, question: Question, scope: Scope, term: str) -> Draft:
        """Answer what a term means from the clauses that say so, or refuse: a clause that uses it does not."""
        found = defining(term, self.ranked(question, scope.document_ids, pinned=scope.pinned))
        if not found:
            return self.refusal(question, scope, f"Văn bản trong kho có thể nhắc đến nhưng không giải thích “{term}”.")
        places = [_evidence(question, r) for r in found[: self._limits.most_citations]]
        several = len({place.document.id for place in places}) > 1
        return answered_by_document([(None, [place]) for place in places]) if several else answered(None, places)

    def from_places(self, question: Question, places: Sequence[Evidence]) -> Draft:
        """Answer from places that are known to bear on the question, best first."""
        fitting = [p for p in places if holds_expected(question.kinds & _TYPED, question.folded, p.quote)]
        if not fitting:
            return refused("Văn bản chỉ nhắc đến, không nêu nội dung được hỏi.", places[:3])
        kept = fitting[: self._limits.most_citations - 1]
        if len({p.document.id for p in kept}) > 1:
            return answered_by_document([(None, [p]) for p in kept])
        return answered(self._fact(question, kept), kept)

    def refusal(self, question: Question, scope: Scope, reason: str | None) -> Draft:
        """Refuse, with the nearest sections of the scope, or of the whole store when the scope is empty."""
        documents = scope.document_ids or tuple(self._shelf.cards)
        nearest = self.ranked(question, documents)[:3]
        return refused(reason, [_evidence(question, r) for r in nearest])

    def _fact(self, question: Question, chosen: Sequence[Evidence]) -> str | None:
        """Return the short fact of the first place; a list of duties has none."""
        return (
            short_fact(question, chosen[0], self._rarity)
            if chosen and len(chosen) <= self._limits.most_citations
            else None
        )

    def fitting(self, question: Question, ranked: list[Ranked]) -> list[Ranked]:
        """Keep the passages that hold what the kind of question asks for; none may be left."""
        kinds = question.kinds & _TYPED
        near = ranked[:_FITTED]
        fitting = [
            r for r in near if holds_expected(kinds, question.folded, r.text) and value_bears(question, r, self._rarity)
        ]
        # Where something else is far nearer to the question, a passage that merely holds a number is no answer.
        if len(fitting) == len(near):
            return ranked
        return fitting if fitting and ranked[0].relevance - fitting[0].relevance <= self._limits.fitting_gap else []

    def _floor(self, question: Question, scope: Scope) -> float:
        """Return the probability under which nothing answers; a value of the kind asked for speaks for itself."""
        if not scope.pinned:
            return self._by_chance_less(self._limits.open_at)
        return self._limits.value_at if question.kinds & _TYPED else self._limits.answer_at

    def _by_chance_less(self, probability: float) -> float:
        """Raise a threshold with the store: the more passages there are, the nearer comes one that does not answer."""
        odds = math.log(probability / (1 - probability)) + self._limits.chance_slope * self._rarity.growth
        return 1 / (1 + math.exp(-odds))

    def _agreeing(self, question: Question, ranked: list[Ranked]) -> list[Ranked]:
        """Keep the near passages that hold the days, shares and sums which the question takes for granted."""
        near = ranked[:_NEAR]
        agreeing = [r for r in near if not unsaid(question.free_dates, question.folded, [r.text])]
        return ranked if len(agreeing) == len(near) else agreeing

    def _narrowed(self, question: Question, ranked: list[Ranked]) -> list[Ranked]:
        """Keep the near passages that what narrows the question does not speak against, unless they are far behind."""
        kept = [r for r in ranked[:_NEAR] if contradicted(question, r) is None]
        return kept if kept and ranked[0].relevance - kept[0].relevance <= self._limits.fitting_gap else []

    def _rivals(self, question: Question, ranked: Sequence[Ranked]) -> list[Ranked]:
        best: dict[DocumentId, Ranked] = {}
        for r in ranked:
            best.setdefault(r.document_id, r)
        gap = self._limits.value_gap if question.kinds & _TYPED else self._limits.document_gap
        floor = ranked[0].relevance - gap
        return [r for r in best.values() if r.relevance >= floor and r.score >= self._limits.answer_at]

    def _chosen(self, question: Question, ranked: Sequence[Ranked]) -> tuple[list[Evidence], str | None]:
        """Return the places that answer together, and the words that there are more of them."""
        first = ranked[0]
        together = (
            self._sections.together(question, first.document) or whole_list(question, first) or _levels(question, first)
        )
        if together:
            kept, lead = first_of(together, self._limits.most_in_section)
            return self._weighed(kept, ranked), lead
        floor = first.relevance - self._limits.second_gap
        further = [r for r in ranked[1:] if r.document_id == first.document_id and r.relevance >= floor]
        places = [_evidence(question, r) for r in [first, *further[: self._limits.most_citations - 1]]]
        return self._weighed(places, ranked), None

    def _weighed(self, places: list[Evidence], ranked: Sequence[Ranked]) -> list[Evidence]:
        """Tell of the first place how sure it is, unless a rule found it."""
        first, *others = places
        sure = None if first.score is None else sureness(self._ranker.weights, ranked)
        return [replace(first, score=sure), *others]


def _levels(question: Question, first: Ranked) -> list[Evidence]:
    """Return all siblings of a clause that set a value of the kind asked for, where each of several levels is meant."""
    kinds = question.kinds & _TYPED
    document, section = first.document, first.document.sections[first.passage.section]
    if not kinds or not _LEVELS.search(question.folded) or section.parent is None:
        return []
    holder = document.sections[section.parent]
    inside = [p for p in document.passages if holder.start <= p.start and p.end <= holder.end]
    telling = [p for p in inside if holds_expected(kinds, question.folded, document.text[p.start : p.end])]
    return [passage_evidence(document, p, first.score) for p in telling] if len(inside) <= _MOST_SIBLINGS else []


def _names(ranked: Ranked, naming: Sequence[str]) -> bool:
    """Tell whether a passage or a heading over it holds one of some folded names; where none is given, any does."""
    words = re.findall(r"[^\W_]+", fold(" ; ".join((ranked.text, *ranked.excerpt.headings)))) if naming else ()
    said = f" {' '.join(words)} "
    return not naming or any(f" {name} " in said for name in naming)


def _lacks_day(question: Question, text: str) -> bool:
    """Tell whether a clause lacks a day, share or sum of the question, or only dates a document that it mentions so."""
    days = {(d.day, d.month) for d in free_dates(text)}
    set_by = asks_about_documents(question.folded) or all((d.day, d.month) in days for d in question.free_dates)
    return not set_by or bool(unsaid(question.free_dates, question.folded, [text]))


def says_all(question: Question, text: str) -> bool:
    """Tell whether one sentence of a clause says every word of a question and holds the value that it asks for."""
    kinds = question.kinds & _TYPED
    asked = {term for term in question_terms(question.core) if term.isalpha()} - {"nam", "thang", "ngay"}
    if not kinds or len(asked) < _FEWEST_SAID:
        return False
    said = (text[start:end] for start, end in sentences(text, 0, len(text)))
    return any(asked <= set(terms(s)) and holds_expected(kinds, question.folded, s) for s in said)


def _by_chance(question: Question, best: Ranked) -> bool:
    """Tell whether a passage shares syllables with a question but no two that stand together: no common subject."""
    pairs = [term for term in question_terms(question.core) if "_" in term]
    return bool(pairs) and best.features.pairs_context == 0 and best.features.marked == 0


def _only_pays(question: Question, best: Ranked) -> bool:
    """Tell whether a sum is asked for and a passage shares only words of paying with the question, not for what."""
    if Kind.MONEY not in question.kinds and not _PAYS.search(question.folded):
        return False
    pairs = {t for t in question_terms(_PAYS.sub(" ; ", fold(question.core))) if "_" in t}
    return bool(pairs) and pairs.isdisjoint(terms(" ; ".join((best.title, *best.excerpt.headings, best.text))))


def _misses_focus(question: Question, best: Ranked) -> bool:
    """Tell whether a passage says nothing of what stands right before the interrogative ("chỉ số hài lòng … mấy")."""
    return bool(question.focus) and best.features.focus == 0


def _evidence(question: Question, ranked: Ranked) -> Evidence:
    """Return a passage as evidence; of one too long for a quote, the sentences around the one that says most."""
    document, passage = ranked.document, ranked.passage
    if ranked.text.rstrip().endswith(":") and (opened := whole_list(question, ranked)):
        return opened[0]
    if passage.end - passage.start <= MAX_QUOTE_CHARS:
        return passage_evidence(document, passage, ranked.score)
    asked = set(question_terms(question.core))
    spans = sentences(document.text, passage.start, passage.end)
    best = max(spans, key=lambda span: len(asked & set(terms(document.text[span[0] : span[1]]))))
    return passage_evidence(document, passage, ranked.score, best[0])
