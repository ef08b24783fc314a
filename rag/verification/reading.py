"""A text as verification reads it: in figures, folded, its syllables, values and operators, each read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from corpus.dates import FoundDate, find_dates
from corpus.folding import fold
from corpus.numbers import FoundNumber, find_numbers
from rag.verification.bodies import Body, bodies_of
from rag.verification.polarity import Operator, operators_of
from rag.verification.segments import Segment, Told, segments_of, told_of
from rag.verification.slots import Slot, slots_of
from rag.verification.tokens import Token, freed, tokens_of
from rag.verification.values import Value, ValueKind, bounds_of, has_figures, in_figures, values_of


class Reading:
    """An NFC text; every offset counts characters of `text`, where counts before units are in figures."""

    def __init__(self, written: str) -> None:
        self.text = in_figures(written)

    @cached_property
    def folded(self) -> str:
        """The text folded."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The syllables, abbreviations spelled out; those of values are compared as values, and free."""
        found = tokens_of(self.text, folded=self.folded)
        spans = [(value.start, value.end) for value in self.values if value.kind is not ValueKind.DOCUMENT]
        return freed(found, spans) if spans else found

    @cached_property
    def places(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """Where each two neighbouring syllables stand: the place of the first among the tokens."""
        found: dict[tuple[str, str], list[int]] = {}
        for place, (first, second) in enumerate(pairwise(self.tokens)):
            if not second.stop:
                found.setdefault((first.syllable, second.syllable), []).append(place)
        return found

    @cached_property
    def numbers(self) -> tuple[FoundNumber, ...]:
        """The document numbers."""
        return find_numbers(self.text) if has_figures(self.text) else ()

    @cached_property
    def days(self) -> tuple[FoundDate, ...]:
        """The days."""
        return find_dates(self.text) if has_figures(self.text) else ()

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The values, document numbers among them, in order."""
        return values_of(self.folded, self.numbers, self.days)

    @cached_property
    def named_bodies(self) -> tuple[Body, ...]:
        """The bodies and persons that are named."""
        return bodies_of(self.tokens)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """What it could say otherwise, with the words that it is told of."""
        return slots_of(self.text, self.tokens, self.values, self.named_bodies)

    @cached_property
    def segments(self) -> Sequence[Segment]:
        """What it says between two stops."""
        return segments_of(self.text, self.tokens, self.values, self.named_bodies)

    @cached_property
    def told(self) -> Sequence[Told]:
        """Its values with the words that lead to them."""
        return told_of(self.segments)

    @cached_property
    def bounds(self) -> frozenset[str]:
        """The ways in which it bounds anything."""
        return bounds_of(self.folded)

    @cached_property
    def operators(self) -> tuple[Operator, ...]:
        """What denies, forbids, allows, advises or requires in it."""
        return operators_of(self.text, self.tokens)
