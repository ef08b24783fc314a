"""Letters go out: in order within a chat, within the limits, until each has arrived or is not worth sending any more.

A letter stays in the outbox until Telegram has confirmed it. Where that is unknown (the connection broke, the process
was killed while sending), it is sent again with a line that says so: Telegram's API knows no key that would make it
once only.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.lanes import Lanes
from bot.letters import (
    AnswerInline,
    AnswerPress,
    Call,
    EditText,
    SendText,
    forwarded,
    from_json,
    lane_of,
    repeated,
    to_json,
)
from bot.moving import moved
from bot.pace import Pace
from bot.ports import ChatMoved, Declined, Mailbox, NotNow, Telegram, Unreachable, Unwelcome
from bot.wording import SENT_AGAIN
from corpus.errors import CorpusError
from corpus.mail import Letter

PATIENCE_S = 5.0
"""Calls are made one at a time, so that a killed process leaves one in doubt at most; who waited this long does not."""

MORE_AT_ONCE = 15
"""Calls that may be under way beside the one, when Telegram is slow or many are to be answered."""

_LANES_AT_ONCE = 1_000_000  # lanes that wait for their limits hold no place
_PAUSES_S = (0.5, 2.0, 10.0, 60.0)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.3, 30.0

_log = logging.getLogger("danvan.bot.delivery")


class Delivery:
    """Sends what lies in the outbox. Belongs to one event loop."""

    def __init__(self, telegram: Telegram, mailbox: Mailbox, pace: Pace) -> None:
        self._telegram = telegram
        self._mailbox = mailbox
        self._pace = pace
        self._lanes: Lanes[Letter] = Lanes(self._deliver, _LANES_AT_ONCE)
        self._one = asyncio.Lock()
        self._more = asyncio.Semaphore(MORE_AT_ONCE)
        self._next = 0  # calls that wait to be made
        self._arrived: list[tuple[int, int | None]] = []  # letters that arrived as a message, which is not noted yet

    def enqueue(self, letters: Sequence[Letter]) -> None:
        """Have letters sent, each after those of its lane that were handed over before."""
        for letter in letters:
            self._lanes.put(letter.lane, letter)

    async def close(self, patience_s: float) -> None:
        """Finish the calls that are under way; what has not gone out stays in the outbox."""
        await self._lanes.close(patience_s)
        await self._note_arrived()

    @property
    def busy(self) -> int:
        """Return how many lanes have letters to send."""
        return self._lanes.busy

    async def _deliver(self, letter: Letter) -> None:
        """Send one letter until it has arrived or is given up; after failures of ours it waits for the next start."""
        for pause in _PAUSES_S:
            try:
                await self._until_done(letter)
            except Exception as error:  # noqa: BLE001 - one letter must not stop its lane
                _log.error("letter %d not delivered: %s", letter.id, type(error).__name__)
                letter = replace(letter, doubtful=True)
                await asyncio.sleep(pause)
            else:
                return

    async def _until_done(self, letter: Letter) -> None:
        call = from_json(letter.content)
        doubtful, pause = letter.doubtful, _FIRST_PAUSE_S
        while datetime.now(UTC) < letter.expires_at:
            try:
                await self._attempt(letter.id, call, doubtful=doubtful)
            except _Withdrawn:
                return
            except NotNow as wait:
                await self._hold_back(letter.id, doubtful=doubtful)
                await asyncio.sleep(wait.seconds + random.uniform(0.05, 0.25))  # noqa: S311 - no secret
            except (Unreachable, Unwelcome) as failure:
                doubtful = doubtful or isinstance(failure, Unreachable) and failure.doubtful
                await self._hold_back(letter.id, doubtful=doubtful)
                await asyncio.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 - no secret
                pause = min(2 * pause, _LONGEST_PAUSE_S)
            except ChatMoved as moving:
                following = await self._follow(letter.id, call, moving.chat, doubtful=doubtful)
                if following is None:
                    break
                call = following
            except Declined as declined:
                instead = _instead(call, declined)
                if instead is None:
                    _log.warning("letter %d declined: %s", letter.id, declined.reason)
                    break
                call, doubtful = instead, False
            else:
                return
        await asyncio.to_thread(self._mailbox.sent, letter.id, None)

    async def _attempt(self, letter_id: int, call: Call, *, doubtful: bool) -> None:
        """Carry a call out as the limits allow; what answers a press or an inline query counts for no chat."""
        if isinstance(call, (AnswerPress, AnswerInline)):
            await self._carry_out(letter_id, call)
            return
        async with self._pace.turn(call.chat), self._few_at_once():
            await self._carry_out(letter_id, repeated(call, SENT_AGAIN) if doubtful else call)

    async def _carry_out(self, letter_id: int, call: Call) -> None:
        """Carry a call out; between the two marks it is unknown, to whoever starts after a crash, whether it was.

        Where another call waits to be made, it takes the second mark along: the commit that ends this letter's doubt
        begins the other's, so that no more than one is ever in doubt, and the disk is waited for once, not twice.
        """
        arrived, self._arrived = self._arrived, []
        try:
            wanted = await asyncio.to_thread(self._mailbox.sending, letter_id, arrived)
        except BaseException:
            self._arrived = [*arrived, *self._arrived]
            raise
        if not wanted:
            raise _Withdrawn
        message = await self._telegram.carry_out(call)
        self._arrived.append((letter_id, message))
        if not self._next:
            await self._note_arrived()

    async def _note_arrived(self) -> None:
        """Note the letters that have arrived; those that cannot be noted now go with the next ones."""
        arrived, self._arrived = self._arrived, []
        try:
            for number, message in arrived:
                await asyncio.to_thread(self._mailbox.sent, number, message)
        except CorpusError as error:
            _log.error("letters that arrived are not noted: %s", type(error).__name__)
            self._arrived = [*arrived, *self._arrived]  # noting one twice changes nothing

    @asynccontextmanager
    async def _few_at_once(self) -> AsyncIterator[None]:
        """Wait until no other call is under way; after some seconds, for one of the further places."""
        place: asyncio.Lock | asyncio.Semaphore = self._one
        self._next += 1
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._one.acquire()
        except TimeoutError:
            place = self._more
            await place.acquire()
        finally:
            self._next -= 1
        try:
            yield
        finally:
            place.release()

    async def _follow(self, letter_id: int, call: Call, chat: int, *, doubtful: bool) -> Call | None:
        """Have a letter, and all that is remembered of its chat, follow to the chat that its own has become."""
        following = forwarded(call, chat)
        await self._hold_back(letter_id, doubtful=doubtful)
        if not isinstance(call, (AnswerPress, AnswerInline)):
            known = await asyncio.to_thread(moved, self._mailbox, call.chat, chat)
            await asyncio.to_thread(self._mailbox.post, known)
        if following is not None:
            await asyncio.to_thread(self._mailbox.forward, letter_id, lane_of(following), to_json(following))
        return following

    async def _hold_back(self, letter_id: int, *, doubtful: bool) -> None:
        if not doubtful:
            await asyncio.to_thread(self._mailbox.held_back, letter_id)


class _Withdrawn(Exception):
    """The letter is not to go out any more."""


def _instead(call: Call, declined: Declined) -> Call | None:
    """Return what can be done instead of a call that was declined: new words in place of an edit that is impossible."""
    if isinstance(call, EditText) and declined.reason == "message-gone":
        return SendText(
            chat=call.chat, thread=call.thread, text=call.text, entities=call.entities, keyboard=call.keyboard
        )
    return None
