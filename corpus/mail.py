"""What a door with a mailbox stores: updates that came in, letters that go out, notes that it remembers.

The words are those of a post office, not of a messenger: contents are opaque JSON, lanes and owners are names that the
door chooses. What they mean is the door's own business (`bot.letters`, `bot.memory`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that came in. `id` is the sender's own number; `attempts` counts starts that found it unfinished."""

    id: int
    content: str
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter to be stored. Letters of one `lane` go out in order.

    `about` names what the letter answers, `subject` what can be looked up when somebody refers to it later.
    After `expires_at` (UTC) it is not worth sending any more.
    """

    lane: str
    content: str
    expires_at: datetime
    about: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A stored letter that has not arrived.

    `doubtful`: it was being sent when the process ended, and may have arrived.
    """

    id: int
    lane: str
    content: str
    expires_at: datetime
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Something to remember under (`kind`, `key`), on behalf of `owner`, until `expires_at` (UTC) or for good."""

    kind: str
    key: str
    content: str
    owner: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """A note to be forgotten."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Tally:
    """One more of something that is counted by day (ISO 8601)."""

    name: str
    day: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class Settlement:
    """All that came of one update; it is stored in one step, or not at all.

    `withdrawn` are the abouts whose letters, as far as they have not gone out, are not to go out any more; `gone` are
    messages, by lane and number, that are being taken away.
    """

    letters: tuple[LetterDraft, ...] = ()
    notes: tuple[Note, ...] = ()
    erasures: tuple[Erasure, ...] = ()
    tallies: tuple[Tally, ...] = ()
    withdrawn: tuple[str, ...] = ()
    gone: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered:
    """A letter that has arrived: the lane, the number that the recipient's side gave it, and its subject."""

    lane: str
    message: int
    subject: str | None
