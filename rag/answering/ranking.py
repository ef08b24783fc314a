"""How well a passage answers a question: a handful of features, and two linear models over them.

The features are what published Vietnamese systems found useful (lexical and dense scores, coverage of rare terms,
heading match, number and date match). One model, a conditional logit over the candidates of a question, orders
passages; the other, a logistic regression, gives the probability that the first one answers at all. Both are fitted
on questions of the dev splits only (`eval/calibrate.py`, docs/evaluation.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from corpus.model import Document, DocumentId, Excerpt, Passage, SectionKind
from rag.analyser import question_terms, terms
from rag.answering.expected import holds_count
from rag.answering.rarity import Rarity
from rag.answering.shelf import HeldTerms, Shelf
from rag.answering.views import View, Views
from rag.retrieval import Candidate
from rag.understanding.bodies import mentions_body, names_body, spelled_out
from rag.understanding.everyday import Paraphrase, paraphrases, with_said
from rag.understanding.kinds import Kind
from rag.understanding.question import Question

_LONG = 20  # syllables
_IN_TITLE = 0.4  # what is left of a term's weight when the title of the only document says it
_BODY = frozenset({SectionKind.PREAMBLE, SectionKind.PART, SectionKind.ARTICLE, SectionKind.ITEM, SectionKind.BULLET})


class Features(NamedTuple):
    """What is known of a (question, passage) pair; each in [0, 1]."""

    lexical: float  # BM25, normalised by the question's ceiling
    dense: float  # cosine, negative ones cut off
    fused: float  # what the learned fusion makes of both and of a closer look
    syllables: float  # share of the question's syllables, by rarity, that the passage holds
    pairs: float  # the same for adjacent pairs
    context: float  # the same for syllables in the passage and the headings over it
    pairs_context: float  # the same for pairs in the passage and the headings over it
    beyond: float  # the same for syllables that the title of its document does not hold, the headings included
    beyond_pairs: float  # the same for pairs
    length: float  # how many syllables the question has, of twenty: the more, the fewer of them any clause holds
    focus: float  # the same for the words right before the interrogative, in the passage and its headings
    typed: float  # 1 when a day, share, sum or count is asked for and the passage sets one
    lead: float  # share of the bodies named in the question that open the passage or its heading
    named: float  # share of the bodies named in the question that the passage or a heading over it names
    addressed: float  # 1 when the passage or its heading is addressed to a body that the question names
    to_other: float  # 1 when it is addressed to another body
    accented: float  # share of the question's accented words that stand in the passage so written
    marked: float  # share of numbers, dates, percentages of the question that the passage holds
    body: float  # 1 for a clause of the body or the preamble, 0 for letterhead, signature, recipients
    preamble: float  # 1 for the preamble: căn cứ and what leads into the body
    closing: float  # 1 for the sentence that ends the body
    appendix: float  # 1 for an appendix
    unsaid: float  # share of the question, by rarity, that the passage's document holds nowhere
    focus_unsaid: float  # the same for the words right before the interrogative
    focus_elsewhere: float  # the same for the pairs right before the interrogative
    elsewhere: float  # share of the question's pairs, by rarity, that other documents hold and this one does not
    absent: float  # share of the question, by rarity, that no passage of the store holds
    dense_lead: float  # how far its cosine stands over the mean of the other candidates


FEATURE_NAMES = Features._fields


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model: one weight for each feature in the order of its names, and a bias."""

    values: tuple[float, ...]
    bias: float

    def __call__(self, features: Sequence[float]) -> float:
        """Return the weighted sum of the features."""
        return self.bias + sum(w * x for w, x in zip(self.values, features, strict=True))


