"""The mailbox: updates, letters and notes in tables of their own beside the ledger's, in the same file.

An update is claimed by its number once and for all; what comes of it is stored in one transaction with the mark that
it is settled. So a process that is killed has either settled an update, with every letter of it on disk, or finds it
again. What is settled, sent or erased is overwritten with zeros. Every method raises StoreDamaged or StoreBusy like the
ledger's.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus.engine_owner import EngineOwner
from corpus.errors import StoreBusy, StoreDamaged
from corpus.ledger_engine import open_engine, reading, translated, writing
from corpus.mail import Delivered, Letter, Note, Settlement, Update
from corpus.mailbox_tables import VERSION, letters, metadata, notes, tallies, updates, versions
from corpus.shared_commits import SharedCommits

CLAIMS_KEPT = timedelta(days=30)
"""How long the number of a settled update is known; Telegram offers an update again for a day at most."""

LETTERS_KEPT = timedelta(days=30)
"""How long it is known which message a letter became."""

_OWNER_ONLY = 0o600

# What is done for every question is written down once: to build a statement takes longer than to carry it out.
_OF_LETTER = letters.c.id == bindparam("of")
_WAITING = letters.c.content.is_not(None)
_SENDING = update(letters).where(_OF_LETTER & _WAITING).values(doubtful=True)
_HELD_BACK = update(letters).where(_OF_LETTER).values(doubtful=False)
_ARRIVED = (
    update(letters)
    .where(_OF_LETTER)
    .values(content=None, doubtful=False, message=bindparam("as_message"), sent_at=bindparam("at"))
)
_TAKE_IN = upsert(updates).on_conflict_do_nothing()
_SETTLED = (
    update(updates).where((updates.c.id == bindparam("of")) & updates.c.content.is_not(None)).values(content=None)
)
_KEEP_NOTE = insert(notes).prefix_with("OR REPLACE")
_KEEP_LETTER = insert(letters)
_COUNT = upsert(tallies)
_COUNT = _COUNT.on_conflict_do_update(
    index_elements=["name", "day"], set_={"number": tallies.c.number + _COUNT.excluded.number}
)
_LASTING = or_(notes.c.expires_at.is_(None), notes.c.expires_at > bindparam("now"))
_NOTE = select(notes.c.content).where(
    (notes.c.kind == bindparam("of_kind")) & (notes.c.key == bindparam("of_key")) & _LASTING
)


class Mailbox(EngineOwner):
    """Updates, letters and notes in the SQLite file at `path`. Safe to use from several threads of one process."""

    def __init__(self, path: Path) -> None:
        """Open the file and make the tables when they are missing; the ledger's own tables are left alone.

        Raises StoreDamaged when the tables are of another version, or the file cannot be used.
        """
        super().__init__(open_engine(path, forgetful=True))
        self._writes = SharedCommits(lambda: writing(self._engine))
        try:
            path.touch(mode=_OWNER_ONLY)
            path.chmod(_OWNER_ONLY)  # from now on the file holds what people ask; SQLite gives its journal the same
        except OSError as error:
            raise StoreDamaged(f"Không đặt được quyền của tệp {path}: {error.strerror}.") from error
        with self.closed_if_it_fails():
            self._writes.run(_make_tables)

    # --- what came in ------------------------------------------------------------------------------------

    def take_in(self, arrived: Sequence[Update]) -> list[Update]:
        """Store updates and return those that were never seen before, in the order given."""
        return self._writes.run(lambda connection: [one for one in arrived if _claimed(connection, one)])

    def unsettled(self) -> list[Update]:
        """Return what was taken in and never settled, oldest number first, and count one more attempt at each."""
        return self._writes.run(_attempted_again)

    def settle(self, update_id: int, settlement: Settlement) -> list[Letter]:
        """Store all that came of an update and that it is settled; return the stored letters.

        An update that is settled already stays as it is: nothing is stored twice, and no letter is returned.
        """

        def settled(connection: Connection) -> list[Letter]:
            first = connection.execute(_SETTLED, {"of": update_id}).rowcount > 0
            return _store(connection, settlement) if first else []

        return self._writes.run(settled)

    # --- what goes out -----------------------------------------------------------------------------------

    def post(self, settlement: Settlement) -> list[Letter]:
        """Store letters and notes that come of no update; return the stored letters."""
        return self._writes.run(lambda connection: _store(connection, settlement))

    def letters(self) -> list[Letter]:
        """Return the letters that have not arrived, in the order in which they were stored."""
        with reading(self._engine) as connection:
            found = connection.execute(select(letters).where(letters.c.content.is_not(None)).order_by(letters.c.id))
            return [
                Letter(row.id, row.lane, row.content, datetime.fromisoformat(row.expires_at), bool(row.doubtful))
                for row in found
            ]

    def sending(self, letter_id: int, arrived: Sequence[tuple[int, int | None]] = ()) -> bool:
        """Note that a letter is being sent; return False when it was withdrawn in the meantime.

        In the same transaction it is noted which letters have `arrived` as which messages, as `sent` does.
        """

        def noted(connection: Connection) -> bool:
            for number, message in arrived:
                _note_arrived(connection, number, message)
            return connection.execute(_SENDING, {"of": letter_id}).rowcount > 0

        return self._writes.run(noted)

    def forward(self, letter_id: int, lane: str, content: str) -> None:
        """Give a letter that has not arrived another lane and other words; one that has arrived stays as it is."""
        waiting = (letters.c.id == letter_id) & letters.c.content.is_not(None)
        changed = update(letters).where(waiting).values(lane=lane, content=content)
        self._writes.run(lambda connection: connection.execute(changed))

    def held_back(self, letter_id: int) -> None:
        """Note that a letter certainly has not arrived, and waits to be sent again."""
        self._writes.run(lambda connection: connection.execute(_HELD_BACK, {"of": letter_id}))

    def sent(self, letter_id: int, message: int | None) -> None:
        """Note that a letter has arrived, as which message, or (None) that it is given up; forget its words."""
        self._writes.run(lambda connection: _note_arrived(connection, letter_id, message))

    def delivered(self, about: str) -> list[Delivered]:
        """Return the messages that answer `about`, in the order in which they went out."""
        return self._delivered(letters.c.about == about)

    def subject_of(self, lane: str, message: int) -> str | None:
        """Return the subject of the letter that became this message of the lane, or None."""
        found = self._delivered((letters.c.lane == lane) & (letters.c.message == message))
        return found[-1].subject if found else None

    def _delivered(self, which: ColumnElement[bool]) -> list[Delivered]:
        wanted = select(letters.c.lane, letters.c.message, letters.c.subject).where(which)
        with reading(self._engine) as connection:
            found = connection.execute(wanted.where(letters.c.message.is_not(None)).order_by(letters.c.id)).all()
        return [Delivered(row.lane, row.message, row.subject) for row in found]

    # --- what is remembered ------------------------------------------------------------------------------

    def note(self, kind: str, key: str) -> str | None:
        """Return what is remembered under a name, or None; what has expired is not remembered."""
        wanted = {"of_kind": kind, "of_key": key, "now": _now()}
        with reading(self._engine) as connection:
            found = connection.execute(_NOTE, wanted).scalar_one_or_none()
        return None if found is None else str(found)

    def notes(self, kind: str) -> list[Note]:
        """Return all notes of a kind, by key."""
        return self._notes(notes.c.kind == kind)

    def notes_of(self, owner: str) -> list[Note]:
        """Return all that is remembered on behalf of an owner, by kind and key."""
        return self._notes(notes.c.owner == owner)

    def _notes(self, which: ColumnElement[bool]) -> list[Note]:
        wanted = select(notes).where(which & _LASTING).order_by(notes.c.kind, notes.c.key)
        with reading(self._engine) as connection:
            found = connection.execute(wanted, {"now": _now()}).all()
        return [
            Note(
                row.kind,
                row.key,
                row.content,
                row.owner,
                datetime.fromisoformat(row.expires_at) if row.expires_at else None,
            )
            for row in found
        ]

    def count(self, name: str, since: str) -> int:
        """Return how many of something were counted since a day (ISO 8601), that day included."""
        wanted = select(func.coalesce(func.sum(tallies.c.number), 0))
        with reading(self._engine) as connection:
            counted = connection.execute(wanted.where((tallies.c.name == name) & (tallies.c.day >= since)))
            return int(counted.scalar_one())

    # --- forgetting --------------------------------------------------------------------------------------

    def erase(self, owner: str, lane: str, kept: Sequence[str] = ()) -> int:
        """Forget for good an owner's notes, but for those of the `kept` kinds; return how many there were.

        What leads from the messages of a lane to them is forgotten too.
        """
        which = (notes.c.owner == owner) & notes.c.kind.not_in(kept)

        def erased(connection: Connection) -> int:
            connection.execute(delete(letters).where((letters.c.lane == lane) & letters.c.content.is_(None)))
            return connection.execute(delete(notes).where(which)).rowcount

        gone = self._writes.run(erased)
        self._empty_journal()
        return gone

    def sweep(self) -> int:
        """Forget for good what has expired; return how many rows there were."""
        moment = datetime.now(UTC)
        old_letter = letters.c.content.is_(None) & (letters.c.sent_at < (moment - LETTERS_KEPT).isoformat())
        old_claim = updates.c.content.is_(None) & (updates.c.received_at < (moment - CLAIMS_KEPT).isoformat())
        expired = notes.c.expires_at.is_not(None) & (notes.c.expires_at <= moment.isoformat())
        old_day = tallies.c.day < (moment - timedelta(days=400)).date().isoformat()
        old = (notes, expired), (letters, old_letter), (updates, old_claim), (tallies, old_day)
        gone = self._writes.run(
            lambda connection: sum(connection.execute(delete(table).where(which)).rowcount for table, which in old)
        )
        self._empty_journal()
        return gone

    def _empty_journal(self) -> None:
        """Take erased words out of the journal too; beside a reader at work it waits for the next time."""
        with suppress(StoreBusy), translated(), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _note_arrived(connection: Connection, letter_id: int, message: int | None) -> None:
    connection.execute(_ARRIVED, {"of": letter_id, "as_message": message, "at": _now()})


def _make_tables(connection: Connection) -> None:
    metadata.create_all(connection)
    _claim_version(connection)


def _claimed(connection: Connection, one: Update) -> bool:
    """Store an update and return True, unless its number is known already."""
    claim = {"id": one.id, "received_at": _now(), "content": one.content, "attempts": 0}
    return connection.execute(_TAKE_IN, claim).rowcount > 0


def _attempted_again(connection: Connection) -> list[Update]:
    waiting = updates.c.content.is_not(None)
    connection.execute(update(updates).where(waiting).values(attempts=updates.c.attempts + 1))
    wanted = select(updates.c.id, updates.c.content, updates.c.attempts).where(waiting).order_by(updates.c.id)
    return [Update(row.id, row.content, row.attempts) for row in connection.execute(wanted)]


def _claim_version(connection: Connection) -> None:
    found = connection.execute(select(versions.c.version)).scalar_one_or_none()
    if found is None:
        connection.execute(insert(versions).values(version=VERSION))
    elif found != VERSION:
        raise StoreDamaged(
            f"Hộp thư của bot thuộc phiên bản {found}, chương trình này dùng phiên bản {VERSION}. "
            "Hãy dùng đúng phiên bản chương trình."
        )


def _store(connection: Connection, settlement: Settlement) -> list[Letter]:
    for about in settlement.withdrawn:
        waiting = (letters.c.about == about) & letters.c.content.is_not(None) & letters.c.doubtful.is_(False)
        connection.execute(update(letters).where(waiting).values(content=None, sent_at=_now()))
    for lane, message in settlement.gone:
        connection.execute(
            update(letters).where((letters.c.lane == lane) & (letters.c.message == message)).values(about=None)
        )
    for erased in settlement.erasures:
        connection.execute(delete(notes).where((notes.c.kind == erased.kind) & (notes.c.key == erased.key)))
    if settlement.notes:
        connection.execute(_KEEP_NOTE, [_note_row(note) for note in settlement.notes])
    if settlement.tallies:
        connection.execute(_COUNT, [{"name": t.name, "day": t.day, "number": t.by} for t in settlement.tallies])
    stored = []
    for draft in settlement.letters:
        row = {
            "lane": draft.lane,
            "content": draft.content,
            "expires_at": draft.expires_at.astimezone(UTC).isoformat(),
            "about": draft.about,
            "subject": draft.subject,
            "doubtful": False,
        }
        number = connection.execute(_KEEP_LETTER, row).inserted_primary_key
        stored.append(Letter(int(number[0]) if number else 0, draft.lane, draft.content, draft.expires_at, False))
    return stored


def _note_row(note: Note) -> dict[str, str | None]:
    return {
        "kind": note.kind,
        "key": note.key,
        "owner": note.owner,
        "content": note.content,
        "expires_at": note.expires_at.astimezone(UTC).isoformat() if note.expires_at else None,
    }


def _now() -> str:
    return datetime.now(UTC).isoformat()
