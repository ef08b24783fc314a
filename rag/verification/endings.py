"""Words with which no sentence ends: "… tham mưu UBND xã kế", "… với mức", "… sẽ được"."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from rag.verification.tokens import Token

_DATED = frozenset({"ngày", "tháng", "năm", "quý", "khóa", "số"})  # before a number that needs no word behind it
_TABLE = Path(__file__).parents[1] / "data" / "endings.json"


@lru_cache(maxsize=1)
def _endless() -> Mapping[str, frozenset[str]]:
    """Return syllables that end no sentence, each with those behind which it does (made by `eval.endings`)."""
    table = json.loads(_TABLE.read_text(encoding="utf-8"))
    return {word: frozenset(behind.split()) for word, behind in table.items()}


def may_end(words: Sequence[str]) -> bool:
    """Tell whether a sentence may end with its last word because of the one before it: "tiếp theo"."""
    return len(words) > 1 and words[-2].lower() in _endless().get(words[-1].lower(), frozenset())


def breaks_off(tokens: Sequence[Token], clause: Sequence[Token]) -> bool:
    """Tell whether a sentence ends with a word that ends none, unless the clause itself pauses behind it."""
    if len(tokens) < 2:
        return False
    before, last = tokens[-2], tokens[-1]
    if last.syllable.isdigit():
        return not before.syllable.isdigit() and before.low not in _DATED and _never_pauses(last, clause)
    word, behind = last.low, before.low
    named = last.shown[0].isupper() or before.shown[0].isupper()
    if named or behind[0].isdigit() or word not in _endless() or behind in _endless()[word]:
        return False
    return _never_pauses(last, clause)


def _never_pauses(last: Token, clause: Sequence[Token]) -> bool:
    """Tell whether a clause nowhere pauses behind a word; so, too, where it does not have it."""
    follows = [clause[n + 1] for n, token in enumerate(clause[:-1]) if token.syllable == last.syllable]
    return not any(token.soft for token in follows) and clause[-1].syllable != last.syllable
