"""A conversation of forty steps with the bot as a process of its own, by polling and by webhook."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import TOKEN, Call
from tests.telegram.conftest import ADMIN, Launch

OFFICIAL, STRANGER, GROUP, TOPIC = 42, 43, -1001, 5
ASKED = "Kế hoạch của tỉnh Gia Lai: báo cáo 6 tháng nộp trước ngày nào?"
SENT = ("sendMessage", "editMessageText", "sendDocument")


@dataclass
class Script:
    """Says things, and returns what the bot did next in the chat."""

    telegram: BotApiDouble
    steps: int = 0
    asked_last: int = 0

    def say(self, chat: int, text: str, **more: int | str) -> Call:
        """Say something and return the bot's next message there."""
        before = len(self.telegram.calls(*SENT, chat=chat))
        _, self.asked_last = self.telegram.say(chat, text, **more)
        return self._next(chat, before)

    def press(self, call: Call, label: str, person: int | None = None) -> Call:
        """Press the button with a label under a message and return the bot's next message in that chat."""
        assert call.message is not None
        chat = call.params["chat_id"]
        before = len(self.telegram.calls(*SENT, chat=chat))
        self.telegram.press(chat, call.message, self.button(call, label), person)
        return self._next(chat, before)

    def press_only(self, call: Call, label: str, person: int | None = None) -> Call:
        """Press a button and return how the press itself was answered."""
        assert call.message is not None
        before = len(self.telegram.calls("answerCallbackQuery"))
        self.telegram.press(call.params["chat_id"], call.message, self.button(call, label), person)
        self.steps += 1
        return self.telegram.wait_calls(before + 1, "answerCallbackQuery")[-1]

    def button(self, call: Call, label: str) -> str:
        """Return the data of the first button whose words begin with a label."""
        assert call.message is not None
        buttons = self.telegram.buttons(call.params["chat_id"], call.message)
        return next(data for words, data in buttons.items() if words.startswith(label))

    def _next(self, chat: int, before: int) -> Call:
        self.steps += 1
        return self.telegram.wait_calls(before + 1, *SENT, chat=chat)[before]


