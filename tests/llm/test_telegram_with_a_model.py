"""The bot with a language model: every fault ends in one answer, proven sentences are shown, a kill loses nothing."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.wording import SENT_AGAIN, STOPPED, WRITING
from rag.adapters.chat_model import Endpoint, LangChainChatModel
from rag.assistant import Assistant
from rag.chat.limits import ChatLimits
from rag.chat.steady import SteadyChatModel, Trying
from rag.generation.composing import WORDED
from rag.model import Answer, Filters, Inquiry, SearchHit
from tests.llm.faults import FAULTS
from tests.llm.plans import HERE, QUESTION, RIGHT_DAY, TRUE, Plans, plan
from tests.llm.scripted_server import ScriptedServer, says
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import Call, Fault
from tests.telegram.conftest import environment
from tests.telegram.office import Office
from tests.telegram.trials import bot_process

pytest.importorskip("langchain_openai")

# What the adapter ignores when it is made is forgotten at the end of the test in which a shared bot was made.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'"),
    pytest.mark.filterwarnings("ignore:.*PTB_TIMEDELTA"),
]

SILENCE_S, PATIENCE_S = 0.5, 3.0
TOLD = TRUE.removesuffix(" [1].") + "."  # a sentence as it is heard: without its marker
CHAT = 10_000


@dataclass
class Patience:
    """Answers by an assistant whose model is given little time for silence, or by one whose is given much."""

    hasty: Assistant
    patient: Assistant
    is_hasty: bool = False

    def answer(self, inquiry: Inquiry) -> Answer:
        return (self.hasty if self.is_hasty else self.patient).answer(inquiry)

    def search(self, query: str, k: int, filters: Filters) -> list[SearchHit]:
        return self.patient.search(query, k, filters)


@dataclass
class Bot:
    """A bot that runs: what it was sent to, who answers in it, its event loop and the tasks there when it is idle."""

    telegram: BotApiDouble
    patience: Patience
    loop: asyncio.AbstractEventLoop
    tasks_at_rest: int

    def tasks(self) -> int:
        async def count() -> int:
            return len(asyncio.all_tasks()) - 1

        return asyncio.run_coroutine_threadsafe(count(), self.loop).result(5)


@pytest.fixture(scope="module")
def broken() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture(scope="module")
def bot(plans: Plans, broken: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    never_rest = Trying(fails_in_a_row=10**6)

    def assistant(model: LangChainChatModel) -> Assistant:
        return plans.assistant(SteadyChatModel([model], never_rest))

    def endpoint(silence_s: float) -> LangChainChatModel:
        return LangChainChatModel(Endpoint("nho", broken.url), ChatLimits(silence_s, silence_s, 20))

    with closing(endpoint(SILENCE_S)) as hasty, closing(endpoint(15)) as patient, BotApiDouble() as telegram:
        patience = Patience(assistant(hasty), assistant(patient))
        folder, ledger = tmp_path_factory.mktemp("bot"), plans.store()[0]
        with Office(telegram, folder, assistant=patience, documents=ledger).open() as (_, loop):
            made = Bot(telegram, patience, loop, 0)
            telegram.wait(lambda: telegram.calls("setMyCommands"))
            time.sleep(0.2)
            made.tasks_at_rest = made.tasks()
            yield made


def answers(telegram: BotApiDouble, chat: int) -> list[Call]:
    """Return what was sent to a chat to stay: what stands only while one waits is silent."""
    return [c for c in telegram.calls("sendMessage", chat=chat) if not c.params.get("disable_notification")]


@pytest.mark.parametrize(("number", "name"), list(enumerate(FAULTS, start=1)), ids=list(FAULTS))
def test_every_fault_ends_in_one_answer_in_the_chat(number: int, name: str, broken: ScriptedServer, bot: Bot) -> None:
    broken.script(FAULTS[name].reply)
    bot.patience.is_hasty = FAULTS[name].fault == "silent"
    began = time.monotonic()
    bot.telegram.say(number, QUESTION)
    (answer,) = bot.telegram.wait(lambda: answers(bot.telegram, number), SILENCE_S + PATIENCE_S)
    assert answer.at - began < SILENCE_S + PATIENCE_S
    assert RIGHT_DAY in answer.params["text"]
    assert "mô hình ngôn ngữ" in answer.params["text"].lower()
    assert "Mục II.1" in answer.params["text"]
    bot.telegram.wait(lambda: bot.tasks() == bot.tasks_at_rest, 5)
    assert len(answers(bot.telegram, number)) == 1
    assert bot.telegram.state.refused == []


def test_a_model_that_works_is_told_and_cited(broken: ScriptedServer, bot: Bot) -> None:
    broken.script(says(*(f"{word} " for word in TRUE.split())))
    bot.patience.is_hasty = False
    bot.telegram.say(400, QUESTION)
    (answer,) = bot.telegram.wait(lambda: answers(bot.telegram, 400))
    assert answer.params["text"].startswith(f"{TRUE}\n{WORDED}\n")
    assert "Mục II.1" in answer.params["text"]


def test_the_button_that_stops_breaks_the_model_off(broken: ScriptedServer, bot: Bot) -> None:
    broken.script(says(f"{TRUE}\n", TRUE, gap_s=60))
    broken.hung_up.clear()
    bot.patience.is_hasty = False
    bot.telegram.say(401, QUESTION)
    (offer,) = bot.telegram.wait_calls(1, "sendMessage", chat=401)
    assert [call.params["text"] for call in bot.telegram.calls("sendMessageDraft", chat=401)] == [TOLD]
    (data,) = bot.telegram.buttons(401, offer.message or 0).values()
    bot.telegram.press(401, offer.message or 0, data)
    (stopped,) = bot.telegram.wait(lambda: answers(bot.telegram, 401))
    assert stopped.params["text"] == STOPPED
    assert broken.hung_up.wait(3)
    bot.telegram.wait(lambda: bot.tasks() == bot.tasks_at_rest, 5)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Return a data directory that holds one plan."""
    (tmp_path / "plan.txt").write_text(plan(HERE, "Đồng Xoan", RIGHT_DAY).text, encoding="utf-8")
    settings = {"DANVAN_SHIPPED_DOCUMENTS": "false"}
    command = [sys.executable, "-m", "danvan", "ingest", str(tmp_path / "plan.txt")]
    run = subprocess.run(command, env=environment(tmp_path / "kho", settings), capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    return tmp_path / "kho"


def of_the_model(server: ScriptedServer) -> dict[str, str]:
    return {"DANVAN_LLM_URL": server.url, "DANVAN_LLM_MODEL": "nho", "DANVAN_SHIPPED_DOCUMENTS": "false"}


def test_the_bot_shows_what_is_proven_while_the_model_writes(
    server: ScriptedServer, data_dir: Path, tmp_path: Path
) -> None:
    server.script(says(f"{TRUE}\n", "Hạn là ngày 1/1 [1].\n", TRUE, gap_s=1.2))
    with (
        BotApiDouble() as telegram,
        bot_process(telegram, data_dir, tmp_path / "log", 1, **of_the_model(server)) as start,
    ):
        start()
        telegram.say(CHAT, QUESTION)
        (answer,) = telegram.wait(lambda: answers(telegram, CHAT), 60)
        drafts = [call.params["text"] for call in telegram.calls("sendMessageDraft", chat=CHAT)]
    assert drafts
    assert all(text.startswith(TOLD) and "1/1" not in text for text in drafts)
    assert answer.params["text"].startswith(TRUE)
    assert telegram.state.refused == []


def test_a_bot_that_is_killed_while_the_model_writes_leaves_one_answer_and_nothing_else(
    server: ScriptedServer, data_dir: Path, tmp_path: Path
) -> None:
    server.script(says(f"{TRUE}\n", TRUE, gap_s=30), says(TRUE))
    with (
        BotApiDouble() as telegram,
        bot_process(telegram, data_dir, tmp_path / "log", 1, **of_the_model(server)) as start,
    ):
        telegram.fail(Fault("400", times=1_000, method="sendMessageDraft"))
        start()
        telegram.say(CHAT, QUESTION)
        shown = telegram.wait_calls(1, "sendMessage", chat=CHAT, seconds=60)[0]
        assert shown.params["text"] == f"{TOLD}\n\n{WRITING}"
        time.sleep(0.3)
        start()  # the one before is killed
        telegram.wait(lambda: [t for t in telegram.texts(CHAT) if t.startswith(TRUE)], 60)
        telegram.wait(lambda: len(telegram.texts(CHAT)) == 1, 20)
        assert not any(SENT_AGAIN in call.params["text"] for call in telegram.calls("sendMessage"))
        assert len(answers(telegram, CHAT)) == 1
