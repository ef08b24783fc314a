"""Suggestions of evidence: from a passage near the question, a piece of text that stands in the documents only once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.folding import fold
from eval.question_set import LONGEST_SNIPPET, SHORTEST_SNIPPET, plain

MOST = 6

_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")
_OPENING = re.compile(r"^[-+•*–]\s*")
_CLOSING = " .;:,"


@dataclass(frozen=True, slots=True)
class Near:
    """A passage near a question: the file name, title and place of its document, its words; cited or not."""

    document: str
    title: str
    label: str
    text: str
    cited: bool = False


def snippet(near: Near, question: str, texts: Mapping[str, str]) -> str | None:
    """Return 12 to 200 characters of the passage that prove it and nothing else, None when there are none.

    The sentence that shares most words with the question comes first. `texts` maps file names to plain text.
    """
    found = (
        piece for piece in _pieces(plain(near.text), question) if SHORTEST_SNIPPET <= len(piece) <= LONGEST_SNIPPET
    )
    return next((piece for piece in found if _stands_once(piece, near.document, texts)), None)


def best(passages: Iterable[Near], question: str, texts: Mapping[str, str]) -> list[tuple[Near, str]]:
    """Return at most six passages with their snippets, in the order given, none twice."""
    chosen: dict[str, Near] = {}
    for near in passages:
        piece = snippet(near, question, texts)
        if piece is not None and not any(piece in other or other in piece for other in chosen):
            chosen[piece] = near
        if len(chosen) == MOST:
            break
    return [(near, piece) for piece, near in chosen.items()]


def _pieces(passage: str, question: str) -> Iterator[str]:
    """Yield what may be taken from a passage: the whole, its sentences, its opening."""
    passage = _OPENING.sub("", passage)
    yield passage.rstrip(_CLOSING)
    asked = set(fold(question).split())
    sentences = _SENTENCE_END.split(passage)
    for sentence in sorted(sentences, key=lambda s: -len(asked & set(fold(s).split()))):
        yield _cut(sentence)
    yield _cut(passage)


def _cut(words: str) -> str:
    """Return the opening of a text, at most 200 characters, ended between two words."""
    short = words if len(words) <= LONGEST_SNIPPET else words[: LONGEST_SNIPPET + 1].rpartition(" ")[0]
    return short.strip(_CLOSING)


def _stands_once(piece: str, document: str, texts: Mapping[str, str]) -> bool:
    return texts.get(document, "").count(piece) == 1 and not any(
        piece in text for name, text in texts.items() if name != document
    )
