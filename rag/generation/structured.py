"""A model's answer as JSON, read as it comes: {"cac_cau": [{"cau": "…", "doan": 1}, …]}.

Sentences are given out one by one, each as soon as its object is whole. An object is read by the standard decoder at
the place where it begins: readers of partial JSON cannot tell `"doan": 1` from the first figure of 12.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from rag.chat.structure import looks_structured
from rag.chat.thought import without_thought
from rag.generation.parsing import SentenceReader, Written

SENTENCES, SENTENCE, PASSAGE = "cac_cau", "cau", "doan"
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        SENTENCES: {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {SENTENCE: {"type": "string"}, PASSAGE: {"type": "integer"}},
                "required": [SENTENCE, PASSAGE],
                "additionalProperties": False,
            },
        }
    },
    "required": [SENTENCES],
    "additionalProperties": False,
}
"""Within what OpenAI's strict mode and the grammars of vLLM, llama.cpp, Ollama and LM Studio understand."""

_OPENS = re.compile(r"(?:^|[:\s])\[(?=\s*[{\"\]])")
_BETWEEN = re.compile(r"[\s,]*")
_LEFT = re.compile(
    rf'"{SENTENCE}"\s*:\s*"(?P<words>(?:[^"\\]|\\.)*)"?'
    rf'(?:\s*,\s*"{PASSAGE}"\s*:\s*\[?(?P<ids>[\d,\s]*))?',
    re.DOTALL,
)
_DECODER = json.JSONDecoder(strict=False)


class AnswerReader:
    """Reads a model's answer in whichever form it comes, sentence by sentence."""

    def __init__(self) -> None:
        self._held = ""
        self._reader: SentenceReader | StructuredReader | None = None

    def feed(self, piece: str) -> Iterator[Written]:
        """Take a piece and yield the sentences that it completes."""
        if self._reader is None:
            self._held += piece
            structured = looks_structured(self._held)
            if structured is None:
                return
            self._reader = StructuredReader() if structured else SentenceReader()
            piece = without_thought(self._held) if structured else self._held
        yield from self._reader.feed(piece)

    def close(self) -> Iterator[Written]:
        """Yield what is left."""
        if self._reader is None:
            self._reader = SentenceReader()
            yield from self._reader.feed(self._held)
        yield from self._reader.close()


class StructuredReader:
    """Reads JSON and gives out sentences as soon as they are whole."""

    def __init__(self) -> None:
        self._held = ""
        self._inside = False

    def feed(self, piece: str) -> Iterator[Written]:
        """Take a piece and yield the sentences that it completes."""
        self._held += piece
        if not self._inside and (opens := _OPENS.search(self._held)):
            self._inside = True
            self._held = self._held[opens.end() :]
        while self._inside:
            start = _BETWEEN.match(self._held).end()  # type: ignore[union-attr]  # it matches nothing, too
            if self._held[start : start + 1] not in {"{", '"'}:
                return
            try:
                item, end = _DECODER.raw_decode(self._held, start)
            except (ValueError, RecursionError):
                return  # not whole yet, or no JSON that anybody would write for a schema
            self._held = self._held[end:]
            yield from _sentences(item)

    def close(self) -> Iterator[Written]:
        """Yield what can be told of an object that broke off, or is not quite JSON."""
        for left in _LEFT.finditer(self._held):
            yield from _sentences({SENTENCE: _unescaped(left["words"]), PASSAGE: left["ids"] or ""})
        self._held = ""


def _sentences(item: object) -> Iterator[Written]:
    """Yield the sentences of one item: an object with words and passages, or words alone."""
    words, cited = item, list[int]()
    if isinstance(item, dict):
        words = item.get(SENTENCE) or next((value for value in item.values() if isinstance(value, str)), "")
        cited = [int(number) for number in re.findall(r"\d{1,3}", _figures(item))]
    if not isinstance(words, str):
        return
    reader = SentenceReader()
    for written in (*reader.feed(words), *reader.close()):
        ids = tuple(dict.fromkeys((*cited, *written.claim.cited)))
        yield replace(written, claim=replace(written.claim, cited=ids))


def _figures(item: dict[str, object]) -> str:
    """Return what an object says besides its words: one number, several, or a text of them."""
    said = [value for name, value in item.items() if name == PASSAGE or not isinstance(value, str)]
    return json.dumps(said, ensure_ascii=False)


def _unescaped(words: str) -> str:
    try:
        return str(json.loads(f'"{words}"', strict=False))
    except json.JSONDecodeError:
        return words
