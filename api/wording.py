"""Cleaning what people send: one Unicode form, no invisible characters, and a test for "nothing was asked"."""

from __future__ import annotations

import unicodedata

from corpus.folding import nfc

_KEPT_CONTROLS = "\t\n\r"
# Letters and symbols by category, yet blank on the screen: Hangul fillers and the empty Braille cell.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}
_NOTHING_CATEGORIES = _INVISIBLE_CATEGORIES | {"Zs", "Zl", "Zp", "Mn", "Me"}


def clean(text: str) -> str:
    """Return `text` in NFC without control, zero-width and bidirectional characters, trimmed.

    Control characters become a space, so that words they stood between stay apart; tabs and line breaks stay.
    """
    composed = nfc(text)
    if composed.isascii() and composed.isprintable():
        return composed.strip()
    return "".join(map(_visible, composed)).strip()


def _visible(character: str) -> str:
    if character in _KEPT_CONTROLS:
        return character
    if character in _BLANK:
        return " "
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category in _INVISIBLE_CATEGORIES else character


def says_nothing(text: str) -> bool:
    """Return whether `text` holds only white space, control, zero-width, combining or blank characters."""
    return all(c in _BLANK or unicodedata.category(c) in _NOTHING_CATEGORIES for c in text)
