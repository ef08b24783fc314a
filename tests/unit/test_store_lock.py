"""One owner at a time; the owner is named; what a crash leaves behind stops nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from corpus.errors import StoreBusy, StoreDamaged
from corpus.store_lock import StoreLock, describe_owner

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys, time
from pathlib import Path
from corpus.store_lock import StoreLock
lock = StoreLock(Path(sys.argv[1]), sys.argv[2], sys.argv[3] or None)
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""
Hold = Callable[[str, str], "subprocess.Popen[str]"]


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Hold]:
    started: list[subprocess.Popen[str]] = []

    def start(purpose: str, url: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLDER, str(tmp_path), purpose, url]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(child)
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        return child

    yield start
    for child in started:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def test_a_second_process_is_refused_at_once_and_told_where_the_server_answers(tmp_path: Path, hold: Hold) -> None:
    child = hold("serve", "http://127.0.0.1:8000")
    began = time.perf_counter()
    with pytest.raises(StoreBusy) as refused:
        StoreLock(tmp_path, "ingest").acquire()
    assert time.perf_counter() - began < 1
    assert str(child.pid) in refused.value.message_vi
    assert "http://127.0.0.1:8000" in refused.value.message_vi
    owner = describe_owner(tmp_path)
    assert owner is not None
    assert (owner.pid, owner.purpose, owner.url) == (child.pid, "serve", "http://127.0.0.1:8000")


def test_an_owner_that_is_no_server_is_named_by_its_command(tmp_path: Path, hold: Hold) -> None:
    child = hold("ingest", "")
    with pytest.raises(StoreBusy, match=f"{child.pid}.*danvan ingest"):
        StoreLock(tmp_path, "serve").acquire()


def test_a_killed_owner_leaves_the_store_free_and_is_forgotten(tmp_path: Path, hold: Hold) -> None:
    child = hold("serve", "http://127.0.0.1:8000")
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert (tmp_path / "store.owner.json").exists()
    assert describe_owner(tmp_path) is None
    assert not (tmp_path / "store.owner.json").exists()
    with StoreLock(tmp_path, "ingest"):
        owner = describe_owner(tmp_path)
        assert owner is not None
        assert owner.pid == os.getpid()


def test_a_new_owner_overwrites_what_a_killed_one_left(tmp_path: Path, hold: Hold) -> None:
    child = hold("serve", "http://127.0.0.1:8000")
    child.kill()
    child.wait()
    with StoreLock(tmp_path, "ingest"):
        owner = describe_owner(tmp_path)
        assert owner is not None
        assert (owner.pid, owner.url) == (os.getpid(), None)


def test_a_released_store_has_no_owner_and_can_be_taken_again(tmp_path: Path) -> None:
    lock = StoreLock(tmp_path / "new", "ingest")
    for _ in range(2):
        with lock:
            assert describe_owner(tmp_path / "new") is not None
        assert describe_owner(tmp_path / "new") is None
    lock.release()


def test_one_process_does_not_own_the_store_twice(tmp_path: Path) -> None:
    with StoreLock(tmp_path, "serve"), pytest.raises(StoreBusy):
        StoreLock(tmp_path, "ingest").acquire()


def test_the_refused_one_does_not_forget_the_owner(tmp_path: Path) -> None:
    with StoreLock(tmp_path, "serve"):
        second = StoreLock(tmp_path, "ingest")
        with pytest.raises(StoreBusy):
            second.acquire()
        second.release()
        owner = describe_owner(tmp_path)
        assert owner is not None
        assert owner.purpose == "serve"


def test_a_server_announces_its_address_when_it_has_one(tmp_path: Path) -> None:
    with StoreLock(tmp_path, "serve") as lock:
        lock.announce("http://127.0.0.1:9001")
        owner = describe_owner(tmp_path)
    assert owner is not None
    assert owner.url == "http://127.0.0.1:9001"


def test_another_thread_may_release_the_lock(tmp_path: Path) -> None:
    lock = StoreLock(tmp_path, "serve")
    lock.acquire()
    thread = Thread(target=lock.release)
    thread.start()
    thread.join()
    with StoreLock(tmp_path, "ingest"):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"pid": 1}), '{"pid": "x"}', "\u0000"])
def test_an_owner_file_that_cannot_be_read_names_nobody(tmp_path: Path, content: str) -> None:
    with StoreLock(tmp_path, "serve"):
        (tmp_path / "store.owner.json").write_text(content, encoding="utf-8")
        assert describe_owner(tmp_path) is None
        with pytest.raises(StoreBusy, match="một tiến trình khác"):
            StoreLock(tmp_path, "ingest").acquire()


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="thư mục dữ liệu"):
        StoreLock(tmp_path / "file" / "data", "ingest").acquire()


def test_the_owner_of_a_store_that_belongs_to_another_user_is_still_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError

    with StoreLock(tmp_path, "serve", "http://127.0.0.1:8000"):
        monkeypatch.setattr("filelock.FileLock.acquire", forbidden)
        owner = describe_owner(tmp_path)
    assert owner is not None
    assert owner.url == "http://127.0.0.1:8000"


def test_nobody_owns_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert describe_owner(tmp_path / "nowhere") is None
