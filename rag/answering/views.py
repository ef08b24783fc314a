"""Passages as ranking sees them: their terms, those of the headings over them, how they open, which values they set.

They are read in one go for all candidates of a question, without their documents, and kept for the next question.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property

from corpus.folding import fold
from corpus.model import DocumentId, Excerpt
from rag.analyser import terms
from rag.answering.expected import values_set
from rag.entries import split_key
from rag.understanding.addresses import LONGEST_ADDRESS, lead_of
from rag.understanding.kinds import Kind

_KEPT = 2_000  # some twenty megabytes
_LEAD_CHARS = 90  # where a clause says who is to do it

ReadExcerpts = Callable[[Sequence[tuple[DocumentId, int]]], Sequence[Excerpt]]
"""Reads passages, named by document and ordinal, in the order given."""


class View:
    """One passage; what only some questions look at is worked out when it is first asked for."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt
        text = excerpt.text
        self.own = frozenset(terms(text))
        self.over = frozenset(terms(" ; ".join(excerpt.headings)))
        self.accented = frozenset(w.strip('.,;:()"“”?!') for w in text.lower().split())

    @cached_property
    def lead(self) -> str:
        """The nearest heading and the opening of the passage, folded."""
        heading = self.excerpt.headings[0] if self.excerpt.headings else ""
        return fold(f"{heading} | {self.excerpt.text[:_LEAD_CHARS]}")

    @cached_property
    def address(self) -> str:
        """Whom the passage is addressed to: a short heading over it, and its words before the first colon or verb."""
        heading = self.excerpt.headings[0] if self.excerpt.headings else ""
        return (
            f"{fold(heading)} | {lead_of(self.excerpt.text)}"
            if len(heading) <= LONGEST_ADDRESS
            else lead_of(self.excerpt.text)
        )

    @cached_property
    def says(self) -> str:
        """The passage and the headings over it, folded."""
        return f"{self.folded} | {fold(' ; '.join(self.excerpt.headings))}"

    @cached_property
    def folded(self) -> str:
        """The passage folded."""
        return fold(self.excerpt.text)

    @cached_property
    def sets(self) -> frozenset[Kind]:
        """The kinds of value that the passage itself sets."""
        return values_set(self.excerpt.text)


class Views:
    """The views of passages, the latest used kept. Safe to use from several threads."""

    def __init__(self, read: ReadExcerpts) -> None:
        self._read = read
        self._kept: OrderedDict[str, View] = OrderedDict()
        self._changing = threading.Lock()

    def of(self, keys: Sequence[str]) -> list[View]:
        """Return the views of passages by their keys, in the order given. Raises `DocumentUnknown`."""
        with self._changing:
            held = {key: self._kept[key] for key in keys if key in self._kept}
        missing = [key for key in dict.fromkeys(keys) if key not in held]
        if missing:
            held |= dict(zip(missing, map(View, self._read([split_key(key) for key in missing])), strict=True))
        with self._changing:
            for key in keys:
                self._kept[key] = held[key]
                self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [held[key] for key in keys]

    def forget(self) -> None:
        """Forget everything; to be called after documents changed."""
        with self._changing:
            self._kept.clear()
