"""Questions and rows to test with: right in every respect until a test changes something."""

from __future__ import annotations

from typing import Any

from eval.question_set import Question
from eval.rows import CitedPlace, RowVerdict, RunRow

EVIDENCE = "trước ngày 30 tháng 5"


def sample_question(**changes: Any) -> Question:
    """Return an answerable question about one clause of one document, with these fields changed."""
    fields: dict[str, Any] = {
        "id": "x001",
        "style": "formal",
        "question": "Ủy ban nhân dân huyện hòa giải trước ngày nào?",
        "history": (),
        "answerable": True,
        "docs": ("a.txt",),
        "gold": ((EVIDENCE,),),
        "answer_must": ("30/5",),
        "answer_must_not": (),
        "note": "",
    }
    return Question(**(fields | changes))


def sample_body(answer: str, *quotes: str, status: str = "answered", **changes: Any) -> dict[str, Any]:
    """Return the body of the contract that cites these quotes from the start of the document "doc-1"."""
    citations = [
        {
            "marker": marker,
            "document": {"id": "doc-1", "title": "Kế hoạch"},
            "section": {"label": "Mục I.1"},
            "quote": quote,
            "start": 0,
            "end": len(quote),
            "url": "/documents/doc-1#muc-i-1",
        }
        for marker, quote in enumerate(quotes, start=1)
    ]
    rest: dict[str, Any] = {"related": [], "notices": [], "confidence": None}
    return {"status": status, "answer": answer, "citations": citations} | rest | changes


def cited_place(marker: int, *proves: int, quote: str = EVIDENCE) -> CitedPlace:
    """Return a citation that proves these pieces of evidence."""
    return CitedPlace(
        marker=marker,
        document_id="doc-1",
        title="Kế hoạch",
        label="Mục I.1",
        quote=quote,
        start=0,
        end=len(quote),
        url="/documents/doc-1#muc-i-1",
        holds_gold=bool(proves),
        proves=proves,
    )


def sample_row(id_: str = "x001", verdict: dict[str, Any] | None = None, **changes: Any) -> RunRow:
    """Return the row of a single question that was answered rightly, with fields of row and verdict changed."""
    judged: dict[str, Any] = {
        "first": True,
        "cited": True,
        "share": 1.0,
        "covered": 1.0,
        "clean": True,
        "carrying": 1,
        "verbatim": 1,
        "citations": 1,
        "refused": False,
        "refusal_right": False,
        "clarified": False,
        "right": True,
        "rank": 1,
    }
    fields: dict[str, Any] = {
        "id": id_,
        "set": "dev",
        "style": "formal",
        "question": "Báo cáo nộp trước ngày nào?",
        "documents": ("a.txt",),
        "clauses": (f"a.txt#{id_}",),
        "gold": ((EVIDENCE,),),
        "answer_must": ("30/5",),
        "answerable": True,
        "status": "answered",
        "answer": "Trước ngày 30/5 [1].",
        "citations": (cited_place(1, 0),),
        "milliseconds": 5.0,
        "verdict": RowVerdict(**(judged | (verdict or {}))),
    }
    return RunRow(**(fields | changes))


def wrong_row(id_: str = "x001", **changes: Any) -> RunRow:
    """Return the row of a single question whose evidence was not cited."""
    missed = {"first": False, "cited": False, "share": 0.0, "carrying": 0, "right": False, "rank": None}
    return sample_row(id_, missed, citations=(cited_place(1),), **changes)


def refused_row(id_: str, *, answerable: bool, **changes: Any) -> RunRow:
    """Return the row of a question that was refused, rightly when it is not answerable."""
    verdict = {
        "first": False,
        "cited": False,
        "share": 0.0,
        "covered": 0.0 if answerable else 1.0,
        "carrying": 0,
        "verbatim": 0,
        "citations": 0,
        "refused": True,
        "refusal_right": not answerable,
        "right": not answerable,
        "rank": None,
    }
    fields: dict[str, Any] = {"answerable": answerable, "status": "refused", "citations": ()}
    if not answerable:
        fields |= {"style": "unanswerable_near", "gold": (), "answer_must": (), "clauses": (), "documents": ()}
    return sample_row(id_, verdict, **(fields | changes))
