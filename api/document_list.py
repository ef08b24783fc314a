"""The list of documents: what is searched for, narrowed down, sorted and shown of it.

Everything is asked for in the address, so that it works without a script and can be kept as a bookmark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from api.document_links import number_of
from api.ports import DocumentSummary
from corpus.folding import fold, nfc

PAGE = 50
MOST_WORDS = 12
SORTS = {
    "ten": "Tên văn bản",
    "so": "Số, ký hiệu",
    "ngay": "Ngày ban hành",
    "noi": "Cơ quan ban hành",
    "loai": "Loại",
}
UNSAID = "khong-ghi"
_JOINTS = "/-"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What of the list is asked for: words, filters, order ("-" in front: backwards), and the page from 1.

    A filter is the value as the documents have it, `UNSAID` for those that leave it blank, "" for all.
    """

    words: str = ""
    type_name: str = ""
    place: str = ""
    year: str = ""
    sort: str = ""
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Return whether anything is left out."""
        return bool(self.words.strip() or self.type_name or self.place or self.year)

    def address(self, **changes: str | int) -> str:
        """Return the address of this list with something else asked for; from the first page unless one is named."""
        asked = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        named = {
            "tim": asked.words,
            "loai": asked.type_name,
            "noi": asked.place,
            "nam": asked.year,
            "xep": asked.sort,
            "trang": str(asked.page) if asked.page > 1 else "",
        }
        query = urlencode({name: value for name, value in named.items() if value})
        return f"/documents?{query}" if query else "/documents"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and how many documents it would leave."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list. `found` counts what meets the query, `total` the whole store; `pages` is at least 1."""

    query: ListQuery
    shown: tuple[DocumentSummary, ...]
    first: int
    found: int
    total: int
    pages: int
    types: tuple[Choice, ...]
    places: tuple[Choice, ...]
    years: tuple[Choice, ...]


_Field = Callable[[DocumentSummary], str]
_FILTERS: dict[str, _Field] = {
    "type_name": lambda summary: summary.metadata.type_name or UNSAID,
    "place": lambda summary: summary.metadata.locality or UNSAID,
    "year": lambda summary: str(summary.metadata.year or UNSAID),
}


def listing(stored: Sequence[DocumentSummary], query: ListQuery) -> Listing:
    """Return the page of the list that a query asks for; a page beyond the last is the last."""
    worded = [summary for summary in stored if _is_named(summary, query.words)]
    found = _sorted(_narrowed(worded, query), query.sort)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(query.page, 1), pages)
    first = (page - 1) * PAGE
    return Listing(
        query=replace(query, page=page),
        shown=tuple(found[first : first + PAGE]),
        first=first,
        found=len(found),
        total=len(stored),
        pages=pages,
        types=_choices(worded, query, "type_name"),
        places=_choices(worded, query, "place"),
        years=_choices(worded, query, "year"),
    )


def _is_named(summary: DocumentSummary, words: str) -> bool:
    """Tell whether what names a document holds every word, each at the beginning of a word or behind "/" or "-"."""
    wanted = [word.lstrip(_JOINTS) for word in fold(nfc(words)).split()[:MOST_WORDS]]
    named = _named(summary) if any(wanted) else ""
    return all(any(f"{joint}{word}" in named for joint in (" ", *_JOINTS)) for word in wanted if word)


def _named(summary: DocumentSummary) -> str:
    said = summary.metadata
    day = f"{said.issued_on.day}/{said.issued_on.month}/{said.issued_on.year}" if said.issued_on else ""
    fields = (said.title, said.type_name, said.number, said.issuer, said.locality, day, str(said.year or ""))
    return _folded(" ".join(field for field in fields if field))


@lru_cache(maxsize=20_000)
def _folded(words: str) -> str:
    return " " + " ".join(fold(words).replace("(", " ").replace("“", " ").replace('"', " ").split())


def _narrowed(summaries: Iterable[DocumentSummary], query: ListQuery, but: str = "") -> list[DocumentSummary]:
    """Return the documents that meet every filter but the one named."""
    set_filters = [(read, getattr(query, name)) for name, read in _FILTERS.items() if name != but]
    return [s for s in summaries if all(not value or read(s) == value for read, value in set_filters)]


def _choices(worded: Sequence[DocumentSummary], query: ListQuery, name: str) -> tuple[Choice, ...]:
    """Return the values of one filter among what the words and the other filters leave; blank last."""
    read = _FILTERS[name]
    counts = Counter(read(summary) for summary in _narrowed(worded, query, but=name))
    if chosen := getattr(query, name):
        counts.setdefault(chosen, 0)
    values = sorted(counts, key=fold, reverse=name == "year")
    values.sort(key=lambda value: value == UNSAID)
    return tuple(Choice(value, "Không ghi" if value == UNSAID else value, counts[value]) for value in values)


def _sorted(summaries: list[DocumentSummary], sort: str) -> list[DocumentSummary]:
    """Return the documents in the order asked for, blanks last either way; as stored when none is asked for."""
    backwards, name = sort.startswith("-"), sort.removeprefix("-")
    if name not in SORTS:
        return summaries
    said = [summary for summary in summaries if _sort_key(summary, name) is not None]
    blank = [summary for summary in summaries if _sort_key(summary, name) is None]
    said.sort(key=lambda summary: (_sort_key(summary, name), fold(summary.metadata.title)), reverse=backwards)
    return said + blank


def _sort_key(summary: DocumentSummary, name: str) -> tuple[int, str] | None:
    said = summary.metadata
    if name == "so":
        number = number_of(said.number)
        serial = "".join(filter(str.isdigit, number.serial)) if number else ""
        return (int(serial or 0), fold(said.number or "")) if said.number else None
    if name == "ngay":
        return (said.issued_on.toordinal(), "") if said.issued_on else None
    words = {"ten": said.title, "noi": said.issuer or said.locality, "loai": said.type_name}[name]
    return (0, fold(words)) if words else None
