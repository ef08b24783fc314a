"""How places are quoted, documents named, and figures asked for recognised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.dates import find_dates
from corpus.folding import fold
from corpus.model import Document, Metadata, Section, SectionKind, Signer
from corpus.testing import document_of
from rag.answering.citing import MAX_QUOTE_CHARS, cite, document_line, passage_evidence, section_evidence, sentences
from rag.answering.clause_answers import says_all
from rag.answering.composing import NO_BASIS, answered, answered_by_document, refused
from rag.answering.expected import holds_expected, unsaid
from rag.answering.offices import signer_words
from rag.answering.settings import load_answer_settings
from rag.errors import ConfigurationError
from rag.understanding.kinds import Kind, kinds_of
from rag.understanding.question import read_question

LETTER = document_of("letter", ["Rà soát hộ nghèo trước ngày 15/6.", "Tiếp dân; đối thoại. Báo cáo kết quả."])


def whole(document: Document) -> Section:
    """Return a section that spans a document's text."""
    return replace(document.sections[0], start=0, body=0, end=len(document.text))


def test_sentences_cover_the_span_in_order_and_hold_no_blank() -> None:
    text = LETTER.text
    spans = sentences(text, 0, len(text))
    assert all(start < end and not text[start].isspace() for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert [text[start:end] for start, end in spans][-3:] == ["Tiếp dân;", "đối thoại.", "Báo cáo kết quả."]
    assert sentences(text, 3, 3) == []


def test_a_short_section_is_quoted_whole() -> None:
    assert section_evidence(LETTER, LETTER.sections[1], 1.0).quote == "2. Tiếp dân; đối thoại. Báo cáo kết quả."


@pytest.mark.parametrize(
    ("clause", "ending"), [("Câu này dài vừa phải thôi. " * 200, "."), ("chữ " * 1000, "chữ"), ("x" * 5000, "x")]
)
def test_a_long_section_is_cut_at_the_last_break_that_fits(clause: str, ending: str) -> None:
    long = document_of("long", [clause.strip()])
    evidence = section_evidence(long, whole(long), 1.0)
    assert len(evidence.quote) <= MAX_QUOTE_CHARS
    assert len(evidence.quote) > MAX_QUOTE_CHARS / 2
    assert evidence.quote.endswith(ending)
    assert long.text[evidence.start : evidence.end] == evidence.quote


def test_citations_are_numbered_in_the_order_given() -> None:
    places = [passage_evidence(LETTER, passage, 0.5) for passage in reversed(LETTER.passages)]
    first, second = cite(places)
    assert (first.marker, first.label, second.marker, second.label) == (1, "Mục 2", 2, "Mục 1")
    assert first.url == "/documents/letter#muc-2"
    assert first.quote == LETTER.text[first.start : first.end] == first.section_text


_OF_THE_LETTER = LETTER.metadata


@pytest.mark.parametrize(
    ("metadata", "line"),
    [
        (replace(_OF_THE_LETTER, number="4/KH-UBND"), "Kế hoạch số 4/KH-UBND ngày 5/3/2024 của UBND tỉnh Mẫu"),
        (_OF_THE_LETTER, "Kế hoạch (không ghi số) ngày 5/3/2024 của UBND tỉnh Mẫu"),
        (
            replace(_OF_THE_LETTER, number="4/KH", issued_on=None),
            "Kế hoạch số 4/KH (không ghi ngày) năm 2024 của UBND tỉnh Mẫu",
        ),
        (replace(_OF_THE_LETTER, issued_on=None), "Kế hoạch (không ghi số, ngày) năm 2024 của UBND tỉnh Mẫu"),
        (
            replace(_OF_THE_LETTER, type_name=None, issuer=None, issued_on=None, year=None),
            "Văn bản (không ghi số, ngày)",
        ),
    ],
)
def test_a_document_is_named_as_an_official_would_and_blanks_are_said(metadata: Metadata, line: str) -> None:
    assert document_line(metadata) == line


def test_an_answer_opens_with_the_fact_and_marks_every_quote() -> None:
    places = [passage_evidence(LETTER, passage, 1.0) for passage in LETTER.passages]
    lines = answered("Trước ngày 15/6", places).text.split("\n")
    assert lines[0] == "Trước ngày 15/6 [1]"
    assert lines[1].startswith("Theo kế hoạch")
    assert [line[-3:] for line in lines[1:]] == ["[1]", "[2]"]
    assert places[1].quote in lines[2]


def test_an_answer_by_document_counts_markers_through() -> None:
    place = passage_evidence(LETTER, LETTER.passages[0], 1.0)
    draft = answered_by_document([("15/6", [place, place]), (None, [place])], lead="2 văn bản.")
    assert draft.text.startswith("2 văn bản.\nTỉnh Mẫu: 15/6 [1]\n")
    assert [line[-3:] for line in draft.text.split("\n") if line.endswith("]")] == ["[1]", "[1]", "[2]", "[3]"]
    assert len(draft.evidence) == 3


def test_a_refusal_says_that_what_is_near_is_no_answer() -> None:
    place = passage_evidence(LETTER, LETTER.passages[0], 0.1)
    near = refused("Kho không có.", [place])
    assert near.text.startswith(f"{NO_BASIS} Kho không có.")
    assert "không phải câu trả lời" in near.text
    assert near.evidence == ()
    assert refused(None, ()).text == NO_BASIS


@pytest.mark.parametrize(
    ("question", "holding", "lacking"),
    [
        ("Nộp trước ngày nào?", "Nộp trước ngày 15/6.", "Nộp kịp thời."),
        ("Nộp khi nào?", "Định kỳ hằng quý nộp báo cáo.", "Nộp báo cáo đầy đủ."),
        ("Nộp ngày nào?", "Nộp trước 15/6/2024.", "Theo Chỉ thị số 27/CT-TTg ngày 14/9/2021."),
        ("Đạt bao nhiêu phần trăm?", "Đạt 90% trở lên.", "Đạt 90 hộ."),
        ("Hỗ trợ bao nhiêu tiền?", "Hỗ trợ 40 triệu đồng.", "Hỗ trợ 40 hộ."),
        ("Có bao nhiêu mô hình?", "Xây dựng 03 mô hình.", "Xây dựng mô hình cho 03 xã."),
        ("Theo nghị định nào?", "Theo Nghị định số 64/2014/NĐ-CP.", "Theo Chỉ thị số 27/CT-TTg."),
        ("Số điện thoại là gì?", "Số điện thoại: 0260.", "Địa chỉ: phường Một."),
        ("Tổng đài số mấy?", "Gọi tổng đài 1900 1234.", "Gọi tổng đài của huyện."),
        ("Đội trưởng đội thuyền là ai?", "Đội trưởng là trưởng thôn.", "Họp khi đội trưởng đội thuyền triệu tập."),
        ("Đội trưởng đội thuyền là ai?", "Trưởng thôn làm đội trưởng đội thuyền.", "Đội trưởng đội thuyền ký."),
        ("Thẻ nước dùng khi nào?", "Quét thẻ nước sau khi lấy nước.", "Quét thẻ nước."),
        ("Tiếp nhận bao nhiêu ý kiến, còn bao nhiêu chưa giải quyết?", "Giải quyết 29 ý kiến.", "Giải quyết."),
        ("Việc gì bị cấm?", "Không tự ý mở cống.", "Kiểm tra cống."),
        ("Không được làm gì khi đo?", "Không thu phí.", "Thu phí."),
        ("Gọi tổng đài số mấy?", "Gọi tổng đài 1055.", "Gọi tổng đài của huyện."),
        ("Họp khi nào?", "Họp vào tuần cuối của mỗi tháng.", "Họp đầy đủ."),
        ("Cuộc thi giai đoạn nào?", "Cuộc thi giai đoạn 2031 - 2035.", "Cuộc thi."),
        ("Giám sát quỹ vào ngày nào?", "Giám sát quỹ: ngày 15/6.", "Giám sát quỹ."),
        ("Đại hội đảng bộ lần thứ mấy?", "Nghị quyết Đại hội XVII của Đảng bộ.", "Nghị quyết Đại hội."),
        ("Thực hiện tới năm nào thì hết?", "Thực hiện giai đoạn 2021 - 2026.", "Thực hiện trong năm 2022."),
        ("Đại hội lần thứ bao nhiêu?", "Chào mừng Đại hội lần thứ XVI.", "Chào mừng Đại hội."),
        ("Báo cáo mấy lần một năm?", "Báo cáo 6 tháng, báo cáo năm.", "Báo cáo đầy đủ."),
        (
            "Căn cứ mấy quyết định?",
            "Theo Quyết định số 5-QĐ/TW và Quyết định số 6-QĐ/TW.",
            "Theo quyết định đã ban hành.",
        ),
        ("Làm theo luật nào và nghị quyết nào?", "Theo Nghị quyết số 5-NQ/TW.", "Theo Chỉ thị số 27/CT-TTg."),
        ("Nộp lúc nào thì mở công văn số mấy ra xem?", "Theo Công văn số 3/UBND-NC.", "Nộp trước ngày 15/6."),
        ("Pháp lệnh dân chủ có từ ngày nào?", "Pháp lệnh 4/2007/PL-UBTVQH11 ngày 20/4/2007.", "Theo pháp lệnh."),
        ("Quyết định 5 tổng kết họp ngày nào?", "Họp ngày 15/6.", "Tổng kết Quyết định số 5-QĐ/TW ngày 5/2/2010."),
    ],
)
def test_a_clause_must_hold_what_the_kind_of_question_asks(question: str, holding: str, lacking: str) -> None:
    folded = fold(question)
    kinds = kinds_of(folded) & {Kind.WHEN, Kind.PERCENT, Kind.MONEY, Kind.HOW_MANY, Kind.WHICH_DOCUMENT}
    assert holds_expected(kinds, folded, holding)
    assert not holds_expected(kinds, folded, lacking)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Cuộc thi tiếng hát đồng quê giai đoạn nào?", True),
        ("cuộc thi tiếng hát đồng quê giai đoạn mấy năm", True),
        ("Cuộc thi tiếng hát dòng sông giai đoạn nào?", False),
        ("Cuộc thi tiếng hát đồng quê ngày nào?", False),
        ("Mở chuyên mục về nghề nón giai đoạn nào?", False),
    ],
)
def test_one_sentence_must_say_all_of_a_question_and_its_value(question: str, said: bool) -> None:
    clause = "Mở chuyên mục về nghề nón. Tuyên truyền về Cuộc thi Tiếng hát đồng quê giai đoạn 2031 - 2035."
    assert says_all(read_question(question, {}), clause) is said


