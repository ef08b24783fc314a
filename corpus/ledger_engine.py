"""How the ledger talks to SQLite: one engine, its settings, its transactions, its errors in Vietnamese.

Journal in WAL mode, so that readers never wait for the writer; `synchronous=FULL`, so that what was confirmed
survives a power cut. Every transaction is begun explicitly: a read sees one state of the store from its first
row to its last, and a write takes the write lock at its start, not in its middle.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from corpus.errors import CorpusError, StoreBusy, StoreDamaged

_BUSY_WAIT_MS = 5_000
_PRAGMAS = (
    f"PRAGMA busy_timeout={_BUSY_WAIT_MS}",  # first: the change of the journal mode may itself have to wait
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16384",  # 16 MiB a connection
)
_READERS_KEPT, _READERS_MORE = 8, 56  # FastAPI's thread pool holds 40


def open_engine(path: Path) -> Engine:
    """Return an engine on the file at `path`; nothing is opened before the first transaction."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), pool_size=_READERS_KEPT, max_overflow=_READERS_MORE
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("danvan_begin", "BEGIN"))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a read transaction: one state of the store from the first row to the last."""
    with translated(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a write transaction: everything is stored on leaving, or nothing when an error leaves it."""
    with (
        translated(),
        engine.connect().execution_options(danvan_begin="BEGIN IMMEDIATE") as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of SQLAlchemy and SQLite into those of `corpus.errors`."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreBusy("Kho văn bản đang phục vụ quá nhiều yêu cầu cùng lúc. Xin thử lại sau ít phút.") from error
    except DBAPIError as error:
        raise _as_corpus_error(error.orig) from error
    except sqlite3.Error as error:
        raise _as_corpus_error(error) from error


_RESTORE = "Hãy khôi phục từ bản sao lưu hoặc nạp lại văn bản gốc."
_MESSAGES = {
    "SQLITE_FULL": "Ổ đĩa chứa kho văn bản đã đầy. Hãy giải phóng dung lượng rồi thử lại; dữ liệu đã lưu vẫn còn.",
    "SQLITE_READONLY": "Không ghi được vào kho văn bản. Hãy kiểm tra quyền ghi của thư mục dữ liệu.",
    "SQLITE_CANTOPEN": "Không mở được tệp của kho văn bản. Hãy kiểm tra đường dẫn và quyền của thư mục dữ liệu.",
    "SQLITE_NOTADB": f"Tệp của kho văn bản không đúng định dạng. {_RESTORE}",
    "SQLITE_CORRUPT": f"Tệp của kho văn bản đã hỏng. {_RESTORE}",
    "SQLITE_IOERR": "Ổ đĩa báo lỗi khi đọc hoặc ghi kho văn bản. Hãy kiểm tra ổ đĩa rồi thử lại.",
}


def _as_corpus_error(error: BaseException | None) -> CorpusError:
    name = str(getattr(error, "sqlite_errorname", None) or "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy("Kho văn bản đang được ghi bởi một tiến trình khác. Xin thử lại sau ít phút.")
    message = next((text for start, text in _MESSAGES.items() if name.startswith(start)), None)
    return StoreDamaged(message or f"Kho văn bản gặp lỗi không đọc, ghi được ({name or type(error).__name__}).")
