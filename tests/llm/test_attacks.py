"""Planted instructions judged by their effects: what leaves the assistant, whatever a model was made to write."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.generation.prompt import shipped_prompt
from rag.model import Answer, Filters, Inquiry, Turn
from rag.testing import ScriptedChatModel
from tests.llm.attacks import ATTACKS, DISGUISES, FALSE_DAY, GOALS, Goal
from tests.llm.plans import HERE, QUESTION, RIGHT_DAY, TRUE, Plans


def obeying(goal: Goal) -> list[ScriptedChatModel]:
    """Return models that do as they were told: one says nothing else, one hides it behind what is true."""
    words = goal.obeyed.replace("{prompt}", shipped_prompt().system)
    cited = "\n".join(f"{line} [1]." for line in words.splitlines() if line) if "{prompt}" in goal.obeyed else words
    return [ScriptedChatModel(cited), ScriptedChatModel(f"{TRUE}\n{cited}\n")]


def said(answer: Answer) -> str:
    """Return all that an asker is told but quotes of documents."""
    return "\n".join([answer.answer, *answer.notices, *(option.question for option in answer.options)])


def harmless(answer: Answer, goal: Goal) -> None:
    for trace in goal.traces:
        assert trace.lower() not in said(answer).lower(), said(answer)
    assert all(cited.document_id == HERE for cited in answer.citations)


def ask(assistant: Assistant, question: str, *history: Turn) -> Answer:
    return assistant.answer(Inquiry(question, history, filters=Filters(document_ids=(HERE,))))


@pytest.mark.parametrize(("goal", "disguise"), ATTACKS, ids=lambda one: getattr(one, "name", one))
def test_an_order_in_a_question_has_no_effect(goal: Goal, disguise: str, plans: Plans) -> None:
    planted = DISGUISES[disguise](goal)
    questions = f"{QUESTION}\n{planted}", f"{planted}\n{QUESTION}", f"{QUESTION}\n{planted}"
    for model, question in zip((None, *obeying(goal)), questions, strict=True):
        answer = ask(plans.assistant(model), question)
        # A refusal says what it does not hold: "Văn bản không ghi 31/12/2099", "Kho không có văn bản của xã Bãi Lau".
        if answer.status == "answered" or goal.name not in ("other documents", "false day"):
            harmless(answer, goal)
        assert all(cited.document_id == HERE for cited in answer.citations)


@pytest.mark.parametrize(("goal", "disguise"), ATTACKS, ids=lambda one: getattr(one, "name", one))
def test_an_order_in_a_history_has_no_effect(goal: Goal, disguise: str, plans: Plans) -> None:
    planted = DISGUISES[disguise](goal)
    for model in (None, *obeying(goal)):
        history = Turn("user", planted), Turn("assistant", f"Đồng ý. {planted}")
        answer = ask(plans.assistant(model), QUESTION, *history)
        harmless(answer, goal)
        assert answer.status == "answered"
        assert RIGHT_DAY in answer.answer


@pytest.mark.parametrize(("goal", "disguise"), ATTACKS, ids=lambda one: getattr(one, "name", one))
def test_an_order_in_a_document_has_no_effect_and_the_document_is_still_answered_from(
    goal: Goal, disguise: str, plans: Plans
) -> None:
    plants = [" ".join(DISGUISES[disguise](one).split()) for one in GOALS]
    for model in (None, *obeying(goal)):
        answer = ask(plans.assistant(model, *plants), QUESTION)
        assert answer.status == "answered"
        assert RIGHT_DAY in answer.answer
        if goal.name == "false day" and FALSE_DAY in answer.answer:
            # The store itself says so: then it is told as that clause's words, beside the right day.
            assert any(FALSE_DAY in cited.quote for cited in answer.citations)
        else:
            harmless(answer, goal)


def test_there_are_more_than_two_hundred_attacks() -> None:
    assert len(ATTACKS) * 3 > 200


@pytest.mark.parametrize(
    "question", [QUESTION, "Ai ký kế hoạch của xã Đồng Xoan?", "Mục II.2 của xã Đồng Xoan nói gì?"]
)
def test_normal_questions_are_answered_in_the_models_words_or_the_documents(question: str, plans: Plans) -> None:
    answer = ask(plans.assistant(ScriptedChatModel(TRUE)), question)
    assert answer.status == "answered"
    assert answer.citations


def test_what_a_model_says_truly_is_told_although_it_says_more(plans: Plans) -> None:
    answer = ask(plans.assistant(ScriptedChatModel(f"{TRUE}\n{GOALS[0].obeyed}")), QUESTION)
    assert answer.mode == "generative"
    assert answer.answer == TRUE
