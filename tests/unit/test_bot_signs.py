"""The signs of waiting, one after the other: what is due when, and what becomes of them when something goes wrong."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from bot import signs as module
from bot.incoming import Place
from bot.letters import Call, DeleteMessage, EditText, SendText
from bot.pace import Limits, Pace
from bot.ports import Declined, NotNow
from bot.signs import LEFT_BEHIND, Signs, Surroundings
from bot.testing import MemoryMailbox, SilentTelegram
from bot.wording import SEARCHING, WRITING

PRIVATE = Place(7, private=True)


@dataclass
class Moody(SilentTelegram):
    """Declines drafts when `drafts_fail` says how."""

    drafts_fail: list[Exception] = field(default_factory=list)

    async def show_draft(self, chat: int, thread: int | None, number: int, text: str) -> None:
        if self.drafts_fail:
            raise self.drafts_fail.pop(0)
        await super().show_draft(chat, thread, number, text)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be due a hundred times sooner."""
    for name in ("TICK_S", "TYPING_AFTER_S", "TYPING_EVERY_S", "STOP_AFTER_S", "SETTLED_S", "DRAFT_LASTS_S"):
        monkeypatch.setattr(module, name, getattr(module, name) / 100)


async def shown(telegram: SilentTelegram, mailbox: MemoryMailbox, *sentences: str, seconds: float = 0.15) -> None:
    """Show signs for a while, sentences a hundredth of a second apart; then the answer is there."""
    pace = Pace(Limits(overall=10_000, chat_s=0.0))
    signs = Signs(Surroundings(telegram, mailbox, pace), PRIVATE, 1)
    task = asyncio.create_task(signs.show())
    for sentence in sentences:
        signs.hear(sentence)
        await asyncio.sleep(0.02)
    await asyncio.sleep(seconds)
    signs.end()
    await asyncio.wait_for(task, 2)


def kinds(calls: list[Call]) -> list[type[Call]]:
    return [type(call) for call in calls]


async def test_without_sentences_there_is_typing_then_a_message_that_is_taken_away() -> None:
    telegram, mailbox = SilentTelegram(), MemoryMailbox()
    await shown(telegram, mailbox)
    assert len(telegram.typing) >= 2
    assert kinds(telegram.calls) == [SendText, DeleteMessage]
    assert isinstance(telegram.calls[0], SendText)
    assert telegram.calls[0].text == SEARCHING
    assert mailbox.notes(LEFT_BEHIND) == []


async def test_a_draft_is_shown_again_before_telegram_takes_it_back() -> None:
    telegram = SilentTelegram()
    await shown(telegram, MemoryMailbox(), "Một.", seconds=0.5)
    assert len(telegram.drafts) >= 2
    assert set(telegram.drafts) == {"Một."}


async def test_a_chat_that_declines_a_draft_is_shown_a_message() -> None:
    telegram = Moody(drafts_fail=[Declined("bad-request")])
    await shown(telegram, MemoryMailbox(), "Một.", "Hai.")
    assert telegram.drafts == []
    first, *_, last = telegram.calls
    assert isinstance(first, SendText)
    assert first.text.startswith("Một.")
    assert EditText in kinds(telegram.calls)
    assert isinstance(last, DeleteMessage)


async def test_a_chat_that_has_to_wait_is_left_alone_and_keeps_its_drafts() -> None:
    telegram = Moody(drafts_fail=[NotNow(0.05)])
    await shown(telegram, MemoryMailbox(), "Một.")
    assert telegram.drafts[0] == "Một."


async def test_words_of_which_nothing_can_be_sent_are_not_shown() -> None:
    telegram = SilentTelegram()
    await shown(telegram, MemoryMailbox(), "\x00\x1f", " ")
    assert telegram.drafts == []


async def test_a_message_that_cannot_be_sent_is_not_tried_again_and_again() -> None:
    telegram = SilentTelegram(failures=[Declined("forbidden")])
    await shown(telegram, MemoryMailbox())
    assert telegram.calls == []


async def test_an_unforeseen_error_ends_the_signs_and_leaves_nothing_behind(caplog: pytest.LogCaptureFixture) -> None:
    telegram, mailbox = Moody(drafts_fail=[]), MemoryMailbox()
    pace = Pace(Limits(overall=10_000, chat_s=0.0))
    signs = Signs(Surroundings(telegram, mailbox, pace), PRIVATE, 1)
    task = asyncio.create_task(signs.show())
    await asyncio.sleep(0.1)
    assert kinds(telegram.calls) == [SendText]
    telegram.drafts_fail.append(RuntimeError("Một bí mật."))
    signs.hear("Một.")
    await asyncio.wait_for(task, 2)  # it ends by itself
    assert kinds(telegram.calls) == [SendText, DeleteMessage]
    assert mailbox.notes(LEFT_BEHIND) == []
    assert "RuntimeError" in caplog.text
    assert "bí mật" not in caplog.text


async def test_a_long_text_is_shown_by_its_end() -> None:
    telegram = SilentTelegram()
    await shown(telegram, MemoryMailbox(), "Câu đầu của một câu trả lời rất dài.", "x " * 3_000)
    assert all(len(text) <= 4_096 - len(WRITING) for text in telegram.drafts)
    assert telegram.drafts[-1].endswith("x")
