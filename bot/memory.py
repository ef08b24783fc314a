"""What the bot remembers of a chat, as notes in the mailbox: the talk, the answers that buttons belong to, filters.

All of it expires after the days that the operator has set, and is erased when its owner asks for it.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from bot.incoming import Person, Place
from bot.ports import Mailbox
from corpus.mail import Note
from corpus.model import DocumentId
from rag.model import Answer, Citation, Filters, Turn

TURNS_KEPT = 6
CHARS_KEPT = 4_000

Kept = TypeVar("Kept", bound=BaseModel)


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Exchange(_Model):
    """One question with its answer. `message` is the number of the message that asked."""

    message: int
    question: str
    answer: str


class Talk(_Model):
    """What was said in a chat or topic, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    def before(self, message: int) -> Talk:
        """Return the talk as it was when a message was asked first."""
        at = next((n for n, one in enumerate(self.exchanges) if one.message == message), len(self.exchanges))
        return Talk(exchanges=self.exchanges[:at])

    def with_exchange(self, exchange: Exchange) -> Talk:
        """Return the talk with one more exchange, or with another one in place of that of the same message."""
        if any(one.message == exchange.message for one in self.exchanges):
            changed = tuple(exchange if one.message == exchange.message else one for one in self.exchanges)
            return Talk(exchanges=changed)
        return Talk(exchanges=(*self.exchanges, exchange)[-TURNS_KEPT:])

    def history(self) -> tuple[Turn, ...]:
        """Return the talk as the assistant wants it."""
        return tuple(
            turn for one in self.exchanges for turn in (Turn("user", one.question), Turn("assistant", one.answer))
        )


class Standing(_Model):
    """The filters that a chat has set for every question."""

    locality: str | None = None
    year: int | None = None
    document: str | None = None

    def filters(self) -> Filters:
        """Return them as the assistant wants them."""
        chosen = (DocumentId(self.document),) if self.document else ()
        return Filters(chosen, self.locality, self.year)


class Spot(_Model):
    """A section of a document that a button opens; `start` and `end` are what is quoted of the document, if it is."""

    document: str
    section: int
    start: int | None = None
    end: int | None = None


class Leaf(_Model):
    """What the buttons under one message mean: places, choices, and the question that it answered."""

    spots: tuple[Spot, ...] = ()
    choices: tuple[str, ...] = ()
    answer_id: str = ""
    question: str = ""
    talk: Talk = Talk()
    message: int = 0


class Memory:
    """Reads and writes what is remembered. Notes are returned, to be stored together with the letters."""

    def __init__(self, mailbox: Mailbox, days: int) -> None:
        self._mailbox = mailbox
        self.days = days

    def talk(self, place: Place) -> Talk:
        """Return what was said here."""
        return self._load("talk", _spot(place), Talk) or Talk()

    def keep_talk(self, place: Place, person: Person, talk: Talk) -> Note:
        """Return the note that keeps a talk."""
        return self._note("talk", _spot(place), owner_of(place, person), talk)

    def standing(self, place: Place) -> Standing:
        """Return the filters that stand here."""
        return self._load("standing", _spot(place), Standing) or Standing()

    def keep_standing(self, place: Place, person: Person, standing: Standing) -> Note:
        """Return the note that keeps filters."""
        return self._note("standing", _spot(place), owner_of(place, person), standing)

    def leaf(self, token: str) -> Leaf | None:
        """Return what the buttons of a token mean, None when it has expired."""
        return self._load("leaf", token, Leaf)

    def keep_leaf(self, token: str, owner: str, leaf: Leaf) -> Note:
        """Return the note that keeps what buttons mean."""
        return self._note("leaf", token, owner, leaf)

    def _load(self, kind: str, key: str, model: type[Kept]) -> Kept | None:
        found = self._mailbox.note(kind, key)
        return model.model_validate_json(found) if found is not None else None

    def _note(self, kind: str, key: str, owner: str, content: BaseModel) -> Note:
        return Note(kind, key, content.model_dump_json(), owner, datetime.now(UTC) + timedelta(days=self.days))


def new_token() -> str:
    """Return a short name that nobody can guess, for callback data."""
    return secrets.token_urlsafe(9)


def owner_of(place: Place | None, person: Person) -> str:
    """Return on whose behalf something is remembered: the person in private, in a group the group."""
    return f"person:{person.id}" if place is None or place.private else f"group:{place.chat}"


def exchange_of(message: int, question: str, answer: Answer) -> Exchange:
    """Return a question and its answer as they are remembered."""
    return Exchange(message=message, question=question, answer=answer.answer[:CHARS_KEPT])


def spots_of(citations: tuple[Citation, ...]) -> tuple[Spot, ...]:
    """Return the places of citations."""
    return tuple(Spot(document=c.document_id, section=c.section.ordinal, start=c.start, end=c.end) for c in citations)


def _spot(place: Place) -> str:
    return f"{place.chat}:{place.thread or 0}"
