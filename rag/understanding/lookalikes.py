"""Undo what a scan does to a question: digits in words, words run into numbers, letters taken for their look-alikes.

A scanner's slips are few and regular ("l" for "1", "rn" for "m", "b" for "h"): each is undone only where a Vietnamese
syllable comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpus.folding import fold

# As read, as meant; the first letters of a pair are what a scan makes of the second.
_PAIRS = (
    ("rn", "m"), ("ri", "n"), ("ii", "u"), ("b", "h"), ("f", "t"), ("l", "i"), ("e", "c"), ("c", "e"), ("o", "a"),
    ("g", "q"),
)  # fmt: skip
_MOST_SLIPS = 2  # in one word
_DIGITS = {"0": "o", "1": "l"}
_MIXED = re.compile(r"(?<![\w/.,%-])(?=[^\W\d_]*[01])(?=[01]*[^\W\d_])(?:[^\W\d_]|[01]){2,}(?![\w/%-])")
_POINT = re.compile(r"\d[a-zđ]", re.IGNORECASE)  # "1a", "0o": a point of a list rather than a word
_RUN_IN = re.compile(r"(?<![\w/.,-])(\d{2,4})(?=([a-zà-ỹđ]{2,})(?!\w))")
_NUMERAL = re.compile(r"(?<=[\d/])[lIO](?=[\d/])|(?<=/\d)[lIO](?!\w)|(?<!\w)[lI](?=\d?/\d)")


def with_letters(question: str, familiar: Callable[[str], bool]) -> str:
    """Return the question with digits in words made letters, letters in numbers made digits, and runs parted.

    `familiar` tells whether a folded syllable is one that the store or the language of questions holds.
    """
    text = _NUMERAL.sub(lambda m: "0" if m[0] == "O" else "1", question)
    text = _RUN_IN.sub(lambda m: f"{m[1]} " if familiar(fold(m[2])) else m[1], text)
    return _MIXED.sub(lambda m: _word(m[0], familiar), text)


def _word(mixed: str, familiar: Callable[[str], bool]) -> str:
    meant = "".join(_DIGITS.get(letter, letter) for letter in mixed)
    return mixed if _POINT.fullmatch(mixed) or not familiar(fold(meant)) else meant


def unlike(folded: str) -> Iterator[str]:
    """Yield the words of which a scan may have made a folded word, fewest slips first."""
    seen, latest = {folded}, [folded]
    for _ in range(_MOST_SLIPS):
        latest = [word for known in latest for word in _one_undone(known) if word not in seen]
        latest = list(dict.fromkeys(latest))
        seen.update(latest)
        yield from latest


def _one_undone(word: str) -> Iterator[str]:
    for read, meant in _PAIRS:
        start = word.find(read)
        while start >= 0:
            yield f"{word[:start]}{meant}{word[start + len(read) :]}"
            start = word.find(read, start + 1)
