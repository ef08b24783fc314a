"""What goes out: one model a Telegram call, as JSON in the outbox and as parameters for the adapter."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.text import Message, Style, units


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mark(_Model):
    """A stretch of text in a style, in UTF-16 units."""

    type: Style
    offset: int
    length: int


class Button(_Model):
    """A button under a message: it sends `data` back (1 to 64 bytes), or opens `url`."""

    text: str
    data: str | None = None
    url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


class SendText(_Model):
    """A new message. `reply_to` is the message that it answers; it is sent without when that one is gone.

    A `silent` one makes no sound.
    """

    call: Literal["send"] = "send"
    chat: int
    thread: int | None = None
    text: str
    entities: tuple[Mark, ...] = ()
    keyboard: Keyboard = ()
    reply_to: int | None = None
    silent: bool = False


class EditText(_Model):
    """Other words in place of a message of the bot's own."""

    call: Literal["edit"] = "edit"
    chat: int
    thread: int | None = None
    message: int
    text: str
    entities: tuple[Mark, ...] = ()
    keyboard: Keyboard = ()


class DeleteMessage(_Model):
    """A message of the bot's own is taken away."""

    call: Literal["delete"] = "delete"
    chat: int
    message: int


class SendFile(_Model):
    """A small text file."""

    call: Literal["file"] = "file"
    chat: int
    thread: int | None = None
    name: str
    content: str
    caption: str = ""


class AnswerPress(_Model):
    """The end of the waiting sign on a button that was pressed, with a few words (at most 200 characters) or none."""

    call: Literal["press"] = "press"
    press: str
    text: str = ""
    alert: bool = False


class InlineResult(_Model):
    """One result of an inline query: what the list shows, and the message that choosing it sends."""

    id: str
    title: str
    description: str
    text: str
    entities: tuple[Mark, ...] = ()


class AnswerInline(_Model):
    """The results of an inline query. `button` opens a private chat with the bot and sends /start with `start`."""

    call: Literal["inline"] = "inline"
    query: str
    results: tuple[InlineResult, ...] = ()
    button: str | None = None
    start: str = "inline"


Call = SendText | EditText | DeleteMessage | SendFile | AnswerPress | AnswerInline
_CALL: TypeAdapter[Call] = TypeAdapter(Annotated[Call, Field(discriminator="call")])


def to_json(call: Call) -> str:
    """Return a call as it lies in the outbox."""
    return call.model_dump_json(exclude_defaults=False)


def from_json(content: str) -> Call:
    """Return a call as it was put into the outbox."""
    return _CALL.validate_json(content)


def marks_of(message: Message) -> tuple[Mark, ...]:
    """Return the entities of a message as they are stored."""
    return tuple(Mark(type=e.type, offset=e.offset, length=e.length) for e in message.entities)


def lane_of(call: Call) -> str:
    """Return the lane in which a call goes out: its chat; what answers a press or an inline query waits for nobody."""
    if isinstance(call, AnswerPress):
        return f"press:{call.press}"
    if isinstance(call, AnswerInline):
        return f"inline:{call.query}"
    return str(call.chat)


def forwarded(call: Call, chat: int) -> Call | None:
    """Return a call as it is made in the chat that its own has become; None where there is nothing left to do.

    Numbers of messages mean others there: what was to be changed is sent anew, what was to be deleted is left.
    """
    if isinstance(call, EditText):
        return SendText(chat=chat, thread=call.thread, text=call.text, entities=call.entities, keyboard=call.keyboard)
    if isinstance(call, SendText):
        return call.model_copy(update={"chat": chat, "reply_to": None})
    return call.model_copy(update={"chat": chat}) if isinstance(call, SendFile) else None


def repeated(call: Call, mark: str) -> Call:
    """Return a call that may have arrived already, with a line before it that says so; only new messages need it."""
    if not isinstance(call, SendText):
        return call
    lead = f"{mark}\n"
    moved = tuple(m.model_copy(update={"offset": m.offset + units(lead)}) for m in call.entities)
    return call.model_copy(update={"text": lead + call.text, "entities": moved})
