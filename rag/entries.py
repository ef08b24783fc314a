"""A document's passages as they go into both indexes: each with the context that it stands in.

A clause alone rarely says whose it is ("- Báo cáo trước 15/11"); its context does: the document's title, number,
issuer, locality and year, and the headings and lead-in sentences over it.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus.model import Document, DocumentId, Passage
from rag.abbreviations import mine_definitions
from rag.ports import Entry

_LEAD_IN = 240  # characters of an ancestor's opening sentence that are kept


def key_of(document_id: str, ordinal: int) -> str:
    """Return the key of a passage: "<document id>#<passage ordinal>"."""
    return f"{document_id}#{ordinal}"


def split_key(key: str) -> tuple[DocumentId, int]:
    """Return document id and passage ordinal of a key."""
    document_id, _, ordinal = key.rpartition("#")
    return DocumentId(document_id), int(ordinal)


def entries_of(document: Document) -> tuple[Entry, ...]:
    """Return one entry per passage, in document order."""
    about = _about(document)
    definitions = tuple(sorted(mine_definitions(document.text).items()))
    lead_ins = _lead_ins(document)
    return tuple(_entry(document, passage, about, lead_ins, definitions) for passage in document.passages)


def dense_text(entry: Entry) -> str:
    """Return what the encoder reads of an entry: its context, then its own words."""
    return f"{entry.context}\n{entry.text}"


def _entry(
    document: Document,
    passage: Passage,
    about: str,
    lead_ins: Mapping[int, str],
    definitions: tuple[tuple[str, str], ...],
) -> Entry:
    text = document.text[passage.start : passage.end]
    over = " / ".join(_headings_over(document, passage, lead_ins))
    context = f"{about} / {over}" if over else about
    return Entry(key_of(document.id, passage.ordinal), document.id, text, context, definitions)


def _about(document: Document) -> str:
    meta = document.metadata
    facts = [meta.title, meta.number, meta.issuer, meta.locality, None if meta.year is None else f"năm {meta.year}"]
    # What the title says already is not said twice: a term's weight should not depend on how titles are printed.
    said = ""
    kept = []
    for fact in facts:
        if fact and fact not in said:
            kept.append(fact)
            said = " / ".join(kept)
    return said


def _headings_over(document: Document, passage: Passage, lead_ins: Mapping[int, str]) -> list[str]:
    """Return heading or lead-in of each section over a passage, outermost first, without the passage's own words."""
    over = []
    for section in reversed(document.ancestors(document.sections[passage.section])):
        words = section.heading or lead_ins.get(section.ordinal, "")
        if words and not passage.start <= document.text.find(words, section.start, section.end) < passage.end:
            over.append(words)
    return over


def _lead_ins(document: Document) -> dict[int, str]:
    """Return the words between marker and first child of each section that has children, by its ordinal."""
    said: dict[int, str] = {}
    for child in document.sections:  # in document order: the first child comes first
        if child.parent is not None and child.parent not in said:
            body = document.sections[child.parent].body
            said[child.parent] = " ".join(document.text[body : child.start].split())[:_LEAD_IN]
    return said
