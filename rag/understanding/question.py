"""A question, read: who and what it names, what it asks for, and the words that carry its content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.dates import FoundDate, find_dates, find_years
from corpus.doctypes import find_types
from corpus.folding import fold
from corpus.model import DocumentId, Level
from corpus.numbers import DocumentNumber, LooseNumber, find_loose_numbers, find_numbers
from corpus.place_words import CUES
from corpus.places import FoundPlace, find_places
from rag.understanding.bare_questions import bare_kind
from rag.understanding.bodies import NamedBody, find_bodies, find_papers
from rag.understanding.kinds import Kind, kinds_of
from rag.understanding.lead_in import without_lead_in
from rag.understanding.positions import Position, find_position
from rag.understanding.spelling import is_syllable
from rag.understanding.wording import beside_the_question, content_segments, focus_words, fold_apart

_LEVEL_BEFORE = re.compile(
    r"(?<!\w)(?:(?:cua|o|tai|ben|thuoc|cho|tu)\s+)?(?:(?:uy ban nhan dan|ubnd|hdnd|dia ban)\s+)?"
    r"(?:(?<!cap )(?:tinh|tp|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran)\s+)?$"
)
_COMPARING_YEAR = re.compile(r"(?<!\w)(?:so voi|den|truoc|sau|tu|toi|het|cuoi|dau)\s+(?:het\s+|cuoi\s+)?(?:nam\s+)?$")


_IN_PLACE = re.compile(r"\s*[,(-]?\s*(?:o|thuoc|cua|tai)?\s*")
_SERIAL_APART = 40  # characters that may stand between a type and its number


@dataclass(frozen=True, slots=True)
class StoredPlace:
    """A place of the store that the question names, and the documents issued for it."""

    name: str
    document_ids: tuple[DocumentId, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """A document number as the question gives it: in full, or loosely ("chỉ thị 33"), with a date if any."""

    exact: DocumentNumber | None
    loose: LooseNumber | None
    dated: FoundDate | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a question says. Spans are offsets into `text`, which is cleaned (`cleaning.clean_question`)."""

    text: str
    folded: str
    kinds: frozenset[Kind]
    stored_places: tuple[StoredPlace, ...]
    other_places: tuple[FoundPlace, ...]
    years: tuple[int, ...]
    types: tuple[str, ...]
    numbers: tuple[AskedNumber, ...]
    dates: tuple[FoundDate, ...]
    position: Position | None
    bodies: tuple[NamedBody, ...]
    segments: tuple[str, ...]
    follows: bool = False  # a short follow-up ("còn …?") that names something new
    changed: str = (
        ""  # the folded words of a follow-up ("còn thị trấn?") whose other words are those of the last question
    )
    said: Position | None = None  # the place that an earlier answer named
    pointed: bool = False  # the question points back at that place ("việc đó")

    @property
    def core(self) -> str:
        """The words that carry content, with a stop between pieces that did not stand together."""
        return " ; ".join(self.segments)

    @property
    def focus(self) -> tuple[str, ...]:
        """Folded content words right before the interrogatives, names of places left out."""
        folded = self.folded
        for place in self.stored_places:
            if folded[place.start : place.end] == place.name:
                folded = folded[: place.start] + " " * (place.end - place.start) + folded[place.end :]
        return focus_words(re.sub(r"\s+", " ", folded))

    @property
    def free_dates(self) -> tuple[FoundDate, ...]:
        """Dates that are not the date of a document number; what is asked must hold on these days."""
        return tuple(d for d in self.dates if not any(n.dated == d for n in self.numbers))


