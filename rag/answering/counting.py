"""Questions for the things under a heading that names them: "kế hoạch có mấy nhiệm vụ", "tổ cấp xã có nhiệm vụ gì".

What is counted are the members that the paper itself numbers or sets off under the one heading that names the thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.model import Document, Section, SectionKind
from rag.analyser import terms
from rag.answering.citing import MAX_QUOTE_CHARS, Evidence, document_line, section_evidence
from rag.answering.composing import answered
from rag.answering.draft import Draft
from rag.understanding.question import Question

_THINGS = (
    r"noi dung nhiem vu|noi dung|nhiem vu|trach nhiem|giai phap|bien phap|yeu cau|muc dich|muc tieu|nguyen tac"
    r"|hinh thuc|tieu chi|tieu chuan|quyen|nghia vu|dieu kien"
)
_COUNTED = re.compile(rf"\b(?:may|bao nhieu) ({_THINGS})\b")
_WHICH = re.compile(rf"\b({_THINGS}) (?:gi|nao|nhung gi)\b")
_MEMBERS = frozenset({SectionKind.ARTICLE, SectionKind.ITEM, SectionKind.BULLET})
_BESIDE = frozenset(
    "noi dung chinh chu yeu trong tam cu the va cac cua nhung co may bao nhieu tat ca trong o tai theo la liet ke ra"
    " neu do duoc giao phai gom bao ke hoach cong van chi thi quyet dinh huong dan thong bao van ban nam nay thi hay"
    " cho biet day du het gi nao".split()
)
_LEVELS = frozenset("tinh huyen xa thi tran phuong thanh pho quan".split())
_OWNED = 3  # words of a heading beside the thing that tell whose it is
_LONGEST_HEADING = 12  # words; a longer one is a sentence
_FEWEST = 2
_MOST_TOLD = 12


def counted_under(question: Question, documents: Sequence[Document]) -> Draft | None:
    """Return how many members stand under the heading that a question counts, and the members; None when none does."""
    counted = _COUNTED.search(question.folded)
    if counted is None or len(documents) != 1 or question.dates:
        return None
    document, thing = documents[0], counted.group(1)
    found = [section for section in document.sections if _names(section, thing, question, document)]
    members = _members(document, found[0]) if len(found) == 1 else []
    if len(members) < _FEWEST:
        return None
    told = [_evidence(document, member) for member in members[:_MOST_TOLD]]
    more = f"; dưới đây là {len(told)} mục đầu" if len(told) < len(members) else ""
    lead = f"{document_line(document.metadata)}, {found[0].label} ({found[0].heading}) có {len(members)} mục{more}."
    return answered(None, told, lead=lead)


def belonging_to(question: Question, documents: Sequence[Document]) -> tuple[Document, Section] | None:
    """Return the one section headed by a thing and its owner, where a question asks for just that in another order."""
    asked = _WHICH.search(question.folded)
    if asked is None or question.dates or question.position:
        return None
    thing = asked.group(1)
    found = [
        (document, section)
        for document in documents
        for section in document.sections
        if _names(section, thing, question, document) and len(_words(section.heading) - set(thing.split())) >= _OWNED
    ]
    return found[0] if len(found) == 1 else None


def _names(section: Section, thing: str, question: Question, document: Document) -> bool:
    """Tell whether a heading names the thing, says nothing that the question does not, and leaves nothing unsaid."""
    heading = _words(section.heading)
    if not 0 < len(heading) <= _LONGEST_HEADING or f" {thing} " not in f" {' '.join(_said(section.heading))} ":
        return False
    asked = _asked(question)
    beside = _BESIDE | set(thing.split())
    return heading <= asked | beside and asked <= heading | beside | _LEVELS | _words(document.metadata.title)


def _asked(question: Question) -> set[str]:
    letters = list(question.text)
    for start, end in [(p.start, p.end) for p in question.stored_places] + [(n.start, n.end) for n in question.numbers]:
        letters[start:end] = " " * (end - start)
    return _words("".join(letters))


def _words(text: str) -> set[str]:
    return set(_said(text))


def _said(text: str) -> list[str]:
    """Return the folded syllables of a text, abbreviations spelled out, in order."""
    return [t for t in terms(fold(text)) if t.isalpha()]


def _members(document: Document, section: Section) -> list[Section]:
    return [child for child in document.children(section) if child.kind in _MEMBERS]


def _evidence(document: Document, member: Section) -> Evidence:
    """Return a member: its heading where it has one, since what stands under it is not counted; else all of it."""
    if not member.heading or member.end - member.start <= MAX_QUOTE_CHARS // _MOST_TOLD:
        return section_evidence(document, member, None)
    line = document.text.find("\n", member.body, member.end)
    end = line if line > 0 else member.end
    return Evidence(document, member, member.label, member.start, end, None)
