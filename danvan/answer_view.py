"""An answer on the terminal: the answer, then where it stands and what stands there, then notices.

Reads the shape of the HTTP contract, so that an answer of this process and one of a server look the same. Words are
wrapped here and not by rich: a document number is never broken at its hyphen, and lines carry no blanks at their end.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from corpus.model import Metadata
from rag.answering.citing import document_line

Shape = Mapping[str, Any]
_OPENING_CHARS = 160
_WARNING = "không phải câu trả lời"


def show_answer(console: Console, answer: Shape) -> None:
    """Print an answer of any status."""
    _print(console, answer["answer"], style="bold" if answer["status"] == "answered" else "")
    if answer["mode"] == "generative":
        from rag.generation.composing import WORDED  # only here: reading a server's answer needs nothing of it

        console.print()
        _print(console, WORDED, style="italic")
    _show_places(console, answer["citations"], said=answer["answer"])
    if answer["options"]:
        console.print()
        for option in answer["options"]:
            _print(console, f"{option['label']}: {option['question']}", first="  • ", indent="    ")
    if answer["related"]:
        console.print()
        if _WARNING not in answer["answer"]:
            _print(console, f"Các mục gần nhất trong kho ({_WARNING}):", style="italic")
        _show_nearest(console, answer["related"])
    if answer["notices"]:
        console.print()
    for notice in answer["notices"]:
        _print(console, notice, first="Lưu ý: ", indent=" " * 7, style="yellow")


def _show_places(console: Console, citations: Sequence[Shape], said: str) -> None:
    """Print each place with its quote; a quote that the answer has said already is not said twice."""
    for citation in citations:
        console.print()
        marker = f"[{citation['marker']}] "
        indent = " " * len(marker)
        _print(console, f"{document_line(_metadata(citation['document']))}.", first=marker, indent=indent, style="cyan")
        _print(console, _place(citation), first=indent, indent=indent, style="cyan")
        if citation["quote"] not in said:
            _print(console, f"“{citation['quote']}”", first=indent, indent=indent)


def _show_nearest(console: Console, citations: Sequence[Shape]) -> None:
    """Print places that are not an answer: without numbers, and with no more of each than its opening words."""
    for citation in citations:
        line = f"{document_line(_metadata(citation['document']))}, {_place(citation)}:"
        _print(console, line, first="  • ", indent="    ", style="cyan")
        opening = textwrap.shorten(citation["quote"], _OPENING_CHARS, placeholder=" …")
        _print(console, f"“{opening}”", first="    ", indent="    ")


def _print(console: Console, text: str, *, first: str = "", indent: str = "", style: str = "") -> None:
    for number, line in enumerate(text.splitlines()):
        wrapped = textwrap.wrap(
            line,
            console.width,
            initial_indent=first if number == 0 else indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        for piece in wrapped:
            console.print(Text(piece, style=style), soft_wrap=True)


def _place(citation: Shape) -> str:
    label, heading = citation["section"]["label"], citation["section"]["heading"]
    return f"{label} ({heading})" if label and heading else label or heading


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
