"""One process owns the data directory. A second one is refused at once, and told who the owner is.

The lock itself is the kernel's (flock through `filelock`), so that it ends with its process, however that
ends. Beside it a small file says who holds it; only the lock decides whether that file still speaks the truth.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from corpus.errors import StoreBusy, StoreDamaged

_LOCK_FILE = "store.lock"
_OWNER_FILE = "store.owner.json"
_PATIENCE_S = 0.25  # outlasts a neighbour's glance at a lock whose owner crashed


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that owns a data directory. `url` is where it answers, when it is a server.

    `since` is a moment in UTC, ISO 8601.
    """

    pid: int
    purpose: str
    url: str | None
    since: str


class StoreLock:
    """Ownership of a data directory. Acquire it, or use it in a `with`, before the store is opened.

    `purpose` says what the owner does ("serve", "ingest"). Any thread of the process may release it.
    """

    def __init__(self, data_dir: Path, purpose: str, url: str | None = None) -> None:
        self._data_dir = data_dir
        self._owner = Owner(os.getpid(), purpose, url, datetime.now(UTC).isoformat(timespec="seconds"))
        self._lock = _lock_of(data_dir)

    def acquire(self) -> None:
        """Take the data directory, or raise StoreBusy that names its owner; makes the folder when needed.

        Raises StoreDamaged when the folder cannot be made, written or locked.
        """
        try:
            self._data_dir.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=_PATIENCE_S, poll_interval=0.02)
        except Timeout as error:
            raise StoreBusy(_busy_message(_read_owner(self._data_dir))) from error
        except (OSError, NotImplementedError) as error:
            raise _unusable(self._data_dir, error) from error
        self._publish()

    def announce(self, url: str) -> None:
        """Publish where this owner answers, once it does."""
        self._owner = Owner(self._owner.pid, self._owner.purpose, url, self._owner.since)
        self._publish()

    def release(self) -> None:
        """Give the data directory back; nothing happens when it is not held."""
        if self._lock.is_locked:
            with suppress(FileNotFoundError):
                (self._data_dir / _OWNER_FILE).unlink()
            self._lock.release()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _publish(self) -> None:
        """Write the owner's file in one step, so that nobody reads half of it."""
        target = self._data_dir / _OWNER_FILE
        draft = target.with_suffix(f".{self._owner.pid}.tmp")
        try:
            draft.write_text(json.dumps(asdict(self._owner)), encoding="utf-8")
            draft.replace(target)
        except OSError as error:
            self._lock.release()
            raise _unusable(self._data_dir, error) from error


def describe_owner(data_dir: Path) -> Owner | None:
    """Return who owns the data directory now, or None. What a crashed owner left behind is cleared away."""
    if not (data_dir / _OWNER_FILE).exists():
        return None
    glance = _lock_of(data_dir)
    try:
        glance.acquire(blocking=False)
    except (Timeout, PermissionError):  # another user's store: its word is all there is
        return _read_owner(data_dir)
    except (OSError, NotImplementedError) as error:
        raise _unusable(data_dir, error) from error
    try:
        (data_dir / _OWNER_FILE).unlink(missing_ok=True)
    finally:
        glance.release()
    return None


def _lock_of(data_dir: Path) -> FileLock:
    # Without flock there is no honest lock: SQLite's journal would not be safe on such a disk either.
    return FileLock(data_dir / _LOCK_FILE, thread_local=False, fallback_to_soft=False)


def _read_owner(data_dir: Path) -> Owner | None:
    try:
        found = json.loads((data_dir / _OWNER_FILE).read_text(encoding="utf-8"))
        return Owner(int(found["pid"]), str(found["purpose"]), found["url"], str(found["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # the owner has not written it yet, or is just leaving


def _busy_message(owner: Owner | None) -> str:
    if owner is None:
        return "Kho văn bản đang được một tiến trình khác sử dụng. Xin đợi tiến trình đó xong rồi thử lại."
    if owner.url:
        return (
            f"Kho văn bản đang được máy chủ danvan sử dụng (tiến trình {owner.pid}, địa chỉ {owner.url}). "
            "Hãy gửi yêu cầu tới máy chủ đó, hoặc dừng máy chủ rồi thử lại."
        )
    return (
        f"Kho văn bản đang được tiến trình {owner.pid} sử dụng (lệnh danvan {owner.purpose}). "
        "Xin đợi tiến trình đó xong rồi thử lại."
    )


def _unusable(data_dir: Path, error: Exception) -> StoreDamaged:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return StoreDamaged(f"Không khóa được thư mục dữ liệu {data_dir} ({reason}). Hãy kiểm tra quyền ghi và ổ đĩa.")
