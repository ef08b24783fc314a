"""What `danvan doctor` says of the bot, against the Bot API on loopback; never the token."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from corpus.mail import Settlement
from corpus.mailbox import Mailbox
from danvan import bot_checks
from danvan.bot_checks import examine_bot
from danvan.checks import Finding
from danvan.settings import Settings, load_settings
from danvan.store import LEDGER_FILE
from danvan.telegram import WEBHOOK_PATH, first_invitation
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import TOKEN, Fault
from tests.telegram.conftest import SECRET, environment

HOOK = f"https://dv.example.vn{WEBHOOK_PATH}"


@pytest.fixture
def settings(telegram: BotApiDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Return what sets a variable; a bot that asks for its updates is set."""
    monkeypatch.setenv("DANVAN_DATA_DIR", str(tmp_path / "kho"))
    monkeypatch.setenv("DANVAN_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DANVAN_BOT_API_URL", telegram.url)
    monkeypatch.setattr(bot_checks, "LISTENED_S", 1)
    return monkeypatch


def found(opens: bool = False, settings: Settings | None = None) -> dict[str, Finding]:
    findings = list(examine_bot(settings or load_settings(), opens=opens))
    assert not any(TOKEN.partition(":")[2] in finding.words for finding in findings)
    return {finding.name: finding for finding in findings}


def test_nothing_is_said_where_there_is_no_bot(settings: pytest.MonkeyPatch) -> None:
    settings.delenv("DANVAN_BOT_TOKEN")
    assert found() == {}
    settings.setenv("DANVAN_BOT_MODE", "polling")
    assert "chưa có DANVAN_BOT_TOKEN" in found()["Mã bot"].words


@pytest.mark.parametrize("token", ["abc", "123456:ngắn", TOKEN + " x", "123456"])
def test_a_token_of_the_wrong_shape_is_not_tried(
    token: str, settings: pytest.MonkeyPatch, telegram: BotApiDouble
) -> None:
    settings.setenv("DANVAN_BOT_TOKEN", token)
    (finding,) = found().values()
    assert not finding.ok
    assert token not in finding.words
    assert telegram.state.calls == []


def test_a_bot_that_is_well(settings: pytest.MonkeyPatch) -> None:
    findings = found()
    assert all(finding.ok for finding in findings.values())
    assert "@danvan_bot" in findings["Bot Telegram"].words
    assert "không có chương trình nào khác" in findings["Nhận tin Telegram"].words
    assert "đường dẫn mời" in findings["Quản trị bot"].words