@pytest.fixture
def script(telegram: BotApiDouble) -> Script:
    return Script(telegram)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_forty_steps(script: Script, launch: Launch, stocked: Path, tmp_path: Path, mode: str) -> None:
    data_dir = tmp_path / "kho"
    shutil.copytree(stocked, data_dir)
    launch(data_dir, mode, DANVAN_LOG_LEVEL="debug")
    code = _invite(script)
    _join_and_ask(script, code)
    _follow_clarify_filter(script)
    _edit_reply_data(script)
    _group_and_inline(script)
    _queue_and_revoke(script)
    assert script.steps >= 40
    assert script.telegram.state.refused == []
    assert set(script.telegram.state.commands) == {"", "vi"}
    _no_canary(tmp_path)
    if mode == "webhook":
        assert sorted(script.telegram.acknowledged)[len(script.telegram.acknowledged) // 2] < 0.05


def _invite(script: Script) -> str:
    assert "trí tuệ nhân tạo" in script.say(ADMIN, "/start").params["text"]
    panel = script.say(ADMIN, "/admin")
    assert "Đang chờ duyệt: 0" in panel.params["text"]
    invitation = script.press(panel, "Tạo mã mời").params["text"]
    (code,) = re.findall(r"start=(moi_\S+)", invitation)
    assert "Không có ai" in script.press(panel, "Hàng chờ").params["text"]
    return str(code)


def _join_and_ask(script: Script, code: str) -> None:
    closed = script.say(OFFICIAL, ASKED)
    assert "chỉ trả lời người đã được cấp quyền" in closed.params["text"]
    assert "được cấp quyền" in script.say(OFFICIAL, f"/start {code}").params["text"]
    answer = script.say(OFFICIAL, ASKED)
    text = answer.params["text"]
    assert text.startswith("Trước ngày 30/5/2020 [1]\n[1] Kế hoạch số 614/KH-UBND ngày 24/3/2020")
    quotes = [e for e in answer.params["entities"] if e["type"] == "expandable_blockquote"]
    quote = text.encode("utf-16-le")[2 * quotes[0]["offset"] :][: 2 * quotes[0]["length"]].decode("utf-16-le")
    assert quote.startswith("- Chỉ đạo thực hiện nghiêm chế độ thông tin, báo cáo 06 tháng")
    section = script.press(answer, "📄 1")
    assert "Mục III.2, gạch đầu dòng thứ 4" in section.params["text"]
    before = script.press(section, "◀ Mục trước")
    assert before.method == "editMessageText"
    assert "gạch đầu dòng thứ 3" in before.params["text"]
    assert "gạch đầu dòng thứ 4" in script.press(before, "Mục sau ▶").params["text"]
    assert "Cảm ơn" in script.press_only(answer, "👍").params["text"]
    assert "gopy" in script.press_only(answer, "👎").params["text"]


def _follow_clarify_filter(script: Script) -> None:
    assert "614/KH-UBND" in script.say(OFFICIAL, "còn báo cáo năm?").params["text"]
    places = script.press(script.say(OFFICIAL, ASKED), "🔁 Địa phương khác")
    assert "địa phương nào" in places.params["text"]
    script.press(places, "Xã")
    assert "cuộc hỏi đáp mới" in script.say(OFFICIAL, "/moi").params["text"]
    unclear = script.say(OFFICIAL, "mục III.2")
    assert "Có nhiều văn bản" in unclear.params["text"]
    assert "Mục III.2" in script.press(unclear, "3.").params["text"]
    assert "Từ giờ chỉ hỏi về tỉnh" in script.say(OFFICIAL, "/diaphuong gia lai").params["text"]
    assert "Đang lọc: tỉnh" in script.say(OFFICIAL, "ai ký văn bản?").params["text"]
    years = script.say(OFFICIAL, "/nam 1999")
    assert "Kho không có văn bản năm 1999" in years.params["text"]
    assert "mọi năm" in script.press(years, "Mọi năm").params["text"]
    assert "mọi địa phương" in script.press(script.say(OFFICIAL, "/diaphuong"), "Mọi địa phương").params["text"]
    assert "kết quả tìm kiếm" in script.say(OFFICIAL, "/tim quy chế dân chủ").params["text"]
    card = script.press(script.say(OFFICIAL, "/vanban"), "4")
    assert "614/KH-UBND" in card.params["text"]
    assert "chỉ hỏi trong" in script.press(card, "❓").params["text"]
    script.say(OFFICIAL, "/moi")


def _edit_reply_data(script: Script) -> None:
    first = script.say(OFFICIAL, ASKED)
    asked = script.asked_last
    edited = script.say(OFFICIAL, "Ai ký kế hoạch của Cà Mau?", edit=asked)
    assert (edited.method, edited.params["message_id"]) == ("editMessageText", first.message)
    assert "Không tìm thấy căn cứ" in edited.params["text"]
    again = script.say(OFFICIAL, ASKED)
    script.say(OFFICIAL, "/moi")
    assert "614/KH-UBND" in script.say(OFFICIAL, "còn báo cáo năm?", reply_to=again.message or 0).params["text"]
    assert script.say(OFFICIAL, "/xuat").method == "sendDocument"
    assert "Góp ý của" in _told(script, ADMIN, OFFICIAL, "/gopy câu trả lời rất tốt")
    assert "7 ngày" in script.say(OFFICIAL, "/quyenriengtu").params["text"]
    assert "xóa hẳn" in script.press(script.say(OFFICIAL, "/xoa"), "Xóa").params["text"]


def _group_and_inline(script: Script) -> None:
    telegram = script.telegram
    telegram.say(GROUP, ASKED, person=OFFICIAL, thread=TOPIC)  # nobody asked the bot
    nothing_yet = script.say(GROUP, f"@danvan_bot {ASKED}", person=OFFICIAL, thread=TOPIC)
    assert "Chưa có văn bản nào" in nothing_yet.params["text"]
    group = script.say(GROUP, "/admin", person=ADMIN)
    assert "Nhóm này được xem" in script.press(group, "Cho phép", person=ADMIN).params["text"]
    answer = script.say(GROUP, f"@danvan_bot {ASKED}", person=OFFICIAL, thread=TOPIC)
    assert "614/KH-UBND" in answer.params["text"]
    assert answer.params["message_thread_id"] == TOPIC
    assert answer.params["reply_parameters"]["message_id"] == script.asked_last
    assert len(telegram.calls(*SENT, chat=GROUP)) == 4
    query = telegram.ask_inline(OFFICIAL, "gia lai nop bao cao 6 thang truoc ngay nao")
    found = telegram.wait_calls(1, "answerInlineQuery")[-1]
    assert found.params["inline_query_id"] == query
    assert "30/5/2020" in found.params["results"][0]["input_message_content"]["message_text"]
    telegram.ask_inline(STRANGER, "gia lai nop bao cao 6 thang truoc ngay nao")
    assert telegram.wait_calls(2, "answerInlineQuery")[-1].params["results"] == []
    script.steps += 2


def _queue_and_revoke(script: Script) -> None:
    closed = script.say(STRANGER, "/start")
    closed = script.telegram.wait_calls(2, "sendMessage", chat=STRANGER)[-1]
    before = len(script.telegram.calls("sendMessage", chat=ADMIN))
    assert "Đã gửi yêu cầu" in script.press_only(closed, "Xin quyền").params["text"]
    request = script.telegram.wait_calls(before + 1, "sendMessage", chat=ADMIN)[-1]
    assert "Đã duyệt" in script.press_only(request, "Duyệt").params["text"]
    script.telegram.wait_calls(3, "sendMessage", chat=STRANGER)
    assert "614/KH-UBND" in script.say(STRANGER, ASKED).params["text"]
    members = script.press(script.say(ADMIN, "/admin"), "Người được cấp quyền")
    data = next(d for d in script.telegram.buttons(ADMIN, members.message or 0).values() if d == f"ar:{STRANGER}")
    script.telegram.press(ADMIN, members.message or 0, data)
    script.telegram.wait(lambda: "thu hồi" in script.telegram.texts(STRANGER)[-1])
    script.steps += 1
    assert "chỉ trả lời người đã được cấp quyền" in script.say(STRANGER, ASKED).params["text"]
    assert "dành cho người quản trị" in script.say(OFFICIAL, "/admin").params["text"]


def _told(script: Script, whom: int, who: int, text: str) -> str:
    """Return what somebody else is told when one says something."""
    before = len(script.telegram.calls("sendMessage", chat=whom))
    script.say(who, text)
    return str(script.telegram.wait_calls(before + 1, "sendMessage", chat=whom)[-1].params["text"])


def _no_canary(folder: Path) -> None:
    """Fail where the log, at the level of debugging, holds the token, a name or what was asked."""
    log = (folder / "bot.log").read_text(encoding="utf-8")
    assert "đã sẵn sàng" in log
    for canary in (TOKEN, TOKEN.partition(":")[2], "Nguyễn Văn Mẫu", "báo cáo 6 tháng", "nop bao cao", "rất tốt"):
        assert canary not in log
