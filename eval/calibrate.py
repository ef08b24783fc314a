"""Calibrate the ranking on dev questions: which passage is nearest, and whether it answers at all.

Relevance is a conditional logit (McFadden 1974) over the candidates of each answerable question: a passage that
holds gold evidence is right, the others are not. Answerability is a logistic regression over the features of the
first passage: right when it holds gold evidence, wrong when nothing answers the question. Both with an L2 penalty.
Only dev splits may be given here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

from eval.judging import holds
from eval.question_set import Question, load
from rag.answering.ranking import FEATURE_NAMES, Ranked
from rag.assistant import Assistant
from rag.model import Inquiry, Turn

_NOT_RANKED = frozenset({"structural"})  # answered by position, not by ranking
_PENALTY = 0.01
_STRENGTH = 0.5  # scikit-learn's C: the smaller, the stronger the penalty

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """The candidates of one question: features of shape (candidates, features), and which hold gold evidence."""

    features: Matrix
    right: NDArray[np.bool_]
    answerable: bool


def judged(questions: Iterable[Question], assistant: Assistant) -> list[Judged]:
    """Return the judged candidates of every question that is answered by ranking."""
    found = []
    for question in questions:
        history = tuple(Turn(turn.role, turn.content) for turn in question.history)
        ranked = assistant.considered(Inquiry(question.question, history))
        if ranked and question.style not in _NOT_RANKED:
            right = np.array([_holds_gold(question, passage) for passage in ranked])
            found.append(Judged(np.array([r.features for r in ranked]), right, question.answerable))
    return found


def fit_relevance(rows: Sequence[Judged]) -> Matrix:
    """Return weights of shape (features,) that put right passages of a question before the others."""
    usable = [row for row in rows if row.right.any() and not row.right.all()]

    def loss(weights: Matrix) -> float:
        scores = [row.features @ weights for row in usable]
        gained = [logsumexp(s[row.right]) - logsumexp(s) for s, row in zip(scores, usable, strict=True)]
        return float(-np.mean(gained) + _PENALTY * weights @ weights)

    return np.asarray(minimize(loss, np.ones(len(FEATURE_NAMES)), method="L-BFGS-B").x)


def fit_answers(rows: Sequence[Judged], relevance: Matrix) -> tuple[Matrix, float]:
    """Return weights and bias of the probability that the most relevant passage answers."""
    firsts = [(row, int(np.argmax(row.features @ relevance))) for row in rows]
    kept = [(row.features[i], row.right[i]) for row, i in firsts if row.right[i] or not row.answerable]
    model = LogisticRegression(C=_STRENGTH, max_iter=5000, class_weight="balanced")
    model.fit(np.array([x for x, _ in kept]), np.array([y for _, y in kept]))
    return np.asarray(model.coef_[0]), float(model.intercept_[0])


def calibrate(files: Sequence[Path], assistant: Assistant, out: Path) -> str:
    """Fit on the question files and write both models into `out`; the limits there stay. Return a summary line."""
    rows = judged([question for file in files for question in load(file)], assistant)
    relevance = fit_relevance(rows)
    answers, bias = fit_answers(rows, relevance)
    held = json.loads(out.read_text(encoding="utf-8"))
    held["relevance"] = {"weights": _named(relevance), "bias": 0.0}
    held["answers"] = {"weights": _named(answers), "bias": round(bias, 4)}
    out.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
    first = sum(bool(row.right[np.argmax(row.features @ relevance)]) for row in rows if row.answerable)
    return f"{len(rows)} questions ranked; right first in {first} of {sum(row.answerable for row in rows)}"


def _named(weights: Matrix) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip(FEATURE_NAMES, weights, strict=True)}


def _holds_gold(question: Question, ranked: Ranked) -> bool:
    return any(holds(ranked.text, group) for group in question.gold)
