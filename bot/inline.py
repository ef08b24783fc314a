"""Inline mode: "@bot question" in any chat offers the answer and the nearest passages, each with its citation."""

from __future__ import annotations

import textwrap

from bot import wording
from bot.incoming import InlineAsked
from bot.letters import AnswerInline, InlineResult, marks_of
from bot.memory import Standing
from bot.parts import Parts, allowed_filters
from bot.rendering import answer_blocks, citation_block
from bot.reply import Reply
from bot.text import messages
from rag.answering.citing import document_line
from rag.errors import QuestionRejected
from rag.model import Answer, Inquiry, SearchHit

_HITS = 5
_LEAST_CHARS = 4
_TITLE_CHARS, _DESCRIPTION_CHARS = 90, 160


class Inline:
    """Answers inline queries of people who may ask."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def asked(self, asked: InlineAsked, reply: Reply) -> None:
        """Offer the answer first, then passages; nothing while the question is still too short."""
        filters = allowed_filters(Standing(), self._parts.members.permit(asked.person, None))
        if filters is None:
            reply.call(AnswerInline(query=asked.query, button=wording.INLINE_CLOSED))
            return
        question = asked.text.strip()
        if len(question) < _LEAST_CHARS or self._parts.usage.ask(asked.person.id) != "fine":
            reply.call(AnswerInline(query=asked.query))
            return
        try:
            answer = self._parts.assistant.answer(Inquiry(question, filters=filters, mode="extractive"))
            hits = self._parts.assistant.search(question, _HITS, filters)
        except QuestionRejected:
            reply.call(AnswerInline(query=asked.query))
            return
        reply.count("inline")
        results = _answer_results(answer) + [_hit_result(n, hit) for n, hit in enumerate(hits)]
        nothing = None if results else wording.INLINE_NOTHING
        reply.call(AnswerInline(query=asked.query, results=tuple(results), button=nothing))


def _answer_results(answer: Answer) -> list[InlineResult]:
    """Return the answer as a result, where there is one that fits a message."""
    parts = messages(answer_blocks(answer)) if answer.status == "answered" else []
    if len(parts) != 1:
        return []
    said = textwrap.shorten(answer.answer, _DESCRIPTION_CHARS, placeholder=" …")
    return [
        InlineResult(
            id="answer",
            title=wording.INLINE_ANSWER,
            description=said,
            text=parts[0].text,
            entities=marks_of(parts[0]),
        )
    ]


def _hit_result(number: int, hit: SearchHit) -> InlineResult:
    place = hit.citation
    part = messages([citation_block(place)])[0]
    named = document_line(place.metadata)
    return InlineResult(
        id=f"hit-{number}",
        title=textwrap.shorten(f"{place.label}, {named}" if place.label else named, _TITLE_CHARS, placeholder=" …"),
        description=textwrap.shorten(place.quote, _DESCRIPTION_CHARS, placeholder=" …"),
        text=part.text,
        entities=marks_of(part),
    )
