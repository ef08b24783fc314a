"""Whole answers inside one process: question to cited answer, without HTTP. Prints one JSON object.

python -m eval.bench.answers --data DIR --calls 200
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.bench.figures import latency, resident_mb, timed
from eval.bench.house import GRAPH, opened
from eval.bench.probes import probes
from rag.model import Inquiry

_WARM_UP = 20


def measure(data_dir: Path, calls: int) -> dict[str, Any]:
    """Answer `calls` questions one after the other, after a few to warm up."""
    start = time.perf_counter()
    with opened(data_dir, GRAPH) as house:
        assistant = house.assistant()
        opened_s = time.perf_counter() - start
        inquiries = [Inquiry(question) for question in probes(house.documents, calls + _WARM_UP)]
        passages = house.index.size()
        timed(assistant.answer, inquiries[:_WARM_UP])
        seconds, answers = timed(assistant.answer, inquiries[_WARM_UP:])
    return {
        "passages": passages,
        "open_s": round(opened_s, 2),
        "answer": asdict(latency(seconds)),
        "status": dict(Counter(answer.status for answer in answers)),
        "resident_mb": resident_mb(),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--calls", type=int, default=200)
    options = parser.parse_args()
    print(json.dumps(measure(options.data, options.calls)))


if __name__ == "__main__":
    main()
