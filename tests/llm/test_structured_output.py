"""JSON after a schema where the server can, text where it cannot: found out once, and no question pays for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from rag.adapters.chat_model import Endpoint, LangChainChatModel
from rag.chat.limits import ChatLimits
from rag.chat.steady import SteadyChatModel
from rag.chat.structure import Output
from rag.errors import ModelUnavailable
from rag.generation.structured import SCHEMA
from rag.model import Answer, Filters, Inquiry
from rag.ports import ChatMessage, ChatModel, Shaped
from rag.testing import ScriptedChatModel
from tests.llm.attacks import GOALS, Goal
from tests.llm.plans import HERE, QUESTION, RIGHT_DAY, TRUE, Plans
from tests.llm.scripted_server import DONE, Pause, Reply, Scripted, ScriptedServer, chunk, fails, says
from tests.llm.test_attacks import harmless

pytest.importorskip("langchain_openai")

PLAIN, ASKED = (ChatMessage("user", "Viết câu."),), Shaped((ChatMessage("user", "Viết JSON."),), SCHEMA)
WORDS = TRUE.removesuffix(" [1].")


def as_json(*sentences: tuple[str, int]) -> str:
    told = [{"cau": words, "doan": number} for words, number in sentences]
    return json.dumps({"cac_cau": told}, ensure_ascii=False)


GIVEN = as_json((f"{WORDS}.", 1))


def endpoint(server: ScriptedServer, output: Output = "auto") -> LangChainChatModel:
    return LangChainChatModel(Endpoint("nho", server.url, output=output), ChatLimits(5, 5, 20))


def heard(model: ChatModel) -> str:
    """Return the text, or the fault that came in its place."""
    try:
        return "".join(model.write(PLAIN, max_tokens=200, cancelled=lambda: False, shaped=ASKED))
    except ModelUnavailable as error:
        return error.fault


def forms(server: ScriptedServer) -> list[str]:
    """Return in which form each request asked."""
    return ["json" if "response_format" in request.body else "text" for request in server.requests]


@pytest.fixture
def model(server: ScriptedServer) -> Iterator[LangChainChatModel]:
    with closing(endpoint(server)) as opened:
        yield opened


def test_a_schema_is_sent_with_the_messages_that_ask_for_it(server: ScriptedServer, model: LangChainChatModel) -> None:
    server.script(says(GIVEN))
    assert heard(model) == GIVEN
    sent = server.requests[-1].body
    assert sent["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "cau_tra_loi", "strict": True, "schema": SCHEMA},
    }
    assert sent["messages"] == [{"role": "user", "content": "Viết JSON."}]
    assert sent["max_tokens"] == 200


@pytest.mark.parametrize("refusal", [fails(400), fails(422), Reply((DONE,))], ids=["400", "422", "nothing written"])
def test_a_server_that_knows_no_schema_is_asked_for_text_at_once_and_from_then_on(
    server: ScriptedServer, model: LangChainChatModel, refusal: Reply
) -> None:
    server.script(refusal, says(TRUE))
    assert [heard(model), heard(model)] == [TRUE, TRUE]
    assert forms(server) == ["json", "text", "text"]


def test_a_server_that_writes_text_nevertheless_is_heard_and_asked_for_text_from_then_on(
    server: ScriptedServer, model: LangChainChatModel
) -> None:
    server.script(says(TRUE))
    assert [heard(model), heard(model)] == [TRUE, TRUE]
    assert forms(server) == ["json", "text"]


def test_a_server_that_writes_json_is_asked_for_it_again(server: ScriptedServer, model: LangChainChatModel) -> None:
    server.script(says(GIVEN), fails(400), says(GIVEN))
    assert [heard(model), heard(model), heard(model)] == [GIVEN, "refused", GIVEN]
    assert forms(server) == ["json"] * 3


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_server_that_fails_either_way_is_not_thought_to_know_no_schema(
    server: ScriptedServer, model: LangChainChatModel, status: int
) -> None:
    server.script(fails(status))
    heard(model)
    asked = len(server.requests)
    server.script(says(GIVEN))
    assert heard(model) == GIVEN
    assert forms(server)[asked:] == ["json"]


@pytest.mark.parametrize(("output", "asked"), [("json", ["json", "json"]), ("text", ["text", "text"])])
def test_what_is_set_is_done(server: ScriptedServer, output: Output, asked: list[str]) -> None:
    server.script(fails(400))
    with closing(endpoint(server, output)) as model:
        assert [heard(model), heard(model)] == ["refused", "refused"]
    assert forms(server) == asked


def test_each_endpoint_is_known_by_itself(server: ScriptedServer) -> None:
    with ScriptedServer() as other, closing(endpoint(server)) as first, closing(endpoint(other)) as second:
        server.script(fails(400), says(TRUE), fails(401))
        other.script(says(GIVEN))
        both = SteadyChatModel([first, second])
        assert [heard(both), heard(both)] == [TRUE, GIVEN]
        assert (forms(server), forms(other)) == (["json", "text", "text"], ["json"])


def told(plans: Plans, model: ChatModel, **more: object) -> Answer:
    inquiry = Inquiry(QUESTION, filters=Filters(document_ids=(HERE,)), **more)  # type: ignore[arg-type]
    return plans.assistant(model).answer(inquiry)


def test_an_answer_in_json_is_proven_and_told_like_any_other(plans: Plans, server: ScriptedServer) -> None:
    server.script(says(*as_json((f"{WORDS}.", 1), ("Mỗi thôn được thưởng 5 triệu đồng.", 1))))
    with closing(endpoint(server)) as model:
        answer = told(plans, model)
    assert (answer.mode, answer.answer) == ("generative", TRUE)
    assert answer.verification is not None
    assert [check.outcome for check in answer.verification] == ["kept", "dropped"]


def test_a_sentence_is_heard_while_the_next_one_is_still_being_written(plans: Plans, server: ScriptedServer) -> None:
    first, rest = GIVEN.removesuffix("]}"), ', {"cau": "Nguyễn'
    server.script(Reply((chunk({"content": first}), chunk({"content": rest}), Pause(30))))
    was_heard = threading.Event()
    with closing(endpoint(server)) as model:
        told(plans, model, heard=lambda *_: was_heard.set(), cancelled=was_heard.is_set)
    assert was_heard.is_set()
    assert server.hung_up.wait(3)


def test_json_that_is_cut_at_its_last_token_is_told_as_far_as_it_is_whole(plans: Plans, server: ScriptedServer) -> None:
    cut = GIVEN.removesuffix("]}") + ', {"cau": "Công chức'
    server.script(Reply((chunk({"content": cut}), chunk({}, "length"), DONE)))
    with closing(endpoint(server)) as model:
        assert (told(plans, model).answer, told(plans, model).mode) == (TRUE, "generative")


@pytest.mark.parametrize(
    "written",
    ['{"cac_cau": []}', '{"cac_cau"', "{}", '{"cac_cau": [{"cau": "", "doan": 1}]}', '{"cac_cau": [' + "[" * 9_000],
    ids=["no basis", "half a key", "nothing", "no words", "brackets"],
)
def test_json_that_says_nothing_gives_the_extracted_answer(plans: Plans, server: ScriptedServer, written: str) -> None:
    server.script(says(written))
    with closing(endpoint(server)) as model:
        answer = told(plans, model)
    assert (answer.status, answer.mode) == ("answered", "extractive")
    assert RIGHT_DAY in answer.answer


def test_text_that_breaks_off_before_a_schema_is_refused_is_not_asked_for_again(server: ScriptedServer) -> None:
    broken: Scripted = Reply((chunk({"content": '{"cac_cau": ['}),))
    server.script(broken)
    with closing(endpoint(server)) as model:
        assert heard(model) == "broken"
    assert forms(server) == ["json"]


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.name)
def test_an_obedient_model_that_writes_json_has_no_more_effect(goal: Goal, plans: Plans) -> None:
    words = goal.obeyed.replace("{prompt}", goal.traces[0])
    for sentences in ([(words, 1)], [(f"{WORDS}.", 1), (words, 1)]):
        model = ScriptedChatModel(as_json(*sentences), takes_schema=True)
        answer = told(plans, model)
        harmless(answer, goal)
        assert RIGHT_DAY in answer.answer
        assert "Trả lời bằng JSON" in model.received[0][-1].content
