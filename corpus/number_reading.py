"""Document numbers: found in any notation, printed in one, compared under one key.

State bodies print serial/type-body ("614/KH-UBND"), with the year for legal documents ("04/2015/NĐ-CP");
Party bodies print serial-type/body ("407-QĐ/TU"). People and scanners lose accents, case, dashes and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.doctypes import is_type_symbol
from corpus.folding import fold
from corpus.number_symbols import is_body, is_party, is_state, looks_like_symbol, spell, split_fused, stands_alone


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number: serial as printed ("04"), year if printed, symbol in clean spelling ("NĐ-CP")."""

    serial: str
    year: int | None
    symbol: str

    @property
    def canonical(self) -> str:
        """The number as a clean official would print it: "614/KH-UBND", "407-QĐ/TU", "04/2015/NĐ-CP"."""
        if self.year is not None:
            return f"{self.serial}/{self.year}/{self.symbol}"
        return f"{self.serial}{'-' if '/' in self.symbol else '/'}{self.symbol}"

    @property
    def key(self) -> str:
        """The form under which all notations of one document meet: "33:ct ttg". The year is not part of it."""
        parts = " ".join(part for part in re.split(r"[-/.&\s]+", fold(self.symbol)) if part)
        return f"{bare_serial(self.serial)}:{parts}"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A document number and where it stands: `text[start:end]`."""

    number: DocumentNumber
    start: int
    end: int


def same_document(a: DocumentNumber, b: DocumentNumber) -> bool:
    """Return whether two numbers may name one document: same key, and no two different printed years."""
    if a.key != b.key:
        return False
    return a.year is None or b.year is None or a.year == b.year


def parse_number(printed: str) -> DocumentNumber | None:
    """Return the number that `printed` holds ("Số: 614 /KH-UBND"), or None when there is none."""
    found = find_numbers(printed)
    return found[0].number if found else None


def find_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Return every document number in `text` (NFC; accented or not, any case), in order, never overlapping.

    Dates, ratios, years, amounts and telephone numbers are no document numbers.
    """
    return tuple(_scan(text))


# A serial, its separator, perhaps a year, and the first part of a symbol; the parts that follow are read one
# by one. Dots after a serial are OCR noise ("33./CT-TTg").
_HEAD = re.compile(
    r"(?<![\w/.,%-])(?P<serial>\d{1,5}(?:[a-d](?=\s?[-/]))?)(?P<sep>\s?\.?\s?[/-]\s?|\s|)"
    r"(?:(?P<year>(?:19|20)\d\d)\s?[/-]\s?)?(?P<part>(?:ubtv)?qh\s\d{1,2}|[a-z&]{1,14}\d{0,2}[a-z]{0,4}\d{0,2})(?![\w])"
)
_NEXT = re.compile(r"(?P<sep>\s?[-/.&]\s?|\s)(?P<part>[a-z]{1,14}\d{0,2}[a-z]{0,4}\d{0,2})(?![\w])")
_MAX_PARTS = 7


def _scan(text: str) -> Iterator[FoundNumber]:
    folded = fold(text)
    position = 0
    while match := _HEAD.search(folded, position):
        position = match.end("serial")
        found = _read(text, folded, match)
        if found is not None:
            yield found
            position = found.end


