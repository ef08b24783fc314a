"""Telegram's updates become what the bot understands; whatever is nothing for the bot becomes None."""

from __future__ import annotations

import json

from telegram import CallbackQuery, Chat, InlineQuery, Message, MessageEntity, Update, User

from bot.incoming import Incoming, InlineAsked, Migrated, Person, Place, Pressed, Said
from bot.ports import Identity

_NAME_CHARS = 64


def read_update(content: str, me: Identity) -> Incoming | None:
    """Return what an update (JSON) says to the bot `me`."""
    update = Update.de_json(json.loads(content), None)
    message = update.message or update.edited_message
    if message is not None:
        return _said(message, me, edited=update.edited_message is not None)
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    return _inline(update.inline_query) if update.inline_query is not None else None


def _said(message: Message, me: Identity, *, edited: bool) -> Said | Migrated | None:
    if message.migrate_to_chat_id is not None:
        return Migrated(_place(message.chat, None), message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return Migrated(_place(message.chat, None), message.migrate_from_chat_id, message.chat.id)
    if message.from_user is None or message.from_user.is_bot or message.chat.type == Chat.CHANNEL:
        return None
    private = message.chat.type == Chat.PRIVATE
    text = message.text or ""
    if not text and (not private or _is_service(message)):
        return None
    named, command, rest = _command(message, me)
    if command and not named:
        return None  # another bot's
    reply = message.reply_to_message
    replied = reply is not None and reply.from_user is not None and reply.from_user.id == me.id
    mentioned, words = _without_mention(message, me)
    return Said(
        person=_person(message.from_user),
        place=_place(message.chat, message.message_thread_id if message.is_topic_message else None),
        message=message.message_id,
        text=rest if command else words,
        command=command,
        addressed=private or bool(command) or mentioned or replied,
        reply_to=reply.message_id if reply is not None and replied else None,
        edited=edited,
    )


def _is_service(message: Message) -> bool:
    """Tell whether nobody said anything: somebody joined, or a message was pinned."""
    return message.effective_attachment is None


def _command(message: Message, me: Identity) -> tuple[bool, str, str]:
    """Return whether a command is for this bot, its name, and what follows it; the name is "" without a command."""
    text = message.text or ""
    first = next((e for e in message.entities if e.type == MessageEntity.BOT_COMMAND and e.offset == 0), None)
    if first is None:
        return False, "", text
    given = message.parse_entity(first)
    name, _, other = given.removeprefix("/").partition("@")
    return (not other or other.lower() == me.username.lower()), name.lower(), text[len(given) :].strip()


def _without_mention(message: Message, me: Identity) -> tuple[bool, str]:
    """Return whether the bot is mentioned, and the text without the mention."""
    text = message.text or ""
    for mention in message.parse_entities([MessageEntity.MENTION]).values():
        if mention.lower() == f"@{me.username}".lower():
            return True, text.replace(mention, "", 1).strip()
    meant = message.parse_entities([MessageEntity.TEXT_MENTION])
    return any(entity.user is not None and entity.user.id == me.id for entity in meant), text


def _pressed(query: CallbackQuery) -> Pressed:
    place = None
    if query.message is not None:
        thread = None
        if isinstance(query.message, Message) and query.message.is_topic_message:
            thread = query.message.message_thread_id
        place = _place(query.message.chat, thread)
    message = query.message.message_id if query.message is not None else None
    return Pressed(_person(query.from_user), place, message, query.id, query.data or "")


def _inline(query: InlineQuery) -> InlineAsked:
    return InlineAsked(_person(query.from_user), query.id, query.query)


def _person(user: User) -> Person:
    return Person(user.id, user.full_name[:_NAME_CHARS], user.language_code or "")


def _place(chat: Chat, thread: int | None) -> Place:
    return Place(chat.id, chat.type == Chat.PRIVATE, thread, (chat.title or "")[:_NAME_CHARS])
