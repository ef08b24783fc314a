"""An answer as OpenAI's chat interface says it: its sources stand in its words, as annotations and as `citations`.

Whole or in chunks, a client gets the same words, the same annotations and the same citations.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

from api.completion_schemas import AnnotationOut, Chunk, CompletionOut, DetailsOut
from api.rendering import answer_out
from api.schemas import AnswerOut
from api.streaming import tokens
from rag.answering.citing import document_line
from rag.generation.composing import WORDED
from rag.model import Answer, Citation

_MARK = re.compile(r"\[(\d{1,4})\]")
_SOURCES = "\n\nCăn cứ:\n"


def words_of(answer: Answer) -> str:
    """Return all that a person has to read: the answer, what to choose from, what to note, the sources by number.

    Whose words they are belongs to it, where they are a model's.
    """
    parts = [answer.answer]
    if answer.options:
        parts.append("\n".join(f"- {option.question}" for option in answer.options))
    if answer.related:
        parts.append("\n".join(f"- {_place(place)}" for place in answer.related))
    parts += [WORDED] if answer.mode == "generative" else []
    parts += [f"Lưu ý: {notice}" for notice in answer.notices]
    sources = "\n".join(f"[{cited.marker}] {_place(cited)}" for cited in answer.citations)
    return "\n\n".join(parts) + (f"{_SOURCES}{sources}" if sources else "")


def without_sources(words: str) -> str:
    """Return what `words_of` made without its list of sources: an earlier turn, as a client sends it back."""
    return words.partition(_SOURCES)[0]


def annotations_of(words: str, answer: Answer, base_url: str) -> list[AnnotationOut]:
    """Return one annotation for each mark of a citation in `words`, in order; `words[start:end]` is the mark.

    `base_url` is the server's own address without a slash at its end.
    """
    cited = {str(citation.marker): citation for citation in answer.citations}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": mark.start(),
                "end_index": mark.end(),
                "title": _place(cited[mark.group(1)]),
                "url": base_url + cited[mark.group(1)].url,
            },
        }
        for mark in _MARK.finditer(words)
        if mark.group(1) in cited
    ]


def completion_out(answer: Answer, model: str, base_url: str) -> CompletionOut:
    """Return an answer as one completion."""
    words, out = words_of(answer), answer_out(answer)
    return {
        "id": _id(answer),
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": words,
                    "refusal": None,
                    "annotations": annotations_of(words, answer, base_url),
                },
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "citations": out["citations"],
        "danvan": _details(out),
    }


def completion_chunks(answer: Answer, model: str, base_url: str, *, with_usage: bool) -> Iterator[Chunk]:
    """Return the same as chunks: the role, the words piece by piece, then annotations, citations and the end.

    A client that asks for usage is told that there is none to tell: nothing is counted in tokens here.
    """
    words, out = words_of(answer), answer_out(answer)
    head = {"id": _id(answer), "object": "chat.completion.chunk", "created": int(time.time()), "model": model}

    def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return head | {"choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]}

    # Clients that gather chunks take fields of their own from the first one, and those of `delta` from any.
    yield chunk({"role": "assistant", "content": ""}) | {"citations": out["citations"]}
    for piece in tokens(words):
        yield chunk({"content": piece})
    last = chunk({"annotations": annotations_of(words, answer, base_url)}, "stop")
    yield last | {"citations": out["citations"], "danvan": _details(out)}
    if with_usage:
        yield head | {"choices": [], "usage": None}


def _id(answer: Answer) -> str:
    return f"chatcmpl-{answer.id}"


def _place(cited: Citation) -> str:
    return f"{document_line(cited.metadata)}, {cited.label}"


def _details(out: AnswerOut) -> DetailsOut:
    """Return the fields of the contract that OpenAI's interface has no place for."""
    return {
        "id": out["id"],
        "status": out["status"],
        "answer": out["answer"],
        "related": out["related"],
        "options": out["options"],
        "notices": out["notices"],
        "confidence": out["confidence"],
        "mode": out["mode"],
        "verification": out["verification"],
        "conversation_id": out["conversation_id"],
    }
