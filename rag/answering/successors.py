"""A document named by the one it replaces: "the decision that replaces Decision 15/2014/…"."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.doctypes import DOC_TYPES
from corpus.folding import fold
from corpus.model import DocumentId
from rag.answering.in_force import asks_from_when, replaces_at
from rag.answering.own_facts import OWN_KINDS
from rag.answering.references import look_up
from rag.answering.shelf import Shelf
from rag.understanding.question import Question, read_question

_TYPES = "|".join(sorted({fold(kind.name) for kind in DOC_TYPES} | {"van ban"}, key=len, reverse=True))
_REPLACING = re.compile(
    rf"\b(?:{_TYPES})(?: (?!nao\b|gi\b|bi\b)\w+){{0,6}} (?P<replacing>thay (?:the |cho )+(?:(?:{_TYPES}) )?(?:so )?)$"
)


def successor(question: Question, shelf: Shelf) -> tuple[Question, tuple[DocumentId, ...]] | None:
    """Return the question without the document that is replaced, and the stored ones that replace it.

    None unless signer, number, day or force of the replacing document is asked for, and one stored says it replaces it.
    """
    if not (asks_from_when(question) or question.kinds.intersection(OWN_KINDS)):
        return None
    told = [(n, _REPLACING.search(question.folded[: n.start])) for n in question.numbers]
    replaced = [(number, said.start("replacing")) for number, said in told if said is not None]
    lookups = look_up(replace(question, numbers=tuple(n for n, _ in replaced)), tuple(shelf.cards), shelf)
    mentions = [mention for lookup in lookups for mention in lookup.mentions]
    found = dict.fromkeys(m.document_id for m in mentions if replaces_at(m.document, m.reference.start))
    if not found:
        return None
    number, start = replaced[-1]
    end = number.dated.end if number.dated else number.end
    without = f"{question.text[:start].rstrip()} {question.text[end:].lstrip()}"
    return read_question(without, shelf.places), tuple(found)
