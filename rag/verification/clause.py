"""A clause as verification reads it: its words, what stands over it, and the document it is from, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from corpus.folding import fold
from corpus.model import Metadata
from corpus.numbers import parse_number
from rag.answering.citing import Evidence, document_line
from rag.verification.bodies import Body
from rag.verification.contrasts import opposites_of
from rag.verification.polarity import Operator
from rag.verification.reading import Reading
from rag.verification.restrictions import Restriction, restrictions_of
from rag.verification.sayings import groups_of
from rag.verification.tokens import Token, bridged_of, pairs_of, spelling, tokens_of
from rag.verification.values import Value

_LEAD_IN = 300  # characters of a lead-in ("… có nhiệm vụ:") that count as said over a clause


class Card:
    """How a document is called: its own number, and the words of type, issuer, locality, title and signers."""

    def __init__(self, metadata: Metadata) -> None:
        self.number = parse_number(metadata.number) if metadata.number else None
        signers = " ; ".join(signer.name for signer in metadata.signers)
        called = " ; ".join((document_line(metadata), metadata.locality or "", metadata.title, signers))
        reading = Reading(called)
        self.values = reading.values
        self.pairs = pairs_of(reading.tokens)
        self.syllables = frozenset(token.syllable for token in reading.tokens)
        self.spelled = frozenset(spelling(token.shown) for token in reading.tokens)


@lru_cache(maxsize=64)
def _card(metadata: Metadata) -> Card:
    return Card(metadata)


@dataclass(frozen=True)
class Clause:
    """What a sentence may rest on.

    `text` is the slice that would be cited; `over` are the headings and lead-ins above it, innermost first; `path` are
    the markers of its section. Values must stand in `text` or `over`; the document may be named as it is called.
    """

    text: str
    over: tuple[str, ...]
    metadata: Metadata
    path: tuple[str, ...] = ()
    label: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def said(self) -> str:
        """The clause and what stands over it, a line each."""
        return "\n".join((self.text, *self.over))

    @cached_property
    def reading(self) -> Reading:
        """The clause and what stands over it, read."""
        return Reading(self.said)

    @cached_property
    def plain(self) -> str:
        """Its own words in small letters, in one line."""
        return " ".join(self.text.lower().split())

    def says(self, sentence: str) -> bool:
        """Tell whether a sentence stands in the clause word for word, from one stop to another."""
        words = " ".join(sentence.lower().split()).rstrip(" .;")
        start = self.plain.find(words)
        if start < 0:
            return False
        before, behind = self.plain[:start].rstrip(), self.plain[start + len(words) :]
        return (not before or before[-1] in ".;") and (not behind or behind[0] in ".;")

    @cached_property
    def folded(self) -> str:
        """The clause and what stands over it, folded, in one line."""
        return " ".join(fold(self.said).split())

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of the clause and of what stands over it, in order."""
        return self.reading.values

    @property
    def bounds(self) -> frozenset[str]:
        """The ways in which it bounds anything."""
        return self.reading.bounds

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The syllables of the clause and of what stands over it."""
        return self.reading.tokens

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring syllables, with the document's own abbreviations as printed and spelled out."""
        spelled_out = pairs_of(tokens_of(self.said, self.definitions)) if self.definitions else frozenset()
        return pairs_of(self.tokens) | spelled_out

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Syllables of the clause and of what stands over it."""
        return frozenset(token.syllable for token in self.tokens) | {a for pair in self.pairs for a in pair}

    @cached_property
    def restrictions(self) -> tuple[Restriction, ...]:
        """What it says only under a condition, with an exception or within a bound."""
        return restrictions_of(self.reading.text, self.tokens, self.values)

    @cached_property
    def sayings(self) -> frozenset[int]:
        """The groups of words that officials use for each other of which it has one."""
        return groups_of(self.reading.text)

    @cached_property
    def spelled(self) -> frozenset[str]:
        """Its words and those of its card with their marks, in one spelling."""
        return frozenset(spelling(token.shown) for token in self.tokens) | self.card.spelled

    @cached_property
    def opposites(self) -> tuple[frozenset[str], ...]:
        """Its words that have an opposite."""
        return opposites_of(self.folded)

    @property
    def operators(self) -> tuple[Operator, ...]:
        """What denies, forbids, allows, advises or requires in it."""
        return self.reading.operators

    @cached_property
    def named(self) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
        """Neighbouring syllables and syllables of clause and card together: where a name may stand."""
        return self.pairs | self.card.pairs, self.syllables | self.card.syllables

    @cached_property
    def bridged(self) -> frozenset[tuple[str, str]]:
        """Neighbours in names when what does not tell bodies apart is left out: "Ủy ban nhân dân các xã"."""
        return self.named[0] | bridged_of(self.tokens)

    @cached_property
    def card(self) -> Card:
        """How the document of the clause is called."""
        return _card(self.metadata)

    @cached_property
    def leading(self) -> tuple[Body, ...]:
        """The bodies that act in it without being named in its own words: who issued it, and who is named over it."""
        issuer = Reading(self.metadata.issuer or "").named_bodies
        return issuer + tuple(body for line in self.over for body in Reading(line).named_bodies)

    @cached_property
    def duty(self) -> tuple[tuple[Body, ...], tuple[str, str]] | None:
        """Who stands over it, and the two syllables with which it opens, when it opens with what they are to do."""
        over = next((found for line in self.over if (found := Reading(line).named_bodies)), ())
        opening = [token for token in self.tokens[:5] if len(token.syllable) > 1 and not token.syllable.isdigit()][:2]
        named = self.reading.named_bodies
        if not over or len(opening) < 2 or opening[1].soft or named and named[0].start <= opening[1].start:
            return None
        return over, (opening[0].syllable, opening[1].syllable)

    @cached_property
    def place(self) -> tuple[frozenset[str], tuple[Value, ...]]:
        """The syllables and values of the clause's label: how its place in the document is called."""
        reading = Reading(self.label)
        return frozenset(token.syllable for token in reading.tokens), reading.values


def read_ahead(clauses: Sequence[Clause]) -> None:
    """Read clauses before sentences come: a model takes its time, a reader should not wait for what can be known."""
    for clause in clauses:
        _ = (
            clause.bounds,
            clause.values,
            clause.operators,
            clause.opposites,
            clause.spelled,
            clause.sayings,
            clause.restrictions,
            clause.plain,
            clause.reading.slots,
            clause.reading.places,
            clause.reading.told,
            clause.leading,
            clause.duty,
            clause.named,
            clause.bridged,
            clause.place,
        )


def clause_of(place: Evidence, definitions: Mapping[str, str] | None = None) -> Clause:
    """Return the clause that a piece of evidence shows."""
    document = place.document
    over: list[str] = []
    for section in document.ancestors(place.section):
        inside = place.start <= section.start and section.end <= place.end
        children = [] if inside else document.children(section)
        if section.heading and not inside:
            over.append(section.heading)
        if children:
            lead_in = document.text[section.body : children[0].start].strip()
            if lead_in.endswith(":") and len(lead_in) <= _LEAD_IN and lead_in not in over:
                over.append(lead_in)
    if definitions:
        return Clause(place.quote, tuple(over), document.metadata, place.section.path, place.label, definitions)
    return _read_before(place.quote, tuple(over), document.metadata, place.section.path, place.label)


@lru_cache(maxsize=256)
def _read_before(text: str, over: tuple[str, ...], metadata: Metadata, path: tuple[str, ...], label: str) -> Clause:
    """Return the same clause for the same place, so that what many ask about is read once."""
    return Clause(text, over, metadata, path, label)
