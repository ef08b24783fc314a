"""A sentence that a model wrote, read once however many clauses it is held to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from corpus.dates import FoundDate, find_dates
from corpus.doctypes import FoundType, find_full_types
from corpus.folding import fold
from corpus.numbers import FoundNumber, find_numbers
from rag.understanding.bodies import NamedBody, find_bodies
from rag.understanding.positions import Position, find_position
from rag.verification.tokens import Token, tokens_of
from rag.verification.values import Value, find_values, in_figures


@dataclass(frozen=True)
class Statement:
    """A sentence without its markers; every offset counts characters of `text`, where counts are in figures."""

    written: str

    @cached_property
    def text(self) -> str:
        """The sentence with counts before units in figures."""
        return in_figures(self.written)

    @cached_property
    def folded(self) -> str:
        """The text folded."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The syllables, abbreviations spelled out."""
        return tokens_of(self.text)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The values, those of the document's naming among them."""
        return find_values(self.text)

    @cached_property
    def numbers(self) -> tuple[FoundNumber, ...]:
        """The document numbers."""
        return find_numbers(self.text)

    @cached_property
    def days(self) -> tuple[FoundDate, ...]:
        """The days."""
        return find_dates(self.text)

    @cached_property
    def types(self) -> tuple[FoundType, ...]:
        """The types of documents that are named in full."""
        return find_full_types(self.text)

    @cached_property
    def position(self) -> Position | None:
        """The place in a document that is named."""
        return find_position(self.text)

    @cached_property
    def bodies(self) -> tuple[NamedBody, ...]:
        """The bodies, where they stand in small letters, too."""
        return find_bodies(self.text, self.folded)
