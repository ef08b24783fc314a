"""What goes wrong between the bot and Telegram: nothing is lost, nothing is repeated without saying so."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.testing import SampleAssistant
from bot.letters import SendText, to_json
from bot.pace import Limits
from bot.webhook import Reception
from bot.wording import SENT_AGAIN, STOPPED
from corpus.mail import LetterDraft, Settlement, Update
from corpus.mailbox import Mailbox
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import TOKEN, Fault
from tests.telegram.conftest import environment
from tests.telegram.office import ANSWER, QUESTION, Office, SlowAssistant
from tests.telegram.trials import most_within


@pytest.fixture
def office(telegram: BotApiDouble, tmp_path: Path) -> Office:
    return Office(telegram, tmp_path)


def sent(office: Office, chat: int) -> list[str]:
    return [call.params["text"] for call in office.telegram.calls("sendMessage", chat=chat)]


def test_a_chat_that_has_to_wait_delays_no_other_and_loses_nothing(office: Office) -> None:
    office.telegram.fail(Fault("429", times=2, chat=1, seconds=1))
    with office.open():
        began = time.monotonic()
        office.telegram.say(1, QUESTION)
        office.telegram.say(2, QUESTION)
        (other,) = office.telegram.wait_calls(1, "sendMessage", chat=2)
        (late,) = office.telegram.wait_calls(1, "sendMessage", chat=1)
    assert late.at - began > 2
    assert other.at < late.at
    assert sent(office, 1)[0].startswith(ANSWER)  # it certainly had not arrived: not marked


@pytest.mark.parametrize("kind", ["500", "reset", "reset after"])
def test_an_answer_whose_fate_is_unknown_is_sent_again_and_marked(office: Office, kind: str) -> None:
    office.telegram.fail(Fault(kind, chat=1))  # type: ignore[arg-type]
    with office.open():
        office.telegram.say(1, QUESTION)
        office.telegram.wait(lambda: any(text.startswith(SENT_AGAIN) for text in sent(office, 1)))
        time.sleep(0.3)
    assert len(sent(office, 1)) == (2 if kind == "reset after" else 1)
    assert office.telegram.state.refused == []  # the entities moved with the words


def test_a_call_that_is_refused_for_good_is_given_up_and_the_chat_goes_on(office: Office) -> None:
    office.telegram.fail(Fault("400", chat=1))
    with office.open():
        office.telegram.say(1, QUESTION)
        office.telegram.say(1, "/help")
        (call,) = office.telegram.wait_calls(1, "sendMessage", chat=1)
    assert call.params["text"].startswith("Cách hỏi")


def test_ten_thousand_old_updates_are_answered_by_nothing(office: Office) -> None:
    with office.open():
        office.telegram.say(1, QUESTION)
        office.telegram.wait_calls(1, "sendMessage", chat=1)
        old = {"update_id": office.telegram.state.next_update, "message": {}}
        for number in range(10_000):
            office.telegram.push_again(old | {"message": _message(1 + number % 400)})
        office.telegram.say(7, QUESTION)
        office.telegram.wait_calls(1, "sendMessage", chat=7, seconds=120)
    assert len(office.telegram.calls("sendMessage")) == 2


def _message(person: int) -> dict[str, object]:
    user = {"id": person, "is_bot": False, "first_name": "N"}
    chat = {"id": person, "type": "private", "first_name": "N"}
    return {"message_id": 1, "date": 1, "chat": chat, "from": user, "text": QUESTION}


def test_limits_are_kept_whoever_asks(office: Office) -> None:
    office.limits = Limits(overall=10, overall_s=0.5, chat=1, chat_s=0.4, group=3, group_s=3.0)
    with office.open():
        for _ in range(3):
            for chat in range(1, 16):
                office.telegram.say(chat, QUESTION)
        for _ in range(5):
            office.telegram.say(-50, "/help", person=1)
        calls = office.telegram.wait_calls(50, "sendMessage", seconds=60)
    assert most_within([call.at for call in calls], 0.5) <= 10
    for chat in range(1, 16):
        moments = [call.at for call in calls if call.params["chat_id"] == chat]
        assert len(moments) == 3
        assert most_within(moments, 0.4) == 1
    assert most_within([call.at for call in calls if call.params["chat_id"] == -50], 3.0) <= 3


def letter(text: str, hours: int = 1) -> LetterDraft:
    return LetterDraft("1", to_json(SendText(chat=1, text=text)), datetime.now(UTC) + timedelta(hours=hours))


def test_letters_of_an_earlier_process_go_out_and_those_in_doubt_are_marked(office: Office) -> None:
    with Mailbox(office.folder / "ledger.sqlite3") as mailbox:
        first, *_ = mailbox.post(Settlement(letters=(letter("một"), letter("hai"), letter("quá hạn", hours=-1))))
        mailbox.sending(first.id)
    with office.open():
        office.telegram.wait_calls(2, "sendMessage", chat=1)
    assert sent(office, 1) == [f"{SENT_AGAIN}\nmột", "hai"]


def test_buttons_and_conversations_survive_a_restart(office: Office) -> None:
    assistant = SampleAssistant()
    office.assistant = assistant
    with office.open():
        office.telegram.say(1, QUESTION)
        (answer,) = office.telegram.wait_calls(1, "sendMessage", chat=1)
    with office.open():
        buttons = office.telegram.buttons(1, answer.message or 0)
        office.telegram.press(1, answer.message or 0, buttons["📄 1"])
        section = office.telegram.wait_calls(2, "sendMessage", chat=1)[-1]
        office.telegram.say(1, "còn báo cáo năm?")
        office.telegram.wait_calls(3, "sendMessage", chat=1)
    assert "Mục II.1" in section.params["text"]
    assert [turn.content for turn in assistant.received[-1].history][:1] == [QUESTION]


def test_an_update_that_may_be_what_kills_is_given_up(office: Office) -> None:
    with Mailbox(office.folder / "ledger.sqlite3") as mailbox:
        mailbox.take_in([Update(5, json.dumps({"update_id": 5, "message": _message(1)}))])
        for _ in range(3):
            mailbox.unsettled()
    with office.open():
        office.telegram.wait_calls(1, "sendMessage", chat=1)
    assert "gặp lỗi" in sent(office, 1)[0]


def test_a_failure_is_told_without_words_in_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.assistant = SampleAssistant(failure=RuntimeError(f"{QUESTION} chim hoàng yến"))
    with caplog.at_level(logging.DEBUG), office.open():
        office.telegram.say(1, QUESTION)
        office.telegram.wait_calls(1, "sendMessage", chat=1)
    code = sent(office, 1)[0].partition("mã ")[2][:8]
    assert code in caplog.text
    assert "chim hoàng yến" not in caplog.text
    assert QUESTION not in caplog.text


def test_typing_is_shown_while_an_answer_takes_long(office: Office) -> None:
    office.assistant = SlowAssistant(seconds=1.2)
    with office.open():
        office.telegram.say(1, QUESTION)
        office.telegram.wait_calls(1, "sendMessage", chat=1)
    assert len(office.telegram.calls("sendChatAction", chat=1)) == 1


def test_an_answer_that_takes_long_can_be_stopped(office: Office) -> None:
    assistant = SlowAssistant(seconds=6.0)
    office.assistant = assistant
    with office.open():
        office.telegram.say(1, QUESTION)
        (offer,) = office.telegram.wait_calls(1, "sendMessage", chat=1)
        (data,) = office.telegram.buttons(1, offer.message or 0).values()
        pressed_at = time.monotonic()
        office.telegram.press(1, offer.message or 0, data)
        stopped = office.telegram.wait_calls(2, "sendMessage", chat=1)[-1]
        office.telegram.wait_calls(1, "deleteMessage", chat=1)
        assert stopped.params["text"] == STOPPED
        assert stopped.at - pressed_at < 2
        assert office.telegram.wait_calls(1, "answerCallbackQuery")[0].params["text"] == STOPPED
        assistant.seconds = 0.0
        office.telegram.say(1, QUESTION)
        office.telegram.wait_calls(3, "sendMessage", chat=1)
    assert sent(office, 1)[-1].startswith(ANSWER)


def test_chats_are_answered_in_order_and_beside_each_other(office: Office) -> None:
    office.assistant = SlowAssistant(seconds=0.3)
    office.limits = Limits(chat_s=0.0)
    with office.open():
        began = time.monotonic()
        for chat in (1, 2, 3, 4):
            office.telegram.say(chat, QUESTION)
            office.telegram.say(chat, "xin chào")
        calls = office.telegram.wait_calls(8, "sendMessage")
    assert calls[-1].at - began < 8 * 0.3 + 0.2
    for chat in (1, 2, 3, 4):
        assert [text.startswith(ANSWER) for text in sent(office, chat)] == [True, False]


def test_a_bot_that_cannot_reach_telegram_can_be_told_to_stop(telegram: BotApiDouble, tmp_path: Path) -> None:
    telegram.fail(Fault("500", times=1_000, method="getMe"))
    command = [sys.executable, "-m", "danvan", "bot"]
    settings = {"DANVAN_BOT_TOKEN": TOKEN, "DANVAN_BOT_API_URL": telegram.url}
    with subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path / "kho", settings)) as bot:
        telegram.wait(lambda: telegram.state.calls, 60)
        bot.terminate()
        assert bot.wait(15) == 0


async def test_a_pushed_update_is_stored_before_it_is_acknowledged(office: Office) -> None:
    secret = "the-secret-of-this-webhook"
    office.assistant = SlowAssistant(seconds=0.5)
    body = json.dumps({"update_id": 77, "message": _message(1)}).encode()
    with office.open() as (service, loop):
        reception = Reception(service, loop)
        assert await reception.receive(secret, "another-secret-of-a-webhook", body) == 403
        assert await reception.receive("", "", body) == 403
        assert await reception.receive(secret, secret, b"[1]") == 400
        assert await reception.receive(secret, secret, b"{") == 400
        assert await reception.receive(secret, secret, body) == 200
        assert await reception.receive(secret, secret, body) == 200
        with Mailbox(office.folder / "ledger.sqlite3") as mailbox:
            assert [update.id for update in mailbox.unsettled()] == [77]  # stored, and not yet answered
        await asyncio.to_thread(office.telegram.wait_calls, 1, "sendMessage", chat=1)
    assert await reception.receive(secret, secret, body) == 503
    assert len(sent(office, 1)) == 1
