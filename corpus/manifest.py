"""The list of documents that ship with the product, each with the hash of its bytes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.model import DocumentId

MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One shipped document: its id, its file, and the SHA-256 of the file in lower-case hex."""

    id: DocumentId
    path: Path
    sha256: str


def load(folder: Path) -> tuple[ManifestEntry, ...]:
    """Return the entries of `folder`/manifest.json in their order, after comparing every file with its hash.

    Raises SourceUnreadable when the manifest is missing or malformed, when a file is missing, or when its bytes
    are not those that were shipped.
    """
    entries = _read(folder)
    for entry in entries:
        _verify(entry)
    return entries


def _read(folder: Path) -> tuple[ManifestEntry, ...]:
    try:
        listed = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))["documents"]
        return tuple(
            ManifestEntry(DocumentId(str(entry["id"])), folder / _plain(entry["source"]), str(entry["sha256"]))
            for entry in listed
        )
    except OSError as error:
        raise SourceUnreadable(f"Không đọc được danh mục văn bản kèm theo trong {folder}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SourceUnreadable(f"Danh mục văn bản kèm theo trong {folder} không đúng định dạng.") from error


def _plain(name: str) -> str:
    if Path(name).name != name:
        raise ValueError(f"{name!r} is not the name of a file in the folder")
    return name


def _verify(entry: ManifestEntry) -> None:
    try:
        found = hashlib.sha256(entry.path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceUnreadable(f"Thiếu tệp văn bản kèm theo: {entry.path.name}.") from error
    if found != entry.sha256:
        raise SourceUnreadable(f"Tệp văn bản kèm theo {entry.path.name} đã bị thay đổi so với bản phát hành.")
