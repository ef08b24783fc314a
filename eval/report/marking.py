"""Finding the expected evidence inside a text, so that a reader sees it marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_BETWEEN = r"[\s*#`]+"  # whitespace and Markdown marks do not count when evidence is compared


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked as expected evidence or not."""

    text: str
    gold: bool


def _spans(text: str, snippets: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the snippets stand, in order, with overlapping places merged."""
    merged: list[tuple[int, int]] = []
    patterns = (_BETWEEN.join(map(re.escape, unicodedata.normalize("NFC", s).split())) for s in snippets if s.split())
    for start, end in sorted(m.span() for pattern in patterns for m in re.finditer(pattern, text)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, snippets: Iterable[str]) -> tuple[Piece, ...]:
    """Cut a text, made NFC, into pieces that are expected evidence and pieces that are not; none is empty."""
    text = unicodedata.normalize("NFC", text)
    pieces, done = [], 0
    for start, end in _spans(text, snippets):
        pieces += [Piece(text[done:start], gold=False), Piece(text[start:end], gold=True)]
        done = end
    pieces.append(Piece(text[done:], gold=False))
    return tuple(piece for piece in pieces if piece.text)
