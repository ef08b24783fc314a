"""Reviewed questions into a set: each is proved first, a bad one is told with its reason, none enters twice.

A harvested set is read while rules are made, so nothing of a held-out set may slip into it: neither a question nor a
clause that proves one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from eval.harvest.masking import masked
from eval.harvest.review import ID_PREFIX, Line, ReviewRow, one_line, replace_text
from eval.question_check import ACROSS, HELD_OUT, NEAR, nearness, words_of
from eval.question_clauses import shared_clauses
from eval.question_faults import faults_of
from eval.question_set import SINGLE_STYLES, Hostile, Question, QuestionSetError, load
from rag.model import Turn

_APART = frozenset({*HELD_OUT, *ACROSS})
_HOSTILE = frozenset(get_args(Hostile))
_SAME = 1.0


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that did not enter the set: its number in the review file, the beginning of its question, the reasons."""

    number: int
    question: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a review file: the questions that entered, those that could not, and how many of each other kind.

    `known` were in the set already; `waiting` are still to be decided on.
    """

    accepted: tuple[Question, ...]
    refused: tuple[Refused, ...]
    known: int
    dropped: int
    waiting: int


def target_of(path: Path) -> tuple[Question, ...]:
    """Return what a set of harvested questions holds so far.

    Raises QuestionSetError when the set is held out, holds questions of another origin, or cannot be read.
    """
    if path.stem in _APART:
        raise QuestionSetError(f"{path.name} là bộ để kiểm tra: câu hỏi thu từ góp ý không được trộn vào.")
    if not path.exists():
        return ()
    held = load(path)
    if strangers := [question.id for question in held if not question.id.startswith(ID_PREFIX)]:
        raise QuestionSetError(
            f"{path.name} có câu hỏi không thu từ góp ý ({strangers[0]} …). "
            "Hãy chọn một tệp riêng, ví dụ harvested.jsonl."
        )
    return held


def accept(
    lines: Sequence[Line],
    held: Sequence[Question],
    others: Mapping[str, Sequence[Question]],
    documents: Mapping[str, str],
) -> Outcome:
    """Judge every line of a review file. `held` is the set so far, `others` the other sets by the stem of their file.

    `documents` maps file names to raw text. Nothing is written.
    """
    known = {question.id for question in held}
    accepted: list[Question] = []
    refused: list[Refused] = []
    counts = {"known": 0, "drop": 0, "todo": 0}
    for line in lines:
        row = line.row
        if row is None:
            refused.append(Refused(line.number, "", (line.fault or "",)))
        elif row.review != "keep":
            counts[row.review] += 1
        elif row.id in known:
            counts["known"] += 1
        elif reasons := _reasons(row, [*held, *accepted], others, documents):
            refused.append(Refused(line.number, row.question, tuple(reasons)))
        else:
            accepted.append(question_of(row))
            known.add(row.id)
    return Outcome(tuple(accepted), tuple(refused), counts["known"], counts["drop"], counts["todo"])


def append(path: Path, held: Sequence[Question], accepted: Iterable[Question]) -> None:
    """Write the set anew with the accepted questions at its end, in one step."""
    replace_text(path, "".join(f"{question.to_json()}\n" for question in [*held, *accepted]))


def question_of(row: ReviewRow) -> Question:
    """Return a reviewed row as a question of a set; raises IndexError when it picks what was not suggested."""
    picked = [(pick,) if isinstance(pick, int) else pick for pick in row.pick]
    chosen = [[row.suggestions[_index(n, row)] for n in group] for group in picked]
    gold = (*row.gold, *(tuple(place.snippet for place in group) for group in chosen))
    docs = (*row.docs, *(place.document for group in chosen for place in group))
    return Question(
        id=row.id,
        style=_style(row, len(gold)),
        question=one_line(row.question),
        history=tuple(Turn(turn.role, one_line(turn.content)) for turn in row.history),
        answerable=row.answerable,
        docs=tuple(dict.fromkeys(docs)),
        gold=gold,
        answer_must=row.answer_must,
        answer_must_not=row.answer_must_not,
        note=one_line(row.note),
    )


def _index(n: int, row: ReviewRow) -> int:
    return next((index for index, place in enumerate(row.suggestions) if place.n == n), len(row.suggestions))


def _style(row: ReviewRow, groups: int) -> str:
    """Return the style, mended where the reviewer's other decisions contradict the one that was guessed."""
    if not row.answerable and row.style not in _HOSTILE:
        return "unanswerable_near"
    return "multi" if groups > 1 and row.style in SINGLE_STYLES else row.style


def _reasons(
    row: ReviewRow,
    held: Sequence[Question],
    others: Mapping[str, Sequence[Question]],
    documents: Mapping[str, str],
) -> list[str]:
    try:
        question = question_of(row)
    except IndexError:
        return [f"“pick” có số không nằm trong các đoạn gợi ý (1 đến {len(row.suggestions)})"]
    if question.answerable and not question.gold:
        return ["chưa chọn căn cứ: điền “pick” hoặc “gold”; kho không có căn cứ thì đổi “answerable” thành false"]
    if not question.answerable and question.gold:
        return ["“answerable” là false thì “pick” và “gold” phải để trống"]
    said = [question.question, *(turn.content for turn in question.history), question.note]
    if any(masked(text) != text for text in said):
        return ["còn dữ liệu cá nhân (số điện thoại, thư điện tử, số giấy tờ): hãy che trước khi giữ"]
    return faults_of(question, documents) or _leaks(question, held, others, documents)


def _leaks(
    question: Question,
    held: Sequence[Question],
    others: Mapping[str, Sequence[Question]],
    documents: Mapping[str, str],
) -> list[str]:
    """Return where the question is asked already, and which held-out set its evidence belongs to."""
    same = _nearest(question, held, _SAME)
    reasons = [f"trùng với câu {same} đã có trong bộ"] if same else []
    for name, questions in others.items():
        least = NEAR if name in _APART else _SAME
        if same := _nearest(question, questions, least):
            reasons.append(f"trùng hoặc gần trùng với câu {same} của bộ {name}")
        elif name in HELD_OUT and shared_clauses([question], questions, documents):
            reasons.append(f"căn cứ này thuộc bộ để kiểm tra ({name}), không được dùng để chỉnh hệ thống")
    return reasons


def _nearest(question: Question, others: Iterable[Question], least: float) -> str | None:
    """Return the id of a question that shares at least this part of its words, or None."""
    words = words_of(question)
    return next((other.id for other in others if nearness(words, words_of(other)) >= least), None)
