"""`danvan serve`: questions over HTTP, one owner of the store, an orderly end."""

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

Run = Callable[..., Any]
Launch = Callable[[Path, int], subprocess.Popen[str]]
QUESTION = "Sở Nội vụ có trách nhiệm gì?"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def url(data_dir: Path, launch: Launch) -> Iterator[str]:
    """Serve the shared data directory while the tests of this file run."""
    port = free_port()
    server = launch(data_dir, port)
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=20)


def test_a_question_is_answered_over_http(url: str) -> None:
    told = httpx.post(f"{url}/api/v1/ask", json={"question": QUESTION})
    assert told.status_code == 200
    answer = told.json()
    assert answer["status"] == "answered"
    for citation in answer["citations"]:
        text = httpx.get(f"{url}/api/v1/documents/{citation['document']['id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_the_page_is_there(url: str) -> None:
    page = httpx.get(f"{url}/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")


def test_the_shell_asks_the_server_that_owns_the_store(url: str, danvan: Run) -> None:
    told = danvan("ask", QUESTION, "--json")
    assert told.code == ExitCode.OK, told.err
    here, there = json.loads(told.out), httpx.post(f"{url}/api/v1/ask", json={"question": QUESTION}).json()
    assert here["answer"] == there["answer"]
    assert here["citations"] == there["citations"]


def test_the_shell_passes_on_what_the_server_refuses(url: str, danvan: Run) -> None:
    told = danvan("ask", "  ")
    assert told.code == ExitCode.INPUT_REFUSED
    assert told.err.startswith("danvan: ")
    assert told.err.count("\n") == 1


def test_documents_and_doctor_work_beside_the_server(url: str, danvan: Run) -> None:
    assert len(json.loads(danvan("documents", "--json").out)["documents"]) == 5
    told = danvan("doctor")
    assert told.code == ExitCode.OK, told.out
    assert url in told.out


@pytest.mark.parametrize("command", [["ingest", "."], ["reindex"], ["serve", "--port", "0"]])
def test_a_second_owner_is_refused_and_told_who_the_first_is(url: str, danvan: Run, command: list[str]) -> None:
    if command[0] == "serve":
        command = ["serve", "--port", str(free_port())]
    told = danvan(*command)
    assert told.code == ExitCode.STORE_BUSY
    assert url in told.err
    assert told.err.count("\n") == 1


def test_a_taken_port_is_told_before_anything_is_opened(url: str, danvan: Run, tmp_path: Path) -> None:
    told = danvan("serve", "--port", url.rsplit(":", 1)[1], within=tmp_path / "kho")
    assert told.code == ExitCode.CONFIGURATION
    assert "Không lắng nghe được" in told.err
    assert not (tmp_path / "kho").exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_leaves_the_store_free(
    danvan: Run, launch: Launch, tmp_path: Path, how: signal.Signals
) -> None:
    kept = tmp_path / "kho"
    server = launch(kept, free_port())
    server.send_signal(how)
    out, err = server.communicate(timeout=20)
    assert server.returncode == ExitCode.OK, err
    assert "danvan đã sẵn sàng" in out
    assert "Traceback" not in err
    assert not (kept / "store.owner.json").exists()
    assert danvan("doctor", within=kept).code == ExitCode.OK


def test_a_killed_server_keeps_nobody_out(danvan: Run, launch: Launch, tmp_path: Path) -> None:
    kept = tmp_path / "kho"
    server = launch(kept, free_port())
    server.kill()
    server.communicate(timeout=20)
    assert danvan("ask", QUESTION, within=kept).code == ExitCode.OK
