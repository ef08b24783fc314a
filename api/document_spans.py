"""Spans of a document's text that its page marks: what is quoted, what was searched for, what leads elsewhere.

Offsets count characters (code points) of the text, half-open. A paragraph is cut into `Piece`s wherever a span
begins or ends; the pieces hold every character of the paragraph once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.folding import fold, nfc

Span = tuple[int, int]
MOST_QUOTES = 50
MOST_HITS = 2000
SHORTEST_SEARCH = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that looks alike.

    `quote` is the number, from 1, of the quoted span that it belongs to, 0 outside of them; `opens` says that the
    span begins here. `hit` is what was searched for. `href` is where the words lead, "" when nowhere. `whole` words
    are not broken at the end of a line.
    """

    text: str
    quote: int = 0
    opens: bool = False
    hit: bool = False
    href: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A mention of another document in the text, and the address of that document."""

    span: Span
    href: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that is marked in one text. Each list is in order and free of overlaps."""

    quotes: Sequence[Span] = ()
    hits: Sequence[Span] = ()
    links: Sequence[Link] = ()
    whole: Sequence[Span] = ()
    _linked: Sequence[Span] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_linked", tuple(link.span for link in self.links))

    def pieces(self, text: str, span: Span) -> tuple[Piece, ...]:
        """Return the pieces of `text` within `span`, in order; () for an empty span."""
        start, end = span
        kinds = (self.quotes, self.hits, self._linked, self.whole)
        marked = (cut for spans in kinds for one in _within(spans, span) for cut in one)
        cuts = sorted({start, end, *(cut for cut in marked if start < cut < end)})
        return tuple(self._piece(text, a, b) for a, b in pairwise(cuts))

    def _piece(self, text: str, start: int, end: int) -> Piece:
        quote, linked = _holding(self.quotes, start), _holding(self._linked, start)
        return Piece(
            text=text[start:end],
            quote=quote + 1,
            opens=quote >= 0 and self.quotes[quote][0] == start,
            hit=_holding(self.hits, start) >= 0,
            href=self.links[linked].href if linked >= 0 else "",
            whole=_holding(self.whole, start) >= 0,
        )


def _holding(spans: Sequence[Span], place: int) -> int:
    """Return the number of the span that holds a place, -1 when none does."""
    number = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return number if number >= 0 and place < spans[number][1] else -1


def _within(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    first = max(bisect_right(spans, span[0], key=lambda one: one[0]) - 1, 0)
    last = bisect_right(spans, span[1], key=lambda one: one[0])
    return spans[first:last]


def quoted_spans(text: str, starts: Sequence[str], ends: Sequence[str]) -> tuple[Span, ...]:
    """Return the spans of `text` that an address asks to mark, joined where they touch, in order.

    The n-th of `starts` belongs to the n-th of `ends`; a pair that is no span of the text, or holds only white space,
    is left out, and so is whatever comes after the fiftieth. White space at the edges is not marked.
    """
    asked = []
    for start, end in list(zip(starts, ends, strict=False))[:MOST_QUOTES]:
        if _is_offset(start) and _is_offset(end) and int(start) < int(end) <= len(text):
            asked.append((int(start), int(end)))
    joined: list[Span] = []
    for start_at, end_at in sorted(asked):
        if joined and start_at <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_at))
        else:
            joined.append((start_at, end_at))
    trimmed = (_trimmed(text, span) for span in joined)
    return tuple(span for span in trimmed if span[0] < span[1])


def _trimmed(text: str, span: Span) -> Span:
    words = text[span[0] : span[1]]
    return (span[0] + len(words) - len(words.lstrip()), span[1] - len(words) + len(words.rstrip()))


def _is_offset(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 9


def found_spans(text: str, wanted: str) -> tuple[Span, ...]:
    """Return where `wanted` stands in an NFC text, case and diacritics apart; at most 2,000 places.

    Fewer than two characters are found nowhere.
    """
    sought = fold(" ".join(nfc(wanted).split()))
    if len(sought) < SHORTEST_SEARCH:
        return ()
    found: list[Span] = []
    folded, place = fold(text), 0
    while len(found) < MOST_HITS and (place := folded.find(sought, place)) >= 0:
        found.append((place, place + len(sought)))
        place += len(sought)
    return tuple(found)
