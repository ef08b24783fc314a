"""Whatever the model's server does, every channel answers, in time, from the documents, and says how."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.ports import Readiness
from rag.adapters.chat_model import Endpoint, LangChainChatModel
from rag.chat.limits import ChatLimits
from rag.chat.steady import SteadyChatModel, Trying
from rag.chat.structure import Output
from rag.ports import ChatModel
from tests.llm.faults import FAULTS
from tests.llm.plans import QUESTION, RIGHT_DAY, TRUE, Plans
from tests.llm.scripted_server import ScriptedServer, fails, says

pytest.importorskip("langchain_openai")

SILENCE_S = 0.5
PATIENCE_S = 3.0
CHANNELS = ("ask", "stream", "completion", "completion stream")


def door(plans: Plans, model: ChatModel) -> TestClient:
    ledger, _ = plans.store()
    ready = Readiness(2, len(ledger.documents()), "test")
    return TestClient(create_app(plans.assistant(model), ledger, lambda: ready))


def endpoint(server: ScriptedServer, silence_s: float, output: Output = "auto") -> LangChainChatModel:
    return LangChainChatModel(Endpoint("nho", server.url, output=output), ChatLimits(silence_s, silence_s, 20))


def answer_by(client: TestClient, channel: str) -> dict[str, Any]:
    """Ask through a channel and return what it says in the fields of `/ask`."""
    asked = {"question": QUESTION}
    if channel == "ask":
        response = client.post("/api/v1/ask", json=asked)
        return dict(response.json())
    if channel == "stream":
        events = client.post("/api/v1/ask/stream", json=asked).text.replace("\r\n", "\n").strip().split("\n\n")
        name, data = events[-1].split("\n", 1)
        assert name == "event: final", events[-1][:200]
        return dict(json.loads(data.removeprefix("data: ")))
    body = {"model": "danvan", "messages": [{"role": "user", "content": QUESTION}]}
    if channel == "completion":
        said = client.post("/v1/chat/completions", json=body).json()
    else:
        events = client.post("/v1/chat/completions", json=body | {"stream": True}).text.strip().split("\n\n")
        assert events[-1] == "data: [DONE]"
        said = json.loads(events[-2].removeprefix("data: "))
    return {**said["danvan"], "citations": said["citations"]}


@pytest.fixture(scope="module")
def broken() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture(scope="module", params=["text", "json"])
def doors(plans: Plans, broken: ScriptedServer, request: pytest.FixtureRequest) -> Iterator[dict[bool, TestClient]]:
    """Return doors over a model that is given little time for silence, and over one that is given much."""
    never_rest, output = Trying(fails_in_a_row=10**6), request.param
    with closing(endpoint(broken, SILENCE_S, output)) as hasty, closing(endpoint(broken, 15, output)) as patient:
        yield {
            True: door(plans, SteadyChatModel([hasty], never_rest)),
            False: door(plans, SteadyChatModel([patient], never_rest)),
        }


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_ends_in_an_answer_in_every_channel(
    name: str, broken: ScriptedServer, doors: dict[bool, TestClient]
) -> None:
    broken.script(FAULTS[name].reply)
    for channel in CHANNELS:
        began = time.monotonic()
        answer = answer_by(doors[FAULTS[name].fault == "silent"], channel)
        assert time.monotonic() - began < SILENCE_S + PATIENCE_S, channel
        assert answer["status"] == "answered", channel
        assert answer["mode"] == "extractive", channel
        assert RIGHT_DAY in answer["answer"], channel
        assert any("mô hình ngôn ngữ" in notice.lower() for notice in answer["notices"]), channel
        assert answer["citations"], channel


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_model_that_works_is_heard_in_every_channel(plans: Plans, server: ScriptedServer, channel: str) -> None:
    server.script(says(*(f"{word} " for word in TRUE.split())))
    with closing(endpoint(server, 15)) as model:
        answer = answer_by(door(plans, model), channel)
    assert answer["mode"] == "generative"
    assert answer["answer"] == TRUE
    assert answer["citations"][0]["section"]["label"] == "Mục II.1"


def test_the_second_endpoint_answers_when_the_first_does_not(plans: Plans, server: ScriptedServer) -> None:
    with ScriptedServer() as other, closing(endpoint(server, 15)) as first, closing(endpoint(other, 15)) as second:
        server.script(fails(401))
        other.script(says(TRUE))
        answer = answer_by(door(plans, SteadyChatModel([first, second])), "ask")
    assert answer["mode"] == "generative"


def test_a_dead_endpoint_costs_nothing_once_it_rests(plans: Plans, server: ScriptedServer) -> None:
    server.script(fails(503))
    with closing(endpoint(server, 15)) as model:
        client = door(plans, SteadyChatModel([model]))
        answers = [answer_by(client, "ask") for _ in range(6)]
    assert all(answer["mode"] == "extractive" and answer["notices"] for answer in answers)
    assert server.asked == 4  # two questions with their second tries; then it is left alone


def test_an_extractive_answer_asks_no_model(plans: Plans, server: ScriptedServer) -> None:
    with closing(endpoint(server, 15)) as model:
        client = door(plans, model)
        client.post("/api/v1/ask", json={"question": QUESTION, "mode": "extractive"})
        body = {"model": "danvan-extractive", "messages": [{"role": "user", "content": QUESTION}]}
        client.post("/v1/chat/completions", json=body)
    assert server.asked == 0
