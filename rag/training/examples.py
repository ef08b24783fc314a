"""What the encoder is shown: pairs of texts that belong together, mixed anew in every epoch.

- a title and the article under it
- a sentence and the rest of its article (now and then with the sentence left in)
- some words of a sentence and the clause that holds it, beside its sibling clauses
- a question and its answer
- a question and an article that its answer cites
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from rag.training.bags import Numbers, Ragged, joined, ragged, spans, stacked
from rag.training.holdout import Parts
from rag.training.lawdata import Article
from rag.training.vocabulary import TermNumbers, Vocabulary

_SENTENCE_END = re.compile(r"(?<=[.;:?!])\s+|\n+")
_SHORTEST, _LONGEST = 40, 400  # characters of a sentence that may stand as a question
_LEAST_TITLE, _LEAST_BODY, _LEAST_REST = 4, 10, 40  # terms
_LEFT_IN = 0.1  # share of sentences that stay in the article they are matched with
_CLAUSE, _SIBLINGS = 3, 4  # sentences of a clause, clauses of one article, at most
_ASKED = 0.5  # share of a sentence's words that ask for its clause

Progress = Callable[[int], None]
Rows = NDArray[np.int64]


class Kind(IntEnum):
    """What is matched with what."""

    TITLE = 0
    SENTENCE = 1
    CLAUSE = 2
    ANSWERED = 3
    JUDGED = 4


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
        last = np.minimum(first + _CLAUSE, self.begins[rows + 1])
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
    judged: Ragged
    relevant: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """How often each kind is shown in one epoch.

    Shares of the articles whose titles and clauses are shown, sentences per article, turns of the questions.
    """

    titles: float = 1.0
    clauses: float = 0.5
    sentences: int = 1
    questions: int = 3


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts that belong together, row by row. Rows of equal `group` are no counter-examples of each other."""

    left: Ragged
    right: Ragged
    group: Rows


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


def make_pool(articles: Articles, parts: Parts, numbers: TermNumbers) -> Pool:
    """Add the questions that are learnt from."""
    return Pool(
        articles,
        ragged(numbers.of(item.question) for item in parts.answered),
        ragged(numbers.of(item.answer) for item in parts.answered),
        ragged(numbers.of(item.question) for item in parts.train),
        tuple(item.relevant for item in parts.train),
    )


def in_vocabulary(pool: Pool, vocabulary: Vocabulary) -> Pool:
    """Return the pool with terms numbered as in the vocabulary, others left out."""
    places = vocabulary.places
    return Pool(
        pool.articles.renumbered(places),
        pool.questions.renumbered(places),
        pool.answers.renumbered(places),
        pool.judged.renumbered(places),
        pool.relevant,
    )


