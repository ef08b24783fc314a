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
_FILE = Path(__file__).with_name("prompt-1.toml")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]")
_FENCES = str.maketrans({"<": "‹", ">": "›"})


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words around passages and question: `examples` are messages that show how it is done."""

    version: int
    system: str
    question: str
    examples: tuple[ChatMessage, ...]


@lru_cache(maxsize=1)
def shipped_prompt() -> Prompt:
    """Return the prompt that ships with the product, read once."""
    held = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    examples: list[ChatMessage] = []
    for example in held["examples"]:
        asked = filled(held["question"], passages=example["passages"].strip(), question=example["question"])
        examples += [ChatMessage("user", asked), ChatMessage("assistant", example["answer"].strip())]
    return Prompt(int(held["version"]), held["system"].strip(), held["question"], tuple(examples))


def messages(prompt: Prompt, question: str, places: Sequence[Evidence]) -> tuple[ChatMessage, ...]:
    """Return what is sent: system, examples, and the question over the passages, numbered from 1."""
    passages = "\n".join(_passage(number, place) for number, place in enumerate(places, start=1))
    asked = ChatMessage("user", filled(prompt.question, passages=passages, question=as_data(question)))
    return (ChatMessage("system", prompt.system), *prompt.examples, asked)


def as_data(text: str) -> str:
    """Return a text that cannot close its fence nor hide anything: no angle brackets, no invisible characters."""
    return _INVISIBLE.sub("", text).translate(_FENCES)


def filled(words: str, **parts: str) -> str:
    """Return a form with its named places filled in, once: what is filled in may look like a place."""
    return re.sub(r"\{(\w+)\}", lambda place: parts[place.group(1)], words.strip())


def _passage(number: int, place: Evidence) -> str:
    heading = place.document.heading_of(place.section)
    source = f"{document_line(place.document.metadata)}, {place.label}"
    named = f"{source} ({heading})" if heading and heading not in place.quote else source
    fenced = as_data(named).replace('"', "'")
    return f'<doan so="{number}" nguon="{fenced}">\n{as_data(place.quote)}\n</doan>'
