"""The stores of one index folder, opened, written and closed together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.errors import IndexDamaged
from rag.passage_words import PassageWords
from rag.ports import Entry, LexicalIndex, VectorIndex, Vectors
from rag.vocabulary import Vocabulary

_PROBES = 16
_MOST_MISSED = 2  # a sound graph of 100,000 passages fails to find one in two hundred by its own vector
_PROBE_DEPTH = 10
_SAME = 0.999  # cosine of a vector with itself, less rounding


@dataclass(frozen=True, slots=True)
class Makers:
    """How to open each store in a folder. Without `graph`, the exact scan alone finds neighbours."""

    lexical: Callable[[Path], LexicalIndex]
    exact: Callable[[Path], VectorIndex]
    graph: Callable[[Path], VectorIndex] | None = None


@dataclass(frozen=True, slots=True)
class Stores:
    """The open stores of one folder. `exact` holds every vector; `graph`, where there is one, finds neighbours.

    `vocabulary` tells which terms a document holds anywhere, `words` what stands in a passage in which order.
    """

    folder: Path
    lexical: LexicalIndex
    exact: VectorIndex
    vocabulary: Vocabulary
    words: PassageWords
    graph: VectorIndex | None = None

    @property
    def nearest(self) -> VectorIndex:
        """Where to look for neighbours."""
        return self.graph or self.exact

    def write(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Put the same passages into every store."""
        self.lexical.replace(entries)
        self.words.replace(entries)
        for store in self._vector_stores():
            store.replace(entries, vectors)

    def forget(self, document_id: str) -> None:
        """Remove a document from every store."""
        self.lexical.remove(document_id)
        self.vocabulary.remove(document_id)
        self.words.remove(document_id)
        for store in self._vector_stores():
            store.remove(document_id)

    def close(self) -> None:
        """Close every store."""
        self.lexical.close()
        self.vocabulary.close()
        self.words.close()
        for store in self._vector_stores():
            store.close()

    def _vector_stores(self) -> tuple[VectorIndex, ...]:
        return (self.exact,) if self.graph is None else (self.exact, self.graph)


def make_stores(folder: Path, makers: Makers) -> Stores:
    """Open the stores of a folder, empty ones where there are none."""
    graph = None if makers.graph is None else makers.graph(unused_graph_folder(folder))
    lexical, exact = makers.lexical(folder / "lexical"), makers.exact(folder / "exact")
    return Stores(folder, lexical, exact, Vocabulary(folder / "vocabulary"), PassageWords(folder / "words"), graph)


def graph_folders(folder: Path) -> list[Path]:
    """Return the folders of graphs that stand in an index folder, newest last."""
    return sorted(folder.glob("graph-*"))


def unused_graph_folder(folder: Path) -> Path:
    """Return the next folder for a graph."""
    held = graph_folders(folder)
    return folder / f"graph-{int(held[-1].name.removeprefix('graph-')) + 1 if held else 1:04d}"


def sound_graph(folder: Path, make: Callable[[Path], VectorIndex], exact: VectorIndex) -> VectorIndex | None:
    """Open the newest graph of an index folder; None when there is none, or it is not what the exact index holds."""
    held = graph_folders(folder)
    if not held:
        return None
    try:
        graph = make(held[-1])
    except IndexDamaged:
        return None
    if _agrees(graph, exact):
        return graph
    graph.close()
    return None


def _agrees(graph: VectorIndex, exact: VectorIndex) -> bool:
    """Tell whether a graph holds as many passages as the exact index, and finds a few of them by their own vectors.

    A count alone is not enough: a killed writer can leave records counted but out of the graph.
    """
    keys = exact.keys()
    try:
        if graph.size() != len(keys):
            return False
        probes = exact.vectors(keys[:: len(keys) // _PROBES + 1])
        found = sum(_finds_itself(graph, vector) for vector in probes)
        return found >= len(probes) - (_MOST_MISSED if len(probes) > _MOST_MISSED * 4 else 0)
    except IndexDamaged:
        return False


def _finds_itself(graph: VectorIndex, vector: Vectors) -> bool:
    if not np.any(vector):
        return True
    hits = graph.search(vector, _PROBE_DEPTH)
    return bool(hits) and hits[0].score > _SAME
