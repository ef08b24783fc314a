"""What stands beside an index: by whom and from what it was built. Written last, atomically; read first."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing

RECORD = "current.json"
_IN_WORDS = {
    "encoder": "bộ mã hóa",
    "analyser": "bộ phân tích từ",
    "schema": "cấu trúc chỉ mục",
    "content": "nội dung kho",
}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an index depends on. `encoder` names dimension and weights too; `content` is the ledger's fingerprint."""

    encoder: str
    analyser: str
    schema: int
    content: str


@dataclass(frozen=True, slots=True)
class Record:
    """The folder in use (a name inside the index's home), how many passages it holds, and its fingerprint."""

    folder: str
    passages: int
    fingerprint: Fingerprint


def read_record(home: Path) -> Record:
    """Return the record in `home`; raises IndexMissing without one, IndexDamaged when it cannot be understood."""
    try:
        held = json.loads((home / RECORD).read_text(encoding="utf-8"))
        return Record(str(held["folder"]), int(held["passages"]), Fingerprint(**held["fingerprint"]))
    except FileNotFoundError as error:
        raise IndexMissing("Chưa có chỉ mục tìm kiếm. Hãy chạy: danvan reindex") from error
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise IndexDamaged("Bản ghi của chỉ mục tìm kiếm bị hỏng. Hãy chạy: danvan reindex") from error


def write_record(home: Path, record: Record) -> None:
    """Make `record` the one in `home`: either the old one or the new one is there, never a part."""
    fresh = home / f"{RECORD}.new"
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(asdict(record), out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(home / RECORD)


def drop_record(home: Path) -> None:
    """Take the record away: from now on there is no index in `home`."""
    (home / RECORD).unlink(missing_ok=True)


def require_equal(built: Fingerprint, wanted: Fingerprint) -> None:
    """Raise IndexMismatch, saying what differs, unless the index was built by and from what is wanted."""
    old, new = asdict(built), asdict(wanted)
    changed = [word for name, word in _IN_WORDS.items() if old[name] != new[name]]
    if changed:
        raise IndexMismatch(f"Chỉ mục tìm kiếm không còn khớp ({', '.join(changed)} đã đổi). Hãy chạy: danvan reindex")