def read_question(text: str, places: Mapping[str, Sequence[DocumentId]]) -> Question:
    """Read a cleaned question. `places` maps the store's place names, folded and written small, to documents."""
    text = without_lead_in(text)
    folded = fold_apart(text)
    named = find_places(text)
    stored = _whole_names(_stored_places(text, fold(text), places), named)
    dates = tuple(find_dates(text))
    numbers = _numbers(text, dates)
    taken = [(n.start, n.end) for n in numbers] + [(d.start, d.end) for d in dates]
    others = _other_places(text, named, stored, taken)
    position = find_position(text)
    if position is not None and any(n.start < position.end and position.start < n.end for n in numbers):
        position = None
    years, year_spans = _years(text, folded, taken)
    cut = [_with_level(folded, p.start, p.end) for p in stored] + year_spans
    cut += [(position.start, position.end)] if position else []
    cut += [(place.start, place.end) for near, place in placed(stored, others, folded)]
    cut += beside_the_question(text)
    own = bare_kind(folded, cut[: len(stored) + len(year_spans)], typed=True) if stored and not numbers else None
    kinds = frozenset({own}) if own else kinds_of(folded)
    return Question(
        text, folded, kinds, stored, others, years, _types(text), numbers, dates, position,
        find_bodies(text, fold(text)) + find_papers(text, fold(text), [(p.start, p.end) for p in stored]),
        content_segments(text, cut),
    )  # fmt: skip


def stored_places(text: str, places: Mapping[str, Sequence[DocumentId]]) -> tuple[StoredPlace, ...]:
    """Return the places of the store that a cleaned text names, as `read_question` finds them."""
    return _whole_names(_stored_places(text, fold(text), places), find_places(text))


def placed(
    stored: Sequence[StoredPlace], others: Sequence[FoundPlace], folded: str
) -> list[tuple[StoredPlace, FoundPlace]]:
    """Return stored places with the place that is named right behind them: "xã X, huyện Y", "X ở Y"."""
    return [
        (s, o) for s in stored for o in others if o.start > s.start and _IN_PLACE.fullmatch(folded[s.end : o.start])
    ]


def _stored_places(text: str, folded: str, places: Mapping[str, Sequence[DocumentId]]) -> tuple[StoredPlace, ...]:
    words = [(m.start(), m.end()) for m in re.finditer(r"\w+", folded)]
    found: list[StoredPlace] = []
    at = 0
    while at < len(words):
        for length in (4, 3, 2, 1):
            span = words[at : at + length]
            if len(span) < length:
                continue
            start, end = span[0][0], span[-1][1]
            name = re.sub(r"\s+", " ", folded[start:end])
            if name in places and _is_name(text[start:end], length, places):
                found.append(StoredPlace(name, tuple(places[name]), start, end))
                at += length - 1
                break
        at += 1
    return tuple(found)


def _whole_names(stored: Sequence[StoredPlace], named: Sequence[FoundPlace]) -> tuple[StoredPlace, ...]:
    """Leave out "An Phú" inside "xã An Phú Tây": a place that the register knows by a longer name is another place."""
    if not stored:
        return ()
    longer = [place for place in named if place.known and place.level_printed]
    return tuple(s for s in stored if not any(p.start <= s.start and s.end < p.end for p in longer))


def _is_name(printed: str, length: int, places: Mapping[str, Sequence[DocumentId]]) -> bool:
    """Tell Đà Nẵng from "đã nâng": a name is written with its own diacritics, with capitals, or without diacritics.

    A one-syllable name counts only with a capital.
    """
    if length == 1:
        return printed[:1].isupper()
    name = " ".join(printed.lower().split())
    return printed.isascii() or name in places or printed.istitle()


def _other_places(
    text: str, named: Sequence[FoundPlace], stored: Sequence[StoredPlace], taken: Sequence[tuple[int, int]]
) -> tuple[FoundPlace, ...]:
    spans = [(p.start, p.end) for p in stored] + list(taken)
    return tuple(
        place
        for place in named
        if _is_meant(text, place) and not any(s < place.end and place.start < e for s, e in spans)
    )


