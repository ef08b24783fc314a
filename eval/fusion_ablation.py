"""What each feature of the fusion adds: the loss of nDCG@10 without it, with a paired interval.

On what it was fitted on by cross-validation (five folds, by page or clause); on sets held out by weights fitted on all
of the former. The held-out sets choose nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.beir import read_test_set
from eval.retrieval import entries_of
from eval.retrieval_figures import interval
from rag.collection import entry_of
from rag.fusion_features import FEATURES
from rag.training.fusion import LookedAt, cross_validated, fitted, ndcg
from rag.training.fusion_samples import AskedQuestion, Sample, whole_law
from rag.training.lawdata import JudgedQuestion, LawData

GROUPS: dict[str, tuple[str, ...]] = {
    "dense": ("dense",),
    "lexical": ("lexical", "lexical_size"),
    "lexical_size": ("lexical_size",),
    "window_pairs": ("window_pairs",),
    "window_syllables": ("window_syllables",),
    "window_pairs and window_syllables": ("window_pairs", "window_syllables"),
    "opening_pairs": ("opening_pairs",),
    "context_asked": ("context_asked",),
    "all but lexical and dense": tuple(name for name in FEATURES if name not in {"lexical", "dense", "lexical_size"}),
}
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Groups = NDArray[np.str_]


def held_samples(law: LawData, test: Sequence[JudgedQuestion], beir: Path) -> list[Sample]:
    """Return the held-out law questions over all articles and, where its folder is there, a set in BEIR form."""
    samples = [whole_law(law, test, "law, whole (test)")]
    if beir.is_dir():
        found = read_test_set(beir / "corpus.jsonl", beir / "queries.jsonl", beir / "qrels" / "test.tsv")
        number = {text.id: entry_of(str(row), "", "").key for row, text in enumerate(found.texts)}
        questions = (
            AskedQuestion(query.text, frozenset(number[text] for text in query.relevant), next(iter(query.relevant)))
            for query in found.queries
        )
        samples.append(Sample(f"{beir.name} (test)", tuple(entries_of(found)), tuple(questions)))
    return samples


def ablated(rows: Sequence[LookedAt], held: Sequence[LookedAt]) -> str:
    """Return a Markdown table: nDCG@10 of the whole fusion by kind of sample, and what is lost without each group."""
    columns = _columns(rows, held)
    groups = np.array([row.group for row in (*rows, *held)])
    whole = _values(rows, held, ())
    lines = ["| without | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines.append(_line("nothing", whole, groups, columns, form=".3f"))
    for name, without in GROUPS.items():
        lines.append(_line(name, whole - _values(rows, held, without), groups, columns, form="+.3f"))
    return "\n".join(lines)


def _values(rows: Sequence[LookedAt], held: Sequence[LookedAt], without: Sequence[str]) -> Values:
    fusion = fitted(rows, "", without)
    return np.concatenate([cross_validated(rows, without), [ndcg(fusion.scores(row.features), row) for row in held]])


def _columns(rows: Sequence[LookedAt], held: Sequence[LookedAt]) -> dict[str, Flags]:
    """Return which questions each column counts: all that are fitted on, these by kind, and each held-out set."""
    kinds = np.array([*(", ".join(row.kind.split(", ")[:2]) for row in rows), *(row.kind for row in held)])
    fitted_on = np.arange(len(kinds)) < len(rows)
    return {"all fitted on": fitted_on} | {kind: kinds == kind for kind in dict.fromkeys(kinds.tolist())}


def _line(name: str, values: Values, groups: Groups, columns: Mapping[str, Flags], *, form: str) -> str:
    found = (interval(values[counted], groups[counted].tolist()) for counted in columns.values())
    return f"| {name} | " + " | ".join(f"{f.value:{form}} ({f.low:{form}} to {f.high:{form}})" for f in found) + " |"
