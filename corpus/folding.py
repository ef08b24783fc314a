"""Folding: Vietnamese text without case and diacritics, character for character.

Folding never changes the length of an NFC text, so that an offset into the folded text is an offset into
the text itself. Tone-mark style (hoà, hòa) disappears with the marks.
"""

from __future__ import annotations

import unicodedata

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


def _base(letter: str) -> str:
    return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]


# A letter that the table lacks costs an exception inside `str.translate`: the common ones are in it as themselves.
_FOLDS = {code: chr(code) for code in range(0x2040)}
_FOLDS |= {ord(letter): _base(letter) for letter in _LETTERS}
_FOLDS |= {ord(letter.upper()): _base(letter) for letter in _LETTERS}
_FOLDS |= {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_FOLDS |= {0xA0: " ", 0x2013: "-", 0x2014: "-", 0x2011: "-", 0x2010: "-", 0x2019: "'", 0x2018: "'"}


def nfc(text: str) -> str:
    """Return `text` in Unicode normal form C."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return an NFC text in lower case without diacritics, of the same length.

    Characters outside the Vietnamese alphabet stay as they are, but for dashes and no-break spaces, which
    become "-" and " ".
    """
    return text.translate(_FOLDS)
