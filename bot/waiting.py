"""While an answer takes long: a typing sign that is renewed, then a message with a button that stops the waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.incoming import Incoming, Place, Pressed, Said
from bot.keyboards import button
from bot.letters import DeleteMessage, SendText
from bot.pace import Pace
from bot.ports import Declined, NotNow, Telegram, Unreachable, Unwelcome
from bot.wording import BUTTON_STOP, SEARCHING

TYPING_AFTER_S, TYPING_EVERY_S = 0.5, 4.0
STOP_AFTER_S = 3.0
STOP = "stop"

_FAILURES = (NotNow, Unreachable, Declined, Unwelcome)


class Waiting:
    """Keeps askers informed, and knows whom they want to stop. Belongs to one event loop.

    What it shows is worth nothing later: it lies in no outbox, and is left out when the limits are nearly reached.
    """

    def __init__(self, telegram: Telegram, pace: Pace) -> None:
        self._telegram = telegram
        self._pace = pace
        self._stops: dict[str, asyncio.Event] = {}

    @asynccontextmanager
    async def shown(self, number: int, incoming: Incoming) -> AsyncIterator[asyncio.Event]:
        """Show the signs of waiting until the context ends; yield what is set when the asker presses the button.

        `number` is that of the update.
        """
        stop = self._stops[str(number)] = asyncio.Event()
        place = incoming.place if isinstance(incoming, (Said, Pressed)) else None
        meant = place is not None and not (isinstance(incoming, Said) and not incoming.addressed)
        signs = asyncio.get_running_loop().create_task(self._show(place if meant else None, number))
        try:
            yield stop
        finally:
            del self._stops[str(number)]
            signs.cancel()
            with suppress(asyncio.CancelledError):
                await signs

    def stop(self, pressed: Pressed) -> bool:
        """Stop what a button belongs to; return False when it is no such button, or everything is done already."""
        verb, _, number = pressed.data.partition(":")
        if verb != STOP or number not in self._stops:
            return False
        self._stops[number].set()
        return True

    async def _show(self, place: Place | None, number: int) -> None:
        if place is None:
            return
        await asyncio.sleep(TYPING_AFTER_S)
        await self._typing(place)
        await asyncio.sleep(STOP_AFTER_S - TYPING_AFTER_S)
        message = await self._offer_stop(place, number)
        try:
            while True:
                await self._typing(place)
                await asyncio.sleep(TYPING_EVERY_S)
        finally:
            if message is not None:
                with suppress(*_FAILURES):
                    await asyncio.shield(self._telegram.carry_out(DeleteMessage(chat=place.chat, message=message)))

    async def _typing(self, place: Place) -> None:
        if self._pace.is_free:
            with suppress(*_FAILURES):
                await self._telegram.show_typing(place.chat, place.thread)

    async def _offer_stop(self, place: Place, number: int) -> int | None:
        keyboard = ((button(BUTTON_STOP, STOP, number),),)
        offer = SendText(chat=place.chat, thread=place.thread, text=SEARCHING, keyboard=keyboard)
        if self._pace.is_free:
            with suppress(*_FAILURES):
                return await self._telegram.carry_out(offer)
        return None
