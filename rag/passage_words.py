"""The syllables of every passage in reading order, so that a few candidates can be looked at closely and fast.

On disk, in one folder: `codes.u32` (the CRC-32 of each folded syllable, 0 where no pair may cross; of each passage its
context first, then its own words; appended) and `rows.jsonl` (what each append or removal was, appended after the
codes). A cut-off last line and codes without a line are what a killed process leaves behind; they are ignored when the
folder is opened. The file is mapped, not read: only the pages of passages that are asked for come into memory.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.analyser import reading
from rag.appending import append, whole_lines
from rag.entries import split_key
from rag.errors import IndexDamaged
from rag.ports import Entry

Codes = NDArray[np.uint32]
BREAK = 0
_BYTES = 4
_LONGEST = 4000  # syllables of a passage that are looked at: what comes later costs time and seldom decides
_NOTHING: Codes = np.zeros(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Spans:
    """Codes of several texts end to end: text i is `codes[starts[i]:starts[i + 1]]`."""

    codes: Codes
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class HeldWords:
    """The contexts and the own words of some passages, in the order asked for."""

    contexts: Spans
    own: Spans


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What a reader sees: never changed, only replaced.

    Of row r, `bounds` has where its context begins, where its own words begin, and where they end.
    """

    codes: Codes
    rows: dict[str, int]
    bounds: NDArray[np.int64]


_EMPTY = _Snapshot(np.zeros(0, dtype=np.uint32), {}, np.zeros((0, 3), dtype=np.int64))


class PassageWords:
    """The syllables of every passage. Reads may come from any number of threads beside one writer."""

    def __init__(self, folder: Path) -> None:
        """Open what stands in `folder`, or begin anew there; raises IndexDamaged when its files make no sense."""
        folder.mkdir(parents=True, exist_ok=True)
        self._codes_file = folder / "codes.u32"
        self._rows_file = folder / "rows.jsonl"
        self._writing = threading.Lock()
        self._written = 0
        rows: dict[str, int] = {}
        bounds = [_EMPTY.bounds]
        try:
            for change in _changes(self._rows_file):
                self._apply(change, rows, bounds)
            self._seen = self._snapshot(rows, bounds)
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise IndexDamaged("Danh mục lời văn của các đoạn bị hỏng và cần dựng lại.") from error

    def replace(self, entries: Sequence[Entry]) -> None:
        """Add passages, replacing those of the same key."""
        if not entries:
            return
        written = [(codes_of(entry.context, entry), codes_of(entry.text, entry)) for entry in entries]
        change = {
            "keys": [entry.key for entry in entries],
            "lengths": [[len(context), len(own)] for context, own in written],
        }
        with self._writing:
            data = b"".join(part.tobytes() for pair in written for part in pair)
            append(self._codes_file, data, at=self._written * _BYTES)
            self._log(change)

    def remove(self, document_id: str) -> None:
        """Forget every passage of a document; nothing happens when there is none."""
        with self._writing:
            if next(_members(self._seen.rows, document_id), None) is not None:
                self._log({"removed": document_id})

    def of(self, keys: Sequence[str]) -> HeldWords:
        """Return the words of passages; nothing for a key not held, and of a very long one its beginning."""
        seen = self._seen
        places = [seen.bounds[seen.rows[key]].tolist() if key in seen.rows else (0, 0, 0) for key in keys]
        contexts = [seen.codes[start:middle] for start, middle, _ in places]
        own = [seen.codes[middle : min(end, middle + _LONGEST)] for _, middle, end in places]
        return HeldWords(joined(contexts), joined(own))

    def size(self) -> int:
        """Return how many passages are held."""
        return len(self._seen.rows)

    def close(self) -> None:
        """Let go of the file."""
        self._seen = _EMPTY

    def _log(self, change: Mapping[str, Any]) -> None:
        line = json.dumps(change, ensure_ascii=False) + "\n"
        append(self._rows_file, line.encode(), at=whole_lines(self._rows_file))
        rows, bounds = dict(self._seen.rows), [self._seen.bounds]
        self._apply(change, rows, bounds)
        self._seen = self._snapshot(rows, bounds)

    def _apply(self, change: Mapping[str, Any], rows: dict[str, int], bounds: list[NDArray[np.int64]]) -> None:
        """Take in one line of the log."""
        if "removed" in change:
            for key in list(_members(rows, change["removed"])):
                del rows[key]
            return
        lengths = np.array(change["lengths"], dtype=np.int64)
        ends = self._written + np.cumsum(lengths.sum(axis=1))
        starts = ends - lengths.sum(axis=1)
        first = sum(len(part) for part in bounds)
        rows.update((key, first + number) for number, key in enumerate(change["keys"]))
        bounds.append(np.stack([starts, starts + lengths[:, 0], ends], axis=1))
        self._written = int(ends[-1])

    def _snapshot(self, rows: dict[str, int], bounds: list[NDArray[np.int64]]) -> _Snapshot:
        if not self._written:
            return _EMPTY
        codes = np.memmap(self._codes_file, dtype=np.uint32, mode="r", shape=(self._written,))
        return _Snapshot(np.asarray(codes), rows, np.concatenate(bounds))


def codes_of(text: str, entry: Entry) -> Codes:
    """Return the codes of a text in reading order, abbreviations spelled out as its document defines them."""
    return encoded(reading(text, dict(entry.definitions)))


def encoded(syllables: Iterable[str]) -> Codes:
    """Return the code of each syllable, BREAK for ""."""
    return np.fromiter((_code(syllable) for syllable in syllables), dtype=np.uint32)


@lru_cache(maxsize=20_000)  # about as many as there are syllables and numbers in daily use
def _code(syllable: str) -> int:
    return zlib.crc32(syllable.encode()) if syllable else BREAK


def joined(texts: Sequence[Codes]) -> Spans:
    """Return texts end to end."""
    starts = np.concatenate(([0], np.cumsum([len(text) for text in texts], dtype=np.int64)))
    return Spans(np.concatenate([_NOTHING, *texts]), starts.astype(np.int64))


def _members(rows: Iterable[str], document_id: str) -> Iterator[str]:
    """Yield the keys of a document; the first look at each is a cheap one, for most are of other documents."""
    beginning = f"{document_id}#"
    return (key for key in rows if key.startswith(beginning) and split_key(key)[0] == document_id)


def _changes(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the changes of a log, oldest first, without a torn last line."""
    left = whole_lines(path)
    if left:
        with path.open("rb") as lines:
            for line in lines:
                left -= len(line)
                if left < 0:
                    return
                yield json.loads(line)
