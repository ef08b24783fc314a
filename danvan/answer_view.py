"""An answer on the terminal: the answer, then each quote under the name of its place, then notices.

Reads the shape of the HTTP contract, so that an answer of this process and one of a server look the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.model import Metadata
from rag.answering.citing import document_line

Shape = Mapping[str, Any]
_NOT_AN_ANSWER = "Các mục gần nhất trong kho (không phải câu trả lời):"


def show_answer(console: Console, answer: Shape) -> None:
    """Print an answer of any status."""
    console.print(Text(answer["answer"], style="bold" if answer["status"] == "answered" else ""))
    _show_places(console, answer["citations"])
    if answer["options"]:
        console.print()
        for option in answer["options"]:
            console.print(Padding(Text(f"• {option['label']}: {option['question']}"), (0, 0, 0, 2)))
    if answer["related"]:
        console.print()
        console.print(Text(_NOT_AN_ANSWER, style="italic"))
        _show_places(console, answer["related"], numbered=False)
    for notice in answer["notices"]:
        console.print()
        console.print(Text.assemble(("Lưu ý: ", "bold yellow"), notice))


def _show_places(console: Console, citations: Sequence[Shape], numbered: bool = True) -> None:
    for citation in citations:
        console.print()
        marker = f"[{citation['marker']}] " if numbered else "·   "
        line = document_line(_metadata(citation["document"]))
        console.print(_hanging(marker, f"{line}. {_place(citation)}"))
        console.print(Padding(Text(f"“{citation['quote']}”"), (0, 0, 0, len(marker))))


def _hanging(marker: str, text: str) -> Table:
    grid = Table.grid(padding=0)
    grid.add_column(width=len(marker), no_wrap=True)
    grid.add_column()
    grid.add_row(Text(marker, style="bold cyan"), Text(text, style="cyan"))
    return grid


def _place(citation: Shape) -> str:
    section = citation["section"]
    heading = section["heading"]
    return f"{section['label']} ({heading})" if heading and section["label"] else section["label"] or heading


def _metadata(document: Shape) -> Metadata:
    issued = document["issued_on"]
    return Metadata(
        title=document["title"],
        type_name=document["type"],
        number=document["number"],
        issuer=document["issuer"],
        level=None,
        locality=document["locality"],
        issued_on=date.fromisoformat(issued) if issued else None,
        year=document["year"],
        subject=None,
        signers=(),
        recipients=(),
        bases=(),
    )
