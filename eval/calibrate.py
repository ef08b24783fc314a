"""Calibrate the ranking on dev questions: which passage is nearest, whether it answers at all, how sure that is.

Relevance is a conditional logit (McFadden 1974) over the candidates of each answerable question: a passage that
holds gold evidence is right, the others are not. Answerability is a logistic regression over the features of the
first passage: right when it holds gold evidence, wrong when nothing answers the question. Sureness is a logistic
regression over `Signs`: right when the first passage holds gold evidence. All with an L2 penalty.
Cross-validation leaves out documents, not questions, so that it tells what to expect of a document never seen.
Only dev splits may be given here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.judging import holds
from eval.question_set import Question, load
from rag.answering.ranking import FEATURE_NAMES, Ranked
from rag.answering.sureness import ALONE, SIGN_NAMES
from rag.assistant import Assistant
from rag.model import Inquiry, Turn

_NOT_RANKED = frozenset({"structural", "injection"})  # answered by position, or not at all
_PENALTY = 0.005
_LEAST_SPREAD = 1e-3  # of a feature that hardly varies
_STRENGTH = 0.05  # scikit-learn's C: the smaller, the stronger the penalty
_FOLDS = 10
_BINS = 10
_MOST_ODDS = 20.0

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """The candidates of one question: features of shape (candidates, features), and which hold gold evidence.

    `fitting` are the indices of those that hold what the kind of question asks for; `pinned` tells that the question
    names whose documents are meant; `group` is what cross-validation leaves out together: the document asked about.
    """

    features: Matrix
    right: Flags
    fitting: NDArray[np.int64]
    answerable: bool
    pinned: bool
    group: str


@dataclass(frozen=True, slots=True)
class Fit:
    """The weights of all three models."""

    relevance: Matrix
    answers: Matrix
    bias: float
    answers_open: Matrix
    bias_open: float
    sureness: Matrix
    sureness_bias: float

    def odds(self, row: Judged) -> float:
        """Return the log-odds that the first passage of a row answers."""
        first = _first(row, self.relevance)
        told = first @ self.answers + self.bias if row.pinned else first @ self.answers_open + self.bias_open
        return float(np.clip(told, -_MOST_ODDS, _MOST_ODDS))


def judged(questions: Iterable[Question], assistant: Assistant) -> list[Judged]:
    """Return the judged candidates of every question that is answered by ranking."""
    rows = (_judged(question, assistant) for question in questions if question.style not in _NOT_RANKED)
    return [row for row in rows if row is not None]


def _judged(question: Question, assistant: Assistant) -> Judged | None:
    inquiry = Inquiry(question.question, tuple(Turn(turn.role, turn.content) for turn in question.history))
    ranked = assistant.considered(inquiry)
    if not ranked:
        return None
    kept = {(r.document_id, r.passage.ordinal) for r in assistant.fitting(inquiry)}
    fitting = [i for i, r in enumerate(ranked) if (r.document_id, r.passage.ordinal) in kept]
    right = np.array([_holds_gold(question, passage) for passage in ranked])
    features = np.array([r.features for r in ranked])
    group = question.docs[0] if question.docs else question.id
    return Judged(
        features, right, np.array(fitting, dtype=np.int64), question.answerable, assistant.pinned(inquiry), group
    )


def fit_relevance(rows: Sequence[Judged]) -> Matrix:
    """Return weights of shape (features,) that put right passages of a question before the others."""
    usable = [row for row in rows if row.right.any() and not row.right.all()]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, slope = 0.0, np.zeros_like(weights)
        for row in usable:
            shares = softmax(row.features @ weights)
            of_right = float(shares[row.right].sum()) + 1e-300
            total -= np.log(of_right)
            slope -= (shares * row.right / of_right - shares) @ row.features
        return float(total / len(usable) + _PENALTY * weights @ weights), slope / len(usable) + 2 * _PENALTY * weights

    start = np.full(len(FEATURE_NAMES), 0.5)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def fit(rows: Sequence[Judged]) -> Fit:
    """Return all models fitted on the rows."""
    relevance = fit_relevance(rows)
    reached = [row for row in rows if len(row.fitting)]
    told = [row for row in reached if not row.answerable or _first_is_right(row, relevance)]
    answers = _answers([(_first(row, relevance), row.pinned, _first_is_right(row, relevance)) for row in told])
    unsure = Fit(relevance, *answers, np.zeros(len(SIGN_NAMES)), 0.0)
    sureness = _logistic([_signs(row, unsure) for row in reached], [_first_is_right(row, relevance) for row in reached])
    return replace(unsure, sureness=sureness[0], sureness_bias=sureness[1])


def _answers(told: Sequence[tuple[Matrix, bool, bool]]) -> tuple[Matrix, float, Matrix, float]:
    """Fit (features of the first passage, pinned, right): one model for pinned questions, and how open ones differ.

    Open questions are few; the penalty on what sets them apart keeps their model near the other.
    """
    rows = [np.concatenate([x, x * (not pinned), [float(not pinned)]]) for x, pinned, _ in told]
    weights, bias = _logistic(rows, [right for _, _, right in told])
    size = len(FEATURE_NAMES)
    shared, apart = weights[:size], weights[size : 2 * size]
    return shared, bias, shared + apart, bias + float(weights[-1])


def cross_validated(rows: Sequence[Judged]) -> str:
    """Return a line of figures by cross-validation over documents: gold first, AUC of answering, ECE of sureness."""
    groups = sorted({row.group for row in rows})
    np.random.default_rng(0).shuffle(groups)
    fold_of = {group: number % _FOLDS for number, group in enumerate(groups)}
    first, answerable, odds, sure, right = [], [], [], [], []
    for number in range(_FOLDS):
        model = fit([row for row in rows if fold_of[row.group] != number])
        held = [row for row in rows if fold_of[row.group] == number]
        first += [bool(row.right[np.argmax(row.features @ model.relevance)]) for row in held if row.right.any()]
        for row in (row for row in held if len(row.fitting)):
            signs = _signs(row, model)
            answerable.append(row.answerable)
            odds.append(signs[0])
            sure.append(float(expit(signs @ model.sureness + model.sureness_bias)))
            right.append(_first_is_right(row, model.relevance))
    return (
        f"cross-validated over {len(groups)} groups: right first {np.mean(first):.3f} of {len(first)}; "
        f"answering AUC {roc_auc_score(answerable, odds):.3f} of {len(odds)}; ECE {_ece(sure, right):.3f}"
    )


def calibrate(files: Sequence[Path], assistant: Assistant, out: Path) -> str:
    """Fit on the question files and write the models into `out`; the limits there stay. Return a summary."""
    rows = judged([question for file in files for question in load(file)], assistant)
    model = fit(rows)
    held = json.loads(out.read_text(encoding="utf-8"))
    held["relevance"] = {"weights": _named(FEATURE_NAMES, model.relevance), "bias": 0.0}
    held["answers"] = {"weights": _named(FEATURE_NAMES, model.answers), "bias": round(model.bias, 4)}
    held["answers_open"] = {"weights": _named(FEATURE_NAMES, model.answers_open), "bias": round(model.bias_open, 4)}
    held["sureness"] = {"weights": _named(SIGN_NAMES, model.sureness), "bias": round(model.sureness_bias, 4)}
    out.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
    first = sum(bool(row.right[np.argmax(row.features @ model.relevance)]) for row in rows if row.answerable)
    told = f"{len(rows)} questions ranked; right first in {first} of {sum(row.answerable for row in rows)}"
    return f"{told}\n{cross_validated(rows)}"


def _logistic(features: Sequence[Matrix], right: Sequence[bool]) -> tuple[Matrix, float]:
    """Fit on standardised features, so that the penalty weighs on all alike; the weights are for features as given."""
    given = np.array(features)
    mean, spread = given.mean(axis=0), given.std(axis=0) + _LEAST_SPREAD
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit((given - mean) / spread, np.array(right))
    weights = np.asarray(model.coef_[0]) / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def _best(row: Judged, relevance: Matrix) -> int:
    return int(row.fitting[np.argmax(row.features[row.fitting] @ relevance)])


def _first(row: Judged, relevance: Matrix) -> Matrix:
    return np.asarray(row.features[_best(row, relevance)])


def _first_is_right(row: Judged, relevance: Matrix) -> bool:
    return bool(row.right[_best(row, relevance)])


def _signs(row: Judged, model: Fit) -> Matrix:
    """Return what `rag.answering.sureness.signs_of` returns, from the features."""
    scores = np.sort(row.features[row.fitting] @ model.relevance)[::-1]
    lead = min(float(scores[0] - scores[1]), ALONE) if len(scores) > 1 else ALONE
    return np.array([model.odds(row), softmax(scores)[0], lead])


def _ece(sure: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error over equally large bins (Guo et al. 2017)."""
    order = np.argsort(sure)
    chunks = np.array_split(order, _BINS)
    told, held = np.array(sure), np.array(right)
    return float(sum(len(c) * abs(told[c].mean() - held[c].mean()) for c in chunks) / len(order))


def _named(names: Sequence[str], weights: Matrix) -> dict[str, float]:
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def _holds_gold(question: Question, ranked: Ranked) -> bool:
    return any(holds(ranked.text, group) for group in question.gold)
