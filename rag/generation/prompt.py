"""What a model is asked: versioned words from a file, passages and question as fenced data, never as instructions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rag.answering.citing import Evidence, document_line
from rag.ports import ChatMessage

NOTHING = "KHÔNG CÓ CĂN CỨ"  # what a model is told to write where the passages do not answer
MARKERS, STRUCTURED = 1, 2  # versions of the prompt: sentences with [1] behind them, and JSON
_FOLDER = Path(__file__).parent
_LONGEST_SOURCE = 300  # characters of what a passage is called
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]")
_FENCES = str.maketrans({"<": "‹", ">": "›"})


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words around passages and question: `examples` are messages that show how it is done."""

    version: int
    system: str
    question: str
    examples: tuple[ChatMessage, ...]


@lru_cache
def shipped_prompt(version: int = MARKERS) -> Prompt:
    """Return a prompt that ships with the product, read once: `MARKERS` or `STRUCTURED`."""
    held = tomllib.loads(_FOLDER.joinpath(f"prompt-{version}.toml").read_text(encoding="utf-8"))
    examples: list[ChatMessage] = []
    for example in held["examples"]:
        asked = filled(held["question"], passages=example["passages"].strip(), question=example["question"])
        examples += [ChatMessage("user", asked), ChatMessage("assistant", example["answer"].strip())]
    return Prompt(int(held["version"]), held["system"].strip(), held["question"], tuple(examples))


def messages(
    prompt: Prompt, question: str, places: Sequence[Evidence], quotes: Sequence[str], *, examples: bool = True
) -> tuple[ChatMessage, ...]:
    """Return what is sent: system, examples if wanted, and the question over the passages, numbered from 1.

    `quotes` are what is shown of the passages, one of each.
    """
    passages = "\n".join(
        _passage(number, place, quote)
        for number, (place, quote) in enumerate(zip(places, quotes, strict=True), start=1)
    )
    asked = ChatMessage("user", filled(prompt.question, passages=passages, question=as_data(question)))
    return (ChatMessage("system", prompt.system), *(prompt.examples if examples else ()), asked)


def as_data(text: str) -> str:
    """Return a text that cannot close its fence nor hide anything: no angle brackets, no invisible characters."""
    return _INVISIBLE.sub("", text).translate(_FENCES)


def filled(words: str, **parts: str) -> str:
    """Return a form with its named places filled in, once: what is filled in may look like a place."""
    return re.sub(r"\{(\w+)\}", lambda place: parts[place.group(1)], words.strip())


def _passage(number: int, place: Evidence, quote: str) -> str:
    heading = place.document.heading_of(place.section)
    source = f"{document_line(place.document.metadata)}, {place.label}"
    named = f"{source} ({heading})" if heading and heading not in place.quote else source
    fenced = as_data(named).replace('"', "'")[:_LONGEST_SOURCE]
    return f'<doan so="{number}" nguon="{fenced}">\n{as_data(quote)}\n</doan>'
