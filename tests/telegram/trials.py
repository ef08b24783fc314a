"""Trials that take long: `python -m tests.telegram.trials kills 200`, `… load 60 --each 10`. Tests run them in small.

Kills: a bot under questions is killed at random moments and started again; every question must be answered once, or
once more with the line that says so. Load: a hundred chats ask for a while; limits are kept and waiting is measured.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from bot.wording import SENT_AGAIN
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import TOKEN, Call

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = (
    "báo cáo 6 tháng nộp trước ngày nào?",
    "bao cao nam nop khi nao",
    "ai ký kế hoạch năm 2020?",
    "nhiệm vụ của Mặt trận Tổ quốc",
    "mục III.1 của kế hoạch năm 2024",
    "giá vàng hôm nay bao nhiêu?",
)
_FIRST_CHAT = 10_000
_SENT = ("sendMessage", "editMessageText")


@dataclass(frozen=True, slots=True)
class KillReport:
    """What 'kills' found: questions, answers missing, marked and unmarked repetitions, most repetitions of one kill."""

    kills: int
    questions: int
    missing: int
    repeated_marked: int
    repeated_unmarked: int
    most_of_one_kill: int
    refused: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What 'load' found; milliseconds from a question's arrival at the API to its answer's."""

    chats: int
    questions: int
    answered: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    most_in_a_second: int
    most_of_a_chat_in_a_second: int
    refused: int


