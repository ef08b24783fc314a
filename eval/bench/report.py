"""The benchmark's findings as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.bench.figures import table

Store = Mapping[str, Any]


def shown(found: Mapping[str, Any]) -> str:
    """Return everything that was measured, for a terminal."""
    machine, stores = found["machine"], found["stores"]
    load = " / ".join(f"{one:.1f}" for one in (machine["load_before"][0], found["load_after"][0]))
    parts = [
        f"{machine['cores']} cores, Python {machine['python']}, load before / after {load}, {machine['when']}",
        "",
        "Answers: in this process, over HTTP one by one, over HTTP by "
        f"{found['plan']['clients']} clients at once (the clients use the same cores)",
        _answers(stores),
        "",
        "Running it",
        _running(stores),
        "",
        "Retrieval of 10 passages: ours with the exact scan, ours with the Chroma graph, and an afternoon's LangChain",
        "(Chroma + BM25Retriever + EnsembleRetriever, same encoder, same passages); ratios are theirs to ours",
        _retrieval(stores),
    ]
    evidence = _evidence(stores)
    if evidence:
        parts += ["", f"Evidence found by retrieval alone ({found['plan']['questions']})", evidence]
    parts += [
        f"\nNOT MEASURED in store {store['name']}: {part}: {why}"
        for store in stores
        for part, why in store["failed"].items()
    ]
    return "\n".join(parts)


def _get(store: Store, *path: str) -> Any:
    value: Any = store
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _answers(stores: list[Store]) -> str:
    head = ["store", "passages", "in-process p50 ms", "p95", "HTTP p50 ms", "p95", "crowd p50 ms", "p95", "answers/s"]
    columns = [
        ("ingest", "passages"),
        ("answers", "answer", "p50_ms"),
        ("answers", "answer", "p95_ms"),
        ("service", "http", "p50_ms"),
        ("service", "http", "p95_ms"),
        ("service", "crowd", "p50_ms"),
        ("service", "crowd", "p95_ms"),
        ("service", "answers_per_s"),
    ]
    return table(head, ([store["name"], *(_get(store, *path) for path in columns)] for store in stores))


def _running(stores: list[Store]) -> str:
    head = ["store", "ingest s", "passages/s", "cold ask s", "start to ready s", "RSS at ready MB", "RSS after load MB"]
    columns = [
        ("ingest", "seconds"),
        ("ingest", "passages_per_s"),
        ("cold_ask_s",),
        ("service", "ready_s"),
        ("service", "resident_ready_mb"),
        ("service", "resident_after_mb"),
    ]
    return table(head, ([store["name"], *(_get(store, *path) for path in columns)] for store in stores))


def _retrieval(stores: list[Store]) -> str:
    head = [
        "store",
        "which",
        "build s",
        "p50 ms",
        "p95 ms",
        "processor p95 ms",
        "calls",
        "grown MB",
        "build ratio",
        "p50 ratio",
        "p95 ratio",
    ]
    rows = []
    for store in stores:
        for which in ("ours", "graph", "afternoon"):
            values = [_get(store, which, *path) for path in _RETRIEVED]
            rows.append([store["name"], which, *values, *(_ratio(store, which, *path) for path in _COMPARED)])
    return table(head, rows)


_COMPARED = (("build_s",), ("query", "p50_ms"), ("query", "p95_ms"))
_RETRIEVED = (*_COMPARED, ("processor", "p95_ms"), ("query", "calls"), ("grown_mb",))


def _ratio(store: Store, which: str, *path: str) -> float | None:
    """Return the afternoon's figure divided by that of one of ours."""
    mine, theirs = _get(store, which, *path), _get(store, "afternoon", *path)
    return None if which == "afternoon" or not mine or theirs is None else round(theirs / mine, 1)


def _evidence(stores: list[Store]) -> str:
    head = ["store", "which", "questions", "at rank 1", "in 3", "in 10"]
    rows = [
        [
            store["name"],
            which,
            *(_get(store, which, "evidence", name) for name in ("questions", "in_1", "in_3", "in_10")),
        ]
        for store in stores
        for which in ("ours", "graph", "afternoon")
        if _get(store, which, "evidence")
    ]
    return table(head, rows) if rows else ""
