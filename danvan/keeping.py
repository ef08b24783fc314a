"""Keeping questions, put together: the file beside the ledger, the rule, and an hourly look at what has expired."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.errors import CorpusError, StoreDamaged
from danvan.settings import Settings
from rag.keeping import QuestionKeeper, expiry, utc_now

if TYPE_CHECKING:
    from rag.adapters.sqlite_questions import SqliteQuestions

FEEDBACK_FILE = "feedback.sqlite3"
_SWEEP_S = 3600.0

_log = logging.getLogger("danvan.keeping")


@contextmanager
def keeping(settings: Settings) -> Iterator[QuestionKeeper | None]:
    """Yield who keeps questions while the server runs, None when that is switched off.

    What was kept earlier goes on expiring when it is switched off. Raises StoreDamaged when questions are to be kept
    and the file cannot be used.
    """
    wanted = settings.keep_questions != "off"
    try:
        store = _open(settings) if wanted or (settings.data_dir / FEEDBACK_FILE).exists() else None
    except StoreDamaged:
        if wanted:
            raise
        _log.warning("the file of kept questions cannot be read; see danvan doctor")
        store = None
    if store is None:
        yield None
        return
    with store:
        keeper = QuestionKeeper(store, settings.keep_questions_days)
        with _sweeping(keeper):
            yield keeper if wanted else None


@contextmanager
def kept_questions(settings: Settings) -> Iterator[SqliteQuestions | None]:
    """Yield what is kept, beside a running server too, None when nothing ever was; what has expired is deleted first.

    Raises StoreDamaged or StoreBusy when the file cannot be used.
    """
    if not (settings.data_dir / FEEDBACK_FILE).exists():
        yield None
        return
    with _open(settings) as store:
        store.erase_before(expiry(utc_now(), settings.keep_questions_days))
        yield store


def kept_words(settings: Settings) -> str:
    """Say whether questions are being kept, and for how long."""
    if settings.keep_questions == "off":
        return "việc giữ câu hỏi đang tắt"
    return f"câu không trả lời được hoặc bị đánh giá “Chưa đúng” được giữ {settings.keep_questions_days} ngày"


def _open(settings: Settings) -> SqliteQuestions:
    from rag.adapters.sqlite_questions import SqliteQuestions

    return SqliteQuestions(settings.data_dir / FEEDBACK_FILE)


@contextmanager
def _sweeping(keeper: QuestionKeeper) -> Iterator[None]:
    """Delete what has expired now and every hour, in a thread of its own."""
    over = threading.Event()

    def sweep() -> None:
        while True:
            try:
                keeper.expire()
            except CorpusError as error:  # the next hour tries again
                _log.warning("expired questions not deleted: %s", type(error).__name__)
            if over.wait(_SWEEP_S):
                return

    sweeper = threading.Thread(target=sweep, name="danvan-expiry", daemon=True)
    sweeper.start()
    try:
        yield
    finally:
        over.set()
        sweeper.join()
