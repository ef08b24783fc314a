"""The methods of the Bot API double: what each checks, and what it changes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.telegram.bot_api_rules import (
    METHODS,
    Params,
    Refused,
    refuse_bad_commands,
    refuse_bad_markup,
    refuse_bad_results,
    refuse_bad_text,
)

TOKEN = "123456:test-token-that-must-not-be-logged"
BOT = {"id": 123456, "is_bot": True, "first_name": "Trợ lý", "username": "danvan_bot"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call that a bot made. `status` is the HTTP status it was answered with, 0 where the connection was broken."""

    at: float
    method: str
    params: Params
    status: int
    message: int | None = None


@dataclass(slots=True)
class Fault:
    """Something that goes wrong: for calls of `method` ("" means all that are paced) in `chat` (0 means all)."""

    kind: Literal["429", "500", "reset", "reset after", "slow", "400", "404"]
    times: int = 1
    method: str = ""
    chat: int = 0
    seconds: float = 1.0


@dataclass(slots=True)
class Shown:
    """A message as it stands in a chat."""

    chat: int
    number: int
    text: str
    entities: list[Params]
    markup: Params
    thread: int | None
    deleted: bool = False


@dataclass
class State:
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    waiting: deque[Params] = field(default_factory=deque)
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    presses: dict[str, bool] = field(default_factory=dict)
    inline: dict[str, bool] = field(default_factory=dict)
    webhook: Params = field(default_factory=dict)
    webhook_error: Params = field(default_factory=dict)
    commands: dict[str, list[Params]] = field(default_factory=dict)
    next_update: int = 1_000
    next_message: int = 1
    confirmed: int = 0
    refused: list[str] = field(default_factory=list)
    migrated: dict[int, int] = field(default_factory=dict)
    drafts: dict[int, str] = field(default_factory=dict)
    """What is being written in a chat: the last draft that no message has replaced."""


