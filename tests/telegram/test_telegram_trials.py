"""The trials in small: a bot killed under questions, chats that ask at once. In full: `tests/telegram/trials.py`."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.telegram.trials import kill_trial, load_trial, most_within


def test_a_bot_that_is_killed_answers_every_question(stocked: Path, tmp_path: Path) -> None:
    shutil.copytree(stocked, tmp_path / "kho")
    found = kill_trial(3, tmp_path / "kho", tmp_path / "bot.log")
    assert found.questions > 3
    assert (found.missing, found.repeated_unmarked, found.refused) == (0, 0, 0)


def test_many_chats_at_once_are_answered_within_the_limits(stocked: Path, tmp_path: Path) -> None:
    shutil.copytree(stocked, tmp_path / "kho")
    found = load_trial(3, tmp_path / "kho", tmp_path / "bot.log", chats=20, each_s=2.0)
    assert found.answered == found.questions > 15
    assert found.most_in_a_second <= 30
    assert found.most_of_a_chat_in_a_second == 1
    assert found.refused == 0


def test_moments_are_counted_in_any_stretch_of_time() -> None:
    assert most_within([0.0, 0.9, 1.0, 1.1, 5.0], 1.0) == 3  # 0.9, 1.0, 1.1; 0.0 is a whole second before 1.0
    assert most_within([], 1.0) == 0
