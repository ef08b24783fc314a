"""What the Telegram door needs: someone who answers, the stored documents, a mailbox, and Telegram itself.

Each port has a double in `bot.testing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.incoming import Incoming
from bot.letters import Call
from corpus.mail import Delivered, Letter, Note, Settlement, Update
from corpus.model import Document, DocumentId, Metadata
from rag.kept import Channel, Feedback
from rag.model import Answer, Filters, Inquiry, SearchHit


class Answering(Protocol):
    """Answers questions from the stored documents. Called from several threads at once."""

    def answer(self, inquiry: Inquiry) -> Answer:
        """Return a grounded answer, a refusal or a request to clarify; raise `rag.errors.RagError` on failure."""
        ...

    def search(self, query: str, k: int, filters: Filters) -> list[SearchHit]:
        """Return at most `k` passages, best first."""
        ...


class DocumentSummary(Protocol):
    """A stored document without its text."""

    @property
    def id(self) -> DocumentId:
        """Return the id under which the document is stored."""
        ...

    @property
    def metadata(self) -> Metadata:
        """Return what the document says of itself."""
        ...


class DocumentSource(Protocol):
    """The stored documents, for reading. Called from several threads at once."""

    def document(self, document_id: DocumentId) -> Document:
        """Return a stored document; raise `corpus.errors.DocumentUnknown` when there is none of this id."""
        ...

    def documents(self) -> Sequence[DocumentSummary]:
        """Return every stored document without its text, in an order that does not change."""
        ...


class Keeper(Protocol):
    """Keeps questions so that the assistant can be made better; there is none unless the operator wants it."""

    @property
    def days(self) -> int:
        """Return for how many days a question is kept; askers are told."""
        ...

    def note(self, inquiry: Inquiry, answer: Answer, channel: Channel) -> None:
        """Take note of a question that was answered, and keep it if it is to be kept."""
        ...

    def record(self, feedback: Feedback) -> bool:
        """Take a verdict and return whether its comment is kept."""
        ...


class Mailbox(Protocol):
    """Where updates, letters and notes lie; `corpus.mailbox.Mailbox` says what each method promises."""

    def take_in(self, arrived: Sequence[Update]) -> list[Update]:
        """Store updates and return those that were never seen before."""
        ...

    def unsettled(self) -> list[Update]:
        """Return what was taken in and never settled, oldest first, and count one more attempt at each."""
        ...

    def settle(self, update_id: int, settlement: Settlement) -> list[Letter]:
        """Store all that came of an update, in one step, once; return the stored letters."""
        ...

    def post(self, settlement: Settlement) -> list[Letter]:
        """Store letters and notes that come of no update."""
        ...

    def letters(self) -> list[Letter]:
        """Return the letters that have not arrived, oldest first."""
        ...

    def sending(self, letter_id: int, arrived: Sequence[tuple[int, int | None]] = ()) -> bool:
        """Note that a letter is being sent, and which others have arrived; return False when it was withdrawn."""
        ...

    def forward(self, letter_id: int, lane: str, content: str) -> None:
        """Give a letter that has not arrived another lane and other words."""
        ...

    def held_back(self, letter_id: int) -> None:
        """Note that a letter certainly has not arrived, and waits to be sent again."""
        ...

    def sent(self, letter_id: int, message: int | None) -> None:
        """Note that a letter has arrived, as which message, or (None) that it is given up."""
        ...

    def delivered(self, about: str) -> list[Delivered]:
        """Return the messages that answer `about`, in order."""
        ...

    def subject_of(self, lane: str, message: int) -> str | None:
        """Return the subject of the letter that became this message, or None."""
        ...

    def note(self, kind: str, key: str) -> str | None:
        """Return what is remembered under a name, or None."""
        ...

    def notes(self, kind: str) -> list[Note]:
        """Return all notes of a kind, by key."""
        ...

    def notes_of(self, owner: str) -> list[Note]:
        """Return all that is remembered on behalf of an owner."""
        ...

    def count(self, name: str, since: str) -> int:
        """Return how many of something were counted since a day."""
        ...

    def erase(self, owner: str, lane: str, kept: Sequence[str] = ()) -> int:
        """Forget an owner's notes for good, but for those of the `kept` kinds."""
        ...

    def sweep(self) -> int:
        """Forget for good what has expired."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is on Telegram; `username` is without "@"."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Pushing:
    """Where Telegram pushes updates to, "" when it does not; how many wait, and what went wrong last, in its words."""

    url: str
    waiting: int
    last_error: str = ""
    last_error_at: datetime | None = None


class NotNow(Exception):
    """Telegram asks to wait `seconds` before anything more is sent to this chat; the call was not carried out."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Unreachable(Exception):
    """The network or Telegram failed. `doubtful` tells whether the call may have been carried out all the same."""

    def __init__(self, reason: str, *, doubtful: bool) -> None:
        super().__init__(reason)
        self.doubtful = doubtful


class Declined(Exception):
    """Telegram will never carry this call out. `reason` is a class of ours, never Telegram's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ChatMoved(Declined):
    """The group has become a supergroup, which is the chat `chat`; the call was not carried out."""

    def __init__(self, chat: int) -> None:
        super().__init__("chat-moved")
        self.chat = chat


class Unwelcome(Exception):
    """Telegram does not accept this bot: the token is wrong, or another program receives its updates."""

    def __init__(self, message_vi: str, *, fatal: bool) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi
        self.fatal = fatal


class Telegram(Protocol):
    """Telegram's Bot API. Every method raises `NotNow`, `Unreachable`, `Declined` or `Unwelcome`, and nothing else."""

    async def open(self) -> Identity:
        """Connect and return who the bot is."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...

    async def introduce(self, webhook: str | None) -> None:
        """Set the menus of commands; ask for updates at `webhook`, or (None) for none to be pushed."""
        ...

    async def updates(self, after: int | None, wait_s: int) -> list[Update]:
        """Return new updates with numbers over `after`, which confirms those before; wait for one if there is none."""
        ...

    async def carry_out(self, call: Call) -> int | None:
        """Carry a call out and return the number of the message that it made, if it made one."""
        ...

    async def show_typing(self, chat: int, thread: int | None) -> None:
        """Show for about five seconds that an answer is being written."""
        ...

    async def show_draft(self, chat: int, thread: int | None, number: int, text: str) -> None:
        """Show for half a minute words that are still being written; those of the same number (over 0) replace them.

        `Declined` also where the server knows no drafts.
        """
        ...

    def read(self, content: str) -> Incoming | None:
        """Return what an update says, or None when it is nothing for the bot."""
        ...
