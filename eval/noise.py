"""What machines do to Vietnamese: text read from a scan, and Telex keystrokes that were not turned into letters."""

from __future__ import annotations

import random
import unicodedata

from corpus.notations import TONE_MARKS

OCR_RATE = 0.03
TELEX_RATE = 0.25

_LOOKALIKES = {
    "l": "1", "1": "l", "o": "0", "0": "o", "I": "l", "m": "rn", "h": "b", "c": "e", "i": "l", "t": "f", "n": "ri",
    "u": "ii", "đ": "d", "Đ": "D", "q": "g", "a": "o", "e": "c",
}  # fmt: skip
_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TELEX_LETTERS = {"đ": "dd", "â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw"}


def scanned(text: str, chance: random.Random) -> str:
    """Return text as a scan gives it: three characters of a hundred wrong, at least one.

    A tone mark is lost or changed, a letter is taken for one that looks like it, a space is lost or breaks the line.
    """
    letters = list(unicodedata.normalize("NFC", text))
    open_to_slips = [place for place, letter in enumerate(letters) if _can_slip(letter)]
    count = min(len(open_to_slips), max(1, round(OCR_RATE * len(letters))))
    for place in chance.sample(open_to_slips, count):
        letters[place] = _slipped(letters[place], chance)
    return "".join(letters)


def telexed(text: str, chance: random.Random) -> str:
    """Return text in which one word of four, at least one, is left as it was keyed in Telex: "để" is "ddeer"."""
    words = unicodedata.normalize("NFC", text).split(" ")
    open_to_slips = [index for index, word in enumerate(words) if keystrokes(word) != word]
    for index in chance.sample(open_to_slips, min(len(open_to_slips), max(1, round(TELEX_RATE * len(words))))):
        words[index] = keystrokes(words[index])
    return " ".join(words)


def keystrokes(word: str) -> str:
    """Return the Telex keys of a word, its tone key last; signs behind the word stay behind it."""
    stem = word.rstrip(".,;:?!…")
    keys, tone = "", ""
    for letter in stem:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TELEX_TONES[part] for part in parts if part in _TELEX_TONES), tone)
        toneless = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONE_MARKS))
        keyed = _TELEX_LETTERS.get(toneless.lower(), toneless)
        keys += keyed.upper() if letter.isupper() and stem.isupper() else keyed
    return keys + tone + word[len(stem) :]


def _can_slip(letter: str) -> bool:
    return letter == " " or letter in _LOOKALIKES or _tone_of(letter) is not None


def _slipped(letter: str, chance: random.Random) -> str:
    if letter == " ":
        return chance.choice(("", "\n"))
    tone = _tone_of(letter)
    if tone is None:
        return _LOOKALIKES[letter]
    marks = ["", *(mark for mark in TONE_MARKS if mark != tone)]
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace(tone, chance.choice(marks)))


def _tone_of(letter: str) -> str | None:
    return next((part for part in unicodedata.normalize("NFD", letter) if part in TONE_MARKS), None)
