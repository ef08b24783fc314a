"""Detection and false alarms: what verification does with planted errors and with right sentences."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eval.planted.errors import KINDS, Planted, plant
from eval.planted.sentences import Right
from rag.verification.clause import read_ahead
from rag.verification.tokens import tokens_of
from rag.verification.verify import Claim, Outcome, Verdict, Verifier


@dataclass(frozen=True)
class Rate:
    """How many of a kind were met with what one asks for."""

    kind: str
    met: int
    total: int

    @property
    def share(self) -> float:
        """The share in [0, 1]; 1 for none."""
        return self.met / self.total if self.total else 1.0


def planted_errors(rights: Sequence[Right], most: int, seed: int) -> list[Planted]:
    """Return at most so many planted errors of each kind, the same for the same seed."""
    choice = random.Random(seed)  # noqa: S311 - a sample, no secret
    chosen: list[Planted] = []
    for kind in KINDS:
        of_kind = []
        for right in choice.sample(list(rights), len(rights)):
            planted = plant(right, kind, choice)
            if planted is not None:
                of_kind.append(planted)
            if len(of_kind) == most:
                break
        chosen += of_kind
    return chosen


def is_caught(planted: Planted, verdict: Verdict) -> bool:
    """Tell whether a planted error does not reach the reader: dropped, or a false citation put right."""
    if verdict.outcome is Outcome.DROPPED:
        return True
    if not planted.harmless or verdict.outcome is Outcome.KEPT or verdict.passage is None:
        return False
    return _bears(planted.right, verdict.passage)


def detection(errors: Sequence[Planted], verifier: Verifier) -> tuple[list[Rate], list[Planted]]:
    """Return the share caught by kind, and those that were missed."""
    total: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    missed: list[Planted] = []
    for error in errors:
        total[error.kind] += 1
        verdict = verifier.verdict(Claim(error.text, error.cited), error.right.shown.clauses)
        if is_caught(error, verdict):
            caught[error.kind] += 1
        else:
            missed.append(error)
    return [Rate(kind, caught[kind], total[kind]) for kind in total], missed


def false_alarms(rights: Sequence[Right], verifier: Verifier) -> tuple[list[Rate], list[tuple[Right, Verdict]]]:
    """Return the share of right sentences that were dropped, by how they came about, and those sentences."""
    total: Counter[str] = Counter()
    dropped: list[tuple[Right, Verdict]] = []
    for right in rights:
        total[right.kind] += 1
        verdict = verifier.verdict(Claim(right.text, (right.shown.bearing,)), right.shown.clauses)
        if verdict.outcome is Outcome.DROPPED:
            dropped.append((right, verdict))
    lost = Counter(right.kind for right, _ in dropped)
    return [Rate(kind, lost[kind], total[kind]) for kind in total], dropped


def milliseconds(rights: Sequence[Right], verifier: Verifier, sentences: int, *, reading: bool = False) -> list[float]:
    """Return the processor time of verifying answers of so many sentences, in milliseconds, the best of three each.

    The last sentence of each cites nothing, so that every clause may be tried for it. The clauses were read before, as
    they are while a model thinks; with `reading`, reading those of one question anew is counted, too.
    """
    return [
        min(_milliseconds(rights[first : first + sentences], verifier, reading=reading) for _ in range(3))
        for first in range(0, len(rights) - sentences + 1, sentences)
    ]


def _milliseconds(answer: Sequence[Right], verifier: Verifier, *, reading: bool) -> float:
    unread = [replace(clause) for clause in answer[0].shown.clauses]
    began = time.thread_time()
    if reading:
        read_ahead(unread)
    for place, right in enumerate(answer, start=1):
        cited = () if place == len(answer) else (right.shown.bearing,)
        verifier.verdict(Claim(right.text, cited), right.shown.clauses)
    return (time.thread_time() - began) * 1000


def _bears(right: Right, passage: int) -> bool:
    """Tell whether a clause holds every word of a right sentence: the one it came from, or its like."""
    words = {token.syllable for token in tokens_of(right.text) if not token.free}
    return passage == right.shown.bearing or words <= right.shown.clauses[passage - 1].syllables
