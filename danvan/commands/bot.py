"""`danvan bot`: the Telegram bot by long polling, from taking the store to letting go of it."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from danvan.keeping import keeping
from danvan.settings import Settings
from danvan.telegram import (
    build_service,
    first_invitation,
    greet,
    load_beside,
    open_mailbox,
    require_token,
    run_until,
)
from danvan.warming import keep_what_is_loaded, warm_up
from danvan.wiring import open_house

if TYPE_CHECKING:
    from bot.ports import Identity
    from bot.service import Service


def bot(settings: Settings) -> None:
    """Run the bot until SIGINT or SIGTERM, then finish what is under way and let go of the store.

    Raises ConfigurationError without a token or with a wrong one, StoreBusy when another process owns the store.
    """
    require_token(settings)
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    with (
        open_house(settings, "bot", graph=False) as house,
        open_mailbox(settings) as mailbox,
        keeping(settings) as keeper,
    ):
        load_beside(house)
        assistant = house.assistant()
        warm_up(assistant, house)
        service = build_service(settings, house, assistant, keeper, mailbox)
        code = first_invitation(mailbox, settings)
        count = len(house.ledger.documents())
        keep_what_is_loaded()
        asyncio.run(_run(service, lambda identity: greet(identity, count, code)))
    print("Bot đã dừng.", file=sys.stderr)


async def _run(service: Service, began: Callable[[Identity], None]) -> None:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    await run_until(service, over, None, began)
