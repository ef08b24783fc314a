"""Undo slips of the keyboard: Telex letters left in a word, a doubled letter, two words run together.

Only words that cannot be Vietnamese syllables are touched, and only where the repair gives syllables that the
store knows; everything else stays as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpus.folding import fold

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?"
    r"(?:uye|uyu|oai|oay|uay|uoi|uou|ieu|yeu|oeo|uya|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye"
    r"|[aeiouy])(?:ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_TONE = re.compile(r"(?<=[aeiouywd])([sfrxj])|([sfrxj])$")
_SHORTEST = 3


def is_syllable(folded_word: str) -> bool:
    """Tell whether a folded word has the shape of a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded_word) is not None


def repaired(question: str, known: Callable[[str], bool]) -> str:
    """Return the question with slips undone; `known` tells whether the store holds a folded syllable.

    A repaired word comes without diacritics; all matching downstream is on folded text.
    """
    return _WORD.sub(lambda match: _repair(match.group(), known), question)


def _repair(word: str, known: Callable[[str], bool]) -> str:
    folded = fold(word)
    if len(folded) < _SHORTEST or is_syllable(folded) or known(folded) or word.isupper():
        return word
    return next((fixed for fixed in _repairs(folded) if all(is_syllable(s) and known(s) for s in fixed.split())), word)


def _repairs(folded: str) -> Iterator[str]:
    """Yield possible repairs, likeliest first: Telex, a letter too many, two letters swapped, a space missing."""
    yield from _without_telex(folded)
    yield from (folded[:i] + folded[i + 1 :] for i in range(1, len(folded)) if folded[i] == folded[i - 1])
    yield from (folded[:i] + folded[i + 1 :] for i in range(len(folded)))
    yield from (folded[:i] + folded[i + 1] + folded[i] + folded[i + 2 :] for i in range(len(folded) - 1))
    yield from (f"{folded[:i]} {folded[i:]}" for i in range(2, len(folded) - 1))


def _without_telex(folded: str) -> Iterator[str]:
    plain = re.sub(r"([aeod])\1", r"\1", folded).replace("w", "")
    yield from (plain[: m.start()] + plain[m.end() :] for m in reversed(list(_TONE.finditer(plain))))
    if plain != folded:
        yield plain
