"""Draws a conversation with the bot as a page: `python -m tests.telegram.picture PAGE.html`, then print the page.

What is drawn is what a Bot API on loopback was sent, with its entities and buttons; only the frame is ours.
"""

from __future__ import annotations

import html
import sys
import tempfile
from pathlib import Path

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
.said{break-inside:avoid}</style>
"""


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


def main() -> None:
    """Run the conversation and write the page."""
    page = _PAGE
    with tempfile.TemporaryDirectory() as folder:
        data_dir, log = Path(folder) / "kho", Path(folder) / "bot.log"
        with BotApiDouble() as telegram, bot_process(telegram, data_dir, log, 1) as start:
            start()
            for number, said in enumerate(STEPS, start=1):
                telegram.say(PERSON, said)
                call = telegram.wait_calls(number, *_SENT, chat=PERSON, seconds=90)[-1]
                rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
                page += f'<div class="said mine">{html.escape(said)}</div>'
                page += drawn(call, [[button["text"] for button in row] for row in rows])
    Path(sys.argv[1]).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
