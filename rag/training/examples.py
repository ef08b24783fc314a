"""All that examples are drawn from, as numbered terms: articles, questions with answers, clauses of documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.training.answers import Paragraphs, telling_paragraphs
from rag.training.bags import Numbers, Ragged, joined, ragged, spans
from rag.training.documents import MadeQuestions
from rag.training.holdout import Parts
from rag.training.lawdata import Article
from rag.training.vocabulary import TermNumbers, Vocabulary, inverse_frequency

_SENTENCE_END = re.compile(r"(?<=[.;:?!])\s+|\n+")
_SHORTEST, _LONGEST = 40, 400  # characters of a sentence that may stand as a question
CLAUSE = 3  # sentences of a clause

Progress = Callable[[int], None]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Articles:
    """Titles and bodies of articles; bodies lie sentence by sentence, article i from `begins[i]` to `begins[i + 1]`.

    `askable` holds the rows of sentences that may stand as a question, `owner` the article of each sentence.
    """

    titles: Ragged
    sentences: Ragged
    begins: Rows
    owner: Rows
    askable: Rows

    def bodies(self, rows: Rows) -> Ragged:
        """Return whole articles without their titles."""
        edges = self.sentences.starts[self.begins]
        return spans(self.sentences.values, edges[rows], edges[rows + 1])

    def without(self, sentences: Rows) -> Ragged:
        """Return, for each sentence, its article without it."""
        rows, starts = self.owner[sentences], self.sentences.starts
        before = spans(self.sentences.values, starts[self.begins[rows]], starts[sentences])
        after = spans(self.sentences.values, starts[sentences + 1], starts[self.begins[rows + 1]])
        return joined(before, after)

    def clauses(self, first: Rows) -> Ragged:
        """Return titles with up to three sentences that begin at `first` and lie in one article."""
        rows, starts = self.owner[first], self.sentences.starts
        last = np.minimum(first + CLAUSE, self.begins[rows + 1])
        return joined(self.titles.take(rows), spans(self.sentences.values, starts[first], starts[last]))

    def whole(self) -> Ragged:
        """Return all articles, title first."""
        return joined(self.titles, self.bodies(np.arange(len(self.titles))))

    def renumbered(self, places: Numbers) -> Articles:
        """Return the same articles with terms numbered by `places`."""
        titles, sentences = self.titles.renumbered(places), self.sentences.renumbered(places)
        return Articles(titles, sentences, self.begins, self.owner, self.askable)


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything that pairs are drawn from, as term numbers."""

    articles: Articles
    questions: Ragged
    answers: Ragged
    paragraphs: Paragraphs
    judged: Ragged
    relevant: tuple[tuple[int, ...], ...]
    documents: MadeQuestions

    def texts(self) -> tuple[Ragged, ...]:
        """Return everything whose terms count when the vocabulary is chosen; in the order of the pool."""
        articles = self.articles
        return (
            *(articles.titles, articles.sentences, self.questions, self.answers),
            *(self.documents.clauses, self.documents.questions),
        )


def analyse_articles(articles: Sequence[Article], numbers: TermNumbers, progress: Progress) -> Articles:
    """Cut articles into sentences and sentences into terms; `progress` hears how many articles are done."""
    titles: list[Numbers] = []
    sentences: list[Numbers] = []
    begins, owner, askable = [0], [], []
    for row, article in enumerate(articles):
        titles.append(numbers.of(article.title))
        for sentence in _SENTENCE_END.split(article.text):
            if _SHORTEST <= len(sentence) <= _LONGEST:
                askable.append(len(sentences))
            sentences.append(numbers.of(sentence))
            owner.append(row)
        begins.append(len(sentences))
        progress(row + 1)
    return Articles(ragged(titles), ragged(sentences), np.array(begins), np.array(owner), np.array(askable, np.int64))


def make_pool(articles: Articles, parts: Parts, documents: MadeQuestions, numbers: TermNumbers) -> Pool:
    """Add the questions that are learnt from."""
    questions = ragged(numbers.of(item.question) for item in parts.answered)
    idf = inverse_frequency(articles.whole(), len(numbers.words()))
    return Pool(
        articles,
        questions,
        ragged(numbers.of(item.answer) for item in parts.answered),
        telling_paragraphs(parts.answered, questions, numbers, idf),
        ragged(numbers.of(item.question) for item in parts.train),
        tuple(item.relevant for item in parts.train),
        documents,
    )


def in_vocabulary(pool: Pool, vocabulary: Vocabulary) -> Pool:
    """Return the pool with terms numbered as in the vocabulary, others left out."""
    places = vocabulary.places
    return Pool(
        pool.articles.renumbered(places),
        pool.questions.renumbered(places),
        pool.answers.renumbered(places),
        pool.paragraphs.renumbered(places),
        pool.judged.renumbered(places),
        pool.relevant,
        pool.documents.renumbered(places),
    )
