"""What Telegram's Bot API refuses, as its documentation and users report it; the double asks here first."""

from __future__ import annotations

import json
from typing import Any

Params = dict[str, Any]

METHODS = {
    "getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "setMyCommands", "sendMessage",
    "sendMessageDraft",
    "editMessageText", "deleteMessage", "sendDocument", "sendChatAction", "answerCallbackQuery", "answerInlineQuery",
}  # fmt: skip
PACED = {"sendMessage", "editMessageText", "sendDocument", "deleteMessage"}
_ENTITY_TYPES = {"bold", "italic", "expandable_blockquote", "blockquote", "code", "pre"}
_QUOTES = {"expandable_blockquote", "blockquote"}


class Refused(Exception):
    """The API answers with an error: its code and what it says."""

    def __init__(self, code: int, words: str, retry_after: int | None = None, migrated_to: int | None = None) -> None:
        super().__init__(words)
        self.migrated_to = migrated_to
        self.code = code
        self.words = words
        self.retry_after = retry_after


def refuse_bad_text(text: str, entities: list[Params], most: int = 4096) -> None:
    """Refuse a text that is empty or too long, and entities that are too many or out of place."""
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    units = text.encode("utf-16-le")
    length = len(units) // 2
    if length > most:
        raise Refused(400, "Bad Request: message is too long")
    if text != text.strip():
        raise Refused(400, "Bad Request: double: the text would be trimmed, and every entity would shift")
    if len(entities) > 100:
        raise Refused(400, "Bad Request: double: entities over 100 would be dropped")
    quoted_until = -1
    for entity in sorted(entities, key=lambda e: e["offset"]):
        _refuse_bad_entity(entity, units)
        if entity["type"] in _QUOTES:
            if entity["offset"] < quoted_until:
                raise Refused(400, "Bad Request: blockquote entities can't be nested")
            quoted_until = entity["offset"] + entity["length"]


def _refuse_bad_entity(entity: Params, units: bytes) -> None:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    if entity["type"] not in _ENTITY_TYPES:
        raise Refused(400, f"Bad Request: unsupported entity type {entity['type']}")
    if not 0 <= start < end <= len(units) // 2:
        raise Refused(400, "Bad Request: entity out of bounds")
    try:
        words = units[2 * start : 2 * end].decode("utf-16-le")
    except UnicodeDecodeError:
        raise Refused(400, "Bad Request: entity parts a surrogate pair") from None
    if words != words.strip():
        raise Refused(400, "Bad Request: double: the entity would be trimmed")


def refuse_bad_markup(markup: Params) -> None:
    """Refuse a keyboard with a button that says nothing, does nothing, or carries too much."""
    count = 0
    for row in markup.get("inline_keyboard", []):
        for button in row:
            count += 1
            if not button.get("text", "").strip():
                raise Refused(400, "Bad Request: text buttons are allowed only with text")
            data, url = button.get("callback_data"), button.get("url")
            if (data is None) == (url is None):
                raise Refused(400, "Bad Request: text buttons must have exactly one of the optional fields")
            if data is not None and not 1 <= len(data.encode()) <= 64:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
            if url is not None and not url.startswith(("http://", "https://", "tg://")):
                raise Refused(400, "Bad Request: BUTTON_URL_INVALID")
    if count > 100:
        raise Refused(400, "Bad Request: too many buttons")


def refuse_bad_results(results: list[Params]) -> None:
    """Refuse inline results that are too many, share an id, or hold a bad message."""
    if len(results) > 50:
        raise Refused(400, "Bad Request: RESULTS_TOO_MUCH")
    if len({one["id"] for one in results}) != len(results):
        raise Refused(400, "Bad Request: RESULT_ID_DUPLICATE")
    for one in results:
        if not 1 <= len(one["id"].encode()) <= 64:
            raise Refused(400, "Bad Request: RESULT_ID_INVALID")
        content = one["input_message_content"]
        refuse_bad_text(content["message_text"], content.get("entities", []))


def refuse_bad_commands(commands: list[Params]) -> None:
    """Refuse a menu of commands that is too long or badly named."""
    if len(commands) > 100:
        raise Refused(400, "Bad Request: too many commands")
    for one in commands:
        name = one["command"]
        named = 1 <= len(name) <= 32 and name == name.lower() and name.replace("_", "").isalnum() and name.isascii()
        if not named or not 1 <= len(one["description"]) <= 256:
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")


def decoded(name: str, value: str) -> Any:
    """Return a form value as it was meant: JSON where the API takes JSON, numbers where it takes numbers."""
    if name in {"entities", "reply_markup", "reply_parameters", "results", "commands", "allowed_updates", "button"}:
        return json.loads(value)
    if name in {"chat_id", "message_id", "message_thread_id", "offset", "timeout", "limit", "cache_time", "draft_id"}:
        return int(value)
    return value
