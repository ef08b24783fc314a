"""The data directory: who may open it, what lies in it, and the documents that an untouched store starts with."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from corpus.errors import StoreBusy
from corpus.ingest import IngestReport, ingest, source_files
from corpus.ledger import Ledger
from corpus.manifest import load
from corpus.store_lock import StoreLock, describe_owner
from danvan.progress import progress_bar
from danvan.settings import Settings

LEDGER_FILE = "ledger.sqlite3"
INDEX_FOLDER = "index"
PATIENCE_S = 15.0  # of a command: another one's few seconds of work are waited for
_PAUSE_S = 0.1


def shipped_folder() -> Path:
    """Return the folder of the documents that ship with the product."""
    return Path(str(files("corpus") / "documents"))


@contextmanager
def owned_store(settings: Settings, purpose: str, patience_s: float = 0.0) -> Iterator[tuple[StoreLock, Ledger]]:
    """Own the data directory and open its ledger; an untouched store is given the shipped documents first.

    Waits up to `patience_s` for another command to finish, never for a server. Raises StoreBusy or StoreDamaged.
    """
    lock = StoreLock(settings.data_dir, purpose)
    _acquire(lock, settings.data_dir, patience_s)
    try:
        with Ledger.open(settings.data_dir / LEDGER_FILE) as ledger:
            if settings.shipped_documents and is_untouched(ledger):
                store_files([entry.path for entry in load(shipped_folder())], ledger, "Nạp văn bản đi kèm")
            yield lock, ledger
    finally:
        lock.release()


def is_untouched(ledger: Ledger) -> bool:
    """Tell whether no ingest ever came to its end here; one that was broken off is taken up again."""
    return not any(job.kind == "ingest" and job.finished_at and job.error is None for job in ledger.jobs())


def store_files(paths: Iterable[Path], ledger: Ledger, title: str) -> IngestReport:
    """Store files and folders with a progress bar, and report what became of each."""
    found = list(source_files(paths))
    with progress_bar(title, len(found)) as advance:
        return ingest(found, ledger, lambda done, _total, _path: advance(done))


def server_url(settings: Settings) -> str | None:
    """Return where the server that owns the data directory answers, or None when no server owns it."""
    owner = describe_owner(settings.data_dir)
    return owner.url if owner else None


def _acquire(lock: StoreLock, data_dir: Path, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            lock.acquire()
        except StoreBusy:
            owner = describe_owner(data_dir)
            if time.monotonic() >= deadline or (owner is not None and owner.url):
                raise
            time.sleep(_PAUSE_S)
        else:
            return