class Methods:
    """The API's methods over one state."""

    def __init__(self) -> None:
        self.state = State()
        self.lock = threading.Condition()
        self.arrived: asyncio.Event | None = None
        self._listeners = 0

    def number(self) -> int:
        """Return the number of a new message."""
        self.state.next_message += 1
        return self.state.next_message

    async def carry_out(self, method: str, params: Params) -> Any:
        if method not in METHODS:
            raise Refused(404, "Not Found")
        if method == "getUpdates":
            return await self._get_updates(params)
        with self.lock:
            now = self.state.migrated.get(params.get("chat_id", 0))
            if now is not None:
                words = "Bad Request: group chat was upgraded to a supergroup chat"
                raise Refused(400, words, migrated_to=now)
            return getattr(self, f"_do_{method}")(params)

    async def _get_updates(self, params: Params) -> list[Params]:
        if self.state.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = params.get("offset")
        with self.lock:
            while offset is not None and self.state.waiting and self.state.waiting[0]["update_id"] < offset:
                self.state.confirmed = self.state.waiting.popleft()["update_id"]
        self._listeners += 1
        own = self._listeners
        if self.arrived is not None:
            self.arrived.set()  # whoever listened before is told that another does now
        deadline = time.monotonic() + params.get("timeout", 0)
        while not self.state.waiting and time.monotonic() < deadline and self.arrived is not None:
            self.arrived.clear()
            try:
                await asyncio.wait_for(self.arrived.wait(), max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                break
            if own != self._listeners:
                raise Refused(409, "Conflict: terminated by other getUpdates request")
        return list(self.state.waiting)[: params.get("limit", 100)]

    def _do_getMe(self, _params: Params) -> Params:  # noqa: N802 - the API's own names
        return BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}

    def _do_setWebhook(self, params: Params) -> bool:  # noqa: N802
        self.state.webhook = params
        return True

    def _do_getWebhookInfo(self, _params: Params) -> Params:  # noqa: N802
        known = {"url": self.state.webhook.get("url", ""), "has_custom_certificate": False}
        return known | {"pending_update_count": len(self.state.waiting)} | self.state.webhook_error

    def _do_deleteWebhook(self, _params: Params) -> bool:  # noqa: N802
        self.state.webhook = {}
        return True

    def _do_setMyCommands(self, params: Params) -> bool:  # noqa: N802
        refuse_bad_commands(params["commands"])
        self.state.commands[params.get("language_code", "")] = params["commands"]
        return True

    def _do_sendChatAction(self, _params: Params) -> bool:  # noqa: N802
        return True

    def _do_sendMessage(self, params: Params) -> Params:  # noqa: N802
        refuse_bad_text(params["text"], params.get("entities", []))
        refuse_bad_markup(params.get("reply_markup", {}))
        shown = self._show(params, params["text"])
        return sent(shown)

    def _do_sendMessageDraft(self, params: Params) -> bool:  # noqa: N802
        if params["chat_id"] <= 0:
            raise Refused(400, "Bad Request: TEXTDRAFT_PEER_INVALID")
        if not params.get("draft_id"):
            raise Refused(400, "Bad Request: RANDOM_ID_INVALID")
        if params.get("text"):  # without a text "Thinking…" is shown
            refuse_bad_text(params["text"], params.get("entities", []))
        if params.get("reply_markup"):
            raise Refused(400, "Bad Request: double: a draft has no buttons")
        self.state.drafts[params["chat_id"]] = params.get("text", "")
        return True

    def _do_sendDocument(self, params: Params) -> Params:  # noqa: N802
        return sent(self._show(params, params.get("caption", "") or "(tệp)"))

    def _do_editMessageText(self, params: Params) -> Params:  # noqa: N802
        refuse_bad_text(params["text"], params.get("entities", []))
        refuse_bad_markup(params.get("reply_markup", {}))
        shown = self.state.shown.get((params["chat_id"], params["message_id"]))
        if shown is None or shown.deleted:
            raise Refused(400, "Bad Request: message to edit not found")
        new = params["text"], params.get("entities", []), params.get("reply_markup", {})
        if (shown.text, shown.entities, shown.markup) == new:
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        shown.text, shown.entities, shown.markup = new
        return sent(shown)

    def _do_deleteMessage(self, params: Params) -> bool:  # noqa: N802
        shown = self.state.shown.get((params["chat_id"], params["message_id"]))
        if shown is None or shown.deleted:
            raise Refused(400, "Bad Request: message to delete not found")
        shown.deleted = True
        return True

    def _do_answerCallbackQuery(self, params: Params) -> bool:  # noqa: N802
        if len(params.get("text", "")) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self._answered_once(self.state.presses, params["callback_query_id"])
        return True

    def _do_answerInlineQuery(self, params: Params) -> bool:  # noqa: N802
        refuse_bad_results(params["results"])
        self._answered_once(self.state.inline, params["inline_query_id"])
        return True

    def _answered_once(self, queries: dict[str, bool], query: str) -> None:
        if queries.get(query, True):
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        queries[query] = True

    def _show(self, params: Params, text: str) -> Shown:
        reply = params.get("reply_parameters")
        if reply and not reply.get("allow_sending_without_reply"):
            raise Refused(400, "Bad Request: message to be replied not found")
        number = self.number()
        self.state.drafts.pop(params["chat_id"], None)
        markup, entities = params.get("reply_markup", {}), params.get("entities", [])
        shown = Shown(params["chat_id"], number, text, entities, markup, params.get("message_thread_id"))
        self.state.shown[(shown.chat, number)] = shown
        return shown


def chat_of(chat: int) -> Params:
    if chat > 0:
        return {"id": chat, "type": "private", "first_name": "N"}
    return {"id": chat, "type": "supergroup" if chat < -(10**12) else "group", "title": "Nhóm dân vận"}


def user_of(person: int, name: str = "Nguyễn Văn Mẫu", language: str = "vi") -> Params:
    return {"id": person, "is_bot": False, "first_name": name, "language_code": language}


def sent(shown: Shown) -> Params:
    return {"message_id": shown.number, "date": int(time.time()), "chat": chat_of(shown.chat), "text": shown.text}
