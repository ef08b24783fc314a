"""Sentences written by another hand, right and wrong, each with its clauses: one JSON object a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.folding import nfc
from corpus.model import Document, Metadata
from eval.planted.measuring import Rate
from eval.planted.sentences import body_clauses
from rag.understanding.positions import find_position
from rag.verification.clause import Clause, read_ahead
from rag.verification.verify import Claim, Outcome, Verdict, Verifier

RIGHT = "right"
_MISCITED = frozenset({"wrong_id", "invented_id", "no_id"})  # the words are right: cited for the right clause, mended


@dataclass(frozen=True)
class Row:
    """One sentence: `kind` is "right" or what is wrong with it, `bearing` numbers from 1 the clause that bears it."""

    name: str
    claim: Claim
    clauses: tuple[Clause, ...]
    kind: str
    bearing: int | None


def read_rows(path: Path, documents: Sequence[Document]) -> list[Row]:
    """Read rows; a clause that stands in one of the documents gets its headings and the document's card.

    A row has `claim`, `cites`, `kind`, `bearing` (or `right_passage`), `clauses` with `text` and `label`, and
    `document`, its file name or id. Raises ValueError naming the line that is no such row.
    """
    by_name = {name: document for document in documents for name in (document.source_name, str(document.id))}
    stored: dict[str, list[Clause]] = {}
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(_row(json.loads(line), by_name, stored))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: {error!r}") from error
    return rows


def judged(rows: Sequence[Row], verifier: Verifier) -> list[tuple[Row, Verdict]]:
    """Return each row with what verification makes of it."""
    return [(row, verifier.verdict(row.claim, row.clauses)) for row in rows]


def rates(verdicts: Sequence[tuple[Row, Verdict]]) -> list[Rate]:
    """Return by kind how many wrong sentences were caught; under "right" how many right ones were dropped."""
    total = Counter(row.kind for row, _ in verdicts)
    met = Counter(row.kind for row, verdict in verdicts if is_met(row, verdict))
    return [Rate(kind, met[kind], total[kind]) for kind in sorted(total, key=lambda kind: (kind == RIGHT, kind))]


def is_met(row: Row, verdict: Verdict) -> bool:
    """Tell whether a wrong sentence was caught, or a right one dropped."""
    if verdict.outcome is Outcome.DROPPED:
        return True
    return row.kind in _MISCITED and verdict.outcome is Outcome.RECITED and verdict.passage == row.bearing


def _row(entry: Mapping[str, object], by_name: Mapping[str, Document], stored: dict[str, list[Clause]]) -> Row:
    document = by_name.get(Path(str(entry["document"])).name) or by_name.get(Path(str(entry["document"])).stem)
    if document is not None and str(document.id) not in stored:
        stored[str(document.id)] = body_clauses(document)
    held = stored[str(document.id)] if document is not None else []
    shown = entry["clauses"]
    cites = entry["cites"]
    if not isinstance(shown, list) or not isinstance(cites, list):
        raise TypeError("clauses and cites are lists")
    clauses = tuple(_clause(one, document, held) for one in shown)
    read_ahead(clauses)
    bearing = entry.get("bearing", entry.get("right_passage"))
    claim = Claim(nfc(str(entry["claim"])), tuple(int(number) for number in cites))
    return Row(
        str(entry.get("id", "")), claim, clauses, str(entry["kind"]), bearing if isinstance(bearing, int) else None
    )


def _clause(entry: Mapping[str, str], document: Document | None, held: Sequence[Clause]) -> Clause:
    """Return the document's own clause with these words, else one of the words alone."""
    text = nfc(entry["text"])
    label = entry.get("label", "")
    plain = " ".join(text.split())
    same = [clause for clause in held if " ".join(clause.text.split()) == plain]
    if same:
        return next((clause for clause in same if clause.label == label), same[0])
    within = next((clause for clause in held if plain in " ".join(clause.text.split())), None)
    if within is not None:
        return Clause(text, within.over, within.metadata, within.path, within.label)
    position = find_position(label)
    path = tuple(marker.rpartition(" ")[2] for marker in position.markers) if position else ()
    return Clause(text, (), document.metadata if document else _NOTHING_SAID, path, label)


_NOTHING_SAID = Metadata(
    title="",
    type_name=None,
    number=None,
    issuer=None,
    level=None,
    locality=None,
    issued_on=None,
    year=None,
    subject=None,
    signers=(),
    recipients=(),
    bases=(),
)
