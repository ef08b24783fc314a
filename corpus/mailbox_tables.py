"""The mailbox's tables. They stand in the ledger's file, but are no part of its schema: a ledger is whole without."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

VERSION = 1
"""The layout of the tables, written beside them. Tables of another version are refused, never converted silently."""

metadata = MetaData()

versions = Table("mail_version", metadata, Column("version", Integer, primary_key=True))

updates = Table(
    "mail_updates",
    metadata,
    Column("id", Integer, primary_key=True),  # the sender's number: the claim
    Column("received_at", String, nullable=False),  # ISO 8601, UTC
    Column("content", Text),  # JSON; NULL once it is settled
    Column("attempts", Integer, nullable=False),
)

letters = Table(
    "mail_letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lane", String, nullable=False),
    Column("content", Text),  # JSON; NULL once it has arrived or is given up
    Column("expires_at", String, nullable=False),
    Column("about", String, index=True),
    Column("subject", String),
    Column("doubtful", Boolean, nullable=False),
    Column("message", Integer),  # the recipient's number, once it has arrived
    Column("sent_at", String),
    Index("mail_letters_by_message", "lane", "message"),
    sqlite_autoincrement=True,  # a number is never given twice: whoever holds one means one letter
)

notes = Table(
    "mail_notes",
    metadata,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("owner", String, nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("expires_at", String),
    sqlite_with_rowid=False,
)

tallies = Table(
    "mail_tallies",
    metadata,
    Column("name", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)
