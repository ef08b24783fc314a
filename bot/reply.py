"""A reply under construction: letters, notes and counts that are stored in one step when it is complete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.incoming import Place
from bot.letters import (
    AnswerPress,
    Call,
    DeleteMessage,
    EditText,
    Keyboard,
    SendText,
    lane_of,
    marks_of,
    to_json,
)
from bot.text import Block, messages, plain
from corpus.mail import Erasure, LetterDraft, Note, Settlement, Tally

_WORTH_SENDING = timedelta(hours=24)
_WORTH_ANSWERING = timedelta(seconds=60)  # Telegram forgets presses and inline queries soon


def _unheard(_sentence: str) -> None:
    return None


def _stays() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Listener:
    """Whoever waits for a reply hears each proven sentence of it, and may have left. Called by the thread at work."""

    heard: Callable[[str], None] = _unheard
    has_left: Callable[[], bool] = _stays


NOBODY = Listener()


class Reply:
    """Collects what comes of one update.

    `about` names what is answered, `subject` what the messages are about, `replaces` are messages of the bot's own that
    they take the place of. `listener` waits for it.
    """

    def __init__(
        self,
        place: Place | None,
        about: str | None = None,
        reply_to: int | None = None,
        listener: Listener = NOBODY,
    ) -> None:
        self.place = place
        self.listener = listener
        self.about = about
        self.subject: str | None = None
        self.replaces: tuple[int, ...] = ()
        self._reply_to = reply_to
        self._letters: list[LetterDraft] = []
        self._notes: list[Note] = []
        self._erasures: list[Erasure] = []
        self._tallies: list[Tally] = []
        self._withdrawn: list[str] = []
        self._gone: list[tuple[str, int]] = []

    def say(self, blocks: Sequence[Block] | str, keyboard: Keyboard = ()) -> None:
        """Send blocks as messages here; the last one bears the buttons."""
        self.put_in_place((), blocks, keyboard)

    def put_in_place(self, old: Sequence[int], blocks: Sequence[Block] | str, keyboard: Keyboard = ()) -> None:
        """Put blocks in place of the bot's own messages `old`: edit those, send what is more, delete what is left."""
        if self.place is None:
            return
        place = self.place
        parts = messages([plain(blocks)] if isinstance(blocks, str) else blocks)
        for number, part in enumerate(parts):
            buttons = keyboard if number == len(parts) - 1 else ()
            shape = {"chat": place.chat, "thread": place.thread, "text": part.text, "entities": marks_of(part)}
            if number < len(old):
                self.call(EditText.model_validate(shape | {"keyboard": buttons, "message": old[number]}))
            else:
                reply_to = self._reply_to if number == 0 else None
                self.call(SendText.model_validate(shape | {"keyboard": buttons, "reply_to": reply_to}))
        for left in old[len(parts) :]:
            self.call(DeleteMessage(chat=place.chat, message=left))
            self._gone.append((str(place.chat), left))

    def tell(self, chat: int, blocks: Sequence[Block] | str, keyboard: Keyboard = ()) -> None:
        """Send blocks to another chat."""
        other = Reply(Place(chat, private=True))
        other.say(blocks, keyboard)
        self._letters += other._letters

    def press(self, press: str, text: str = "", *, alert: bool = False) -> None:
        """End the waiting sign on a button."""
        self.call(AnswerPress(press=press, text=text[:200], alert=alert))

    def call(self, call: Call) -> None:
        """Have a call carried out."""
        of_a_chat = isinstance(call, (SendText, EditText))
        lasting = _WORTH_SENDING if not lane_of(call).startswith(("press:", "inline:")) else _WORTH_ANSWERING
        here = of_a_chat and self.place is not None and lane_of(call) == str(self.place.chat)
        self._letters.append(
            LetterDraft(
                lane_of(call),
                to_json(call),
                datetime.now(UTC) + lasting,
                self.about if here else None,
                self.subject if here else None,
            )
        )

    def remember(self, *notes: Note) -> None:
        """Have notes stored."""
        self._notes += notes

    def forget(self, kind: str, key: str) -> None:
        """Have a note erased."""
        self._erasures.append(Erasure(kind, key))

    def withdraw(self, about: str) -> None:
        """Have letters about something not sent any more."""
        self._withdrawn.append(about)

    def count(self, name: str) -> None:
        """Count something under today's date."""
        self._tallies.append(Tally(name, datetime.now(UTC).date().isoformat()))

    def only_notes(self) -> Settlement:
        """Return the notes and erasures alone, for what must be stored before anybody else looks."""
        return Settlement(notes=tuple(self._notes), erasures=tuple(self._erasures))

    def settlement(self) -> Settlement:
        """Return all of it, to be stored."""
        return Settlement(
            tuple(self._letters),
            tuple(self._notes),
            tuple(self._erasures),
            tuple(self._tallies),
            tuple(self._withdrawn),
            tuple(self._gone),
        )
