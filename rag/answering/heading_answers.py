"""Questions for what stands under a heading: "mục đích, yêu cầu của kế hoạch …", "yêu cầu là gì".

A question that says nothing but a heading, or one of the things that a heading joins, and whose document is meant, is
answered with that section whole, not with the clause of it that resembles the words most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from corpus.folding import fold
from corpus.model import Document, Section, SectionKind
from rag.answering.structure_answers import MOST_PASSAGES
from rag.understanding.bodies import names_body
from rag.understanding.question import Question

_HEADED = frozenset({SectionKind.PART, SectionKind.ARTICLE, SectionKind.ITEM, SectionKind.APPENDIX})
_LONGEST_HEADING = 12  # words; a longer one is a sentence
_FEWEST_WORDS = 2
_JOINTS = re.compile(r"\s*[,;:]\s*|\s+va\s+")
_BESIDE = frozenset(
    "cua trong o tai theo la gi nao nhung cac phan neu ve the ra sao nhu van ban nay do nam co duoc ghi quy dinh"
    " xin cho xem hoi hay noi trinh bay liet ke toan bo nguyen day du bao gom tinh huyen xa thi tran phuong thanh pho"
    " ubnd uy nhan dan va biet so ngay".split()
)


def under_heading(question: Question, document: Document) -> Section | None:
    """Return the section whose heading is all that is asked of a document; None for none, or one too long to tell."""
    asked, title = _words_asked(question), frozenset(_words(fold(document.metadata.title)))
    found = _headed_by(asked, title, document) or _headed_by(_in_other_words(asked), title, document)
    if not found:
        return None
    section = min(found, key=lambda s: (_telling(_words(fold(s.heading))) != asked, len(s.path), s.ordinal))
    inside = [p for p in document.passages if section.start <= p.start and p.end <= section.end]
    return section if len(inside) <= MOST_PASSAGES else None


def _headed_by(asked: Sequence[str], title: frozenset[str], document: Document) -> list[Section]:
    return [s for s in document.sections if _is_asked(s, asked, title)]


def _in_other_words(asked: Sequence[str]) -> list[str]:
    """Return "mục đích" for "mục tiêu" and the other way round: plans head the same section with either."""
    words = " ".join(asked)
    for one, other in (("muc tieu", "muc dich"), ("muc dich", "muc tieu")):
        if one in words:
            return words.replace(one, other).split()
    return []


def _is_asked(section: Section, asked: Sequence[str], title: frozenset[str]) -> bool:
    """Tell whether words are a section's heading, or some of the things that it joins, and else of its document."""
    folded = fold(section.heading)
    if section.kind not in _HEADED or not 0 < len(_words(folded)) <= _LONGEST_HEADING or names_body(folded):
        return False
    parts = [_words(part) for part in _JOINTS.split(folded)]
    runs = [list(chain(*parts[i:j])) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)]
    return any(_says_only(_telling(run), asked, title) for run in runs if len(run) >= _FEWEST_WORDS)


def _says_only(run: Sequence[str], asked: Sequence[str], title: frozenset[str]) -> bool:
    if not run or title.issuperset(run):
        return False
    starts = range(len(asked) - len(run) + 1)
    at = next((i for i in starts if list(asked[i : i + len(run)]) == list(run)), None)
    return at is not None and title.issuperset([*asked[:at], *asked[at + len(run) :]])


def _words_asked(question: Question) -> list[str]:
    """Return the folded words of a question but names of places and types, days, numbers, and words that only ask."""
    letters = list(question.folded)
    spans = [(p.start, p.end) for p in question.stored_places] + [(d.start, d.end) for d in question.dates]
    for start, end in spans + [(n.start, n.end) for n in question.numbers]:
        letters[start:end] = " " * (end - start)
    asked = re.sub(r"\bmuc (?=\W|muc\b)", " ", "".join(letters))
    for name in question.types:
        asked = re.sub(rf"\b{fold(name)}\b", " ", asked)
    return _telling(_words(asked))


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _BESIDE and not word.isdigit()]


def _words(folded: str) -> list[str]:
    return re.findall(r"\w+", folded)
