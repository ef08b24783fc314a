"""To an assistant within some documents they are the whole store: nothing of the others is cited, counted or named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.errors import DocumentUnknown
from corpus.model import Document, DocumentId
from rag.assistant import Assistant
from rag.model import Answer, Filters, Inquiry, Turn

ONLY = DocumentId("ke-hoach-lam-khe")
EARLIER = (Turn("user", "Thị xã Vĩnh Điền nộp báo cáo 6 tháng trước ngày nào?"), Turn("assistant", "Trước ngày … [1]"))
QUESTIONS = [
    "Thị xã Vĩnh Điền nộp báo cáo 6 tháng trước ngày nào?",
    "Ai ký quyết định của tỉnh Hà Thanh?",
    "Công văn của xã Bãi Ngàn gửi những nơi nào?",
    "So sánh Lâm Khê và Vĩnh Điền về tiếp công dân",
    "Kho có những văn bản nào?",
    "Những văn bản nào nói về tiếp công dân?",
    "Các kế hoạch năm 2023 của tỉnh Hà Thanh",
    "Công văn năm 2023 gửi ai?",
    "Văn bản nào thay thế văn bản nào?",
    "mục II.1",
    "Ai ký?",
]


def numbers_of(documents: Sequence[Document]) -> list[tuple[str, str]]:
    return [(d.id, d.metadata.number) for d in documents if d.metadata.number and d.id != ONLY]


def names(answer: Answer) -> str:
    options = " ".join(f"{o.label} {o.question}" for o in answer.options)
    return " ".join((answer.answer, options, *answer.notices))


@pytest.fixture(scope="module")
def within(assistant: Assistant) -> Assistant:
    return assistant.within([ONLY])


@pytest.mark.parametrize("history", [(), EARLIER], ids=["alone", "after another place"])
@pytest.mark.parametrize("filters", [Filters(), Filters(year=2023), Filters(locality="thị xã Vĩnh Điền")], ids=str)
@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_outside_is_cited_or_named(
    within: Assistant,
    invented_documents: tuple[Document, ...],
    question: str,
    filters: Filters,
    history: tuple[Turn, ...],
) -> None:
    answer = within.answer(Inquiry(question, history, filters=filters))
    assert {place.document_id for place in (*answer.citations, *answer.related)} <= {ONLY}
    told = names(answer)
    signers = {s.name for d in invented_documents if d.id != ONLY for s in d.metadata.signers}
    assert [name for name in signers if name in told] == []


def test_a_number_of_a_document_outside_is_a_number_that_is_not_held(
    within: Assistant, invented_documents: tuple[Document, ...]
) -> None:
    for _, number in numbers_of(invented_documents):
        answer = within.answer(Inquiry(f"Văn bản số {number} do ai ký?"))
        assert answer.status == "refused", number


def test_search_finds_nothing_outside_whatever_is_asked_or_filtered(within: Assistant) -> None:
    for query in QUESTIONS:
        for filters in (Filters(), Filters(year=1999), Filters(document_ids=(DocumentId("ke-hoach-vinh-dien"),))):
            assert {hit.citation.document_id for hit in within.search(query, 20, filters)} <= {ONLY}


def test_within_every_document_the_answers_are_those_of_the_whole_store(
    assistant: Assistant, invented_documents: tuple[Document, ...]
) -> None:
    everything = assistant.within([document.id for document in invented_documents])
    for question in QUESTIONS:
        first, second = assistant.answer(Inquiry(question)), everything.answer(Inquiry(question))
        assert (first.status, first.answer, first.citations) == (second.status, second.answer, second.citations)


def test_a_filter_that_nothing_meets_finds_nothing(assistant: Assistant) -> None:
    assert assistant.search("báo cáo", 5, Filters()) != []
    for filters in (Filters(year=1999), Filters(locality="tỉnh Không Có"), Filters(type="Thư ngỏ")):
        assert assistant.search("báo cáo", 5, filters) == []


def test_within_nothing_there_is_nobody_to_ask(assistant: Assistant) -> None:
    with pytest.raises(ValueError):
        assistant.within([])


def test_a_selection_holds_what_was_chosen_and_nothing_else(
    assistant_over: Callable[[Sequence[Document]], Assistant], invented_documents: tuple[Document, ...]
) -> None:
    source = assistant_over(invented_documents).within([ONLY])._source
    assert [summary.id for summary in source.documents()] == [ONLY]
    assert source.document(ONLY).id == ONLY
    for lookup in (source.document, source.text, lambda d: source.excerpts([(d, 0)])):
        with pytest.raises(DocumentUnknown):
            lookup(DocumentId("ke-hoach-vinh-dien"))
    whole = {number for d in invented_documents for number in (r.key for r in d.references)}
    assert {d for key in whole for d, _ in source.mentions_of(key)} <= {ONLY}
