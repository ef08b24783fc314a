"""A model tells in its own words what passages say; only what verification lets through is told on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.folding import fold
from rag.answering.citing import Evidence
from rag.errors import ModelUnavailable
from rag.generation.budget import Budget, fitted
from rag.generation.parsing import Written
from rag.generation.prompt import MARKERS, NOTHING, STRUCTURED, shipped_prompt
from rag.generation.structured import SCHEMA, AnswerReader
from rag.model import Inquiry
from rag.ports import ChatModel, Shaped
from rag.verification.clause import Clause, clause_of, read_ahead
from rag.verification.verify import Outcome, Verdict, Verifier

_MOST_SENTENCES = 40
_MOST_LETTERS = 20_000  # of a model that does not stop


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict and whether its sentence was an item of a list."""

    verdict: Verdict
    listed: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """What a model told of some passages: every sentence with its verdict; `failure` says why it broke off."""

    told: tuple[Told, ...]
    failure: ModelUnavailable | None = None

    @property
    def borne(self) -> tuple[Told, ...]:
        """The sentences that a passage bears, in order."""
        return tuple(one for one in self.told if one.verdict.passage is not None)

    @property
    def share(self) -> float:
        """The share of sentences, in [0, 1], that a passage bears; 0 when nothing was told."""
        return len(self.borne) / len(self.told) if self.told else 0.0


@dataclass(frozen=True, slots=True)
class Writer:
    """Asks a model, verifies its sentences as they come. Safe to use from several threads."""

    model: ChatModel
    verifier: Verifier = field(default_factory=Verifier)
    budget: Budget = field(default_factory=Budget)

    def tell(self, question: str, places: Sequence[Evidence], inquiry: Inquiry, sought: str = "") -> Telling:
        """Have a question answered from places, which are numbered from 1 in the order given. Never raises.

        As many of the places are shown as the budget allows, from the first; what is said rests on the whole of them.
        `sought` are further words that the answer must hold. `inquiry` hears each proven sentence at once, and ends
        the writing by being cancelled.
        """
        prompts = (shipped_prompt(MARKERS), shipped_prompt(STRUCTURED))
        sheet = fitted(prompts, question, places, self.budget, f"{question} {sought}")
        clauses = [clause_of(place) for place in places[: sheet.shown]]
        read_ahead(clauses)
        reader, told = AnswerReader(), list[Told]()
        letters = 0
        failure: ModelUnavailable | None = None
        asked, shaped = sheet.messages[0], Shaped(sheet.messages[1], SCHEMA)
        written = self.model.write(asked, max_tokens=self.budget.answer, cancelled=inquiry.cancelled, shaped=shaped)
        try:
            for piece in written:
                letters += len(piece)
                self._take(reader.feed(piece), clauses, told, inquiry.heard)
                if letters > _MOST_LETTERS or len(told) >= _MOST_SENTENCES:
                    break
        except ModelUnavailable as error:
            failure = error
        self._take(reader.close(), clauses, told, inquiry.heard)
        return Telling(tuple(told), failure)

    def _take(
        self,
        sentences: Iterable[Written],
        clauses: Sequence[Clause],
        told: list[Told],
        heard: Callable[[str], None],
    ) -> None:
        for written in sentences:
            said = fold(written.claim.text)
            if NOTHING.lower() in written.claim.text.lower() or any(fold(t.verdict.claim.text) == said for t in told):
                continue  # small models fall into repeating themselves: it is told, and counted, once
            verdict = self.verifier.verdict(written.claim, clauses)
            told.append(Told(verdict, written.listed))
            if verdict.outcome is not Outcome.DROPPED:
                heard(f"- {written.claim.text}" if written.listed else written.claim.text)
