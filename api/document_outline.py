"""The table of contents of a document's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Document, Section, SectionKind

_DEEPEST = 2
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One line of the table of contents, with the lines below it. `marker` is the number as printed, or ""."""

    anchor: str
    marker: str
    text: str
    children: tuple[OutlineEntry, ...]


def outline(document: Document) -> tuple[OutlineEntry, ...]:
    """Return the numbered sections as a tree, three levels deep at most.

    A section is listed with its heading. Without one it is listed with its opening words, down to the second
    level, unless it is a clause of an article.
    """
    listed = [section for section in document.sections if _is_listed(document, section)]
    below: dict[int | None, list[Section]] = {}
    shown = {section.ordinal for section in listed}
    for section in listed:
        around = (above.ordinal for above in document.ancestors(section)[1:])
        below.setdefault(next((ordinal for ordinal in around if ordinal in shown), None), []).append(section)
    return _entries(document, below.get(None, ()), below)


def _entries(
    document: Document, sections: Sequence[Section], below: dict[int | None, list[Section]]
) -> tuple[OutlineEntry, ...]:
    return tuple(
        OutlineEntry(
            section.anchor,
            "" if section.kind is SectionKind.APPENDIX else section.marker,
            _shortened(section.heading or _opening_words(document, section)),
            _entries(document, below.get(section.ordinal, ()), below),
        )
        for section in sections
    )


def _is_listed(document: Document, section: Section) -> bool:
    around = document.ancestors(section)[1:]
    appendices = sum(1 for above in around if above.kind is SectionKind.APPENDIX)
    depth = len(around) - appendices
    if not section.path or section.kind is SectionKind.BULLET or depth > _DEEPEST:
        return False
    if section.heading:
        return True
    in_article = any(above.kind is SectionKind.ARTICLE for above in around)
    return depth < _DEEPEST and not in_article and bool(_opening_words(document, section))


def _opening_words(document: Document, section: Section) -> str:
    end = document.text.find("\n", section.body)
    return document.text[section.body : section.end if end < 0 else min(end, section.end)].strip()


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return words[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
