"""Running a set: rows from any target, over HTTP with its faults, and the run folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from danvan.commands.evaluation.run import Shown, Wanted, run_sets
from danvan.settings import Settings
from eval.failures import failures
from eval.judging import Reply, reply_of
from eval.question_set import Question
from eval.rows import ROWS_FILE, ConsideredPassage, Proof, RunRow
from eval.run_folder import RunUnreadable, read_rows, read_summary, write_run
from eval.running import Asked, chosen, run
from eval.summary import Circumstances, commit_of, summarise
from eval.targets import OverHttp, TargetFailed
from eval.testing import EVIDENCE, refused_row, sample_body, sample_question, sample_row, wrong_row
from rag.errors import ConfigurationError


class Scripted:
    """A target that always says the same."""

    def __init__(self, body: dict[str, Any], considered: tuple[ConsideredPassage, ...] = ()) -> None:
        self.body, self.passages, self.texts_asked = body, considered, 0

    def reply(self, question: Question) -> Reply:
        """Give the body."""
        del question
        return reply_of(self.body, 3.0)

    def text_of(self, document_id: str) -> str:
        """Give a text that starts with the evidence."""
        assert document_id == "doc-1"
        self.texts_asked += 1
        return f"{EVIDENCE} và sau đó"

    def considered(self, question: Question) -> tuple[ConsideredPassage, ...]:
        """Give the passages."""
        del question
        return self.passages

    def found(self, question: Question) -> list[str]:
        """Give a hit without evidence and one with it."""
        del question
        return ["khác", f"nộp {EVIDENCE}"]


def passage(*proves: int, label: str = "Mục II", score: float = 0.4) -> ConsideredPassage:
    """Return a considered passage that proves these pieces of evidence."""
    return ConsideredPassage(
        document_id="doc-1",
        title="Kế hoạch",
        label=label,
        text="…",
        relevance=1.0,
        score=score,
        features={"lexical": 0.5},
        holds_gold=bool(proves),
        proves=proves,
    )


def only_row(target: Scripted, **changes: Any) -> RunRow:
    (row,) = run([Asked("dev", sample_question(**changes))], target)
    return row


def test_a_row_holds_question_reply_and_verdict() -> None:
    target = Scripted(sample_body("Trước 30/05.", EVIDENCE, "khác", confidence=0.75))
    row = only_row(target)
    assert (row.id, row.set, row.status, row.confidence, row.milliseconds) == ("x001", "dev", "answered", 0.75, 3.0)
    assert [c.holds_gold for c in row.citations] == [True, False]
    assert (row.verdict.right, row.verdict.verbatim, row.verdict.citations) == (True, 1, 2)
    assert target.texts_asked == 1


def test_the_rank_is_that_among_considered_passages_or_citations_or_hits() -> None:
    body = sample_body("Trước 30/05.", "khác", EVIDENCE)
    assert only_row(Scripted(body, (passage(), passage(), passage(0)))).verdict.rank == 3
    assert only_row(Scripted(body, (passage(),))).verdict.rank is None
    assert only_row(Scripted(body)).verdict.rank == 2
    assert only_row(Scripted(sample_body("…", "khác"))).verdict.rank == 2  # the second hit of the search
    assert only_row(Scripted(sample_body("…")), answerable=False, gold=(), answer_must=()).verdict.rank is None


def over_http(handler: Callable[[httpx.Request], httpx.Response]) -> OverHttp:
    return OverHttp(httpx.Client(base_url="http://danvan.test", transport=httpx.MockTransport(handler)))


def test_over_http_the_contract_is_spoken() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.path == "/api/v1/ask":
            return httpx.Response(200, json=sample_body("Trước 30/05.", "khác"))
        if request.url.path == "/api/v1/search":
            return httpx.Response(200, json={"hits": [{"quote": EVIDENCE}]})
        return httpx.Response(200, json={"text": "khác"})

    (row,) = run([Asked("dev", sample_question())], over_http(handler))
    assert (row.verdict.cited, row.verdict.verbatim, row.verdict.rank) == (False, 1, 1)
    assert row.milliseconds > 0
    assert [request.url.path for request in asked] == ["/api/v1/ask", "/api/v1/documents/doc-1", "/api/v1/search"]
    assert json.loads(asked[0].content)["keep"] is False  # a measurement leaves no trace among people's questions


def test_a_question_that_is_not_accepted_counts_as_refused_and_a_fault_of_the_server_as_wrong() -> None:
    rejected = over_http(lambda _: httpx.Response(422, json={"detail": "Câu hỏi trống."})).reply(sample_question())
    assert (rejected.status, rejected.answer) == ("refused", "Câu hỏi trống.")
    failed = over_http(lambda _: httpx.Response(500, text="boom")).reply(sample_question())
    assert (failed.status, failed.answer) == ("error", "HTTP 500")


@pytest.mark.parametrize(
    ("status", "content", "words"),
    [
        (401, {}, "--key"),
        (403, {}, "--key"),
        (200, {"answer": "…"}, "quy ước"),
        (200, [], "quy ước"),
        (404, {}, "quy ước"),
    ],
)
def test_a_server_that_cannot_be_measured_says_why(status: int, content: Any, words: str) -> None:
    with pytest.raises(TargetFailed, match=words):
        over_http(lambda _: httpx.Response(status, json=content)).reply(sample_question())


def test_a_server_that_is_not_there_says_so() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(TargetFailed, match="không kết nối"):
        over_http(handler).reply(sample_question())


def test_sets_are_restricted_to_styles_and_a_number_and_seen_through_a_view(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    questions = [sample_question(id=f"x{n}", style="formal" if n % 2 else "typo") for n in range(6)]
    file.write_text("".join(q.to_json() + "\n" for q in questions), encoding="utf-8")
    asked = chosen([file], styles=["formal"], view="nodiac", limit=2)
    assert [(one.set_name, one.question.id) for one in asked] == [("mine", "x1"), ("mine", "x3")]
    assert asked[0].question.question.isascii()


def test_a_run_folder_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "dev.jsonl"
    file.write_text("…", encoding="utf-8")
    rows = [sample_row("a", answer="dòng\u2028khác", considered=(passage(0),)), wrong_row("b")]
    summary = summarise(rows, [file], Circumstances("thử", "in-process", "default"))
    write_run(tmp_path / "run", rows, summary)
    assert list(read_rows(tmp_path / "run")) == list(read_rows(tmp_path / "run" / ROWS_FILE)) == rows
    assert read_summary(tmp_path / "run") == summary
    assert summary.sets[0].questions == 2
    assert summary.first_right_rank == {1: 1}


@pytest.mark.parametrize("content", [None, "not json\n", '{"id": "x"}\n'])
def test_what_is_no_run_is_refused_in_vietnamese(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / ROWS_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(RunUnreadable, match=ROWS_FILE):
        read_rows(tmp_path)
    with pytest.raises(RunUnreadable):
        read_summary(tmp_path)


def test_the_commit_of_a_checkout_is_read_without_git(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None
    (tmp_path / ".git" / "refs" / "heads").mkdir(parents=True)
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (tmp_path / ".git" / "packed-refs").write_text(f"# pack\n{'b' * 40} refs/heads/main\n", encoding="utf-8")
    assert commit_of(tmp_path) == "b" * 12
    (tmp_path / ".git" / "refs" / "heads" / "main").write_text("a" * 40 + "\n", encoding="utf-8")
    assert commit_of(tmp_path) == "a" * 12


def test_failures_tell_what_was_expected_what_came_and_where_the_evidence_stood() -> None:
    missed = wrong_row("b", considered=(passage(label="Mục I", score=0.6), passage(0, label="Mục II", score=0.4)))
    missed = missed.model_copy(update={"verdict": missed.verdict.model_copy(update={"rank": 2})})
    told = failures([sample_row("a"), missed, refused_row("c", answerable=True), refused_row("d", answerable=False)])
    assert "Không trích đúng chỗ" in told
    assert "căn cứ ở hạng 2: Mục II, xác suất 0.40 (đoạn đứng đầu: Mục I, 0.60)" in told
    assert "Từ chối nhầm" in told
    assert [id_ for id_ in "abcd" if f"{id_} formal" in told] == ["b", "c"]


def test_the_key_is_sent_as_a_bearer_token(tmp_path: Path) -> None:
    keys: list[str | None] = []

    class Locked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            keys.append(self.headers["Authorization"])
            self.send_response(401)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the name that the base class looks up

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Stay silent."""

    with HTTPServer(("127.0.0.1", 0), Locked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings = Settings(_env_file=None, data_dir=tmp_path)
        url = f"http://127.0.0.1:{server.server_port}"
        with pytest.raises(ConfigurationError, match="--key"):
            run_sets(settings, Wanted(limit=1, url=url, key="secret"), Shown(out=tmp_path / "run"))
        server.shutdown()
    assert set(keys) == {"Bearer secret"}
    assert not (tmp_path / "run").exists()


def test_over_http_the_mode_is_asked_for_and_what_became_of_sentences_is_kept() -> None:
    asked: list[dict[str, Any]] = []
    sentences = [{"text": None, "outcome": outcome, "marker": None, "fault": None} for outcome in ("kept", "dropped")]
    body = sample_body("Trước 30/05.") | {"mode": "generative", "verification": {"sentences": sentences}}

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content))
        return httpx.Response(200, json=body)

    client = httpx.Client(base_url="http://danvan.test", transport=httpx.MockTransport(handler))
    reply = OverHttp(client, "generative").reply(sample_question())
    assert asked[0]["mode"] == "generative"
    assert (reply.mode, reply.proof) == ("generative", Proof(kept=1, dropped=1))
