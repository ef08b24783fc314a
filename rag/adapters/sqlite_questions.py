"""Kept questions in one SQLite file, beside the ledger and apart from it.

The server writes; a command may read, export and erase beside it. What is deleted is overwritten with zeros, and the
journal is emptied after it, so that nothing that was erased can be read back from the disk.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Column, ColumnElement, MetaData, String, Table, Text, delete, func, insert, inspect, select, true

from corpus.engine_owner import EngineOwner
from corpus.errors import StoreBusy, StoreDamaged
from corpus.ledger_engine import StoreFile, open_engine, reading, translated, writing
from rag.kept import KeptQuestion

SCHEMA_VERSION = 1
"""The layout of the table, written into the file. A file of another version is refused, never converted silently."""

_FILE = StoreFile("sổ câu hỏi", "Hãy đổi tên hoặc xóa tệp này (feedback.sqlite3); kho văn bản không bị ảnh hưởng.")
_metadata = MetaData()
_questions = Table(
    "questions",
    _metadata,
    Column("answer_id", String, primary_key=True),
    Column("asked_at", String, nullable=False, index=True),  # ISO 8601, UTC, to the microsecond: sorts as it reads
    Column("content", Text, nullable=False),  # JSON: the whole `KeptQuestion`
)
_CONTENT = TypeAdapter(KeptQuestion)


class SqliteQuestions(EngineOwner):
    """A `QuestionStore` in the file at `path`, which is made when needed and readable by its owner only."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises StoreDamaged when it is no such store, or one of another version."""
        self._writer = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=True)
        except OSError as error:
            raise StoreDamaged(f"Không tạo được tệp {path}: {error.strerror}.") from error
        super().__init__(open_engine(path, forgetful=True))
        with self.closed_if_it_fails():
            self._claim_schema()

    def put(self, question: KeptQuestion) -> None:
        """Keep a question, in place of the one of the same `answer_id`."""
        with self._writer, writing(self._engine, _FILE) as connection:
            connection.execute(insert(_questions).prefix_with("OR REPLACE").values(_row(question)))

    def get(self, answer_id: str) -> KeptQuestion | None:
        """Return the question that was answered under this id, or None."""
        wanted = select(_questions.c.content).where(_questions.c.answer_id == answer_id)
        with reading(self._engine, _FILE) as connection:
            found = connection.execute(wanted).scalar_one_or_none()
        return _question(found) if found is not None else None

    def questions(self) -> list[KeptQuestion]:
        """Return every kept question, newest first."""
        wanted = select(_questions.c.content).order_by(_questions.c.asked_at.desc(), _questions.c.answer_id)
        with reading(self._engine, _FILE) as connection:
            found = connection.execute(wanted).scalars().all()
        return [_question(content) for content in found]

    def count(self) -> int:
        """Return how many questions are kept."""
        with reading(self._engine, _FILE) as connection:
            return connection.execute(select(func.count()).select_from(_questions)).scalar_one()

    def erase(self, answer_ids: Collection[str]) -> int:
        """Delete the questions of these ids for good and return how many there were."""
        return sum(self._erase(_questions.c.answer_id == answer_id) for answer_id in answer_ids)

    def erase_before(self, moment: datetime) -> int:
        """Delete the questions asked before `moment` for good and return how many there were."""
        return self._erase(_questions.c.asked_at < _written(moment))

    def erase_all(self) -> int:
        """Delete every question for good and return how many there were."""
        return self._erase(true())

    def keep_newest(self, most: int) -> int:
        """Delete all but the `most` newest questions and return how many were deleted."""
        if self.count() <= most:
            return 0
        newest = select(_questions.c.answer_id).order_by(_questions.c.asked_at.desc()).limit(most)
        return self._erase(_questions.c.answer_id.not_in(newest))

    def _erase(self, which: ColumnElement[bool]) -> int:
        with self._writer:
            with writing(self._engine, _FILE) as connection:
                gone = connection.execute(delete(_questions).where(which)).rowcount
            if gone:
                self._empty_journal()
        return gone

    def _empty_journal(self) -> None:
        """Take deleted words out of the journal too; beside a reader at work it waits for the next erasure."""
        with suppress(StoreBusy), translated(_FILE), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _claim_schema(self) -> None:
        """Make the table in an empty file; refuse a file that holds something else."""
        with self._writer, writing(self._engine, _FILE) as connection:
            names = set(inspect(connection).get_table_names())
            if not names:
                _metadata.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
                return
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if _questions.name not in names:
            raise StoreDamaged(f"Tệp của {_FILE.name} không phải do danvan tạo ra. {_FILE.mend}")
        if version != SCHEMA_VERSION:
            raise StoreDamaged(
                f"{_FILE.begun()} thuộc phiên bản {version}, chương trình này dùng phiên bản {SCHEMA_VERSION}. "
                "Hãy xuất ra bằng đúng phiên bản chương trình (danvan feedback export), rồi đổi tên hoặc xóa tệp này."
            )


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _row(question: KeptQuestion) -> dict[str, Any]:
    content = _CONTENT.dump_json(question).decode()
    return {"answer_id": question.answer_id, "asked_at": _written(question.asked_at), "content": content}


def _question(content: str) -> KeptQuestion:
    """Return a question as it was put. Raises StoreDamaged when the file does not hold what it promises."""
    try:
        return _CONTENT.validate_json(content)
    except ValidationError as error:
        raise StoreDamaged(f"{_FILE.begun()} có dòng không đọc được. {_FILE.mend}") from error
