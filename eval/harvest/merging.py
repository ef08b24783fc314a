"""The same question asked again: in capitals, without diacritics, in another order, more politely."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.folding import fold, nfc
from rag.kept import KeptQuestion
from rag.model import Turn

_WORD = re.compile(r"[\w/]+")
_POLITE = frozenset(
    "a ah oi nhe nhi nha voi da vang xin chao vui long lam on kinh thua cho hoi em toi minh anh chi ban ad admin biet"
    " giup hay cam".split()
)


@dataclass(frozen=True, slots=True)
class Merged:
    """Questions of one wording: the newest stands for all; `key` names the wording and stays from day to day."""

    key: str
    newest: KeptQuestion
    times: int


def wording(question: str) -> tuple[str, ...]:
    """Return the words of a question, folded, without politeness, in order of the alphabet."""
    words = _WORD.findall(fold(nfc(question)))
    return tuple(sorted(word for word in words if word not in _POLITE)) or tuple(sorted(words))


def key_of(question: str, history: Sequence[Turn]) -> str:
    """Return a short name of a wording: the same for questions of the same words after the same question."""
    before = next((turn.content for turn in reversed(history) if turn.role == "user"), "")
    said = "\n".join((" ".join(wording(question)), " ".join(wording(before))))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def merged(kept: Iterable[KeptQuestion]) -> list[Merged]:
    """Return one entry per wording, newest first."""
    groups: dict[str, list[KeptQuestion]] = defaultdict(list)
    for question in kept:
        groups[key_of(question.question, question.history)].append(question)
    entries = [Merged(key, max(group, key=lambda q: q.asked_at), len(group)) for key, group in groups.items()]
    return sorted(entries, key=lambda entry: entry.newest.asked_at, reverse=True)
