"""The adapter against a server that does everything wrong: each fault has its name, and ends in time."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from rag.adapters.chat_model import Endpoint, LangChainChatModel
from rag.chat.limits import ChatLimits
from rag.errors import ConfigurationError, ModelUnavailable
from rag.ports import ChatMessage
from tests.llm.faults import FAULTS, HALF, SILENCE
from tests.llm.scripted_server import Reply, ScriptedServer, chunk, says

pytest.importorskip("langchain_openai")

QUICK = ChatLimits(first_s=0.4, gap_s=0.4, whole_s=20)
PATIENT = ChatLimits(first_s=10, gap_s=10, whole_s=20)
ASKED = [ChatMessage("system", "Trả lời ngắn."), ChatMessage("user", "Báo cáo nộp trước ngày nào?")]


@pytest.fixture
def model(server: ScriptedServer) -> Iterator[LangChainChatModel]:
    with closing(LangChainChatModel(Endpoint("nho", server.url, "bí mật".encode().hex()), PATIENT)) as opened:
        yield opened


def heard(model: LangChainChatModel, max_tokens: int = 1000) -> tuple[str, str | None]:
    """Return the text that came and the fault that ended it."""
    text = ""
    try:
        for piece in model.write(ASKED, max_tokens=max_tokens, cancelled=lambda: False):
            text += piece
    except ModelUnavailable as error:
        return text, error.fault
    return text, None


def tasks_of(model: LangChainChatModel) -> int:
    """Return how many tasks are on the model's loop, once it has had a moment to end them."""
    loop = model._loop._loop
    assert loop is not None
    until = time.monotonic() + 2
    while asyncio.all_tasks(loop) and time.monotonic() < until:
        time.sleep(0.01)
    return len(asyncio.all_tasks(loop))


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_its_name_ends_in_time_and_leaves_nothing_behind(name: str, server: ScriptedServer) -> None:
    expected = FAULTS[name]
    server.script(expected.reply)
    with closing(
        LangChainChatModel(Endpoint("nho", server.url), QUICK if expected.fault == "silent" else PATIENT)
    ) as model:
        began = time.monotonic()
        text, fault = heard(model)
        assert time.monotonic() - began < QUICK.gap_s + 3
        assert tasks_of(model) == 0
    assert fault == expected.fault
    if expected.fault is None:
        assert text == expected.text
    elif expected.text == "½":
        assert text == HALF
    elif not expected.text:
        assert not text.strip()


def elsewhere(url: str) -> str | None:
    with closing(LangChainChatModel(Endpoint("nho", url), PATIENT)) as model:
        return heard(model)[1]


def test_a_port_that_nobody_listens_at_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    assert elsewhere(f"http://127.0.0.1:{port}/v1") == "unreachable"


def test_a_host_that_does_not_exist_is_unreachable() -> None:
    assert elsewhere("http://khong-co.invalid/v1") == "unreachable"


def test_https_to_a_server_without_it_is_insecure(server: ScriptedServer) -> None:
    assert elsewhere(server.url.replace("http://", "https://")) == "insecure"


def test_a_client_that_stops_listening_leaves_the_server_at_once(
    server: ScriptedServer, model: LangChainChatModel
) -> None:
    server.script(Reply((chunk({"content": "Trước "}), SILENCE)))
    pieces = model.write(ASKED, max_tokens=100, cancelled=lambda: False)
    assert next(pieces) == "Trước "
    pieces.close()  # type: ignore[attr-defined]  # a generator, as every iterator of ours is
    assert server.hung_up.wait(2)
    assert tasks_of(model) == 0


def test_cancelling_ends_a_silence_long_before_its_time(server: ScriptedServer) -> None:
    server.script(Reply((SILENCE,)))
    gone = threading.Event()
    with closing(LangChainChatModel(Endpoint("nho", server.url))) as model:
        threading.Timer(0.2, gone.set).start()
        began = time.monotonic()
        assert list(model.write(ASKED, max_tokens=100, cancelled=gone.is_set)) == []
        assert time.monotonic() - began < 2
        assert server.hung_up.wait(2)


