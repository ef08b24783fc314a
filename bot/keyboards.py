"""Buttons and what they send back: a verb, a token that names a leaf of the memory, arguments; at most 64 bytes."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.letters import Button, Keyboard
from bot.text import units
from rag.model import Answer

_IN_A_ROW = 5
_MOST_NUMBERS = 15
_MOST_CHOICES = 30
_LABEL_CHARS = 60
_ENDING_CHARS = 40


def button(text: str, *data: str | int) -> Button:
    """Return a button that sends its data back, the parts joined by colons."""
    return Button(text=label(text), data=":".join(map(str, data)))


def label(text: str) -> str:
    """Return words short enough for a button."""
    return text if units(text) <= _LABEL_CHARS else f"{text[: _LABEL_CHARS - 2].rstrip()} …"


def ending(text: str) -> str:
    """Return words short enough for a button, without their middle: names of documents differ at their ends."""
    if units(text) <= _LABEL_CHARS:
        return text
    start = text.partition(" ")[0]
    return f"{start} … {text[-(_ENDING_CHARS):].partition(' ')[2]}"


def rows(buttons: Sequence[Button], in_a_row: int = _IN_A_ROW) -> Keyboard:
    """Return buttons in rows."""
    return tuple(tuple(buttons[at : at + in_a_row]) for at in range(0, len(buttons), in_a_row))


def numbers(token: str, count: int) -> Keyboard:
    """Return numbered buttons that open places."""
    return rows([button(f"📄 {n}", "s", token, n - 1) for n in range(1, min(count, _MOST_NUMBERS) + 1)])


def choices(verb: str, token: str, labels: Sequence[str], in_a_row: int = 1) -> Keyboard:
    """Return one button a choice, which sends its position."""
    return rows([button(text, verb, token, n) for n, text in enumerate(labels[:_MOST_CHOICES])], in_a_row)


def under_answer(token: str, answer: Answer, *, several_places: bool) -> Keyboard:
    """Return the buttons under an answer of any status."""
    if answer.options:
        named = [ending(f"{n}. {option.label}") for n, option in enumerate(answer.options, start=1)]
        return choices("o", token, named)
    verdict = [button(wording.BUTTON_UP, "u", token), button(wording.BUTTON_DOWN, "d", token)]
    if several_places:
        verdict.append(button(wording.BUTTON_OTHER_PLACE, "l", token))
    return (*numbers(token, len(answer.citations or answer.related)), tuple(verdict))