@dataclass(frozen=True, slots=True)
class Weights:
    """Which passage of a question is nearest, whether a passage answers, and how sure that is.

    All but the last are models of `Features`, the last one of `rag.answering.sureness.Signs`. Whether a passage answers
    is told apart for questions that name a document or place, where what misleads is near, and for open ones, where
    it is far.
    """

    relevance: Linear
    answers: Linear
    answers_open: Linear
    sureness: Linear


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with its relevance (a log-odds, comparable within a question) and its probability of answering."""

    excerpt: Excerpt
    relevance: float
    score: float
    features: Features
    shelf: Shelf = field(repr=False, compare=False)

    @property
    def document_id(self) -> DocumentId:
        """The document that holds the passage."""
        return self.excerpt.document_id

    @property
    def passage(self) -> Passage:
        """Where the passage stands."""
        return self.excerpt.passage

    @property
    def kind(self) -> SectionKind:
        """The kind of the section that holds the passage."""
        return self.excerpt.kind

    @property
    def text(self) -> str:
        """The passage's words."""
        return self.excerpt.text

    @property
    def heading(self) -> str:
        """The nearest heading over the passage; "" when there is none."""
        return self.excerpt.headings[0] if self.excerpt.headings else ""

    @property
    def title(self) -> str:
        """The title of the document."""
        return self.shelf.cards[self.document_id].metadata.title

    @property
    def document(self) -> Document:
        """The document whole; it is read when asked for, since most candidates are never cited."""
        return self.shelf.document(self.document_id)


@dataclass(frozen=True, slots=True)
class _Asked:
    syllables: dict[str, float]
    pairs: dict[str, float]
    marked: tuple[str, ...]
    accented: frozenset[str]
    focus: dict[str, float]
    focus_pairs: dict[str, float]
    kinds: frozenset[Kind]
    counts: str
    bodies: tuple[str, ...]
    paraphrases: tuple[Paraphrase, ...]
    absent: float

    @property
    def terms(self) -> frozenset[str]:
        """All that is looked for in a document as a whole."""
        return frozenset((*self.syllables, *self.pairs, *self.focus, *self.focus_pairs))


