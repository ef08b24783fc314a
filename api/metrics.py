"""Counts for the operator: requests, times, answers. No label and no value ever holds what somebody wrote."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from rag.model import Answer

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0)


class Metrics:
    """The counters of one application, in a registry of their own."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        r = self._registry
        self._requests = Counter(
            "danvan_http_requests", "Requests by route, method and status", ["route", "method", "status"], registry=r
        )
        self._seconds = Histogram(
            "danvan_http_request_seconds",
            "Time from request to end of response",
            ["route"],
            buckets=_SECONDS,
            registry=r,
        )
        self._answers = Counter("danvan_answers", "Answers by status and mode", ["status", "mode"], registry=r)
        self._answer_seconds = Histogram(
            "danvan_answer_seconds", "Time the assistant took for one answer", buckets=_SECONDS, registry=r
        )
        self._feedback = Counter("danvan_feedback", "Verdicts on answers", ["verdict"], registry=r)
        self._admitted = Gauge("danvan_work_admitted", "Requests that run or wait for a thread now", registry=r)
        for status in ("answered", "refused", "clarify"):
            self._answers.labels(status, "extractive")
        for verdict in ("up", "down"):
            self._feedback.labels(verdict)

    def watch_admitted(self, admitted: Callable[[], int]) -> None:
        """Read the number of admitted requests from `admitted` whenever metrics are asked for."""
        self._admitted.set_function(admitted)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one finished request; `route` is the route's template, never the path that was called."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, answer: Answer, seconds: float) -> None:
        """Count one answer."""
        self._answers.labels(answer.status, answer.mode).inc()
        self._answer_seconds.observe(seconds)

    def feedback(self, verdict: str) -> None:
        """Count one verdict."""
        self._feedback.labels(verdict).inc()

    def exposition(self) -> bytes:
        """Return all metrics in the Prometheus text format."""
        return generate_latest(self._registry)
