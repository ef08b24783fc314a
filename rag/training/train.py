"""`danvan train-encoder`: from law data to a model folder, measured on questions that it never saw."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rag.adapters.term_table import packed
from rag.analyser import question_terms
from rag.training.bags import Ragged, ragged
from rag.training.card import write_card
from rag.training.documents import make_questions
from rag.training.drawing import Mixture
from rag.training.examples import Pool, analyse_articles, in_vocabulary, make_pool
from rag.training.export import size_of, write_model
from rag.training.holdout import Parts, divide
from rag.training.lawdata import JudgedQuestion, read_law_data
from rag.training.loop import Schedule, Table, learn, start_table
from rag.training.measuring import best_weight, bm25_scores, encoder_scores, fused, quality
from rag.training.narrowing import narrowed
from rag.training.report import Comparison, TrainingReport
from rag.training.vocabulary import TermNumbers, Vocabulary, choose_vocabulary, inverse_frequency

Progress = Callable[[str, int, int], None]
"""Called with a stage in Vietnamese, how much of it is done, and how much it has in all."""


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """What is trained from what, and how; the defaults made the shipped model.

    The table is learnt in `learnt` dimensions and narrowed to `dimension`; `pairs` are pairs in the vocabulary.
    """

    data: Path
    out: Path
    seed: int = 1
    learnt: int = 512
    dimension: int = 320
    pairs: int = 50_000
    mixture: Mixture = field(default_factory=Mixture)
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True, slots=True)
class _Material:
    """What was read, as terms of every kind (`met`) and as terms of the vocabulary (`pool`)."""

    parts: Parts
    met: Pool
    pool: Pool
    numbers: TermNumbers
    vocabulary: Vocabulary


def train_encoder(settings: TrainingSettings, progress: Progress) -> TrainingReport:
    """Train, write the model folder with its card, and return what was measured.

    The same seed and data give the same table bit by bit on the same machine, numpy and number of BLAS threads, and
    within float tolerance elsewhere. Raises ConfigurationError when the data is missing or unreadable.
    """
    began = time.monotonic()
    material = _prepare(settings, progress)
    idf = inverse_frequency(material.pool.articles.whole(), len(material.vocabulary.words))
    start = start_table(idf, settings.learnt, settings.seed)
    wide, losses = learn(
        material.pool,
        start,
        settings.mixture,
        settings.schedule,
        settings.seed,
        lambda done, steps: progress("Học", done, steps),
    )
    table = narrowed(wide, _texts(material.pool), settings.dimension)
    seconds = time.monotonic() - began
    settings.out.mkdir(parents=True, exist_ok=True)
    write_model(settings.out, material.vocabulary.words, table)
    report = TrainingReport(
        folder=settings.out,
        seed=settings.seed,
        learnt=settings.learnt,
        dimension=settings.dimension,
        vocabulary=len(material.vocabulary.words),
        examples={
            "articles": len(material.met.articles.titles),
            "clauses": len(material.met.documents.clauses),
            **_question_counts(material.parts),
        },
        losses=tuple(losses),
        seconds=seconds,
        bytes=size_of(settings.out),
        comparison=_compare(material, table, progress),
    )
    write_card(settings.out, report, settings.mixture, settings.schedule)
    return report


def _prepare(settings: TrainingSettings, progress: Progress) -> _Material:
    progress("Đọc dữ liệu", 0, 1)
    data = read_law_data(settings.data)
    parts = divide(data)
    progress("Đọc dữ liệu", 1, 1)
    numbers = TermNumbers()
    total = len(data.articles)
    articles = analyse_articles(data.articles, numbers, lambda done: progress("Phân tích", done, total))
    count = len(data.documents)
    documents = make_questions(
        data.documents, numbers, settings.seed, lambda done: progress("Cắt văn bản", done, count)
    )
    met = make_pool(articles, parts, documents, numbers)
    vocabulary = choose_vocabulary(numbers.words(), met.texts(), settings.pairs)
    return _Material(parts, met, in_vocabulary(met, vocabulary), numbers, vocabulary)


def _texts(pool: Pool) -> tuple[Ragged, ...]:
    """Return what a narrowed table has to keep: articles, clauses of documents, questions."""
    return pool.articles.whole(), pool.documents.clauses, pool.questions


def _question_counts(parts: Parts) -> dict[str, int]:
    return {
        "answered": len(parts.answered),
        "judged": len(parts.train),
        "dev": len(parts.dev),
        "test": len(parts.test),
        "dropped": parts.dropped,
    }


def _compare(material: _Material, table: Table, progress: Progress) -> Comparison:
    """Measure BM25, the quantised encoder and their sum on the held-out questions, over all articles."""
    stages = 4
    progress("Đo chất lượng", 0, stages)
    shipped = packed(table).vectors()
    dev, test = material.parts.dev, material.parts.test
    dev_bm25, dev_cosines = _both(material, shipped, dev)
    progress("Đo chất lượng", 1, stages)
    dev_relevant, dev_pages = [item.relevant for item in dev], [item.page for item in dev]
    weight = best_weight(dev_bm25, dev_cosines, dev_relevant)
    dev_fused = fused(dev_bm25, dev_cosines, weight)
    progress("Đo chất lượng", 2, stages)
    bm25, cosines = _both(material, shipped, test)
    progress("Đo chất lượng", 3, stages)
    relevant, pages = [item.relevant for item in test], [item.page for item in test]
    comparison = Comparison(
        weight=weight,
        dev_encoder=quality(dev_cosines, dev_relevant, dev_pages).ndcg,
        dev_fused=quality(dev_fused, dev_relevant, dev_pages).ndcg,
        bm25=quality(bm25, relevant, pages),
        encoder=quality(cosines, relevant, pages),
        fused=quality(fused(bm25, cosines, weight), relevant, pages),
        unquantised=quality(_cosines(material, table, test), relevant, pages),
    )
    progress("Đo chất lượng", stages, stages)
    return comparison


def _both(material: _Material, table: Table, questions: Sequence[JudgedQuestion]) -> tuple[Table, Table]:
    asked = _asked(material, questions)
    width = len(material.numbers.words())
    return bm25_scores(material.met.articles.whole(), asked, width), _cosines(material, table, questions)


def _cosines(material: _Material, table: Table, questions: Sequence[JudgedQuestion]) -> Table:
    # Question terms met here for the first time have no place in the vocabulary and drop out.
    asked = _asked(material, questions).renumbered(material.vocabulary.places)
    return encoder_scores(table, material.pool.articles.whole(), asked)


def _asked(material: _Material, questions: Sequence[JudgedQuestion]) -> Ragged:
    return ragged(material.numbers.of_terms(question_terms(item.question)) for item in questions)
