"""Texts that belong to no ledger, indexed and found as the product finds passages: test sets, samples, benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rag.entries import dense_text, key_of
from rag.index_stores import Makers, Stores, make_stores
from rag.ports import Encoder, Entry

_BATCH = 2048  # texts at a time


def entry_of(text_id: str, title: str, text: str) -> Entry:
    """Return a text as one passage of a document of its own; its title is the context that it stands in."""
    return Entry(key_of(text_id, 0), text_id, text, title)


class Collection:
    """An index in one folder, without a record beside it: whoever builds it also throws it away."""

    def __init__(self, folder: Path, encoder: Encoder, makers: Makers) -> None:
        """Open the stores in `folder`, empty ones where there are none."""
        self.encoder = encoder
        self.stores: Stores = make_stores(folder, makers)

    def add(self, entries: Sequence[Entry], progress: Callable[[int], None] | None = None) -> None:
        """Index entries, each key once; `progress` is called with the number of entries done so far."""
        for start in range(0, len(entries), _BATCH):
            batch = entries[start : start + _BATCH]
            self.stores.write(batch, self.encoder.encode_passages([dense_text(entry) for entry in batch]))
            if progress is not None:
                progress(start + len(batch))

    def close(self) -> None:
        """Close the stores; what they wrote stays in the folder."""
        self.stores.close()
