"""Which terms a document holds anywhere in its text, told without reading the document.

On disk, in one folder: `terms.u32` (the CRC-32 of each distinct term, sorted within a document, appended) and
`documents.jsonl` (what each append or removal was, appended after the terms). A cut-off last line and terms without
a line are what a killed process leaves behind; they are ignored when the folder is opened. A term that is not there
is taken for one that is once in a hundred thousand times.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.appending import append, whole_lines
from rag.errors import IndexDamaged

_BYTES = 4
_Codes = NDArray[np.uint32]


class Vocabulary:
    """The terms of every document. Reads may come from any number of threads beside one writer."""

    def __init__(self, folder: Path) -> None:
        """Open what stands in `folder`, or begin anew there; raises IndexDamaged when its files make no sense."""
        folder.mkdir(parents=True, exist_ok=True)
        self._terms_file = folder / "terms.u32"
        self._log_file = folder / "documents.jsonl"
        self._writing = threading.Lock()
        try:
            self._held, self._written = self._load()
        except (ValueError, KeyError, OSError) as error:
            raise IndexDamaged("Danh mục từ của các văn bản bị hỏng và cần dựng lại.") from error

    def replace(self, terms_of: Mapping[str, Iterable[str]]) -> None:
        """Set the terms of documents by their ids, in place of what they had."""
        if not terms_of:
            return
        codes = {document_id: np.unique(_codes(set(terms))) for document_id, terms in terms_of.items()}
        with self._writing:
            append(self._terms_file, b"".join(c.tobytes() for c in codes.values()), at=self._written * _BYTES)
            self._log({"documents": {document_id: len(c) for document_id, c in codes.items()}})

    def remove(self, document_id: str) -> None:
        """Forget a document; nothing happens when it is not held."""
        with self._writing:
            if document_id in self._held:
                self._log({"removed": document_id})

    def held(self, document_id: str, terms: Collection[str]) -> frozenset[str]:
        """Return those of `terms` that the document holds; none for an unknown document."""
        known = self._held.get(document_id)
        if known is None or not len(known) or not terms:
            return frozenset()
        asked = list(terms)
        codes = _codes(asked)
        at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        return frozenset(term for term, found in zip(asked, known[at] == codes, strict=True) if found)

    def size(self) -> int:
        """Return how many documents are held."""
        return len(self._held)

    def close(self) -> None:
        """Let go of the file."""
        self._held = {}

    def _log(self, change: Mapping[str, object]) -> None:
        line = json.dumps(change, ensure_ascii=False) + "\n"
        append(self._log_file, line.encode(), at=whole_lines(self._log_file))
        self._held, self._written = self._load()

    def _load(self) -> tuple[dict[str, _Codes], int]:
        spans: dict[str, tuple[int, int]] = {}
        end = 0
        log = self._log_file.read_bytes()[: whole_lines(self._log_file)] if self._log_file.exists() else b""
        for line in log.splitlines():
            change = json.loads(line)
            spans.pop(change.get("removed"), None)
            for document_id, count in change.get("documents", {}).items():
                spans[document_id] = (end, end + count)
                end += count
        if not end:
            return {document_id: np.zeros(0, dtype=np.uint32) for document_id in spans}, 0
        codes = np.asarray(np.memmap(self._terms_file, dtype=np.uint32, mode="r", shape=(end,)))
        return {document_id: codes[start:stop] for document_id, (start, stop) in spans.items()}, end


def _codes(terms: Collection[str]) -> _Codes:
    return np.fromiter((zlib.crc32(term.encode()) for term in terms), dtype=np.uint32, count=len(terms))
