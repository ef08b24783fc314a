"""A measurement of retrieval as data, for programs and for people: summary, rows by question, table in Vietnamese."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from eval.beir import TestSet
from eval.latency import percentile
from eval.retrieval import MEANING, PRODUCT, WORDS, Indexed, Ranking
from eval.retrieval_figures import MEASURES, Interval, groups_of, interval

_SHOWN = {WORDS: "BM25 (từ ngữ)", MEANING: "Bộ mã hóa (nghĩa)", PRODUCT: "Sản phẩm (kết hợp)"}
_KEPT = 10  # texts that a row names


class Measured(BaseModel):
    """One way of ranking: its measures with 95 % intervals, and the time of a question in milliseconds."""

    model_config = ConfigDict(frozen=True)

    ranking: str
    typed: str
    measures: dict[str, Interval]
    gain_over_words: Interval
    p50_ms: float
    p95_ms: float


class RetrievalSummary(BaseModel):
    """A whole measurement: sizes, speed, what was left out, and each ranking."""

    model_config = ConfigDict(frozen=True)

    corpus: str
    texts: int
    indexed: int
    questions: int
    left_out: dict[str, int]
    encoder: str
    index_bytes: int
    index_seconds: float
    texts_per_second: float
    rankings: list[Measured]


def summary(name: str, test_set: TestSet, built: Indexed, measured: Sequence[Ranking], size: int) -> RetrievalSummary:
    """Gather a measurement; `size` is that of the index on disk, in bytes."""
    groups = groups_of(test_set.queries)
    words = {ranking.typed: ranking.scores["nDCG@10"] for ranking in measured if ranking.name == WORDS}
    return RetrievalSummary(
        corpus=name,
        texts=len(test_set.texts),
        indexed=built.texts,
        questions=len(test_set.queries),
        left_out=test_set.left_out,
        encoder=built.collection.encoder.fingerprint,
        index_bytes=size,
        index_seconds=round(built.seconds, 2),
        texts_per_second=round(built.texts / max(built.seconds, 1e-9), 1),
        rankings=[
            Measured(
                ranking=ranking.name,
                typed=ranking.typed,
                measures={measure: interval(ranking.scores[measure], groups) for measure in MEASURES},
                gain_over_words=interval(ranking.scores["nDCG@10"] - words[ranking.typed], groups),
                p50_ms=round(percentile(ranking.seconds, 0.5) * 1000, 2),
                p95_ms=round(percentile(ranking.seconds, 0.95) * 1000, 2),
            )
            for ranking in measured
        ],
    )


def rows(test_set: TestSet, measured: Sequence[Ranking]) -> Iterator[dict[str, Any]]:
    """Yield one row per question and ranking: what was found first, and each measure."""
    for ranking in measured:
        for number, query in enumerate(test_set.queries):
            yield {
                "query": query.id,
                "text": query.text,
                "ranking": ranking.name,
                "typed": ranking.typed,
                "relevant": query.relevant,
                "found": ranking.found[number][:_KEPT],
                "ms": round(ranking.seconds[number] * 1000, 3),
            } | {measure: round(float(values[number]), 6) for measure, values in ranking.scores.items()}


def write(folder: Path, found: RetrievalSummary, by_question: Iterator[dict[str, Any]]) -> None:
    """Write `summary.json` and `rows.jsonl` into a folder, which is made when needed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.json").write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in by_question)


def shown(found: RetrievalSummary) -> str:
    """Return the measurement as a page of text in Vietnamese."""
    lines = [
        f"{found.corpus}: {_many(found.texts)} văn bản, {_many(found.questions)} câu hỏi có đánh giá",
        *(f"  Lưu ý: {_many(count)} {reason}." for reason, count in found.left_out.items()),
        f"Bộ mã hóa {found.encoder}",
        f"Chỉ mục {_decimal(found.index_bytes / 1e6, 1)} MB, dựng trong {_decimal(found.index_seconds, 1)} giây "
        f"({_many(round(found.texts_per_second))} văn bản/giây)",
    ]
    for typed in dict.fromkeys(ranking.typed for ranking in found.rankings):
        lines += ["", f"Câu hỏi {typed}", *_table([r for r in found.rankings if r.typed == typed])]
    return "\n".join(
        [*lines, "", "Trong ngoặc: khoảng tin cậy 95 % (bootstrap, câu hỏi cùng văn bản được rút chung).", ""]
    )


def _table(measured: Sequence[Measured]) -> list[str]:
    head = ["", *MEASURES, "p50 ms", "p95 ms"]
    cells = [
        [
            _SHOWN[ranking.ranking],
            *(_figure(ranking.measures[name], brief=name not in {"nDCG@10", "P@1"}) for name in MEASURES),
            _decimal(ranking.p50_ms, 1),
            _decimal(ranking.p95_ms, 1),
        ]
        for ranking in measured
    ]
    widths = [max(len(row[column]) for row in [head, *cells]) for column in range(len(head))]
    lines = ["  ".join(_aligned(row, widths)).rstrip() for row in [head, *cells]]
    gains = [
        f"  {_SHOWN[r.ranking]} hơn BM25 về nDCG@10: {_signed(r.gain_over_words)}"
        for r in measured
        if r.ranking != WORDS
    ]
    return lines + gains


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if column else cell.ljust(width)


def _figure(found: Interval, *, brief: bool) -> str:
    spread = "" if brief else f" ({_decimal(found.low)}–{_decimal(found.high)})"
    return f"{_decimal(found.value)}{spread}"


def _signed(found: Interval) -> str:
    value, low, high = (f"{number:+.3f}".replace(".", ",") for number in asdict(found).values())
    return f"{value} ({low} đến {high})"


def _decimal(number: float, places: int = 3) -> str:
    return f"{number:.{places}f}".replace(".", ",")


def _many(number: int) -> str:
    return f"{number:,}".replace(",", ".")
