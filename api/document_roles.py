"""What each line of a document is to the eye, and which part of the page it belongs to.

The parts follow Decree 30/2020/NĐ-CP, Annex I: letterhead in two columns, headings, clauses by level, tables,
signature at the right beside a small list of recipients.
"""

from __future__ import annotations

import re
from enum import StrEnum

from corpus import anatomy
from corpus.folding import fold
from corpus.letterhead_subject import names_body
from corpus.model import Section, SectionKind


class Part(StrEnum):
    """The parts that a page is laid out in, from the top."""

    LETTERHEAD = "letterhead"
    BODY = "body"
    SIGNED = "signed"  # signatures and recipients, side by side


class Role(StrEnum):
    """How one paragraph is set; a style class of the page."""

    ISSUER = "issuer"
    MOTTO = "motto"
    NUMBER = "number"
    LETTER_SUBJECT = "letter-subject"
    PLACE_AND_DATE = "place-and-date"
    TITLE = "title"
    SPEAKER = "speaker"  # the body that decides, named below the title
    DECIDES = "decides"  # "QUYẾT ĐỊNH:" on a line of its own, below the legal bases
    ADDRESSEES = "addressees"
    BASIS = "basis"
    HEADING = "heading"
    CENTRED_HEADING = "centred-heading"
    APPENDIX = "appendix-heading"
    CLAUSE = "clause"
    BULLET = "bullet"
    WORDS = "words"
    ROW = "table-row"
    SIGNATURE = "signature"
    NAME = "name"
    NOTE = "signature-note"  # "(Đã ký)", and what a scan says of a stamp
    RECIPIENTS_HEAD = "recipients-head"
    RECIPIENTS = "recipients"
    DEBRIS = "debris"


_RECIPIENTS_HEAD = re.compile(r"noi nhan\s*:?")
_LEFT = frozenset({Role.ISSUER, Role.NUMBER, Role.LETTER_SUBJECT})
_RIGHT = frozenset({Role.MOTTO, Role.PLACE_AND_DATE})
_SIGNED = frozenset({SectionKind.SIGNATURE, SectionKind.RECIPIENTS})
_BY_KIND = {
    SectionKind.ADDRESSEES: Role.ADDRESSEES,
    SectionKind.RECIPIENTS: Role.RECIPIENTS,
    SectionKind.DEBRIS: Role.DEBRIS,
}


def is_headed(section: Section) -> bool:
    """Tell whether a section stands under a heading of its own; anatomical blocks do not."""
    return bool(section.heading) and bool(section.path)


def is_centred(section: Section) -> bool:
    """Tell whether a heading stands in the middle: appendices, and parts that a word names ("Chương II")."""
    if section.kind is SectionKind.APPENDIX:
        return True
    return section.kind is SectionKind.PART and any(letter.islower() for letter in section.marker)


def heading_role(section: Section) -> Role:
    """Return how a section's heading is set."""
    if section.kind is SectionKind.APPENDIX:
        return Role.APPENDIX
    return Role.CENTRED_HEADING if is_centred(section) else Role.HEADING


def line_role(words: str, inner: Section | None, *, opens: bool, titled: bool) -> Role:
    """Return how a line is set that is no heading.

    `inner` is the section that holds it, `opens` says that it begins one, `titled` that the line above belongs to the
    title.
    """
    kind = inner.kind if inner is not None else None
    if "\t" in words:
        return Role.ROW
    if kind is SectionKind.LETTERHEAD:
        return _letterhead_role(words, titled)
    if kind is SectionKind.SIGNATURE:
        return _signature_role(words)
    if kind is SectionKind.PREAMBLE:
        return _preamble_role(words)
    if kind is SectionKind.RECIPIENTS and _RECIPIENTS_HEAD.fullmatch(fold(words)):
        return Role.RECIPIENTS_HEAD
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if opens and kind is not SectionKind.CLOSING:
        return Role.BULLET if kind is SectionKind.BULLET else Role.CLAUSE
    return Role.WORDS


def _preamble_role(words: str) -> Role:
    if anatomy.is_type_line(words):
        return Role.DECIDES
    return Role.BASIS if anatomy.is_strict_basis(words) else Role.WORDS


def _signature_role(words: str) -> Role:
    if anatomy.is_person_name(words):
        return Role.NAME
    stands = words.isupper() or anatomy.is_capacity(words) or anatomy.is_signature_line(words)
    return Role.SIGNATURE if stands else Role.NOTE


def _letterhead_role(words: str, titled: bool) -> Role:
    if anatomy.is_motto(words):
        return Role.MOTTO
    if anatomy.is_number_line(words):
        return Role.NUMBER
    if anatomy.is_place_and_date(words):
        return Role.PLACE_AND_DATE
    if titled and words.isupper() and names_body(words):
        return Role.SPEAKER
    if titled or anatomy.opens_with_type(words):
        return Role.TITLE
    return Role.LETTER_SUBJECT if anatomy.is_letter_subject(words) else Role.ISSUER


def part_of(inner: Section | None) -> Part:
    """Return the part of the page that the lines of a section belong to."""
    kind = inner.kind if inner is not None else None
    if kind is SectionKind.LETTERHEAD:
        return Part.LETTERHEAD
    return Part.SIGNED if kind in _SIGNED else Part.BODY


def column_of(role: Role) -> str:
    """Return the column of the letterhead in which a line stands: "left", "right", or "across" both."""
    return "left" if role in _LEFT else "right" if role in _RIGHT else "across"
