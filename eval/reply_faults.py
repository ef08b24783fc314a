"""What went wrong with a reply, in kinds that a reader can count; each row that is not right has at least one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eval.rows import RunRow


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: its name on a tag, and one sentence that tells what it means."""

    key: str
    name_vi: str
    meaning_vi: str


@dataclass(frozen=True, slots=True)
class _Rule:
    fault: Fault
    applies: Callable[[RunRow], bool]


def _several(row: RunRow) -> bool:
    return len(row.gold) > 1


def _told(row: RunRow) -> bool:
    """Say whether evidence was due and an answer came, so that its citations can be judged."""
    return row.answerable and row.status == "answered"


def _asked_back(row: RunRow) -> bool:
    return row.status == "clarify" and not row.verdict.clarified


_RULES = (
    _Rule(
        Fault("verbatim", "Trích dẫn sai nguyên văn", "Có trích dẫn không giống từng chữ với văn bản đang lưu."),
        lambda r: r.verdict.verbatim is not None and r.verdict.verbatim < r.verdict.citations,
    ),
    _Rule(
        Fault("forbidden", "Có nội dung bị cấm", "Câu trả lời lặp lại nội dung mà đề bài cấm nhắc tới."),
        lambda r: not r.verdict.clean,
    ),
    _Rule(
        Fault(
            "baseless",
            "Trả lời khi không có căn cứ",
            "Kho không có căn cứ cho câu hỏi; đáng lẽ phải từ chối hoặc đính chính, nhưng trợ lý vẫn trả lời.",
        ),
        lambda r: not r.answerable and r.status == "answered" and not r.verdict.refusal_right,
    ),
    _Rule(
        Fault("refused", "Từ chối nhầm", "Kho có căn cứ nhưng trợ lý nói không tìm thấy."),
        lambda r: r.answerable and r.verdict.refused,
    ),
    _Rule(
        Fault("asked_back", "Hỏi lại không cần thiết", "Trợ lý hỏi lại người dùng, trong khi câu hỏi đã đủ rõ."),
        _asked_back,
    ),
    _Rule(
        Fault("uncited", "Không trích đúng chỗ", "Không trích dẫn nào chứa căn cứ của câu trả lời đúng."),
        lambda r: _told(r) and not r.verdict.clarified and not r.verdict.cited,
    ),
    _Rule(
        Fault("partial", "Trích thiếu căn cứ", "Câu hỏi cần nhiều căn cứ; mới trích được một phần."),
        lambda r: _told(r) and _several(r) and r.verdict.cited and r.verdict.share < 1,
    ),
    _Rule(
        Fault("late", "Chỗ đúng không đứng đầu", "Có trích đúng chỗ, nhưng một trích dẫn khác đứng trước."),
        lambda r: _told(r) and not _several(r) and r.verdict.cited and not r.verdict.first,
    ),
    _Rule(
        Fault("facts", "Thiếu chi tiết được hỏi", "Câu trả lời thiếu ngày, số, cơ quan … mà câu hỏi cần."),
        lambda r: _told(r) and r.verdict.covered < 1,
    ),
)
_OTHER = Fault("other", "Chưa đạt vì lý do khác", "Câu trả lời chưa đạt nhưng không thuộc loại nào ở trên.")
FAULTS = (*(rule.fault for rule in _RULES), _OTHER)
"""All kinds, gravest first; a failure is listed under the first of its kinds."""


def faults_of(row: RunRow) -> tuple[Fault, ...]:
    """Return the faults of a reply, gravest first; none when it is right and every quote is verbatim."""
    found = tuple(rule.fault for rule in _RULES if rule.applies(row))
    if row.verdict.right:
        return tuple(fault for fault in found if fault.key == "verbatim")
    return found or (_OTHER,)
