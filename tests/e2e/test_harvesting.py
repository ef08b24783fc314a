"""Feedback becomes questions: asked over HTTP, refused or disliked, kept, reviewed by hand, proved, and asked again."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from danvan.exit_codes import ExitCode
from eval.question_faults import problems_of
from eval.question_set import load

Run = Callable[..., Any]
Launch = Callable[[Path, int], subprocess.Popen[str]]
INVENTED = Path(__file__).resolve().parents[1] / "integration" / "invented"
DISLIKED = "Công an huyện Lâm Khê làm gì?"
REFUSED = "Ai quản lý tài khoản 19001234567890 của thư viện canary-question?"
SETTINGS = "DANVAN_KEEP_QUESTIONS=failed\nDANVAN_SHIPPED_DOCUMENTS=false\n"


@pytest.fixture
def kept(tmp_path: Path, danvan: Run) -> Path:
    """Return a data directory that holds the invented documents; its `.env` says that questions are kept."""
    (tmp_path / ".env").write_text(SETTINGS, encoding="utf-8")
    told = danvan("ingest", INVENTED, within=tmp_path / "kho")
    assert told.code == ExitCode.OK, told.err
    return tmp_path / "kho"


@pytest.fixture
def server(kept: Path, launch: Launch) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    running = launch(kept, port)
    yield f"http://127.0.0.1:{port}", running
    if running.poll() is None:
        running.kill()
        running.communicate()


def ask(url: str, question: str) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.post(f"{url}/api/v1/ask", json={"question": question}).json()
    return answer


def decide(file: Path, question: str, **decision: Any) -> None:
    """Edit the one line of a review file that holds `question`, as a person would."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    next(row for row in rows if question in row["question"]).update(decision)
    file.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")


def stop(running: subprocess.Popen[str]) -> str:
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=20)
    return out + err


def test_what_was_asked_in_vain_becomes_questions_with_answers(
    server: tuple[str, subprocess.Popen[str]], kept: Path, danvan: Run, tmp_path: Path
) -> None:
    url, running = server
    assert ask(url, REFUSED)["status"] == "refused"
    verdict = {"answer_id": ask(url, DISLIKED)["id"], "verdict": "down", "comment": "thiếu việc canary-comment"}
    assert httpx.post(f"{url}/api/v1/feedback", json=verdict).json()["comment_kept"] is True
    assert (
        danvan("ask", f"{REFUSED} Hỏi tại máy chủ.", within=kept).code == ExitCode.NO_BASIS
    )  # the shell's are not kept
    assert len(json.loads(danvan("feedback", "list", "--json", within=kept).out)["questions"]) == 2
    assert "đang có 2 câu" in " ".join(danvan("doctor", within=kept).out.split())

    review, into = tmp_path / "review.jsonl", tmp_path / "harvested.jsonl"
    told = danvan("eval", "harvest", "--out", review, within=kept)
    assert told.code == ExitCode.OK, told.err
    assert "19001234567890" not in review.read_text(encoding="utf-8") + review.with_suffix(".md").read_text("utf-8")

    decide(review, DISLIKED, review="keep", pick=[1], answer_must=["tín dụng đen"])
    decide(review, "canary-question", review="keep")
    told = danvan("eval", "harvest", "--accept", review, "--into", into, within=kept)
    assert told.code == ExitCode.INPUT_REFUSED
    assert "chưa chọn căn cứ" in told.err
    assert "Đã thêm 1 câu" in told.out
    decide(review, "canary-question", answerable=False)
    told = danvan("eval", "harvest", "--accept", review, "--into", into, within=kept)
    assert told.code == ExitCode.OK, told.err
    assert "Đã thêm 1 câu" in told.out

    questions = load(into)
    assert problems_of(questions, {file.name: file.read_text("utf-8") for file in INVENTED.glob("*.txt")}) == []
    assert sorted(question.answerable for question in questions) == [False, True]
    assert danvan("eval", "harvest", "--accept", review, "--into", into, within=kept).code == ExitCode.OK
    assert load(into) == questions

    logged = stop(running)
    assert "canary" not in logged
    told = danvan("eval", "run", into, within=kept)
    assert told.code == ExitCode.OK, told.err
    told = danvan("eval", "harvest", "--out", tmp_path / "again.jsonl", "--into", into, within=kept)
    assert "Không có câu hỏi mới" in told.out
    assert "Đã xóa hẳn 2 câu hỏi." in danvan("feedback", "erase", "--all", within=kept).out
    assert not [file for file in kept.glob("feedback*") if b"canary" in file.read_bytes()]


def test_nothing_is_kept_unless_it_is_switched_on(kept: Path, launch: Launch, danvan: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DANVAN_SHIPPED_DOCUMENTS=false\n", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    running = launch(kept, port)
    url = f"http://127.0.0.1:{port}"
    verdict = {"answer_id": ask(url, REFUSED)["id"], "verdict": "down", "comment": "canary-comment"}
    assert httpx.post(f"{url}/api/v1/feedback", json=verdict).json()["comment_kept"] is False
    assert "được lưu lại" not in httpx.get(url).text
    assert "canary" not in stop(running)
    assert not [file for file in kept.rglob("*") if file.is_file() and b"canary" in file.read_bytes()]
    told = danvan("eval", "harvest", "--out", tmp_path / "review.jsonl", within=kept)
    assert "việc giữ câu hỏi đang tắt" in told.out
    assert not (tmp_path / "review.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Hãy chọn một"),
        (["--out", "a.jsonl", "--accept", "b.jsonl"], "không"),
        (["--accept", "{review}"], "--into"),
        (["--accept", "{review}", "--into", "test2.jsonl"], "không được trộn vào"),
    ],
)
def test_an_unclear_order_is_told_in_one_line(danvan: Run, tmp_path: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "review.jsonl").touch()
    told = danvan("eval", "harvest", *[part.format(review=tmp_path / "review.jsonl") for part in arguments])
    assert told.code in (ExitCode.CONFIGURATION, ExitCode.USAGE)
    assert words in told.err
    assert told.err.count("\n") == 1
