"""A document's passages as they go into both indexes: each with the context that it stands in.

A clause alone rarely says whose it is ("- Báo cáo trước 15/11"); its context does: the document's title, number,
issuer, locality and year, and the headings and lead-in sentences over it.
"""

from __future__ import annotations

from corpus.model import Document, DocumentId, Passage, Section
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
    return tuple(_entry(document, passage, about, definitions) for passage in document.passages)


def dense_text(entry: Entry) -> str:
    """Return what the encoder reads of an entry: its context, then its own words."""
    return f"{entry.context}\n{entry.text}"


def _entry(document: Document, passage: Passage, about: str, definitions: tuple[tuple[str, str], ...]) -> Entry:
    text = document.text[passage.start : passage.end]
    over = " / ".join(_headings_over(document, passage))
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


def _headings_over(document: Document, passage: Passage) -> list[str]:
    """Return heading or lead-in of each section over a passage, outermost first, without the passage's own words."""
    over = []
    for section in reversed(document.ancestors(document.sections[passage.section])):
        words = section.heading or _lead_in(document, section)
        if words and not passage.start <= document.text.find(words, section.start, section.end) < passage.end:
            over.append(words)
    return over


def _lead_in(document: Document, section: Section) -> str:
    """Return the words between a section's marker and its first child; "" for a section without children."""
    children = document.children(section)
    if not children:
        return ""
    return " ".join(document.text[section.body : children[0].start].split())[:_LEAD_IN]