def _read(text: str, folded: str, head: re.Match[str]) -> FoundNumber | None:
    """Read the whole number that opens at `head`, or None when it is something else."""
    first = head.group("part").replace(" ", "")
    typed = is_type_symbol(first)
    fused = None if typed or is_body(first) else split_fused(first)
    printed = [(head.start("part"), head.end("part"))]
    separators: list[str] = []
    end = head.end()
    while len(printed) < _MAX_PARTS and (step := _NEXT.match(folded, end)):
        if not _continues(text, step, len(printed) == 1 and (typed or is_body(first))):
            break
        printed.append((step.start("part"), step.end("part")))
        separators.append(step.group("sep"))
        end = step.end()
    if not _is_number(text, folded, head, printed, fused is not None):
        return None
    parts = list(fused) if fused else [spell(text[start:stop].replace(" ", "")) for start, stop in printed[:1]]
    if fused:
        separators.insert(0, "-")
    parts += [spell(text[start:stop]) for start, stop in printed[1:]]
    year = int(head.group("year")) if head.group("year") else None
    serial = text[head.start("serial") : head.end("serial")].lower()
    return FoundNumber(
        DocumentNumber(serial, year, _clean_symbol(parts, separators, head.group("sep"), year)), head.start(), end
    )


def _continues(text: str, step: re.Match[str], after_type: bool) -> bool:
    """Whether the next part still belongs to the symbol."""
    separator, part = step.group("sep"), step.group("part")
    shown = text[step.start("part") : step.end("part")]
    if not separator.strip():  # only a space: "35 CT TW"
        return after_type and is_body(part) and looks_like_symbol(shown) and shown[:1].isupper()
    if separator.strip() in {".", "&"} and separator != separator.strip():
        return False
    if separator == separator.strip():
        return looks_like_symbol(shown) or is_body(part) or (shown.islower() and after_type)
    # A space beside the dash: a torn or loosely typed symbol, never the dash of a sentence.
    if separator.startswith((" ", "\n", "\xa0")) and not after_type:
        return False
    return (is_body(part) or looks_like_symbol(shown)) and (shown[:1].isupper() or is_body(part))


def _is_number(text: str, folded: str, head: re.Match[str], printed: list[tuple[int, int]], fused: bool) -> bool:
    start, stop = printed[0]
    shown, part = text[start:stop], head.group("part").replace(" ", "")
    joined = "/" in head.group("sep") or "-" in head.group("sep") or head.group("year") is not None
    cased = looks_like_symbol(shown) or shown.islower()
    if fused:
        return cased and (shown[:1].isupper() or joined)
    if is_type_symbol(part) and len(printed) > 1:
        last = folded[printed[1][0] : printed[1][1]]
        return cased and (joined or is_body(last))
    if head.group("year") is not None:
        return looks_like_symbol(shown) or stands_alone(part) or is_body(part)
    if not joined:
        return False
    if len(printed) > 1:
        return "/" in head.group("sep") and len(part) >= 2 and (is_body(part) or _capitals(text, printed))
    announced = _announced(folded, head.start())
    return announced and (looks_like_symbol(shown) or is_body(part)) and len(part) >= 2


def _capitals(text: str, printed: list[tuple[int, int]]) -> bool:
    return all(looks_like_symbol(text[start:stop]) for start, stop in printed)


_ANNOUNCED = re.compile(r"(?:\bso|\bdinh|\bthi|\bquyet|\bvan|\bbao|\bluat|\blenh|\btu|\bluan)\s*:?\s*$")


def _announced(folded: str, start: int) -> bool:
    """Whether "số" or a type stands right before, which a lone symbol ("12/TB") needs."""
    return _ANNOUNCED.search(folded, max(0, start - 12), start) is not None


def _clean_symbol(parts: list[str], separators: list[str], head_separator: str, year: int | None) -> str:
    """Join the parts in the notation of the body that issued: "CT/TW" for the Party, "CT-TTg" for the State."""
    joins = [separator.strip() or "-" for separator in separators]
    if len(parts) > 1 and is_type_symbol(parts[0]):
        body = fold(parts[1])
        if is_party(body) and year is None:
            joins[0] = "/"
        elif is_state(body) or year is not None or ("-" in head_separator and "/" not in joins):
            joins[0] = "-"
    return parts[0] + "".join(join + part for join, part in zip(joins, parts[1:], strict=True))


def bare_serial(serial: str) -> str:
    """Return a serial in lower case without leading zeros."""
    return serial.lower().lstrip("0") or "0"
