"""Updates of Telegram as the bot understands them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.adapters.reading import read_update
from bot.incoming import InlineAsked, Pressed, Said, lane_of
from bot.ports import Identity

ME = Identity(99, "danvan_bot")
PERSON = {"id": 7, "is_bot": False, "first_name": "Lò Thị", "last_name": "Mẫu", "language_code": "vi"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Lò Thị"}
GROUP = {"id": -5, "type": "supergroup", "title": "Nhóm", "is_forum": True}


def message(text: str | None, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    held = {"message_id": 3, "date": 1, "chat": chat, "from": PERSON} | more
    return held if text is None else held | {"text": text}


def read(content: dict[str, Any]) -> Any:
    return read_update(json.dumps({"update_id": 1} | content), ME)


def entity(kind: str, offset: int, length: int) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length}


def test_a_question_in_private() -> None:
    said = read({"message": message("Báo cáo nộp khi nào?")})
    assert isinstance(said, Said)
    assert (said.text, said.command, said.addressed, said.edited) == ("Báo cáo nộp khi nào?", "", True, False)
    assert (said.person.name, said.person.language, said.place.private) == ("Lò Thị Mẫu", "vi", True)
    assert lane_of(said) == "7"


def test_an_edited_question() -> None:
    assert read({"edited_message": message("còn báo cáo năm?", edit_date=2)}).edited


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/tim dân chủ", "tim", "dân chủ"),
        ("/TIM dân chủ", "tim", "dân chủ"),
        ("/tim@danvan_bot dân chủ", "tim", "dân chủ"),
        ("/moi", "moi", ""),
    ],
)
def test_commands(text: str, command: str, rest: str) -> None:
    said = read({"message": message(text, entities=[entity("bot_command", 0, len(text.split()[0]))])})
    assert (said.command, said.text, said.addressed) == (command, rest, True)


def test_a_command_for_another_bot_is_nothing() -> None:
    assert read({"message": message("/tim@other_bot x", GROUP, entities=[entity("bot_command", 0, 14)])}) is None


def test_a_group_that_talks_among_itself_is_not_answered() -> None:
    assert not read({"message": message("ai đi họp?", GROUP)}).addressed


def test_a_mention_after_emoji_addresses_the_bot_and_is_taken_out() -> None:
    text = "😀 @danvan_bot báo cáo nộp khi nào?"
    said = read({"message": message(text, GROUP, entities=[entity("mention", 3, 11)])})
    assert said.addressed
    assert said.text == "😀  báo cáo nộp khi nào?"


def test_a_mention_of_somebody_else_does_not() -> None:
    assert not read({"message": message("@danvan_both ơi", GROUP, entities=[entity("mention", 0, 12)])}).addressed


def test_a_reply_to_the_bot_addresses_it_and_tells_which_message() -> None:
    bot = {"id": 99, "is_bot": True, "first_name": "b"}
    to_bot = {"message_id": 2, "date": 1, "chat": GROUP, "from": bot}
    said = read({"message": message("còn năm?", GROUP, reply_to_message=to_bot)})
    assert (said.addressed, said.reply_to) == (True, 2)
    to_person = to_bot | {"from": PERSON}
    said = read({"message": message("còn năm?", GROUP, reply_to_message=to_person)})
    assert (said.addressed, said.reply_to) == (False, None)


def test_a_topic_is_a_place_of_its_own() -> None:
    said = read({"message": message("x", GROUP, is_topic_message=True, message_thread_id=8)})
    assert said.place.thread == 8
    assert read({"message": message("x", GROUP, message_thread_id=8)}).place.thread is None  # a mere reply


def test_a_photo_in_private_is_told_apart_from_a_service_message() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    assert read({"message": message(None, photo=photo)}).text == ""
    assert read({"message": message(None, GROUP, photo=photo)}) is None
    assert read({"message": message(None, message_auto_delete_timer_changed={"message_auto_delete_time": 1})}) is None


def test_other_bots_and_channels_are_nothing() -> None:
    assert read({"message": message("x", **{"from": PERSON | {"is_bot": True}})}) is None
    assert read({"message": message("x", {"id": -9, "type": "channel", "title": "K"})}) is None
    assert read({"my_chat_member": {}}) is None
    assert read({"something_new": {"a": 1}}) is None


def test_a_press_and_an_inline_query() -> None:
    query = {"id": "q", "from": PERSON, "chat_instance": "1", "data": "s:abc:0", "message": message("câu trả lời")}
    pressed = read({"callback_query": query})
    assert isinstance(pressed, Pressed)
    assert (pressed.data, pressed.message) == ("s:abc:0", 3)
    assert lane_of(pressed) == "7"
    inline = read({"inline_query": {"id": "i", "from": PERSON, "query": "bao cao", "offset": ""}})
    assert isinstance(inline, InlineAsked)
    assert lane_of(inline) == "inline:7"


def test_a_press_under_a_message_that_is_too_old_has_a_place_still() -> None:
    gone = {"chat": PRIVATE, "message_id": 3, "date": 0}
    pressed = read(
        {"callback_query": {"id": "q", "from": PERSON, "chat_instance": "1", "data": "u:x", "message": gone}}
    )
    assert (pressed.place.chat, pressed.message) == (7, 3)
