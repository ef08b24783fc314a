"""From rows to figures: each metric with its value and its 95 % intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from eval.clauses import Unit, clusters, unit_of
from eval.intervals import Counts, bootstrap, ratio, wilson
from eval.metrics import BY_GROUP, METRICS, Metric
from eval.rows import DocumentFigures, Figure, RunRow, Spread, StyleFigures


def figure(metric: Metric, rows: Sequence[RunRow], unit: Unit | None = None) -> Figure:
    """Return a metric over rows. `unit` is by what to cluster; by default what suits all the rows."""
    counts = metric.counts(rows)
    kept = [index for index, (_, under) in enumerate(counts) if under]
    spoken = [rows[index] for index in kept]
    by_question = _by_question(metric, counts[kept])
    clustered = _clustered(counts[kept], spoken, unit or unit_of(rows))
    return Figure(
        key=metric.key,
        name_vi=metric.name_vi,
        value=ratio(counts),
        low=min(by_question.low, clustered.low),
        high=max(by_question.high, clustered.high),
        n=round(counts[:, 1].sum()) if not metric.key.endswith("f1") else len(kept),
        bar=metric.bar,
        at_most=metric.at_most,
        by_question=by_question,
        clustered=clustered,
    )


def figures(rows: Sequence[RunRow], metrics: Iterable[Metric] = METRICS) -> tuple[Figure, ...]:
    """Return every metric over the rows, those without data too (`n` 0)."""
    unit = unit_of(rows)
    return tuple(figure(metric, rows, unit) for metric in metrics)


def by_style(rows: Sequence[RunRow]) -> tuple[StyleFigures, ...]:
    """Return the figures of each style, in the order of their names, without those that say nothing of it."""
    groups = _grouped(rows, lambda row: row.style)
    return tuple(StyleFigures(style=style, figures=_told(members)) for style, members in sorted(groups.items()))


def by_document(rows: Sequence[RunRow]) -> tuple[DocumentFigures, ...]:
    """Return the figures of the questions about exactly one document, document by document."""
    groups = _grouped([row for row in rows if len(row.documents) == 1], lambda row: row.documents[0])
    return tuple(
        DocumentFigures(document=name, title=_title(members), figures=_told(members))
        for name, members in sorted(groups.items())
    )


def _by_question(metric: Metric, counts: Counts) -> Spread:
    """Return Wilson's interval; of means, and of ratios whose parts vary, the bootstrap unless nothing varies."""
    n = len(counts)
    low, high = bootstrap(counts, range(n))
    if metric.yes_or_no or low == high:
        low, high = wilson(ratio(counts) * n, n)
    return Spread(unit="question", clusters=n, low=low, high=high)


def _clustered(counts: Counts, rows: Sequence[RunRow], unit: Unit) -> Spread:
    groups = clusters(rows, unit)
    low, high = bootstrap(counts, groups)
    return Spread(unit=unit, clusters=len(set(groups)), low=low, high=high)


def _told(rows: Sequence[RunRow]) -> tuple[Figure, ...]:
    return tuple(f for f in (figure(metric, rows, "clause") for metric in BY_GROUP) if f.n)


def _title(rows: Sequence[RunRow]) -> str:
    """Return the title that most of the citations with gold evidence give their document; "" when none was found."""
    cited = Counter(place.title for row in rows for place in row.citations if place.holds_gold)
    return next((title for title, _ in cited.most_common(1)), "")


def _grouped(rows: Iterable[RunRow], key: Callable[[RunRow], str]) -> dict[str, list[RunRow]]:
    groups: dict[str, list[RunRow]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