def _is_meant(text: str, place: FoundPlace) -> bool:
    """Tell "Văn Bàn" from "công văn ban hành": without its level word a name needs capitals, or province rank.

    Chats are written in small letters, and a question without diacritics may follow a greeting that has them: the
    rank does, however the rest is written. A district written with all its diacritics is meant behind "của", "ở" …
    """
    if place.level_printed:
        shaped = all(is_syllable(fold(word)) for word in place.name.split())
        return place.known or shaped and text[place.start : place.end].split()[-1][:1].isupper()
    printed = text[place.start : place.end]
    if printed[:1].isupper():
        return not text.isascii() or place.level is Level.PROVINCE
    return place.level is Level.PROVINCE or _is_announced(text, place, printed)


def _is_announced(text: str, place: FoundPlace, printed: str) -> bool:
    """Tell whether a cue ("của", "ở") stands right before a district's name that has its own diacritics."""
    before = re.search(r"(\w+)\s+$", text[: place.start])
    accented = fold(printed) != printed.lower()
    return accented and place.level is Level.DISTRICT and before is not None and fold(before.group(1)) in CUES


def _numbers(text: str, dates: Sequence[FoundDate]) -> tuple[AskedNumber, ...]:
    exact = [AskedNumber(f.number, None, None, f.start, f.end, f.number.canonical) for f in find_numbers(text)]
    loose = [
        AskedNumber(None, f, None, f.start, f.end, text[f.start : f.end])
        for f in find_loose_numbers(text)
        if not any(n.start < f.end and f.start < n.end for n in exact)
    ]
    ordered = sorted([*exact, *loose, *_serial_alone(text, [*exact, *loose])], key=lambda n: n.start)
    return tuple(AskedNumber(n.exact, n.loose, _date_after(n, ordered, dates), n.start, n.end, n.text) for n in ordered)


def _serial_alone(text: str, found: Sequence[AskedNumber]) -> list[AskedNumber]:
    """Read "pháp lệnh dân chủ ở xã phường số 34": a serial that stands apart from its type."""
    types = [t for t in find_types(text) if not t.abbreviated]
    if not types or found:
        return []
    alone = re.search(r"\bsố (\d{1,4})(?![\d/-])|\bso (\d{1,4})(?![\d/-])", text, re.IGNORECASE)
    before = [t for t in types if alone and t.end < alone.start()]
    if alone is None or not before or alone.start() - before[-1].end > _SERIAL_APART:
        return []
    serial = alone.group(1) or alone.group(2)
    loose = LooseNumber(serial, before[-1].name, None, alone.start(), alone.end())
    return [AskedNumber(None, loose, None, alone.start(), alone.end(), f"{before[-1].name} số {serial}")]


def _date_after(number: AskedNumber, ordered: Sequence[AskedNumber], dates: Sequence[FoundDate]) -> FoundDate | None:
    """The date printed right behind a number is the number's date."""
    following = min((n.start for n in ordered if n.start > number.start), default=10**9)
    return next((d for d in dates if number.end <= d.start <= number.end + 12 and d.start < following), None)


def _years(text: str, folded: str, taken: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
    years: list[int] = []
    spans: list[tuple[int, int]] = []
    for found in find_years(text):
        if found.in_range or found.in_date or any(s < found.end and found.start < e for s, e in taken):
            continue
        if _COMPARING_YEAR.search(folded[: found.start]) or any(0 <= found.start - e <= 6 for _, e in taken):
            continue
        before = re.search(r"(?:trong )?nam\s+$", folded[: found.start])
        if found.year % 100 == 0 and before is None:  # "2000 cây giống" counts
            continue
        years.append(found.year)
        spans.append((before.start() if before else found.start, found.end))
    return tuple(dict.fromkeys(years)), spans


def _types(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.name for found in find_types(text)))


def _with_level(folded: str, start: int, end: int) -> tuple[int, int]:
    """Widen a place's span over the words that only say that it is a place."""
    before = _LEVEL_BEFORE.search(folded[:start])
    return (before.start() if before else start, end)


def same_day(found: FoundDate, day: date) -> bool:
    """Tell whether a date as asked (perhaps without its year) is this day."""
    return (found.day, found.month) == (day.day, day.month) and found.year in {None, day.year}
