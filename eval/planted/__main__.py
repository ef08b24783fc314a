"""Measure verification: `python -m eval.planted`; `--show` prints what was missed, `--calibrate` tries other limits."""

from __future__ import annotations

import argparse
import math
import statistics
from collections.abc import Sequence
from pathlib import Path

from corpus.model import Document
from eval.intervals import wilson
from eval.planted.errors import Planted
from eval.planted.measuring import Rate, detection, false_alarms, milliseconds, planted_errors
from eval.planted.rows import RIGHT, is_met, judged, rates, read_rows
from eval.planted.sentences import Right, paraphrases, read_documents, right_sentences, wrong_sentences
from rag.verification.verify import Verifier
from rag.verification.wording import WordLimits

ROOT = Path(__file__).resolve().parents[2]
SHIPPED, INVENTED = ROOT / "corpus" / "documents", ROOT / "eval" / "documents"
SEED = 6
MOST = 40  # planted errors of a kind
SENTENCES = 6  # of an answer whose verification is timed


def main(arguments: Sequence[str] | None = None) -> None:
    """Print detection and false alarms by kind; the limits were fitted on the shipped documents."""
    parser = argparse.ArgumentParser(prog="python -m eval.planted")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--rows", type=Path, nargs="+", default=[], help="judge the sentences of these files instead")
    parser.add_argument("--documents", type=Path, nargs="+", default=[], help="folders of further documents of --rows")
    options = parser.parse_args(arguments)
    shipped, invented = read_documents([SHIPPED]), read_documents([INVENTED])
    if options.rows:
        _judge(options.rows, [*shipped, *invented, *read_documents(options.documents)], show=options.show)
        return
    if options.calibrate:
        _calibrate(shipped)
        return
    for name, documents in (("shipped", shipped), ("invented", invented)):
        print(f"\n{name} documents")
        _report(right_sentences(documents, SEED), Verifier(), show=options.show)
    print("\nparaphrases written by hand")
    _report(paraphrases([*shipped, *invented], SEED), Verifier(), show=options.show)
    print("\nwrong sentences written by hand")
    by_hand = [
        Planted(text, (shown.bearing,), kind, Right(text, shown, "wrong"))
        for text, shown, kind in wrong_sentences([*shipped, *invented], SEED)
    ]
    caught, missed = detection(by_hand, Verifier())
    print(_table("caught", caught))
    for error in missed if options.show else ():
        print(f"MISSED {error.kind}: {error.text}\n    {error.right.shown.clause.text}")


def _report(rights: Sequence[Right], verifier: Verifier, *, show: bool) -> None:
    errors = planted_errors(rights, MOST, SEED)
    caught, missed = detection(errors, verifier)
    lost, dropped = false_alarms(rights, verifier)
    print(_table("caught", caught))
    print(_table("right sentences dropped", lost))
    for title, reading in (("clauses read before", False), ("clauses read, too", True)):
        took = sorted(milliseconds(rights, verifier, SENTENCES, reading=reading))
        if took:
            late = took[math.ceil(0.95 * len(took)) - 1]
            told = f"p50 {statistics.median(took):.2f} ms, p95 {late:.2f} ms, max {took[-1]:.2f} ms"
            print(f"an answer of {SENTENCES} sentences, {title}: {told}")
    if show:
        for error in missed:
            print(f"MISSED {error.kind}: {error.text}\n    {error.right.text}")
        for right, verdict in dropped:
            print(f"DROPPED {verdict.fault}: {right.text}\n    {right.shown.clause.text[:300]}")


def _judge(files: Sequence[Path], documents: Sequence[Document], *, show: bool) -> None:
    """Print by kind what becomes of sentences written by another hand; their words only with `show`."""
    verdicts = judged([row for file in files for row in read_rows(file, documents)], Verifier())
    for rate in rates(verdicts):
        title = "right sentences dropped" if rate.kind == RIGHT else "caught"
        print(_table(title, [rate]))
    if not show:
        return
    for row, verdict in verdicts:
        if is_met(row, verdict) == (row.kind == RIGHT):
            told = f"DROPPED {verdict.fault}" if row.kind == RIGHT else f"MISSED {row.kind}"
            print(f"{told} ({row.name}): {row.claim.text}")


def _table(title: str, rates: Sequence[Rate]) -> str:
    return "\n".join(f"  {title}: {_line(rate)}" for rate in rates)


def _line(rate: Rate) -> str:
    low, high = wilson(rate.met, rate.total)
    return f"{rate.kind:24} {rate.met:4}/{rate.total:<4} {rate.share:.3f} ({low:.3f} to {high:.3f})"


def _calibrate(documents: Sequence[Document]) -> None:
    """Print for limits around the shipped ones how many errors are missed and right sentences dropped."""
    rights = [*right_sentences(documents, SEED)]
    errors = planted_errors(rights, MOST, SEED)
    for covered in (0.6, 0.66, 0.72, 0.78, 0.84):
        for run in (2, 3, 4):
            verifier = Verifier(WordLimits(covered=covered, run=run))
            missed = detection(errors, verifier)[1]
            dropped = false_alarms(rights, verifier)[1]
            told = f"missed {len(missed)}/{len(errors)}, dropped {len(dropped)}/{len(rights)}"
            print(f"covered {covered:.2f} run {run}: {told}")


if __name__ == "__main__":
    main()
