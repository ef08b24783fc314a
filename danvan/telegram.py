"""The Telegram bot, put together: its mailbox in the ledger's file, the Bot API, the rules; and the ways to run it."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from danvan.settings import Settings
from danvan.store import LEDGER_FILE
from danvan.wiring import House
from rag.errors import ConfigurationError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.ports import Identity, Keeper
    from bot.service import Service
    from bot.webhook import Reception
    from corpus.mailbox import Mailbox
    from rag.assistant import Assistant

WEBHOOK_PATH = "/telegram/webhook"
_END_S = 20.0

_log = logging.getLogger("danvan.bot")

Began = Callable[["Identity"], None]
"""Is told who the bot is, once it works."""


def require_token(settings: Settings) -> str:
    """Return the bot's token, or say which setting is missing."""
    token = settings.bot_token.get_secret_value() if settings.bot_token is not None else ""
    if not token:
        raise ConfigurationError(
            "Chưa có mã bot. Hãy lấy mã từ @BotFather rồi ghi vào tệp .env: DANVAN_BOT_TOKEN=… (docs/telegram.md)."
        )
    return token


@contextmanager
def open_mailbox(settings: Settings) -> Iterator[Mailbox]:
    """Open the mailbox in the ledger's file; the caller owns the store."""
    from corpus.mailbox import Mailbox

    with Mailbox(settings.data_dir / LEDGER_FILE) as mailbox:
        yield mailbox


def build_service(
    settings: Settings, house: House, assistant: Assistant, keeper: Keeper | None, mailbox: Mailbox
) -> Service:
    """Return the bot over an open house; nothing is sent before it runs. Raises ConfigurationError without a token."""
    from bot.adapters.bot_api import BotApi
    from bot.desk import Desk
    from bot.parts import Rules, assemble
    from bot.service import CHATS_AT_ONCE, Service
    from rag.chat.steady import Trying

    rules = Rules(
        everyone=settings.bot_open,
        admins=frozenset(settings.bot_admins),
        memory_days=settings.bot_memory_days,
        per_minute=settings.bot_questions_per_minute,
        per_day=settings.bot_questions_per_day,
        public_url=_viewer(settings),
    )
    secret = settings.bot_webhook_secret.get_secret_value() if settings.bot_webhook_secret is not None else ""
    telegram = BotApi(require_token(settings), str(settings.bot_api_url), secret)
    # Chats that wait for a model take no place from those that are answered without it.
    at_once = CHATS_AT_ONCE if house.model is None else CHATS_AT_ONCE + Trying().most_at_once
    return Service(
        telegram,
        mailbox,
        lambda identity: Desk(assemble(assistant, house.ledger, mailbox, keeper, rules, identity)),
        chats_at_once=at_once,
    )


def load_beside(house: House) -> None:
    """Import what a language model needs while the bot starts: it takes seconds, which the first asker would wait.

    A model that cannot be loaded costs no answer; it is logged, and `danvan doctor` says more.
    """
    model = house.model
    if model is None:
        return

    def load() -> None:
        try:
            model.load()
        except ConfigurationError as error:
            _log.error("the language model cannot be used: %s", error.message_vi)

    threading.Thread(target=load, name="danvan-bot-model", daemon=True).start()


def first_invitation(mailbox: Mailbox, settings: Settings) -> str | None:
    """Return a code that makes whoever sends it first the administrator; None when there is one already."""
    from bot.members import Members
    from corpus.mail import Settlement

    members = Members(mailbox, frozenset(settings.bot_admins), everyone=settings.bot_open)
    if members.admins():
        return None
    code, note = members.invitation(admin=True)
    mailbox.post(Settlement(notes=(note,)))
    return code


