"""Who proposed that a document be issued: "Xét đề nghị của Trưởng phòng … tại Tờ trình số …", among its bases."""

from __future__ import annotations

import re

from corpus.model import Document
from rag.answering.citing import Evidence, passage_evidence
from rag.answering.composing import answered, answered_by_document
from rag.answering.draft import Draft
from rag.answering.scope import Scope
from rag.answering.shelf import Shelf
from rag.understanding.question import Question

_ASKED = re.compile(
    r"^(?:ai|(?:co quan|don vi|cap|noi|nguoi) nao) (?:da |la nguoi )?(?:de nghi|trinh|de xuat)(?: \w+){0,2} ban hanh\b"
    r"|\b(?:ban hanh|ra) .{0,60}\btheo de nghi cua (?:ai|(?:co quan|don vi|noi) nao)\b"
)
_SAID = re.compile(r"(?:Xét|Theo|Trên cơ sở) đề nghị của [^;\n]{3,300}?(?=[;\n,]|\.(?:\s|$)|$)")
_MOST_READ = 8


def proposed_by(question: Question, scope: Scope, shelf: Shelf) -> Draft | None:
    """Answer at whose proposal the documents that are meant were issued; None when not asked, or not said."""
    if not _ASKED.search(question.folded) or not scope.pinned or len(scope.document_ids) > _MOST_READ:
        return None
    found = [said for i in scope.document_ids if (said := _proposal(shelf.document(i)))]
    if not found:
        return None
    return answered(*found[0]) if len(found) == 1 else answered_by_document(found)


def _proposal(document: Document) -> tuple[str, list[Evidence]] | None:
    said = _SAID.search(document.text)
    passage = next((p for p in document.passages if said and p.start <= said.start() < p.end), None)
    if said is None or passage is None:
        return None
    return f"{' '.join(said.group().split())}.", [passage_evidence(document, passage, None, said.start())]
