"""`bot.ports.Telegram` by python-telegram-bot: its `Bot` alone, without its queue, rate limiter and persistence.

Those lose updates and letters when the process is killed; the mailbox keeps both. Only the calls are the library's.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Awaitable
from typing import TypeVar

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.adapters.reading import read_update
from bot.incoming import Incoming
from bot.letters import (
    AnswerInline,
    AnswerPress,
    Call,
    DeleteMessage,
    EditText,
    Keyboard,
    Mark,
    SendFile,
    SendText,
)
from bot.ports import ChatMoved, Declined, Identity, NotNow, Pushing, Unreachable, Unwelcome
from bot.wording import COMMANDS_EN, COMMANDS_VI, OTHER_RECEIVER, WRONG_TOKEN
from corpus.mail import Update

_WANTED = ("message", "edited_message", "callback_query", "inline_query")
_BATCH = 100
_CALL_S, _CONNECT_S = 10.0, 5.0
_INLINE_CACHE_S = 10
_ONE_AT_A_TIME = 1  # pushed updates of a chat must come in order

_log = logging.getLogger("danvan.bot.api")

Result = TypeVar("Result")


class BotApi:
    """The Bot API at `base_url` ("https://api.telegram.org"). `secret` is what Telegram sends with pushed updates."""

    def __init__(self, token: str, base_url: str, secret: str = "") -> None:
        # "Please use Bot.getUpdates": that one reads the updates before they can be stored.
        warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'", category=PTBUserWarning)
        warnings.filterwarnings("ignore", message=".*PTB_TIMEDELTA", category=PTBDeprecationWarning)
        # The library and its HTTP client log addresses, which hold the token, and what was said.
        logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
        for vendor in ("httpx", "httpcore"):
            logging.getLogger(vendor).setLevel(logging.WARNING)
        self._secret = secret
        self._me: Identity | None = None
        self._bot = Bot(
            token,
            base_url=f"{base_url.rstrip('/')}/bot",
            base_file_url=f"{base_url.rstrip('/')}/file/bot",
            request=_requests(64),
            get_updates_request=_requests(2),
        )

    async def open(self) -> Identity:
        """Connect and return who the bot is."""
        await _translated(self._bot.initialize())
        self._me = Identity(self._bot.id, self._bot.username)
        return self._me

    async def close(self) -> None:
        """Let go of every connection."""
        await self._bot.shutdown()

    async def introduce(self, webhook: str | None) -> None:
        """Set the menus, and say how updates are to come. Without menus the bot works all the same."""
        try:
            await self._set_menus()
        except (Declined, Unreachable, Unwelcome) as failure:
            _log.warning("the menus of commands could not be set: %s", type(failure).__name__)
        if webhook is None:
            await _translated(self._bot.delete_webhook())
            return
        await _translated(
            self._bot.set_webhook(
                webhook, max_connections=_ONE_AT_A_TIME, allowed_updates=_WANTED, secret_token=self._secret
            )
        )

    async def _set_menus(self) -> None:
        for code, menu in (("", COMMANDS_EN), ("vi", COMMANDS_VI)):
            commands = [BotCommand(name, what) for name, what in menu.items()]
            await _translated(self._bot.set_my_commands(commands, language_code=code or None))

    async def updates(self, after: int | None, wait_s: int) -> list[Update]:
        """Return new updates as they came: unread, so that one that cannot be read does not hide the others."""
        wanted = {"timeout": wait_s, "limit": _BATCH, "allowed_updates": list(_WANTED)}
        if after is not None:
            wanted["offset"] = after + 1
        # `do_api_request` reads with the timeout of calls: that of the wait is added here.
        found = await _translated(
            self._bot.do_api_request("getUpdates", api_kwargs=wanted, read_timeout=wait_s + _CALL_S)
        )
        rows = found if isinstance(found, list) else []
        return [Update(int(row["update_id"]), json.dumps(row, ensure_ascii=False)) for row in rows]

    async def pushing(self) -> Pushing:
        """Return where Telegram pushes updates to, and what went wrong there last."""
        info = await _translated(self._bot.get_webhook_info())
        return Pushing(info.url, info.pending_update_count, info.last_error_message or "", info.last_error_date)

    async def somebody_else_listens(self, wait_s: int) -> bool:
        """Listen for a while, confirming nothing, and return whether another program took the line over."""
        wanted = {"timeout": wait_s, "limit": 1}
        try:
            await _translated(self._bot.do_api_request("getUpdates", api_kwargs=wanted, read_timeout=wait_s + _CALL_S))
        except Unwelcome as unwelcome:
            if unwelcome.fatal:
                raise
            return True
        return False

    async def carry_out(self, call: Call) -> int | None:
        """Carry a call out and return the number of the message that it made.

        None where Telegram said yes in words that the library cannot read: doing it again would repeat it.
        """
        try:
            return await self._carried_out(call)
        except _Unreadable:
            _log.warning("an answer of Telegram's could not be read: %s", call.call)
            return None

    async def _carried_out(self, call: Call) -> int | None:
        if isinstance(call, SendText):
            return await self._send(call)
        if isinstance(call, EditText):
            return await self._edit(call)
        if isinstance(call, SendFile):
            return await self._send_file(call)
        if isinstance(call, DeleteMessage):
            await _translated(self._bot.delete_message(call.chat, call.message))
        elif isinstance(call, AnswerPress):
            await _translated(self._bot.answer_callback_query(call.press, call.text or None, show_alert=call.alert))
        else:
            await self._answer_inline(call)
        return None

    async def show_typing(self, chat: int, thread: int | None) -> None:
        """Show for about five seconds that an answer is being written."""
        await _translated(self._bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread))

    async def show_draft(self, chat: int, thread: int | None, number: int, text: str) -> None:
        """Show words that are still being written, in a private chat; a server that knows no drafts declines them."""
        try:
            await _translated(self._bot.send_message_draft(chat, number, text, message_thread_id=thread))
        except Unwelcome as unknown:  # "404 Not Found", which the library takes for a wrong token
            raise Declined("unknown-method") from unknown

    def read(self, content: str) -> Incoming | None:
        """Return what an update says."""
        if self._me is None:
            raise RuntimeError("open() comes first")
        return read_update(content, self._me)

    async def _send(self, call: SendText) -> int:
        reply = None
        if call.reply_to is not None:
            reply = ReplyParameters(call.reply_to, allow_sending_without_reply=True)
        sent = await _translated(
            self._bot.send_message(
                call.chat,
                call.text,
                entities=_entities(call.entities),
                reply_markup=_markup(call.keyboard),
                message_thread_id=call.thread,
                reply_parameters=reply,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                disable_notification=call.silent or None,
            )
        )
        return sent.message_id

    async def _edit(self, call: EditText) -> int:
        try:
            await _translated(
                self._bot.edit_message_text(
                    call.text,
                    call.chat,
                    call.message,
                    entities=_entities(call.entities),
                    reply_markup=_markup(call.keyboard),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
            )
        except Declined as declined:
            if declined.reason != "unchanged":  # it says already what it should say
                raise
        return call.message

    async def _send_file(self, call: SendFile) -> int:
        sent = await _translated(
            self._bot.send_document(
                call.chat,
                InputFile(call.content.encode(), filename=call.name),
                caption=call.caption or None,
                message_thread_id=call.thread,
            )
        )
        return sent.message_id

    async def _answer_inline(self, call: AnswerInline) -> None:
        articles = [
            InlineQueryResultArticle(
                one.id,
                one.title,
                InputTextMessageContent(one.text, entities=_entities(one.entities)),
                description=one.description,
            )
            for one in call.results
        ]
        button = InlineQueryResultsButton(call.button, start_parameter=call.start) if call.button else None
        await _translated(
            self._bot.answer_inline_query(
                call.query, articles, cache_time=_INLINE_CACHE_S, is_personal=True, button=button
            )
        )


class _Unreadable(Unreachable):
    """Telegram said yes, in a shape that the library does not know."""


def _requests(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=_CALL_S,
        write_timeout=_CALL_S,
        connect_timeout=_CONNECT_S,
        pool_timeout=_CALL_S,
    )


def _entities(marks: tuple[Mark, ...]) -> list[MessageEntity]:
    return [MessageEntity(mark.type, mark.offset, mark.length) for mark in marks]


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(b.text, url=b.url, callback_data=b.data) for b in row] for row in keyboard]
    return InlineKeyboardMarkup(rows) if rows else None


async def _translated(call: Awaitable[Result]) -> Result:
    """Await a call of the library; its errors become those of the port, without their words."""
    try:
        return await call
    except RetryAfter as error:
        wait = error.retry_after
        raise NotNow(wait if isinstance(wait, int) else wait.total_seconds()) from None
    except (InvalidToken, EndPointNotFound):
        raise Unwelcome(WRONG_TOKEN, fatal=True) from None
    except Conflict:
        raise Unwelcome(OTHER_RECEIVER, fatal=False) from None
    except Forbidden:
        raise Declined("forbidden") from None
    except ChatMigrated as error:
        raise ChatMoved(error.new_chat_id) from None
    except BadRequest as error:
        raise Declined(_reason(error.message)) from None
    except NetworkError as error:
        raise Unreachable("network", doubtful=not _never_left(error)) from None
    except TelegramError:
        raise Unreachable("unreadable", doubtful=True) from None
    except (TypeError, KeyError, ValueError, AttributeError):  # the library read what came, and stumbled
        raise _Unreadable("unreadable", doubtful=True) from None


def _never_left(error: NetworkError) -> bool:
    """Tell whether a request certainly did not reach Telegram: there was no connection to send it on."""
    no_place = isinstance(error, TimedOut) and "*not* sent" in error.message
    return no_place or type(error.__cause__).__name__ in ("ConnectTimeout", "ConnectError")


def _reason(words: str) -> str:
    """Return the class of a refused request, by what Telegram is known to say."""
    said = words.lower()
    for known, reason in (
        ("not modified", "unchanged"),
        ("message to edit not found", "message-gone"),
        ("message can't be edited", "message-gone"),
        ("query is too old", "query-old"),
        ("chat not found", "chat-gone"),
    ):
        if known in said:
            return reason
    return "bad-request"
