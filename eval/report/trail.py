"""The scores that led to a reply: the passages that were weighed, and at which step the right one was lost."""

from __future__ import annotations

from dataclasses import dataclass

from eval.report.marking import Piece, marked
from eval.report.numbers import decimal, percent
from eval.report.wording import feature_vi
from eval.rows import CONSIDERED_CHARS, ConsideredPassage, RunRow

_SHOWN = 5  # passages; those that hold evidence are shown however low they rank


@dataclass(frozen=True, slots=True)
class Weighed:
    """A passage that was weighed, `rank` from 1; `width` is its probability as a percentage for a bar."""

    rank: int
    place: str
    title: str
    pieces: tuple[Piece, ...]
    probability: str
    width: float
    relevance: str
    gold: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score over the passages shown: (text, width of its bar in percent) for each."""

    name: str
    cells: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """How a reply came about: sentences, passages, and the parts of their scores (none when not reported)."""

    sentences: tuple[str, ...]
    passages: tuple[Weighed, ...]
    parts: tuple[Part, ...]


def trail_of(row: RunRow) -> Trail:
    """Return the trail of a row; only its sentences when no passage was recorded."""
    shown = [(i, p) for i, p in enumerate(row.considered, start=1) if i <= _SHOWN or p.holds_gold]
    snippets = [snippet for group in row.gold for snippet in group]
    passages = tuple(
        Weighed(
            rank=rank,
            place=passage.label,
            title=passage.title,
            pieces=marked(_shortened(passage.text), snippets),
            probability=percent(passage.score),
            width=_width(passage.score),
            relevance=decimal(passage.relevance),
            gold=passage.holds_gold,
        )
        for rank, passage in shown
    )
    return Trail(_sentences(row), passages, _parts([passage for _, passage in shown]))


def _shortened(text: str) -> str:
    """Return the recorded text with dots where the record ends before the passage may."""
    return f"{text.rpartition(' ')[0]} …" if len(text) >= CONSIDERED_CHARS else text


def _width(value: float) -> float:
    return round(100 * min(1.0, max(0.0, value)), 1)


def _parts(passages: list[ConsideredPassage]) -> tuple[Part, ...]:
    """Return the parts that tell any passage from nothing, in the order in which the ranking lists them."""
    names = dict.fromkeys(name for passage in passages for name in passage.features)
    rows = ((name, [passage.features.get(name, 0.0) for passage in passages]) for name in names)
    return tuple(
        Part(feature_vi(name), tuple((decimal(value), _width(value)) for value in values))
        for name, values in rows
        if any(values)
    )


def _sentences(row: RunRow) -> tuple[str, ...]:
    said = []
    if row.confidence is not None:
        said.append(f"Độ tin cậy do trợ lý tự báo: {percent(row.confidence)}.")
    if not row.considered:
        said.append(_without_scores(row))
    elif row.gold:
        said.append(_where_lost(row))
    else:
        said.append(_why_told(row))
    return tuple(said)


def _without_scores(row: RunRow) -> str:
    """Say what a search found, where the passages that were weighed are not told."""
    kept = "Máy chủ không cho biết điểm số"
    if not row.gold:
        return f"{kept}."
    if row.verdict.rank is None:
        return f"{kept}; trong kết quả tìm kiếm không có đoạn chứa căn cứ."
    return f"{kept}; trong kết quả tìm kiếm, đoạn chứa căn cứ đứng thứ {row.verdict.rank}."


def _where_lost(row: RunRow) -> str:
    """Say at which step the expected evidence was lost."""
    rank = next((i for i, p in enumerate(row.considered, start=1) if p.holds_gold), None)
    if rank is None:
        return (
            f"Trong {len(row.considered)} đoạn được xếp cao nhất, không đoạn nào chứa trọn căn cứ: "
            "đoạn đúng bị bỏ lỡ ngay từ khâu tìm và xếp hạng."
        )
    own = percent(row.considered[rank - 1].score)
    if rank > 1 and row.verdict.refused:
        return (
            f"Đoạn chứa căn cứ chỉ đứng thứ {rank} (xác suất {own}); đoạn đứng đầu không đủ chắc "
            f"({percent(row.considered[0].score)}) nên trợ lý từ chối: lỗi ở khâu xếp hạng."
        )
    if rank > 1:
        top = percent(row.considered[0].score)
        return f"Đoạn chứa căn cứ chỉ đứng thứ {rank} (xác suất {own}; đoạn đứng đầu {top}): lỗi ở khâu xếp hạng."
    if row.verdict.refused:
        return f"Đoạn chứa căn cứ đứng đầu (xác suất {own}), nhưng trợ lý vẫn từ chối: lỗi ở khâu quyết định trả lời."
    return f"Đoạn chứa căn cứ đứng đầu (xác suất {own}): lỗi ở khâu sau, khi chọn câu để trích hoặc soạn câu trả lời."


def _why_told(row: RunRow) -> str:
    """Say how near the nearest passage was, for a question that should have been refused."""
    top = percent(row.considered[0].score)
    if row.verdict.refused:
        return f"Đoạn gần nhất chỉ có xác suất {top}; trợ lý đã từ chối."
    return f"Đoạn gần nhất có xác suất {top}; trợ lý cho là đủ để trả lời, trong khi kho không có căn cứ."
