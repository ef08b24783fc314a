"""Retrieval alone, ours or the afternoon's pipeline, in a process of its own. Prints one JSON object.

python -m eval.bench.retrieval --data DIR --which ours|graph|afternoon --calls 200 [--questions FILE]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.bench.figures import latency, resident_mb, timed
from eval.bench.house import EXACT, GRAPH, MeasuredHouse, opened
from eval.bench.probes import probes, with_evidence
from eval.question_set import plain
from rag.entries import entries_of
from rag.index import PassageIndex
from rag.ports import Entry
from rag.retrieval import Retriever

K = 10
Retrieve = Callable[[str], list[str]]


def measure(data_dir: Path, which: str, calls: int, questions: Path | None) -> dict[str, Any]:
    """Build one retriever over the stored passages and measure it; `which` is ours, graph or afternoon."""
    with opened(data_dir, EXACT) as house, tempfile.TemporaryDirectory() as folder:
        entries = [entry for document in house.documents for entry in entries_of(document)]
        before = resident_mb() or 0.0
        start = time.perf_counter()
        retrieve = _made(which, Path(folder), house, entries)
        built = time.perf_counter() - start
        retrieve("công tác dân vận")
        asked = probes(house.documents, calls)
        seconds, _ = timed(retrieve, asked)
        processor, _ = timed(retrieve, asked, time.process_time)
        found: dict[str, Any] = {
            "which": which,
            "passages": len(entries),
            "build_s": round(built, 2),
            "query": asdict(latency(seconds)),
            "processor": asdict(latency(processor)),
            "grown_mb": round((resident_mb() or 0.0) - before, 1),
        }
        if questions is not None:
            found["evidence"] = evidence_found(retrieve, entries, questions)
    return found


def evidence_found(retrieve: Retrieve, entries: Sequence[Entry], questions: Path) -> dict[str, Any]:
    """Return the shares of questions whose evidence stands in the first passage, and in the first three."""
    texts = {entry.key: plain(entry.text) for entry in entries}
    asked = with_evidence(questions)
    ranks = []
    for question in asked:
        snippets = [snippet for group in question.gold for snippet in group]
        found = [texts[key] for key in retrieve(question.question)]
        ranks.append(next((n for n, text in enumerate(found, 1) if any(s in text for s in snippets)), K + 1))
    shares = {f"in_{depth}": round(sum(rank <= depth for rank in ranks) / len(ranks), 3) for depth in (1, 3, K)}
    return {"questions": len(asked), **shares}


def _made(which: str, folder: Path, house: MeasuredHouse, entries: Sequence[Entry]) -> Retrieve:
    encoder = house.index.encoder
    if which == "afternoon":
        from eval.bench.afternoon import AfternoonPipeline

        return AfternoonPipeline(folder, encoder, entries, K).retrieve
    index = PassageIndex(folder, encoder, GRAPH if which == "graph" else EXACT)
    index.build(house.documents, "bench")
    retriever = Retriever(index)
    return lambda question: [candidate.key for candidate in retriever.retrieve(question, K)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--which", choices=("ours", "graph", "afternoon"), required=True)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--questions", type=Path)
    options = parser.parse_args()
    print(json.dumps(measure(options.data, options.which, options.calls, options.questions)))


if __name__ == "__main__":
    main()
