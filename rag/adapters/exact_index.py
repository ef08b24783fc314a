"""Nearest passages by an exact scan: one matrix product over all vectors, no approximation.

On disk, in one folder: `vectors.f32` (rows of float32, appended) and `rows.jsonl` (what each append or removal
was, appended after the vectors). A cut-off last line and vectors without a line are what a killed process
leaves behind; they are ignored when the folder is opened. With two million numbers a millisecond this is the
faster index up to some hundred thousand passages, and it needs nothing but numpy.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.appending import append, whole_lines
from rag.errors import IndexDamaged
from rag.ports import Entry, Hit, Vectors

_FLOAT = 4
_FEW = 8  # rows of fewer than one in so many are gathered; otherwise everything is scanned and the rest left out
_Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What a search sees: never changed, only replaced, so that readers need no lock.

    `rows` maps a living key to its row of `matrix`, `keys` every row to its key, `dead` are the rows that were
    replaced or removed.
    """

    matrix: Vectors
    keys: tuple[str, ...]
    rows: dict[str, int]
    documents: dict[str, _Rows]
    dead: _Rows


_EMPTY = _Snapshot(np.zeros((0, 0), dtype=np.float32), (), {}, {}, np.zeros(0, dtype=np.intp))


class _Table:
    """Which row holds what, as the log tells it; changed by the one writer only."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._rows: dict[str, int] = {}
        self._documents: dict[str, list[int]] = {}
        self._members: dict[str, _Rows] = {}
        self._dead: list[int] = []
        self._dimension = 0

    def apply(self, change: Mapping[str, Any]) -> None:
        """Take in one line of the log."""
        if "removed" in change:
            name = change["removed"]
            self._members.pop(name, None)
            for row in self._documents.pop(name, ()):
                del self._rows[self._keys[row]]
                self._dead.append(row)
            return
        self._dimension = change["dimension"]
        for key, document in zip(change["keys"], change["documents"], strict=True):
            members = self._documents.setdefault(document, [])
            if (old := self._rows.get(key)) is not None:
                members.remove(old)
                self._dead.append(old)
            members.append(len(self._keys))
            self._rows[key] = len(self._keys)
            self._keys.append(key)
        for document in dict.fromkeys(change["documents"]):
            self._members[document] = np.array(self._documents[document], dtype=np.intp)

    def snapshot(self, vectors_file: Path) -> _Snapshot:
        """Return what searches may see from now on."""
        if not self._keys:
            return _EMPTY
        shape = (len(self._keys), self._dimension)
        matrix = np.asarray(np.memmap(vectors_file, dtype=np.float32, mode="r", shape=shape))
        dead = np.array(sorted(self._dead), dtype=np.intp)
        return _Snapshot(matrix, tuple(self._keys), dict(self._rows), dict(self._members), dead)


class ExactIndex:
    """A `VectorIndex` in two append-only files. Searches may run in any number of threads beside one writer."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`, or begin an empty one there; the folder is made when needed."""
        folder.mkdir(parents=True, exist_ok=True)
        self._vectors_file = folder / "vectors.f32"
        self._rows_file = folder / "rows.jsonl"
        self._writing = threading.Lock()
        try:
            self._table = _Table()
            for change in _changes(self._rows_file):
                self._table.apply(change)
            self._snapshot = self._table.snapshot(self._vectors_file)
        except (ValueError, KeyError, OSError) as error:
            raise IndexDamaged("Chỉ mục véc-tơ trên đĩa bị hỏng và cần dựng lại.") from error

    def replace(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add entries, replacing those of the same key. `vectors` has one unit row per entry."""
        if len(entries) != len(vectors):
            raise ValueError(f"{len(entries)} entries but {len(vectors)} vectors")
        if not entries:
            return
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        with self._writing:
            old = self._snapshot.matrix
            if len(old) and old.shape[1] != rows.shape[1]:
                raise ValueError(f"vectors have {rows.shape[1]} dimensions, the index has {old.shape[1]}")
            append(self._vectors_file, rows.tobytes(), at=old.size * _FLOAT)
            change = {
                "dimension": rows.shape[1],
                "keys": [entry.key for entry in entries],
                "documents": [entry.document_id for entry in entries],
            }
            self._log(change)

    def remove(self, document_id: str) -> None:
        """Forget every passage of a document; nothing happens when there is none."""
        with self._writing:
            if document_id not in self._snapshot.documents:
                return
            self._log({"removed": document_id})

    def search(self, vector: Vectors, k: int, document_ids: Sequence[str] = ()) -> list[Hit]:
        """Return at most `k` hits, best first, ties by key; only the named documents, if any are named."""
        seen = self._snapshot
        if k < 1 or not seen.rows or not np.any(vector):
            return []
        rows = _rows_of(seen, document_ids) if document_ids else np.arange(len(seen.keys), dtype=np.intp)
        # Not `@`: two BLAS threads on two busy cores wait 8 ms for each other, whatever the size.
        if len(rows) * _FEW < len(seen.keys):
            scores = np.vecdot(seen.matrix[rows], vector)
        else:
            scores = np.vecdot(seen.matrix, vector)
            scores[seen.dead] = -np.inf
            scores = scores[rows]
        reach = min(k, len(rows), len(seen.rows))
        best = np.argpartition(scores, len(scores) - reach)[-reach:] if reach else ()
        hits = [Hit(seen.keys[rows[i]], float(scores[i])) for i in best]
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """Return the stored vectors, one row per key in the order given; a row of zeros for a key not held."""
        seen = self._snapshot
        rows = np.array([seen.rows.get(key, -1) for key in keys], dtype=np.intp)
        if not len(seen.matrix):
            return np.zeros((len(keys), 0), dtype=np.float32)
        found = seen.matrix[rows]
        found[rows < 0] = 0.0
        return found

    def keys(self) -> list[str]:
        """Return the keys held, first written first."""
        return list(self._snapshot.rows)

    def size(self) -> int:
        """Return how many passages are held."""
        return len(self._snapshot.rows)

    def close(self) -> None:
        """Let go of the vector file."""
        self._snapshot = _EMPTY

    def _log(self, change: dict[str, Any]) -> None:
        line = json.dumps(change, ensure_ascii=False) + "\n"
        append(self._rows_file, line.encode(), at=whole_lines(self._rows_file))
        self._table.apply(change)
        self._snapshot = self._table.snapshot(self._vectors_file)


def _rows_of(seen: _Snapshot, document_ids: Sequence[str]) -> _Rows:
    """Return the living rows of the named documents."""
    members = [seen.documents[name] for name in sorted(set(document_ids)) if name in seen.documents]
    return np.concatenate(members) if members else np.zeros(0, dtype=np.intp)


def _changes(path: Path) -> list[dict[str, Any]]:
    """Return the changes of a log, oldest first, without a torn last line."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_bytes()[: whole_lines(path)].splitlines()]