def test_what_is_sent_is_the_messages_the_key_and_the_bounds(server: ScriptedServer, model: LangChainChatModel) -> None:
    server.script(says("Có [1]."))
    assert heard(model, 77) == ("Có [1].", None)
    sent = server.requests[-1]
    assert sent.path == "/v1/chat/completions"
    assert sent.headers["authorization"] == "Bearer " + "bí mật".encode().hex()
    assert [(m["role"], m["content"]) for m in sent.body["messages"]] == [(m.role, m.content) for m in ASKED]
    assert sent.body["max_tokens"] == sent.body["max_completion_tokens"] == 77
    assert sent.body["temperature"] == 0
    assert not {"tools", "response_format"} & set(sent.body)


def test_a_redirect_is_not_followed_so_the_key_stays_where_it_was_meant_for(
    server: ScriptedServer, model: LangChainChatModel
) -> None:
    with ScriptedServer() as other:
        server.script(Reply((), 307, "text/html", (("Location", f"{other.url}/chat/completions"),)))
        assert heard(model) == ("", "refused")
        assert other.requests == []


def test_nothing_is_traced_to_anybody_whatever_the_environment_says(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer() as listener:
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        for name in ("LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT", "OPENAI_API_BASE", "OPENAI_BASE_URL"):
            monkeypatch.setenv(name, listener.url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "k")
        server.script(says("Có [1]."))
        with closing(LangChainChatModel(Endpoint("nho", server.url), PATIENT)) as model:
            assert heard(model) == ("Có [1].", None)
        time.sleep(0.3)
        assert listener.requests == []


def test_ten_questions_at_once_are_ten_answers(server: ScriptedServer, model: LangChainChatModel) -> None:
    server.script(lambda got: says(*("từng ", "chữ ", "một [1]."), gap_s=0.05))
    found: list[tuple[str, str | None]] = []
    threads = [threading.Thread(target=lambda: found.append(heard(model))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert found == [("từng chữ một [1].", None)] * 10
    assert tasks_of(model) == 0


def test_a_provider_without_its_library_says_what_to_install() -> None:
    with pytest.raises(ConfigurationError, match="langchain-anthropic"):
        LangChainChatModel(Endpoint("nho", provider="anthropic")).load()


def test_a_provider_that_does_not_exist_is_the_operators_mistake() -> None:
    with pytest.raises(ConfigurationError, match="DANVAN_LLM"):
        LangChainChatModel(Endpoint("nho", provider="khong-co")).load()


def test_neither_name_nor_errors_hold_the_key(server: ScriptedServer) -> None:
    key = "sk-tuyet-doi-bi-mat"
    with closing(LangChainChatModel(Endpoint("nho", server.url, key), PATIENT)) as model:
        server.script(FAULTS["401"].reply)
        with pytest.raises(ModelUnavailable) as caught:
            list(model.write(ASKED, max_tokens=10, cancelled=lambda: False))
        assert key not in f"{model.name}{caught.value}{caught.value.message_vi}{caught.value!r}"
        assert key not in repr(model._endpoint)
    assert key not in os.environ.values()  # noqa: TID251


@pytest.mark.parametrize("name", ["500", "half JSON", "no JSON", "404 model", "right text of another content type"])
def test_no_log_at_any_level_holds_what_is_asked_answered_or_shown_as_key(
    name: str, server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script(FAULTS[name].reply)
    key = "sk-khong-ghi-vao-dau"
    with (
        caplog.at_level(logging.DEBUG),
        closing(LangChainChatModel(Endpoint("nho", server.url, key), PATIENT)) as model,
    ):
        heard(model)
        heard(model)
    written = caplog.text.lower()
    for secret in (key, ASKED[1].content.lower(), "trả lời ngắn", "các đơn vị", server.url):
        assert secret not in written
