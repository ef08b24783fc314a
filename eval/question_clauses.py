"""Clauses as the split between sets sees them: a paragraph or bullet of a document, told by its raw text alone.

Deliberately apart from the product's own reading, which is what the questions measure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from eval.question_set import Question, plain

_BREAK = re.compile(r"\n\s*\n(?=[^a-zà-ỹ])|\n(?=\s*(?:[-+•]|\d+[.)])\s)")
_OPENING = re.compile(r"[-+•]\s|\d+(?:\.\d+)*[.)]\s|[IVX]+\.\s|Điều \d+|Chương [IVX]+|[a-zđ]\)\s")
_CLOSING = ".;:!?…”\"')/}"
_LINE = 60  # shorter blocks are headings, dates and signatures, which end without a full stop

Clause = tuple[str, int]


@lru_cache(maxsize=64)
def whole(text: str) -> str:
    """Return the `plain` text of a document."""
    return plain(text)


def _goes_on(block: str, following: str) -> bool:
    """Say whether a block breaks off in mid-sentence, as a page break of a PDF makes it, and the next one goes on."""
    return len(block) >= _LINE and block[-1] not in _CLOSING and not _OPENING.match(following)


@lru_cache(maxsize=64)
def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each clause of a document begins and ends in its `plain` text, in order."""
    blocks = [block for block in map(plain, _BREAK.split(text)) if block]
    joined = [0, *(n for n, (one, two) in enumerate(pairwise(blocks), start=1) if not _goes_on(one, two))]
    spans, start = [], 0
    for first, last in pairwise([*joined, len(blocks)]):
        end = start + len(" ".join(blocks[first:last]))
        spans.append((start, end))
        start = end + 1
    return tuple(spans)


def clauses_of(question: Question, documents: Mapping[str, str]) -> set[Clause]:
    """Return the clauses that a question's evidence touches, each as (document, number from 0).

    `documents` maps file names to raw text and has to hold every document of the question.
    """
    found = set()
    for name in question.docs:
        text, spans = whole(documents[name]), clauses(documents[name])
        for snippet in (s for group in question.gold for s in group if s in text):
            start = text.index(snippet)
            found |= {(name, n) for n, (a, b) in enumerate(spans) if a < start + len(snippet) and start < b}
    return found


def shared_clauses(
    one: Sequence[Question], other: Sequence[Question], documents: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return pairs of question ids, one of each set, whose evidence lies in the same clause."""
    asked: dict[Clause, list[str]] = defaultdict(list)
    for question in one:
        for clause in clauses_of(question, documents):
            asked[clause].append(question.id)
    pairs = {(id_, q.id) for q in other for clause in clauses_of(q, documents) for id_ in asked.get(clause, ())}
    return sorted(pairs)
