"""Turn what somebody typed into a question that can be read: no markup, no invisible characters.

Text inside tags that speak to a machine (script, style, system …) is not part of the question and goes
with its tags; other tags go and their text stays.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.folding import nfc
from rag.errors import QuestionRejected

MAX_QUESTION_CHARS = 2000

_MACHINE_BLOCK = re.compile(
    r"<\s*(script|style|system|assistant|instructions?|prompt|iframe|svg|template)\b[^<>]*>.*?<\s*/\s*\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<\s*[/!?]?\s*[a-zA-Z][^<>]{0,300}>|<!--.{0,2000}?-->", re.DOTALL)
_TEMPLATE = re.compile(r"\$?\{[^{}]{0,200}\}\}?")
_SPACES = re.compile(r"\s+")
# A tone keyed or scanned before the mark of its letter ("à" + circumflex) never composes: the letter's mark goes first.
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])")


def clean_question(raw: str) -> str:
    """Return the question in NFC on one line, without markup, control and zero-width characters.

    Raises `QuestionRejected` when more than 2,000 characters came in, or nothing readable is left.
    """
    if len(raw) > MAX_QUESTION_CHARS:
        raise QuestionRejected(f"Câu hỏi dài quá {MAX_QUESTION_CHARS} ký tự; xin rút gọn rồi gửi lại.")
    text = _TEMPLATE.sub(" ", _TAG.sub(" ", _MACHINE_BLOCK.sub(" ", raw)))
    text = "".join(_readable(char) for char in _composed(text))
    text = _SPACES.sub(" ", text).strip()
    if not any(char.isalnum() for char in text):
        raise QuestionRejected("Câu hỏi đang trống; xin nhập nội dung cần hỏi.")
    return text


def clean_turn(raw: str) -> str:
    """Return an earlier message cleaned the same way; "" when nothing readable is left. Never raises."""
    text = _TAG.sub(" ", _MACHINE_BLOCK.sub(" ", raw[: 4 * MAX_QUESTION_CHARS]))
    return _SPACES.sub(" ", "".join(_readable(char) for char in _composed(text))).strip()


def _composed(text: str) -> str:
    return nfc(_TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=4_096)
def _readable(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} else char
