"""Recall, reciprocal rank and nDCG of ranked places, computed by ir-measures (MacAvaney, Macdonald and Ounis 2022).

A place is worth one when it proves evidence that no place before it proved. Each piece of evidence is one relevant
item; a place that proves two stands for both, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ir_measures import RR, Qrel, R, ScoredDoc, iter_calc, nDCG

from eval.rows import CitedPlace, ConsideredPassage

MEASURES = {"recall@1": R @ 1, "recall@3": R @ 3, "recall@10": R @ 10, "mrr@10": RR @ 10, "ndcg@10": nDCG @ 10}

Places = Sequence[ConsideredPassage | CitedPlace]


def values(measure: str, rankings: Sequence[tuple[int, Places]]) -> list[float]:
    """Return one measure of each ranking, given as (pieces of evidence expected, places best first).

    `KeyError` for no such measure; a ranking without expected evidence is 0.
    """
    wanted = MEASURES[measure]
    qrels = [Qrel(str(n), f"gold {g}", 1) for n, (pieces, _) in enumerate(rankings) for g in range(pieces)]
    run = [ScoredDoc(str(n), item, score) for n, (_, places) in enumerate(rankings) for item, score in _items(places)]
    found = {result.query_id: float(result.value) for result in iter_calc([wanted], qrels, run)}
    return [found.get(str(n), 0.0) for n in range(len(rankings))]


def _items(places: Places) -> Iterator[tuple[str, float]]:
    """Yield items with falling scores: the evidence that a place is first to prove, or the place itself as a miss."""
    seen: set[int] = set()
    score = 0.0
    for rank, place in enumerate(places):
        fresh = [piece for piece in place.proves if piece not in seen]
        seen.update(fresh)
        for item in [f"gold {piece}" for piece in fresh] or [f"miss {rank}"]:
            score -= 1.0
            yield item, score
