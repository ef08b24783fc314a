"""A bot within the test's process: the real service, desk, mailbox and library, over an invented assistant."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.testing import SampleAssistant, SampleDocuments
from bot.adapters.bot_api import BotApi
from bot.desk import Desk
from bot.pace import Limits, Pace
from bot.parts import Rules, assemble
from bot.ports import Answering, DocumentSource
from bot.service import Service
from corpus.mailbox import Mailbox
from rag.model import Answer, Inquiry
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import TOKEN

QUESTION = "báo cáo nộp trước ngày nào?"
ANSWER = "Trước ngày 05/6 [1]."


@dataclass
class SlowAssistant(SampleAssistant):
    """Takes `seconds` for an answer."""

    seconds: float = 0.0

    def answer(self, inquiry: Inquiry) -> Answer:
        """Wait, then answer."""
        time.sleep(self.seconds)
        return super().answer(inquiry)


@dataclass
class WritingAssistant(SampleAssistant):
    """Tells its sentences `gap_s` apart, as a language model does, and leaves off when nobody waits any more."""

    gap_s: float = 0.5
    left: threading.Event = field(default_factory=threading.Event)

    def answer(self, inquiry: Inquiry) -> Answer:
        """Tell the sentences, then answer."""
        for sentence in self.sentences:
            inquiry.heard(sentence)
            until = time.monotonic() + self.gap_s
            while time.monotonic() < until:
                if inquiry.cancelled():
                    self.left.set()
                    break
                time.sleep(0.01)
        return super().answer(replace(inquiry, heard=lambda _sentence: None))


@dataclass
class Office:
    """How the bot is set up: `rules`, `limits`, who answers, and the folder that its mailbox lies in."""

    telegram: BotApiDouble
    folder: Path
    rules: Rules = field(default_factory=lambda: Rules(admins=frozenset(range(1, 500)), per_minute=1_000))
    limits: Limits = field(default_factory=Limits)
    assistant: Answering = field(default_factory=SampleAssistant)
    documents: DocumentSource = field(default_factory=SampleDocuments)

    @contextmanager
    def open(self) -> Iterator[tuple[Service, asyncio.AbstractEventLoop]]:
        """Run the bot by polling until the context ends."""
        with Mailbox(self.folder / "ledger.sqlite3") as mailbox:
            loop = asyncio.new_event_loop()
            running, over = threading.Event(), asyncio.Event()
            made: list[Service] = []

            async def work() -> None:
                api = BotApi(TOKEN, self.telegram.url)
                made.append(
                    Service(
                        api,
                        mailbox,
                        lambda me: Desk(assemble(self.assistant, self.documents, mailbox, None, self.rules, me)),
                        Pace(self.limits),
                    )
                )
                async with made[0].running(None):
                    running.set()
                    await over.wait()

            thread = threading.Thread(target=_run, args=(loop, work))
            thread.start()
            assert running.wait(30)
            try:
                yield made[0], loop
            finally:
                loop.call_soon_threadsafe(over.set)
                thread.join(30)


def _run(loop: asyncio.AbstractEventLoop, work: Callable[[], object]) -> None:
    asyncio.set_event_loop(loop)
    loop.run_until_complete(work())  # type: ignore[arg-type]
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
