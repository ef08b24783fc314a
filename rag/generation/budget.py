"""What fits into a model's context: tokens are estimated by bytes, for a vendor's tokenizer would have to be fetched.

Measured on the shipped and the invented documents (92 kB): vocabularies of 130,000 tokens and more (Qwen, Mistral's
Tekken) take 4.0 to 4.1 bytes of Vietnamese a token, 2.8 in the worst paragraph; the 32,000 of the first Mistral 7B
and Llama 2 take 2.0, 1.7 in the worst (docs/language-model.md).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.analyser import terms
from rag.answering.citing import Evidence, sentences
from rag.generation.prompt import Prompt, messages
from rag.ports import ChatMessage

BYTES_PER_TOKEN = 2.5
LEAST_CONTEXT = 2_048  # tokens; below it one passage with the rules has no room
_PER_MESSAGE = 8  # tokens that a model's own form puts around a message
_MOST_ANSWER = 900  # tokens
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Budget:
    """The tokens of a model's context, at least `LEAST_CONTEXT`, answer included."""

    context: int = 4_096

    @property
    def answer(self) -> int:
        """The tokens that are kept for the answer."""
        return min(_MOST_ANSWER, self.context // 4)

    @property
    def asked(self) -> int:
        """The tokens that what is asked may have."""
        return self.context - self.answer

    @property
    def question(self) -> int:
        """The tokens that the question itself may have."""
        return self.context // 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is sent after each prompt, and how many of the passages it shows, from the first."""

    messages: tuple[tuple[ChatMessage, ...], ...]
    shown: int


def tokens_in(text: str) -> int:
    """Return about how many tokens a text is, rather too many than too few."""
    return math.ceil(len(text.encode()) / BYTES_PER_TOKEN)


def cost(asked: Sequence[ChatMessage]) -> int:
    """Return about how many tokens some messages are."""
    return sum(tokens_in(message.content) + _PER_MESSAGE for message in asked)


def fitted(prompts: Sequence[Prompt], question: str, places: Sequence[Evidence], budget: Budget, sought: str) -> Sheet:
    """Return what is sent within a budget after each of some prompts: the same passages, at least one, best first.

    What does not fit is left out in this order: the examples, passages from the last, and of the only passage left
    what is far from the sentence that says most of `sought`.
    """
    question = _end_of(question, budget.question)
    quotes = [place.quote for place in places]
    for examples in (True, False):
        sheet = _sheet(prompts, question, places, quotes, examples=examples)
        if _fits(sheet, budget):
            return sheet
    for shown in range(len(places) - 1, 0, -1):
        sheet = _sheet(prompts, question, places[:shown], quotes[:shown])
        if _fits(sheet, budget):
            return sheet
    return _trimmed(prompts, question, places[0], budget, sought)


def _sheet(
    prompts: Sequence[Prompt],
    question: str,
    places: Sequence[Evidence],
    quotes: Sequence[str],
    *,
    examples: bool = False,
) -> Sheet:
    sent = tuple(messages(prompt, question, places, quotes, examples=examples) for prompt in prompts)
    return Sheet(sent, len(places))


def _fits(sheet: Sheet, budget: Budget) -> bool:
    return all(cost(asked) <= budget.asked for asked in sheet.messages)


def _trimmed(prompts: Sequence[Prompt], question: str, place: Evidence, budget: Budget, sought: str) -> Sheet:
    """Show of one passage the sentence that says most of what is sought, and as much around it as fits."""
    text = place.quote
    spans = sentences(text, 0, len(text))
    wanted = set(terms(sought))
    first = last = max(range(len(spans)), key=lambda n: (len(wanted & set(terms(text[slice(*spans[n])]))), -n))

    def sheet(start: int, end: int) -> Sheet:
        before, after = _CUT if start else "", _CUT if end < len(text) else ""
        return _sheet(prompts, question, [place], [f"{before}{text[start:end]}{after}"])

    if not _fits(sheet(*spans[first]), budget):
        return _cut_off(sheet, text, spans[first], budget)
    while True:
        wider = [(first, last + 1)] if last + 1 < len(spans) else []
        wider += [(first - 1, last)] if first else []
        fitting = [(a, b) for a, b in wider if _fits(sheet(spans[a][0], spans[b][1]), budget)]
        if not fitting:
            return sheet(spans[first][0], spans[last][1])
        first, last = fitting[0]


def _cut_off(sheet: Callable[[int, int], Sheet], text: str, span: tuple[int, int], budget: Budget) -> Sheet:
    """Show as many words of a sentence as fit, from its beginning; one of them in any case."""
    start, end = span
    ends = [start + match.end() for match in re.finditer(r"\S+", text[start:end])]
    fitting = bisect_left(ends, True, key=lambda stop: not _fits(sheet(start, stop), budget))
    return sheet(start, ends[max(fitting - 1, 0)])


def _end_of(question: str, most: int) -> str:
    """Return a question that has at most so many tokens: what is asked stands at its end."""
    if tokens_in(question) <= most:
        return question
    words = question.split(" ")
    dropped = bisect_left(range(len(words)), True, key=lambda n: tokens_in(f"{_CUT}{' '.join(words[n:])}") <= most)
    end = " ".join(words[min(dropped, len(words) - 1) :])
    return _CUT + (end if tokens_in(f"{_CUT}{end}") <= most else end[-most // 2 :])
