"""How fast the bot may speak: letters wait for their turn, what can be left out gives way to them."""

from __future__ import annotations

import asyncio
import time

from bot.pace import Limits, Pace


async def spare(pace: Pace, chat: int) -> bool:
    """Tell whether something that can be left out may go out."""
    async with pace.spare_turn(chat) as free:
        return free


async def test_a_letter_waits_until_its_chat_is_free_again() -> None:
    pace = Pace(Limits(chat_s=0.1))
    began = time.monotonic()
    for _ in range(3):
        async with pace.turn(1):
            pass
    assert time.monotonic() - began >= 0.2
    async with pace.turn(2):
        assert time.monotonic() - began < 1


async def test_what_can_be_left_out_is_counted_and_waits_for_nothing() -> None:
    pace = Pace(Limits(chat_s=0.2))
    began = time.monotonic()
    assert await spare(pace, 1)
    assert not await spare(pace, 1)
    assert await spare(pace, 2)
    assert time.monotonic() - began < 0.1
    async with pace.turn(1):
        assert time.monotonic() - began >= 0.2  # a letter keeps the limit that it used up


async def test_it_gives_way_to_a_letter_that_waits_for_the_same_chat() -> None:
    pace = Pace(Limits(chat_s=0.0))
    async with pace.turn(1):
        assert not await spare(pace, 1)
        assert await spare(pace, 2)
    assert await spare(pace, 1)


async def test_it_leaves_a_third_of_all_places_to_letters() -> None:
    pace = Pace(Limits(overall=6, overall_s=0.2))
    assert [await spare(pace, chat) for chat in range(1, 7)] == [True] * 4 + [False] * 2
    began = time.monotonic()
    for chat in (11, 12):
        async with pace.turn(chat):
            pass
    assert time.monotonic() - began < 0.1
    assert not pace.is_free
    await asyncio.sleep(0.25)
    assert await spare(pace, 7)


async def test_a_group_takes_so_many_messages_a_minute() -> None:
    pace = Pace(Limits(chat_s=0.0, group=2, group_s=0.2))
    assert [await spare(pace, -7) for _ in range(3)] == [True, True, False]
    assert all([await spare(pace, 7) for _ in range(3)])
