"""`danvan ask` with a language model: its words when they are proven, the document's when the model fails."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from rag.generation.composing import WORDED
from tests.llm.faults import FAULTS
from tests.llm.plans import HERE, QUESTION, RIGHT_DAY, TRUE, plan
from tests.llm.scripted_server import Reply, ScriptedServer, says

pytest.importorskip("langchain_openai")

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory that holds one plan."""
    home = tmp_path_factory.mktemp("cli")
    (home / "plan.txt").write_text(plan(HERE, "Đồng Xoan", RIGHT_DAY).text, encoding="utf-8")
    danvan(home, None, "ingest", str(home / "plan.txt"))
    return home


def danvan(home: Path, server: ScriptedServer | None, *arguments: str, stderr: int = subprocess.PIPE) -> str:
    model = (
        {} if server is None else {"DANVAN_LLM_URL": server.url, "DANVAN_LLM_MODEL": "nho", "DANVAN_LLM_SILENCE_S": "3"}
    )
    run = subprocess.run(
        [sys.executable, "-m", "danvan", *arguments],
        env={
            "DANVAN_DATA_DIR": str(home / "kho"),
            "DANVAN_SHIPPED_DOCUMENTS": "false",
            "PYTHONPATH": str(ROOT),
            **model,
        },
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def asked(home: Path, server: ScriptedServer) -> dict[str, Any]:
    return dict(json.loads(danvan(home, server, "ask", "--json", QUESTION)))


def test_proven_words_of_a_model_are_told(stocked: Path, server: ScriptedServer) -> None:
    server.script(says(TRUE))
    answer = asked(stocked, server)
    assert (answer["mode"], answer["answer"]) == ("generative", TRUE)


def test_whose_words_they_are_is_said_with_the_places_below(stocked: Path, server: ScriptedServer) -> None:
    server.script(says(TRUE))
    told = danvan(stocked, server, "ask", QUESTION)
    words, places = told.split(f"\n\n{WORDED}\n\n")
    assert " ".join(words.split()) == TRUE
    assert places.startswith("[1] Kế hoạch số 12/KH-UBND")
    assert max(len(line) for line in told.splitlines()) <= 80


def test_who_waits_at_a_terminal_sees_that_something_is_done(stocked: Path, server: ScriptedServer) -> None:
    server.script(says(f"{TRUE} ", "Công", gap_s=1.0, first_s=0.8))
    shown, terminal = pty.openpty()
    told = danvan(stocked, server, "ask", QUESTION, stderr=terminal)
    os.close(terminal)
    seen = b""
    with suppress(OSError):  # how the end of a terminal is told
        while piece := os.read(shown, 4096):
            seen += piece
    os.close(shown)
    assert "mô hình ngôn ngữ đang soạn câu trả lời…" in seen.decode()
    assert "1 câu đã được đối chiếu" in seen.decode()
    assert told.startswith(TRUE[:40])


def test_in_a_pipe_nothing_is_shown_while_it_waits(stocked: Path, server: ScriptedServer) -> None:
    server.script(says(TRUE, first_s=0.8))
    with (stocked / "said").open("wb") as said:
        danvan(stocked, server, "ask", QUESTION, stderr=said.fileno())
    assert (stocked / "said").read_bytes() == b""


@pytest.mark.parametrize(
    "reply",
    [FAULTS[name].reply for name in ("503", "half JSON", "silence in the middle")] + [says("Hạn là ngày 1/1 [1].")],
    ids=["503", "half JSON", "silence", "an untruth"],
)
def test_a_model_that_fails_costs_no_answer(reply: Reply, stocked: Path, server: ScriptedServer) -> None:
    server.script(reply)
    answer = asked(stocked, server)
    assert (answer["status"], answer["mode"]) == ("answered", "extractive")
    assert RIGHT_DAY in answer["answer"]
    assert any("mô hình ngôn ngữ" in notice.lower() for notice in answer["notices"])
