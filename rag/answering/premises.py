"""What a question takes for granted, held against the documents it is about.

A body, a name or a day that the documents asked about do not hold makes the question one that nothing answers,
however near some clause comes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.model import Document, SectionKind
from rag.analyser import question_terms, terms
from rag.answering.citing import Evidence
from rag.answering.expected import unsaid
from rag.answering.facts import printed_times
from rag.answering.rarity import Rarity
from rag.answering.scope import MOST_READ_WHOLE, Scope
from rag.answering.shelf import Shelf
from rag.understanding.bodies import mentions_body, spelled_out
from rag.understanding.kinds import Kind
from rag.understanding.question import Question
from rag.understanding.spelling import is_syllable

_MOST_STRANGE = 2  # words of a question about a document itself that its first and last page may lack
_OWN_WORDS = frozenset(
    "ky ki ban hanh can cu noi nhan gui so hieu ngay thang nam xay dung thuc hien trien khai ke hoach cong"
    " van phat hanh ra do cua duoc de"
    " den toi cho nguoi van ban nay co la vao theo tren cac nhung dang nao co quan don vi trung uong"
    " dia chi goi ten tu cach chuc vu danh"
    " voi va phoi hop cung lam dua phap ly neu ghi day du bao cao".split()
)
_FILLERS = frozenset("con thi sao the vay va roi nhu gi nao ra thong tin ve hoi cho biet o tai tinh huyen xa".split())
_DAY_ASKED = re.compile(r"\bngay (?:nao|may|bao nhieu|thang nao|thang nam nao)\W*$")
_FRAME = frozenset(
    {
        SectionKind.LETTERHEAD,
        SectionKind.PREAMBLE,
        SectionKind.SIGNATURE,
        SectionKind.ADDRESSEES,
        SectionKind.RECIPIENTS,
    }
)


def absent_body(question: Question, scope: Scope, shelf: Shelf) -> str | None:
    """Return why nothing can be said of a body that no document in scope mentions; None when all are mentioned."""
    if not question.bodies or len(scope.document_ids) > MOST_READ_WHOLE:
        return None
    texts = [shelf.folded_text(d) for d in scope.document_ids]
    for body in question.bodies:
        spelled = " ".join(t for t in terms(body.name) if "_" not in t)
        names = (body.name, spelled, spelled_out(body.name))
        if not any(mentions_body(name, text) for text in texts for name in names):
            return f"Văn bản được hỏi không nhắc đến “{question.text[body.start : body.end]}”."
    return None


def strange_name(question: Question, scope: Scope, shelf: Shelf, rarity: Rarity) -> str | None:
    """Return why a name or code (no Vietnamese word) that only other documents hold cannot be asked of these.

    In a large store nearly any string stands somewhere, a slip of the keyboard too; that says nothing of these.
    """
    if not scope.pinned or len(scope.document_ids) > MOST_READ_WHOLE:
        return None
    names = [w for w in re.findall(r"[a-z]{3,}", fold(question.core)) if not is_syllable(w) and rarity.spread(w) >= 1]
    if not names:
        return None
    texts = [shelf.folded_text(d) for d in scope.document_ids]
    strange = next((n for n in names if not any(_is_said(n, text) for text in texts)), None)
    return f"Văn bản được hỏi không nhắc đến “{strange}”." if strange else None


def _is_said(name: str, folded_text: str) -> bool:
    """Tell whether a text holds a name or code, or what it is the abbreviation of."""
    spelled = " ".join(t for t in terms(name) if "_" not in t)
    return re.search(rf"\b(?:{name}|{re.escape(spelled)})\b", folded_text) is not None


def wrong_premise(question: Question, nearest: Evidence) -> str:
    """Say which day, share or sum of the question the documents do not hold, and what the nearest clause says."""
    wrong = ", ".join(unsaid(question.free_dates, question.folded, [nearest.quote]))
    told = "; ".join(printed_times(nearest.quote))
    return f"Văn bản không ghi {wrong} như câu hỏi" + (f"; {nearest.label} ghi: {told}." if told else ".")


def names_only_documents(question: Question) -> bool:
    """Tell whether a question names documents and asks nothing of them ("còn … thì sao?" without a history).

    Its numbers are taken for those of the documents.
    """
    asks = question.position or question.bodies or question.kinds != frozenset({Kind.CLAUSE})
    numbers = {t for number in question.numbers for t in question_terms(number.text)}
    beside = _OWN_WORDS | _FILLERS | numbers
    return not asks and not any(t.isalnum() and t not in beside for t in question_terms(question.core))


def asks_own_day(question: Question) -> bool:
    """Tell whether a question names a document and asks nothing but its day: "kế hoạch X ngày nào"."""
    if not question.types or question.numbers or not _DAY_ASKED.search(question.folded):
        return False
    types = {word for name in question.types for word in fold(name).split()}
    said = {t for t in question_terms(question.core) if t.isalpha()}
    return "Báo cáo" not in question.types and said <= types | _OWN_WORDS | _FILLERS


def about_whole(question: Question, documents: Sequence[Document]) -> list[Document]:
    """Return the documents that a question may be about as a whole; [] when it says too much else.

    It says little that is not on their first or last page, and no other document's pages hold more of it.
    """
    asked = telling_words(question)
    frames = {document.id: _frame_terms(document) for document in documents}
    titles = {document.id: frozenset(terms(document.metadata.title)) for document in documents}
    strange = [sum(t not in frames[document.id] for t in asked) for document in documents]
    fewest = min(strange, default=0)
    if fewest > _MOST_STRANGE:
        return []
    meant = [document for document, lacks in zip(documents, strange, strict=True) if lacks == fewest]
    untitled = [sum(t not in titles[document.id] for t in asked) for document in meant]
    return [document for document, lacks in zip(meant, untitled, strict=True) if lacks == min(untitled)]


def telling_words(question: Question) -> list[str]:
    """Return the words of a question that tell which document it is about; [] for "văn bản này ai ký"."""
    return [t for t in dict.fromkeys(question_terms(question.core)) if t.isalpha() and t not in _OWN_WORDS]


def _frame_terms(document: Document) -> frozenset[str]:
    blocks = [document.text[s.start : s.end] for s in document.sections if s.kind in _FRAME]
    return frozenset(terms(" ; ".join([document.metadata.title, *blocks])))
