"""Everyday words of a question and the words in which official documents say the same ("vỉa hè": "hè phố").

Officials on a phone ask as they speak; documents do not. The table is `rag/data/everyday.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.folding import fold, nfc
from rag.analyser import terms

_TABLE = Path(__file__).resolve().parent.parent / "data" / "everyday.toml"


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """Terms of a question, and the ways, each as a set of terms, in which a document may say them."""

    terms: frozenset[str]
    official: tuple[frozenset[str], ...]
    words: tuple[str, ...]

    def said_in(self, held: frozenset[str]) -> bool:
        """Tell whether a text with these terms says it in official words."""
        return any(way <= held for way in self.official)


def paraphrases(question: str) -> tuple[Paraphrase, ...]:
    """Return the everyday phrases of a question, longest first, with the official words for each."""
    plain = question.isascii()
    text = fold(question) if plain else nfc(question).lower()
    pattern, table = _readings(plain)
    return tuple(table[match.group()] for match in pattern.finditer(text))


def with_said(held: frozenset[str], spoken: Sequence[Paraphrase]) -> frozenset[str]:
    """Add to the terms that a text holds the everyday words that it says in official ones."""
    said = [phrase.terms for phrase in spoken if phrase.said_in(held)]
    return held.union(*said) if said else held


@lru_cache(maxsize=2)
def _readings(plain: bool) -> tuple[re.Pattern[str], Mapping[str, Paraphrase]]:
    """Return what to look for and its meanings; `plain` is for questions without diacritics.

    Without diacritics a single syllable may be any word, and is left alone.
    """
    phrases: dict[str, list[str]] = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["phrases"]
    kept = {spoken: official for spoken, official in phrases.items() if not plain or " " in spoken}
    table = {(fold(spoken) if plain else nfc(spoken)): _read(spoken, official) for spoken, official in kept.items()}
    longest = sorted(table, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), table


def _read(spoken: str, official: list[str]) -> Paraphrase:
    return Paraphrase(frozenset(terms(spoken)), tuple(frozenset(terms(way)) for way in official), tuple(official))
