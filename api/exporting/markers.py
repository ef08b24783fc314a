"""The marks [1], [2] in the words of an answer."""

from __future__ import annotations

import re

_MARKER = re.compile(r"\[(\d{1,5})\]")


def pieces(answer: str, markers: set[int]) -> list[str | int]:
    """Cut an answer at the marks that are among `markers`: words as they are, marks as numbers, in order.

    The space before a mark is left out: a footnote stands right behind the word.
    """
    cut: list[str | int] = []
    done = 0
    for found in _MARKER.finditer(answer):
        if int(found.group(1)) in markers:
            cut += [answer[done : found.start()].rstrip(" "), int(found.group(1))]
            done = found.end()
    return [piece for piece in (*cut, answer[done:]) if piece != ""]
