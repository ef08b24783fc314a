"""The product's own retrieval on any test set: words alone, meaning alone, and the ranking that the product uses.

Nothing here knows the texts: they are indexed as passages whose title is their context, and asked for as an official's
question is. Measures are those of `ir_measures`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.folding import fold, nfc
from eval.beir import TestSet
from eval.retrieval_figures import MEASURES, PerQuery, per_query
from rag.collection import Collection, entry_of
from rag.ports import Entry
from rag.retrieval import Retriever

DEPTH = 100  # texts asked for, so that recall at 100 can be told
WORDS, MEANING, PRODUCT = "BM25", "encoder", "product"
WAYS = (WORDS, MEANING, PRODUCT)
BARE = "không dấu"
AS_WRITTEN = "như đã viết"

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one way of ranking found for every question: text ids, best first, in the order of the questions."""

    name: str
    typed: str
    found: tuple[tuple[str, ...], ...]
    seconds: tuple[float, ...]
    scores: PerQuery


@dataclass(frozen=True, slots=True)
class Indexed:
    """The corpus in the index, how many texts hold something, and how long indexing them took."""

    collection: Collection
    texts: int
    seconds: float


def indexed(collection: Collection, test_set: TestSet, progress: Progress | None = None) -> Indexed:
    """Index the texts of a test set that hold something."""
    entries = list(entries_of(test_set))
    start = time.perf_counter()
    collection.add(entries, progress)
    return Indexed(collection, len(entries), time.perf_counter() - start)


def entries_of(test_set: TestSet) -> Iterable[Entry]:
    """Yield the texts of a test set that hold something as passages, numbered: an id may hold any character."""
    for number, text in enumerate(test_set.texts):
        if text.title.strip() or text.text.strip():
            yield entry_of(str(number), text.title, text.text)


def rankings(
    collection: Collection, test_set: TestSet, *, bare: bool, progress: Progress | None = None
) -> Iterator[Ranking]:
    """Yield each way of ranking, asked as written and, with `bare`, without diacritics as well.

    `progress` is called with the number of questions asked so far.
    """
    names = [text.id for text in test_set.texts]
    finders = _finders(collection)
    asked = 0
    for typed, retype in typings(bare=bare).items():
        questions = [retype(query.text) for query in test_set.queries]
        for name, find in finders.items():
            find(questions[0])  # the first call opens files
            found, seconds = [], []
            for question in questions:
                start = time.perf_counter()
                keys = find(question)
                seconds.append(time.perf_counter() - start)
                found.append(tuple(names[int(key.partition("#")[0])] for key in keys))
                asked += 1
                if progress is not None:
                    progress(asked)
            scores = per_query(test_set.queries, found, MEASURES)
            yield Ranking(name, typed, tuple(found), tuple(seconds), scores)


def typings(*, bare: bool) -> dict[str, Callable[[str], str]]:
    """Return the ways of typing a question, by name."""
    as_written: dict[str, Callable[[str], str]] = {AS_WRITTEN: str}
    return as_written | {BARE: lambda question: fold(nfc(question))} if bare else as_written


def questions_asked(test_set: TestSet, *, bare: bool) -> int:
    """Return how many questions `rankings` asks in all."""
    return len(WAYS) * len(typings(bare=bare)) * len(test_set.queries)


Finder = Callable[[str], Sequence[str]]


def _finders(collection: Collection) -> Mapping[str, Finder]:
    stores, encoder, retriever = collection.stores, collection.encoder, Retriever(collection)
    return {
        WORDS: lambda question: [hit.key for hit in stores.lexical.search(question, DEPTH)],
        MEANING: lambda question: [hit.key for hit in stores.nearest.search(encoder.encode_query(question), DEPTH)],
        PRODUCT: lambda question: [candidate.key for candidate in retriever.retrieve(question, DEPTH)],
    }
