"""The link under a section opens the page of the web viewer at the quoted place, with the quote marked."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.testing import SampleAssistant, SampleDocuments
from bot.parts import Rules
from bot.wording import BUTTON_AFTER, BUTTON_BEFORE, BUTTON_WEB
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.office import QUESTION, Office

BASE = "https://dv.example.vn/tro-ly"


@pytest.fixture
def web() -> TestClient:
    documents = SampleDocuments()
    return TestClient(create_app(SampleAssistant(), documents, documents.readiness))


def test_the_page_opens_at_the_section_with_the_quote_marked(
    telegram: BotApiDouble, tmp_path: Path, web: TestClient
) -> None:
    assistant = SampleAssistant()
    office = Office(telegram, tmp_path, Rules(admins=frozenset({1}), public_url=BASE), assistant=assistant)
    with office.open():
        telegram.say(1, QUESTION)
        (answer,) = telegram.wait_calls(1, "sendMessage", chat=1)
        telegram.press(1, answer.message or 0, telegram.buttons(1, answer.message or 0)["📄 2"])
        section = telegram.wait_calls(2, "sendMessage", chat=1)[-1].message or 0
        opened = telegram.buttons(1, section)
        telegram.press(1, section, opened[BUTTON_BEFORE])
        telegram.wait_calls(1, "editMessageText", chat=1)
        beside = telegram.buttons(1, section)
        telegram.press(1, section, beside[BUTTON_AFTER])
        telegram.wait_calls(2, "editMessageText", chat=1)
    address = opened[BUTTON_WEB]
    assert address.startswith(f"{BASE}/documents/ke-hoach-tan-mau?start=")
    assert "start=" not in beside[BUTTON_WEB]  # the section before is not what was quoted
    path, query, anchor = _parts(address)
    page = web.get(f"{path}?{query}").text
    marked = re.findall(r'<mark class="quote"[^>]*>(.*?)</mark>', page, re.DOTALL)
    cited = assistant.answer(assistant.received[0]).citations[1]
    assert [html.unescape(words) for words in marked] == [cited.quote]
    assert f'id="{anchor}"' in page


def _parts(address: str) -> tuple[str, str, str]:
    found = urlsplit(address.removeprefix(BASE))
    return found.path, found.query, found.fragment
