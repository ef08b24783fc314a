"""What one asker sees while an answer takes long: typing, a message with a button that stops it, proven sentences.

Sentences are shown as a draft, which Telegram takes back by itself; where drafts are declined, in the message with the
button; where that is declined too, not at all. All of it can be left out: it lies in no outbox, goes out only where the
limits have room, and gives way to letters. The message alone is noted in the mailbox, so that one that a killed process
left behind is taken away at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.incoming import Place
from bot.keyboards import button
from bot.letters import DeleteMessage, EditText, Keyboard, SendText
from bot.pace import Pace
from bot.ports import Declined, Mailbox, NotNow, Telegram, Unreachable, Unwelcome
from bot.text import messages, plain
from bot.wording import BUTTON_STOP, SEARCHING, WRITING
from corpus.errors import CorpusError
from corpus.mail import Erasure, Note, Settlement

TICK_S = 0.25
TYPING_AFTER_S, TYPING_EVERY_S = 0.5, 4.0
STOP_AFTER_S = 3.0
SETTLED_S = 0.3  # a sentence with which the answer ends is not worth showing before it
DRAFT_LASTS_S = 20.0  # Telegram takes a draft back after thirty seconds
GROUP_EVERY_S = 6.0  # a group takes twenty messages a minute, and answers come first
STOP = "stop"
LEFT_BEHIND = "waiting"  # the kind of the notes

_CALL_S = 2.0
_TRIES, _PAUSE_S = 3, 2.0
_DELETABLE = timedelta(hours=48)
_MOST_UNITS = 3_900
_MOST_DECLINING = 10_000
_FAILURES = (NotNow, Unreachable, Declined, Unwelcome)

_log = logging.getLogger("danvan.bot.signs")

Result = TypeVar("Result")


@dataclass(slots=True)
class Surroundings:
    """What all signs work with. `declining` are the chats that take no drafts, as far as is known."""

    telegram: Telegram
    mailbox: Mailbox
    pace: Pace
    declining: set[int] = field(default_factory=set)

    def declines(self, chat: int) -> None:
        """Remember that a chat takes no drafts."""
        if len(self.declining) >= _MOST_DECLINING:
            self.declining.clear()
        self.declining.add(chat)


class Signs:
    """The signs of one answer in the making, `number` is that of its update. Belongs to one event loop."""

    def __init__(self, around: Surroundings, place: Place, number: int) -> None:
        self._around = around
        self._place = place
        self._number = number
        self._began = self._typed = self._shown_at = asyncio.get_running_loop().time()
        self._typed -= TYPING_EVERY_S
        self._over = asyncio.Event()
        self._sentences: list[str] = []
        self._heard_at = 0.0
        self._shown = 0  # sentences that are shown already
        self._drafted = False
        self._message: int | None = None
        self._edits = True
        self._quiet_until = 0.0

    def hear(self, sentence: str) -> None:
        """Take a proven sentence, to be shown soon."""
        if plain(sentence).text.strip():
            self._sentences.append(sentence)
            self._heard_at = self._now()

    def end(self) -> None:
        """Show nothing more, and take away what is shown: the answer is there."""
        self._over.set()

    async def show(self) -> None:
        """Show what is due until the end, then tidy up."""
        while not self._over.is_set():
            try:
                await self._sign()
            except Exception as error:  # noqa: BLE001 - nothing is shown any more, and what is shown is taken away
                _log.error("signs of waiting not shown: %s", type(error).__name__)
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_S):
                    await self._over.wait()
        if self._message is not None:
            await self._take_away(self._message)

    async def _sign(self) -> None:
        """Show the one thing that is due, if any is."""
        now = self._now()
        if now < self._quiet_until:
            return
        if self._message is None and now - self._began >= STOP_AFTER_S:
            await self._offer_stop()
        elif self._words_are_due(now):
            await self._show_words()
        elif not self._shown and now - self._began >= TYPING_AFTER_S and now - self._typed >= TYPING_EVERY_S:
            self._typed = now
            if self._around.pace.is_free:
                await self._tried(self._around.telegram.show_typing(self._place.chat, self._place.thread))

    def _words_are_due(self, now: float) -> bool:
        fresh = len(self._sentences) > self._shown and now - self._heard_at >= SETTLED_S
        if self._by_draft:
            return fresh or self._drafted and now - self._shown_at >= DRAFT_LASTS_S
        often = self._place.private or self._message is None or now - self._shown_at >= GROUP_EVERY_S
        return fresh and often and self._edits

    @property
    def _by_draft(self) -> bool:
        return self._place.private and self._place.chat not in self._around.declining

    async def _offer_stop(self) -> None:
        if self._by_draft or not self._sentences:
            await self._open_message(WRITING if self._sentences else SEARCHING)
        else:
            await self._show_words()

    async def _show_words(self) -> None:
        """Show the sentences so far, unless the limits leave no room; then they are shown with the next ones."""
        count, words = len(self._sentences), messages([plain(" ".join(self._sentences))], _MOST_UNITS)[-1].text
        if self._by_draft:
            shown = await self._draft(words)
        elif self._message is None:
            shown = await self._open_message(f"{words}\n\n{WRITING}")
        else:
            shown = await self._edit(self._message, f"{words}\n\n{WRITING}")
        if shown:
            self._shown, self._shown_at = count, self._now()

    async def _draft(self, words: str) -> bool:
        place = self._place
        async with self._around.pace.spare_turn(place.chat) as free:
            if not free:
                return False
            try:
                sent = await self._tried(
                    self._around.telegram.show_draft(place.chat, place.thread, self._number, words), telling=True
                )
            except (Declined, Unwelcome):  # the chat takes none, or the server knows no drafts
                self._around.declines(place.chat)
                return False
        self._drafted = self._drafted or sent
        return sent

    async def _edit(self, message: int, text: str) -> bool:
        chat, thread = self._place.chat, self._place.thread
        edit = EditText(chat=chat, thread=thread, message=message, text=text, keyboard=self._keyboard())
        async with self._around.pace.spare_turn(chat) as free:
            if not free:
                return False
            try:
                return await self._tried(self._around.telegram.carry_out(edit), telling=True)
            except (Declined, Unwelcome):
                self._edits = False
                return False

    async def _open_message(self, text: str) -> bool:
        """Send the message with the button, and note it, so that it is taken away whatever happens."""
        chat, thread = self._place.chat, self._place.thread
        offer = SendText(chat=chat, thread=thread, text=text, keyboard=self._keyboard(), silent=True)
        async with self._around.pace.spare_turn(chat) as free:
            if not free:
                return False
            try:
                self._message = await self._around.telegram.carry_out(offer)
            except _FAILURES as failure:
                self._quiet_until = self._now() + _pause_after(failure)
        if self._message is None:
            return False
        note = Note(LEFT_BEHIND, f"{chat}:{self._message}", "{}", "", datetime.now(UTC) + _DELETABLE)
        await self._store(Settlement(notes=(note,)))
        return True

    def _keyboard(self) -> Keyboard:
        return ((button(BUTTON_STOP, STOP, self._number),),)

    async def _take_away(self, message: int) -> None:
        chat = self._place.chat
        for attempt in range(_TRIES):
            try:
                await self._around.telegram.carry_out(DeleteMessage(chat=chat, message=message))
            except (NotNow, Unreachable) as failure:
                await asyncio.sleep(failure.seconds if isinstance(failure, NotNow) else _PAUSE_S * (attempt + 1))
            except (Declined, Unwelcome):
                break
            else:
                break
        else:
            return  # the note has it taken away at the next start
        await self._store(Settlement(erasures=(Erasure(LEFT_BEHIND, f"{chat}:{message}"),)))

    async def _store(self, settlement: Settlement) -> None:
        try:
            await asyncio.to_thread(self._around.mailbox.post, settlement)
        except CorpusError as error:
            _log.warning("a message of waiting not noted: %s", type(error).__name__)

    async def _tried(self, call: Awaitable[Result], *, telling: bool = False) -> bool:
        """Make a call that is worth little: not for long, and at most once; `telling` raises that it was declined."""
        try:
            async with asyncio.timeout(_CALL_S):
                await call
        except NotNow as wait:
            self._quiet_until = self._now() + wait.seconds
        except (Declined, Unwelcome):
            if telling:
                raise
        except (Unreachable, TimeoutError):
            pass
        else:
            return True
        return False

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _pause_after(failure: Exception) -> float:
    """Return for how many seconds nothing is shown after a message could not be sent."""
    if isinstance(failure, NotNow):
        return failure.seconds
    return _PAUSE_S if isinstance(failure, Unreachable) else float("inf")
