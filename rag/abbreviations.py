"""Abbreviations of administrative writing: the shipped table, a document's own definitions, chat spelling.

Keys are compared folded (no case, no diacritics), so "UBND", "ubnd" and "Ubnd" are one abbreviation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.folding import fold, nfc

_TABLE = Path(__file__).with_name("data") / "abbreviations.toml"
_SHORT = r"[A-ZĐƯ][A-Za-zĐđƯư0-9&-]{0,10}[A-ZĐƯa-z0-9]"
_CALLED = r"(?:(?:sau đây |dưới đây )?(?:được )?(?:gọi|viết)\s+(?:chung |tắt )?(?:là)?\s*:?\s*)?"
_DEFINED = re.compile(rf"[(\[]\s*{_CALLED}[\"“”']?(?P<short>{_SHORT})[\"“”']?\s*[)\]]")
_LONGEST_EXPANSION = 14
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The shipped table with folded keys; each expansion is a folded tuple of syllables, `chat` is text.

    `always` holds everywhere, `document_type` only before a number, `question` only in questions,
    `before` maps an abbreviation to the folded words that change its reading when they follow.
    """

    always: Mapping[str, tuple[str, ...]]
    document_type: Mapping[str, tuple[str, ...]]
    before: Mapping[str, Mapping[str, tuple[str, ...]]]
    question: Mapping[str, str]
    chat: Mapping[str, str]


@lru_cache(maxsize=1)
def abbreviations() -> Abbreviations:
    """Return the shipped table, read once."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return Abbreviations(
        always=_folded(table["always"]),
        document_type=_folded(table["document_type"]),
        before={fold(short): _folded(following) for short, following in table["before"].items()},
        question={fold(short): long for short, long in table["question"].items()},
        chat=dict(table["chat"]),
    )


def _folded(entries: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {fold(short): tuple(fold(long).split()) for short, long in entries.items()}


def mine_definitions(text: str) -> dict[str, str]:
    """Return the abbreviations that a document defines itself, as {"BCĐ": "Ban Chỉ đạo"}.

    A definition is a capitalised short form in brackets behind words whose initials spell it, as in
    "Mặt trận Tổ quốc (MTTQ)" or "(sau đây gọi tắt là BCĐ)". The first definition of a short form counts.
    """
    text = nfc(text)
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        short = match["short"]
        long = _spelled_before(text, match.start(), short)
        if long and short not in found:
            found[short] = long
    return found


def _spelled_before(text: str, end: int, short: str) -> str:
    """Return the words before `end` whose initials spell `short`, or an empty string."""
    letters = [letter for letter in fold(short) if letter.isalnum()]
    words = list(_WORD.finditer(text, max(0, end - 160), end))[-_LONGEST_EXPANSION:]
    if len(letters) < 2 or len(words) < len(letters):
        return ""
    spelling = words[-len(letters) :]
    if [fold(word.group())[0] for word in spelling] != letters:
        return ""
    phrase = text[spelling[0].start() : spelling[-1].end()]
    return "" if re.search(r"[.;:?!]", phrase) else " ".join(phrase.split())


@lru_cache(maxsize=16)  # both indexes, the encoder and the fusion read the same question
def expand_question(text: str) -> str:
    """Return a question with chat spelling and the abbreviations that officials type spelled out, in NFC.

    What [always] and document numbers cover is left to the analyser; a code such as "33/CT-TTg" stays whole.
    """
    table = abbreviations()
    text = nfc(text)

    def spelled(match: re.Match[str]) -> str:
        if _inside_code(text, match.start(), match.end()):
            return match.group()
        return _spelled(match.group(), table, _following_word(text, match.end()))

    return _WORD.sub(spelled, text)


def _spelled(word: str, table: Abbreviations, following: str) -> str:
    key = fold(word)
    if following[:1].isdigit() and key in table.document_type:
        return word
    if following in table.before.get(key, {}):
        return word
    if word.lower() in table.chat:
        return table.chat[word.lower()]
    return table.question.get(key, word)


def _following_word(text: str, end: int) -> str:
    match = _WORD.search(text, end, end + 24)
    word = fold(match.group()) if match else ""
    if word == "so" and match:
        return _following_word(text, match.end()) or word
    return word


def _inside_code(text: str, start: int, end: int) -> bool:
    """Tell whether the word stands in something like 33/CT-TTg, joined by a slash to its neighbours."""
    left = start
    while left and not text[left - 1].isspace():
        left -= 1
    right = end
    while right < len(text) and not text[right].isspace():
        right += 1
    return "/" in text[left:right]