def webhook_url(settings: Settings) -> str | None:
    """Return where Telegram is to push updates, None for polling. Raises ConfigurationError when it cannot be told."""
    if settings.bot_mode != "webhook":
        return None
    if settings.public_url is None or settings.bot_webhook_secret is None:
        raise ConfigurationError(
            "DANVAN_BOT_MODE=webhook cần DANVAN_PUBLIC_URL (địa chỉ https mà Telegram gọi tới) "
            "và DANVAN_BOT_WEBHOOK_SECRET. Nếu máy chủ không có địa chỉ công khai, hãy dùng polling."
        )
    return str(settings.public_url).rstrip("/") + WEBHOOK_PATH


async def run_until(service: Service, over: asyncio.Event, webhook: str | None, began: Began) -> None:
    """Run the bot until `over` is set. Raises ConfigurationError when Telegram does not accept it."""
    from bot.ports import Declined, Unwelcome

    async def work() -> None:
        async with service.running(webhook) as identity:
            began(identity)
            await asyncio.Event().wait()

    working, told = asyncio.ensure_future(work()), asyncio.ensure_future(over.wait())
    try:
        await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        working.cancel()  # also while it still tries to reach Telegram for the first time
        with suppress(asyncio.CancelledError):
            await working
    except Unwelcome as unwelcome:
        raise ConfigurationError(unwelcome.message_vi) from unwelcome
    except Declined as declined:
        raise ConfigurationError(f"Telegram từ chối thiết lập của bot ({declined.reason}).") from declined


@contextmanager
def bot_beside(
    settings: Settings, house: House, assistant: Assistant, keeper: Keeper | None
) -> Iterator[Reception | None]:
    """Run the bot beside a server, if it is wanted; yield where pushed updates go.

    The server goes on when Telegram cannot be reached; what ends the bot is logged. Raises ConfigurationError when the
    settings do not suffice.
    """
    if settings.bot_mode == "off":
        yield None
        return
    from bot.webhook import Reception

    webhook = webhook_url(settings)
    with open_mailbox(settings) as mailbox:
        service = build_service(settings, house, assistant, keeper, mailbox)
        code = first_invitation(mailbox, settings)
        count = len(house.ledger.documents())
        with _in_a_thread(service, webhook, lambda identity: greet(identity, count, code)) as loop:
            yield Reception(service, loop)


def receive_pushed(app: FastAPI, reception: Reception, settings: Settings) -> None:
    """Add the route to which Telegram pushes updates, where the bot is told to wait for them."""
    if settings.bot_mode != "webhook" or settings.bot_webhook_secret is None:
        return
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.webhook import SECRET_HEADER

    secret = settings.bot_webhook_secret.get_secret_value()

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        return Response(status_code=await reception.receive(secret, given, await request.body()))

    app.add_route(WEBHOOK_PATH, receive, methods=["POST"], include_in_schema=False)


def greet(identity: Identity, documents: int, code: str | None) -> None:
    """Say where the bot is, and how the first administrator is made."""
    print(f"Bot @{identity.username} đã sẵn sàng, kho có {documents} văn bản: https://t.me/{identity.username}")
    if code is not None:
        print("Bot chưa có người quản trị. Ai mở đường dẫn sau trước sẽ là người quản trị (một lần, trong 7 ngày):")
        print(f"https://t.me/{identity.username}?start={code}")
    sys.stdout.flush()


@contextmanager
def _in_a_thread(service: Service, webhook: str | None, began: Began) -> Iterator[asyncio.AbstractEventLoop]:
    """Run the bot in a thread with an event loop of its own, until the context ends."""
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    def work() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(run_until(service, over, webhook, began))
        except ConfigurationError as error:
            _log.error("the bot has stopped: %s", error.message_vi)
        finally:
            loop.close()

    thread = threading.Thread(target=work, name="danvan-bot", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        with suppress(RuntimeError):  # it has ended by itself
            loop.call_soon_threadsafe(over.set)
        thread.join(_END_S)


def _viewer(settings: Settings) -> str | None:
    """Return the address of the document viewer, if people can open it."""
    return str(settings.public_url) if settings.public_url is not None else None
