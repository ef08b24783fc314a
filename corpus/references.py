"""References: every mention of a document by its number, with what the sentence says about it.

Read around each number, never across a sentence: the type before it ("các Nghị định số A, số B" names both),
the date and the issuer right after it, then what it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from corpus.dates import find_dates
from corpus.doctypes import find_full_types, type_of_symbol, types_of_abbreviation
from corpus.folding import fold
from corpus.issuers import read_issuer
from corpus.model import Reference
from corpus.number_reading import FoundNumber, find_numbers
from corpus.titles import read_title

# How far before its number a type may stand; a law's name stands between the two.
_BEFORE = 320
_AFTER = 1200
# How far a letterhead may reach.
_LETTERHEAD = 4000
_DIRECT = re.compile(r"\s*(?:lien tich|\(?sua doi\)?)?\s*(?:so(?:\s*hieu)?|nay|mang so)?\s*[:.]?\s*")
_SHORT_TYPE = re.compile(r"(?<![\w/-])(?P<short>[a-zđ]{2,5})\s*\.?\s*(?:so\s*:?\s*)?$")
_LIST_JOIN = re.compile(r"[\s,;]*(?:\bva\b|\bvoi\b|\bhoac\b|\bcung\b|&)?\s*(?:so\s*:?)?\s*")
# Forms and annexes carry numbers like documents do: "Mẫu số 01/BK-BTC".
_FORM = re.compile(r"\b(?:mau|bieu|phu luc|mau so|bieu so|bieu mau)\s*(?:so)?\s*:?\s*$")
_DATE_LEAD = re.compile(
    r"[\s,)]*(?:\((?!sau day)[^()]{0,80}\))?[\s,]*(?:(?:duoc\s+)?(?:ban hanh|ky|thong qua)\s*)?(?:vao\s+)?"
)
_DAY_WORD = re.compile(r"\s*(?:ngay)?\s*")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number with its type while its sentence is read; `after` is where the words behind it begin."""

    found: FoundNumber
    type_name: str | None
    start: int
    law_name: str | None


def find_references(text: str) -> tuple[Reference, ...]:
    """Return every mention of a document by number in `text` (NFC), in order, with offsets into `text`.

    The date belongs to the number right before it; the issuer of a list ("A, B của Bộ Chính trị") to each
    member that has none of its own. What the sentence does not say is None.
    """
    folded = fold(text)
    mentions: list[_Mention] = []
    for found in find_numbers(text):
        if _FORM.search(folded, max(0, found.start - 20), found.start):
            continue
        mentions.append(_with_type(text, folded, found, mentions[-1] if mentions else None))
    references: list[Reference] = []
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if not _is_own_number(text, mention):
            references.append(_read(text, folded, mention, following))
    return _share_issuers(folded, references)


def _with_type(text: str, folded: str, found: FoundNumber, previous: _Mention | None) -> _Mention:
    """Find the type that stands before a number."""
    floor = max(0, found.start - _BEFORE, previous.found.end if previous else 0)
    before = text[floor : found.start]
    types = find_full_types(before)
    if types and _DIRECT.fullmatch(folded, floor + types[-1].end, found.start):
        return _Mention(found, _cased(types[-1].name, found), floor + types[-1].start, None)
    short = _SHORT_TYPE.search(folded, max(floor, found.start - 16), found.start)
    if short and types_of_abbreviation(short.group("short")) and short.group("short") != "so":
        return _Mention(found, _by_short(short.group("short"), found), short.start(), None)
    if previous is not None and _LIST_JOIN.fullmatch(folded, previous.found.end, found.start):
        return _Mention(found, previous.type_name, found.start, None)
    law = _named_law(before, found)
    if law is not None:
        name, offset, title = law
        return _Mention(found, name, floor + offset, title)
    return _Mention(found, type_of_symbol(found.number.symbol), found.start, None)


def _cased(name: str, found: FoundNumber) -> str:
    """Prefer the longer name that the symbol shows: "Chương trình … số 01/CTrPH" stays as printed otherwise."""
    shown = type_of_symbol(found.number.symbol)
    return shown if shown is not None and shown.startswith(f"{name} ") else name


