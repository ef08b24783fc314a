"""Programs made for OpenAI's interface, unchanged, at a real server: they read answers, sources, streams and errors."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

import api.routes_completions
from api.app import create_app
from api.testing import SampleAssistant
from rag.model import Answer, Inquiry

if TYPE_CHECKING:
    from openai import OpenAI

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "Báo cáo 6 tháng nộp khi nào?"
FIRST = "Trước ngày 05/6 [1]."


class Slow(SampleAssistant):
    """Takes as long as some signs of life."""

    def answer(self, inquiry: Inquiry) -> Answer:
        time.sleep(0.1)
        return super().answer(inquiry)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Return the base URL of a server over the assistant double: it shows signs of life before it answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.routes_completions, "ALIVE_S", 0.02)
        yield from served()


def served() -> Iterator[str]:
    assistant = Slow()
    app = create_app(assistant, assistant.documents, assistant.documents.readiness)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, access_log=False, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def client(url: str) -> Iterator[OpenAI]:
    openai = pytest.importorskip("openai")
    with openai.OpenAI(base_url=url, api_key="sk-bat-ky", max_retries=0) as made:
        yield made


def test_the_python_client_reads_an_answer_and_its_sources(client: OpenAI) -> None:
    completion = client.chat.completions.create(model="danvan", messages=[{"role": "user", "content": QUESTION}])
    message = completion.choices[0].message
    assert message.content is not None
    assert message.content.startswith(FIRST)
    assert message.annotations
    place = message.annotations[0].url_citation
    assert message.content[place.start_index : place.end_index] == "[1]"
    assert completion.model_extra is not None
    assert [citation["marker"] for citation in completion.model_extra["citations"]] == [1, 2]


def test_the_python_client_reads_a_stream_that_says_the_same(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="danvan", messages=[{"role": "user", "content": QUESTION}])
    chunks = list(
        client.chat.completions.create(model="danvan", messages=[{"role": "user", "content": QUESTION}], stream=True)
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.choices[0].message.content
    last, delta = chunks[-1].model_extra, chunks[-1].choices[0].delta.model_extra
    assert last is not None
    assert delta is not None
    assert whole.model_extra is not None
    assert last["citations"] == whole.model_extra["citations"]
    assert delta["annotations"] == [a.model_dump() for a in whole.choices[0].message.annotations or []]


def test_the_python_clients_own_gathering_of_a_stream_works(client: OpenAI) -> None:
    with client.chat.completions.stream(model="danvan", messages=[{"role": "user", "content": QUESTION}]) as stream:
        gathered = stream.get_final_completion()
    message = gathered.choices[0].message
    assert message.content is not None
    assert message.content.startswith(FIRST)
    assert message.annotations
    assert gathered.model_extra is not None
    assert gathered.model_extra["citations"]


def test_the_python_client_understands_what_is_refused(client: OpenAI) -> None:
    import openai

    with pytest.raises(openai.NotFoundError) as unknown:
        client.chat.completions.create(model="gpt-9", messages=[{"role": "user", "content": QUESTION}])
    assert unknown.value.code == "model_not_found"
    with pytest.raises(openai.UnprocessableEntityError) as empty:
        client.chat.completions.create(model="danvan", messages=[{"role": "user", "content": " "}])
    assert empty.value.param == "messages"


def test_the_python_client_lists_the_models(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["danvan", "danvan-extractive"]


def test_langchain_asks_streams_and_goes_on_asking(url: str) -> None:
    langchain = pytest.importorskip("langchain_openai")
    model = langchain.ChatOpenAI(model="danvan", base_url=url, api_key="sk-bat-ky", max_retries=0)
    answer = model.invoke(QUESTION)
    assert answer.content.startswith(FIRST)
    assert "\n[1] Kế hoạch số 12/KH-UBND" in answer.content
    assert "".join(str(chunk.content) for chunk in model.stream(QUESTION)) == answer.content
    follow_up = model.invoke([("user", QUESTION), ("assistant", answer.content), ("user", "Còn báo cáo năm?")])
    assert follow_up.content


def test_the_javascript_client_reads_answers_streams_and_errors(url: str) -> None:
    node = shutil.which("node")
    if node is None or not (ROOT / "api" / "web" / "node_modules" / "openai").is_dir():
        pytest.skip("node or its package openai is missing (npm ci in api/web)")
    script = ROOT / "tests" / "llm" / "openai_client.mjs"
    run = subprocess.run([node, str(script), url, QUESTION], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["whole"].startswith(FIRST)
    assert said["streamed"] == said["whole"]
    assert said["citations"] == said["streamedCitations"] == [1, 2]
    assert said["annotations"] == said["streamedAnnotations"]
    assert len(said["annotations"]) == 4
    assert said["models"] == ["danvan", "danvan-extractive"]
    assert said["error"] == [404, "model_not_found"]
