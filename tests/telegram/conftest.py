"""A Bot API on loopback, and the bot as a process of its own that talks to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import TOKEN

ROOT = Path(__file__).resolve().parents[2]
ADMIN = 1
SECRET = "a-secret-of-the-webhook-0123456789"

Launch = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def telegram() -> Iterator[BotApiDouble]:
    """Return a Bot API of this test's own."""
    with BotApiDouble() as double:
        yield double


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with the shipped documents, to be copied."""
    folder = tmp_path_factory.mktemp("telegram") / "kho"
    run = subprocess.run(
        [sys.executable, "-m", "danvan", "documents"],
        env=environment(folder, {}),
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return folder


def environment(data_dir: Path, settings: dict[str, str]) -> dict[str, str]:
    """Return the environment of a bot."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DANVAN_")}  # noqa: TID251
    return kept | {"DANVAN_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"} | settings


@pytest.fixture
def launch(telegram: BotApiDouble, tmp_path: Path) -> Iterator[Launch]:
    """Return a function that starts the bot (`mode` "polling" or "webhook") on a data directory."""
    running: list[subprocess.Popen[str]] = []

    def start(data_dir: Path, mode: str = "polling", **settings: str) -> subprocess.Popen[str]:
        given = {"DANVAN_BOT_TOKEN": TOKEN, "DANVAN_BOT_API_URL": telegram.url, "DANVAN_BOT_ADMINS": str(ADMIN)}
        command = ["bot"]
        if mode == "webhook":
            port = str(free_port())
            given |= {"DANVAN_PUBLIC_URL": f"http://127.0.0.1:{port}", "DANVAN_BOT_WEBHOOK_SECRET": SECRET}
            given |= {"DANVAN_BOT_MODE": "webhook"}
            command = ["serve", "--port", port]
        log = (tmp_path / "bot.log").open("a", encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "danvan", *command],
            env=environment(data_dir, given | settings),
            cwd=tmp_path,
            stdout=log,
            stderr=log,
            text=True,
        )
        log.close()
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
