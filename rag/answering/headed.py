"""Sections that are addressed to somebody: "1. Sở Nội vụ:", "Giao Sở Nội vụ …", "Trung tâm …: tăng cường …".

What such a section holds are the duties of the body it is addressed to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.model import Document, Section, SectionKind
from rag.answering.citing import Evidence
from rag.answering.structure_answers import whole_section
from rag.understanding.addresses import LONGEST_ADDRESS, lead_of
from rag.understanding.bodies import mentions_body

_ADDRESSED = frozenset({SectionKind.PART, SectionKind.ARTICLE, SectionKind.ITEM, SectionKind.BULLET})


def addressed_to(document: Document, name: str) -> list[Section]:
    """Return the sections addressed to a body (folded name), those named in a heading first, in document order."""
    headed = [
        s
        for s in _candidates(document)
        if s.heading and len(s.heading) <= LONGEST_ADDRESS and mentions_body(name, fold(s.heading))
    ]
    if headed:
        return _outermost(headed)
    return _outermost([s for s in _candidates(document) if mentions_body(name, _lead(document, s))])


def addressed_in_words(document: Document, words: Sequence[str]) -> list[Section]:
    """Return the sections whose address holds every one of some folded words, in document order."""
    found = [s for s in _candidates(document) if _holds_all(_address(document, s), words)]
    return _outermost(found)


def duties(document: Document, sections: Sequence[Section]) -> list[Evidence]:
    """Return what addressed sections hold, each whole."""
    return [place for section in sections for place in whole_section(document, section)]


def _candidates(document: Document) -> list[Section]:
    return [s for s in document.sections if s.kind in _ADDRESSED]


def _address(document: Document, section: Section) -> str:
    if section.heading and len(section.heading) <= LONGEST_ADDRESS:
        return fold(section.heading)
    return _lead(document, section)


def _lead(document: Document, section: Section) -> str:
    return lead_of(document.text[section.start : section.end])


def _holds_all(address: str, words: Sequence[str]) -> bool:
    said = set(re.findall(r"\w+", address))
    return bool(address) and all(word in said for word in words)


def _outermost(sections: Sequence[Section]) -> list[Section]:
    kept: list[Section] = []
    for section in sections:
        if not any(k.start <= section.start and section.end <= k.end for k in kept):
            kept.append(section)
    return kept
