"""Whole documents to and from the ledger's tables, inside a transaction that the ledger holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Table, insert, select

from corpus import schema
from corpus.errors import DocumentExists, StoreDamaged
from corpus.ledger_rows import (
    document_from,
    document_row,
    now,
    passage_from,
    passage_rows,
    reading_sha256,
    reference_from,
    reference_rows,
    section_from,
    section_rows,
)
from corpus.model import Document

_Part = TypeVar("_Part")


def refuse_twin(connection: Connection, document: Document) -> None:
    """Raise DocumentExists when a document of this id, or from the same bytes, is stored."""
    table = schema.documents
    same = (table.c.id == document.id) | (table.c.source_sha256 == document.source_sha256)
    twin = connection.execute(select(table.c.id).where(same)).scalars().first()
    if twin is not None:
        raise DocumentExists(f"Kho đã có văn bản {twin!r} trùng mã hoặc trùng nội dung với văn bản này.")


def insert_document(connection: Connection, document: Document, row: int | None = None) -> None:
    """Write a document and its parts; `row` keeps the place of the one that it replaces."""
    stamps = {
        "ingested_at": now(),
        "reader_version": schema.READER_VERSION,
        "reading_sha256": reading_sha256(document),
    }
    place = {} if row is None else {"row": row}
    done = connection.execute(insert(schema.documents).values(**document_row(document), **stamps, **place))
    number = int(done.lastrowid)
    parts: tuple[tuple[Table, list[dict[str, Any]]], ...] = (
        (schema.sections, section_rows(document, number)),
        (schema.passages, passage_rows(document, number)),
        (schema.references, reference_rows(document, number)),
    )
    for table, rows in parts:
        if rows:
            connection.execute(insert(table), rows)


def documents_from(connection: Connection, found: Sequence[RowMapping]) -> Iterator[Document]:
    """Yield the documents of neighbouring rows with their parts: three statements, however many rows.

    Raises StoreDamaged when parts are missing or a row holds what no ledger wrote.
    """
    if not found:
        return
    span = found[0]["row"], found[-1]["row"]
    with intact():
        sections = _parts(connection, schema.sections, span, lambda values: section_from(values[1:]))
        passages = _parts(connection, schema.passages, span, lambda values: passage_from(values[1:]))
        references = _parts(connection, schema.references, span, lambda values: reference_from(values[2:]))
        documents = [
            document_from(row, sections[row["row"]], passages[row["row"]], references[row["row"]]) for row in found
        ]
    yield from documents


def _parts(
    connection: Connection, table: Table, span: tuple[int, int], make: Callable[[Sequence[Any]], _Part]
) -> dict[int, list[_Part]]:
    wanted = select(table).where(table.c.document.between(*span)).order_by(table.c.document, table.c.ordinal)
    parts: dict[int, list[_Part]] = defaultdict(list)
    for values in connection.execute(wanted):
        parts[values[0]].append(make(values))
    return parts


@contextmanager
def intact() -> Iterator[None]:
    """Say that the store is damaged when a row holds what no ledger wrote."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise StoreDamaged(
            "Kho văn bản không còn nguyên vẹn: có dữ liệu không đọc được. "
            "Hãy khôi phục từ bản sao lưu hoặc nạp lại văn bản gốc."
        ) from error
