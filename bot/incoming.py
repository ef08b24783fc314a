"""What comes in, as the bot understands it; the adapter reads it from Telegram's updates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote or pressed. `language` is the code of their app ("vi", "en"), "" when it does not say."""

    id: int
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a chat, and the topic in it if it has topics."""

    chat: int
    private: bool
    thread: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A text message. `command` is its command without slash, "" if it is none; `text` what was said besides.

    `addressed` tells whether the bot itself is meant: always in a private chat, in a group when it is mentioned,
    commanded or replied to. `reply_to` is the message of the bot that it answers.
    """

    person: Person
    place: Place
    message: int
    text: str
    command: str = ""
    addressed: bool = True
    reply_to: int | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button was pressed; `message` is the one that bears it, None when it is too old to be told."""

    person: Person
    place: Place | None
    message: int | None
    press: str
    data: str


@dataclass(frozen=True, slots=True)
class InlineAsked:
    """Somebody types "@bot …" in any chat."""

    person: Person
    query: str
    text: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group has become a supergroup: the chat `old` is the chat `new` from now on. `place` is where it was told."""

    place: Place
    old: int
    new: int


Incoming = Said | Pressed | InlineAsked | Migrated


def lane_of(incoming: Incoming) -> str:
    """Return in which lane a thing is handled: everything of a chat in order, inline queries by person."""
    if isinstance(incoming, InlineAsked):
        return f"inline:{incoming.person.id}"
    if isinstance(incoming, Pressed):
        return str(incoming.place.chat) if incoming.place else f"press:{incoming.person.id}"
    return str(incoming.place.chat)
