"""Whoever waits for an answer is kept informed, and can stop it: what stands between the handling and the signs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from bot.incoming import Incoming, Place, Pressed, Said
from bot.letters import DeleteMessage, lane_of, to_json
from bot.pace import Pace
from bot.ports import Mailbox, Telegram
from bot.reply import Listener
from bot.signs import LEFT_BEHIND, STOP, TICK_S, Signs, Surroundings
from corpus.mail import Erasure, LetterDraft, Settlement

_WORTH_DELETING = timedelta(hours=24)

_log = logging.getLogger("danvan.bot.waiting")


class Wait:
    """One asker who waits. `stop` is set when they press the button; `listener` is for the thread that answers."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.signs: Signs | None = None
        self._over = False
        self._loop = asyncio.get_running_loop()
        self.listener = Listener(self._hear, lambda: self._over or self.stop.is_set())

    def end(self) -> None:
        """Note that nobody waits any more: what is still being written is written in vain."""
        self._over = True
        if self.signs is not None:
            self.signs.end()

    def _hear(self, sentence: str) -> None:
        """Take a sentence from the thread that answers."""
        with suppress(RuntimeError):  # the bot has ended meanwhile, and its loop with it
            self._loop.call_soon_threadsafe(self._pass_on, sentence)

    def _pass_on(self, sentence: str) -> None:
        if self.signs is not None and not self._over:
            self.signs.hear(sentence)


class Waiting:
    """Keeps askers informed, and knows whom they want to stop. Belongs to one event loop."""

    def __init__(self, telegram: Telegram, mailbox: Mailbox, pace: Pace) -> None:
        self._around = Surroundings(telegram, mailbox, pace)
        self._waits: dict[str, Wait] = {}
        self._shows: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def shown(self, number: int, incoming: Incoming) -> AsyncIterator[Wait]:
        """Show the signs of waiting until the context ends; nothing is waited for at its end.

        `number` is that of the update.
        """
        wait = self._waits[str(number)] = Wait()
        place = _place_of(incoming)
        begin = None
        if place is not None:
            wait.signs = Signs(self._around, place, number)
            begin = asyncio.get_running_loop().call_later(TICK_S, self._begin, wait.signs)  # most answers are quicker
        try:
            yield wait
        finally:
            del self._waits[str(number)]
            if begin is not None:
                begin.cancel()
            wait.end()

    def stop(self, pressed: Pressed) -> bool:
        """Stop what a button belongs to; return False when it is no such button, or everything is done already."""
        verb, _, number = pressed.data.partition(":")
        if verb != STOP or number not in self._waits:
            return False
        self._waits[number].stop.set()
        return True

    def tidy(self) -> None:
        """Have the messages that an earlier process left behind taken away. Blocks: call it from a thread."""
        mailbox = self._around.mailbox
        left = mailbox.notes(LEFT_BEHIND)
        if not left:
            return
        until = datetime.now(UTC) + _WORTH_DELETING
        calls = [DeleteMessage(chat=int(c), message=int(m)) for c, _, m in (one.key.partition(":") for one in left)]
        letters = tuple(LetterDraft(lane_of(call), to_json(call), until) for call in calls)
        mailbox.post(Settlement(letters=letters, erasures=tuple(Erasure(LEFT_BEHIND, one.key) for one in left)))

    async def close(self, patience_s: float) -> None:
        """Finish taking away what is shown; what is not finished in time is noted."""
        if self._shows:
            _, late = await asyncio.wait(self._shows, timeout=patience_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _begin(self, signs: Signs) -> None:
        task = asyncio.get_running_loop().create_task(signs.show())
        self._shows.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._shows.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("signs of waiting not shown: %s", type(task.exception()).__name__)


def _place_of(incoming: Incoming) -> Place | None:
    """Return where somebody waits; None where the bot is not meant, and for inline queries."""
    if isinstance(incoming, Said):
        return incoming.place if incoming.addressed else None
    return incoming.place if isinstance(incoming, Pressed) else None
