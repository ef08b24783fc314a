"""The review file: one JSON object a line, one line a question, for a person to decide on.

`docs/evaluation.md` explains every field to that person. What stands in the file is never thrown away: harvesting
again puts new questions before it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.harvest.masking import masked
from eval.harvest.merging import Merged, merged
from eval.harvest.suggesting import Near, best
from eval.question_set import Style
from rag.kept import KeptQuestion

ID_PREFIX = "hv-"

NearOf = Callable[[KeptQuestion], Iterable[Near]]
"""Finds the passages near a kept question, best first."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Record):
    """One turn before the question."""

    role: Literal["user", "assistant"]
    content: str


class Suggestion(_Record):
    """A piece of a document that may prove the answer; `pick` names it by `n`."""

    n: int
    document: str
    title: str
    label: str
    snippet: str
    cited: bool = False


class Seen(_Record):
    """What happened when the question was asked: for the reviewer to read, not to edit."""

    times: int
    newest: datetime
    status: str
    verdict: str | None
    confidence: float | None = None
    comment: str | None
    answer: str
    cited: tuple[str, ...]
    filters: dict[str, str]


class ReviewRow(_Record):
    """A question to be decided on: keep it in the set, drop it, or leave it for later."""

    review: Literal["todo", "keep", "drop"]
    question: str = Field(min_length=1, max_length=2000)
    style: Style
    answerable: bool = True
    pick: tuple[int | tuple[int, ...], ...] = ()
    gold: tuple[tuple[str, ...], ...] = ()
    docs: tuple[str, ...] = ()
    answer_must: tuple[str, ...] = ()
    answer_must_not: tuple[str, ...] = ()
    history: tuple[Said, ...] = ()
    note: str = ""
    id: str = Field(pattern=rf"^{ID_PREFIX}[0-9a-f]{{12}}$")
    seen: Seen | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a review file: its number from 1, its words, and the row or what is wrong with it."""

    number: int
    words: str
    row: ReviewRow | None
    fault: str | None = None


def row_of(entry: Merged, near: Iterable[Near], texts: Mapping[str, str]) -> ReviewRow:
    """Return a question as it is put before the reviewer: personal data masked, evidence suggested, undecided."""
    asked = entry.newest
    chosen = best(near, asked.question, texts)
    return ReviewRow(
        review="todo",
        question=masked(one_line(asked.question)),
        style="followup" if asked.history else "colloquial",
        answerable=not (asked.status == "refused" and asked.verdict == "up"),
        history=tuple(Said(role=turn.role, content=masked(one_line(turn.content))) for turn in asked.history),
        id=f"{ID_PREFIX}{entry.key}",
        seen=_seen(entry),
        suggestions=tuple(
            Suggestion(
                n=n, document=place.document, title=place.title, label=place.label, snippet=piece, cited=place.cited
            )
            for n, (place, piece) in enumerate(chosen, start=1)
        ),
    )


def _seen(entry: Merged) -> Seen:
    asked = entry.newest
    filters = asked.filters
    named = {"document_ids": ", ".join(filters.document_ids), "locality": filters.locality, "type": filters.type}
    named["year"] = str(filters.year) if filters.year else None
    return Seen(
        times=entry.times,
        newest=asked.asked_at,
        status=asked.status,
        verdict=asked.verdict,
        confidence=asked.confidence,
        comment=masked(asked.comment) if asked.comment else None,
        answer=masked(asked.answer),
        cited=tuple(f"{place.title}, {place.label}".strip(", ") for place in asked.places),
        filters={name: value for name, value in named.items() if value},
    )


def new_rows(
    kept: Iterable[KeptQuestion], near_of: NearOf, texts: Mapping[str, str], known: frozenset[str]
) -> list[ReviewRow]:
    """Return a row for each wording whose id is not `known`, newest first. `texts` are plain."""
    fresh = [entry for entry in merged(kept) if f"{ID_PREFIX}{entry.key}" not in known]
    return [row_of(entry, near_of(entry.newest), texts) for entry in fresh]


def one_line(text: str) -> str:
    """Return text with every run of whitespace, line breaks of all kinds among them, as one space."""
    return " ".join(text.split())


def read_lines(path: Path) -> list[Line]:
    """Return every line of a review file that is not blank, each with its row or its fault in Vietnamese."""
    lines = enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1)
    return [_line(number, words) for number, words in lines if words.strip()]


def _line(number: int, words: str) -> Line:
    try:
        return Line(number, words, ReviewRow.model_validate_json(words))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        fault = f"trường “{field}” không đúng" if field else "không phải một dòng JSON hoàn chỉnh"
        return Line(number, words, None, fault)


def write_lines(path: Path, rows: Sequence[ReviewRow], old: Sequence[Line]) -> None:
    """Write new rows and, after them, the old lines as they were, into a file that only its owner may read."""
    said = [json.dumps(row.model_dump(mode="json"), ensure_ascii=False) for row in rows]
    replace_text(path, "".join(f"{words}\n" for words in [*said, *(line.words for line in old)]), private=True)


def replace_text(path: Path, text: str, *, private: bool = False) -> None:
    """Put `text` in the place of a file in one step: a fault on the way leaves the old file as it was."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600 if private else 0o644)
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
