"""A group becomes a supergroup: its conversation, filters, permission and letters follow to the new chat."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.testing import SampleAssistant
from bot.members import Members
from bot.parts import Rules
from bot.ports import Mailbox as Port
from corpus.mailbox import Mailbox
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import Call, Fault
from tests.telegram.office import ANSWER, QUESTION, Office

OLD, NEW = -77, -1_000_000_000_077
ASKED = f"@danvan_bot {QUESTION}"


@pytest.fixture
def assistant() -> SampleAssistant:
    return SampleAssistant()


@pytest.fixture
def office(telegram: BotApiDouble, tmp_path: Path, assistant: SampleAssistant) -> Iterator[Office]:
    made = Office(telegram, tmp_path, Rules(admins=frozenset({1}), per_minute=1_000), assistant=assistant)
    with made.open():
        allow(telegram, OLD)
        yield made


def allow(telegram: BotApiDouble, group: int) -> None:
    """Have the administrator allow a group to see everything; two messages come of it."""
    telegram.say(group, "/admin", person=1)
    (asked,) = telegram.wait_calls(1, "sendMessage", chat=group)
    yes = next(iter(telegram.buttons(group, asked.message or 0).values()))
    telegram.press(group, asked.message or 0, yes, person=1)
    telegram.wait_calls(2, "sendMessage", chat=group)


def sent(office: Office, chat: int, count: int) -> Call:
    return office.telegram.wait_calls(count, "sendMessage", chat=chat)[-1]


def test_conversation_filters_and_permission_follow(office: Office, assistant: SampleAssistant) -> None:
    telegram = office.telegram
    telegram.say(OLD, "/diaphuong@danvan_bot Tân Mẫu", person=1)
    sent(office, OLD, 3)
    telegram.say(OLD, ASKED, person=1)
    assert sent(office, OLD, 4).params["text"].startswith(ANSWER)
    telegram.migrate(OLD, NEW)
    telegram.say(NEW, "@danvan_bot còn báo cáo năm?", person=1)
    answer = sent(office, NEW, 1).params["text"]
    assert answer.startswith(ANSWER)
    assert "Đang lọc" in answer
    assert [turn.content for turn in assistant.received[-1].history][:1] == [QUESTION]
    telegram.say(NEW, "@danvan_bot báo cáo nộp cho ai?", person=1)
    sent(office, NEW, 2)
    assert len(assistant.received[-1].history) == 4  # the earlier exchanges are still before it
    with Mailbox(office.folder / "ledger.sqlite3") as mailbox:
        assert not _is_approved(mailbox, OLD)
        assert _is_approved(mailbox, NEW)
        assert mailbox.notes_of(f"group:{OLD}") == []


def _is_approved(mailbox: Port, chat: int) -> bool:
    return Members(mailbox, frozenset(), everyone=False).is_approved(chat)


def test_letters_that_wait_go_to_the_new_chat_even_when_nobody_told(office: Office) -> None:
    telegram = office.telegram
    telegram.fail(Fault("429", chat=OLD, seconds=1))
    telegram.say(OLD, ASKED, person=1)
    telegram.say(OLD, ASKED, person=1)
    telegram.wait(lambda: [call for call in telegram.state.calls if call.status == 429])
    telegram.migrate(OLD, NEW, told=False)
    first = telegram.wait_calls(1, "sendMessage", chat=NEW)[0]
    assert first.params["text"].startswith(ANSWER)
    assert "reply_parameters" not in first.params  # the number would mean another message there
    telegram.say(NEW, ASKED, person=1)
    calls = telegram.wait_calls(3, "sendMessage", chat=NEW)
    assert all(call.params["text"].startswith(ANSWER) for call in calls)  # permission came along
    with Mailbox(office.folder / "ledger.sqlite3") as mailbox:
        telegram.wait(lambda: not mailbox.letters())
        assert mailbox.subject_of(str(NEW), first.message or 0)  # a reply to it is understood


def test_what_the_new_chat_has_of_its_own_stays(office: Office, assistant: SampleAssistant) -> None:
    telegram = office.telegram
    telegram.say(OLD, ASKED, person=1)
    sent(office, OLD, 3)
    telegram.migrate(OLD, NEW, told=False)
    allow(telegram, NEW)
    telegram.say(NEW, "/nam@danvan_bot 2024", person=1)
    sent(office, NEW, 3)
    telegram.say(OLD, ASKED, person=1)  # written just before, read just after
    sent(office, NEW, 4)
    telegram.migrate(OLD, NEW)
    time.sleep(0.3)
    telegram.say(NEW, ASKED, person=1)
    assert "Đang lọc: năm 2024" in sent(office, NEW, 5).params["text"]
    assert assistant.received[-1].filters.year == 2024
