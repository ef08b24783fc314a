"""Enumerations: a lead-in ("gồm:", "bằng các hình thức sau:") and its members, told together or not at all.

A lead-in without its members says nothing, and a member such as "b) Khen thưởng;" says nothing without its lead-in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.model import Document, Section
from rag.analyser import question_terms, terms
from rag.answering.citing import MAX_QUOTE_CHARS, Evidence, passage_evidence, section_evidence
from rag.answering.expected import holds_expected
from rag.answering.ranking import Ranked
from rag.answering.rarity import Rarity
from rag.understanding.kinds import Kind
from rag.understanding.question import Question

_LIST = re.compile(
    r"\b(?:nhung gi|nhung ai|gom|bao gom|nhung (?:\w+ ){1,4}nao|cac (?:\w+ ){1,4}nao|liet ke|ke ra|the nao|noi dung gi"
    r"|dieu kien|tieu chi|truong hop)\b"
)
_TYPED = frozenset({Kind.PERCENT, Kind.MONEY, Kind.HOW_MANY, Kind.WHEN, Kind.TO_WHOM})
_FRAGMENT = 160  # characters; a longer member is a clause of its own
_LOOKED_AT = 12  # passages whose lead-ins are read
_FEWEST = 2  # words that a question must say to be held against a lead-in
_OF_LEAD = 0.5  # share of the question, by rarity, that the lead-in itself must say
_WEAK = frozenset(
    "duoc phai can co nhung cac gom bao voi cho la ve cua trong o tai nao gi neu ghi vao den tu do thi ma va lam ra"
    " noi dung ai bang khi theo nay dang bi se da viec hinh thuc ngay".split()
)


def whole_list(question: Question, found: Ranked) -> list[Evidence]:
    """Return the enumeration that a passage opens, or is a member of that needs it; [] where it stands for itself."""
    document, section = found.document, found.document.sections[found.passage.section]
    if found.text.rstrip().endswith(":") and document.children(section):
        return _told(document, section, found.score)
    holder = document.sections[section.parent] if section.parent is not None else section
    if not _lead_in(document, holder) or holder.end - holder.start > MAX_QUOTE_CHARS:
        return []
    needed = not question.kinds & _TYPED and all(_is_fragment(document, child) for child in document.children(holder))
    return _told(document, holder, found.score) if needed or _LIST.search(question.folded) else []


def lists_asked(question: Question, ranked: Sequence[Ranked], rarity: Rarity) -> list[list[Evidence]]:
    """Return, for each document near to a question, the enumeration whose lead-in says all that is asked; often []."""
    asked = {t for t in question_terms(question.core) if t.isalpha() and t not in _WEAK}
    kinds = question.kinds & _TYPED
    if len(asked) < _FEWEST or question.free_dates or not (kinds or _LIST.search(question.folded)):
        return []
    found: dict[str, list[Evidence]] = {}
    for near in ranked[:_LOOKED_AT]:
        document = near.document
        for holder in _holders(document, document.sections[near.passage.section]):
            lead = _lead_in(document, holder)
            says_all = bool(lead) and _says_all(asked, lead, _around(document, holder), rarity)
            if says_all and holds_expected(kinds, question.folded, lead):
                found.setdefault(document.id, _told(document, holder, None))
    return list(found.values())


def _holders(document: Document, section: Section) -> list[Section]:
    return [section] if section.parent is None else [section, document.sections[section.parent]]


def _lead_in(document: Document, holder: Section) -> str:
    """Return the words before the members of an enumeration, which end in a colon; "" for any other section."""
    children = document.children(holder)
    lead = document.text[holder.body : children[0].start].rstrip() if children else ""
    return lead if lead.endswith(":") and not holder.heading.isupper() else ""


def _is_fragment(document: Document, member: Section) -> bool:
    text = document.text[member.start : member.end].strip()
    return len(text) <= _FRAGMENT and bool(re.match(r"[a-zđ]\)", text))


def _around(document: Document, holder: Section) -> str:
    headings = [document.metadata.title]
    while holder.parent is not None:
        holder = document.sections[holder.parent]
        headings.append(holder.heading)
    return " ; ".join(headings)


def _says_all(asked: set[str], lead: str, around: str, rarity: Rarity) -> bool:
    said = set(terms(lead))
    weight = {t: rarity.weight(t) for t in asked}
    of_lead = sum(w for t, w in weight.items() if t in said)
    return asked <= said | set(terms(fold(around))) and of_lead >= _OF_LEAD * sum(weight.values())


def _told(document: Document, holder: Section, score: float | None) -> list[Evidence]:
    """Return an enumeration in one quote where it fits, else its passages, the lead-in first."""
    if holder.end - holder.start <= MAX_QUOTE_CHARS:
        return [section_evidence(document, holder, score)]
    inside = [p for p in document.passages if holder.start <= p.start and p.end <= holder.end]
    return [passage_evidence(document, p, score) for p in inside]
