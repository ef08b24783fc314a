"""What an official should know beside an answer: a plan whose year is over, a district that no longer exists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from corpus.model import Document, Level
from corpus.places import successor_phrase

_NO_DISTRICTS_SINCE = date(2025, 7, 1)
_PLANNED = frozenset({"Kế hoạch", "Chương trình", "Kế hoạch phối hợp", "Chương trình phối hợp", "Công văn"})


def notices_for(documents: Sequence[Document], today: date) -> tuple[str, ...]:
    """Return notices about the documents cited, once each, in the order given."""
    notices: list[str] = []
    for document in {d.id: d for d in documents}.values():
        meta = document.metadata
        if meta.year and meta.year < today.year and meta.type_name in _PLANNED:
            notices.append(f"{_name(document)} là của năm {meta.year}, đã qua; cần kiểm tra văn bản mới hơn.")
        if (
            meta.level in {Level.DISTRICT, Level.COMMUNE, Level.PROVINCE}
            and meta.locality
            and today >= _NO_DISTRICTS_SINCE
        ):
            now = _what_became_of(meta.locality)
            if now:
                notices.append(now)
    return tuple(dict.fromkeys(notices))


@lru_cache(maxsize=4096)
def _what_became_of(locality: str) -> str | None:
    return successor_phrase(locality)


def _name(document: Document) -> str:
    meta = document.metadata
    return f"{meta.type_name} của {meta.issuer}" if meta.issuer else meta.title
