"""`danvan sites`: a page is registered beside a running server, which lets it in without a restart."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from danvan.exit_codes import ExitCode

Run = Callable[..., Any]
Launch = Callable[[Path, int], subprocess.Popen[str]]
PORTAL = "https://portal.example"
QUESTION = {"question": "Sở Nội vụ có trách nhiệm gì?"}
NOTICED_S = 5.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory of this file's own."""
    return tmp_path_factory.mktemp("sites") / "kho"


@pytest.fixture(scope="module")
def url(kept: Path, launch: Launch) -> Iterator[str]:
    """Serve that data directory while the tests of this file run, and see that nothing secret was logged."""
    port = free_port()
    server = launch(kept, port)
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    out, err = server.communicate(timeout=20)
    assert "eyJ" not in out + err  # how every token begins


def trade(url: str, site: str, origin: str = PORTAL) -> httpx.Response:
    return httpx.post(f"{url}/api/v1/sites/{site}/token", headers={"origin": origin})


def noticed(url: str, site: str, status: int) -> httpx.Response:
    """Trade until the server has noticed what a command changed."""
    deadline = time.monotonic() + NOTICED_S
    while (told := trade(url, site)).status_code != status and time.monotonic() < deadline:
        time.sleep(0.1)
    return told


def test_a_page_is_let_in_while_the_server_runs_kept_to_its_scope_and_shut_out_again(
    url: str, kept: Path, danvan: Run
) -> None:
    documents = httpx.get(f"{url}/api/v1/documents").json()["documents"]
    only = documents[0]["id"]
    added = danvan("sites", "add", "Cổng", "--origin", PORTAL, "--document", only, "--json", within=kept)
    assert added.code == ExitCode.OK, added.err
    site = json.loads(added.out)
    assert site["embed"] == f'<script src="{url}/widget.js" data-site="{site["id"]}" defer></script>'
    assert site["scope"]["document_ids"] == [only]

    token = noticed(url, site["id"], 200).json()["token"]
    headers = {"origin": PORTAL, "authorization": f"Bearer {token}"}
    answer = httpx.post(f"{url}/api/v1/ask", json=QUESTION, headers=headers)
    assert answer.status_code == 200
    shown = answer.json()["citations"] + answer.json()["related"]
    assert {citation["document"]["id"] for citation in shown} <= {only}
    offered = httpx.get(f"{url}/api/v1/suggestions", headers=headers).json()["suggestions"]
    assert len(offered) > 0
    assert trade(url, site["id"], "https://evil.example").status_code == 403
    framed = httpx.get(f"{url}/embed?site={site['id']}").headers
    assert f"frame-ancestors {PORTAL}" in framed["content-security-policy"]

    elsewhere = ("--origin", "https://moi.example", "--name", "Cổng mới", "--document", "")
    edited = danvan("sites", "edit", "Cổng", *elsewhere, "--json", within=kept)
    assert edited.code == ExitCode.OK, edited.err
    assert json.loads(edited.out) == site | {
        "name": "Cổng mới",
        "origins": ["https://moi.example"],
        "scope": {"document_ids": [], "locality": None, "type": None},
    }
    assert noticed(url, site["id"], 403).status_code == 403  # the old address, under the same id
    assert httpx.post(f"{url}/api/v1/ask", json=QUESTION, headers=headers).status_code == 403
    assert trade(url, site["id"], "https://moi.example").status_code == 200
    assert danvan("sites", "edit", site["id"], "--origin", PORTAL, "--name", "Cổng", within=kept).code == ExitCode.OK
    assert noticed(url, site["id"], 200).status_code == 200

    assert "Cổng" in danvan("sites", "list", within=kept).out
    assert danvan("sites", "remove", "Cổng", within=kept).code == ExitCode.OK
    assert noticed(url, site["id"], 403).status_code == 403
    assert httpx.post(f"{url}/api/v1/ask", json=QUESTION, headers=headers).status_code == 403


def test_the_key_is_readable_by_its_owner_only(url: str, kept: Path) -> None:
    key = kept / "tokens.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == 32


def test_every_suggestion_is_answered_through_the_door(url: str) -> None:
    offered = httpx.get(f"{url}/api/v1/suggestions?limit=8").json()["suggestions"]
    assert len(offered) == 8
    for option in offered:
        answer = httpx.post(f"{url}/api/v1/ask", json={"question": option["question"]}).json()
        assert answer["status"] == "answered", option


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["add", "X"], ExitCode.USAGE, "--origin"),
        (["add", "X", "--origin", "*"], ExitCode.CONFIGURATION, "https://"),
        (["add", "X", "--origin", "https://x.example/duong-dan"], ExitCode.CONFIGURATION, "không kèm đường dẫn"),
        (["add", " ", "--origin", PORTAL], ExitCode.CONFIGURATION, "để trống"),
        (["add", "X", "--origin", PORTAL, "--document", "khong"], ExitCode.INPUT_REFUSED, "khong"),
        (["show", "khong"], ExitCode.INPUT_REFUSED, "danvan sites list"),
        (["edit", "khong", "--title", "Hỏi"], ExitCode.INPUT_REFUSED, "danvan sites list"),
        (["edit", "khong"], ExitCode.CONFIGURATION, "Chưa nói cần sửa gì"),
        (["remove", "khong"], ExitCode.INPUT_REFUSED, "danvan sites list"),
    ],
)
def test_what_cannot_be_registered_is_told_in_one_line(
    kept: Path, danvan: Run, arguments: list[str], code: ExitCode, said: str
) -> None:
    told = danvan("sites", *arguments, within=kept)
    assert told.code == code
    assert said in told.err
    assert told.err.count("\n") == 1
    assert json.loads(danvan("sites", "list", "--json", within=kept).out) == {"sites": []}
