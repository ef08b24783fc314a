"""A second try, the next endpoint, and rest: what is made of endpoints that fail."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from rag.chat.breaker import Breaker
from rag.chat.steady import SteadyChatModel, Trying
from rag.errors import ModelFault, ModelUnavailable
from rag.ports import ChatMessage
from rag.testing import ScriptedChatModel

ASKED = [ChatMessage("user", "Báo cáo nộp trước ngày nào?")]


@dataclass
class Clock:
    """Time that passes when somebody sleeps."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def out(fault: ModelFault, retry_after_s: float | None = None) -> ModelUnavailable:
    return ModelUnavailable("Không được.", fault, retry_after_s)


def steady(clock: Clock, *endpoints: ScriptedChatModel) -> SteadyChatModel:
    return SteadyChatModel(endpoints, Trying(), clock, clock.sleep)


def text_of(model: SteadyChatModel) -> str:
    return "".join(model.write(ASKED, max_tokens=100, cancelled=lambda: False))


@pytest.mark.parametrize("fault", ["unreachable", "busy", "failing", "empty", "broken"])
def test_a_passing_fault_is_worth_one_more_try(fault: ModelFault, clock: Clock) -> None:
    endpoint = ScriptedChatModel(out(fault), "Xong.")
    assert text_of(steady(clock, endpoint)) == "Xong."
    assert len(endpoint.received) == 2
    assert clock.now == pytest.approx(0.2)


@pytest.mark.parametrize("fault", ["insecure", "refused", "unauthorised", "unknown_model", "silent", "endless"])
def test_a_fault_that_stays_is_not_tried_again(fault: ModelFault, clock: Clock) -> None:
    endpoint = ScriptedChatModel(out(fault), "Xong.")
    with pytest.raises(ModelUnavailable) as caught:
        text_of(steady(clock, endpoint))
    assert caught.value.fault == fault
    assert len(endpoint.received) == 1


def test_a_server_that_asks_for_a_second_is_given_it(clock: Clock) -> None:
    assert text_of(steady(clock, ScriptedChatModel(out("busy", 1.0), "Xong."))) == "Xong."
    assert clock.now == pytest.approx(1.0)


def test_a_server_that_asks_for_an_hour_is_left_to_itself(clock: Clock) -> None:
    second = ScriptedChatModel("Đây.")
    assert text_of(steady(clock, ScriptedChatModel(out("busy", 3600.0)), second)) == "Đây."
    assert clock.now == 0


def test_only_one_second_try_is_made_for_a_question(clock: Clock) -> None:
    first, second = ScriptedChatModel(out("failing")), ScriptedChatModel(out("failing"))
    with pytest.raises(ModelUnavailable):
        text_of(steady(clock, first, second))
    assert (len(first.received), len(second.received)) == (2, 1)


def test_a_text_that_has_begun_is_never_begun_anew(clock: Clock) -> None:
    second = ScriptedChatModel("Khác.")
    pieces = steady(clock, ScriptedChatModel(["Trước ", out("broken")]), second).write(
        ASKED, max_tokens=100, cancelled=lambda: False
    )
    assert next(pieces) == "Trước "
    with pytest.raises(ModelUnavailable):
        next(pieces)
    assert second.received == []


def test_an_endpoint_that_failed_twice_rests_and_is_tried_again_by_one(clock: Clock) -> None:
    endpoint = ScriptedChatModel(out("silent"), out("silent"), out("silent"), "Xong.")
    model = steady(clock, endpoint)
    faults = []
    for _ in range(4):
        with pytest.raises(ModelUnavailable) as caught:
            text_of(model)
        faults.append(caught.value.fault)
    assert faults == ["silent", "silent", "resting", "resting"]
    clock.now += 31
    with pytest.raises(ModelUnavailable, match="Không được"):
        text_of(model)
    assert len(endpoint.received) == 3
    clock.now += 31
    assert text_of(model) == "Xong."
    assert text_of(model) == "Xong."


def test_while_the_first_rests_the_second_answers_at_once(clock: Clock) -> None:
    first, second = ScriptedChatModel(out("silent")), ScriptedChatModel("Đây.")
    model = steady(clock, first, second)
    assert [text_of(model) for _ in range(5)] == ["Đây."] * 5
    assert len(first.received) == 2


def test_a_request_that_is_not_taken_lets_nobody_rest(clock: Clock) -> None:
    model = steady(clock, ScriptedChatModel(out("refused"), out("refused"), out("refused"), "Xong."))
    for _ in range(3):
        with pytest.raises(ModelUnavailable):
            text_of(model)
    assert text_of(model) == "Xong."


def test_nobody_waits_for_a_second_try_that_is_not_wanted_any_more(clock: Clock) -> None:
    endpoint = ScriptedChatModel(out("busy", 1.0), "Xong.")
    model = steady(clock, endpoint)
    assert list(model.write(ASKED, max_tokens=100, cancelled=lambda: clock.now > 0.1)) == []
    assert clock.now < 0.5


def test_a_breaker_lets_one_through_for_each_rest() -> None:
    clock = Clock()
    breaker = Breaker(clock, most=1, rest_s=10)
    breaker.failed()
    assert not breaker.lets_through()
    clock.now = 11
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]


def test_no_endpoint_is_no_model() -> None:
    with pytest.raises(ValueError, match="at least one"):
        SteadyChatModel([])


def test_who_finds_no_place_is_told_at_once_and_places_are_given_back(clock: Clock) -> None:
    model = SteadyChatModel([ScriptedChatModel(["Một ", "hai."])], Trying(most_at_once=1), clock, clock.sleep)
    begun = model.write(ASKED, max_tokens=100, cancelled=lambda: False)
    assert next(begun) == "Một "
    with pytest.raises(ModelUnavailable) as caught:
        text_of(model)
    assert caught.value.fault == "busy"
    assert "".join(begun) == "hai."
    assert text_of(model) == "Một hai."
