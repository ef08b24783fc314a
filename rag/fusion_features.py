"""What is known of a question and a candidate passage before anything is read: seven numbers, computed many at a time.

Syllables and pairs weigh by their rarity (inverse document frequency) in the collection, so that a share says how much
of what the question asks for a passage holds. What none of the passages looked at holds cannot tell them apart and does
not count: mostly the words that make a question. All on folded syllables: questions without diacritics fare alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.analyser import question_reading
from rag.passage_words import BREAK, HeldWords, Spans, encoded

FEATURES = (
    "lexical",  # BM25 as a share of the question's best
    "dense",  # cosine, cut at 0
    "window_pairs",  # share of the question's pairs, by rarity, in the best stretch of some 60 syllables or the context
    "window_syllables",  # share of the question's syllables, by rarity, in the best such stretch or the context
    "opening_pairs",  # share of the question's pairs, by rarity, in the context or the first 24 syllables
    "context_asked",  # share of the context's syllables that the question says
    "lexical_size",  # BM25 share times the size of the collection, on a logarithmic scale
)
_BLOCK = 30  # syllables; a stretch is two neighbouring blocks
_OPENING = 24  # syllables: about one heading
_SHORTEST_CONTEXT = 3  # syllables: a shorter one asked for whole proves little
_USUAL_SIZE = 3.5  # log10 of a collection of some 3,000 passages, where the last feature is nothing
_SMALLEST = 100

Shares = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AskedWords:
    """A question's distinct syllables and pairs with their rarities.

    `codes` are sorted and `numbers` say which syllable each is; `pair_table[i, j]` is the number of the pair of
    syllables i and j, -1 where the question has no such pair. Its last row and column stand for other syllables.
    """

    codes: NDArray[np.uint32]
    numbers: Places
    syllables: Shares
    pairs: Shares
    pair_table: Places


def asked_words(question: str, frequency: Callable[[str], int], size: int) -> AskedWords:
    """Read a question; `frequency` tells how many of the `size` passages hold a term."""
    stream = question_reading(question)
    syllables = list(dict.fromkeys(syllable for syllable in stream if syllable))
    pairs = list(dict.fromkeys((left, right) for left, right in pairwise(stream) if left and right))
    number = {syllable: row for row, syllable in enumerate(syllables)}
    table = np.full((len(syllables) + 1, len(syllables) + 1), -1, dtype=np.int64)
    for row, (left, right) in enumerate(pairs):
        table[number[left], number[right]] = row
    codes = encoded(syllables)
    order = np.argsort(codes)

    def rarity(term: str) -> float:
        held = frequency(term)
        return math.log(1 + (max(size - held, 0) + 0.5) / (held + 0.5))

    return AskedWords(
        codes[order],
        order,
        np.array([rarity(syllable) for syllable in syllables]),
        np.array([rarity(f"{left}_{right}") for left, right in pairs]),
        table,
    )


def features(asked: AskedWords, held: HeldWords, lexical: Shares, dense: Shares, size: int) -> Shares:
    """Return the features of some passages, of shape (passages, features) in the order of FEATURES.

    `lexical` is BM25 over the question's best and `dense` the cosine of each passage; `size` is that of the collection.
    """
    if not len(lexical):
        return np.zeros((0, len(FEATURES)))
    scale = math.log10(max(size, _SMALLEST)) - _USUAL_SIZE
    context, own = _Met.of(asked, held.contexts), _Met.of(asked, held.own)
    asked = _held_by_any(asked, context, own)
    dense = np.maximum(dense, 0.0)
    window_syllables, window_pairs = _best_stretch(asked, context, own)
    columns = (
        lexical,
        dense,
        window_pairs,
        window_syllables,
        _share(asked.pairs, context.pairs_in() | own.pairs_in(before=_OPENING)),
        _asked_share(context),
        lexical * scale,
    )
    return np.stack(columns, axis=1)


@dataclass(frozen=True, slots=True)
class _Met:
    """Where the syllables and pairs of a question stand in some texts.

    `owner`, `place` and `number` tell of each meeting in which text, at which syllable of it, and with what it is.
    """

    texts: Spans
    widths: tuple[int, int]
    syllables: tuple[Places, Places, Places]
    pairs: tuple[Places, Places, Places]

    @classmethod
    def of(cls, asked: AskedWords, texts: Spans) -> _Met:
        """Look every syllable up in the question."""
        widths = len(asked.syllables), len(asked.pairs)
        if not len(asked.codes) or not len(texts.codes):
            none = np.zeros(0, dtype=np.int64)
            return cls(texts, widths, (none, none, none), (none, none, none))
        near = np.minimum(np.searchsorted(asked.codes, texts.codes), len(asked.codes) - 1)
        at = np.flatnonzero((asked.codes[near] == texts.codes) & (texts.codes != BREAK))
        number = asked.numbers[near[at]]
        owner = np.searchsorted(texts.starts, at, side="right") - 1
        place = at - texts.starts[owner]
        next_to = np.flatnonzero((np.diff(at) == 1) & (np.diff(owner) == 0))
        pair = asked.pair_table[number[next_to], number[next_to + 1]]
        next_to, pair = next_to[pair >= 0], pair[pair >= 0]
        return cls(texts, widths, (owner, place, number), (owner[next_to], place[next_to], pair))

    def pairs_in(self, before: int | None = None) -> Flags:
        """Return which pairs each text holds, of shape (texts, pairs); only in its first syllables, if so wanted."""
        owner, place, pair = self.pairs
        held = np.zeros((len(self.texts), self.widths[1]), dtype=np.bool_)
        kept = slice(None) if before is None else place < before - 1
        held[owner[kept], pair[kept]] = True
        return held

    def syllables_in(self) -> Flags:
        """Return which syllables each text holds, of shape (texts, syllables)."""
        owner, _, number = self.syllables
        held = np.zeros((len(self.texts), self.widths[0]), dtype=np.bool_)
        held[owner, number] = True
        return held


def _held_by_any(asked: AskedWords, context: _Met, own: _Met) -> AskedWords:
    """Return the question with no weight on syllables and pairs that none of the texts holds."""
    syllables, pairs = np.zeros_like(asked.syllables), np.zeros_like(asked.pairs)
    for met in (context, own):
        syllables[met.syllables[2]] = asked.syllables[met.syllables[2]]
        pairs[met.pairs[2]] = asked.pairs[met.pairs[2]]
    return replace(asked, syllables=syllables, pairs=pairs)


def _best_stretch(asked: AskedWords, context: _Met, own: _Met) -> tuple[Shares, Shares]:
    """Return the shares of syllables and of pairs that the best stretch of each text holds, with its context."""
    blocks = np.diff(own.texts.starts) // _BLOCK + 1
    starts = np.concatenate(([0], np.cumsum(blocks)[:-1])).astype(np.int64)
    goes_on = np.ones(int(blocks.sum()), dtype=np.bool_)
    goes_on[np.cumsum(blocks) - 1] = False  # the last block of a text has no neighbour
    shares = []
    for met, over, rarities in (
        (own.syllables, context.syllables_in(), asked.syllables),
        (own.pairs, context.pairs_in(), asked.pairs),
    ):
        owner, place, number = met
        held = np.zeros((int(blocks.sum()), len(rarities)), dtype=np.bool_)
        held[starts[owner] + place // _BLOCK, number] = True
        held[:-1] |= held[1:] & goes_on[:-1, np.newaxis]
        held |= np.repeat(over, blocks, axis=0)
        shares.append(np.maximum.reduceat(_share(rarities, held), starts))
    return shares[0], shares[1]


def _asked_share(context: _Met) -> Shares:
    spoken = np.add.reduceat(np.append(context.texts.codes != BREAK, False), context.texts.starts[:-1], dtype=np.int64)
    spoken[np.diff(context.texts.starts) == 0] = 0  # reduceat gives an empty text the first syllable of the next
    said = np.bincount(context.syllables[0], minlength=len(context.texts))
    shares: Shares = said / np.maximum(spoken, _SHORTEST_CONTEXT)
    return shares


def _share(rarities: Shares, held: Flags) -> Shares:
    total = float(rarities.sum())
    shares: Shares = held @ (rarities / total) if total > 0 else np.zeros(len(held))
    return shares
