"""The ledger: the one true record of what is stored. Indexes are built from it and can be thrown away.

SQLite through SQLAlchemy Core. Any number of threads may read while one writes; other processes are kept out
by `corpus.store_lock`. Every method raises StoreDamaged when the file cannot be used or does not hold what it
promises, and StoreBusy when it stays locked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock
from typing import Self

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, inspect, select

from corpus import ledger_engine, schema
from corpus.engine_owner import EngineOwner
from corpus.errors import DocumentUnknown, StoreDamaged
from corpus.ledger_documents import documents_from, insert_document, intact, refuse_twin
from corpus.ledger_excerpts import excerpts_from
from corpus.ledger_rows import (
    DocumentSummary,
    Job,
    job_from,
    now,
    reading_sha256,
    reference_from,
    summary_from,
    to_json,
)
from corpus.model import Document, DocumentId, Excerpt, Reference
from corpus.number_reading import bare_serial

__all__ = ["DocumentSummary", "Job", "Ledger"]

_CHUNK = 64  # documents read at a time in a sweep: bounds the memory, not the result
_SUMMARY = [column for column in schema.documents.columns if column.name not in ("text", "row")]


class Ledger(EngineOwner):
    """The store of documents in one SQLite file. Open it with `Ledger.open`, close it or use it in a `with`."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._writer = Lock()
        self._closed = False

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the ledger at `path`, making it (and its folder) when there is none.

        Raises StoreDamaged when the file is no ledger, or one of another schema version.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreDamaged(f"Không tạo được thư mục dữ liệu {path.parent}: {error.strerror}.") from error
        ledger = cls(ledger_engine.open_engine(path))
        with ledger.closed_if_it_fails():
            ledger._claim_schema()
        return ledger

    def close(self) -> None:
        """Close every connection. Closing twice is harmless; using a closed ledger raises StoreDamaged."""
        self._closed = True
        super().close()

    # --- writing -----------------------------------------------------------------------------------------

    def add(self, document: Document) -> None:
        """Store a document whole or not at all; raises DocumentExists when its id or its source is stored."""
        with self._writer, self._writing() as connection:
            refuse_twin(connection, document)
            insert_document(connection, document)

    def replace(self, document: Document) -> bool:
        """Store a new reading in place of the one under the same id, whole or not at all.

        Returns whether the reading differs from the stored one. Raises DocumentUnknown when there is none.
        """
        table = schema.documents
        with self._writer, self._writing() as connection:
            wanted = select(table.c.row, table.c.reading_sha256).where(table.c.id == document.id)
            old = connection.execute(wanted).first()
            if old is None:
                raise _unknown(document.id)
            connection.execute(table.delete().where(table.c.row == old.row))
            refuse_twin(connection, document)
            insert_document(connection, document, row=old.row)
            return bool(old.reading_sha256 != reading_sha256(document))

    def remove(self, document_id: DocumentId) -> None:
        """Forget a document and all that was recognised in it; raises DocumentUnknown when there is none."""
        table = schema.documents
        with self._writer, self._writing() as connection:
            if connection.execute(table.delete().where(table.c.id == document_id)).rowcount == 0:
                raise _unknown(document_id)

    # --- reading -----------------------------------------------------------------------------------------

    def document(self, document_id: DocumentId) -> Document:
        """Return a stored document as it was added; raises DocumentUnknown when there is none."""
        wanted = select(schema.documents).where(schema.documents.c.id == document_id)
        with self._reading() as connection:
            found = connection.execute(wanted).mappings().all()
            documents = list(documents_from(connection, found))
        if not documents:
            raise _unknown(document_id)
        return documents[0]

    def text(self, document_id: DocumentId) -> str:
        """Return a document's text alone; raises DocumentUnknown when there is none."""
        with self._reading() as connection:
            wanted = select(schema.documents.c.text).where(schema.documents.c.id == document_id)
            found = connection.execute(wanted).scalar_one_or_none()
        if found is None:
            raise _unknown(document_id)
        return str(found)

    def excerpts(self, places: Sequence[tuple[DocumentId, int]]) -> list[Excerpt]:
        """Return single passages, named by document and ordinal, in the order given, without their documents.

        Raises DocumentUnknown when one of them is not stored.
        """
        with self._reading() as connection, intact():
            found = excerpts_from(connection, places)
        lost = next((document_id for document_id, ordinal in places if (document_id, ordinal) not in found), None)
        if lost is not None:
            raise _unknown(lost)
        return [found[place] for place in places]

    def all_documents(self) -> Iterator[Document]:
        """Yield every document, first stored first, from one state of the store and a few at a time.

        Close the iterator when you leave it early: it holds a read transaction.
        """
        table = schema.documents
        last = 0
        with self._reading() as connection:
            while True:
                wanted = select(table).where(table.c.row > last).order_by(table.c.row).limit(_CHUNK)
                found = connection.execute(wanted).mappings().all()
                if not found:
                    return
                yield from documents_from(connection, found)
                last = found[-1]["row"]

    def documents(self) -> list[DocumentSummary]:
        """Return what is stored, without the texts, first stored first."""
        with self._reading() as connection:
            found = connection.execute(select(*_SUMMARY).order_by(schema.documents.c.row)).mappings().all()
            with intact():
                return [summary_from(row) for row in found]

    def summary(self, document_id: DocumentId) -> DocumentSummary:
        """Return one document's summary; raises DocumentUnknown when there is none."""
        with self._reading() as connection:
            found = connection.execute(select(*_SUMMARY).where(schema.documents.c.id == document_id)).mappings().first()
        if found is None:
            raise _unknown(document_id)
        with intact():
            return summary_from(found)

    def __contains__(self, document_id: object) -> bool:
        with self._reading() as connection:
            wanted = select(schema.documents.c.row).where(schema.documents.c.id == document_id)
            return connection.execute(wanted).first() is not None

    def has_source(self, sha256: str) -> DocumentId | None:
        """Return the id of the document that was read from a file with this hash, or None."""
        with self._reading() as connection:
            wanted = select(schema.documents.c.id).where(schema.documents.c.source_sha256 == sha256)
            found = connection.execute(wanted).scalar_one_or_none()
        return None if found is None else DocumentId(found)

    @property
    def passages_count(self) -> int:
        """The number of passages of all documents."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(schema.passages)).scalar_one()

    def content_fingerprint(self) -> str:
        """Return a hash of all that an index is built from: ids, sources, readings, schema and reader version.

        It does not depend on the order in which the documents were stored.
        """
        table = schema.documents
        wanted = select(table.c.id, table.c.source_sha256, table.c.reading_sha256).order_by(table.c.id)
        digest = hashlib.sha256(f"{schema.SCHEMA_VERSION} {schema.READER_VERSION}\n".encode())
        with self._reading() as connection:
            for row in connection.execute(wanted):
                digest.update(" ".join(row).encode() + b"\n")
        return digest.hexdigest()

    def mentions_of(self, key: str) -> list[tuple[DocumentId, Reference]]:
        """Return every mention of the document whose number has this key, in document order."""
        return self._mentions(schema.references.c.key == key)

    def mentions_by_serial(self, serial: str) -> list[tuple[DocumentId, Reference]]:
        """Return every mention of a number with this serial, leading zeros aside, in store and document order."""
        key, bare = schema.references.c.key, bare_serial(serial)
        return self._mentions(key.between(f"{bare}:", f"{bare};"))  # ";" comes right after ":"

    def _mentions(self, which: ColumnElement[bool]) -> list[tuple[DocumentId, Reference]]:
        table = schema.references
        columns = [column for column in table.columns if column.name not in ("document", "ordinal")]
        wanted = (
            select(schema.documents.c.id, *columns)
            .join(schema.documents, schema.documents.c.row == table.c.document)
            .where(which)
            .order_by(table.c.document, table.c.ordinal)
        )
        with self._reading() as connection, intact():
            return [(DocumentId(row[0]), reference_from(row[1:])) for row in connection.execute(wanted)]

    def check(self) -> list[str]:
        """Return what is wrong with the store, in Vietnamese; [] when all is well. Reads everything once."""
        with self._reading() as connection:
            faults = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check")
            faults += [f"bảng {row[0]} có dòng không thuộc văn bản nào" for row in orphans]
            table = schema.documents
            promised = {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c.reading_sha256))}
        for document in self.all_documents():
            if reading_sha256(document) != promised.get(document.id):
                faults.append(f"văn bản {document.id} khác với khi được nạp")
        return faults

    # --- jobs --------------------------------------------------------------------------------------------

    def start_job(self, kind: str) -> int:
        """Record that long work begins and return its number."""
        with self._writer, self._writing() as connection:
            done = connection.execute(insert(schema.jobs).values(kind=kind, started_at=now(), counts="{}"))
            return int(done.lastrowid)

    def finish_job(self, job: int, counts: Mapping[str, int], error: str | None = None) -> None:
        """Record how the work ended; `error` is the class name of what ended it early."""
        values = {"finished_at": now(), "counts": to_json(dict(counts)), "error": error}
        with self._writer, self._writing() as connection:
            connection.execute(schema.jobs.update().where(schema.jobs.c.id == job).values(**values))

    def jobs(self, limit: int = 50) -> list[Job]:
        """Return the latest jobs, newest first."""
        with self._reading() as connection:
            found = connection.execute(select(schema.jobs).order_by(schema.jobs.c.id.desc()).limit(limit)).mappings()
            with intact():
                return [job_from(row) for row in found]

    # --- inside ------------------------------------------------------------------------------------------

    def _reading(self) -> AbstractContextManager[Connection]:
        return ledger_engine.reading(self._open_engine())

    def _writing(self) -> AbstractContextManager[Connection]:
        return ledger_engine.writing(self._open_engine())

    def _open_engine(self) -> Engine:
        if self._closed:
            raise StoreDamaged("Kho văn bản đã đóng.")
        return self._engine

    def _claim_schema(self) -> None:
        table = schema.versions
        with self._reading() as connection:
            names = set(inspect(connection).get_table_names())
        if not names:
            with self._writer, self._writing() as connection:
                schema.metadata.create_all(connection)
                connection.execute(insert(table).values(name="schema", version=schema.SCHEMA_VERSION))
            return
        if not set(schema.metadata.tables) <= names:
            raise StoreDamaged(
                "Tệp kho văn bản không phải do danvan tạo ra hoặc thiếu bảng. Hãy kiểm tra lại thư mục dữ liệu."
            )
        with self._reading() as connection:
            version = connection.execute(select(table.c.version).where(table.c.name == "schema")).scalar_one_or_none()
        if version != schema.SCHEMA_VERSION:
            raise StoreDamaged(
                f"Kho văn bản thuộc phiên bản {version}, chương trình này dùng phiên bản {schema.SCHEMA_VERSION}. "
                "Hãy dùng đúng phiên bản chương trình, hoặc tạo kho mới và nạp lại văn bản gốc."
            )


def _unknown(document_id: DocumentId) -> DocumentUnknown:
    return DocumentUnknown(f"Kho không có văn bản mang mã {document_id!r}.")
