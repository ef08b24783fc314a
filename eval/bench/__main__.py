"""Measure speed, memory and retrieval of the product on this machine, in one run.

python -m eval.bench [--sizes 200,10000,100000] [--law articles.jsonl.xz] [--questions set.jsonl] [--quick]

Every part runs in a process of its own, one at a time. Without --law, the large stores are mixed from sentences of
the shipped documents. Use a machine that does nothing else; the load average is printed with the result.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus.ledger import Ledger
from eval.bench.probes import DEV, probes
from eval.bench.report import shown
from eval.bench.service import BenchFailed, cold_asks, command, environment, measured, serving
from eval.bench.texts import write_texts

_SLOW_FROM = 50_000  # passages from which the afternoon's pipeline, seconds a question, is asked few questions


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure and how long."""

    sizes: tuple[int, ...]
    law: Path | None
    questions: Path
    calls: int
    clients: int
    load_s: float
    cold_runs: int
    slow_calls: int


def run(plan: Plan, work: Path) -> dict[str, Any]:
    """Measure the shipped store and one store per size; what fails is reported, and the rest goes on."""
    found: dict[str, Any] = {"machine": machine(), "plan": _jsonable(plan), "stores": []}
    for name, size in [("shipped", None), *((f"{size:,}", size) for size in plan.sizes)]:
        _say(f"store {name}")
        store: dict[str, Any] = {"name": name, "failed": {}}
        found["stores"].append(store)
        for part, measure in _parts(plan, work / name.replace(",", ""), size).items():
            _say(f"  {part}")
            try:
                store[part] = measure()
            except BenchFailed as error:
                store["failed"][part] = str(error)
            if part == "ingest" and part in store["failed"]:
                break
    found["load_after"] = os.getloadavg()
    return found


def _parts(plan: Plan, work: Path, size: int | None) -> dict[str, Callable[[], Any]]:
    """Return how to measure each part of one store, in order; each but the first needs the first."""
    data = work / "data"
    env = environment(data, shipped=size is None)

    def questions() -> list[str]:
        with Ledger.open(data / "ledger.sqlite3") as ledger:
            return probes(tuple(ledger.all_documents()), plan.calls)

    def served() -> dict[str, Any]:
        asked = questions()
        with serving(env) as server:
            return measured(server, asked, plan.clients, plan.load_s)

    def retrieved(which: str) -> dict[str, Any]:
        slow = which == "afternoon" and (size or 0) >= _SLOW_FROM
        judged = {"questions": plan.questions} if size is None else {}
        return _part("retrieval", data, which=which, calls=plan.slow_calls if slow else plan.calls, **judged)

    parts: dict[str, Callable[[], Any]] = {
        "ingest": lambda: _ingested(plan, work, data, env, size),
        "answers": lambda: _part("answers", data, calls=plan.calls),
        "cold_ask_s": lambda: cold_asks(env, questions()[: plan.cold_runs]),
        "service": served,
    }
    return parts | {which: partial(retrieved, which) for which in ("ours", "graph", "afternoon")}


def _ingested(plan: Plan, work: Path, data: Path, env: dict[str, str], size: int | None) -> dict[str, Any]:
    """Fill a store through `danvan ingest`, or with the shipped documents, and say how fast."""
    if size is None:
        seconds = command(["reindex"], env)
    else:
        write_texts(work / "texts", size, plan.law)
        seconds = command(["ingest", str(work / "texts")], env, codes=(0, 1))
    with Ledger.open(data / "ledger.sqlite3") as ledger:
        documents, passages = len(ledger.documents()), ledger.passages_count
    if not passages:
        raise BenchFailed("nothing was stored")
    return {
        "documents": documents,
        "passages": passages,
        "seconds": round(seconds, 2),
        "passages_per_s": round(passages / seconds),
    }


def _part(module: str, data: Path, **options: Any) -> dict[str, Any]:
    """Run one part in a fresh process and return what it printed."""
    arguments = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    done = subprocess.run(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", f"eval.bench.{module}", "--data", str(data), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchFailed(f"{module} {options.get('which', '')}: {done.stderr.strip()[-400:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {
        "when": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load_before": os.getloadavg(),
    }


def _jsonable(plan: Plan) -> dict[str, Any]:
    named = {"law": plan.law and plan.law.name, "questions": plan.questions.name}
    return {"sizes": plan.sizes, "calls": plan.calls, "clients": plan.clients, "load_s": plan.load_s, **named}


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _plan(options: argparse.Namespace) -> Plan:
    sizes = tuple(int(size) for size in options.sizes.split(",") if size)
    law, questions = options.law, options.questions
    if options.quick:
        return Plan(sizes[:1], law, questions, calls=40, clients=4, load_s=2.0, cold_runs=2, slow_calls=5)
    return Plan(sizes, law, questions, calls=200, clients=8, load_s=10.0, cold_runs=5, slow_calls=10)


def main() -> int:
    """Measure, print the tables, write the JSON; return 1 when a part could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("--sizes", default="200,10000,100000", help="passages per store, separated by commas")
    parser.add_argument("--law", type=Path, help="JSONL of law articles (title, text), xz-packed or not")
    parser.add_argument("--questions", type=Path, default=DEV, help="question set for the shipped store's retrieval")
    parser.add_argument("--quick", action="store_true", help="the smallest size only, few calls")
    parser.add_argument("--out", type=Path, default=Path("var/bench.json"), help="where the figures go as JSON")
    plan_options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="danvan-bench-") as work:
        found = run(_plan(plan_options), Path(work))
    plan_options.out.parent.mkdir(parents=True, exist_ok=True)
    plan_options.out.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    print(shown(found))
    print(f"\n{plan_options.out}")
    return int(any(store["failed"] for store in found["stores"]))


if __name__ == "__main__":
    raise SystemExit(main())
