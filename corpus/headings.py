"""Telling a section's heading from the first sentence of what it says."""

from __future__ import annotations

import re

from corpus.model import SectionKind

LONGEST_HEADING = 320
_LONGEST_SENTENCE_HEADING = 150
_SURE_SHORT = 60
_LEADS_IN = re.compile(
    r"\b(?:sau|sau đây|như sau|dưới đây|gồm|cụ thể|là|hành vi|trường hợp|điều kiện|tiêu chuẩn|để|việc|được|phải|"
    r"có trách nhiệm|có quyền|có nhiệm vụ|thực hiện|về|quy định|yêu cầu|nội dung|nguyên tắc|bảo đảm|đảm bảo|"
    r"đối với|tại)\s*:$",
    re.IGNORECASE,
)
_INNER_SENTENCE = re.compile(r"[^\W\d_]{2,}\. +[^\W\d_]")
_TERMINAL = (".", ";", ",", "…")


def looks_like_heading(words: str, kind: SectionKind, has_children: bool) -> bool:
    """Tell whether the first line of a section that holds more is a heading beyond doubt.

    `words` is the line without its marker. A line that ends in a full stop is one only when it is short and
    stands over numbers or bullets: see `may_be_heading`.
    """
    if not words or len(words) > LONGEST_HEADING or words.endswith(_TERMINAL):
        return has_children and len(words) <= _SURE_SHORT and words.endswith(".") and not _INNER_SENTENCE.search(words)
    if words.isupper():
        return True
    if words.endswith(":"):
        return len(words) <= _SURE_SHORT - 10 or not (_LEADS_IN.search(words) or _INNER_SENTENCE.search(words))
    return not _INNER_SENTENCE.search(words) or kind in (SectionKind.PART, SectionKind.ARTICLE)


def may_be_heading(words: str) -> bool:
    """Tell whether a line in one sentence is a heading if its neighbours in the outline are headings."""
    return bool(words) and len(words) <= _LONGEST_SENTENCE_HEADING and not _INNER_SENTENCE.search(words)


def stands_alone(words: str, kind: SectionKind) -> bool:
    """Tell whether a section that holds nothing more is only a heading."""
    if kind in (SectionKind.PART, SectionKind.ARTICLE, SectionKind.APPENDIX):
        return bool(words) and len(words) <= LONGEST_HEADING and not words.endswith(_TERMINAL)
    return kind is SectionKind.ITEM and words.isupper() and not words.endswith(_TERMINAL)
