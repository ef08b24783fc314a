"""How the house talks to SQLite: one engine a file, its settings, its transactions, its errors in Vietnamese.

Journal in WAL mode, so that readers never wait for the writer; `synchronous=FULL`, so that what was confirmed
survives a power cut. Every transaction is begun explicitly: a read sees one state of the store from its first
row to its last, and a write takes the write lock at its start, not in its middle.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
_FORGET = "PRAGMA secure_delete=ON"
_READERS_KEPT, _READERS_MORE = 8, 56  # FastAPI's thread pool holds 40


@dataclass(frozen=True, slots=True)
class StoreFile:
    """What a file is called in messages, in small letters, and how it is mended when it is broken."""

    name: str
    mend: str

    def begun(self) -> str:
        """Return the name as a sentence begins with it."""
        return self.name[:1].upper() + self.name[1:]


LEDGER_FILE = StoreFile("kho văn bản", "Hãy khôi phục từ bản sao lưu hoặc nạp lại văn bản gốc.")


def open_engine(path: Path, *, forgetful: bool = False) -> Engine:
    """Return an engine on the file at `path`; nothing is opened before the first transaction.

    `forgetful` overwrites what is deleted with zeros.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)), pool_size=_READERS_KEPT, max_overflow=_READERS_MORE
    )
    event.listen(engine, "connect", _forgetful if forgetful else _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _forgetful(connection: Any, record: object) -> None:
    _set_up(connection, record)
    connection.execute(_FORGET).close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("danvan_begin", "BEGIN"))


@contextmanager
def reading(engine: Engine, file: StoreFile = LEDGER_FILE) -> Iterator[Connection]:
    """Open a read transaction: one state of the store from the first row to the last."""
    with translated(file), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, file: StoreFile = LEDGER_FILE) -> Iterator[Connection]:
    """Open a write transaction: everything is stored on leaving, or nothing when an error leaves it."""
    with (
        translated(file),
        engine.connect().execution_options(danvan_begin="BEGIN IMMEDIATE") as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def translated(file: StoreFile = LEDGER_FILE) -> Iterator[None]:
    """Turn errors of SQLAlchemy and SQLite into those of `corpus.errors`."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreBusy(f"{file.begun()} đang phục vụ quá nhiều yêu cầu cùng lúc. Xin thử lại sau ít phút.") from error
    except DBAPIError as error:
        raise _as_corpus_error(error.orig, file) from error
    except sqlite3.Error as error:
        raise _as_corpus_error(error, file) from error


_MESSAGES = {
    "SQLITE_FULL": "Ổ đĩa chứa {name} đã đầy. Hãy giải phóng dung lượng rồi thử lại; dữ liệu đã lưu vẫn còn.",
    "SQLITE_READONLY": "Không ghi được vào {name}. Hãy kiểm tra quyền ghi của thư mục dữ liệu.",
    "SQLITE_CANTOPEN": "Không mở được tệp của {name}. Hãy kiểm tra đường dẫn và quyền của thư mục dữ liệu.",
    "SQLITE_NOTADB": "Tệp của {name} không đúng định dạng. {mend}",
    "SQLITE_CORRUPT": "Tệp của {name} đã hỏng. {mend}",
    "SQLITE_IOERR": "Ổ đĩa báo lỗi khi đọc hoặc ghi {name}. Hãy kiểm tra ổ đĩa rồi thử lại.",
}


def _as_corpus_error(error: BaseException | None, file: StoreFile) -> CorpusError:
    name = str(getattr(error, "sqlite_errorname", None) or "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(f"{file.begun()} đang được ghi bởi một tiến trình khác. Xin thử lại sau ít phút.")
    message = next((text for start, text in _MESSAGES.items() if name.startswith(start)), None)
    if message is None:
        return StoreDamaged(f"{file.begun()} gặp lỗi không đọc, ghi được ({name or type(error).__name__}).")
    return StoreDamaged(message.format(name=file.name, mend=file.mend))
