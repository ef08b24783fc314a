"""`danvan feedback`: the kept questions, for whoever answers for them: read, hand out, erase."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from danvan.console import open_console, print_json
from danvan.keeping import kept_questions, kept_words
from danvan.settings import Settings
from rag.errors import ConfigurationError

if TYPE_CHECKING:
    from rag.kept import KeptQuestion

_STATUS = {"answered": "đã trả lời", "refused": "không trả lời được", "clarify": "hỏi lại"}
_VERDICT = {"up": "được đánh giá “Hữu ích”", "down": "bị đánh giá “Chưa đúng”"}


def list_kept(settings: Settings, *, as_json: bool) -> None:
    """Print the kept questions, newest first."""
    kept = _all(settings)
    if as_json:
        print_json({"questions": list(_as_json(kept))})
        return
    console = open_console()
    if not kept:
        console.print(f"Không có câu hỏi nào được giữ ({kept_words(settings)}).")
        return
    for question in kept:
        console.print(Text.assemble((question.question, "bold")))
        console.print(f"  {_said(question)}", style="dim")
        if question.comment:
            console.print(f"  Góp ý: {question.comment}")
    console.print(f"{len(kept)} câu hỏi; {kept_words(settings)}.")


def export(settings: Settings, file: Path) -> None:
    """Write every kept question as a line of JSON into a file that only its owner may read.

    Raises ConfigurationError when the file is there already or cannot be written.
    """
    import json

    kept = _all(settings)
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_text("".join(f"{json.dumps(q, ensure_ascii=False)}\n" for q in _as_json(kept)), encoding="utf-8")
    except FileExistsError as error:
        raise ConfigurationError(f"Tệp {file} đã có. Hãy chọn tên khác.") from error
    except OSError as error:
        raise ConfigurationError(f"Không ghi được tệp {file}: {error.strerror}.") from error
    print(f"Đã xuất {len(kept)} câu hỏi ra {file}. Tệp chứa dữ liệu cá nhân: giữ kín, dùng xong thì xóa.")


def erase(settings: Settings, before: str | None, ids: Sequence[str], *, everything: bool) -> bool:
    """Erase what is named, print how much it was, and return whether everything named by id was there.

    Raises ConfigurationError when nothing or more than one thing is named, or a date cannot be read.
    """
    if (before is not None) + bool(ids) + everything != 1:
        raise ConfigurationError("Hãy chọn đúng một cách: --before NGÀY, --id MÃ hoặc --all.")
    moment = _midnight(before) if before is not None else None
    with kept_questions(settings) as store:
        if store is None:
            gone = 0
        elif moment is not None:
            gone = store.erase_before(moment)
        else:
            gone = store.erase_all() if everything else store.erase(ids)
    print(f"Đã xóa hẳn {gone} câu hỏi.")
    missing = len(set(ids)) - gone
    if missing > 0:
        print(f"{missing} mã không có trong sổ câu hỏi.", file=sys.stderr)
    return missing <= 0


def _all(settings: Settings) -> list[KeptQuestion]:
    with kept_questions(settings) as store:
        return [] if store is None else store.questions()


def _as_json(kept: Iterable[KeptQuestion]) -> Iterable[Any]:
    from pydantic import TypeAdapter

    from rag.kept import KeptQuestion

    adapter = TypeAdapter(KeptQuestion)
    return (adapter.dump_python(question, mode="json") for question in kept)


def _said(question: KeptQuestion) -> str:
    asked = question.asked_at.astimezone()
    words = [f"{asked:%H:%M} {asked.day}/{asked.month}/{asked.year}", _STATUS[question.status]]
    if question.verdict is not None:
        words.append(_VERDICT[question.verdict])
    return " · ".join([*words, f"mã {question.answer_id}"])


def _midnight(day: str) -> datetime:
    """Return the first moment of a day, "2026-01-31" or "31/1/2026", by this machine's clock."""
    try:
        read = date.fromisoformat("-".join(part.zfill(2) for part in reversed(day.split("/"))) if "/" in day else day)
    except ValueError as error:
        raise ConfigurationError(f"Không hiểu ngày “{day}”. Hãy viết như 31/1/2026 hoặc 2026-01-31.") from error
    return datetime(read.year, read.month, read.day).astimezone()
