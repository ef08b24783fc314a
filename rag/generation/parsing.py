"""A model's text, as it comes, becomes sentences with the passages that each names.

Markers are read as models write them: "… [1].", "….[1]", "[1, 2]", "【1】", "[đoạn 1]". What a model thinks aloud in
<think> is no answer; Markdown is taken off. A sentence is given out once its end is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.chat.thought import may_be_thinking, without_thought
from rag.verification.verify import Claim

_IDS = r"\[\s*(?:đoạn\s*)?\d{1,3}(?:\s*[,;]\s*(?:đoạn\s*)?\d{1,3})*\s*\]"
_MARKERS = re.compile(rf"\s*{_IDS}", re.IGNORECASE)
_END = re.compile(rf"(?P<marks>(?:\s*{_IDS})+)(?P<after>\s*[.!?;])?|(?P<stop>[.!?])(?=\s)|(?P<line>\n)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-+*•]|\d{1,2}[.)])\s+")
_MARKDOWN = re.compile(r"\*\*|__|`|^#+\s*")
_SHORT_FORM = re.compile(r"(?:^|[\s(])(?:[A-ZĐ]{1,4}|\d{1,2}|Tp|tr|đ/c)$")
_LONGEST = 1_500  # characters of one sentence; a model that never ends one is cut


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as a model wrote it; `listed` when it was an item of a list."""

    claim: Claim
    listed: bool


class SentenceReader:
    """Reads pieces of text and gives out sentences as soon as they are whole."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> Iterator[Written]:
        """Take a piece and yield the sentences that it completes."""
        self._held += piece.replace("【", "[").replace("】", "]").replace("\r", "")
        yield from self._given(final=False)

    def close(self) -> Iterator[Written]:
        """Yield what is left; a text that breaks off leaves a sentence without mark or marker."""
        yield from self._given(final=True)
        self._held = ""

    def _given(self, *, final: bool) -> Iterator[Written]:
        if not final and may_be_thinking(self._held):
            return
        plain = without_thought(self._held)
        while (end := _end_of_first(plain, final=final)) is not None:
            stop, resume = end
            written = _read(plain[:stop])
            plain = plain[resume:]
            if written is not None:
                yield written
        if final and (rest := _read(plain)) is not None:
            yield rest
        self._held = plain


def _end_of_first(text: str, *, final: bool) -> tuple[int, int] | None:
    """Return where the first sentence ends and the next begins; None while that may still change."""
    for match in _END.finditer(text):
        follows = text[match.end() :].lstrip(" ")
        if not follows and not final and match.lastgroup != "line":
            return None
        if follows[:1] == "[" and not final and match.group("marks"):
            return None  # another marker has begun
        if match.group("line"):
            return match.start(), match.end()
        if match.group("marks"):
            if not match.group("after") and (follows[:1] in {",", ":", "("} or follows[:1].islower()):
                continue  # "Theo đoạn [1], …"
            return match.end(), match.end()
        if follows[:1] == "[" or follows[:1].islower() or _SHORT_FORM.search(text[: match.start()]):
            continue
        return match.end(), match.end()
    return (len(text), len(text)) if len(text) > _LONGEST else None


def _read(raw: str) -> Written | None:
    """Read one sentence: its markers apart from its words; None where there are none."""
    listed = _BULLET.match(raw) is not None
    ids = [int(number) for mark in _MARKERS.findall(raw) for number in re.findall(r"\d+", mark)]
    words = _MARKERS.sub("", _BULLET.sub("", raw, count=1))
    words = " ".join(_MARKDOWN.sub("", words.strip()).split())
    words = re.sub(r"\s+([.,;:!?])", r"\1", words)
    if not re.search(r"\w", words):
        return None
    return Written(Claim(words, tuple(dict.fromkeys(ids))), listed)
