"""Letters go out: in order within a chat, within the limits, until each has arrived or is not worth sending any more.

A letter stays in the outbox until Telegram has confirmed it. Where that is unknown (the connection broke, the process
was killed while sending), it is sent again with a line that says so: Telegram's API knows no key that would make it
once only.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.lanes import Lanes
from bot.letters import AnswerInline, AnswerPress, Call, EditText, SendText, from_json, repeated
from bot.pace import Pace
from bot.ports import Declined, Mailbox, NotNow, Telegram, Unreachable, Unwelcome
from bot.wording import SENT_AGAIN
from corpus.mail import Letter

AT_ONCE = 16
"""Calls under way at the same time."""

_LANES_AT_ONCE = 1_000_000  # lanes that wait for their limits hold no place
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.3, 30.0

_log = logging.getLogger("danvan.bot.delivery")


class Delivery:
    """Sends what lies in the outbox. Belongs to one event loop."""

    def __init__(self, telegram: Telegram, mailbox: Mailbox, pace: Pace) -> None:
        self._telegram = telegram
        self._mailbox = mailbox
        self._pace = pace
        self._lanes: Lanes[Letter] = Lanes(self._deliver, _LANES_AT_ONCE)
        self._calls = asyncio.Semaphore(AT_ONCE)

    def enqueue(self, letters: Sequence[Letter]) -> None:
        """Have letters sent, each after those of its lane that were handed over before."""
        for letter in letters:
            self._lanes.put(letter.lane, letter)

    async def close(self, patience_s: float) -> None:
        """Finish the calls that are under way; what has not gone out stays in the outbox."""
        await self._lanes.close(patience_s)

    @property
    def busy(self) -> int:
        """Return how many lanes have letters to send."""
        return self._lanes.busy

    async def _deliver(self, letter: Letter) -> None:
        """Send one letter until it has arrived or is given up. What the store raises ends this attempt only."""
        try:
            await self._until_done(letter)
        except Exception as error:  # noqa: BLE001 - one letter must not stop its lane
            _log.error("letter %d not delivered: %s", letter.id, type(error).__name__)

    async def _until_done(self, letter: Letter) -> None:
        call = from_json(letter.content)
        doubtful, pause = letter.doubtful, _FIRST_PAUSE_S
        while datetime.now(UTC) < letter.expires_at:
            await self._turn(call)
            if not await asyncio.to_thread(self._mailbox.sending, letter.id):
                return
            try:
                message = await self._carry_out(repeated(call, SENT_AGAIN) if doubtful else call)
            except NotNow as wait:
                if not doubtful:
                    await asyncio.to_thread(self._mailbox.held_back, letter.id)
                await asyncio.sleep(wait.seconds + random.uniform(0.05, 0.25))  # noqa: S311 - no secret
                continue
            except (Unreachable, Unwelcome) as failure:
                doubtful = doubtful or isinstance(failure, Unreachable) and failure.doubtful
                if not doubtful:
                    await asyncio.to_thread(self._mailbox.held_back, letter.id)
                await asyncio.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 - no secret
                pause = min(2 * pause, _LONGEST_PAUSE_S)
                continue
            except Declined as declined:
                instead = _instead(call, declined)
                if instead is not None:
                    call, doubtful = instead, False
                    continue
                _log.warning("letter %d declined: %s", letter.id, declined.reason)
                break
            await asyncio.to_thread(self._mailbox.sent, letter.id, message)
            return
        await asyncio.to_thread(self._mailbox.sent, letter.id, None)

    async def _carry_out(self, call: Call) -> int | None:
        async with self._calls:
            return await self._telegram.carry_out(call)

    async def _turn(self, call: Call) -> None:
        """Wait until the limits let a call pass; what answers a press or an inline query counts for no chat."""
        if isinstance(call, (AnswerPress, AnswerInline)):
            return
        await _until(self._pace.chat_free_at(call.chat))
        moment = self._pace.book(time.monotonic())
        self._pace.take_chat(call.chat, moment)
        await _until(moment)


def _instead(call: Call, declined: Declined) -> Call | None:
    """Return what can be done instead of a call that was declined: new words in place of an edit that is impossible."""
    if isinstance(call, EditText) and declined.reason == "message-gone":
        return SendText(
            chat=call.chat, thread=call.thread, text=call.text, entities=call.entities, keyboard=call.keyboard
        )
    return None


async def _until(moment: float) -> None:
    left = moment - time.monotonic()
    if left > 0:
        await asyncio.sleep(left)
