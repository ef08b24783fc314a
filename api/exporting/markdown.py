"""A conversation as Markdown: quotes as block quotes, sources as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.exporting.dossier import Dossier, Exchange, Quoted
from api.exporting.markers import pieces

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_BLOCK_START = re.compile(r"^(\s*)([-+=])|^(\s*\d{1,9})([.)])", re.MULTILINE)


def as_markdown(dossier: Dossier) -> str:
    """Return the conversation as CommonMark with footnotes; what people and documents wrote stays words."""
    day = dossier.written_on
    lines = [
        f"# {_words(dossier.title)}",
        "",
        f"*Xuất ngày {day.day}/{day.month}/{day.year} từ trợ lý tra cứu văn bản. Phần trả lời do hệ thống trí tuệ nhân "
        "tạo soạn; phần trong ngoặc kép là nguyên văn của văn bản được dẫn. Cần kiểm tra lại trước khi sử dụng.*",
        "",
    ]
    notes: list[str] = []
    for number, exchange in enumerate(dossier.exchanges, start=1):
        lines += _exchange(number, exchange, notes)
    return "\n".join([*lines, "\n\n".join(notes)]).rstrip("\n") + "\n"


def _exchange(number: int, exchange: Exchange, notes: list[str]) -> Iterator[str]:
    """Yield the lines of one exchange and add its sources to `notes`."""
    yield f"## {number}. {_words(exchange.question)}"
    yield ""
    names = {quoted.marker: len(notes) + place for place, quoted in enumerate(exchange.quotes, start=1)}
    cut = pieces(exchange.answer, set(names))
    said = "".join(f"[^{names[p]}]" if isinstance(p, int) else _words(p) for p in cut)
    yield from (f"{line.strip()}  " if line.strip() else "" for line in said.split("\n"))
    yield ""
    for quoted in exchange.unsaid:
        yield from _block(quoted, f"[^{names[quoted.marker]}]")
    notes.extend(f"[^{names[quoted.marker]}]: {_words(quoted.source)}." for quoted in exchange.quotes)
    if exchange.related:
        yield "Các mục gần nhất, không phải câu trả lời:"
        yield ""
        for quoted in exchange.related:
            yield from _block(quoted, f" ({_words(quoted.source)})")
    for notice in exchange.notices:
        yield f"*Lưu ý: {_words(notice)}*"
        yield ""


def _block(quoted: Quoted, after: str) -> Iterator[str]:
    said = _words(f"“{quoted.quote.strip()}”") + after
    yield from (f"> {line.strip()}  " for line in said.split("\n"))
    yield ""


def _words(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _BLOCK_START.sub(r"\1\3\\\2\4", _SPECIAL.sub(r"\\\1", text))
