"""How the same is said in other words: "xong" for "hoàn thành"; and words that only frame a statement.

They bear on how much of a sentence is said by a clause, and on nothing else: values, names, negation and modality are
held to the clause's own words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).parents[1] / "data" / "sayings.toml"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NO_GROUP: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase at `text[start:end]` of which others are known: the numbers of its groups, and whether it may frame."""

    start: int
    end: int
    groups: frozenset[int]
    frames: bool


@dataclass(frozen=True, slots=True)
class _Table:
    groups: Mapping[str, frozenset[int]]
    frames: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]  # by first word, how many words a phrase may have, the longest first


@lru_cache(maxsize=1)
def _table() -> _Table:
    read = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    groups: dict[str, frozenset[int]] = {}
    for number, phrases in enumerate(read["alike"]):
        for phrase in phrases:
            groups[phrase] = groups.get(phrase, _NO_GROUP) | {number}
    frames = frozenset(read["frame"])
    lengths: dict[str, set[int]] = {}
    for phrase in {*groups, *frames}:
        words = phrase.split()
        lengths.setdefault(words[0], set()).add(len(words))
    return _Table(groups, frames, {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()})


def sayings_of(text: str) -> tuple[Saying, ...]:
    """Return the phrases of an NFC text that can be said otherwise or only frame, the longest first, in order."""
    found: list[Saying] = []
    end = 0
    for saying in _phrases(text):
        if saying.start >= end:
            found.append(saying)
            end = saying.end
    return tuple(found)


def groups_of(text: str) -> frozenset[int]:
    """Return the groups of which a text has a phrase, also within a longer one ("giao" in "giao nhiệm vụ")."""
    return _NO_GROUP.union(*(saying.groups for saying in _phrases(text)))


def _phrases(text: str) -> Iterator[Saying]:
    table = _table()
    words = [(match.group(), *match.span()) for match in _WORD.finditer(text.lower())]
    for place, (word, start, _) in enumerate(words):
        for length in table.lengths.get(word, ()):
            taken = words[place : place + length]
            phrase = " ".join(one for one, _, _ in taken)
            groups = table.groups.get(phrase, _NO_GROUP)
            if groups or phrase in table.frames:
                yield Saying(start, taken[-1][2], groups, phrase in table.frames)
