"""The installed `danvan`, run as a person runs it: another process, a data directory, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

START_S = 60.0
DANVAN = Path(sys.executable).with_name("danvan")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


def environment(data_dir: Path) -> dict[str, str]:
    """Return the environment of a command that works in `data_dir`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DANVAN_")}  # noqa: TID251
    return kept | {"DANVAN_DATA_DIR": str(data_dir), "COLUMNS": "100"}


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory that the tests of this folder share, filled by the first command that opens it."""
    return tmp_path_factory.mktemp("e2e") / "kho"


@pytest.fixture
def danvan(data_dir: Path, tmp_path: Path) -> Callable[..., Outcome]:
    """Return a function that runs the installed command in the shared data directory, or in one that is named."""

    def run(*arguments: str | Path, within: Path = data_dir) -> Outcome:
        done = subprocess.run(
            [DANVAN, *map(str, arguments)],
            cwd=tmp_path,
            env=environment(within),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def launch() -> Callable[[Path, int], subprocess.Popen[str]]:
    """Return a function that starts a server on a data directory and a port, and waits until it is ready."""

    def start(data_dir: Path, port: int) -> subprocess.Popen[str]:
        server = subprocess.Popen(
            [DANVAN, "serve", "--port", str(port)],
            env=environment(data_dir),
            cwd=data_dir.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and server.poll() is None:
            try:
                if httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).status_code == httpx.codes.OK:
                    return server
            except httpx.TransportError:
                time.sleep(0.05)
        server.kill()
        raise AssertionError(f"the server did not become ready: {server.communicate()[1][-2000:]}")

    return start
