"""Calibrate the ranking: fit its weights on a question set, so that a score is a probability of answering.

A logistic regression over (question, passage) pairs: a passage that holds gold evidence is right, every other
candidate of the question is wrong, and so is every candidate of a question that nothing answers. Only a dev
split may be given here. Scikit-learn's L2 default, no class weights: the output is to be read as a probability.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.judging import holds
from eval.question_set import Question, load
from rag.answering.ranking import FEATURE_NAMES
from rag.assistant import Assistant
from rag.model import Inquiry, Turn

_LEARNT_STYLES_LEFT_OUT = frozenset({"structural"})  # answered by position, not by ranking
_CANDIDATES = 25


def training_pairs(questions: Iterable[Question], assistant: Assistant) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features of shape (pairs, features), labels, and weights that give every question the same say."""
    rows: list[tuple[float, ...]] = []
    labels: list[int] = []
    weights: list[float] = []
    for question in questions:
        if question.style in _LEARNT_STYLES_LEFT_OUT:
            continue
        history = tuple(Turn(turn.role, turn.content) for turn in question.history)
        ranked = assistant.considered(Inquiry(question.question, history))[:_CANDIDATES]
        for passage in ranked:
            quote = passage.document.text[passage.passage.start : passage.passage.end]
            rows.append(passage.features)
            labels.append(int(any(holds(quote, group) for group in question.gold)))
            weights.append(1.0)
    return np.array(rows), np.array(labels), np.array(weights)


def fitted(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> dict[str, object]:
    """Return the weights and bias of the fitted regression under the features' names."""
    model = LogisticRegression(C=3.0, max_iter=2000).fit(rows, labels, sample_weight=weights)
    named = {name: round(float(w), 4) for name, w in zip(FEATURE_NAMES, model.coef_[0], strict=True)}
    return {"weights": named, "bias": round(float(model.intercept_[0]), 4)}


def calibrate(files: Sequence[Path], assistant: Assistant, out: Path) -> str:
    """Fit on the question files and write the weights into `out`; the limits there stay. Return a summary line."""
    questions = [question for file in files for question in load(file)]
    rows, labels, weights = training_pairs(questions, assistant)
    held = json.loads(out.read_text(encoding="utf-8"))
    out.write_text(json.dumps(held | fitted(rows, labels, weights), indent=2) + "\n", encoding="utf-8")
    return f"{len(questions)} questions, {len(rows)} pairs, {int(labels.sum())} right"
