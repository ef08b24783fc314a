"""Follow-up questions written anew by a model: asked for at once, waited for only where the rules found no answer."""

from __future__ import annotations

import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rag.errors import ModelUnavailable
from rag.generation.prompt import as_data, filled
from rag.generation.restating import LONGEST, restated
from rag.model import Inquiry, Turn
from rag.ports import ChatMessage, ChatModel
from rag.understanding.cleaning import clean_question, clean_turn
from rag.understanding.commands import without_orders

UNDERSTOOD = "Câu hỏi được hiểu là: “{}”"
_FILE = Path(__file__).with_name("rewrite-1.toml")
_MAX_TOKENS = 160
_MOST_LETTERS = 2_000  # of a model that thinks aloud before it writes one line
_REMEMBERED = 6  # messages
_OPENING = 300  # characters of a message; six of them with the prompt fit the least context that can be set
_SLICE_S = 0.02
_SPEAKERS = {"user": "Người hỏi", "assistant": "Trợ lý"}


class Rewriter:
    """Has follow-up questions written anew. Safe to use from several threads.

    `budget_s` is how long after its question a rewrite is still worth having.
    """

    def __init__(self, model: ChatModel, budget_s: float = 2.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._model = model
        self._budget_s = budget_s
        self._clock = clock

    @contextmanager
    def began(self, inquiry: Inquiry) -> Iterator[Rewriting | None]:
        """Ask for a rewrite at once and yield it; None where nothing was said before. On leaving, it is given up."""
        turns = _remembered(inquiry.history)
        question = without_orders(clean_question(inquiry.question))
        if not any(turn.role == "user" for turn in turns) or not question:
            yield None
            return
        until = self._clock() + self._budget_s
        rewriting = Rewriting(question, turns, lambda: inquiry.cancelled() or self._clock() >= until)
        threading.Thread(target=rewriting.write, args=(self._model,), name="danvan-rewrite", daemon=True).start()
        try:
            yield rewriting
        finally:
            rewriting.give_up()


class Rewriting:
    """One question on its way to be written anew. `enough` tells when it is not waited for any longer."""

    def __init__(self, question: str, turns: Sequence[Turn], enough: Callable[[], bool]) -> None:
        self._question, self._turns, self._enough = question, turns, enough
        self._written: str | None = None
        self._over, self._left = threading.Event(), threading.Event()

    def write(self, model: ChatModel) -> None:
        """Have it written, in a thread of its own; what fails leaves nothing."""
        asked, text = _messages(self._question, self._turns), ""
        try:
            for piece in model.write(asked, max_tokens=_MAX_TOKENS, cancelled=self._left.is_set):
                text += piece
                if len(text) > _MOST_LETTERS:
                    return
            self._written = text
        except ModelUnavailable:
            return
        finally:
            self._over.set()

    def words(self) -> str | None:
        """Return the question written anew, waiting for it within the budget; None unless it says what was said."""
        while not (self._over.wait(_SLICE_S) or self._enough()):
            pass
        if self._written is None:
            return None
        return restated(self._written, self._question, [turn.content for turn in self._turns])

    def give_up(self) -> None:
        """Leave the model; nobody waits for that."""
        self._left.set()


@dataclass(frozen=True, slots=True)
class _Prompt:
    system: str
    question: str
    examples: tuple[ChatMessage, ...]


@lru_cache(maxsize=1)
def _prompt() -> _Prompt:
    held = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    examples: list[ChatMessage] = []
    for example in held["examples"]:
        asked = filled(held["question"], turns=example["turns"].strip(), question=example["question"])
        examples += [ChatMessage("user", asked), ChatMessage("assistant", example["answer"])]
    return _Prompt(held["system"].strip(), held["question"], tuple(examples))


def _messages(question: str, turns: Sequence[Turn]) -> tuple[ChatMessage, ...]:
    prompt = _prompt()
    said = "\n".join(f"{_SPEAKERS[turn.role]}: {as_data(turn.content)}" for turn in turns)
    asked = filled(prompt.question, turns=said, question=as_data(question[:LONGEST]))
    return (ChatMessage("system", prompt.system), *prompt.examples, ChatMessage("user", asked))


def _remembered(history: Sequence[Turn]) -> list[Turn]:
    """Return the openings of the last messages, cleaned, orders to the machine set aside."""
    said = [Turn(t.role, without_orders(clean_turn(t.content))[:_OPENING]) for t in history[-_REMEMBERED:]]
    return [turn for turn in said if turn.content]
