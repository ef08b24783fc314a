"""`python -m rag.training.measure`: the figures of docs/encoder.md, from data folders and a model folder.

python -m rag.training.measure law   --data DIR [--model DIR]    the held-out questions over all articles
python -m rag.training.measure beir  --data DIR [--model DIR]    a test set in BEIR form, such as ALQAC
python -m rag.training.measure speed [--model DIR]               seconds to load, texts per second
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from corpus.folding import fold, nfc
from rag.adapters.static_encoder import SHIPPED, StaticEncoder
from rag.analyser import question_terms, terms
from rag.training.bags import ragged
from rag.training.holdout import divide
from rag.training.lawdata import read_law_data
from rag.training.measuring import Scores, best_weight, bm25_scores, fused, quality
from rag.training.vocabulary import TermNumbers

Relevant = Sequence[Sequence[int]]
# Of BM25 in the sum: as chosen on the development questions of the law data, and as the product fuses.
_LAW_WEIGHT, _PRODUCT_WEIGHT = 0.2, 0.5


def main() -> None:
    """Read the command line and print one table."""
    parser = argparse.ArgumentParser(prog="python -m rag.training.measure", description=__doc__)
    parser.add_argument("what", choices=("law", "beir", "speed"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    chosen = parser.parse_args()
    if chosen.what == "speed":
        _print_speed(chosen.model)
    elif chosen.data is None:
        parser.error("--data is needed")
    elif chosen.what == "law":
        _print_law(chosen.data, StaticEncoder(chosen.model))
    else:
        _print_beir(chosen.data, StaticEncoder(chosen.model))


def _print_law(folder: Path, encoder: StaticEncoder) -> None:
    data = read_law_data(folder)
    parts = divide(data)
    texts = [f"{article.title}\n{article.text}" for article in data.articles]
    ranking = Ranking(texts, encoder)
    dev = [item.question for item in parts.dev]
    weight = best_weight(*ranking.scores(dev), [item.relevant for item in parts.dev])
    relevant, pages = [item.relevant for item in parts.test], [item.page for item in parts.test]
    questions = [item.question for item in parts.test]
    _say(f"{len(questions)} questions, {len(texts)} articles, weight of BM25 chosen on others: {weight}")
    _print_rows(ranking, questions, relevant, pages, weight)
    _say("without diacritics")
    _print_rows(ranking, [fold(nfc(question)) for question in questions], relevant, pages, weight)


def _print_beir(folder: Path, encoder: StaticEncoder) -> None:
    corpus = _rows(folder / "corpus.jsonl")
    place = {row["_id"]: number for number, row in enumerate(corpus)}
    cited: dict[str, list[int]] = {}
    for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, text, score = line.split("\t")
        if int(score) > 0:
            cited.setdefault(question, []).append(place[text])
    asked = [row for row in _rows(folder / "queries.jsonl") if row["_id"] in cited]
    relevant = [cited[row["_id"]] for row in asked]
    ranking = Ranking([f"{row.get('title', '')}\n{row['text']}" for row in corpus], encoder)
    # Several questions stand on one text: they are drawn together.
    groups = [str(texts[0]) for texts in relevant]
    _say(f"{len(asked)} questions, {len(corpus)} texts, no weight was chosen on them")
    questions = [row["text"] for row in asked]
    _print_rows(ranking, questions, relevant, groups, _LAW_WEIGHT)
    _say("without diacritics")
    _print_rows(ranking, [fold(nfc(question)) for question in questions], relevant, groups, _LAW_WEIGHT)


class Ranking:
    """The texts of one test set, ready to be ranked by BM25 and by an encoder."""

    def __init__(self, texts: Sequence[str], encoder: StaticEncoder) -> None:
        """Analyse and encode all texts."""
        self._encoder = encoder
        self._numbers = TermNumbers()
        self._texts = ragged(self._numbers.of_terms(terms(text)) for text in texts)
        self._vectors = encoder.encode_passages(texts)

    def scores(self, questions: Sequence[str]) -> tuple[Scores, Scores]:
        """Return BM25 and cosines, each of shape (questions, texts)."""
        asked = ragged(self._numbers.of_terms(question_terms(question)) for question in questions)
        vectors = np.stack([self._encoder.encode_query(question) for question in questions])
        cosines: Scores = vectors @ self._vectors.T
        return bm25_scores(self._texts, asked, len(self._numbers.words())), cosines


def _print_rows(
    ranking: Ranking, questions: Sequence[str], relevant: Relevant, groups: Sequence[str], weight: float
) -> None:
    bm25, cosines = ranking.scores(questions)
    rankings = {"BM25": bm25, "encoder": cosines}
    for share in (weight, _PRODUCT_WEIGHT):
        rankings[f"sum {share}"] = fused(bm25, cosines, share)
    for name, scores in rankings.items():
        measured = quality(scores, relevant, groups)
        _say(f"{name:8} nDCG@10 {measured.ndcg}  R@1 {measured.first}  R@10 {measured.recall}")


def _print_speed(folder: Path) -> None:
    load = _seconds(lambda: StaticEncoder(folder))
    encoder = StaticEncoder(folder)
    short = ["Ban Dân vận báo cáo kết quả thực hiện quy chế dân chủ ở cơ sở"] * 5000
    passage = ["Ủy ban nhân dân các xã, thị trấn xây dựng kế hoạch, tổ chức thực hiện và báo cáo kết quả. " * 4] * 2000
    _say(f"load {load * 1000:.0f} ms")
    for texts in (short, passage):
        seconds = _seconds(partial(encoder.encode_passages, texts))
        _say(f"texts of {len(texts[0])} characters: {len(texts) / seconds:,.0f}/s")
    _say(f"one question: {_seconds(lambda: encoder.encode_query(short[0])) * 1e6:.0f} us")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the processor time of the shortest of some runs, which other work on the machine hardly changes."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
