"""Draws a conversation with the bot as a page: `python -m tests.telegram.picture PAGE.html`, then print the page.

`… PAGE.html --writing` draws a chat while a language model writes, and once its answer is there. What is drawn is what
a Bot API on loopback was sent, with its entities and buttons; only the frame is ours.
"""

from __future__ import annotations

import html
import sys
import tempfile
from pathlib import Path

from tests.llm.scripted_server import ScriptedServer, says
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import Call
from tests.telegram.trials import bot_process

PERSON = 10_000  # the first of those who may ask
STEPS = ("Gia Lai nop bao cao 6 thang truoc ngay nao?", "Ai ký kế hoạch của Cà Mau?", "/moi", "mục III.2")
_SENT = ("sendMessage", "editMessageText")
_TAGS = {"bold": "b", "italic": "i", "expandable_blockquote": "blockquote", "code": "code"}
_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Trợ lý Dân vận trên Telegram</title><style>
body{margin:0;background:#cfdcc8;font:15px/1.36 "Noto Sans","DejaVu Sans",sans-serif;width:900px;padding:10px;
box-sizing:border-box;columns:2;column-gap:26px}
.said{background:#fff;border-radius:12px;padding:8px 11px;margin:7px 50px 3px 0;white-space:pre-wrap}
.mine{background:#e3f8c8;margin:7px 0 3px 70px}
blockquote{margin:3px 0;padding:3px 9px;border-left:3px solid #3a8ed0;background:#eaf3fb;border-radius:4px}
.row{display:flex;gap:4px;margin:0 50px 4px 0}
.row span{flex:1;background:#8aa48399;color:#fff;border-radius:7px;padding:6px 4px;text-align:center;font-size:13.5px}
.said{break-inside:avoid}.draft{opacity:.62;border:1px dashed #6a8a5f}</style>
"""
_ASKED = "Gia Lai nộp báo cáo 6 tháng trước ngày nào?"
_TOLD = "Các Sở, ban, ngành báo cáo 06 tháng trước ngày 30/5/2020 [1].\n", "Báo cáo 01 năm trước ngày 30/10/2020 [1].\n"


def drawn(call: Call, buttons: list[list[str]]) -> str:
    """Return a message of the bot as HTML."""
    units = call.params["text"].encode("utf-16-le")
    opened: dict[int, list[str]] = {}
    closed: dict[int, list[str]] = {}
    for entity in call.params.get("entities", []):
        tag = _TAGS[entity["type"]]
        opened.setdefault(entity["offset"], []).append(f"<{tag}>")
        closed.setdefault(entity["offset"] + entity["length"], []).insert(0, f"</{tag}>")
    cuts = sorted({0, len(units) // 2, *opened, *closed})
    words = ""
    for start, end in zip(cuts, [*cuts[1:], len(units) // 2], strict=True):
        words += "".join(closed.get(start, [])) + "".join(opened.get(start, []))
        words += html.escape(units[2 * start : 2 * end].decode("utf-16-le"))
    words = words.replace("</blockquote>\n", "</blockquote>").replace("\n<blockquote>", "<blockquote>")
    rows = "".join(
        f'<div class="row">{"".join(f"<span>{html.escape(b)}</span>" for b in row)}</div>' for row in buttons
    )
    return f'<div class="said">{words}</div>{rows}'


def writing() -> str:
    """Return a chat as it stands while a model writes, and as it stands when the answer is there, side by side."""
    with tempfile.TemporaryDirectory() as folder, ScriptedServer() as model, BotApiDouble() as telegram:
        model.script(says(*_TOLD, gap_s=4.5))
        settings = {"DANVAN_LLM_URL": model.url, "DANVAN_LLM_MODEL": "nho"}
        data_dir, log = Path(folder) / "kho", Path(folder) / "bot.log"
        with bot_process(telegram, data_dir, log, 1, **settings) as start:
            start()
            telegram.say(PERSON, _ASKED)
            (offer,) = telegram.wait_calls(1, "sendMessage", chat=PERSON, seconds=90)
            draft = telegram.wait_calls(1, "sendMessageDraft", chat=PERSON)[-1]
            answer = telegram.wait_calls(2, "sendMessage", chat=PERSON)[-1]
    asked = f'<div class="said mine">{html.escape(_ASKED)}</div>'
    meanwhile = drawn(offer, _rows(offer)) + drawn(draft, []).replace('"said"', '"said draft"')
    return f'{asked}{meanwhile}<div style="break-before:column"></div>{asked}{drawn(answer, _rows(answer))}'


def _rows(call: Call) -> list[list[str]]:
    rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]


def main() -> None:
    """Run the conversation and write the page."""
    page = _PAGE
    if "--writing" in sys.argv:
        Path(sys.argv[1]).write_text(page + writing(), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        data_dir, log = Path(folder) / "kho", Path(folder) / "bot.log"
        with BotApiDouble() as telegram, bot_process(telegram, data_dir, log, 1) as start:
            start()
            for number, said in enumerate(STEPS, start=1):
                telegram.say(PERSON, said)
                call = telegram.wait_calls(number, *_SENT, chat=PERSON, seconds=90)[-1]
                page += f'<div class="said mine">{html.escape(said)}</div>'
                page += drawn(call, _rows(call))
    Path(sys.argv[1]).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
