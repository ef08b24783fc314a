"""The failures of a run as text: what was asked, what was expected, what came."""

from __future__ import annotations

from collections.abc import Iterable

from eval.reply_faults import faults_of
from eval.rows import RunRow

_LONGEST_ANSWER = 300
_LONGEST_QUOTE = 110
_MOST_CITATIONS = 4
_ROLES = {"user": "người hỏi", "assistant": "trợ lý"}


def failures(rows: Iterable[RunRow]) -> str:
    """Return every reply that is not right, readable: the question, what was expected, what came."""
    return "\n\n".join(_block(row) for row in rows if not row.verdict.right)


def _block(row: RunRow) -> str:
    said = "".join(f"\n    trước đó: {_ROLES[turn.role]}: {turn.content}" for turn in row.history)
    got = "".join(
        f"\n    [{c.marker}] {c.title} / {c.label}: “{c.quote[:_LONGEST_QUOTE]}”{' ✓' if c.holds_gold else ''}"
        for c in row.citations[:_MOST_CITATIONS]
    )
    answer = " ".join(row.answer.split())[:_LONGEST_ANSWER]
    sure = "" if row.confidence is None else f" (xác suất {row.confidence:.2f})"
    faults = "; ".join(fault.name_vi for fault in faults_of(row))
    return (
        f"{row.id} {row.style}: {faults}{said}\n    câu hỏi:  {row.question}"
        f"\n    cần có:   {_expected(row)}\n    trả lời:  {row.status}{sure}: {answer}{got}{_missed(row)}"
    )


def _expected(row: RunRow) -> str:
    if not row.answerable:
        return f"từ chối, hoặc đính chính bằng {_listed(row.answer_must)}" if row.answer_must else "từ chối"
    evidence = " ;; ".join(group[0] for group in row.gold)
    return f"{evidence}; chi tiết: {_listed(row.answer_must)}" if row.answer_must else evidence


def _missed(row: RunRow) -> str:
    """Say where the first place with evidence stood in the ranking, when it was not cited first."""
    if not row.answerable or row.verdict.first or not row.considered:
        return ""
    if row.verdict.rank is None:
        return f"\n    căn cứ không có trong {len(row.considered)} đoạn được xét"
    place, first = row.considered[row.verdict.rank - 1], row.considered[0]
    return (
        f"\n    căn cứ ở hạng {row.verdict.rank}: {place.label}, xác suất {place.score:.2f}"
        f" (đoạn đứng đầu: {first.label}, {first.score:.2f})"
    )


def _listed(facts: Iterable[str]) -> str:
    return ", ".join(f"“{fact}”" for fact in facts)
