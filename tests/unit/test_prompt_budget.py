"""What is sent fits the context, whatever is to be shown; at least one passage is, and the best of it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import build_document
from corpus.model import DocumentId
from rag.answering.citing import Evidence
from rag.generation.budget import LEAST_CONTEXT, Budget, Sheet, cost, fitted, tokens_in
from rag.generation.prompt import MARKERS, STRUCTURED, shipped_prompt

PROMPTS = (shipped_prompt(MARKERS), shipped_prompt(STRUCTURED))
LETTER = "UBND XÃ HÒA AN\n\nSố: 12/UBND-VP\n\nKính gửi: Các thôn.\n\n1. {}\n"
QUESTION = "Các thôn nộp báo cáo trước ngày nào?"
RIGHT = "Các thôn nộp báo cáo trước ngày 30/5."
OTHER = "Công chức xã tiếp nhận ý kiến của người dân rồi trình lãnh đạo xem xét;"


def place(text: str) -> Evidence:
    """Return a passage that holds a text, in a letter of its own."""
    raw = LETTER.format(text)
    sha = hashlib.sha256(raw.encode()).hexdigest()
    document = build_document(raw, "cv.txt", sha, DocumentId(f"cv-{sha[:8]}"))
    section = document.sections[-1]
    start = document.text.index(text[:20]) if text[:20] in document.text else section.start
    return Evidence(document, section, section.label, start, start + len(text), None)


def shown(sheet: Sheet) -> str:
    """Return what is asked last after the first prompt."""
    return sheet.messages[0][-1].content


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(st.sampled_from("aăâ đệ.;\n1<>𠮷"), min_size=1, max_size=4_000), min_size=1, max_size=6),
    question=st.text(st.sampled_from("nào ệ?𠮷"), max_size=2_000),
    context=st.integers(LEAST_CONTEXT, 9_000),
)
def test_nothing_is_over_the_budget_and_something_is_shown(texts: list[str], question: str, context: int) -> None:
    budget = Budget(context)
    sheet = fitted(PROMPTS, question, [place(text) for text in texts], budget, question)
    assert 1 <= sheet.shown <= len(texts)
    for asked in sheet.messages:
        assert cost(asked) + budget.answer <= context
        assert asked[-1].content.count("<doan so=") == sheet.shown


def test_what_fits_is_sent_whole_with_the_examples() -> None:
    sheet = fitted(PROMPTS, QUESTION, [place(RIGHT), place(OTHER)], Budget(), QUESTION)
    assert sheet.shown == 2
    assert [len(asked) for asked in sheet.messages] == [6, 6]
    assert RIGHT in shown(sheet)
    assert "…" not in shown(sheet)


def test_examples_go_first_then_passages_from_the_last() -> None:
    places = [place(f"{words} {OTHER * 15}") for words in (RIGHT, "Thứ hai.", "Thứ ba.")]
    sizes = [
        (len(sheet.messages[0]), sheet.shown)
        for sheet in (fitted(PROMPTS, QUESTION, places, Budget(context), QUESTION) for context in (6_000, 3_200, 2_500))
    ]
    assert sizes == [(6, 3), (2, 3), (2, 2)]


def test_of_a_passage_that_is_too_long_the_best_sentence_is_shown_with_what_fits_around_it() -> None:
    long = f"{OTHER} " * 40 + f"{RIGHT} " + f"{OTHER} " * 40
    asked = shown(fitted(PROMPTS, QUESTION, [place(long.strip())], Budget(LEAST_CONTEXT), QUESTION))
    assert RIGHT in asked
    assert f"…{OTHER}" in asked or f"…{RIGHT}" in asked
    assert f"{OTHER}…" in asked


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    asked = shown(fitted(PROMPTS, QUESTION, [place("dân vận khéo " * 400)], Budget(LEAST_CONTEXT), QUESTION))
    quote = asked.split("<doan", 1)[1].split("\n")[1]
    assert quote.endswith(("dân…", "vận…", "khéo…"))


def test_of_a_long_question_the_end_is_asked() -> None:
    asked = shown(fitted(PROMPTS, f"{'Xin hỏi ' * 250}hạn nào?", [place(RIGHT)], Budget(LEAST_CONTEXT), "hạn"))
    assert "<cau_hoi>…" in asked
    assert "hạn nào?</cau_hoi>" in asked


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("a", 1), ("abcde", 2), ("ệ" * 5, 6)])
def test_tokens_are_counted_by_bytes(text: str, tokens: int) -> None:
    assert tokens_in(text) == tokens
