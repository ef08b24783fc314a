"""The passage index: lexical and vector stores beside the ledger, built from it and thrown away at will.

    <home>/current.json     names the folder in use and what it was built by and from; written last, atomically
    <home>/<folder>/        lexical/, exact/, vocabulary/, words/ and, where it is wanted, graph-…/

A folder that `current.json` does not name is an interrupted or outdated build; it is never read, and is removed.
A change of the folder in use takes the file away first and writes it anew at the end, so that a process killed
in between leaves no index rather than half of one.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from corpus.model import Document
from rag.analyser import ANALYSER_VERSION, terms
from rag.entries import dense_text, entries_of
from rag.errors import IndexDamaged, IndexMissing
from rag.index_record import Fingerprint, Record, drop_record, read_record, require_equal, write_record
from rag.index_stores import Makers, Stores, graph_folders, make_stores, sound_graph, unused_graph_folder
from rag.ports import Encoder, Entry

INDEX_SCHEMA = 3  # raise it when the folder's layout or the making of entries changes
_BATCH = 4096  # passages at a time

Progress = Callable[[int], None]
"""Called with the number of documents finished so far."""


class PassageIndex:
    """Finds passages by words and by meaning. Reads may come from any thread; one change at a time is made."""

    def __init__(self, home: Path, encoder: Encoder, makers: Makers) -> None:
        """Prepare an index in the folder `home`; nothing is read before `check` or `build`."""
        self.encoder = encoder
        self._home = home
        self._makers = makers
        self._stores: Stores | None = None
        self._retired: list[Stores] = []
        self._changing = threading.Lock()

    @property
    def stores(self) -> Stores:
        """The stores in use; take them once per question, so that a switch does not fall between two searches."""
        if self._stores is None:
            raise IndexMissing("Chưa có chỉ mục tìm kiếm. Hãy chạy: danvan reindex")
        return self._stores

    def size(self) -> int:
        """Return how many passages can be found."""
        return self.stores.exact.size()

    def check(self, content: str) -> None:
        """Open what stands on disk for a ledger with this content fingerprint.

        Raises IndexMissing, IndexMismatch or IndexDamaged; `build` mends each of them. A damaged or missing graph
        is no error: the exact scan answers, and `regrow` mends it.
        """
        record = read_record(self._home)
        require_equal(record.fingerprint, self._fingerprint(content))
        folder = self._home / record.folder
        if not folder.is_dir():
            raise IndexMissing("Chưa có chỉ mục tìm kiếm. Hãy chạy: danvan reindex")
        with self._changing:
            self._switch(self._reopened(folder, record.passages))
            self._sweep()

    def build(self, documents: Iterable[Document], content: str, progress: Progress | None = None) -> int:
        """Build a new folder from the documents, switch to it, and return the number of passages in it.

        Searches go on in the old folder meanwhile. `content` is the ledger's fingerprint.
        """
        with self._changing:
            self._home.mkdir(parents=True, exist_ok=True)
            stores = make_stores(_unused(self._home), self._makers)
            try:
                passages = self._write(stores, documents, progress)
            except BaseException:
                stores.close()
                shutil.rmtree(stores.folder, ignore_errors=True)
                raise
            self._record(stores, content)
            self._switch(stores)
            self._sweep()
        return passages

    def add(self, documents: Iterable[Document], content: str, progress: Progress | None = None) -> int:
        """Add documents, replacing those of the same id, and return the number of their passages.

        `content` is the ledger's fingerprint afterwards. Raises IndexMissing when no index is open.
        """
        with self._changed(content) as stores:
            return self._write(stores, _forgotten_first(stores, documents), progress)

    def remove(self, document_ids: Iterable[str], content: str) -> None:
        """Forget documents, passing over unknown ids. `content` is the ledger's fingerprint afterwards."""
        with self._changed(content) as stores:
            for document_id in document_ids:
                stores.forget(document_id)

    @property
    def graph_is_missing(self) -> bool:
        """True when a graph is wanted but was not there or not sound; the exact scan stands in for it."""
        return self._makers.graph is not None and self.stores.graph is None

    def regrow(self, documents: Iterable[Document]) -> None:
        """Build the graph anew from the stored vectors, without encoding anything; does nothing if none is wanted."""
        if self._makers.graph is None:
            return
        with self._changing:
            stores = self.stores
            # Another name each time: Chroma remembers in this process that a path failed to open.
            old, new = graph_folders(stores.folder), unused_graph_folder(stores.folder)
            graph = self._makers.graph(new)
            for batch in _batches(documents):
                entries = [entry for entry, _ in batch]
                graph.replace(entries, stores.exact.vectors([entry.key for entry in entries]))
            self._stores = replace(stores, graph=graph)
            for folder in old:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Close all files; the index on disk stays."""
        with self._changing:
            for stores in (*self._retired, *((self._stores,) if self._stores else ())):
                stores.close()
            self._retired, self._stores = [], None

    def _fingerprint(self, content: str) -> Fingerprint:
        return Fingerprint(self.encoder.fingerprint, ANALYSER_VERSION, INDEX_SCHEMA, content)

    def _reopened(self, folder: Path, passages: int) -> Stores:
        stores = make_stores(folder, Makers(self._makers.lexical, self._makers.exact))
        held = {stores.lexical.size(), stores.exact.size(), stores.words.size()}
        if held != {passages} or passages and not stores.vocabulary.size():
            stores.close()
            raise IndexDamaged("Chỉ mục tìm kiếm thiếu dữ liệu và cần dựng lại. Hãy chạy: danvan reindex")
        if self._makers.graph is None:
            return stores
        graph = sound_graph(folder, self._makers.graph, stores.exact)
        return replace(stores, graph=graph)

    def _write(self, stores: Stores, documents: Iterable[Document], progress: Progress | None) -> int:
        passages = 0
        spoken: dict[str, list[str]] = {}
        for batch in _batches(_noted(documents, spoken)):
            entries = [entry for entry, _ in batch]
            stores.write(entries, self.encoder.encode_passages([dense_text(entry) for entry in entries]))
            stores.vocabulary.replace(spoken)
            spoken.clear()
            passages += len(entries)
            if progress is not None:
                progress(batch[-1][1])
        stores.vocabulary.replace(spoken)  # documents without a passage come after the last batch
        return passages

    @contextmanager
    def _changed(self, content: str) -> Iterator[Stores]:
        with self._changing:
            stores = self.stores
            drop_record(self._home)
            if stores.graph is None:
                # A graph that this change passes by would be found by a later process, and be stale.
                for graph in graph_folders(stores.folder):
                    shutil.rmtree(graph)
            yield stores
            self._record(stores, content)

    def _record(self, stores: Stores, content: str) -> None:
        write_record(self._home, Record(stores.folder.name, stores.exact.size(), self._fingerprint(content)))

    def _switch(self, stores: Stores) -> None:
        """Use other stores. The old ones stay open until the switch after this, for readers still at work."""
        for old in self._retired:
            old.close()
        self._retired = [self._stores] if self._stores else []
        self._stores = stores

    def _sweep(self) -> None:
        """Remove folders that no open store uses."""
        used = {stores.folder.name for stores in (self.stores, *self._retired)}
        for folder in self._home.iterdir():
            if folder.is_dir() and folder.name not in used:
                shutil.rmtree(folder, ignore_errors=True)


def _batches(documents: Iterable[Document]) -> Iterator[list[tuple[Entry, int]]]:
    """Yield entries in large batches, each with the number of documents begun with it."""
    numbered = ((entry, done) for done, document in enumerate(documents, 1) for entry in entries_of(document))
    while batch := list(islice(numbered, _BATCH)):
        yield batch


def _noted(documents: Iterable[Document], spoken: dict[str, list[str]]) -> Iterator[Document]:
    """Yield documents as they come, and note the terms of each."""
    for document in documents:
        spoken[document.id] = list(dict.fromkeys(terms(document.text)))
        yield document


def _forgotten_first(stores: Stores, documents: Iterable[Document]) -> Iterator[Document]:
    """Yield documents, each forgotten before it is written: its new reading may have fewer passages."""
    for document in documents:
        stores.forget(document.id)
        yield document


def _unused(home: Path) -> Path:
    """Return the first numbered folder that is not there yet."""
    number = 1
    while (home / f"{number:06d}").exists():
        number += 1
    return home / f"{number:06d}"