def test_a_question_that_asks_for_nothing_special_is_content_with_any_clause() -> None:
    assert holds_expected({Kind.CLAUSE}, "lam gi", "Rà soát.")


@pytest.mark.parametrize(
    ("question", "quote", "missing"),
    [
        ("Hạn 15/6 đúng không?", "Trước ngày 15 tháng 6 năm 2024.", 0),
        ("Hạn 15/6/2023 đúng không?", "Trước ngày 15/6/2024.", 1),
        ("Hạn 25/6 đúng không?", "Trước ngày 15/6.", 1),
        ("Đạt 95% phải không?", "Đạt 90 %.", 1),
        ("Đạt 90% phải không?", "Đạt 90 %.", 0),
        ("Làm gì?", "Đạt 90%, trước ngày 15/6.", 0),
    ],
)
def test_days_and_shares_of_a_question_must_be_said(question: str, quote: str, missing: int) -> None:
    assert len(unsaid(find_dates(question), fold(question), [quote])) == missing


@pytest.mark.parametrize(
    ("signer", "words"),
    [
        (Signer("Lê Thị Mẫu", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Lê Thị Mẫu, Chủ tịch (thay mặt UBND)"),
        (
            Signer("Trần Văn Thử", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
            "Trần Văn Thử, Phó Chủ tịch (ký thay Chủ tịch, thay mặt UBND)",
        ),
        (Signer("Phạm Ngọc Ví", "", "CHỦ TỊCH"), "Phạm Ngọc Ví, Chủ tịch"),
        (Signer("Phạm Ngọc Ví", "", ""), "Phạm Ngọc Ví"),
    ],
)
def test_a_signer_is_told_with_office_and_capacity(signer: Signer, words: str) -> None:
    assert signer_words(signer) == words


@pytest.mark.parametrize("written", ["", "{}", "[]", "null", '{"limits": {"unknown": 1}}', "không phải JSON"])
def test_a_calibration_that_does_not_fit_is_the_operators_mistake(tmp_path: Path, written: str) -> None:
    path = tmp_path / "ranking.json"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ConfigurationError) as failure:
        load_answer_settings(path)
    assert "ranking.json" in failure.value.message_vi
    with pytest.raises(ConfigurationError):
        load_answer_settings(tmp_path / "missing.json")


def test_the_shipped_calibration_fits() -> None:
    shipped = load_answer_settings(Path(__file__).resolve().parents[2] / "rag" / "data" / "ranking.json")
    assert 0 < shipped.limits.answer_at < 1


def test_the_sample_documents_are_what_these_tests_take_them_for() -> None:
    assert [section.kind for section in LETTER.sections] == [SectionKind.ITEM, SectionKind.ITEM]
    assert LETTER.metadata.issued_on == date(2024, 3, 5)
