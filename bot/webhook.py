"""Updates that Telegram pushes: the secret is compared in constant time, and "200" is said when they are stored."""

from __future__ import annotations

import asyncio
import hmac
import json

from bot.service import Service
from corpus.errors import CorpusError
from corpus.mail import Update

ACCEPTED, NOT_AN_UPDATE, WRONG_SECRET, NOT_NOW = 200, 400, 403, 503
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


class Reception:
    """Hands pushed updates to a service, which may run in another thread's event loop."""

    def __init__(self, service: Service, loop: asyncio.AbstractEventLoop) -> None:
        self._service = service
        self._loop = loop

    async def receive(self, secret: str, given: str, body: bytes) -> int:
        """Return the HTTP status for a pushed update; anything but 200 has Telegram push it again later."""
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            return WRONG_SECRET
        update = _update(body)
        if update is None:
            return NOT_AN_UPDATE
        taking_in = self._service.take_in([update])
        try:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(taking_in, self._loop))
        except CorpusError:
            return NOT_NOW
        except RuntimeError:  # the bot has stopped, and its loop with it
            taking_in.close()
            return NOT_NOW
        return ACCEPTED


def _update(body: bytes) -> Update | None:
    try:
        read = json.loads(body)
        return Update(int(read["update_id"]), json.dumps(read, ensure_ascii=False))
    except (ValueError, KeyError, TypeError):
        return None
