"""Files and folders into the ledger: each document whole or not at all, the same file never twice.

What a file holds decides, not what it is called: bytes that are stored already are left alone. A file that
cannot be stored is reported with its reason, and the others go on. A damaged or busy store ends the work.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from corpus.document import build_document, document_id_for
from corpus.errors import ClassifiedDocument, CorpusError, SourceUnreadable, StoreBusy, StoreDamaged
from corpus.ledger import Ledger
from corpus.model import Document, DocumentId
from corpus.reading import read_source
from corpus.schema import READER_VERSION

READABLE_SUFFIXES = frozenset({".txt", ".md"})

Progress = Callable[[int, int, Path], None]
"""Called after each file with the number done, the number of all, and the file."""

_READER_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not stored: `reason` in Vietnamese for an official, `error` the class name for a log."""

    path: Path
    reason: str
    error: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every file, and the number of the work in the ledger.

    `replaced` were stored before, and are read differently now; `removed` were stored before, and are now seen
    to carry a secrecy mark.
    """

    job: int
    added: tuple[DocumentId, ...]
    unchanged: tuple[DocumentId, ...]
    replaced: tuple[DocumentId, ...]
    removed: tuple[DocumentId, ...]
    refused: tuple[Refusal, ...]

    @property
    def changed(self) -> bool:
        """Whether the store holds something else than before, so that indexes must follow."""
        return bool(self.added or self.replaced or self.removed)


@dataclass(slots=True)
class _Tally:
    added: list[DocumentId] = field(default_factory=list)
    unchanged: list[DocumentId] = field(default_factory=list)
    replaced: list[DocumentId] = field(default_factory=list)
    removed: list[DocumentId] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {item.name: len(getattr(self, item.name)) for item in fields(self)}

    def report(self, job: int) -> IngestReport:
        return IngestReport(
            job=job,
            added=tuple(self.added),
            unchanged=tuple(self.unchanged),
            replaced=tuple(self.replaced),
            removed=tuple(self.removed),
            refused=tuple(self.refused),
        )


def ingest(
    paths: Iterable[Path], ledger: Ledger, progress: Progress | None = None, *, reread: bool = False
) -> IngestReport:
    """Store the documents in these files and folders, and report what became of each.

    Stored bytes are read again only when `reread` asks for it or the readers are newer than the reading.
    Raises StoreBusy or StoreDamaged when the store itself fails; documents stored until then stay.
    """
    job = ledger.start_job("ingest")
    tally = _Tally()
    try:
        files = list(dict.fromkeys(source_files(paths)))
        for done, path in enumerate(files, start=1):
            _take(path, ledger, tally, reread)
            if progress is not None:
                progress(done, len(files), path)
    except BaseException as error:  # also Ctrl-C: the job must not look as if it were still running
        ledger.finish_job(job, tally.counts(), type(error).__name__)
        raise
    ledger.finish_job(job, tally.counts())
    return tally.report(job)


def source_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that these paths name: a file as it is, a folder with all below it, in order of names.

    Hidden files and folders are passed over. A path that does not exist is yielded, to be refused with a reason.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, below, names in os.walk(path):
            below[:] = sorted(name for name in below if not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _take(path: Path, ledger: Ledger, tally: _Tally, reread: bool) -> None:
    try:
        _store(path, ledger, tally, reread)
    except (StoreBusy, StoreDamaged):
        raise
    except CorpusError as error:
        tally.refused.append(Refusal(path, error.message_vi, type(error).__name__))


def _readable_name(path: Path) -> str:
    """Return a file's name as text; bytes in no encoding, which nothing could store, become "?"."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def _store(path: Path, ledger: Ledger, tally: _Tally, reread: bool) -> None:
    sha256 = _hash_of(path)
    stored = ledger.has_source(sha256)
    if stored is not None and not reread and ledger.summary(stored).reader_version == READER_VERSION:
        tally.unchanged.append(stored)
        return
    document_id = stored or document_id_for(_readable_name(path), sha256, taken=ledger)
    try:
        document = _read(path, sha256, document_id)
    except ClassifiedDocument:
        if stored is not None:  # older rules let it in: it may not stay
            ledger.remove(stored)
            tally.removed.append(stored)
        raise
    if stored is None:
        ledger.add(document)
        tally.added.append(document_id)
    elif ledger.replace(document):
        tally.replaced.append(document_id)
    else:
        tally.unchanged.append(document_id)


def _read(path: Path, sha256: str, document_id: DocumentId) -> Document:
    raw = read_source(path)
    try:
        return build_document(raw, _readable_name(path), sha256, document_id)
    except _READER_FAULTS as error:
        # A rule that stumbles over one document must not keep the others out; the log names the rule, not the text.
        _log.error("cannot read a document: %s at %s", type(error).__name__, _place_of(error))
        raise SourceUnreadable(
            "Chương trình chưa đọc được cấu trúc của văn bản này. Xin gửi tệp cho người phụ trách kỹ thuật."
        ) from error


def _hash_of(path: Path) -> str:
    if not path.is_file():
        raise SourceUnreadable("Không tìm thấy tệp hoặc thư mục này.")
    if path.suffix.lower() not in READABLE_SUFFIXES:
        raise SourceUnreadable("Hiện mới đọc được tệp .txt và .md; định dạng của tệp này chưa được hỗ trợ.")
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise SourceUnreadable(f"Không đọc được tệp ({error.strerror}).") from error


def _place_of(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "?" if trace is None else f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
