"""From kept questions to a review file: merged, masked, with evidence that stands once, and nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from eval.harvest.merging import key_of, merged
from eval.harvest.review import ID_PREFIX, ReviewRow, new_rows, read_lines, write_lines
from eval.harvest.sheet import sheet
from eval.harvest.suggesting import Near, best, snippet
from eval.question_set import LONGEST_SNIPPET
from rag.kept import KeptPlace, KeptQuestion
from rag.model import Filters, Turn

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ASKED = KeptQuestion(
    "a-1",
    NOON,
    "api",
    "Báo cáo năm nộp khi nào?",
    (),
    Filters(locality="xã Hòa An"),
    "refused",
    "Không tìm thấy.",
    (KeptPlace("a", "Kế hoạch", "Mục II.1", "Báo cáo", 0, 7),),
    comment="gọi tôi 0912345678",
)
ONCE = "Báo cáo năm gửi trước ngày 05/12 về Văn phòng."
TEXTS = {
    "a.txt": f"Tổ chức thực hiện nghiêm túc. {ONCE} Các thôn báo cáo đúng hạn. Lưu: VT và các đơn vị.",
    "b.txt": "Các thôn báo cáo đúng hạn. Lưu: VT và các đơn vị.",
}


def near(text: str, document: str = "a.txt") -> Near:
    return Near(document, "Kế hoạch của xã", "Mục II.1", text)


def asked(question: str, hours: int = 0, history: tuple[Turn, ...] = ()) -> KeptQuestion:
    return replace(
        ASKED, answer_id=question, question=question, asked_at=NOON + timedelta(hours=hours), history=history
    )


@pytest.mark.parametrize(
    "other",
    [
        "bao cao nam nop khi nao",
        "BÁO CÁO NĂM NỘP KHI NÀO ?",
        "cho em hỏi báo cáo năm nộp khi nào ạ",
        "Khi nào nộp báo cáo năm?",
    ],
)
def test_the_same_question_in_another_dress_is_one(other: str) -> None:
    (entry,) = merged([ASKED, asked(other, 1)])
    assert (entry.newest.question, entry.times) == (other, 2)


@pytest.mark.parametrize(
    "other", ["Báo cáo tháng nộp khi nào?", "Báo cáo năm 2024 nộp khi nào?", "Ai nộp báo cáo năm?"]
)
def test_another_question_stays_another(other: str) -> None:
    assert len(merged([ASKED, asked(other)])) == 2


def test_the_same_words_after_another_question_are_another_question() -> None:
    one, other = ((Turn("user", words),) for words in ("Báo cáo 6 tháng?", "Hội nghị?"))
    assert key_of("còn năm?", one) != key_of("còn năm?", other)
    assert len(merged([asked("còn năm?", 0, one), asked("còn năm?", 1, other)])) == 2


def test_the_newest_comes_first() -> None:
    entries = merged([asked("một", 1), asked("hai", 3), asked("ba", 2)])
    assert [entry.newest.question for entry in entries] == ["hai", "ba", "một"]


def test_a_short_passage_is_suggested_whole_without_its_bullet() -> None:
    assert snippet(near(f"- {ONCE}"), ASKED.question, TEXTS) == ONCE.rstrip(".")


def test_of_a_long_passage_the_sentence_nearest_to_the_question_is_taken() -> None:
    padding = "Tăng cường phối hợp giữa các ban, ngành, đoàn thể trong công tác vận động. " * 4
    texts = {"a.txt": f"{padding}{ONCE}"}
    assert snippet(near(texts["a.txt"]), ASKED.question, texts) == ONCE.rstrip(".")


def test_an_overlong_sentence_is_cut_between_words() -> None:
    words = " ".join(f"chữ{n}" for n in range(60))
    piece = snippet(near(words), "chữ1", {"a.txt": words})
    assert piece is not None
    assert len(piece) <= LONGEST_SNIPPET
    assert f"{piece} " in words


@pytest.mark.parametrize("text", ["Các thôn báo cáo đúng hạn.", "Lưu: VT", "Không có trong văn bản nào cả."])
def test_what_stands_elsewhere_too_or_is_too_short_or_is_nowhere_is_not_suggested(text: str) -> None:
    assert snippet(near(text), ASKED.question, TEXTS) is None


def test_a_place_is_suggested_once_though_it_was_cited_and_found() -> None:
    cited = replace(near(ONCE), cited=True)
    assert best([cited, near(ONCE), near("Lưu: VT")], ASKED.question, TEXTS) == [(cited, ONCE.rstrip("."))]


def test_a_row_is_undecided_masked_and_says_what_happened() -> None:
    question = replace(ASKED, question="Báo cáo năm, gọi 0912345678\u2028được không?")
    (row,) = new_rows([question, replace(question, answer_id="a-2")], lambda _: [near(ONCE)], TEXTS, frozenset())
    assert row.review == "todo"
    assert row.question == "Báo cáo năm, gọi [số điện thoại] được không?"
    assert row.seen is not None
    assert (row.seen.times, row.seen.comment) == (2, "gọi tôi [số điện thoại]")
    assert row.seen.filters == {"locality": "xã Hòa An"}
    assert [(s.n, s.document, s.snippet) for s in row.suggestions] == [(1, "a.txt", ONCE.rstrip("."))]


def test_a_refusal_that_the_asker_called_right_is_put_forward_as_unanswerable() -> None:
    rows = new_rows([replace(ASKED, verdict="up")], lambda _: [], TEXTS, frozenset())
    assert not rows[0].answerable


def test_harvesting_again_adds_only_what_is_new_and_keeps_every_decision(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    write_lines(path, new_rows([ASKED], lambda _: [], TEXTS, frozenset()), [])
    decided = path.read_text(encoding="utf-8").replace('"todo"', '"drop"') + "{hỏng một dòng\n"
    path.write_text(decided, encoding="utf-8")
    old = read_lines(path)
    known = frozenset(line.row.id for line in old if line.row)
    rows = new_rows([ASKED, asked("Câu mới?", 5)], lambda _: [], TEXTS, known)
    write_lines(path, rows, old)
    assert [row.question for row in rows] == ["Câu mới?"]
    assert path.read_text(encoding="utf-8").endswith(decided)
    assert path.stat().st_mode & 0o077 == 0


def test_each_bad_line_is_named_with_its_field_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    row = new_rows([ASKED], lambda _: [], TEXTS, frozenset())[0].model_dump(mode="json")
    bad = [json.dumps(row | change) for change in ({"review": "giữ"}, {"reveiw": "x"}, {"style": "lạ"})]
    path.write_text("\ufeff" + "\r\n".join([json.dumps(row), "", "{", *bad]), encoding="utf-8")
    lines = read_lines(path)
    assert [(line.number, line.row is None) for line in lines] == [
        (1, False), (3, True), (4, True), (5, True), (6, True)
    ]  # fmt: skip
    assert [line.fault for line in lines[1:]] == [
        "không phải một dòng JSON hoàn chỉnh",
        "trường “review” không đúng",
        "trường “reveiw” không đúng",
        "trường “style” không đúng",
    ]


def test_the_sheet_shows_each_question_with_its_line_and_its_numbered_evidence(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    write_lines(path, new_rows([ASKED], lambda _: [near(ONCE)], TEXTS, frozenset()), [])
    page = sheet(path.name, read_lines(path))
    assert "## Dòng 1: Báo cáo năm nộp khi nào?" in page
    assert f"1. Kế hoạch của xã, Mục II.1: “{ONCE.rstrip('.')}”" in page
    assert "không trả lời được" in page


def test_the_id_of_a_row_names_the_wording() -> None:
    (row,) = new_rows([ASKED], lambda _: [], TEXTS, frozenset())
    assert row.id == f"{ID_PREFIX}{key_of(ASKED.question, ())}"
    assert ReviewRow.model_validate_json(row.model_dump_json()) == row
