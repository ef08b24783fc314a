"""What every language model owes its callers: the double and the real adapter alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice

import pytest

from rag.adapters.chat_model import Endpoint, LangChainChatModel
from rag.chat.steady import SteadyChatModel
from rag.errors import ModelUnavailable
from rag.ports import ChatMessage, ChatModel
from rag.testing import ScriptedChatModel
from tests.llm.scripted_server import ScriptedServer, says

ASKED = [ChatMessage("system", "Trả lời ngắn."), ChatMessage("user", "Báo cáo nộp trước ngày nào?")]
PIECES = ("Trước ngày ", "30/5", "/2020 ", "[1].")

Make = Callable[..., ChatModel]


def never() -> bool:
    return False


@pytest.fixture(params=["double", "langchain", "steady"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Return how to make a model that will write the pieces given."""
    if request.param == "double":
        yield lambda *pieces: ScriptedChatModel(pieces)
    elif request.param == "steady":
        yield lambda *pieces: SteadyChatModel([ScriptedChatModel(pieces)])
    else:
        pytest.importorskip("langchain_openai")
        with ScriptedServer() as server, closing(LangChainChatModel(Endpoint("nho", server.url))) as model:

            def scripted(*pieces: str) -> ChatModel:
                server.script(says(*pieces))
                return model

            yield scripted


def written(model: ChatModel, messages: Sequence[ChatMessage] = ASKED, max_tokens: int = 100) -> list[str]:
    return list(model.write(messages, max_tokens=max_tokens, cancelled=never))


def test_the_pieces_joined_are_the_text_and_none_is_empty(make: Make) -> None:
    pieces = written(make("", *PIECES, ""))
    assert "".join(pieces) == "".join(PIECES)
    assert all(pieces)


def test_a_model_may_be_asked_again(make: Make) -> None:
    model = make(*PIECES)
    assert "".join(written(model)) == "".join(written(model)) == "".join(PIECES)


def test_a_model_that_writes_nothing_is_unavailable_and_says_why(make: Make) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        written(make())
    assert caught.value.fault == "empty"
    assert caught.value.message_vi


def test_no_more_is_written_once_nobody_wants_it(make: Make) -> None:
    gone = False
    pieces = make(*PIECES).write(ASKED, max_tokens=100, cancelled=lambda: gone)
    assert list(islice(pieces, 1)) == [PIECES[0]]
    gone = True
    assert "".join(pieces) != "".join(PIECES[1:])


def test_nobody_is_asked_for_an_answer_that_is_not_wanted_any_more(make: Make) -> None:
    assert list(make(*PIECES).write(ASKED, max_tokens=100, cancelled=lambda: True)) == []


def test_the_name_holds_no_address(make: Make) -> None:
    name = make(*PIECES).name
    assert name
    assert "://" not in name