class Ranker:
    """Orders candidates of a question by relevance."""

    def __init__(self, shelf: Shelf, rarity: Rarity, held_terms: HeldTerms, weights: Weights) -> None:
        self._shelf = shelf
        self._rarity = rarity
        self._held_terms = held_terms
        self.weights = weights
        self._views = Views(shelf.excerpts)

    def rank(self, question: Question, candidates: Sequence[Candidate], *, pinned: bool) -> list[Ranked]:
        """Return the candidates as ranked passages, best first; ties in the order given.

        `pinned` tells that the question or its filters name whose documents are meant.
        """
        asked = self._asked(question, self._title_terms(candidates))
        mean_dense = sum(c.dense for c in candidates) / len(candidates) if candidates else 0.0
        views = self._views.of([c.key for c in candidates])
        terms_held = {d: self._held_terms(d, asked.terms) for d in {c.document_id for c in candidates}}
        ranked = [
            self._ranked(
                self._features(asked, candidate, view, terms_held[candidate.document_id], mean_dense), view, pinned
            )
            for candidate, view in zip(candidates, views, strict=True)
        ]
        return sorted(ranked, key=lambda r: -r.relevance)

    def _ranked(self, features: Features, view: View, pinned: bool) -> Ranked:
        answers = self.weights.answers if pinned else self.weights.answers_open
        score = 1 / (1 + math.exp(-max(-30.0, min(30.0, answers(features)))))
        return Ranked(view.excerpt, self.weights.relevance(features), score, features, self._shelf)

    def _features(
        self, asked: _Asked, candidate: Candidate, view: View, held: frozenset[str], mean_dense: float
    ) -> Features:
        own, over, title = with_said(view.own, asked.paraphrases), view.over, self._titles(candidate.document_id)
        return Features(
            lexical=candidate.lexical,
            dense=max(0.0, candidate.dense),
            fused=candidate.score,
            syllables=_share(asked.syllables, own),
            pairs=_share(asked.pairs, own),
            context=_share(asked.syllables, own | over),
            pairs_context=_share(asked.pairs, own | over),
            beyond=_share(asked.syllables, own | over, title),
            beyond_pairs=_share(asked.pairs, own | over, title),
            length=min(len(asked.syllables), _LONG) / _LONG,
            focus=_share(asked.focus, own | over),
            typed=float(_sets_value(asked, view)),
            lead=_share_of(asked.bodies, view.lead),
            named=_share_of(asked.bodies, view.says),
            addressed=float(any(mentions_body(body, view.address) for body in asked.bodies)),
            to_other=float(_is_to_another(asked.bodies, view.address)),
            accented=len(asked.accented & view.accented) / len(asked.accented) if asked.accented else 0.0,
            marked=sum(m in own for m in asked.marked) / len(asked.marked) if asked.marked else 0.0,
            body=float(view.excerpt.kind in _BODY),
            preamble=float(view.excerpt.kind is SectionKind.PREAMBLE),
            closing=float(view.excerpt.kind is SectionKind.CLOSING),
            appendix=float(view.excerpt.kind is SectionKind.APPENDIX),
            unsaid=1.0 - _share(asked.syllables, held) if asked.syllables else 0.0,
            focus_unsaid=1.0 - _share(asked.focus, held) if asked.focus else 0.0,
            focus_elsewhere=self._elsewhere(asked.focus_pairs, held),
            elsewhere=self._elsewhere(asked.pairs, held),
            absent=asked.absent,
            dense_lead=max(0.0, candidate.dense - mean_dense),
        )

    def _title_terms(self, candidates: Sequence[Candidate]) -> frozenset[str]:
        """Return the terms of the title that all candidates share: they tell the document, not the clause."""
        documents = {c.document_id for c in candidates}
        if len(documents) != 1:
            return frozenset()
        return self._titles(documents.pop())

    def _titles(self, document_id: DocumentId) -> frozenset[str]:
        return _title_terms(self._shelf.cards[document_id].metadata.title)

    def _asked(self, question: Question, title: frozenset[str]) -> _Asked:
        words = dict.fromkeys(question_terms(question.core))

        def weigh(term: str) -> float:
            return self._rarity.weight(term) * (_IN_TITLE if term in title else 1.0)

        syllables = {t: weigh(t) for t in words if t.isalnum()}
        pairs = {t: weigh(t) for t in words if "_" in t}
        marked = tuple(t for t in words if not t.isalnum() and "_" not in t)
        total = sum(syllables.values())
        unknown = sum(w for t, w in syllables.items() if not self._rarity.known(t))
        accented = frozenset(w for w in question.core.lower().split() if not w.isascii())
        focus = {t: weigh(t) for t in dict.fromkeys(terms(" ".join(question.focus))) if t.isalnum()}
        focus_pairs = {t: weigh(t) for t in dict.fromkeys(terms(" ".join(question.focus))) if "_" in t}
        counts = question.folded if Kind.HOW_MANY in question.kinds else ""
        bodies = tuple(spelled_out(body.name) for body in question.bodies)
        return _Asked(
            syllables,
            pairs,
            marked,
            accented,
            focus,
            focus_pairs,
            question.kinds,
            counts,
            bodies,
            paraphrases(question.core),
            unknown / total if total else 0.0,
        )

    def _elsewhere(self, pairs: dict[str, float], held: frozenset[str]) -> float:
        """A topic that only other documents speak of is the mark of a question put to the wrong document."""
        total = sum(pairs.values())
        missed = sum(weight * self._rarity.spread(term) for term, weight in pairs.items() if term not in held)
        return missed / total if total else 0.0


def _sets_value(asked: _Asked, view: View) -> bool:
    counted = bool(asked.counts) and holds_count(asked.counts, view.folded)
    return counted or any(kind in view.sets for kind in asked.kinds)


def _share_of(bodies: Sequence[str], words: str) -> float:
    return sum(mentions_body(body, words) for body in bodies) / len(bodies) if bodies else 0.0


def _is_to_another(bodies: Sequence[str], address: str) -> bool:
    return bool(bodies) and names_body(address) and not any(mentions_body(body, address) for body in bodies)


@lru_cache(maxsize=2_000)
def _title_terms(title: str) -> frozenset[str]:
    return frozenset(terms(title))


def _share(asked: dict[str, float], held: frozenset[str], aside: frozenset[str] = frozenset()) -> float:
    """Return the share of the weight asked for that is held; terms set aside count only when all are."""
    looked_for = {term: weight for term, weight in asked.items() if term not in aside} or asked
    total = sum(looked_for.values())
    return sum(weight for term, weight in looked_for.items() if term in held) / total if total else 0.0
