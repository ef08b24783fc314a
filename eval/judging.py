"""Judging one reply: is the evidence cited, is the fact in the answer, was a refusal right.

Evidence is judged as text: a gold snippet has to stand in a citation's quote, both NFC and whitespace-collapsed.
Facts are judged in any notation: "30/5" is "30/05/2020" and "ngày 30 tháng 5".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.folding import fold
from eval.question_set import Question, plain

TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_LACKING = re.compile(
    r"(khong|chua) (tim thay|thay|ghi|co|neu|dan|vien dan|quy dinh|de cap|phai|the hien|duoc)"
    r"|(de|bo|con) trong|khong ro|khac voi"
)
_REWRITES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\[\d+\]", " "),
        (r"[\"'“”‘’«»]", ""),
        (r"[‐‑–—]", "-"),
        (r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})", r"\1/\2/\3"),
        (r"(?:ngày )?(\d{1,2}) tháng (\d{1,2})(?!\d)", r"\1/\2"),
        (r"(?<![\d.-])(\d{1,2})[.-](\d{1,2})[.-](\d{4})(?!\d)", r"\1/\2/\3"),
        (r"(?<=\w) ?([/-]) ?(?=\w)", r"\1"),
        (r"\b(\d{1,3})\.(?=\d{3}\b)", r"\1"),
        (r"(?<!\d)0+(?=\d)", ""),
        (r"(\d) ?(?:%|phần trăm)", r"\1%"),
        (r"\s+", " "),
    )
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a judge needs of one citation of the contract."""

    document_id: str
    title: str
    label: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for a question; `milliseconds` as the caller measured it."""

    status: str
    answer: str
    citations: tuple[Citation, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one reply fares.

    `first` and `cited` say whether gold evidence is in the first citation and in any; `share` is the part of the
    evidence groups cited, `covered` the part of `answer_must` found, both in [0, 1]. `carrying` of the reply's
    citations hold gold evidence. `verbatim` counts citations that are slices of the stored text, None unchecked.
    """

    question: Question
    reply: Reply
    first: bool
    cited: bool
    share: float
    covered: float
    clean: bool
    carrying: int
    verbatim: int | None

    @property
    def refused(self) -> bool:
        """Say whether the assistant gave no answer."""
        return self.reply.status == "refused"

    @property
    def refusal_right(self) -> bool:
        """Say whether an unanswerable question was treated rightly: refused, or answered by what is lacking."""
        corrected = bool(self.question.answer_must) and self.covered == 1 and says_lacking(self.reply.answer)
        return self.clean and (self.refused or corrected)

    @property
    def clarified(self) -> bool:
        """Say whether an ambiguous question was asked back, which is as right as answering it for each place."""
        return self.question.style == "ambiguous" and self.reply.status == "clarify"

    @property
    def right(self) -> bool:
        """Say whether the reply is right in every respect."""
        if not self.question.answerable:
            return self.refusal_right
        if self.clarified:
            return True
        evidence = self.first if len(self.question.gold) == 1 else self.share == 1
        return evidence and self.covered == 1 and self.clean and self.reply.status == "answered"


def _tone_last(word: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFD", word[0])
    tones = "".join(c for c in letters if c in TONE_MARKS)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONE_MARKS)) + tones


_COMMITTEE = re.compile(re.sub(r"\w+", _tone_last, "ủy ban nhân dân"))


def comparable(text: str) -> str:
    """Return text with one notation for case, tone marks, dashes, quotes, dates, numbers and percentages."""
    text = unicodedata.normalize("NFC", text).lower()
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    toneless_order = re.sub(r"[^\W\d_]+", _tone_last, text).strip()
    return _COMMITTEE.sub("ubnd", toneless_order)


def contains(answer: str, fact: str) -> bool:
    """Say whether an answer contains a fact in any notation; digits never match inside a longer number."""
    wanted = comparable(fact)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, comparable(answer)) is not None


def says_lacking(answer: str) -> bool:
    """Say whether an answer states that something is not there, left blank or not as asked."""
    return _LACKING.search(fold(unicodedata.normalize("NFC", answer))) is not None


def holds(quote: str, group: tuple[str, ...]) -> bool:
    """Say whether a quote holds one of the snippets that prove a piece of evidence."""
    text = plain(quote)
    return any(plain(snippet) in text for snippet in group)


def reply_of(body: Mapping[str, Any], milliseconds: float) -> Reply:
    """Return the reply in a response body of `POST /api/v1/ask`; `KeyError` when the contract is broken."""
    citations = tuple(
        Citation(
            document_id=c["document"]["id"],
            title=c["document"]["title"],
            label=c["section"]["label"],
            quote=c["quote"],
            start=c["start"],
            end=c["end"],
        )
        for c in body["citations"]
    )
    return Reply(body["status"], body["answer"], citations, milliseconds)


def judge(question: Question, reply: Reply, texts: Mapping[str, str] | None = None) -> Verdict:
    """Return the verdict on a reply; `texts` maps document ids to stored texts, and proves the quotes when given."""
    gold = question.gold
    quotes = [c.quote for c in reply.citations]
    bearing = [any(holds(quote, group) for group in gold) for quote in quotes]
    found = sum(any(holds(quote, group) for quote in quotes) for group in gold)
    facts = question.answer_must
    verbatim = None
    if texts is not None:
        verbatim = sum(texts.get(c.document_id, "")[c.start : c.end] == c.quote != "" for c in reply.citations)
    return Verdict(
        question=question,
        reply=reply,
        first=bearing[:1] == [True],
        cited=any(bearing),
        share=found / len(gold) if gold else 0.0,
        covered=sum(contains(reply.answer, fact) for fact in facts) / len(facts) if facts else 1.0,
        clean=not any(contains(reply.answer, fact) for fact in question.answer_must_not),
        carrying=sum(bearing),
        verbatim=verbatim,
    )
