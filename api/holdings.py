"""What is stored, in short: read once for each state of the store."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from api.ports import DocumentSource, DocumentSummary, ReadinessProbe
from api.schemas import FacetOut, FacetsOut, YearFacetOut
from corpus.folding import fold

T = TypeVar("T")
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Kept:
    """A place for what is made once: empty until it is made."""

    making: Lock = field(default_factory=Lock)
    made: list[object] = field(default_factory=list)


class Holdings:
    """The list of stored documents, and what is drawn from it. Its methods block; several threads may call them.

    What was read is good as long as the readiness probe tells the same fingerprint; without one nothing is kept.
    """

    def __init__(self, documents: DocumentSource, readiness: ReadinessProbe) -> None:
        self._documents = documents
        self._readiness = readiness
        self._kept: OrderedDict[tuple[str, Hashable], _Kept] = OrderedDict()
        self._changing = Lock()

    def listed(self) -> Sequence[DocumentSummary]:
        """Return every stored document without its text."""
        return self.remember("listed", self._documents.documents)

    def remember(self, name: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` returned for this state of the store and this name, calling it when nobody did."""
        ready = self._readiness()
        if ready is None:
            return make()
        with self._changing:
            kept = self._kept.setdefault((ready.fingerprint, name), _Kept())
            self._kept.move_to_end((ready.fingerprint, name))
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        with kept.making:  # who comes meanwhile waits, instead of making the same
            if not kept.made:
                kept.made.append(make())
        return kept.made[0]  # type: ignore[return-value]  # a name is always asked for with the same type


def facets(stored: Sequence[DocumentSummary]) -> FacetsOut:
    """Count documents by place (in alphabetical order), year (latest first) and type (most first)."""
    places = Counter(d.metadata.locality for d in stored if d.metadata.locality)
    years = Counter(d.metadata.year for d in stored if d.metadata.year)
    types = Counter(d.metadata.type_name for d in stored if d.metadata.type_name)
    return {
        "localities": [_facet(name, places[name]) for name in sorted(places, key=lambda name: (fold(name), name))],
        "years": [_year(year, years[year]) for year in sorted(years, reverse=True)],
        "types": [_facet(name, types[name]) for name in sorted(types, key=lambda name: (-types[name], fold(name)))],
    }


def _facet(name: str, documents: int) -> FacetOut:
    return {"name": name, "documents": documents}


def _year(year: int, documents: int) -> YearFacetOut:
    return {"year": year, "documents": documents}
