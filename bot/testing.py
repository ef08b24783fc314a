"""Doubles of the door's ports: a mailbox in memory, and Telegram as a list of what was asked of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.incoming import Incoming
from bot.letters import Call
from bot.ports import Identity
from corpus.mail import Delivered, Letter, LetterDraft, Note, Settlement, Update


@dataclass(slots=True)
class _Held:
    letter: Letter
    draft: LetterDraft
    waiting: bool = True
    message: int | None = None


class MemoryMailbox:
    """A `bot.ports.Mailbox` that lasts as long as the process."""

    def __init__(self) -> None:
        self._updates: dict[int, Update | None] = {}
        self._held: dict[int, _Held] = {}
        self._notes: dict[tuple[str, str], Note] = {}
        self._tallies: dict[tuple[str, str], int] = {}
        self._changing = threading.RLock()

    def take_in(self, arrived: Sequence[Update]) -> list[Update]:
        """Keep updates and return those that were never seen before."""
        with self._changing:
            fresh = []
            for one in arrived:
                if one.id not in self._updates:
                    self._updates[one.id] = one
                    fresh.append(one)
            return fresh

    def unsettled(self) -> list[Update]:
        """Return what was never settled, and count one more attempt at each."""
        with self._changing:
            for number, one in self._updates.items():
                if one is not None:
                    self._updates[number] = replace(one, attempts=one.attempts + 1)
            return [one for _, one in sorted(self._updates.items()) if one is not None]

    def settle(self, update_id: int, settlement: Settlement) -> list[Letter]:
        """Keep what came of an update, once."""
        with self._changing:
            if self._updates.get(update_id) is None:
                return []
            self._updates[update_id] = None
            return self.post(settlement)

    def post(self, settlement: Settlement) -> list[Letter]:
        """Keep letters and notes."""
        with self._changing:
            for held in self._held.values():
                if held.waiting and not held.letter.doubtful and held.draft.about in settlement.withdrawn:
                    held.waiting = False
                if (held.draft.lane, held.message) in settlement.gone:
                    held.draft = replace(held.draft, about=None)
            for erased in settlement.erasures:
                self._notes.pop((erased.kind, erased.key), None)
            self._notes |= {(note.kind, note.key): note for note in settlement.notes}
            for tally in settlement.tallies:
                key = tally.name, tally.day
                self._tallies[key] = self._tallies.get(key, 0) + tally.by
            return [self._keep(draft) for draft in settlement.letters]

    def _keep(self, draft: LetterDraft) -> Letter:
        letter = Letter(len(self._held) + 1, draft.lane, draft.content, draft.expires_at, doubtful=False)
        self._held[letter.id] = _Held(letter, draft)
        return letter

    def letters(self) -> list[Letter]:
        """Return the letters that have not arrived."""
        return [held.letter for held in self._held.values() if held.waiting]

    def sending(self, letter_id: int, arrived: Sequence[tuple[int, int | None]] = ()) -> bool:
        """Mark a letter as being sent, and others as arrived; False when it was withdrawn."""
        for number, message in arrived:
            self.sent(number, message)
        held = self._held[letter_id]
        held.letter = replace(held.letter, doubtful=True)
        return held.waiting

    def forward(self, letter_id: int, lane: str, content: str) -> None:
        """Give a letter that has not arrived another lane and other words."""
        held = self._held[letter_id]
        if held.waiting:
            held.letter = replace(held.letter, lane=lane, content=content)
            held.draft = replace(held.draft, lane=lane, content=content)

    def held_back(self, letter_id: int) -> None:
        """Mark a letter as certainly not arrived."""
        held = self._held[letter_id]
        held.letter = replace(held.letter, doubtful=False)

    def sent(self, letter_id: int, message: int | None) -> None:
        """Mark a letter as arrived or given up."""
        held = self._held[letter_id]
        held.waiting, held.message = False, message

    def delivered(self, about: str) -> list[Delivered]:
        """Return the messages that answer `about`."""
        return [
            Delivered(held.draft.lane, held.message, held.draft.subject)
            for held in self._held.values()
            if held.draft.about == about and held.message is not None
        ]

    def subject_of(self, lane: str, message: int) -> str | None:
        """Return the subject of the letter that became this message."""
        found = [
            held.draft.subject for held in self._held.values() if (held.draft.lane, held.message) == (lane, message)
        ]
        return found[-1] if found else None

    def note(self, kind: str, key: str) -> str | None:
        """Return what is remembered under a name."""
        found = self._notes.get((kind, key))
        return found.content if found is not None and _lasting(found) else None

    def notes(self, kind: str) -> list[Note]:
        """Return all notes of a kind."""
        return [note for key, note in sorted(self._notes.items()) if key[0] == kind and _lasting(note)]

    def notes_of(self, owner: str) -> list[Note]:
        """Return all notes of an owner."""
        return [note for _, note in sorted(self._notes.items()) if note.owner == owner and _lasting(note)]

    def count(self, name: str, since: str) -> int:
        """Return how many of something were counted since a day."""
        return sum(number for (named, day), number in self._tallies.items() if named == name and day >= since)

    def erase(self, owner: str, lane: str, kept: Sequence[str] = ()) -> int:
        """Forget an owner's notes."""
        with self._changing:
            gone = [key for key, note in self._notes.items() if note.owner == owner and note.kind not in kept]
            for key in gone:
                del self._notes[key]
            for held in self._held.values():
                if held.draft.lane == lane and not held.waiting:
                    held.draft, held.message = replace(held.draft, about=None), None
            return len(gone)

    def sweep(self) -> int:
        """Forget what has expired."""
        with self._changing:
            gone = [key for key, note in self._notes.items() if not _lasting(note)]
            for key in gone:
                del self._notes[key]
            return len(gone)


@dataclass
class SilentTelegram:
    """A `bot.ports.Telegram` that carries every call out, unless `failures` says for how many calls it fails first.

    `read` is how updates are understood; nothing comes in by itself.
    """

    reader: Callable[[str], Incoming | None] = lambda _content: None
    calls: list[Call] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    typing: list[int] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)

    async def open(self) -> Identity:
        """Return an identity."""
        return Identity(1, "danvan_bot")

    async def close(self) -> None:
        """Do nothing."""

    async def introduce(self, webhook: str | None) -> None:
        """Do nothing."""

    async def updates(self, after: int | None, wait_s: int) -> list[Update]:
        """Return nothing, after a while."""
        del after
        await asyncio.sleep(wait_s)
        return []

    async def carry_out(self, call: Call) -> int | None:
        """Take note of a call, or fail."""
        if self.failures:
            raise self.failures.pop(0)
        self.calls.append(call)
        return len(self.calls)

    async def show_typing(self, chat: int, thread: int | None) -> None:
        """Take note of it."""
        del thread
        self.typing.append(chat)

    async def show_draft(self, chat: int, thread: int | None, number: int, text: str) -> None:
        """Take note of it."""
        del chat, thread, number
        self.drafts.append(text)

    def read(self, content: str) -> Incoming | None:
        """Return what an update says."""
        return self.reader(content)


def _lasting(note: Note) -> bool:
    return note.expires_at is None or note.expires_at > datetime.now(UTC)
