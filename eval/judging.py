"""Judging one reply: is the evidence cited, is the fact in the answer, was a refusal right.

Evidence is judged as text: a gold snippet has to stand in a citation's quote, both NFC and whitespace-collapsed.
Facts are judged in any notation (`corpus.notations`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.folding import fold
from corpus.notations import contains
from eval.question_set import Question, plain
from eval.rows import Proof, RowVerdict
from rag import model

_LACKING = re.compile(
    r"(khong|chua) (tim thay|thay|ghi|co|neu|dan|vien dan|quy dinh|de cap|phai|the hien|duoc)"
    r"|(de|bo|con) trong|khong ro|khac voi"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a judge needs of one citation of the contract."""

    marker: int
    document_id: str
    title: str
    label: str
    quote: str
    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for a question; `milliseconds` as the caller measured it, `confidence` in [0, 1] or None.

    `proof` is None where no language model was asked.
    """

    status: str
    answer: str
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    notices: tuple[str, ...]
    confidence: float | None
    milliseconds: float
    mode: str = "extractive"
    proof: Proof | None = None


def says_lacking(answer: str) -> bool:
    """Say whether an answer states that something is not there, left blank or not as asked."""
    return _LACKING.search(fold(unicodedata.normalize("NFC", answer))) is not None


def holds(quote: str, group: Sequence[str]) -> bool:
    """Say whether a quote holds one of the snippets that prove a piece of evidence."""
    text = plain(quote)
    return any(plain(snippet) in text for snippet in group)


def proven(quote: str, gold: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return which pieces of the evidence a quote proves, by their index."""
    return tuple(index for index, group in enumerate(gold) if holds(quote, group))


def reply_of(body: Mapping[str, Any], milliseconds: float) -> Reply:
    """Return the reply in a response body of `POST /api/v1/ask`; `KeyError` when the contract is broken."""
    return Reply(
        status=body["status"],
        answer=body["answer"],
        citations=tuple(map(_citation_of, body["citations"])),
        related=tuple(map(_citation_of, body["related"])),
        notices=tuple(body["notices"]),
        confidence=body.get("confidence"),
        milliseconds=milliseconds,
        mode=body.get("mode", "extractive"),
        proof=_proof([(one["outcome"], one["fault"]) for one in told["sentences"]])
        if (told := body.get("verification"))
        else None,
    )


def reply_from(answer: model.Answer, milliseconds: float) -> Reply:
    """Return the reply in an answer that the assistant gave in this process."""
    return Reply(
        status=answer.status,
        answer=answer.answer,
        citations=tuple(map(_citation_from, answer.citations)),
        related=tuple(map(_citation_from, answer.related)),
        notices=answer.notices,
        confidence=answer.confidence,
        milliseconds=milliseconds,
        mode=answer.mode,
        proof=None if answer.verification is None else _proof([(c.outcome, c.fault) for c in answer.verification]),
    )


def _proof(checks: Sequence[tuple[str, str | None]]) -> Proof:
    outcomes = Counter(outcome for outcome, _ in checks)
    faults = Counter(fault for _, fault in checks if fault is not None)
    return Proof(kept=outcomes["kept"], recited=outcomes["recited"], dropped=outcomes["dropped"], faults=dict(faults))


def judge(question: Question, reply: Reply, texts: Mapping[str, str] | None = None) -> RowVerdict:
    """Return the verdict on a reply; `texts` maps document ids to stored texts, and proves the quotes when given.

    `rank` is that of the first citation that holds gold evidence.
    """
    gold = question.gold
    pieces = [proven(c.quote, gold) for c in reply.citations]
    bearing = [bool(proves) for proves in pieces]
    found = len({index for proves in pieces for index in proves})
    facts = question.answer_must
    verdict = RowVerdict(
        first=bearing[:1] == [True],
        cited=any(bearing),
        share=found / len(gold) if gold else 0.0,
        covered=sum(contains(reply.answer, fact) for fact in facts) / len(facts) if facts else 1.0,
        clean=not any(contains(reply.answer, fact) for fact in question.answer_must_not),
        carrying=sum(bearing),
        verbatim=None if texts is None else sum(_is_slice(c, texts) for c in reply.citations),
        citations=len(bearing),
        refused=reply.status == "refused",
        refusal_right=False,
        clarified=question.style == "ambiguous" and reply.status == "clarify",
        right=False,
        rank=bearing.index(True) + 1 if any(bearing) else None,
    )
    refusal_right = _refusal_right(question, reply, verdict)
    right = _right(question, reply, verdict) if question.answerable else refusal_right
    return verdict.model_copy(update={"refusal_right": refusal_right, "right": right})


def _is_slice(citation: Citation, texts: Mapping[str, str]) -> bool:
    return texts.get(citation.document_id, "")[citation.start : citation.end] == citation.quote != ""


def _refusal_right(question: Question, reply: Reply, verdict: RowVerdict) -> bool:
    """Say whether an unanswerable question was treated rightly: refused, or answered by what is lacking."""
    if question.answerable:
        return False
    corrected = bool(question.answer_must) and verdict.covered == 1 and says_lacking(reply.answer)
    return verdict.clean and (verdict.refused or corrected)


def _right(question: Question, reply: Reply, verdict: RowVerdict) -> bool:
    """Say whether the reply to an answerable question is right in every respect."""
    if verdict.clarified:
        return True
    evidence = verdict.first if len(question.gold) == 1 else verdict.share == 1
    return evidence and verdict.covered == 1 and verdict.clean and reply.status == "answered"


def _citation_of(body: Mapping[str, Any]) -> Citation:
    return Citation(
        marker=body["marker"],
        document_id=body["document"]["id"],
        title=body["document"]["title"],
        label=body["section"]["label"],
        quote=body["quote"],
        start=body["start"],
        end=body["end"],
        url=body["url"],
    )


def _citation_from(place: model.Citation) -> Citation:
    return Citation(
        marker=place.marker,
        document_id=place.document_id,
        title=place.metadata.title,
        label=place.label,
        quote=place.quote,
        start=place.start,
        end=place.end,
        url=place.url,
    )
