"""A document that a clause mentions, told in the clause's own words: type, number, date, issuer, subject as printed.

What is told is a slice of the text, so that it can be proven from the place that is cited.
"""

from __future__ import annotations

import re

from corpus.dates import find_dates
from corpus.model import Document, Reference
from rag.answering.citing import Evidence

_DATE_WITHIN = 90  # characters behind a number within which its date ends
_NAMES_WITHIN = 700  # the same for issuer and subject
_CLOSED_BY = {"“": "”", "‘": "’", "«": "»"}
# A slice may stop before what joins it to the next words.
_LOOSE_END = re.compile(r"(?:[\s,;:–-]+(?:và|của|về|tại|theo|cùng|trong|là|được|do|cho))*[\s,;:.–-]*$")
# "Ban Thường vụ Huyện ủy và được phổ biến": a verb behind "và" is no longer the name; a field of work is.
_VERB_JOINED = re.compile(
    r"\s+và\s+(?=[a-zà-ỹđ])(?!phát triển|dân vận|đào tạo|môi trường|xã hội|du lịch|công nghệ|truyền thông|đầu tư"
    r"|thông tin|thể thao|hành động|tôn giáo|miền núi|nông thôn).*"
)
_LIST_JOIN = re.compile(
    r"[\s,;]*(?:(?:và|hoặc|cùng)\s+)?(?:(?:các\s+)?[A-ZĐ][\wÀ-ỹ]+(?:\s[\wÀ-ỹ]+){0,2}\s+)?(?:số\s*:?\s*)?$"
)


def references_in(place: Evidence) -> list[Reference]:
    """Return the mentions that stand within a place, in order."""
    return [r for r in place.document.references if place.start <= r.start and r.end <= place.end]


def as_printed(document: Document, reference: Reference, *, whole: bool = True) -> str:
    """Return a mention as its clause prints it; only type, number and date where not `whole`."""
    end = _date_end(document.text, reference)
    if whole:
        end = max(end, _names_end(document.text, reference))
        end = _with_closing_quote(document.text, reference.start, end)
    return _told(document, reference, end)


def list_as_printed(document: Document, first: Reference, last: Reference) -> str:
    """Return an enumeration of mentions, from the first up to the date and issuer that stand behind the last."""
    end = max(_date_end(document.text, last), _located(document.text, last.end, _issuer(last)))
    return _told(document, first, end)


def dated_together(document: Document, reference: Reference) -> Reference | None:
    """Return the next mention of an enumeration, where the date behind it may be meant for both; None if not.

    "Quyết định số 5-QĐ/TW và Quyết định số 6-QĐ/TW ngày …"; a number that prints its year has another date.
    """
    if re.search(r"/\d{4}/", reference.number):
        return None
    following = next((r for r in document.references if r.start >= reference.end), None)
    if following is None or following.issued_on is None:
        return None
    start = document.text[reference.end : following.end]
    number = re.search(r"\d", document.text[following.start : following.end])
    between = start[: following.start - reference.end + (number.start() if number else 0)]
    return following if _LIST_JOIN.fullmatch(between) else None


def _told(document: Document, reference: Reference, end: int) -> str:
    words = " ".join(document.text[reference.start : end].split())
    kind = reference.type_name
    if words[:1].isdigit() and kind:
        words = f"{kind} số {words}"
    words = _LOOSE_END.sub("", words)
    return words[:1].upper() + words[1:]


def _date_end(text: str, reference: Reference) -> int:
    if reference.issued_on is None:
        return reference.end
    window = text[reference.end : reference.end + _DATE_WITHIN]
    return reference.end + next((d.end for d in find_dates(window) if d.date == reference.issued_on), 0)


def _names_end(text: str, reference: Reference) -> int:
    return max(_located(text, reference.end, words) for words in (_issuer(reference), reference.title))


def _issuer(reference: Reference) -> str:
    return _VERB_JOINED.sub("", reference.issuer or "")


def _located(text: str, start: int, words: str | None) -> int:
    """Return where words that were read behind a number end; `start` where they do not stand there."""
    if not words:
        return start
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()), re.IGNORECASE)
    found = pattern.search(text, start, start + _NAMES_WITHIN)
    return found.end() if found else start


def _with_closing_quote(text: str, start: int, end: int) -> int:
    """Take in the quotation mark that closes one opened within the slice."""
    said, behind = text[start:end], text[end : end + 1]
    opened = [mark for mark, closing in _CLOSED_BY.items() if said.count(mark) > said.count(closing)]
    if behind and (any(_CLOSED_BY[mark] == behind for mark in opened) or behind == '"' and said.count('"') % 2):
        return end + 1
    return end
