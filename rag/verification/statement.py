"""A sentence that a model wrote, read once however many clauses it is held to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from corpus.doctypes import FoundType, find_full_types
from corpus.folding import fold
from rag.understanding.bodies import NamedBody, find_bodies
from rag.understanding.positions import Position, find_position
from rag.verification.bodies import Body
from rag.verification.contrasts import opposites_of
from rag.verification.polarity import Operator, denies_or_limits, operators_of
from rag.verification.reading import Reading
from rag.verification.sayings import Saying, sayings_of
from rag.verification.segments import Segment, segments_of
from rag.verification.slots import Slot, slots_of
from rag.verification.tokens import Token, within
from rag.verification.values import Value, ValueKind, bounds_of, has_figures

_BOUND_REACH = 34  # characters before a value that may bound it

# "Có, …", "Không, …": an answer to the question, before what is said.
_ANSWER = re.compile(r"\s*(?P<word>có|không|đúng|đúng vậy|vâng|được|sai|chưa)\s*[,.:;]\s+(?=\w)", re.IGNORECASE)
_DENIALS = frozenset({"không", "sai", "chưa"})

Span = tuple[int, int]
Placed = TypeVar("Placed", Token, Value, Body)


class Statement(Reading):
    """A sentence without its markers."""

    def __init__(self, claim: str) -> None:
        answer = _ANSWER.match(claim)
        self.denies = answer is not None and answer.group("word").lower() in _DENIALS
        written = claim[answer.end() :] if answer else claim
        super().__init__(written)
        self.written = written
        self._rests: dict[tuple[Span, ...], Rest] = {}

    @property
    def contradicts_itself(self) -> bool:
        """Tell whether it answers "Không" and then neither denies nor closes in anything."""
        return self.denies and not denies_or_limits(self.text, self.operators)

    @cached_property
    def types(self) -> tuple[FoundType, ...]:
        """The types of documents that are named in full, where a year may follow."""
        return find_full_types(self.text) if has_figures(self.text) else ()

    @cached_property
    def position(self) -> Position | None:
        """The place in a document that is named."""
        return find_position(self.text)

    @cached_property
    def bodies(self) -> tuple[NamedBody, ...]:
        """The bodies, where they stand in small letters, too."""
        return find_bodies(self.text, self.folded)

    def rest(self, spans: tuple[Span, ...]) -> Rest:
        """Return what is said outside of some stretches, which only name the document: the same for many clauses."""
        if spans not in self._rests:
            self._rests[spans] = Rest(self, spans)
        return self._rests[spans]


class Rest:
    """What a sentence says beside naming a document, read once."""

    def __init__(self, statement: Statement, spans: tuple[Span, ...]) -> None:
        self._whole = statement
        self._spans = spans

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The syllables."""
        if not self._spans:
            return self._whole.tokens
        left_out = within(self._whole.tokens, self._spans)
        return [token for place, token in enumerate(self._whole.tokens) if place not in left_out]

    @cached_property
    def values(self) -> Sequence[Value]:
        """The values."""
        return _outside(self._whole.values, self._spans)

    @cached_property
    def text(self) -> str:
        """The sentence with blanks where it names the document, length kept."""
        text = self._whole.text
        for start, end in self._spans:
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text

    @cached_property
    def folded(self) -> str:
        """The text folded."""
        return fold(self.text) if self._spans else self._whole.folded

    @cached_property
    def bounds(self) -> frozenset[str]:
        """The ways in which it bounds anything but its values."""
        text = self.folded
        for value in self.values:
            if value.bound:  # compared with its value
                start = max(0, value.start - _BOUND_REACH)
                text = f"{text[:start]}{' ' * (value.start - start)}{text[value.start :]}"
        return bounds_of(text)

    @cached_property
    def operators(self) -> tuple[Operator, ...]:
        """What denies, forbids, allows, advises or requires in it."""
        return operators_of(self.text, self.tokens) if self._spans else self._whole.operators

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """What it could say otherwise, with the words that it is told of."""
        if not self._spans:
            return self._whole.slots
        return slots_of(self.text, self.tokens, self.values, _outside(self._whole.named_bodies, self._spans))

    @cached_property
    def opposites(self) -> tuple[frozenset[str], ...]:
        """Its words that have an opposite."""
        return opposites_of(self.folded)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The syllables that carry content."""
        return tuple(token.syllable for token in self.tokens if not token.free)

    @cached_property
    def bodies(self) -> Sequence[Body]:
        """The bodies that are named in full extent."""
        return _outside(self._whole.named_bodies, self._spans)

    @cached_property
    def segments(self) -> Sequence[Segment]:
        """What it says between two stops."""
        return segments_of(self.text, self.tokens, self.values, self.bodies)

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """What it says in words for which officials have others, or which only frame."""
        return sayings_of(self.text)

    @cached_property
    def lettered(self) -> Sequence[Token]:
        """The syllables without those of document numbers, whose capitals are no names."""
        return _outside(self.tokens, [(v.start, v.end) for v in self.values if v.kind is ValueKind.DOCUMENT])


def _outside(things: Sequence[Placed], spans: Sequence[Span]) -> Sequence[Placed]:
    if not spans:
        return things
    return [thing for thing in things if not any(first <= thing.start < end for first, end in spans)]