def batches(pool: Pool, mixture: Mixture, size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield one epoch of batches of `size` pairs; what does not fill a batch is left out."""
    items = _drawn(pool, mixture, rng)
    for start in range(0, len(items) - size + 1, size):
        yield _batch(pool, items[start : start + size], rng)


def batches_per_epoch(pool: Pool, mixture: Mixture, size: int) -> int:
    """Return how many batches an epoch has, whatever is drawn."""
    return len(_drawn(pool, mixture, np.random.default_rng(0))) // size


def _drawn(pool: Pool, mixture: Mixture, rng: np.random.Generator) -> Rows:
    """Return rows (kind, left, right, group) of one epoch in random order, sibling clauses side by side."""
    articles = pool.articles
    bodies = np.diff(articles.sentences.starts[articles.begins])
    titled = np.flatnonzero((articles.titles.lengths() >= _LEAST_TITLE) & (bodies >= _LEAST_BODY))
    titled = rng.permutation(titled)[: int(len(titled) * mixture.titles)]
    items = [_items(Kind.TITLE, titled, titled, titled)]
    for _ in range(mixture.sentences):
        mixed = rng.permutation(articles.askable)
        _, first = np.unique(articles.owner[mixed], return_index=True)
        chosen = mixed[first]
        chosen = chosen[bodies[articles.owner[chosen]] >= _LEAST_REST]
        items.append(_items(Kind.SENTENCE, chosen, articles.owner[chosen], articles.owner[chosen]))
    answered, judged = np.arange(len(pool.questions)), np.arange(len(pool.judged))
    for _ in range(mixture.questions):
        cited = np.array([rng.choice(rows) for rows in pool.relevant], dtype=np.int64)
        items += [_items(Kind.ANSWERED, answered, answered, answered), _items(Kind.JUDGED, judged, cited, cited)]
    alone = np.concatenate(items)
    clauses = _clauses(articles, mixture.clauses, rng)
    # One key for all clauses of an article, so that they meet in a batch.
    keys = np.concatenate([rng.random(len(alone)), rng.random(len(articles.titles))[articles.owner[clauses[:, 2]]]])
    return np.concatenate([alone, clauses])[np.argsort(keys, kind="stable")]


def _items(kind: Kind, left: Rows, right: Rows, about: Rows) -> Rows:
    """Return rows of one kind. Texts about the same are no counter-examples; other kinds count elsewhere."""
    space = {Kind.ANSWERED: 1, Kind.CLAUSE: 2}.get(kind, 0) << 32
    return np.stack([np.full(len(left), int(kind), dtype=np.int64), left, right, about + space], axis=1)


def _clauses(articles: Articles, share: float, rng: np.random.Generator) -> Rows:
    """Cut a share of the articles into clauses of three sentences and draw at most four of each article.

    A clause is named by its first sentence and asked for by one of its sentences.
    """
    shown = rng.random(len(articles.titles)) < share
    drawn = rng.permutation(articles.askable[shown[articles.owner[articles.askable]]])
    begins = articles.begins[articles.owner[drawn]]
    first = begins + (drawn - begins) // _CLAUSE * _CLAUSE
    _, places = np.unique(first, return_index=True)
    drawn, first = drawn[np.sort(places)], first[np.sort(places)]
    order = np.argsort(articles.owner[drawn], kind="stable")
    owner = articles.owner[drawn][order]
    rank = np.arange(len(owner)) - np.searchsorted(owner, owner)
    kept = order[rank < _SIBLINGS]
    return _items(Kind.CLAUSE, drawn[kept], first[kept], first[kept])


def _batch(pool: Pool, items: Rows, rng: np.random.Generator) -> Batch:
    lefts, rights, groups = [], [], []
    for kind in Kind:
        chosen = items[items[:, 0] == kind]
        if len(chosen):
            left, right = _texts(pool, kind, chosen, rng)
            lefts.append(left)
            rights.append(right)
            groups.append(chosen[:, 3])
    return Batch(stacked(lefts), stacked(rights), np.concatenate(groups))


def _texts(pool: Pool, kind: Kind, chosen: Rows, rng: np.random.Generator) -> tuple[Ragged, Ragged]:
    left, right = chosen[:, 1], chosen[:, 2]
    articles = pool.articles
    if kind == Kind.TITLE:
        return articles.titles.take(left), articles.bodies(right)
    if kind == Kind.ANSWERED:
        return pool.questions.take(left), pool.answers.take(right)
    if kind == Kind.CLAUSE:
        return articles.sentences.take(left).thinned(_ASKED, rng), articles.clauses(right)
    if kind == Kind.JUDGED:
        return pool.judged.take(left), joined(articles.titles.take(right), articles.bodies(right))
    kept = rng.random(len(left)) < _LEFT_IN
    order = np.argsort(np.concatenate([np.flatnonzero(~kept), np.flatnonzero(kept)]), kind="stable")
    rest = stacked([articles.without(left[~kept]), articles.bodies(right[kept])]).take(order)
    return articles.sentences.take(left), rest
