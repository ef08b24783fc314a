"""Which questions are kept, until when, and what a verdict changes; the clock is ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api.testing import SampleAssistant
from rag import keeping
from rag.keeping import QuestionKeeper
from rag.kept import CHARS_KEPT, TURNS_KEPT, Feedback, Verdict
from rag.model import Answer, Inquiry, Turn
from rag.testing import MemoryQuestions

ANSWERED, REFUSED, UNCLEAR = "báo cáo nộp khi nào", "thời tiết", "kế hoạch nào"


class Clock:
    """Tells the time that it is set to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> MemoryQuestions:
    return MemoryQuestions()


@pytest.fixture
def keeper(store: MemoryQuestions, clock: Clock) -> QuestionKeeper:
    return QuestionKeeper(store, 30, clock)


def answer_to(question: str, name: str = "a-1") -> Answer:
    return replace(SampleAssistant().answer(Inquiry(question)), id=name)


def ask(keeper: QuestionKeeper, question: str, name: str = "a-1") -> None:
    keeper.note(Inquiry(question), answer_to(question, name), "api")


def judge(keeper: QuestionKeeper, verdict: Verdict, comment: str | None = None, name: str = "a-1") -> bool:
    return keeper.record(Feedback(name, verdict, comment))


def test_a_refused_question_is_kept_with_the_nearest_places(keeper: QuestionKeeper, store: MemoryQuestions) -> None:
    ask(keeper, REFUSED)
    (kept,) = store.questions()
    assert (kept.question, kept.status, kept.verdict) == (REFUSED, "refused", None)
    assert [place.label for place in kept.places] == ["Mục II.1"]


@pytest.mark.parametrize("question", [ANSWERED, UNCLEAR])
def test_another_question_is_not_kept_unless_somebody_complains(
    keeper: QuestionKeeper, store: MemoryQuestions, question: str
) -> None:
    ask(keeper, question)
    assert store.count() == 0
    assert judge(keeper, "down", "sai chỗ")
    (kept,) = store.questions()
    assert (kept.question, kept.verdict, kept.comment) == (question, "down", "sai chỗ")
    assert kept.places


def test_praise_keeps_nothing(keeper: QuestionKeeper, store: MemoryQuestions) -> None:
    ask(keeper, ANSWERED)
    assert not judge(keeper, "up", "tốt")
    assert store.count() == 0


def test_a_complaint_that_is_taken_back_is_forgotten_and_may_come_again(
    keeper: QuestionKeeper, store: MemoryQuestions
) -> None:
    ask(keeper, ANSWERED)
    judge(keeper, "down", "sai")
    judge(keeper, "up")
    assert store.count() == 0
    judge(keeper, "down")
    assert store.questions()[0].comment is None


def test_a_refusal_that_is_called_right_stays_with_that_verdict(keeper: QuestionKeeper, store: MemoryQuestions) -> None:
    ask(keeper, REFUSED)
    assert judge(keeper, "up", "đúng là không có")
    assert store.questions()[0].verdict == "up"


def test_a_second_verdict_without_a_comment_leaves_the_comment(keeper: QuestionKeeper, store: MemoryQuestions) -> None:
    ask(keeper, REFUSED)
    judge(keeper, "down", "phải có chứ")
    assert not judge(keeper, "down")
    assert store.questions()[0].comment == "phải có chứ"


def test_a_verdict_on_an_answer_that_nobody_gave_keeps_nothing(keeper: QuestionKeeper, store: MemoryQuestions) -> None:
    assert not judge(keeper, "down", "lời góp ý", name="a-khac")
    assert store.count() == 0


def test_the_window_closes_after_an_hour(keeper: QuestionKeeper, store: MemoryQuestions, clock: Clock) -> None:
    ask(keeper, ANSWERED)
    clock.now += keeping.WINDOW
    assert not judge(keeper, "down", "quá muộn")
    assert store.count() == 0


def test_only_so_many_answers_wait(
    keeper: QuestionKeeper, store: MemoryQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_WAITING", 2)
    for name in ("a-1", "a-2", "a-3"):
        ask(keeper, ANSWERED, name)
    assert [judge(keeper, "down", "sai", name) for name in ("a-1", "a-2", "a-3")] == [False, True, True]


def test_only_so_many_questions_are_kept(
    keeper: QuestionKeeper, store: MemoryQuestions, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    for name in ("a-1", "a-2", "a-3"):
        clock.now += timedelta(seconds=1)
        ask(keeper, REFUSED, name)
    assert [kept.answer_id for kept in store.questions()] == ["a-3", "a-2"]


def test_a_question_is_deleted_after_its_days(keeper: QuestionKeeper, store: MemoryQuestions, clock: Clock) -> None:
    ask(keeper, REFUSED, "old")
    clock.now += timedelta(days=1)
    ask(keeper, REFUSED, "new")
    clock.now += timedelta(days=29)
    assert keeper.expire() == 0
    clock.now += timedelta(seconds=1)
    assert keeper.expire() == 1
    assert [kept.answer_id for kept in store.questions()] == ["new"]


def test_a_complaint_does_not_make_a_question_live_longer(
    keeper: QuestionKeeper, store: MemoryQuestions, clock: Clock
) -> None:
    ask(keeper, REFUSED)
    clock.now += timedelta(days=29)
    judge(keeper, "down")
    clock.now += timedelta(days=1, seconds=1)
    assert keeper.expire() == 1


def test_long_conversations_are_cut(keeper: QuestionKeeper, store: MemoryQuestions) -> None:
    turns = tuple(Turn("user", f"{n} " + "x" * 9_000) for n in range(9))
    keeper.note(Inquiry(REFUSED, turns), answer_to(REFUSED), "web")
    history = store.questions()[0].history
    assert [turn.content[0] for turn in history] == ["3", "4", "5", "6", "7", "8"]
    assert (len(history), {len(turn.content) for turn in history}) == (TURNS_KEPT, {CHARS_KEPT})
