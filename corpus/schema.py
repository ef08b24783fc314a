"""The ledger's tables, and the versions that say which programme wrote them.

A document's rows in `sections`, `passages` and `references` carry its row number, not its name, so that all
documents can be read in one sweep in the order in which they were stored.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = 1
"""The layout of the tables. A ledger of another version is refused, never converted silently."""

READER_VERSION = 8
"""The rules that read a document. Raise it when they change, and a later ingest reads the same files again."""

metadata = MetaData()

versions = Table(
    "versions",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", Integer, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("source_name", String, nullable=False),
    Column("source_sha256", String, nullable=False, unique=True),
    Column("ingested_at", String, nullable=False),  # ISO 8601, UTC
    Column("reader_version", Integer, nullable=False),
    Column("reading_sha256", String, nullable=False),  # of the text and of everything recognised in it
    Column("section_count", Integer, nullable=False),
    Column("passage_count", Integer, nullable=False),
    Column("reference_count", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("type_name", String),
    Column("number", String),
    Column("issuer", String),
    Column("level", String),
    Column("locality", String),
    Column("issued_on", String),
    Column("year", Integer),
    Column("subject", String),
    Column("signers", Text, nullable=False),  # JSON: [[name, authority, office], …]
    Column("recipients", Text, nullable=False),  # JSON: [str, …]
    Column("bases", Text, nullable=False),  # JSON: [str, …]
    Column("text", Text, nullable=False),
)


def _document_column() -> Column[int]:
    return Column("document", ForeignKey("documents.row", ondelete="CASCADE"), primary_key=True)


sections = Table(
    "sections",
    metadata,
    _document_column(),
    Column("ordinal", Integer, primary_key=True),
    Column("parent", Integer),
    Column("kind", String, nullable=False),
    Column("marker", String, nullable=False),
    Column("path", String, nullable=False),  # JSON: [str, …]
    Column("label", String, nullable=False),
    Column("heading", String, nullable=False),
    Column("anchor", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("body", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

passages = Table(
    "passages",
    metadata,
    _document_column(),
    Column("ordinal", Integer, primary_key=True),
    Column("section", Integer, nullable=False),
    Column("label", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

references = Table(
    "references",
    metadata,
    _document_column(),
    Column("ordinal", Integer, primary_key=True),
    Column("number", String, nullable=False),
    Column("key", String, nullable=False),
    Column("type_name", String),
    Column("issued_on", String),
    Column("issuer", String),
    Column("title", String),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("references_by_key", "key"),
    sqlite_with_rowid=False,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("started_at", String, nullable=False),  # ISO 8601, UTC
    Column("finished_at", String),
    Column("counts", Text, nullable=False),  # JSON: {str: int}
    Column("error", String),  # the class of the error that ended it
)
