"""A second opinion on what the bot sends: another Bot API on loopback, by other people. It knows few methods.

Left out where it is not installed: npm install --prefix tests/telegram --no-save telegram-test-api@4.2.1
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from bot.wording import BUTTON_AFTER
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import TOKEN
from tests.telegram.conftest import free_port
from tests.telegram.office import ANSWER, QUESTION, Office

HERE = Path(__file__).parent
PERSON = 1


@dataclass
class Other:
    """The other Bot API and the one person who talks to the bot there."""

    url: str

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return httpx.post(f"{self.url}/{path}", json={"botToken": TOKEN, "date": int(time.time())} | body).json()

    def _common(self) -> dict[str, Any]:
        who = {"id": PERSON, "first_name": "Mẫu"}
        return {"from": who | {"is_bot": False}, "chat": who | {"type": "private"}}

    def say(self, text: str) -> None:
        self._post("sendMessage", self._common() | {"text": text})

    def press(self, message: int, data: str) -> None:
        shown = self._common() | {"message_id": message, "date": int(time.time()), "text": "…"}
        self._post("sendCallback", {"from": shown["from"], "message": shown, "data": data})

    def sent(self) -> list[dict[str, Any]]:
        """Return what the bot has sent, as it stands now, in order; each with the number of its message."""
        history = self._post("getUpdatesHistory", {"token": TOKEN})["result"]
        return [one["message"] | {"number": one["messageId"]} for one in history if "chat_id" in one.get("message", {})]

    def wait(self, count: int, begins: str = "") -> dict[str, Any]:
        """Return the last of `count` messages, once it begins with some words."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            found = self.sent()
            if len(found) >= count and found[-1]["text"].startswith(begins):
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"waited in vain for {count} messages; there are {self.sent()}")


@pytest.fixture
def other() -> Iterator[Other]:
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules" / "telegram-test-api").is_dir():
        pytest.skip("node or its package telegram-test-api is missing (npm install --prefix tests/telegram …)")
    port = free_port()
    command = [node, str(HERE / "second_opinion.mjs"), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "up\n"
        yield Other(f"http://127.0.0.1:{port}")
        server.terminate()


def test_another_bot_api_takes_what_the_bot_sends(other: Other, tmp_path: Path) -> None:
    with Office(cast(BotApiDouble, other), tmp_path).open():
        other.say(QUESTION)
        answer = other.wait(1, ANSWER)
        rows = answer["reply_markup"]["inline_keyboard"]
        assert {entity["type"] for entity in answer["entities"]} >= {"bold", "expandable_blockquote"}
        other.press(answer["number"], rows[0][0]["callback_data"])
        section = other.wait(2)
        assert "Mục II.1" in section["text"]
        turned = {b["text"]: b["callback_data"] for row in section["reply_markup"]["inline_keyboard"] for b in row}
        other.press(section["number"], turned[BUTTON_AFTER])
        until = time.monotonic() + 10
        while "Mục II.2" not in other.sent()[-1]["text"]:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert len(other.sent()) == 2  # it was edited in place
