"""The lines of a clean text with their offsets, and the runs of lines that form one block of a document."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import SectionKind


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph of a clean text: `text[start:end]`, no line break included."""

    text: str
    start: int
    end: int

    @property
    def is_row(self) -> bool:
        """Tell whether it is a table row."""
        return "\t" in self.text


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `first` up to but without `last` that form one anatomical block; APPENDIX holds its title lines only."""

    kind: SectionKind
    first: int
    last: int


def text_lines(text: str) -> list[TextLine]:
    """Return the lines of a text that say something, with their offsets."""
    lines: list[TextLine] = []
    start = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            begin = start + raw.index(stripped[0])
            lines.append(TextLine(stripped, begin, begin + len(stripped)))
        start += len(raw) + 1
    return lines
