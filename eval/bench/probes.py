"""The questions that the benchmark asks: those of the shipped set, and some made of the stored passages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from corpus.model import Document
from eval.question_set import QUESTIONS, Question, load

DEV = QUESTIONS / "dev.jsonl"


def probes(documents: Sequence[Document], count: int, seed: int = 7) -> list[str]:
    """Return `count` questions: half from the shipped set, half eight to sixteen words out of stored passages."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    shipped = [question.question for question in load(DEV)]
    asked = [shipped[n % len(shipped)] for n in range(count - count // 2)]
    places = [(document, passage) for document in documents for passage in document.passages]
    for document, passage in chance.choices(places, k=count // 2):
        words = document.text[passage.start : passage.end].split()
        start = chance.randrange(max(1, len(words) - 12))
        asked.append(" ".join(words[start : start + chance.randint(8, 16)]))
    chance.shuffle(asked)
    return [question[:2000] for question in asked]


def with_evidence(path: Path) -> list[Question]:
    """Return the questions of a set that stand alone and whose evidence is in one document."""
    return [question for question in load(path) if question.single]
