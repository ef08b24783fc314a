"""Answers to "what is … to do": whole sections, found by whom they are addressed to or how they are headed."""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.model import Document, Section, SectionKind
from rag.analyser import question_terms, terms
from rag.answering.citing import Evidence, passage_evidence
from rag.answering.composing import answered, answered_by_document, first_of
from rag.answering.draft import Draft
from rag.answering.headed import addressed_in_words, addressed_to, duties
from rag.answering.rarity import Rarity
from rag.answering.scope import MOST_READ_WHOLE, Scope
from rag.answering.shelf import Shelf
from rag.understanding.bodies import spelled_out
from rag.understanding.question import Question

_MOST_PLACES = 8
_NAMED_SHARE = 0.75  # share of a heading, by rarity, that a question must say to name the section
_SHORT = 7  # words of a follow-up that only names somebody else
_DUTY_WORDS = frozenset(
    "nhiem vu trach nhiem viec cong duoc giao phan lam gi phai can nhung cac cua cho thi la con the vay"
    " va ve o trong tai lo dam nhan thuc hien co"
    " nao ra sao nhu neu noi quy dinh yeu cau ke hoach van ban dan chinh quyen nam theo khac sang toi den dau tinh"
    " huyen xa nua voi don vi thi liet du het day tat neu may y".split()
)
_DUTIES = re.compile(
    r"\b(?:lam (?:gi|nhung gi|viec gi)|nhiem vu|trach nhiem|nhung viec|viec gi|giao (?:\w+ )*(?:gi|viec)"
    r"|phai (?:\w+ ){0,3}gi"
    r"|cong viec|noi dung (?:gi|nao)|nhung (?:noi dung|nhiem vu|muc dich|yeu cau|giai phap)|gom (?:nhung )?(?:gi"
    r"|\w+ gi)"
    r"|muc dich|yeu cau (?:gi|nhung gi)?$|lo (?:nhung )?(?:viec )?gi|dam nhan gi|may y|neu het|ke het|liet ke"
    r"|neu day du|tat ca)\b"
)


class DutyAnswerer:
    """Answers with the sections that are addressed to whom the question names."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def duties_of(self, question: Question, scope: Scope) -> Draft | None:
        """Answer "what is … to do" with the sections addressed to the body named; None when that is not asked."""
        if (
            len(question.bodies) != 1
            or len(scope.document_ids) > MOST_READ_WHOLE
            or not _DUTIES.search(question.folded)
        ):
            return None
        name = spelled_out(question.bodies[0].name)
        spelled = " ".join(t for t in terms(name) if "_" not in t)
        rest = _beside_duties(question)
        groups: list[tuple[str | None, list[Evidence]]] = []
        for document_id in scope.document_ids:
            document = self._shelf.document(document_id)
            sections = addressed_to(document, name) or addressed_to(document, spelled)
            said = {word for section in sections for word in fold(section.heading).split()}
            if sections and len(rest - said) <= 1:
                groups.append((None, duties(document, sections)))
        if not groups:
            return None
        if len(groups) > 1:
            return answered_by_document([(None, places[:_MOST_PLACES]) for _, places in groups])
        kept, lead = first_of(groups[0][1], _MOST_PLACES)
        return answered(None, kept, lead=lead)

    def named_in_short(self, question: Question, scope: Scope) -> Draft | None:
        """Answer a follow-up of a few words ("còn kế toán?") with the section addressed to whom they name."""
        words = [t for t in dict.fromkeys(fold(" ".join(question.segments)).split()) if t not in _DUTY_WORDS]
        if not words or len(words) > _SHORT or len(scope.document_ids) != 1:
            return None
        document = self._shelf.document(scope.document_ids[0])
        sections = addressed_in_words(document, words)
        part = question.said.markers[0] if question.said and question.said.markers else None
        sections.sort(key=lambda s: not s.path or fold(s.path[0]) != part)
        return answered(None, duties(document, sections)[:_MOST_PLACES]) if sections else None


class HeadedSections:
    """Finds the section whose heading a question says almost whole."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity

    def together(self, question: Question, document: Document) -> list[Evidence]:
        """Return all passages of the section that the question names, when it asks for all that it holds."""
        if not _DUTIES.search(question.folded):
            return []
        section = self._named(question, document)
        if section is None:
            return []
        inside = [p for p in document.passages if section.start <= p.start and p.end <= section.end]
        return [passage_evidence(document, p, None) for p in inside]

    def _named(self, question: Question, document: Document) -> Section | None:
        """Return the deepest headed section whose heading the question says almost whole."""
        asked = set(terms(question.core))
        best: tuple[float, int, Section] | None = None
        for section in document.sections:
            if not section.heading or section.kind in {SectionKind.LETTERHEAD, SectionKind.APPENDIX}:
                continue
            share = self._heading_share(section.heading, asked)
            if share >= _NAMED_SHARE and (best is None or (share, len(section.path)) > best[:2]):
                best = (share, len(section.path), section)
        return best[2] if best else None

    def _heading_share(self, heading: str, asked: set[str]) -> float:
        weights = {t: self._rarity.weight(t) for t in dict.fromkeys(terms(fold(heading)))}
        total = sum(weights.values())
        return sum(w for t, w in weights.items() if t in asked) / total if total else 0.0


def _beside_duties(question: Question) -> set[str]:
    """Return the words that say more than a body and what it is to do."""
    body = question.bodies[0]
    said = set(question.folded[body.start : body.end].split())
    return {t for t in question_terms(question.core) if t.isalpha() and t not in said and t not in _DUTY_WORDS}
