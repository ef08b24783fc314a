"""Everything that can go wrong while documents are read and stored.

CorpusError
├── SourceUnreadable     the file is missing, empty, not text, or its bytes are in no known encoding
├── ClassifiedDocument   the document is marked MẬT, TỐI MẬT or TUYỆT MẬT and is refused at the door
├── StoreBusy            another process owns the data directory
├── StoreDamaged         the ledger cannot be opened or does not hold what it promises
├── DocumentUnknown      no stored document has this id
├── DocumentExists       the store already has a document of this id, or from the same bytes
├── SiteUnknown          no registered site has this id or name
└── SiteExists           a site of this name is registered already
"""

from __future__ import annotations


class CorpusError(Exception):
    """A failure of reading or storing documents. `message_vi` is what an official may read."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


class SourceUnreadable(CorpusError):
    """The file is missing, empty, not text, or in no known encoding."""


class ClassifiedDocument(CorpusError):
    """The document carries a secrecy mark and may not be stored (Law 117/2025/QH15)."""


class StoreBusy(CorpusError):
    """Another process owns the data directory."""


class StoreDamaged(CorpusError):
    """The ledger cannot be opened, or does not hold what it promises."""


class DocumentUnknown(CorpusError):
    """No stored document has this id."""


class DocumentExists(CorpusError):
    """The store already has a document of this id, or from the same bytes."""


class SiteUnknown(CorpusError):
    """No registered site has this id or name."""


class SiteExists(CorpusError):
    """A site of this name is registered already."""
