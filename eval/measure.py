"""Measure an assistant on a question set, over HTTP or through any callable that speaks the contract.

python -m eval.measure --url http://127.0.0.1:8000 --questions eval/questions/dev.jsonl [--view typo] [--failures]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx

from eval.figures import bars, bars_table, failures, styles_table
from eval.judging import Verdict, judge, reply_of
from eval.question_set import Question, load
from eval.views import VIEWS, seen_through

Ask = Callable[[Question], Mapping[str, Any]]
TextOf = Callable[[str], str]


def run(questions: Sequence[Question], ask: Ask, text_of: TextOf | None = None) -> list[Verdict]:
    """Ask every question and judge the replies, in order.

    `ask` returns a body of the contract; `text_of` returns the stored text of a document id, asked once per
    document, and proves the quotes. Without it they stay unchecked.
    """
    texts: dict[str, str] = {}
    verdicts = []
    for question in questions:
        start = time.perf_counter()
        body = ask(question)
        reply = reply_of(body, (time.perf_counter() - start) * 1000)
        if text_of is not None:
            texts |= {id_: text_of(id_) for id_ in {c.document_id for c in reply.citations} - texts.keys()}
        verdicts.append(judge(question, reply, texts if text_of is not None else None))
    return verdicts


def request_body(question: Question) -> dict[str, Any]:
    """Return what `POST /api/v1/ask` receives for a question."""
    history = [{"role": turn.role, "content": turn.content} for turn in question.history]
    return {"question": question.question, "history": history}


def over_http(client: httpx.Client) -> tuple[Ask, TextOf]:
    """Return how to ask, and how to read a stored text, through the HTTP contract of the server at the base URL."""

    def ask(question: Question) -> Mapping[str, Any]:
        answered = client.post("/api/v1/ask", json=request_body(question)).raise_for_status()
        body: Mapping[str, Any] = answered.json()
        return body

    def text_of(document_id: str) -> str:
        return str(client.get(f"/api/v1/documents/{document_id}").raise_for_status().json()["text"])

    return ask, text_of


def as_record(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as one JSON object: the question's id and style, what came back, and how it fares."""
    reply = verdict.reply
    return {
        "id": verdict.question.id,
        "style": verdict.question.style,
        "question": verdict.question.question,
        "status": reply.status,
        "answer": reply.answer,
        "labels": [f"{c.title} / {c.label}" for c in reply.citations],
        "quotes": [c.quote for c in reply.citations],
        "first": verdict.first,
        "cited": verdict.cited,
        "share": verdict.share,
        "covered": verdict.covered,
        "clean": verdict.clean,
        "right": verdict.right,
        "milliseconds": round(reply.milliseconds, 2),
    }


def report(verdicts: Sequence[Verdict], with_failures: bool) -> str:
    """Return the whole report as text."""
    parts = [bars_table(verdicts), styles_table(verdicts)]
    if with_failures:
        parts.append(failures(verdicts) or "no failures")
    return "\n\n".join(parts) + "\n"


def write_json(path: Path, verdicts: Sequence[Verdict]) -> None:
    """Write figures and every verdict as one JSON file."""
    content = {"figures": [asdict(f) for f in bars(verdicts)], "verdicts": [as_record(v) for v in verdicts]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def changes(verdicts: Sequence[Verdict], earlier: Path) -> str:
    """Return which questions were lost and won since an earlier run, a file of `write_json`."""
    before = {v["id"]: v["right"] for v in json.loads(earlier.read_text(encoding="utf-8"))["verdicts"]}
    shared = [v for v in verdicts if v.question.id in before]
    lost = [v for v in shared if before[v.question.id] and not v.right]
    won = [v for v in shared if v.right and not before[v.question.id]]
    lines = [f"against {earlier.name}: {len(shared)} questions in both, {len(lost)} lost, {len(won)} won"]
    for sign, members in (("-", lost), ("+", won)):
        lines += [f"{sign} {v.question.id} {v.reply.status:8} {v.question.question}" for v in members]
    return "\n".join(lines) + "\n"


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--questions", type=Path, action="append", required=True, help="a set; may be repeated")
    parser.add_argument("--view", choices=sorted(VIEWS), help="ask the questions as people type them")
    parser.add_argument("--style", action="append", help="only questions of this style; may be repeated")
    parser.add_argument("--json", type=Path, help="write figures and verdicts here")
    parser.add_argument("--against", type=Path, help="an earlier --json file: print what was lost and won since")
    parser.add_argument("--failures", action="store_true", help="print what went wrong")
    return parser.parse_args(argv)


def chosen(files: Sequence[Path], styles: Sequence[str] | None = None, view: str | None = None) -> list[Question]:
    """Return the questions of the files, only those styles when styles are named, seen through a view if any."""
    questions = [q for file in files for q in load(file) if not styles or q.style in styles]
    return [seen_through(view, q) for q in questions] if view else questions


def main(argv: Sequence[str] | None = None) -> int:
    """Measure a running server and print the report; return 0, or 2 when the server does not keep the contract."""
    options = _options(argv)
    questions = chosen(options.questions, options.style, options.view)
    try:
        with httpx.Client(base_url=options.url, timeout=60) as client:
            verdicts = run(questions, *over_http(client))
    except (httpx.HTTPError, KeyError) as error:
        sys.stderr.write(f"{options.url}: {error!r}\n")
        return 2
    if options.json:
        write_json(options.json, verdicts)
    sys.stdout.write(report(verdicts, options.failures))
    if options.against:
        sys.stdout.write("\n" + changes(verdicts, options.against))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