@contextmanager
def bot_process(
    telegram: BotApiDouble, data_dir: Path, log: Path, chats: int, **settings: str
) -> Iterator[Callable[[], int]]:
    """Yield a function that starts the bot, killing the one that runs, and returns how many were killed so far."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DANVAN_")}  # noqa: TID251
    admins = ",".join(str(_FIRST_CHAT + n) for n in range(chats))
    environment = kept | {
        "DANVAN_DATA_DIR": str(data_dir),
        "DANVAN_BOT_TOKEN": TOKEN,
        "DANVAN_BOT_API_URL": telegram.url,
        "DANVAN_BOT_ADMINS": admins,
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        **settings,
    }
    running: list[subprocess.Popen[bytes]] = []

    def start() -> int:
        if running:
            running[-1].kill()
            running[-1].wait()
        with log.open("ab") as sink:
            running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "danvan", "bot"], env=environment, cwd=log.parent, stdout=sink, stderr=sink
                )
            )
        return len(running) - 1

    try:
        yield start
    finally:
        running[-1].terminate()
        running[-1].wait(30)


def kill_trial(kills: int, data_dir: Path, log: Path, seed: int = 7, every_s: float = 0.3) -> KillReport:
    """Kill a bot `kills` times at random moments while a question arrives every `every_s` seconds or so."""
    chance = random.Random(seed)
    most = 60 * kills + 200
    moments: list[float] = []
    over = threading.Event()
    with BotApiDouble() as telegram, bot_process(telegram, data_dir, log, most) as start:
        start()
        asked: list[int] = []
        telegram.wait(lambda: telegram.calls("setMyCommands"), 180)

        def ask() -> None:
            while not over.wait(chance.uniform(0, 2 * every_s)) and len(asked) < most:
                chat = _FIRST_CHAT + len(asked)
                telegram.say(chat, chance.choice(QUESTIONS))
                asked.append(chat)

        asker = threading.Thread(target=ask)
        asker.start()
        before = 0  # calls that were made when the bot that runs now was started
        for _ in range(kills):
            if chance.random() < 0.8:  # mostly while it works, now and then while it starts
                telegram.wait_calls(before + 1, "setMyCommands", seconds=180)
            time.sleep(chance.uniform(0, 2.5))
            moments.append(time.monotonic())
            before = len(telegram.calls("setMyCommands"))
            start()
        over.set()
        asker.join()
        telegram.wait(lambda: {c.params["chat_id"] for c in telegram.calls(*_SENT)} >= set(asked), 240)
        time.sleep(2)
        return _kill_report(moments, asked, telegram.calls(*_SENT), len(telegram.state.refused))


def _kill_report(moments: list[float], asked: list[int], calls: list[Call], refused: int) -> KillReport:
    by_chat: dict[int, list[Call]] = {}
    for call in calls:
        by_chat.setdefault(call.params["chat_id"], []).append(call)
    again = [call for sent in by_chat.values() for call in sent[1:]]
    marked = [call for call in again if call.params["text"].startswith(SENT_AGAIN)]
    of_kill = Counter(sum(moment < call.at for moment in moments) for call in again)
    return KillReport(
        kills=len(moments),
        questions=len(asked),
        missing=len(set(asked) - set(by_chat)),
        repeated_marked=len(marked),
        repeated_unmarked=len(again) - len(marked),
        most_of_one_kill=max(of_kill.values(), default=0),
        refused=refused,
    )


def load_trial(seconds: float, data_dir: Path, log: Path, chats: int = 100, each_s: float = 4.0) -> LoadReport:
    """Have `chats` chats ask a question every `each_s` seconds or so for a while."""
    chance = random.Random(3)
    began: dict[tuple[int, int], float] = {}
    with BotApiDouble() as telegram, bot_process(telegram, data_dir, log, chats) as start:
        start()
        telegram.say(_FIRST_CHAT, QUESTIONS[0])
        telegram.wait_calls(1, *_SENT, seconds=180)
        time.sleep(1.5)
        first = len(telegram.calls(*_SENT))
        due = sorted((chance.uniform(0, each_s), n) for n in range(chats))
        end = time.monotonic() + seconds
        origin, counts = time.monotonic(), Counter[int]()
        while due and time.monotonic() < end:
            moment, n = due.pop(0)
            time.sleep(max(0.0, origin + moment - time.monotonic()))
            chat = _FIRST_CHAT + n
            began[chat, counts[chat]] = time.monotonic()
            counts[chat] += 1
            telegram.say(chat, chance.choice(QUESTIONS))
            due.append((moment + each_s * chance.uniform(0.9, 1.1), n))
            due.sort()
        telegram.wait_calls(first + len(began), *_SENT, seconds=180)
        calls = telegram.calls(*_SENT)[first:]
        return _load_report(chats, began, calls, len(telegram.state.refused))


def _load_report(chats: int, began: dict[tuple[int, int], float], calls: list[Call], refused: int) -> LoadReport:
    seen, waits = Counter[int](), []
    for call in calls:
        chat = call.params["chat_id"]
        waits.append(1000 * (call.at - began[chat, seen[chat]]))
        seen[chat] += 1
    cuts = quantiles(waits, n=100)
    moments = [call.at for call in calls]
    of_chat: dict[int, list[float]] = {}
    for call in calls:
        of_chat.setdefault(call.params["chat_id"], []).append(call.at)
    return LoadReport(
        chats=chats,
        questions=len(began),
        answered=len(calls),
        p50_ms=round(cuts[49], 1),
        p95_ms=round(cuts[94], 1),
        p99_ms=round(cuts[98], 1),
        most_in_a_second=most_within(moments, 1.0),
        most_of_a_chat_in_a_second=max(most_within(m, 1.0) for m in of_chat.values()),
        refused=refused,
    )


def most_within(moments: list[float], seconds: float) -> int:
    """Return the most moments that lie within any stretch of so many seconds."""
    ordered, first, most = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def main() -> None:
    """Run one trial in a folder of its own and print what it found."""
    parser = argparse.ArgumentParser(description="Trials of the bot against the Bot API on loopback.")
    trials = parser.add_subparsers(dest="trial", required=True)
    kills = trials.add_parser("kills", help="kill the bot at random moments")
    kills.add_argument("times", type=int)
    load = trials.add_parser("load", help="have many chats ask at once")
    load.add_argument("seconds", type=float)
    load.add_argument("--each", type=float, default=4.0, help="seconds between the questions of one chat")
    load.add_argument("--chats", type=int, default=100)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data_dir, log = Path(folder) / "kho", Path(folder) / "bot.log"
        if wanted.trial == "kills":
            print(kill_trial(wanted.times, data_dir, log))  # noqa: T201
        else:
            print(load_trial(wanted.seconds, data_dir, log, wanted.chats, wanted.each))  # noqa: T201


if __name__ == "__main__":
    main()
