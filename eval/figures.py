"""From verdicts to figures: each bar of the design with its interval, the table by style, the list of failures."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.judging import Verdict

_Z = 1.959964
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its 95 % interval; `n` is how many questions or citations it rests on.

    `bar` is what the design asks for, and `at_most` says that lower is better.
    """

    name: str
    value: float
    low: float
    high: float
    n: int
    bar: float | None = None
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        """Say whether the bar is met; None without a bar or without data."""
        if self.bar is None or not self.n:
            return None
        return self.value <= self.bar if self.at_most else self.value >= self.bar


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a proportion; (0, 1) when n is 0."""
    if not n:
        return 0.0, 1.0
    share, spread = hits / n, _Z * _Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of a mean, seeded; (0, 1) without values."""
    if not values:
        return 0.0, 1.0
    chance = random.Random(20)  # noqa: S311
    means = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(_RESAMPLES))
    return means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES) - 1]


def proportion(name: str, outcomes: Iterable[bool], bar: float | None = None, at_most: bool = False) -> Figure:
    """Return the share of true outcomes with its Wilson interval."""
    hits = list(outcomes)
    low, high = wilson(sum(hits), len(hits))
    return Figure(name, sum(hits) / len(hits) if hits else 0.0, low, high, len(hits), bar, at_most)


def mean(name: str, values: Iterable[float], bar: float | None = None) -> Figure:
    """Return the mean of values with its bootstrap interval."""
    found = list(values)
    low, high = bootstrap(found)
    return Figure(name, sum(found) / len(found) if found else 0.0, low, high, len(found), bar)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile; 0 without values."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)] if values else 0.0


def _ratio(name: str, hits: int, n: int, bar: float) -> Figure:
    low, high = wilson(hits, n)
    return Figure(name, hits / n if n else 0.0, low, high, n, bar)


def bars(verdicts: Sequence[Verdict]) -> list[Figure]:
    """Return the figures that the design sets bars for, in its order."""
    single = [v for v in verdicts if v.question.single]
    answerable = [v for v in verdicts if v.question.answerable]
    several = [v for v in answerable if v.question.style == "multi"]
    follow = [v for v in answerable if v.question.style == "followup"]
    placed = [v for v in answerable if v.question.style == "structural"]
    hopeless = [v for v in verdicts if not v.question.answerable]
    facts = [v for v in answerable if v.question.answer_must and not v.clarified]
    checked = [v for v in verdicts if v.verbatim is not None]
    cited = sum(len(v.reply.citations) for v in single)
    return [
        proportion("single: gold in first citation", (v.first for v in single), 0.92),
        proportion("single: gold in any citation", (v.cited for v in single), 0.97),
        proportion("answer has every fact asked for", (v.covered == 1 for v in facts), 0.95),
        mean("multi: share of evidence cited", (v.share for v in several), 0.88),
        proportion("follow-up: gold cited", (v.cited for v in follow), 0.90),
        proportion("structural: gold cited", (v.cited for v in placed), 1.0),
        proportion(
            "ambiguous: all places, or asked back",
            (v.clarified or v.share == 1 for v in answerable if v.question.style == "ambiguous"),
        ),
        proportion("unanswerable refused or corrected", (v.refusal_right for v in hopeless), 0.93),
        proportion("answerable refused by mistake", (v.refused for v in answerable), 0.03, at_most=True),
        _ratio(
            "citations that are verbatim slices",
            sum(v.verbatim or 0 for v in checked),
            sum(len(v.reply.citations) for v in checked),
            1.0,
        ),
        _ratio("single: citations that carry gold", sum(v.carrying for v in single), cited, 0.60),
        proportion("forbidden text kept out", (v.clean for v in verdicts if v.question.answer_must_not), 1.0),
        proportion("right in every respect", (v.right for v in verdicts)),
    ]


def _cell(figure: Figure) -> str:
    return f"{figure.value:5.3f} [{figure.low:.2f} {figure.high:.2f}]" if figure.n else f"{'–':>17}"


def bars_table(verdicts: Sequence[Verdict]) -> str:
    """Return the bars as text, one line each, and latency as measured by the caller."""
    lines = [f"{'figure':38} {'value  95 % interval':>20} {'n':>5} {'bar':>5}"]
    for figure in bars(verdicts):
        bar = f"{figure.bar:.2f}" if figure.bar is not None else ""
        mark = {True: "met", False: "MISSED", None: ""}[figure.met]
        lines.append(f"{figure.name:38} {_cell(figure):>20} {figure.n:5d} {bar:>5} {mark}".rstrip())
    times = [v.reply.milliseconds for v in verdicts]
    lines.append(f"latency ms: p50 {percentile(times, 0.5):.1f}, p95 {percentile(times, 0.95):.1f}, n {len(times)}")
    return "\n".join(lines)


def styles_table(verdicts: Sequence[Verdict]) -> str:
    """Return one line per style: first, any, share of evidence, facts, refused, right; with the interval of right."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[verdict.question.style].append(verdict)
    columns: tuple[tuple[str, Callable[[Verdict], float]], ...] = (
        ("first", lambda v: v.first),
        ("any", lambda v: v.cited),
        ("share", lambda v: v.share),
        ("facts", lambda v: v.covered),
        ("refused", lambda v: v.refused),
    )
    lines = [f"{'style':20} {'n':>4} " + " ".join(f"{name:>7}" for name, _ in columns) + f"  {'right':>17}"]
    for style, members in sorted(groups.items()):
        cells = " ".join(f"{sum(f(v) for v in members) / len(members):7.3f}" for _, f in columns)
        lines.append(f"{style:20} {len(members):4d} {cells}  {_cell(proportion('', (v.right for v in members)))}")
    return "\n".join(lines)


def _expected(verdict: Verdict) -> str:
    question = verdict.question
    if not question.answerable:
        return f"refuse, or correct with {list(question.answer_must)}" if question.answer_must else "refuse"
    evidence = " ;; ".join(group[0] for group in question.gold)
    return f"{evidence}  must {list(question.answer_must)}"


def _faults(verdict: Verdict) -> str:
    if not verdict.question.answerable:
        return "not refused" if verdict.clean else "forbidden text"
    checks = {
        f"status {verdict.reply.status}": verdict.reply.status == "answered",
        "gold not first": verdict.first,
        "gold not cited": verdict.cited,
        f"share {verdict.share:.2f}": verdict.share == 1,
        f"facts {verdict.covered:.2f}": verdict.covered == 1,
        "forbidden text": verdict.clean,
    }
    return ", ".join(name for name, passed in checks.items() if not passed)


def failures(verdicts: Sequence[Verdict]) -> str:
    """Return every reply that is not right, readable: question, what was expected, what came."""
    blocks = []
    for v in verdicts:
        if v.right:
            continue
        said = "".join(f"\n    before: {turn.role}: {turn.content}" for turn in v.question.history)
        got = "".join(
            f"\n    [{i}] {c.title} / {c.label}: {c.quote[:110]!r}" for i, c in enumerate(v.reply.citations[:4], 1)
        )
        answer = " ".join(v.reply.answer.split())[:300]
        blocks.append(
            f"{v.question.id} {v.question.style}: {_faults(v)}{said}\n    question: {v.question.question}"
            f"\n    expected: {_expected(v)}\n    status:   {v.reply.status}\n    answer:   {answer}{got}"
        )
    return "\n\n".join(blocks)
