"""Which questions are learnt from, which choose settings, and which are seen once, at the end.

A page of the help site falls into one part by the hash of its id, so that the parts are the same on every machine.
Near copies of questions exist between pages: whatever resembles a held-out question is not learnt from.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.folding import fold, nfc
from rag.training.lawdata import AnsweredQuestion, JudgedQuestion, LawData

_TEST_SHARE, _DEV_SHARE = 25, 17  # of 100 pages that hold judged questions
_SAME = 0.8  # Jaccard similarity of neighbouring syllables from which two questions count as copies
_SYLLABLE = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions by use: `train` and `answered` are learnt from, `dev` chooses settings, `test` is held back.

    `dropped` counts the training and dev questions left out as near copies of held-out ones.
    """

    train: tuple[JudgedQuestion, ...]
    answered: tuple[AnsweredQuestion, ...]
    dev: tuple[JudgedQuestion, ...]
    test: tuple[JudgedQuestion, ...]
    dropped: int


def divide(data: LawData) -> Parts:
    """Divide by page; pages without a judged question are all learnt from."""
    pages = {question.page for question in data.judged}
    by_part: dict[str, list[JudgedQuestion]] = defaultdict(list)
    for question in data.judged:
        by_part[_part(question.page)].append(question)
    test = by_part["test"]
    dev = _unlike(by_part["dev"], test)
    held = [*test, *dev]
    train = _unlike(by_part["train"], held)
    free = [item for item in data.answered if item.page not in pages or _part(item.page) == "train"]
    copies = near_copies([item.question for item in free], [question.question for question in held])
    answered = [item for row, item in enumerate(free) if row not in copies]
    dropped = len(by_part["dev"]) - len(dev) + len(by_part["train"]) - len(train) + len(copies)
    return Parts(tuple(train), tuple(answered), tuple(dev), tuple(test), dropped)


def near_copies(questions: Sequence[str], held: Sequence[str]) -> Collection[int]:
    """Return the rows of `questions` that repeat one of `held`, word for word or nearly so."""
    shingles = [_shingles(text) for text in held]
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, pairs in enumerate(shingles):
        for pair in pairs:
            having[pair].append(row)
    return {row for row, text in enumerate(questions) if _is_copy(_shingles(text), shingles, having)}


def _is_copy(
    pairs: frozenset[tuple[str, ...]],
    held: Sequence[frozenset[tuple[str, ...]]],
    having: dict[tuple[str, ...], list[int]],
) -> bool:
    shared = Counter(row for pair in pairs for row in having.get(pair, ()))
    return any(number / (len(pairs) + len(held[row]) - number) >= _SAME for row, number in shared.items())


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _SYLLABLE.findall(fold(nfc(text)))
    return frozenset(pairwise(words)) or frozenset((word,) for word in words)


def _unlike(questions: Sequence[JudgedQuestion], held: Sequence[JudgedQuestion]) -> list[JudgedQuestion]:
    copies = near_copies([item.question for item in questions], [item.question for item in held])
    return [item for row, item in enumerate(questions) if row not in copies]


def _part(page: str) -> str:
    number = int(hashlib.sha256(page.encode()).hexdigest()[:8], 16) % 100
    if number < _TEST_SHARE:
        return "test"
    return "dev" if number < _TEST_SHARE + _DEV_SHARE else "train"
