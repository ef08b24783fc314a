"""What holds for every answer to every question: verbatim quotes, honest markers, no echo, no trace in logs."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.folding import fold
from corpus.model import Document
from rag.assistant import Assistant
from rag.errors import QuestionRejected
from rag.model import Answer, Filters, Inquiry, Turn

MAX_QUOTE = 1200
BOUNDED = settings(max_examples=60, deadline=None)

QUESTIONS = [
    "Báo cáo 6 tháng nộp trước ngày nào?",
    "Công an huyện Lâm Khê làm gì?",
    "Phòng Nội vụ huyện Lâm Khê có nhiệm vụ gì?",
    "Lâm Khê giải quyết bao nhiêu phần trăm đơn thư khiếu nại?",
    "Mục III.1 nói gì?",
    "Khoản 2 Điều 3 quyết định của Hà Thanh?",
    "Ai ký kế hoạch của huyện Lâm Khê?",
    "Kế hoạch của Vĩnh Điền số mấy?",
    "Những văn bản nào nhắc đến Chỉ thị số 27/CT-TTg?",
    "So sánh hạn nộp báo cáo 6 tháng của Vĩnh Điền và Lâm Khê",
    "Tỉnh Lào Cai trồng cây phân tán thế nào?",
    "Giá vàng hôm nay bao nhiêu?",
    "Chỉ thị số 27/CT-TTg ngày 15/9/2021 nói gì?",
    "Hòa giải, hoà thuận, thủy lợi, thuỷ sản ở Bãi Ngàn thế nào?",
    "Trạm Y tế Bãi Ngàn lập sổ gì?",
]

WORDS = st.sampled_from(
    (
        "Lâm Khê|Vĩnh Điền|Bãi Ngàn|tỉnh Hà Thanh|tỉnh Lào Cai|huyện|xã|báo cáo|trước ngày|15/9/2021|30/6|năm 2023|"
        "năm 2019|mục III.1|khoản 2 Điều 3|gạch đầu dòng thứ hai|điểm b|Chỉ thị 27/CT-TTg|QĐ 99|42/KH-UBND|90%|ai ký|"
        "số mấy|khi nào|ở đâu|bao nhiêu|những văn bản nào|nhắc đến|căn cứ|nơi nhận|làm gì|là gì|nhiệm vụ|và|của|còn|"
        "so sánh|Công an huyện|Phòng Nội vụ|Hội Phụ nữ|đơn thư|vườn ươm|tiếp công dân|thế nào|?|,|không"
    ).split("|")
)
PHRASES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
ANYTHING = st.one_of(PHRASES, st.text(min_size=1, max_size=200))


def answered(assistant: Assistant, question: str, *history: Turn, filters: Filters | None = None) -> Answer | None:
    try:
        return assistant.answer(Inquiry(question, history, filters=filters or Filters()))
    except QuestionRejected:
        return None


def lasting(answer: Answer) -> Answer:
    """Return what must be the same each time: all but ids and timings."""
    return replace(answer, id="", conversation_id="", timings_ms={})


def assert_sound(answer: Answer, documents: Iterable[Document]) -> None:
    texts = {document.id: document.text for document in documents}
    for citation in (*answer.citations, *answer.related):
        text = texts[citation.document_id]
        assert citation.quote
        assert text[citation.start : citation.end] == citation.quote
        assert len(citation.quote) <= MAX_QUOTE
        assert citation.section.start <= citation.start < citation.end <= citation.section.end
        assert citation.section_text == text[citation.section.start : citation.section.end]
        assert citation.url == f"/documents/{citation.document_id}#{citation.section.anchor}"
        assert citation.label
    for places in (answer.citations, answer.related):
        assert [c.marker for c in places] == list(range(1, len(places) + 1))
    assert _markers(answer) == {c.marker for c in answer.citations}
    assert (answer.status == "answered") == bool(answer.citations)
    assert bool(answer.options) == (answer.status == "clarify")
    assert answer.answer == unicodedata.normalize("NFC", answer.answer)
    assert answer.mode == "extractive"
    assert answer.timings_ms["total"] >= 0
    assert answer.confidence is None or answer.citations and 0 <= answer.confidence <= 1


def _markers(answer: Answer) -> set[int]:
    """Return the markers of the answer's own words; what is quoted is another's."""
    own = answer.answer
    for citation in sorted(answer.citations, key=lambda c: -len(c.quote)):
        own = own.replace(citation.quote, "")
    return {int(number) for number in re.findall(r"\[(\d+)\]", own)}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_keeps_its_promises(
    assistant: Assistant, invented_documents: tuple[Document, ...], question: str
) -> None:
    answer = answered(assistant, question)
    assert answer is not None
    assert_sound(answer, invented_documents)


@BOUNDED
@given(question=ANYTHING)
@example(question="[1] [2] [9] Công an huyện Lâm Khê làm gì? [3]")
@example(question="Mục [7] III.1 của Lâm Khê?")
@example(question="'; DROP TABLE documents; --")
@example(question="* OR 1=1 AND NOT (")
@example(question="ngày 31/2/2024 và 99/99/9999 ở Lâm Khê?")
@example(question="Điều 999999999999 khoản 00000?")
@example(question="III.III.III.III mục mục mục")
def test_no_question_breaks_a_promise(
    assistant: Assistant, invented_documents: tuple[Document, ...], question: str
) -> None:
    answer = answered(assistant, question)
    if answer is not None:
        assert_sound(answer, invented_documents)


@BOUNDED
@given(question=PHRASES, said=st.lists(ANYTHING, max_size=3), year=st.sampled_from([None, 2023, 2024, 1999]))
def test_no_history_and_no_filter_breaks_a_promise(
    assistant: Assistant, invented_documents: tuple[Document, ...], question: str, said: list[str], year: int | None
) -> None:
    turns = [Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(said)]
    answer = answered(assistant, question, *turns, filters=Filters(year=year))
    if answer is not None:
        assert_sound(answer, invented_documents)
        within = {d.id for d in invented_documents if year is None or d.metadata.year == year}
        assert {c.document_id for c in answer.citations} <= within


@settings(max_examples=25, deadline=None)
@given(question=PHRASES)
def test_the_same_question_gets_the_same_answer(assistant: Assistant, question: str) -> None:
    first, second = answered(assistant, question), answered(assistant, question)
    assert first is None or second is None or lasting(first) == lasting(second)


@pytest.mark.parametrize("question", QUESTIONS)
def test_how_a_question_is_typed_does_not_matter(assistant: Assistant, question: str) -> None:
    plain = answered(assistant, question)
    assert plain is not None
    moved = question.replace("òa", "oà").replace("oà ", "òa ").replace("ủy", "uỷ")
    decomposed = unicodedata.normalize("NFD", question)
    for typed in (decomposed, question.upper(), fold(question), f"  {question}\u200b ", moved):
        other = answered(assistant, typed)
        assert other is not None
        assert (other.status, other.citations) == (plain.status, plain.citations), typed


MARKUP = ["<b>Lâm Khê</b>", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "[bấm](javascript:x)"]


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize(
    "frame",
    ["Mục IX {} của Lâm Khê?", "Hội Phụ nữ {} Lâm Khê làm gì?", "Chỉ thị 55/CT-TTg {} nói gì?", "Huyện {} làm gì?"],
)
def test_markup_of_a_question_is_never_echoed(assistant: Assistant, markup: str, frame: str) -> None:
    answer = answered(assistant, frame.format(markup))
    assert answer is not None
    said = " ".join([answer.answer, *answer.notices, *(o.label + o.question for o in answer.options)])
    assert not re.search(r"[<>]|javascript|onerror|alert", said)


def test_many_threads_get_what_one_gets(assistant: Assistant) -> None:
    alone = {question: lasting(assistant.answer(Inquiry(question))) for question in QUESTIONS}
    asked = [QUESTIONS[(thread + n) % len(QUESTIONS)] for thread in range(8) for n in range(50)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda question: assistant.answer(Inquiry(question)), asked))
    assert len({answer.id for answer in answers}) == len(asked)
    assert all(lasting(answer) == alone[question] for question, answer in zip(asked, answers, strict=True))


CANARIES = ["Xyzcanary Hoa Mai", "0912345678", "079088001234"]


def test_nothing_of_a_question_is_logged(
    assistant: Assistant, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    canary = " ".join(CANARIES)
    with caplog.at_level(logging.DEBUG):
        for question in (*QUESTIONS, f"Đơn của {canary} nộp khi nào?"):
            answered(assistant, f"{question} {canary}", Turn("user", f"Tôi là {canary}"), Turn("assistant", canary))
        answered(assistant, "\u200b")
        answered(assistant, canary * 100)
        assistant.search(canary, 3, Filters())
    printed = capfd.readouterr()
    for trace in (caplog.text, printed.out, printed.err):
        assert not any(canary in trace for canary in (*CANARIES, "canary"))


def test_confidence_is_a_probability_and_a_rule_has_none(assistant: Assistant) -> None:
    weighed = assistant.answer(Inquiry("Lâm Khê giải quyết bao nhiêu phần trăm đơn thư khiếu nại?"))
    assert weighed.confidence is not None
    assert 0.5 < weighed.confidence < 1
    assert assistant.answer(Inquiry("Ai ký kế hoạch của huyện Lâm Khê?")).confidence is None
    assert assistant.answer(Inquiry("Giá vàng hôm nay bao nhiêu?")).confidence is None


def test_the_clearer_of_two_questions_has_the_surer_answer(assistant: Assistant) -> None:
    clear = assistant.answer(Inquiry("Ở Bãi Ngàn, Trạm Y tế lập sổ sức khỏe điện tử cho ai?"))
    vague = assistant.answer(Inquiry("Bãi Ngàn lo sức khỏe dân sao?"))
    assert clear.confidence is not None
    assert vague.confidence is None or vague.confidence < clear.confidence
