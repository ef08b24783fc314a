"""Whole official documents, cut by the product's own rules into the clauses that an encoder has to tell apart.

    <data>/admin_docs/docs.jsonl.xz           {"_id", "text"}

A clause is shown as the product shows it: with title, number, issuer and the headings over it (`rag.entries`). What
is asked for it is made by rule (`rag.training.asking`), a few times over, so that epochs differ. `held_back.txt` lists
documents that the product is measured on: nothing is learnt from them.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import build_document
from corpus.errors import CorpusError
from corpus.model import Document, DocumentId, SectionKind
from rag.analyser import question_terms
from rag.entries import entries_of
from rag.training.asking import Clause, ask
from rag.training.bags import Numbers, Ragged, ragged
from rag.training.lawdata import OfficialText
from rag.training.vocabulary import TermNumbers

_HELD_BACK = Path(__file__).with_name("held_back.txt")
MAKINGS = 3  # questions made of each clause
_ASKED_FOR = frozenset(
    {SectionKind.ITEM, SectionKind.BULLET, SectionKind.ARTICLE, SectionKind.PART, SectionKind.PREAMBLE}
)
_SHORTEST, _LONGEST = 60, 1500  # characters of a clause
_MOST = 150  # clauses of one document
_FEWEST_TERMS = 4  # of a made question

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class MadeQuestions:
    """Clauses with what is over them, the document of each, and `MAKINGS` made questions for each (some empty).

    With n clauses, `questions` has MAKINGS x n rows: row m x n + i is the m-th question made of clause i.
    """

    clauses: Ragged
    owner: NDArray[np.int64]
    questions: Ragged

    def renumbered(self, places: Numbers) -> MadeQuestions:
        """Return the same with terms numbered by `places`."""
        return MadeQuestions(self.clauses.renumbered(places), self.owner, self.questions.renumbered(places))

    def askable(self, making: int) -> NDArray[np.int64]:
        """Return the clauses whose question of one making is long enough to be asked."""
        count = len(self.clauses)
        lengths = self.questions.lengths()[making * count : (making + 1) * count]
        return np.flatnonzero(lengths >= _FEWEST_TERMS)


def make_questions(texts: Sequence[OfficialText], numbers: TermNumbers, seed: int, progress: Progress) -> MadeQuestions:
    """Cut documents into clauses and ask for them; a document that the product would not take is left out."""
    held_back = frozenset(_HELD_BACK.read_text(encoding="utf-8").split())
    clauses: list[Numbers] = []
    owner: list[int] = []
    made: list[list[Numbers]] = [[] for _ in range(MAKINGS)]
    for row, text in enumerate(texts):
        progress(row + 1)
        if text.id in held_back:
            continue
        chance = random.Random(f"{seed} {text.id}")  # noqa: S311 - a repeatable choice, no secret
        for clause in _clauses(text, chance):
            clauses.append(numbers.of(f"{clause.context}\n{clause.text}"))
            owner.append(row)
            for making in made:
                making.append(numbers.of_terms(question_terms(ask(clause, chance))))
    return MadeQuestions(ragged(clauses), np.array(owner, np.int64), ragged(chain.from_iterable(made)))


def _clauses(text: OfficialText, chance: random.Random) -> Iterator[Clause]:
    digest = hashlib.sha256(text.text.encode()).hexdigest()
    try:
        document = build_document(text.text, f"{text.id}.txt", digest, DocumentId(text.id))
    except CorpusError:
        return
    found = list(_asked_for(document))
    if len(found) > _MOST:
        found = [found[place] for place in sorted(chance.sample(range(len(found)), _MOST))]
    yield from found


def _asked_for(document: Document) -> Iterator[Clause]:
    for passage, entry in zip(document.passages, entries_of(document), strict=True):
        kind = document.sections[passage.section].kind
        if kind in _ASKED_FOR and _SHORTEST <= len(entry.text) <= _LONGEST:
            yield Clause(entry.context, entry.text)
