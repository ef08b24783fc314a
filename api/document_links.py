"""Which mentions of other documents lead to a stored one.

A number alone does not tell: every commune has a plan 12. A mention leads to a stored document only when it bears
the same number and agrees in its date, in its body, or in the year that is part of the number; what contradicts is
left plain text, and so is what fits several.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

from api.document_spans import Link, Span
from api.ports import DocumentSummary
from corpus.folding import fold
from corpus.model import DocumentId, Metadata, Reference
from corpus.numbers import DocumentNumber, find_numbers, parse_number

Numbered = dict[str, list[DocumentSummary]]


def address_of(document_id: DocumentId) -> str:
    """Return the address of a document's page."""
    return f"/documents/{quote(document_id, safe='')}"


def by_number(stored: Sequence[DocumentSummary]) -> Numbered:
    """Return the stored documents that bear a number, under the key in which all notations of it meet."""
    numbered: Numbered = {}
    for summary in stored:
        number = number_of(summary.metadata.number)
        if number is not None:
            numbered.setdefault(number.key, []).append(summary)
    return numbered


def links(references: Sequence[Reference], own: DocumentId, numbered: Numbered) -> tuple[Link, ...]:
    """Return the mentions that lead to a stored document other than the one that makes them, in order."""
    found: list[Link] = []
    for reference in references:
        fitting = [s for s in numbered.get(reference.key, ()) if _is_meant(reference, s.metadata)]
        if len(fitting) == 1 and fitting[0].id != own and not (found and reference.start < found[-1].span[1]):
            found.append(Link((reference.start, reference.end), address_of(fitting[0].id)))
    return tuple(found)


def numbers_in(text: str, references: Sequence[Reference]) -> tuple[Span, ...]:
    """Return where the numbers of mentioned documents stand, in order: no line may break within them."""
    found: list[Span] = []
    for reference in references:
        for number in find_numbers(text[reference.start : reference.end]):
            span = (reference.start + number.start, reference.start + number.end)
            if not found or span[0] >= found[-1][1]:
                found.append(span)
    return tuple(found)


@lru_cache(maxsize=100_000)
def number_of(printed: str | None) -> DocumentNumber | None:
    """Return a document's number from how it is printed, None where none is."""
    return parse_number(printed) if printed else None


def _is_meant(reference: Reference, stored: Metadata) -> bool:
    """Tell whether a mention agrees with a stored document of the same number in something, and in nothing not."""
    mentioned, own = number_of(reference.number), number_of(stored.number)
    pairs = (
        (reference.issued_on, stored.issued_on),
        (mentioned.year if mentioned else None, own.year if own else None),
    )
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    if any(a != b for a, b in known):
        return False
    same_body = _same_body(reference.issuer, stored.issuer)
    return same_body is not False and (bool(known) or same_body is True)


def _same_body(mentioned: str | None, own: str | None) -> bool | None:
    """Tell whether two names are of one body; None when one of them is missing or says only what kind of body."""
    if not mentioned or not own:
        return None
    a, b = _plain(mentioned), _plain(own)
    if a == b:
        return True
    return None if b.startswith(f"{a} ") else False


def _plain(body: str) -> str:
    return " ".join(fold(body).replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd").split())