def _by_short(short: str, found: FoundNumber) -> str:
    """The type a short form means here: the one that the symbol shows where both agree."""
    shown = type_of_symbol(found.number.symbol)
    names = types_of_abbreviation(short)
    return shown if shown in names else names[0]


_NAME_BREAK = re.compile(r"[.;:\n“”\"()]|,\s*(?=can cu)|\bngay\b|\bdieu \d|\bkhoan \d")


def _named_law(before: str, found: FoundNumber) -> tuple[str, int, str] | None:
    """Read "Luật Tổ chức chính quyền địa phương số 72/2025/QH15": type, offset and name between type and number."""
    if not re.match(r"QH|UBTVQH|PL|NQ|L", found.number.symbol):
        return None
    tail = re.search(r"\s*(?:,\s*)?(?:số|so)?\s*:?\s*$", before, re.IGNORECASE)
    body = before[: tail.start()] if tail else before
    for kind in reversed(find_full_types(body)):
        name = body[kind.end :].strip(" ,")
        if kind.name not in {"Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết"} or not body[kind.start].isupper():
            continue
        if not name or _NAME_BREAK.search(fold(name)):
            return None
        return kind.name, kind.start, " ".join(name.split())
    return None


_LETTER_SUBJECT = re.compile(r"(?:V/v|Về việc)\b", re.IGNORECASE)
_OWN_LEAD = re.compile(r"(?:^|\n)\W*(?:Luật số|Nghị quyết số|Pháp lệnh số|Số hiệu|Số|SỐ)\W*$")


def _is_own_number(text: str, mention: _Mention) -> bool:
    """Whether the number stands alone in a line of its own in the letterhead: the document's own, no mention."""
    found = mention.found
    if found.start > _LETTERHEAD or not _OWN_LEAD.search(text, max(0, found.start - 40), found.start):
        return False
    behind = text[found.end : found.end + 80].split("\n")[0].strip(" |*")
    return behind == "" or _LETTER_SUBJECT.match(behind) is not None


def _read(text: str, folded: str, mention: _Mention, following: _Mention | None) -> Reference:
    """Read date, issuer and title behind one number. A title may name the next document, but not pass it."""
    number = mention.found.number
    end = mention.found.end
    limit = min(following.start if following else len(text), end + _AFTER)
    title_limit = min(following.found.end if following else len(text), end + _AFTER)
    position, issued_on = _date_after(text, folded, end, limit)
    issuer, position = read_issuer(text, position, limit, bare=issued_on is not None)
    if issued_on is None and issuer is not None:  # "của Chính phủ ngày 09/01/2015"
        position, issued_on = _date_after(text, folded, position, limit)
    title = mention.law_name or read_title(text, position, title_limit)
    return Reference(
        number=number.canonical,
        key=number.key,
        type_name=mention.type_name,
        issued_on=issued_on,
        issuer=issuer,
        title=title,
        start=mention.start,
        end=end,
    )


def _date_after(text: str, folded: str, position: int, limit: int) -> tuple[int, date | None]:
    """Return the date that stands at `position` and where it ends; or `position` and None."""
    lead = _DATE_LEAD.match(folded, position, limit)
    start = lead.end() if lead else position
    window = text[start : min(limit, start + 48)]
    for found in find_dates(window):
        if found.date is not None and _DAY_WORD.fullmatch(fold(window[: found.start])):
            return start + found.end, found.date
        break
    return position, None


def _share_issuers(folded: str, references: list[Reference]) -> tuple[Reference, ...]:
    """Give the issuer of a list to its members without one: "số 217-QĐ/TW, số 218-QĐ/TW của Bộ Chính trị"."""
    shared = list(references)
    for index in range(len(shared) - 2, -1, -1):
        this, after = shared[index], shared[index + 1]
        same_house = this.key.split(":")[1] == after.key.split(":")[1]
        bare = this.issuer is None and this.title is None and this.issued_on is None
        if bare and same_house and after.issuer and _LIST_JOIN.fullmatch(folded, this.end, after.start):
            shared[index] = replace(this, issuer=after.issuer)
    return tuple(shared)
