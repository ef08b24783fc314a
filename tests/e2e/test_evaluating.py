"""`danvan eval`: an evaluator runs a set, reads figures, compares two runs, in process and against a server."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan.exit_codes import ExitCode

Run = Callable[..., Any]
Launch = Callable[[Path, int], subprocess.Popen[str]]
FEW = ("--set", "dev", "--limit", "6")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, launch: Launch) -> Iterator[str]:
    """Serve a store of the shipped documents while the tests of this file run."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = launch(tmp_path_factory.mktemp("served") / "kho", port)
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=20)


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "rows.jsonl").read_text(encoding="utf-8").strip().split("\n")]


def test_a_set_is_run_read_and_compared(danvan: Run, url: str, tmp_path: Path) -> None:
    here = danvan("eval", "run", *FEW, "--out", tmp_path / "here")
    assert here.code == ExitCode.OK, here.err
    assert here.out.startswith("Đã chấm 6 câu (dev 6) trên kho tại máy này.")
    assert "Câu đơn: trích dẫn đầu tiên đúng chỗ" in here.out
    assert (tmp_path / "here" / "report.html").stat().st_size > 10_000

    locked = danvan("eval", "run", *FEW, "--url", url, "--key", "of-another-server", "--out", tmp_path / "locked")
    assert (locked.code, locked.out) == (ExitCode.CONFIGURATION, "")
    assert "--key" in locked.err
    served = danvan("eval", "run", *FEW, "--url", url, "--json", "--out", tmp_path / "served")
    summary = json.loads(served.out)
    assert (summary["target"], summary["latency"]["n"]) == (url, 6)
    assert summary == json.loads((tmp_path / "served" / "summary.json").read_text(encoding="utf-8"))

    own, foreign = rows_of(tmp_path / "here"), rows_of(tmp_path / "served")
    for one, other in zip(own, foreign, strict=True):
        assert one["considered"]
        assert not other["considered"]
        same = ("id", "status", "answer", "citations", "related", "notices", "clauses")
        assert {key: one[key] for key in same} == {key: other[key] for key in same}
        assert other["confidence"] == (one["confidence"] if one["confidence"] is None else round(one["confidence"], 4))
        assert one["verdict"] | {"rank": 0} == other["verdict"] | {"rank": 0}

    compared = danvan("eval", "compare", tmp_path / "here", tmp_path / "served")
    assert compared.code == ExitCode.OK
    assert "So sánh trên 6 câu" in compared.out
    assert "Chưa có chỉ số chính nào khác nhau rõ rệt" in compared.out


def test_a_run_goes_into_the_data_directory_and_is_named_after_its_set(danvan: Run, data_dir: Path) -> None:
    assert danvan("eval", "run", "--set", "dev", "--limit", "1", "--view", "nodiac").code == ExitCode.OK
    (folder,) = (data_dir / "eval").iterdir()
    assert folder.name.endswith("-dev-nodiac")
    assert {file.name for file in folder.iterdir()} == {"rows.jsonl", "summary.json", "report.html"}


def test_documents_of_a_set_can_be_brought_along(danvan: Run, tmp_path: Path, data_dir: Path) -> None:
    lonely = danvan("eval", "run", "--set", "unseen", "--limit", "2", "--out", tmp_path / "without")
    assert "kho không có" in lonely.err
    folder = Path(__file__).parents[2] / "eval" / "documents"
    told = danvan("eval", "run", "--set", "unseen", "--limit", "2", "--documents", folder, "--out", tmp_path / "with")
    assert "kho không có" not in told.err
    stored = danvan("documents", "--json", within=data_dir)
    assert len(json.loads(stored.out)["documents"]) == 5  # the store of the settings is left alone


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "--set", "absent"), ExitCode.CONFIGURATION, "Không có bộ câu hỏi “absent”"),
        (("run", "--view", "absent"), ExitCode.CONFIGURATION, "Không có cách gõ “absent”"),
        (("run", "absent.jsonl"), ExitCode.CONFIGURATION, "Không đọc được bộ câu hỏi absent.jsonl"),
        (("run", "--style", "absent"), ExitCode.CONFIGURATION, "Không có câu hỏi nào"),
        (("run", "--url", "http://127.0.0.1:9"), ExitCode.CONFIGURATION, "không kết nối được"),
        (("compare", "absent", "absent"), ExitCode.CONFIGURATION, "Không đọc được absent"),
        (("gate", "--pins", "absent"), ExitCode.CONFIGURATION, "Không đọc được absent"),
    ],
)
def test_what_cannot_be_measured_is_said_in_one_line(
    danvan: Run, arguments: tuple[str, ...], code: ExitCode, words: str
) -> None:
    done = danvan("eval", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1
