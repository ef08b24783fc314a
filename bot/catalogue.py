"""The list of stored documents, read from the store once a minute and not with every question."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence

from bot.members import Permit
from bot.ports import DocumentSource, DocumentSummary

_LASTS_S = 60.0


class Catalogue:
    """What is stored, as somebody may see it. Safe to use from several threads."""

    def __init__(self, documents: DocumentSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._documents = documents
        self._clock = clock
        self._reading = threading.Lock()
        self._read_at = float("-inf")
        self._held: Sequence[DocumentSummary] = ()

    def shown(self, permit: Permit) -> list[DocumentSummary]:
        """Return the documents that somebody may see, in the order of the store."""
        return [one for one in self._all() if permit.allows(one.id)]

    def localities(self, permit: Permit) -> list[str]:
        """Return the places of the documents that somebody may see."""
        return _distinct(one.metadata.locality for one in self.shown(permit))

    def years(self, permit: Permit) -> list[int]:
        """Return the years of the documents that somebody may see, latest first."""
        return sorted({one.metadata.year for one in self.shown(permit) if one.metadata.year}, reverse=True)

    def _all(self) -> Sequence[DocumentSummary]:
        with self._reading:
            if self._clock() - self._read_at >= _LASTS_S:
                self._held = tuple(self._documents.documents())
                self._read_at = self._clock()
            return self._held


def _distinct(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
