"""What a run of a question set leaves behind: one row per question (`rows.jsonl`) and a summary (`summary.json`).

A run folder holds both beside `report.html`. Everything that reads a run (comparison, gate, report) reads these models;
what a figure means is told in `docs/evaluation.md`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1
ROWS_FILE, SUMMARY_FILE, REPORT_FILE = "rows.jsonl", "summary.json", "report.html"
MOST_CONSIDERED = 10
CONSIDERED_CHARS = 300

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Record):
    """One turn of the conversation before the question."""

    role: Literal["user", "assistant"]
    content: str


class Proof(_Record):
    """How many sentences of a language model stood on their citation, moved to another one, or were dropped.

    `faults` counts what was wrong with those that did not stand as they were written, by the contract's words.
    """

    kept: int = 0
    recited: int = 0
    dropped: int = 0
    faults: dict[str, int] = Field(default_factory=dict)

    @property
    def sentences(self) -> int:
        """How many it wrote."""
        return self.kept + self.recited + self.dropped


class CitedPlace(_Record):
    """A quote of the reply, `text[start:end]` of its document.

    `proves` names the pieces of expected evidence in it, by their index in `gold`; `holds_gold` when there are any.
    """

    marker: int
    document_id: str
    title: str
    label: str
    quote: str
    start: int
    end: int
    url: str
    holds_gold: bool
    proves: tuple[int, ...] = ()


class ConsideredPassage(_Record):
    """A passage that the ranking weighed.

    `relevance` is its log-odds within the question, `score` its probability of answering, `text` its first characters.
    `proves` is that of its whole text, as in `CitedPlace`.
    """

    document_id: str
    title: str
    label: str
    text: str
    relevance: float
    score: float
    features: dict[str, float]
    holds_gold: bool
    proves: tuple[int, ...] = ()


class RowVerdict(_Record):
    """How one reply fares.

    `first` and `cited` say whether gold evidence is in the first citation and in any; `share` is the part of the
    evidence groups cited, `covered` the part of `answer_must` found. `carrying` of the reply's `citations` hold gold
    evidence, `verbatim` are slices of the stored text (None: unchecked). `refusal_right` is of unanswerable questions.
    `rank` is that of the first place with gold, from 1: among the considered passages; where none are told, among the
    citations, else among the hits of a search. None when there is none.
    """

    first: bool
    cited: bool
    share: Share
    covered: Share
    clean: bool
    carrying: int
    verbatim: int | None
    citations: int
    refused: bool
    refusal_right: bool
    clarified: bool
    right: bool
    rank: int | None = None


class RunRow(_Record):
    """One question, what came back, and the verdict on it. `confidence` is the product's own, if it gives one.

    `proof` is None where no language model was asked; `mode` says whose words the answer is in.

    `documents` are named as the set names them; `clauses` name the clauses that hold the evidence.
    """

    id: str
    set: str
    style: str
    question: str
    history: tuple[Said, ...] = ()
    documents: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    gold: tuple[tuple[str, ...], ...] = ()
    answer_must: tuple[str, ...] = ()
    answer_must_not: tuple[str, ...] = ()
    answerable: bool
    note: str = ""
    status: str
    answer: str
    citations: tuple[CitedPlace, ...] = ()
    related: tuple[CitedPlace, ...] = ()
    notices: tuple[str, ...] = ()
    milliseconds: float
    confidence: Share | None = None
    mode: str = "extractive"
    proof: Proof | None = None
    considered: tuple[ConsideredPassage, ...] = ()
    verdict: RowVerdict


class Spread(_Record):
    """A 95 % interval from drawing `clusters` units ("document", "clause" or "question") again and again."""

    unit: Literal["document", "clause", "question"]
    clusters: int
    low: float
    high: float


class Figure(_Record):
    """One measured value with its 95 % interval; `n` is how many questions or citations it rests on.

    `low` and `high` span both intervals that were made: `by_question`, as if questions were independent, and
    `clustered`, where those that hang together are drawn together. `bar` is what the design asks for; `at_most` says
    that lower is better.
    """

    key: str
    name_vi: str
    value: float
    low: float
    high: float
    n: int
    bar: float | None = None
    at_most: bool = False
    by_question: Spread | None = None
    clustered: Spread | None = None

    @property
    def met(self) -> bool | None:
        """Say whether the bar is met; None without a bar or without data."""
        if self.bar is None or not self.n:
            return None
        return self.value <= self.bar if self.at_most else self.value >= self.bar


class SetUsed(_Record):
    """A question set as it was asked: the stem of its file, how many questions, the SHA-256 of the file."""

    name: str
    questions: int
    sha256: str


class StyleFigures(_Record):
    """The figures of the questions of one style."""

    style: str
    figures: tuple[Figure, ...]


class DocumentFigures(_Record):
    """The figures of the questions about one document, named as the questions name it; `title` when it is known."""

    document: str
    title: str = ""
    figures: tuple[Figure, ...]


class RiskPoint(_Record):
    """When only the most confident part of the answers is given: its coverage, its share of wrong ones, its limit."""

    coverage: Share
    risk: Share
    threshold: float


class CalibrationBin(_Record):
    """Answers whose confidence lies in [low, high]: the mean confidence, the share that was right, their number."""

    low: float
    high: float
    mean_confidence: float
    accuracy: float
    n: int


class Calibration(_Record):
    """How far confidence is from being right: expected calibration error over the bins, None without confidences."""

    ece: float | None
    bins: tuple[CalibrationBin, ...] = ()


class LatencyBin(_Record):
    """How many replies took between `low` and `high` milliseconds."""

    low: float
    high: float
    n: int


class Latency(_Record):
    """Milliseconds per reply as the caller measured them."""

    p50: float
    p95: float
    p99: float
    max: float
    n: int
    histogram: tuple[LatencyBin, ...] = ()


class RunSummary(_Record):
    """The whole run in figures, with all that is needed to run it again."""

    schema_version: int = SCHEMA_VERSION
    name: str
    made_at: str
    danvan_version: str
    commit: str | None = None
    target: str
    encoder: str
    settings: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    sets: tuple[SetUsed, ...]
    view: str | None = None
    machine: dict[str, str | int | float] = Field(default_factory=dict)
    interval_vi: str = ""
    interrupted: bool = False
    figures: tuple[Figure, ...]
    by_style: tuple[StyleFigures, ...] = ()
    by_document: tuple[DocumentFigures, ...] = ()
    risk_coverage: tuple[RiskPoint, ...] = ()
    aurc: float | None = None
    calibration: Calibration = Calibration(ece=None)
    latency: Latency
    first_right_rank: dict[int, int] = Field(default_factory=dict)