def test_a_token_that_telegram_does_not_know(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("DANVAN_BOT_TOKEN", "999999:another-token-that-nobody-was-ever-given")
    finding = found()["Bot Telegram"]
    assert not finding.ok
    assert "@BotFather" in finding.words


def test_telegram_that_is_not_reached(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("DANVAN_BOT_API_URL", "http://127.0.0.1:9")
    finding = found()["Bot Telegram"]
    assert not finding.ok
    assert "DANVAN_BOT_API_URL" in finding.words


def test_telegram_that_is_out_of_order(settings: pytest.MonkeyPatch, telegram: BotApiDouble) -> None:
    telegram.fail(Fault("500", method="getMe", times=9))
    assert not found()["Bot Telegram"].ok


def test_another_program_that_listens(settings: pytest.MonkeyPatch, telegram: BotApiDouble) -> None:
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            with contextlib.suppress(httpx.HTTPError):
                httpx.post(f"{telegram.url}/bot{TOKEN}/getUpdates", data={"timeout": "30"}, timeout=1)
            time.sleep(0.2)

    other = threading.Thread(target=listen)
    other.start()
    try:
        finding = found()["Nhận tin Telegram"]
    finally:
        over.set()
        other.join(10)
    assert not finding.ok
    assert "chương trình khác" in finding.words


def test_our_own_bot_is_no_other_program(settings: pytest.MonkeyPatch, telegram: BotApiDouble, tmp_path: Path) -> None:
    given = {"DANVAN_BOT_TOKEN": TOKEN, "DANVAN_BOT_API_URL": telegram.url, "DANVAN_SHIPPED_DOCUMENTS": "false"}
    command = [sys.executable, "-m", "danvan", "bot"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path / "kho", given), stdout=subprocess.DEVNULL
    ) as bot:
        telegram.wait(lambda: telegram.calls("deleteWebhook"), 60)
        findings = found(opens=True)
        bot.terminate()
    assert f"tiến trình {bot.pid}" in findings["Nhận tin Telegram"].words
    assert "đường dẫn mời đã in còn hạn" in findings["Quản trị bot"].words


def test_somebody_else_s_webhook_is_told_by_its_host_alone(
    settings: pytest.MonkeyPatch, telegram: BotApiDouble
) -> None:
    telegram.state.webhook = {"url": f"https://kia.example.org/{TOKEN}"}
    finding = found()["Nhận tin Telegram"]
    assert not finding.ok
    assert "kia.example.org" in finding.words


@pytest.fixture
def pushed(settings: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Return what sets a variable; a bot to which updates are pushed is set."""
    settings.setenv("DANVAN_BOT_MODE", "webhook")
    settings.setenv("DANVAN_PUBLIC_URL", "https://dv.example.vn")
    settings.setenv("DANVAN_BOT_WEBHOOK_SECRET", SECRET)
    return settings


def test_updates_are_pushed_to_where_the_server_waits(pushed: pytest.MonkeyPatch, telegram: BotApiDouble) -> None:
    assert "chưa đăng ký" in found()["Nhận tin Telegram"].words
    telegram.state.webhook = {"url": HOOK}
    finding = found()["Nhận tin Telegram"]
    assert finding.ok
    assert HOOK in finding.words
    assert SECRET not in finding.words
    telegram.state.webhook = {"url": "https://kia.example.org/x"}
    assert not found()["Nhận tin Telegram"].ok


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DANVAN_PUBLIC_URL", "http://dv.example.vn", "https"),
        ("DANVAN_PUBLIC_URL", "https://dv.example.vn:9443", "8443"),
        ("DANVAN_BOT_WEBHOOK_SECRET", None, "DANVAN_BOT_WEBHOOK_SECRET"),
    ],
)
def test_settings_with_which_nothing_can_be_pushed(
    name: str, value: str | None, word: str, pushed: pytest.MonkeyPatch
) -> None:
    pushed.delenv(name) if value is None else pushed.setenv(name, value)
    finding = found()["Nhận tin Telegram"]
    assert not finding.ok
    assert word in finding.words


def test_the_last_error_of_pushing_is_told_and_counts_for_an_hour(
    pushed: pytest.MonkeyPatch, telegram: BotApiDouble
) -> None:
    telegram.state.webhook = {"url": HOOK}
    words = f"Wrong response from the webhook: 403 Forbidden {TOKEN}"
    telegram.state.webhook_error = {"last_error_message": words, "last_error_date": int(time.time()) - 60}
    finding = found()["Lần đẩy tin lỗi gần nhất"]
    assert not finding.ok
    assert "403 Forbidden" in finding.words
    assert "DANVAN_BOT_WEBHOOK_SECRET" in finding.words
    telegram.state.webhook_error["last_error_date"] = int(time.time()) - 7_200
    assert found()["Lần đẩy tin lỗi gần nhất"].ok


def test_who_can_let_people_in(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    with Mailbox(tmp_path / "kho" / LEDGER_FILE) as mailbox:
        mailbox.post(Settlement())
        assert "một đường dẫn mời" in found(opens=True)["Quản trị bot"].words
        first_invitation(mailbox, load_settings())
    assert "còn hạn" in found(opens=True)["Quản trị bot"].words
    settings.setenv("DANVAN_BOT_ADMINS", "5,6")
    assert found(opens=True)["Quản trị bot"].words == "2 người quản trị"
    assert found(opens=False)["Quản trị bot"].words == "2 người quản trị"
