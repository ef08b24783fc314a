"""Hold sentences to clauses: each stands on the clause it cites, moves to another that supports it, or is dropped.

Deterministic, and written for an adversary: a sentence must be borne by one clause alone, in its values, names,
negations and words. What two clauses bear together is two sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rag.verification.clause import Clause
from rag.verification.faults import Fault
from rag.verification.naming import read_naming
from rag.verification.polarity import ends_denied, fault_of_polarity
from rag.verification.statement import Statement
from rag.verification.support import fault_of_binding, fault_of_names, fault_of_values
from rag.verification.wording import (
    WordLimits,
    closes,
    fault_of_end,
    fault_of_form,
    fault_of_half,
    fault_of_quotes,
    fault_of_words,
)

_NAMING = 8  # words that only name the document and its place, and need not stand in a clause


class Outcome(StrEnum):
    """What became of a sentence. The values are part of the contract (docs/api.md)."""

    KEPT = "kept"
    RECITED = "recited"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as a model wrote it, without its markers, and the numbers of the passages that it names, from 1."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a sentence: `passage` numbers the clause that bears it, `fault` is what was wrong with it."""

    claim: Claim
    outcome: Outcome
    passage: int | None
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies sentences against clauses numbered from 1. Safe to use from several threads."""

    limits: WordLimits = field(default_factory=WordLimits)

    def verdict(self, claim: Claim, clauses: Sequence[Clause]) -> Verdict:
        """Keep a sentence on the first cited clause that bears it, cite another that does, or drop it."""
        form = fault_of_form(claim.text)
        if form is not None:
            return Verdict(claim, Outcome.DROPPED, None, form)
        statement = Statement(claim.text)
        if statement.contradicts_itself:
            return Verdict(claim, Outcome.DROPPED, None, Fault.NEGATION)
        given = [number for number in claim.cited if 1 <= number <= len(clauses)]
        if not claim.cited and not closes(claim.text):
            return Verdict(claim, Outcome.DROPPED, None, Fault.UNFINISHED)  # where a stream broke off
        fault = None if given else Fault.UNKNOWN_CITATION if claim.cited else Fault.NO_CITATION
        if len(given) < len(claim.cited):
            fault = Fault.UNKNOWN_CITATION
        for number in given:
            found = self.fault(statement, clauses[number - 1])
            if found is None:
                return Verdict(claim, Outcome.KEPT, number, fault)
            fault = fault or found
        for number, clause in enumerate(clauses, start=1):
            if number in given or not self._may_bear(statement, clause):
                continue
            if self.fault(statement, clause, literally=True) is None:
                return Verdict(claim, Outcome.RECITED, number, fault)
        return Verdict(claim, Outcome.DROPPED, None, fault)

    def _may_bear(self, statement: Statement, clause: Clause) -> bool:
        """Tell quickly whether a clause holds enough of a sentence's words to bear it at all."""
        content = statement.rest(()).content
        held = sum(word in clause.named[1] for word in content)
        return held >= self.limits.covered * len(content) - _NAMING

    def fault(self, statement: Statement, clause: Clause, *, literally: bool = False) -> Fault | None:
        """Return the first thing wrong with a sentence if it rests on one clause, None when it is borne.

        `literally` wants its words to be the clause's: so for a clause that the sentence does not cite itself.
        """
        if clause.says(statement.written):
            return None
        naming = read_naming(statement, clause)
        rest = statement.rest(naming.spans)
        if naming.spans and naming.fault is None and clause.says(rest.text):  # "Theo …, Mục …," before its own words
            return fault_of_names(rest.lettered, statement.bodies, clause)
        return (
            naming.fault
            or fault_of_values(rest, clause)
            or fault_of_quotes(statement.written, clause)
            or fault_of_names(rest.lettered, statement.bodies, clause)
            or fault_of_words(rest.tokens, clause, self.limits, () if literally else rest.sayings)
            or fault_of_polarity(rest.operators, rest.tokens, clause.operators, clause.tokens)
            or fault_of_binding(rest, clause)
            or fault_of_half(rest.tokens, clause, denied=ends_denied(rest.operators, rest.tokens))
            or fault_of_end(statement.written, rest.tokens, clause)
        )
