"""Running a question set: every question asked, judged and written down as a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.clauses import clauses_proving
from eval.judging import Citation, Reply, judge, proven
from eval.question_set import Question, load, read_documents
from eval.rows import CitedPlace, ConsideredPassage, RunRow, Said
from eval.targets import Target
from eval.views import seen_through


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the name of its set, the stem of the file."""

    set_name: str
    question: Question


def chosen(
    files: Iterable[Path], styles: Sequence[str] = (), view: str | None = None, limit: int | None = None
) -> list[Asked]:
    """Return the questions of the files, of those styles if any are named, through a view, `limit` from each file.

    Raises QuestionSetError, or OSError when a file cannot be read.
    """
    asked = []
    for file in files:
        kept = [question for question in load(file) if not styles or question.style in styles]
        asked += [Asked(file.stem, seen_through(view, q) if view else q) for q in kept[:limit]]
    return asked


def run(asked: Iterable[Asked], target: Target) -> Iterator[RunRow]:
    """Ask and judge question after question, and yield each row as soon as it is there. Raises TargetFailed."""
    texts: dict[str, str] = {}
    documents = read_documents()
    for one in asked:
        reply = target.reply(one.question)
        for document_id in {citation.document_id for citation in reply.citations} - texts.keys():
            texts[document_id] = target.text_of(document_id)
        yield _row(one, reply, texts, target, documents)


def _row(asked: Asked, reply: Reply, texts: Mapping[str, str], target: Target, documents: Mapping[str, str]) -> RunRow:
    question = asked.question
    considered = target.considered(question)
    verdict = judge(question, reply, texts)
    rank = _rank(question, considered, verdict.rank, target)
    return RunRow(
        id=question.id,
        set=asked.set_name,
        style=question.style,
        question=question.question,
        history=tuple(Said(role=turn.role, content=turn.content) for turn in question.history),
        documents=question.docs,
        clauses=clauses_proving(question, documents),
        gold=question.gold,
        answer_must=question.answer_must,
        answer_must_not=question.answer_must_not,
        answerable=question.answerable,
        note=question.note,
        status=reply.status,
        answer=reply.answer,
        citations=tuple(_place(c, question) for c in reply.citations),
        related=tuple(_place(c, question) for c in reply.related),
        notices=reply.notices,
        milliseconds=round(reply.milliseconds, 3),
        confidence=reply.confidence,
        mode=reply.mode,
        proof=reply.proof,
        considered=considered,
        verdict=verdict.model_copy(update={"rank": rank}),
    )


def _rank(question: Question, considered: Sequence[ConsideredPassage], cited: int | None, target: Target) -> int | None:
    """Return the rank of the first place with gold: among those considered, else cited, else found by a search."""
    flags = [place.holds_gold for place in considered]
    if not flags and cited is None and question.gold:
        flags = [bool(proven(text, question.gold)) for text in target.found(question)]
    return flags.index(True) + 1 if any(flags) else cited if not considered else None


def _place(citation: Citation, question: Question) -> CitedPlace:
    proves = proven(citation.quote, question.gold)
    return CitedPlace(
        marker=citation.marker,
        document_id=citation.document_id,
        title=citation.title,
        label=citation.label,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        url=citation.url,
        holds_gold=bool(proves),
        proves=proves,
    )
