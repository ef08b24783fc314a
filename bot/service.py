"""The bot at work: updates are stored before they are confirmed, handled in order within a chat, then answered."""

from __future__ import annotations

import asyncio
import logging
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from bot.delivery import Delivery
from bot.desk import Desk
from bot.incoming import Incoming, Pressed, lane_of
from bot.lanes import Lanes
from bot.pace import Pace
from bot.ports import Identity, Mailbox, NotNow, Telegram, Unreachable, Unwelcome
from bot.signs import STOP
from bot.waiting import Wait, Waiting
from corpus.errors import CorpusError
from corpus.mail import Settlement, Update

CHATS_AT_ONCE = 3
"""Chats that are answered at the same time. Answering is work for the processor: more threads hinder each other."""

MOST_ATTEMPTS = 3
"""Starts after which an update that never settled is answered with an apology: it may be what ends the process."""

_WAIT_S = 25
_GRACE_S = 3.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
_SWEEP_S = 3_600.0

_log = logging.getLogger("danvan.bot")

Result = TypeVar("Result")
MakeDesk = Callable[[Identity], Desk]


class Service:
    """Receives, handles and answers. Belongs to one event loop; `running` opens and closes it."""

    def __init__(
        self,
        telegram: Telegram,
        mailbox: Mailbox,
        make_desk: MakeDesk,
        pace: Pace | None = None,
        chats_at_once: int = CHATS_AT_ONCE,
    ) -> None:
        """`chats_at_once` may be more where answers wait for a language model, which takes no processor here."""
        self._telegram = telegram
        self._mailbox = mailbox
        self._make_desk = make_desk
        pace = pace or Pace()
        self._desk: Desk | None = None
        self._delivery = Delivery(telegram, mailbox, pace)
        self._waiting = Waiting(telegram, mailbox, pace)
        self._lanes: Lanes[tuple[Update, Incoming]] = Lanes(self._handle, chats_at_once)
        self._threads = ThreadPoolExecutor(chats_at_once, thread_name_prefix="danvan-bot")
        self._background: set[asyncio.Task[None]] = set()
        self._taking_in = asyncio.Lock()

    @asynccontextmanager
    async def running(self, webhook: str | None) -> AsyncIterator[Identity]:
        """Take up what was left undone and work until the context ends; updates are pushed to `webhook`, if given.

        Raises Unwelcome when Telegram does not accept the token.
        """
        try:
            identity = await _patiently(self._telegram.open)
            self._desk = self._make_desk(identity)
            await _patiently(lambda: self._telegram.introduce(webhook))
            await asyncio.to_thread(self._waiting.tidy)
            self._delivery.enqueue(await asyncio.to_thread(self._mailbox.letters))
            await self._receive(await asyncio.to_thread(self._mailbox.unsettled))
            self._begin(self._sweep())
            if webhook is None:
                self._begin(self._poll())
            yield identity
        finally:
            await self._end()

    async def take_in(self, arrived: Sequence[Update]) -> None:
        """Store updates; when this returns they are stored, and will be handled once. Raises CorpusError."""
        async with self._taking_in:  # in the order in which they come
            fresh = await asyncio.to_thread(self._mailbox.take_in, arrived)
            await self._receive(fresh)

    @property
    def busy(self) -> int:
        """Return how many chats have something to be handled or sent."""
        return self._lanes.busy + self._delivery.busy

    # --- receiving ---------------------------------------------------------------------------------------

    async def _poll(self) -> None:
        """Ask for updates for ever. Asking for what comes after a number confirms those before: they are stored."""
        after: int | None = None
        pause = _FIRST_PAUSE_S
        while True:
            try:
                found = await self._telegram.updates(after, _WAIT_S)
                if found:
                    await self.take_in(found)
                    after = found[-1].id
            except NotNow as wait:
                await asyncio.sleep(wait.seconds)
            except Exception as failure:  # noqa: BLE001 - whatever it was: a bot that does not listen answers nobody
                _log.warning("no updates: %s; trying again", type(failure).__name__)
                await asyncio.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 - no secret
                pause = min(2 * pause, _LONGEST_PAUSE_S)
            else:
                pause = _FIRST_PAUSE_S

    async def _receive(self, updates: Sequence[Update]) -> None:
        """Put updates into the lanes of their chats; settle at once what is nothing for the bot."""
        for update in updates:
            try:
                incoming = self._telegram.read(update.content)
            except Exception as error:  # noqa: BLE001 - a shape that nobody foresaw must not stop the others
                _log.error("update not readable: %s", type(error).__name__)
                incoming = None
            if incoming is None:
                await asyncio.to_thread(self._mailbox.settle, update.id, Settlement())
            elif isinstance(incoming, Pressed) and incoming.data.startswith(f"{STOP}:"):
                await self._stop(update, incoming)  # its lane waits for what is to be stopped
            else:
                self._lanes.put(lane_of(incoming), (update, incoming))

    async def _stop(self, update: Update, pressed: Pressed) -> None:
        if self._desk is not None:
            settlement = self._desk.stopping(pressed, in_time=self._waiting.stop(pressed))
            self._delivery.enqueue(await asyncio.to_thread(self._mailbox.settle, update.id, settlement))

    # --- handling ----------------------------------------------------------------------------------------

    async def _handle(self, one: tuple[Update, Incoming]) -> None:
        update, incoming = one
        settlement = await self._settlement(update, incoming)
        pause = _FIRST_PAUSE_S
        while True:
            try:
                letters = await asyncio.to_thread(self._mailbox.settle, update.id, settlement)
            except CorpusError as error:  # a full disk, perhaps: the answer waits until it can be stored
                _log.error("answer not stored: %s; trying again", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_S)
            else:
                self._delivery.enqueue(letters)
                return

    async def _settlement(self, update: Update, incoming: Incoming) -> Settlement:
        desk = self._desk
        if desk is None:
            raise RuntimeError("the service is not running")
        number = uuid.uuid4().hex[:8]
        if update.attempts > MOST_ATTEMPTS:
            _log.error("update given up after %d attempts: %s", update.attempts, number)
            return desk.sorry(incoming, number)
        try:
            async with self._waiting.shown(update.id, incoming) as wait:
                return await self._handled_or_stopped(desk, incoming, wait)
        except Exception as error:  # noqa: BLE001 - whatever failed, the asker is told, and the words stay out of the log
            _log.error("not handled: %s %s", type(error).__name__, number)
            return desk.sorry(incoming, number)

    async def _handled_or_stopped(self, desk: Desk, incoming: Incoming, wait: Wait) -> Settlement:
        """Return what comes of a thing, or that it was stopped; what is found after that is not looked at any more."""
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, desk.handle, incoming, wait.listener)
        stopped = loop.create_task(wait.stop.wait())
        try:
            both: set[asyncio.Future[Any]] = {work, stopped}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if (
                not wait.stop.is_set()
            ):  # a model that is stopped leaves off at once: what is then found is not asked for
                return work.result()
            work.add_done_callback(_looked_at)
            return desk.stopped(incoming)
        finally:
            stopped.cancel()

    # --- beginning and ending ----------------------------------------------------------------------------

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        self._background.add(asyncio.get_running_loop().create_task(work))

    async def _sweep(self) -> None:
        """Erase what has expired, now and every hour."""
        while True:
            try:
                await asyncio.to_thread(self._mailbox.sweep)
            except CorpusError as error:
                _log.warning("expired notes not erased: %s", type(error).__name__)
            await asyncio.sleep(_SWEEP_S)

    async def _end(self) -> None:
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._lanes.close(_GRACE_S)
        await self._waiting.close(_GRACE_S)
        await self._delivery.close(_GRACE_S)
        self._threads.shutdown(wait=False, cancel_futures=True)
        await self._telegram.close()


def _looked_at(work: asyncio.Future[Settlement]) -> None:
    """Take note of a failure that nobody waits for any more, so that it is not reported as forgotten."""
    if not work.cancelled() and work.exception() is not None:
        _log.info("a stopped question failed afterwards: %s", type(work.exception()).__name__)


async def _patiently(call: Callable[[], Awaitable[Result]]) -> Result:
    """Await a call until the network lets it pass. Raises Unwelcome that is fatal, and Declined."""
    pause = _FIRST_PAUSE_S
    while True:
        try:
            return await call()
        except NotNow as wait:
            await asyncio.sleep(wait.seconds)
        except (Unreachable, Unwelcome) as failure:
            if isinstance(failure, Unwelcome) and failure.fatal:
                raise
            _log.warning("Telegram not reached: %s; trying again", type(failure).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)
