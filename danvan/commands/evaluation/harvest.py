"""`danvan eval harvest`: kept questions to a review file, reviewed questions into a set."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from danvan.keeping import kept_questions, kept_words
from danvan.settings import Settings
from danvan.shelves import open_shelves
from eval.harvest.accepting import Outcome, accept, append, target_of
from eval.harvest.review import new_rows, read_lines, write_lines
from eval.harvest.sheet import sheet
from eval.question_set import QUESTIONS, Question, QuestionSetError, load, plain
from rag.errors import ConfigurationError

_SHOWN = 60


def harvest(settings: Settings, out: Path, into: Path | None) -> None:
    """Write kept questions that neither the review file nor the set `into` holds, before what the file holds.

    Raises ConfigurationError when a file cannot be read or written, StoreDamaged or StoreBusy.
    """
    with _files():
        old = read_lines(out) if out.exists() else []
        held = target_of(into) if into is not None else ()
    known = frozenset([*(line.row.id for line in old if line.row is not None), *(question.id for question in held)])
    with kept_questions(settings) as store:
        kept = store.questions() if store is not None else []
    rows = []
    if kept:
        with open_shelves(settings) as shelves:
            texts = {name: plain(text) for name, text in shelves.documents.items()}
            rows = new_rows(kept, shelves.near, texts, known)
    if not rows:
        print(f"Không có câu hỏi mới để duyệt: {len(kept)} câu đang được giữ ({kept_words(settings)}).")
        return
    page = out.with_suffix(".md")
    with _files():
        write_lines(out, rows, old)
        page.touch(mode=0o600)
        page.write_text(sheet(out.name, read_lines(out)), encoding="utf-8")
    print(f"{len(rows)} câu hỏi mới cần duyệt, gộp từ các câu đang được giữ. Sửa ở {out}, đọc ở {page}.")
    print("Hai tệp này chứa lời người dùng và không tự hết hạn: duyệt xong thì xóa.")
    print(f"Duyệt xong: danvan eval harvest --accept {out} --into {into or 'harvested.jsonl'}")


def accept_reviewed(settings: Settings, reviewed: Path, into: Path) -> bool:
    """Put the reviewed questions that prove sound into the set, tell why others do not, return whether all did.

    Raises ConfigurationError when a file cannot be read or written, or the set is held out.
    """
    with _files():
        lines, held, others = read_lines(reviewed), target_of(into), _other_sets(into)
    with open_shelves(settings) as shelves:
        outcome = accept(lines, held, others, shelves.documents)
    if outcome.accepted:
        with _files():
            into.parent.mkdir(parents=True, exist_ok=True)
            append(into, held, outcome.accepted)
    _tell(outcome, into)
    return not outcome.refused


def _other_sets(into: Path) -> dict[str, tuple[Question, ...]]:
    """Return the sets that ship, by the stem of their file, but for `into`."""
    paths = [path for path in sorted(QUESTIONS.glob("*.jsonl")) if path.resolve() != into.resolve()]
    return {path.stem: load(path) for path in paths}


def _tell(outcome: Outcome, into: Path) -> None:
    for bad in outcome.refused:
        question = bad.question if len(bad.question) <= _SHOWN else f"{bad.question[:_SHOWN]}…"
        print(f"Dòng {bad.number}{f' “{question}”' if question else ''}:", file=sys.stderr)
        for reason in bad.reasons:
            print(f"  - {reason}", file=sys.stderr)
    rest = [(len(outcome.refused), "chưa đạt"), (outcome.known, "đã có từ trước")]
    rest += [(outcome.dropped, "bỏ"), (outcome.waiting, "chờ duyệt")]
    words = ", ".join(f"{count} {what}" for count, what in rest if count)
    print(f"Đã thêm {len(outcome.accepted)} câu vào {into}{f'; {words}' if words else ''}.")


@contextmanager
def _files() -> Iterator[None]:
    try:
        yield
    except QuestionSetError as error:
        raise ConfigurationError(str(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("Tệp không phải UTF-8. Hãy lưu lại với mã hóa UTF-8.") from error
    except OSError as error:
        raise ConfigurationError(f"Không đọc, ghi được tệp {error.filename}: {error.strerror}.") from error
