"""What holds for every test: no network, no settings of the person who runs them, no downloads.

Sockets are closed but for loopback by the options in `pyproject.toml`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "TOKENIZERS_PARALLELISM": "false",
}
ROOT = Path(__file__).resolve().parents[1]


def pytest_configure() -> None:
    """Take the developer's own settings and every way to a model hub out of the environment."""
    for name in [name for name in os.environ if name.startswith("DANVAN_")]:  # noqa: TID251
        del os.environ[name]  # noqa: TID251
    os.environ.update(OFFLINE)  # noqa: TID251


@pytest.fixture(autouse=True)
def _working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in a folder of its own, so that no `.env` of a checkout is read and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))


@pytest.fixture(scope="session")
def shipped_documents() -> Path:
    """Return the folder of the documents that ship with the product."""
    return ROOT / "corpus" / "documents"
