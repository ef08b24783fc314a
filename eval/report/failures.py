"""The replies that are not right, as the report shows them: grouped by the gravest fault, each with what led to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.notations import contains
from eval.judging import holds
from eval.question_set import plain
from eval.reply_faults import FAULTS, Fault, faults_of
from eval.report.marking import Piece, marked
from eval.report.trail import Trail, trail_of
from eval.report.wording import SPEAKERS, STATUSES, style_vi
from eval.rows import CitedPlace, RunRow


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that the answer had to contain, or might not; `met` says whether it did as it should."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence by its snippets, any of which proves it; `cited` when a citation of the reply holds one."""

    snippets: tuple[str, ...]
    cited: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A citation of the reply; `pieces` is its quote, cut where evidence stands, empty when `told` in the answer."""

    marker: int
    title: str
    label: str
    pieces: tuple[Piece, ...]
    gold: bool
    told: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One question with the conversation before it, what was expected, what came, its faults, and what led there."""

    anchor: str
    row: RunRow
    style: str
    status: str
    turns: tuple[tuple[str, str], ...]
    answer: tuple[Piece, ...]
    evidence: tuple[Evidence, ...]
    wanted: tuple[Demand, ...]
    unwanted: tuple[Demand, ...]
    places: tuple[Place, ...]
    related: tuple[Place, ...]
    faults: tuple[Fault, ...]
    trail: Trail


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """The failures whose gravest fault is this one, in the order in which they were asked."""

    fault: Fault
    cases: tuple[Case, ...]


def case_of(row: RunRow, anchor: str) -> Case:
    """Return a row as the report shows it; `anchor` is what links to it."""
    snippets = [snippet for group in row.gold for snippet in group]
    return Case(
        anchor=anchor,
        row=row,
        style=style_vi(row.style),
        status=STATUSES.get(row.status, row.status),
        turns=tuple((SPEAKERS[turn.role], turn.content) for turn in row.history),
        answer=marked(row.answer, snippets),
        evidence=tuple(Evidence(group, any(holds(c.quote, group) for c in row.citations)) for group in row.gold),
        wanted=tuple(Demand(fact, contains(row.answer, fact)) for fact in row.answer_must),
        unwanted=tuple(Demand(fact, not contains(row.answer, fact)) for fact in row.answer_must_not),
        places=tuple(_place(citation, snippets, row.answer) for citation in row.citations),
        related=tuple(_place(citation, snippets, "") for citation in row.related),
        faults=faults_of(row),
        trail=trail_of(row),
    )


def _place(cited: CitedPlace, snippets: Sequence[str], answer: str) -> Place:
    told = plain(cited.quote) in plain(answer)
    pieces = () if told else marked(cited.quote, snippets)
    return Place(cited.marker, cited.title, cited.label, pieces, cited.holds_gold, told)


def failures_of(rows: Iterable[RunRow]) -> tuple[FaultGroup, ...]:
    """Return every row with a fault once, under its gravest; kinds without a failure are left out."""
    cases = [case_of(row, f"cau-{number}") for number, row in enumerate(rows, start=1) if faults_of(row)]
    groups = (FaultGroup(fault, tuple(case for case in cases if case.faults[0] == fault)) for fault in FAULTS)
    return tuple(group for group in groups if group.cases)
