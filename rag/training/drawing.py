"""What the encoder is shown: pairs of texts that belong together, mixed anew in every epoch.

- a title and the article under it
- a sentence and the rest of its article (now and then with the sentence left in)
- some words of a sentence and the clause that holds it, beside its sibling clauses
- a question and its answer, and a paragraph of its answer
- a question and an article that its answer cites
- a made question and the clause of a document that it was made of, beside other clauses of the document
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from rag.training.bags import Ragged, joined, stacked
from rag.training.documents import MAKINGS
from rag.training.examples import CLAUSE, Articles, Pool, Rows

_LEAST_TITLE, _LEAST_BODY, _LEAST_REST = 4, 10, 40  # terms
_LEFT_IN = 0.1  # share of sentences that stay in the article they are matched with
_SIBLINGS = 4  # clauses of one article, at most
_NEIGHBOURS = 8  # clauses of one document that meet in a batch
_ASKED = 0.5  # share of a sentence's words that ask for its clause


class Kind(IntEnum):
    """What is matched with what."""

    TITLE = 0
    SENTENCE = 1
    CLAUSE = 2
    ANSWERED = 3
    JUDGED = 4
    PARAGRAPH = 5
    MADE = 6


# Texts about the same are no counter-examples of each other: articles, questions of one number, clauses count apart.
_SPACES = {Kind.CLAUSE: 2, Kind.ANSWERED: 1, Kind.PARAGRAPH: 1, Kind.MADE: 3}


@dataclass(frozen=True, slots=True)
class Mixture:
    """How often each kind is shown in one epoch.

    Shares of the articles whose titles and clauses are shown, sentences per article, turns of the questions with
    whole answers and articles, turns with paragraphs, share of the documents whose clauses are asked for.
    """

    titles: float = 1.0
    clauses: float = 0.5
    sentences: int = 1
    questions: int = 3
    paragraphs: int = 1
    documents: float = 0.25


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts that belong together, row by row. Rows of equal `group` are no counter-examples of each other."""

    left: Ragged
    right: Ragged
    group: Rows


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Rows (kind, left, right, group), and a random key for each; rows of one key stay side by side."""

    items: Rows
    keys: NDArray[np.float64]


def epochs(pool: Pool, mixture: Mixture, size: int, rng: np.random.Generator) -> Iterator[Iterator[Batch]]:
    """Yield epoch after epoch of batches of `size` pairs, without end; what does not fill a batch is left out."""
    number = 0
    while True:
        yield _batches(pool, _epoch(pool, mixture, number, rng), size, rng)
        number += 1


def batches_per_epoch(pool: Pool, mixture: Mixture, size: int) -> int:
    """Return about how many batches an epoch has; what is drawn from documents differs a little."""
    return len(_epoch(pool, mixture, 0, np.random.default_rng(0))) // size


def _batches(pool: Pool, items: Rows, size: int, rng: np.random.Generator) -> Iterator[Batch]:
    for start in range(0, len(items) - size + 1, size):
        yield _batch(pool, items[start : start + size], rng)


def _epoch(pool: Pool, mixture: Mixture, number: int, rng: np.random.Generator) -> Rows:
    """Return the rows of one epoch in random order, but for clauses of one article or document."""
    drawn = [
        *_of_articles(pool.articles, mixture, rng),
        *_of_questions(pool, mixture, rng),
        _clauses(pool.articles, mixture.clauses, rng),
        _made(pool, mixture.documents, number % MAKINGS, rng),
    ]
    order = np.argsort(np.concatenate([part.keys for part in drawn]), kind="stable")
    items: Rows = np.concatenate([part.items for part in drawn])[order]
    return items


def _of_articles(articles: Articles, mixture: Mixture, rng: np.random.Generator) -> Iterator[_Drawn]:
    bodies = np.diff(articles.sentences.starts[articles.begins])
    titled = np.flatnonzero((articles.titles.lengths() >= _LEAST_TITLE) & (bodies >= _LEAST_BODY))
    titled = rng.permutation(titled)[: int(len(titled) * mixture.titles)]
    yield _alone(Kind.TITLE, titled, titled, titled, rng)
    for _ in range(mixture.sentences):
        chosen = _one_each(articles.askable, articles.owner, rng)
        chosen = chosen[bodies[articles.owner[chosen]] >= _LEAST_REST]
        yield _alone(Kind.SENTENCE, chosen, articles.owner[chosen], articles.owner[chosen], rng)


def _of_questions(pool: Pool, mixture: Mixture, rng: np.random.Generator) -> Iterator[_Drawn]:
    answered, judged = np.arange(len(pool.questions)), np.arange(len(pool.judged))
    for _ in range(mixture.questions):
        cited = np.array([rng.choice(rows) for rows in pool.relevant], dtype=np.int64)
        yield _alone(Kind.ANSWERED, answered, answered, answered, rng)
        yield _alone(Kind.JUDGED, judged, cited, cited, rng)
    for _ in range(mixture.paragraphs):
        rows = _one_each(np.arange(len(pool.paragraphs.texts)), pool.paragraphs.owner, rng)
        owner = pool.paragraphs.owner[rows]
        yield _alone(Kind.PARAGRAPH, owner, rows, owner, rng)


def _one_each(rows: Rows, owner: Rows, rng: np.random.Generator) -> Rows:
    """Return one of the rows of each owner, by chance."""
    mixed = rng.permutation(rows)
    _, first = np.unique(owner[mixed], return_index=True)
    return mixed[first]


def _alone(kind: Kind, left: Rows, right: Rows, about: Rows, rng: np.random.Generator) -> _Drawn:
    return _Drawn(_items(kind, left, right, about), rng.random(len(left)))


def _items(kind: Kind, left: Rows, right: Rows, about: Rows) -> Rows:
    space = _SPACES.get(kind, 0) << 32
    return np.stack([np.full(len(left), int(kind), dtype=np.int64), left, right, about + space], axis=1)


def _clauses(articles: Articles, share: float, rng: np.random.Generator) -> _Drawn:
    """Cut a share of the articles into clauses of three sentences and draw at most four of each article.

    A clause is named by its first sentence and asked for by one of its sentences; those of an article meet in a batch.
    """
    shown = rng.random(len(articles.titles)) < share
    drawn = rng.permutation(articles.askable[shown[articles.owner[articles.askable]]])
    begins = articles.begins[articles.owner[drawn]]
    first = begins + (drawn - begins) // CLAUSE * CLAUSE
    _, places = np.unique(first, return_index=True)
    drawn, first = drawn[np.sort(places)], first[np.sort(places)]
    order, rank = _within(articles.owner[drawn])
    kept = order[rank < _SIBLINGS]
    keys = rng.random(len(articles.titles))[articles.owner[drawn[kept]]]
    return _Drawn(_items(Kind.CLAUSE, drawn[kept], first[kept], first[kept]), keys)


def _made(pool: Pool, share: float, making: int, rng: np.random.Generator) -> _Drawn:
    """Draw the made questions of a share of the documents, in packs of clauses of one document."""
    owner = pool.documents.owner
    documents = int(owner.max()) + 1 if len(owner) else 0
    shown = rng.random(documents) < share
    drawn = rng.permutation(pool.documents.askable(making))
    drawn = drawn[shown[owner[drawn]]]
    order, rank = _within(owner[drawn])
    drawn = drawn[order]
    pack = np.cumsum(rank % _NEIGHBOURS == 0) - 1
    asked = making * len(owner) + drawn
    return _Drawn(_items(Kind.MADE, asked, drawn, drawn), rng.random(len(drawn))[pack])


def _within(owner: Rows) -> tuple[Rows, Rows]:
    """Return an order that puts rows of one owner side by side, and the rank of each within its owner."""
    order = np.argsort(owner, kind="stable")
    return order, np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])


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
    articles, documents = pool.articles, pool.documents
    match kind:
        case Kind.TITLE:
            return articles.titles.take(left), articles.bodies(right)
        case Kind.SENTENCE:
            return articles.sentences.take(left), _rest(articles, left, right, rng)
        case Kind.CLAUSE:
            return articles.sentences.take(left).thinned(_ASKED, rng), articles.clauses(right)
        case Kind.ANSWERED:
            return pool.questions.take(left), pool.answers.take(right)
        case Kind.JUDGED:
            return pool.judged.take(left), joined(articles.titles.take(right), articles.bodies(right))
        case Kind.PARAGRAPH:
            return pool.questions.take(left), pool.paragraphs.texts.take(right)
        case Kind.MADE:
            return documents.questions.take(left), documents.clauses.take(right)


def _rest(articles: Articles, sentences: Rows, owners: Rows, rng: np.random.Generator) -> Ragged:
    """Return each sentence's article without it, now and then with it."""
    kept = rng.random(len(sentences)) < _LEFT_IN
    order = np.argsort(np.concatenate([np.flatnonzero(~kept), np.flatnonzero(kept)]), kind="stable")
    return stacked([articles.without(sentences[~kept]), articles.bodies(owners[kept])]).take(order)
