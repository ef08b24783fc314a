"""First questions: drawn by rule, and offered only when they are answered from where they were drawn."""

from __future__ import annotations

from dataclasses import replace

from api.testing import SampleAssistant, SampleDocuments, sample_document
from corpus.model import DocumentId
from rag.model import Answer, Inquiry
from rag.suggesting import suggest

ALL = [document.id for document in SampleDocuments().documents()]


def test_what_is_answered_from_its_place_is_offered_and_what_another_document_answers_is_not() -> None:
    assistant = SampleAssistant()  # answers every question about reports from its first document
    offered = suggest(assistant.documents, assistant.answer, ALL, 8)
    assert [(o.label, o.question) for o in offered] == [
        (
            "Hạn báo cáo 6 tháng – xã Tân Mẫu",
            "Báo cáo 6 tháng nộp trước ngày nào theo kế hoạch của xã Tân Mẫu năm 2024?",
        )
    ]
    assert any("xã An Thử" in inquiry.question for inquiry in assistant.received)


def test_what_is_refused_is_not_offered() -> None:
    assistant = SampleAssistant()

    def refusing(inquiry: Inquiry) -> Answer:
        return replace(assistant.answer(inquiry), status="refused")

    assert suggest(assistant.documents, refusing, ALL, 8) == []


def test_an_answer_from_another_place_of_the_same_document_is_not_enough() -> None:
    assistant = SampleAssistant()

    def elsewhere(inquiry: Inquiry) -> Answer:
        answer = assistant.answer(inquiry)
        return replace(answer, citations=tuple(replace(c, start=0, end=4) for c in answer.citations))

    assert suggest(assistant.documents, elsewhere, ALL, 8) == []


def test_only_allowed_documents_are_asked_about() -> None:
    assistant = SampleAssistant().within([DocumentId("ke-hoach-an-thu")])
    offered = suggest(SampleDocuments(), assistant.answer, [DocumentId("ke-hoach-an-thu")], 8)
    assert [o.label for o in offered] == ["Hạn báo cáo 6 tháng – xã An Thử"]
    assert not [inquiry for inquiry in assistant.received if "Tân Mẫu" in inquiry.question]


def test_no_more_are_drawn_than_are_wanted_and_an_empty_store_gives_none() -> None:
    documents = SampleDocuments([sample_document(f"van-ban-{n}", f"xã Mẫu {n}", f"{n}/KH-UBND") for n in range(30)])
    assistant = SampleAssistant(documents)
    assert len(suggest(documents, assistant.answer, [d.id for d in documents.documents()], 1)) <= 1
    assert len({i.question for i in assistant.received}) <= 30
    assert suggest(SampleDocuments([]), assistant.answer, ALL, 4) == []


def test_the_same_store_gives_the_same_questions() -> None:
    first, second = SampleAssistant(), SampleAssistant()
    assert suggest(first.documents, first.answer, ALL, 4) == suggest(second.documents, second.answer, ALL, 4)
